"""The run sheet as the evening really is: full, pinned, split, parked, and still one side."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, time
from functools import cache

import pytest

from facilitator.domain import papers, plans
from facilitator.domain.modules import Module
from facilitator.domain.plans import Block, Plan
from facilitator.library import shipped
from facilitator.press.fetcher import HANDOUTS
from facilitator.press.pages import page
from facilitator.press.pdf import make, render
from tests.press.evening import (
    GROUP,
    OURS,
    SIZES,
    Printed,
    Words,
    elements,
    fonts,
    plan,
    tags,
    themes,
    words,
)
from tests.press.looking import boxes, covered, strayed
from tests.press.test_pages import text_of

LONDON = replace(GROUP, zone="Europe/London")


def widest(count: int) -> tuple[Module, ...]:
    """As many shipped modules, those with the most to lay out first: the worst evening."""
    every = shipped().modules.values()
    longest = sorted(every, key=lambda one: (-sum(map(len, one.materials)), -len(one.title)))
    return tuple(longest[:count])


def evening(modules: tuple[Module, ...], **changed: object) -> Plan:
    blocks = tuple(
        Block(f"b{n}", one, one.typical, lead=("MO", "RK")[n % 2]) for n, one in enumerate(modules)
    )
    return replace(plan(), **({"blocks": blocks, "start": time(14)} | changed))


def change(plan: Plan, block_id: str, **facts: object) -> Plan:
    return plans.put(plan, replace(plans.block(plan, block_id), **facts))


def busy() -> Plan:
    """Twelve blocks: free time, an overlap, a round, a part elsewhere, two kept beside."""
    keys = ["op-02", "gr-01", "ag-02", "ci-02", "tg-1", "tg-2", "en-02", "tg-3", "tg-4"]
    keys += ["co-01", "cl-01"]
    made = evening(tuple(shipped().modules[key] for key in keys), start=time(18, 30))
    made = plans.move(plans.split(made, "b5", "part", 6), "part", 7)
    made = change(made, "b3", each=75, minutes=12)
    made = change(made, "b6", pin=time(19, 30), prepare="Put the kettle on\nOpen the window")
    made = change(made, "b7", pin=time(19, 35))
    for key in ("sl-2", "sc-3"):
        made = plans.park(plans.add(made, shipped().modules[key], 0, block_id=key), key)
    return made


@cache
def drawn(size: str) -> Printed:
    made = page(papers.run_sheet(busy(), replace(LONDON, look=papers.Look(size)), themes()))
    return Printed(made, make(made))


@pytest.fixture(scope="module", autouse=True)
def closed_at_the_end() -> Iterator[None]:
    yield
    drawn.cache_clear()


def front(size: str = "A4") -> str:
    return " ".join(drawn(size).leaves[0].get_textpage().get_text_range().split())


def mixed(count: int) -> tuple[Module, ...]:
    """As many shipped modules as they come, every fifth of them."""
    every = list(shipped().modules.values())
    return tuple(every[n * 5 % len(every)] for n in range(count))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("count", range(1, 15))
@pytest.mark.parametrize("choice", [widest, mixed])
def test_an_evening_of_up_to_fourteen_rows_is_one_side(
    choice: Callable[[int], tuple[Module, ...]], count: int, size: str
):
    """By the boxes: what is to be said when late and in distress stands whole on the first."""
    guide = papers.run_sheet(
        evening(choice(count)), replace(LONDON, look=papers.Look(size)), themes()
    )
    document = render(page(guide))
    first, back = document.pages
    assert (len(boxes(first, "at")), len(boxes(first, "boxes"))) == (count + 1, 1)
    assert (len(boxes(back, "run")), len(boxes(back, "rule-box"))) == (0, 1)


@pytest.mark.parametrize("size", SIZES)
def test_a_busy_evening_is_one_leaf_with_nothing_on_anything(size: str):
    printed = drawn(size)
    assert len(printed.leaves) == 2
    for leaf in printed.leaves:
        assert covered(leaf) == []
        # The coloured edge of a row stands in the margin; its text does not.
        assert strayed(leaf, 15) == []
    shown = re.sub(r'<p class="summary">.*?</p>', "", printed.page.html)
    assert set(words(" ".join(Words(shown).found))) - set(words(printed.text)) == set()


def test_free_time_an_overlap_and_a_pin_are_words():
    said = front()
    assert "19:11 19 min free" in said
    assert "Overlap: begins 12 min before the one above ends." in said
    assert said.count("pinned") == 2
    assert "use 5 of the 19 min free before Tea with no topic (19:30)" in said


def test_who_leads_what_stands_at_the_head_by_colour_and_by_shape():
    assert "MO leads 41 min, RK leads 51 min" in front()
    html = drawn("A4").page.html
    marks = re.findall(r'class="led led-(\w+)">(\w+)', html)
    assert marks[:2] == [("first", "MO"), ("second", "RK")]
    css = (HANDOUTS / "runsheet" / "page.css").read_text()
    first, second = (
        re.search(rf"\.led-{name} {{([^}}]*)}}", css)[1] for name in ("first", "second")
    )
    assert ("background" in first, "background" in second) == (True, False)


def test_a_round_says_how_long_each_has():
    assert "Full, half, empty 9 people, 75 s each" in front()


def test_a_later_part_continues_and_lays_nothing_out_again():
    said = front()
    assert said.count("Seen and unseen work (continued)") == 1
    assert said.count("as before") == 1
    assert drawn("A4").text.count("sticky notes") == 2, "once to hand, once to lay out"


def test_what_is_parked_stands_under_the_evening():
    wanted = "Kept beside, if there is time: Three things my child may not know about me, 18 min;"
    assert wanted in front()


def test_what_to_prepare_is_a_list_to_tick():
    back = " ".join(drawn("A4").leaves[1].get_textpage().get_text_range().split())
    assert back.startswith("Before they come")
    assert "Tea with no topic: Put the kettle on" in back
    assert "Tea with no topic: Open the window" in back


def test_its_table_and_headings_are_as_readable_as_before():
    found = list(elements(drawn("A4").pdf))
    cells = [element for element in found if element.S == "/TD"]
    assert all(len(cell.A.Headers) == 1 for cell in cells)
    assert [tag for tag in tags(drawn("A4").pdf) if tag[0] == "H"][:3] == ["H1", "H2", "H2"]
    assert fonts(drawn("A4").pdf) <= OURS
    assert str(drawn("A4").pdf.docinfo["/Title"]) == "When steady care goes unseen: run sheet"


def test_the_same_evening_has_the_same_bytes():
    again = page(papers.run_sheet(busy(), replace(LONDON, look=papers.Look("A4")), themes()))
    assert make(again) == drawn("A4").content


def test_the_script_of_a_split_block_says_both_times():
    said = text_of(papers.guide(busy(), LONDON, themes()))
    assert "Continued at 19:38 , 9 min · RK leads" in said
    assert said.count("Goes on at 19:38.") == 1


def test_a_clock_change_is_said():
    night = evening(widest(6), day=date(2026, 10, 25), start=time(1, 30))
    said = text_of(papers.run_sheet(night, LONDON, themes()))
    assert "The clocks go back by 60 minutes meanwhile." in said
    assert "clocks go" not in text_of(papers.run_sheet(busy(), LONDON, themes()))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("count", [8, 11, 14, 16])
def test_the_agenda_of_a_full_evening_is_one_page_and_says_what_is_free(count: int, size: str):
    full = change(evening(widest(count)), "b1", pin=time(15, 30))
    made = page(papers.agenda(full, replace(LONDON, look=papers.Look(size))))
    printed = Printed(made, make(made))
    (leaf,) = printed.leaves
    assert covered(leaf) == []
    assert re.findall(r"\d+ min free", printed.text) == [f"{90 - full.blocks[0].minutes} min free"]
