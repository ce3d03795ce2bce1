"""A poor phone: a slow network, one request for each step, and pages that need nothing but text.

Nothing here is timed: what is counted is what a slow network makes slow, requests and bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from playwright.sync_api import CDPSession, Route, expect

from facilitator.domain.checkins import Answer, Mood
from facilitator.records import checkins
from tests.browser.phones import (
    WIDEST,
    WRITTEN,
    Phone,
    Place,
    choose,
    chromium,
    come_in,
    phone,
    place,
    send,
)

pytestmark = pytest.mark.browser
__all__ = ["chromium", "phone", "place"]

# As an edge of the network gives it: 300 ms there and back, 250 and 50 kilobits a second.
POOR = {
    "offline": False,
    "latency": 300,
    "downloadThroughput": 250_000 / 8,
    "uploadThroughput": 50_000 / 8,
}


@dataclass
class Wire:
    """What came over the network, headers included; what the phone already had is not in it."""

    devtools: CDPSession
    names: dict[str, str] = field(default_factory=dict)
    came: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.devtools.send("Network.enable")
        self.devtools.send("Network.emulateNetworkConditions", POOR)
        self.devtools.on("Network.responseReceived", self._named)
        self.devtools.on("Network.requestWillBeSent", self._sent_on)
        self.devtools.on("Network.loadingFinished", self._finished)

    def _named(self, event: dict[str, object]) -> None:
        response = event["response"]
        assert isinstance(response, dict)
        self.names[str(event["requestId"])] = response["url"].partition("?")[0]

    def _sent_on(self, event: dict[str, object]) -> None:
        """An answer that only says where to go next."""
        answer = event.get("redirectResponse")
        if isinstance(answer, dict):
            self.came[f"to {event['requestId']}"] = answer["encodedDataLength"]

    def _finished(self, event: dict[str, object]) -> None:
        size = event["encodedDataLength"]
        assert isinstance(size, int | float)
        if size:
            self.came[str(event["requestId"])] = size

    def step(self) -> tuple[list[str], float]:
        """The last parts of the addresses asked since the last step, and the bytes that came."""
        asked = [self.names.get(key, "redirect").rpartition("/")[2] for key in self.came]
        weight = sum(self.came.values())
        self.came.clear()
        return sorted(asked), weight


def settle(one: Phone) -> None:
    """A slow machine may call the network idle before the fonts of a page have come."""
    one.page.wait_for_load_state("networkidle")
    one.page.evaluate("document.fonts.ready.then(() => document.fonts.size)")
    one.page.wait_for_load_state("networkidle")


FONTS = ["atkinson-hyperlegible-next-latin-400-normal.woff2", "fraunces-latin-600-normal.woff2"]


def test_each_step_is_one_request_and_few_bytes(place: Place, phone: Callable[..., Phone]) -> None:
    one, room = phone(), place.room(WIDEST)
    wire = Wire(one.context.new_cdp_session(one.page))

    def visit(first: bool) -> list[float]:
        one.page.goto(place.url)
        settle(one)
        asked, door = wire.step()
        assert [name for name in asked if name != "quiet.svg"] == (
            ["", *FONTS[:1], *FONTS[1:], "join.js", "quiet.css"] if first else [""]
        )
        one.page.get_by_label("The code on the poster or card").fill(room.code)
        one.page.get_by_role("button", name="Go on").click()
        expect(one.page.get_by_role("heading", level=1)).to_have_text("How are you arriving?")
        settle(one)
        asked, form = wire.step()
        assert asked == [""]
        choose(one.page)
        send(one.page)
        settle(one)
        asked, thanks = wire.step()
        assert asked == ["ok", "redirect"]
        return [door, form, thanks]

    first, again = visit(first=True), visit(first=False)
    assert 30_000 < first[0] + first[1] <= 60_000
    assert first[0] + first[1] > again[0] + again[1] > 2_000
    assert again[0] + again[1] <= 8_000
    assert again[1] <= 5_000
    assert again[2] <= 3_500


def test_a_link_costs_no_more_than_the_code(place: Place, phone: Callable[..., Phone]) -> None:
    one, room = phone(), place.room(WIDEST)
    wire = Wire(one.context.new_cdp_session(one.page))
    one.page.goto(f"{place.url}/#{room.link}")
    expect(one.page.get_by_role("heading", level=1)).to_have_text("How are you arriving?")
    settle(one)
    asked, weight = wire.step()
    assert [name for name in asked if name == ""] == ["", ""]
    assert weight <= 60_000


def test_it_can_be_read_before_the_fonts_come(place: Place, phone: Callable[..., Phone]) -> None:
    """The fonts never come here: the words stand there in the phone's own."""
    one, room = phone(), place.room(WIDEST)
    one.page.route("**/*.woff2", lambda route: route.abort())
    come_in(one, place, room)
    assert one.page.evaluate("[...document.fonts].map(font => font.display)") == ["swap"] * 2
    choose(one.page)
    send(one.page)


ORDER = [
    "Tuesday circle", "Leave this page", "How are you arriving?", "Your answers are mixed",
    "Right now I feel", "Rather not say", "Heavy", "Light", "Compared with last time",
    "Rather not say", "Heavier", "I wasn’t here", "What is closest today?", "Not: A little hope",
    "A little hope", "Not: Sharp words", "Sharp words", "What would help tonight?",
    "Not: To listen mostly", "To listen mostly", "In your own words", "If you write words",
    "A quiet word", "Not: Let your facilitator know", "Let your facilitator know",
    "It is all right if she guesses it is me.", "Nobody sees this until", "Send quietly",
    "Help right now", "999 or 112", "116 123",
]  # fmt: skip


@pytest.mark.parametrize("js", [True, False], ids=["script", "no script"])
def test_with_text_alone_everything_is_there_in_order(
    place: Place, phone: Callable[..., Phone], js: bool
) -> None:
    """No stylesheet, no font, no picture, no script comes."""

    def refuse(route: Route) -> None:
        route.abort()

    one, room = phone(js=js, width=320), place.room(WIDEST)
    one.page.route("**/static/**", refuse)
    come_in(one, place, room)
    said, at = one.page.inner_text("body"), 0
    for part in ORDER:
        assert part in said[at:], part
        at = said.index(part, at) + len(part)
    one.page.get_by_label("Heavy", exact=True).check()
    one.page.get_by_label("Not: A break").focus()
    one.page.get_by_label("A break", exact=True).check()
    one.page.get_by_role("textbox").fill(WRITTEN)
    widths = one.page.locator("svg").evaluate_all("all => all.map(e => e.clientWidth)")
    assert set(widths) == {33}
    one.page.get_by_role("button", name="Send quietly").click()
    expect(one.page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert "word-4=0" in one.bodies[-1]
    assert "need-break=1" in one.bodies[-1]
    assert "mood=1" in one.bodies[-1]


def test_what_the_room_said_is_read_in_text_alone(
    place: Place, phone: Callable[..., Phone]
) -> None:
    """The marks are as small as a word, and what stands side by side does not run together."""
    one, room = phone(), place.room(WIDEST)
    answer = Answer(mood=Mood.HEAVY, words=frozenset(WIDEST.words))
    with place.app.app_context():
        for seat in range(5):
            folder, nonce = place.app.config["CIRCLE"].keys_dir, bytes([seat] * 16)
            told = checkins.put(folder, room.held, nonce, answer, datetime.now(UTC), WIDEST)
            assert told is checkins.Kept.KEPT
    place.close(room)
    one.page.route("**/*.css*", lambda route: route.abort())
    one.page.goto(f"{place.url}/#{room.link}")
    expect(one.page.get_by_role("heading", level=1)).to_have_text("What the room said")
    sizes = one.page.locator("svg").evaluate_all(
        "all => all.map(e => [e.clientWidth, e.clientHeight])"
    )
    assert sizes == [[33, 22]] * 3
    lines = one.page.inner_text("main").splitlines()
    assert {"Heavy most", "Light nothing said", "A little hope"} <= {line.strip() for line in lines}
