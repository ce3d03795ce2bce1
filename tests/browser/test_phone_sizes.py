"""Letters twice as large, a page twice as large, and a page that runs from right to left."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.phones import WIDEST, Phone, Place, chromium, come_in, phone, place, send
from tests.room import Evening

pytestmark = pytest.mark.browser
__all__ = ["chromium", "phone", "place"]

# Elements that stick out of the screen, or hold words that stick out of them. What is only for a
# screen reader and the radio buttons under their labels are cut on purpose.
CUT = """() => [...document.body.querySelectorAll('*')].filter(e => {
  if (e.closest('.unseen, svg') || e.matches('input[type=radio]')) return false;
  const style = getComputedStyle(e), box = e.getBoundingClientRect();
  if (style.display === 'none' || style.display === 'inline' || !box.width) return false;
  const out = box.left < -1 || box.right > innerWidth + 1;
  const over = e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0;
  return out || over;
}).map(e => e.outerHTML.slice(0, 90))"""


def steps(one: Phone, place: Place, room: Evening) -> Iterator[str]:
    """Stand on each page a phone can come to, one after the other."""
    page = one.page
    page.goto(place.url)
    yield "door"
    page.get_by_label("The code on the poster or card").fill("AAAAAA")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "wrong code"
    come_in(one, place, place.practice())
    yield "practice"
    for _ in range(5):
        come_in(one, place, room)
        yield "form"
        for name in ("A little hope", "Cross with everybody in it", "Supercalif"):
            page.locator(".two label.off", has_text=name).tap()
        yield "form, with words chosen"
        send(page)
        yield "done"
    place.close(room)
    page.goto("about:blank")
    page.goto(f"{place.url}/#{room.link}")
    expect(page.get_by_role("heading", level=1)).to_have_text("What the room said")
    expect(page.get_by_text("Supercalif")).to_be_visible()
    yield "result"
    page.goto(f"{place.url}/nowhere")
    yield "error"


def fits(page: Page) -> list[str]:
    """What is cut, and whether the page can be pushed aside."""
    wide: bool = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    cut: list[str] = page.evaluate(CUT)
    return cut + ["the page"] * wide


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize(
    ("width", "letters"), [(320, 100), (320, 200), (160, 100)], ids=["as is", "letters", "zoom"]
)
def test_r38_nothing_is_cut_at_200_percent(
    place: Place, phone: Callable[..., Phone], width: int, letters: int, direction: str
) -> None:
    """A zoom of 200 % on a screen of 320 leaves a page 160 wide; larger letters do not."""
    one = phone(width=width, height=568)
    found = {}
    for step in steps(one, place, place.room(WIDEST)):
        one.page.evaluate(
            "([size, dir]) => { const root = document.documentElement;"
            "root.style.fontSize = size; root.dir = dir; }",
            [f"{letters}%", direction],
        )
        found[step] = fits(one.page)
    assert {step: cut for step, cut in found.items() if cut} == {}
    assert len(found) == 8


def test_rather_not_say_stands_beside_what_is_asked(
    place: Place, phone: Callable[..., Phone]
) -> None:
    """In WebKit too: there a legend never stands in the row of a fieldset that is a flex box."""
    one = phone(width=390)
    come_in(one, place, place.room(WIDEST))
    boxes = """all => all.map(e => [e.querySelector('legend'), e.querySelector('.not')].map(
        one => one.getBoundingClientRect()).map(box => [(box.top + box.bottom) / 2, box.left]))"""
    rows = one.page.locator("fieldset.asked").evaluate_all(boxes)
    assert len(rows) == 2
    for (asked, left), (beside, right) in rows:
        assert asked == pytest.approx(beside, abs=3)
        assert left < right
    shown = "all => all.map(e => getComputedStyle(e).display)"
    assert set(one.page.locator("fieldset").evaluate_all(shown)) == {"block"}


def test_the_search_for_what_is_cut_finds_it(place: Place, phone: Callable[..., Phone]) -> None:
    one = phone(width=320)
    one.page.goto(place.url)
    one.page.evaluate("document.querySelector('h1').textContent = 'W'.repeat(40)")
    one.page.evaluate("document.querySelector('h1').style.overflowWrap = 'normal'")
    assert any(cut.startswith("<h1") for cut in fits(one.page))


def test_from_right_to_left_the_page_is_its_own_mirror(
    place: Place, phone: Callable[..., Phone]
) -> None:
    one = phone(width=390)
    page = one.page
    come_in(one, place, place.room(WIDEST))
    places = """() => [...document.querySelectorAll(
        '.bar b, .exit, .face, .chip, .two:not(.marked) label.off, .mark, h1, legend, .own label'
      )].map(e => e.getBoundingClientRect()).map(box => [box.left, box.right, box.top])"""
    before = page.evaluate(places)
    page.evaluate("document.documentElement.dir = 'rtl'")
    after = page.evaluate(places)
    assert len(before) > 30
    mirrored = [[390 - right, 390 - left, top] for left, right, top in before]
    for ours, theirs in zip(after, mirrored, strict=True):
        assert ours == pytest.approx(theirs, abs=1.5)
    numbers = page.locator(".numbers, footer a, footer b")
    assert set(numbers.evaluate_all("all => all.map(e => getComputedStyle(e).direction)")) == {
        "ltr"
    }
    # The little box before "let your facilitator know" is where such a line begins.
    padding = "e => [getComputedStyle(e).paddingLeft, getComputedStyle(e).paddingRight]"
    left, right = page.locator(".rows label.off").first.evaluate(padding)
    assert float(right[:-2]) > float(left[:-2])
