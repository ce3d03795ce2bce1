"""Somebody takes the phone into her hand: minutes later, with the page before, the page after, and
everything a browser keeps (V7; R25, R26, R33).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Error, Page, expect

from tests.browser.conftest import browser_type_launch_args
from tests.browser.phones import chromium
from tests.redteam.builds import Naive, Ours
from tests.redteam.target import Room

pytestmark = pytest.mark.browser
__all__ = ["browser_type_launch_args", "chromium"]

WORDS = "my son Tom has not rung"
LOOK = """[
  ...[...document.querySelectorAll('input:checked, option:checked')]
    .filter(e => e.value !== '0').map(e => e.name + '=' + e.value),
  ...[...document.querySelectorAll('input:not([type=hidden]):not([type=radio]), textarea')]
    .map(e => e.value).filter(v => v),
  ...(document.body.innerText.includes('my son Tom') ? ['her words'] : []),
  ...(document.body.innerText.includes('You said') ? ['what she said'] : []),
]"""
Take = Callable[[bool], BrowserContext]


@pytest.fixture
def take(chromium: Chromium) -> Iterator[Take]:
    """A phone, with JavaScript or without; the back and forward cache is on."""
    taken: list[BrowserContext] = []

    def go(js: bool) -> BrowserContext:
        taken.append(chromium.new_context(java_script_enabled=js, has_touch=True))
        taken[-1].set_default_timeout(10_000)
        return taken[-1]

    yield go
    for context in taken:
        context.close()


def come_in(page: Page, target: Ours | Naive, room: Room) -> None:
    page.goto(f"http://127.0.0.1:{target.port}/")
    page.locator("input[name=code]").fill(room.code)
    page.locator("input[name=code]").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("How are you arriving?")


def fill(page: Page) -> None:
    page.get_by_text("Heavy", exact=True).first.click()
    page.locator("[name=text]").fill(WORDS)


def seen_by_going(page: Page) -> set[str]:
    """Back twice, then forward twice: what any of these pages shows."""
    learnt: set[str] = set()
    for step in [page.go_back] * 2 + [page.go_forward] * 2:
        with contextlib.suppress(Error):  # where a form was, the browser may have nothing to show
            step(timeout=800)
        learnt |= look(page)
    return learnt


def look(page: Page) -> set[str]:
    """What stands on the page. It may still be on its way to another."""
    for _ in range(5):
        with contextlib.suppress(Error):
            return set(page.evaluate(LOOK))
    raise AssertionError("the page never came to rest")


def after_sending(take: Take, target: Ours | Naive, *, js: bool) -> set[str]:
    room = target.room(free_text=True)
    page = take(js).new_page()
    come_in(page, target, room)
    fill(page)
    page.get_by_role("button", name="Send quietly").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert target.envelopes(room) == 1
    return seen_by_going(page)


def half_way(take: Take, target: Ours | Naive, *, js: bool) -> set[str]:
    """She leaves before she has sent anything."""
    page = take(js).new_page()
    come_in(page, target, target.room(free_text=True))
    fill(page)
    page.goto("about:blank")
    return seen_by_going(page)


@pytest.mark.parametrize(
    ("leave", "js"), [(after_sending, True), (after_sending, False), (half_way, False)]
)
def test_r33_no_page_before_or_after_shows_an_answer(
    ours: Ours, naive: Naive, take: Take, leave: Callable[..., set[str]], js: bool
) -> None:
    assert leave(take, naive, js=js) != set()
    assert leave(take, ours, js=js) == set()


def kept(take: Take, target: Ours | Naive) -> list[str]:
    """What the browser holds of the evening: cookies, storage, addresses, titles."""
    room = target.room(free_text=True)
    context = take(True)
    page = context.new_page()
    visited: list[str] = []
    page.on("framenavigated", lambda frame: visited.append(frame.url))
    come_in(page, target, room)
    titles = {page.title()}
    fill(page)
    page.get_by_role("button", name="Send quietly").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    titles.add(page.title())
    state = context.storage_state(indexed_db=True)
    learnt = [f"cookie {one['name']}" for one in context.cookies()]
    learnt += [f"storage of {one['origin']}" for one in state["origins"]]
    learnt += [f"title {one}" for one in titles if one != "Welcome"]
    learnt += [f"address {one}" for one in visited if "?" in one or "#" in one or room.code in one]
    workers = page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)")
    caches = page.evaluate("caches.keys().then(all => all.length)")
    return learnt + (["a worker or a cache"] if workers or caches else [])


def test_r25_r30_nothing_is_kept_on_the_phone(ours: Ours, naive: Naive, take: Take) -> None:
    learnt = kept(take, naive)
    assert {line.partition(" ")[0] for line in learnt} == {"cookie", "title", "address"}
    assert kept(take, ours) == []


def followed(target: Ours | Naive) -> set[str]:
    """A facilitator's own phone, with the cookie of her desk: whether the door knows her."""
    room, anybody = target.room(), target.phone()
    cookies = dict(target.desk().cookies) or {"visitor": "42"}
    hers = target.phone()
    hers.cookies = dict(cookies)
    learnt = set()
    for path in ("/", "/ok", "/thanks", "/nowhere"):
        if hers.get(path).told() != anybody.get(path).told():
            learnt.add(path)
    answer = target.say(room, {"mood": "1"}, hers)
    learnt |= {"renewed"} if hers.cookies != cookies else set()
    return learnt | ({"set"} if answer.header("Set-Cookie") else set())


def test_r26_the_door_knows_no_facilitator(ours: Ours, naive: Naive) -> None:
    assert "renewed" in followed(naive)
    assert followed(ours) == set()
