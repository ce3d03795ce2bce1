"""The guide and what else the facilitator holds, as they are laid out on both papers."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from facilitator.domain import papers
from facilitator.domain.modules import Module
from facilitator.domain.papers import HelpLine, Letters, Look, Name
from facilitator.domain.papers.makers.facilitator import HALF, POCKET, QUARTER
from facilitator.domain.plans import Block
from facilitator.domain.release import NOTHING
from facilitator.library import shipped
from facilitator.press.pages import page
from facilitator.press.pdf import make, render
from tests.domain.rooms import side_by_side
from tests.press.evening import (
    GROUP,
    OURS,
    SIZES,
    Printed,
    fonts,
    paper,
    plan,
    printed,
    tags,
    wall,
    words,
    words_of,
)
from tests.press.looking import boxes, covered, cut_in_two, lone_headings, strayed
from tests.press.test_pages import text_of
from tests.press.test_runsheet import busy, evening, widest

KINDS = ("packing", "prompts", "confidentiality", "distress", "headcount", "debrief")
SIDES = {"packing": 1, "confidentiality": 1, "distress": 1, "headcount": 1, "debrief": 2}


def drawn(made: papers.Paper) -> Printed:
    shown = page(made)
    return Printed(shown, make(shown))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_lost_nothing_strays_and_nothing_stands_on_anything(kind: str, size: str):
    made = printed(kind, size)
    assert set(words_of(made.page)) - set(words(made.text)) == set()
    for leaf in made.leaves:
        assert strayed(leaf, 15) == []
        assert covered(leaf) == []
    assert fonts(made.pdf) <= OURS
    assert [tag for tag in tags(made.pdf) if tag == "H1"] == ["H1"]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", SIDES)
def test_a_usual_evening_takes_the_sides_it_is_drawn_for(kind: str, size: str):
    assert len(printed(kind, size).leaves) == SIDES[kind]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", ["packing", "debrief", "distress", "headcount"])
def test_no_row_is_cut_and_no_heading_stands_alone(kind: str, size: str):
    document = render(page(paper(kind, size)))
    assert cut_in_two(document, "tr", "li", "h2") == []
    assert lone_headings(document) == []


def fullest(group: papers.PaperGroup) -> tuple[Module, ...]:
    """Of the library's scripts, with what is said online, those that fill their sides most."""
    every = tuple(shipped().modules.values())
    blocks = tuple(Block(f"b{n}", one, one.typical) for n, one in enumerate(every))
    scripts = papers.guide(replace(plan(), blocks=blocks), group, {}).scripts
    found: list[Module] = []
    for sides, count in ((1, 6), (2, 14)):
        long = [(s.length, n) for n, s in enumerate(scripts) if s.sides == sides]
        found += [every[n] for _, n in sorted(long)[-count:]]
    return tuple(found)


@pytest.mark.parametrize("size", SIZES)
def test_the_fullest_scripts_of_the_library_keep_to_their_sides(size: str):
    """One side each, or what happens on one and what is said on the next."""
    group = replace(GROUP, look=Look(size), online=True)
    blocks = tuple(Block(one.id, one, one.typical, lead="MO") for one in fullest(group))
    guide = papers.guide(replace(plan(), blocks=blocks), group, {})
    document = render(page(guide))
    assert {script.sides for script in guide.scripts} == {2}
    assert [len(boxes(one, "head")) for one in document.pages] == [1] * len(document.pages)
    assert len(document.pages) == sum(script.sides for script in guide.scripts)
    assert cut_in_two(document, "li", "p", "h2", "h3") == []


@pytest.mark.parametrize("size", SIZES)
def test_what_is_read_at_arms_length_is_never_small(size: str):
    """In points, by what is laid out: steps and prompts, and what is said aloud larger still."""
    document = render(page(paper("guide", size)))
    seen = {"steps": set(), "say": set()}
    for laid_out in document.pages:
        for name, sizes in seen.items():
            for box in boxes(laid_out, name):
                sizes.update(
                    float(one.style["font_size"]) * 0.75
                    for one in box.descendants()
                    if getattr(one, "text", "").strip() and one.element.tag != "h3"
                )
    assert min(seen["steps"]) >= 10.7
    assert max(seen["say"]) >= 11.4


@pytest.mark.parametrize("size", SIZES)
def test_a_full_evening_of_every_paper_is_whole(size: str):
    group = replace(GROUP, look=Look(size), help=(HelpLine("Line", "0800 123 456", "9-5"),) * 6)
    full = evening(widest(14), title="x " * 50 + "end", people=24)
    sides = {}
    for name in (Name.PACKING, Name.DISTRESS, Name.SAFETY, Name.HEAD_COUNT, Name.DEBRIEF):
        made = drawn(wall(name, group, full)[0])
        sides[name.value] = len(made.leaves)
        for leaf in made.leaves:
            assert covered(leaf) == []
            assert strayed(leaf, 15) == []
    assert sides["debrief"] == 2
    assert sides["packing-list"] <= 2
    assert [sides[name] for name in ("distress", "safety", "head-count")] == [1, 1, 1]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("letters", [60, POCKET, QUARTER, HALF, 4000])
def test_the_longest_prompt_a_card_takes_stays_within_it(letters: int, size: str):
    prompt = ("What would you have asked of someone else in your place " * 80)[: letters - 1] + "?"
    module = replace(shipped().modules["tg-2"], prompts=(prompt,) * 5)
    group = replace(GROUP, look=Look(size))
    made = wall(Name.PROMPTS, group, replace(plan(), blocks=(Block("b", module, 15),)))[0]
    for leaf in drawn(made).leaves:
        assert covered(leaf) == []
        assert strayed(leaf, 17) == []
    for laid_out in render(page(made)).pages:
        for card in boxes(laid_out, "inner") if letters <= HALF else []:
            text, place = (
                next(one for one in card.descendants() if one.element.get("class") == name)
                for name in ("text", "from")
            )
            assert text.position_y + text.height <= place.position_y


def test_the_depth_of_the_evening_is_said_in_words_and_drawn():
    said = text_of(paper("runsheet", "A4"))
    assert "How deep: gentle from beginning to end." in said
    crowded = page(papers.run_sheet(evening(widest(14)), GROUP, {})).html
    drawn_line = re.search(r'<svg class="line".*?<title>(.*?)</title>', crowded)
    assert drawn_line is not None
    assert drawn_line[1].startswith("How deep it goes: ")
    assert drawn_line[1].endswith("to the end.")


def test_a_local_rule_keeps_its_lines():
    made = papers.Confidentiality(Look("A4"), papers.Place(), "Ring the duty line.\nThen tell her.")
    lines = drawn(made).text.splitlines()
    assert "Ring the duty line." in [line.strip() for line in lines]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("rule", ["", "A rule of ours. " * 37])
def test_the_confidentiality_script_is_one_side(rule: str, size: str):
    made = papers.Confidentiality(Look(size), papers.Place(), rule)
    assert len(drawn(made).leaves) == 1


def test_what_is_written_down_has_no_name_on_it():
    for kind in ("headcount", "debrief"):
        said = text_of(paper(kind, "A4"))
        assert "no participant’s name" in said or "No names" in said
    assert "Maria" not in text_of(paper("headcount", "A4"))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("blocks", range(1, 10))
def test_a_debrief_has_a_full_side_or_two_and_no_third(blocks: int, size: str):
    """Of few blocks it is one side; of more, the back begins with what went deep."""
    group = replace(GROUP, look=Look(size), facilitators=GROUP.facilitators[: blocks % 3])
    made = wall(Name.DEBRIEF, group, replace(plan(), blocks=plan().blocks[:blocks]))[0]
    sides = [leaf.get_textpage().get_text_range() for leaf in drawn(made).leaves]
    assert len(sides) == (1 if blocks <= (5 if size == "A4" else 3) else 2)
    assert [side for side in sides[1:] if "Safety, and what" not in side] == []


def test_the_debrief_is_of_this_evening():
    said = text_of(wall(Name.DEBRIEF, GROUP, busy())[0])
    assert "Kept beside: Three things my child may not know about me (18 min)" in said
    assert "Who leads session 4, and who watches?" in said
    html = page(wall(Name.DEBRIEF, GROUP, busy())[0]).html
    assert sum(int(one) for one in re.findall(r'class="min">(\d+) min', html)) == 15


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("count", [1, 12, 26])
def test_the_weeks_stand_behind_a_debrief_and_change_nothing_before_them(count: int, size: str):
    """The drawing once, a row an evening, the latest twelve, and no word of it is lost."""
    group = replace(GROUP, look=Look(size))
    bare, made = (
        drawn(wall(Name.DEBRIEF, group, plan(), weeks=side_by_side(n))[0]) for n in (0, count)
    )
    sides = [leaf.get_textpage().get_text_range() for leaf in made.leaves]
    before = [leaf.get_textpage().get_text_range() for leaf in bare.leaves]
    shared = [re.sub(r"Page \d of \d", "", side) for side in sides]
    assert shared[: len(before)] == [re.sub(r"Page \d of \d", "", side) for side in before]
    assert made.page.html.count('<tr><td class="at"><b>') - len(plan().blocks) == min(count, 12)
    assert made.page.html.count('class="strip"') == 1
    assert set(words_of(made.page)) - set(words(made.text)) == set()
    for leaf in made.leaves:
        assert strayed(leaf, 15) == []
        assert covered(leaf) == []
    assert cut_in_two(render(made.page), "tr", "svg") == []


def test_evenings_that_are_all_gaps_print_nothing():
    gaps = tuple(replace(one, arriving=NOTHING, leaving=None) for one in side_by_side(3))
    debrief = wall(Name.DEBRIEF, weeks=gaps)[0]
    assert "Weeks side by side" not in page(debrief).html


def test_two_ends_of_a_mood_differ_in_black_and_white():
    """By place and by rim: what is light has an edge of ink and hangs, what is heavy is filled."""
    html = page(wall(Name.DEBRIEF, weeks=side_by_side(4))[0]).html
    steps = re.findall(r'<rect [^>]*height="11"[^>]*>', html)
    light = [one for one in steps if 'stroke="#22302c"' in one]
    heavy = [one for one in steps if 'fill="#1f5c54"' in one]
    assert len(light) + len(heavy) == len(steps) > len(light) > 0
    assert "heavy: most" in html
    assert "light: most" in html


@pytest.mark.parametrize("letters", [Letters.EASY, Letters.LARGE])
@pytest.mark.parametrize("size", SIZES)
def test_in_larger_letters_the_debrief_carries_the_last_four_weeks(letters: Letters, size: str):
    """The latest first, on four sheets of paper, and what is left out is said to be."""
    group = replace(GROUP, look=Look(size, letters))
    made = drawn(wall(Name.DEBRIEF, group, plan(), weeks=side_by_side(8))[0])
    assert len(made.leaves) <= 8
    days = re.findall(r"<h3>(\d+ \w+ \d+)</h3>", made.page.html)
    assert days == ["22 Dec 2026", "15 Dec 2026", "8 Dec 2026", "1 Dec 2026"]
    assert "These are the last 4; the evenings before them stand on your screen." in made.page.html
    assert set(words_of(made.page)) - set(words(made.text)) == set()


@pytest.mark.parametrize(
    ("weeks", "said"),
    [(4, None), (5, "evening before them stands"), (6, "evenings before them stand")],
)
def test_evenings_that_stand_on_the_screen_alone_are_said_to(weeks: int, said: str | None):
    group = replace(GROUP, look=Look("A4", Letters.LARGE))
    html = page(wall(Name.DEBRIEF, group, plan(), weeks=side_by_side(weeks))[0]).html
    told = f"These are the last 4; the {said} on your screen."
    assert (told in html, "before them" in html) == (said is not None, said is not None)
