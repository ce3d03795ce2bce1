"""What hangs and stands in the room, as it comes out of the printer: on one side, whole words,
nothing that tells a passer-by what the group is about, codes that read."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from facilitator.domain.papers import Letters, Look, Name, Paper, PaperGroup
from facilitator.domain.plans import Block, Plan
from facilitator.library import shipped
from facilitator.press.pages import page
from facilitator.press.pdf import pdf_bytes, render
from tests.press.evening import (
    ARRIVING,
    GROUP,
    LEAVING,
    OURS,
    SIZES,
    Printed,
    elements,
    fonts,
    plan,
    printed,
    tags,
    wall,
    words,
    words_of,
)
from tests.press.faults import faults
from tests.press.looking import MILLIMETRE, cut_in_two, text_boxes

OUTSIDE = ("doorsign", "arrow", "tent", "plain tent")
"""May hang where others pass."""
INSIDE = ("agenda", "agreements", "themeposter")
"""And these may not, and say so."""
KINDS = (*OUTSIDE, *INSIDE, "namecards")
SIDES = {"doorsign": 2}
LONG = "The long and winding Thursday afternoon circle of neighbours"
"""Sixty letters, as many as a public name may have."""
WALL = (Name.AGENDA, Name.AGREEMENTS, Name.THEME_POSTER, Name.DOOR_SIGN, Name.ARROWS)
REVEALING = r"mother|support|perinatal|depress|abuse|therap|distress|suicid|child|daughter|facilit"
LOOKS = [(size, letters) for size in SIZES for letters in Letters]


def logo() -> bytes:
    """A broad one, as high as a screen."""
    made = io.BytesIO()
    Image.new("RGB", (1200, 500), "#335577").save(made, "PNG")
    return made.getvalue()


def made(paper: Paper) -> tuple[Any, Printed]:
    """The layout of a paper, and its PDF."""
    drawn = page(paper)
    document = render(drawn)
    return document, Printed(drawn, pdf_bytes([(document, 1)]))


def sound(paper: Paper, sides: int | None = 1) -> Printed:
    """Everything stands in its place, no word is lost, on so many sides."""
    document, one = made(paper)
    assert faults(document, one.leaves) == {}
    assert set(words_of(one.page)) - set(words(one.text)) == set()
    assert sides is None or len(one.leaves) == sides
    return one


def group(size: str = "A4", letters: Letters = Letters.STANDARD, **said: Any) -> PaperGroup:
    return replace(GROUP, look=Look(size, letters), **said)


def evening(count: int, title: str = "", people: int = 9) -> Plan:
    """An evening of so many parts of shipped modules, all with this title where there is one."""
    modules = list(shipped().modules.values())[:count]
    named = [replace(one, title=title or one.title) for one in modules]
    blocks = tuple(Block(f"b{n}", one, 5) for n, one in enumerate(named))
    return replace(plan(), blocks=blocks, people=people)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_for_the_room_is_one_side_in_our_fonts(kind: str, size: str):
    one = printed(kind, size)
    assert len(one.leaves) == SIDES.get(kind, 1)
    assert fonts(one.pdf) - OURS == set()
    assert set(words_of(one.page)) - set(words(one.text)) == set()
    assert tags(one.pdf).count("H1") == 1


@pytest.mark.parametrize(("size", "letters"), LOOKS)
@pytest.mark.parametrize("name", WALL)
def test_a_long_name_and_a_broad_logo_stand_in_their_place(name: Name, size: str, letters: Letters):
    named = group(size, letters, public_name=LONG, logo=logo(), agreements=("We share the time.",))
    for paper in wall(name, named):
        said = sound(paper, 2 if name is Name.DOOR_SIGN else 1)
        assert "neighbours" in said.text


@pytest.mark.parametrize(("size", "letters"), LOOKS)
@pytest.mark.parametrize("doors", [(), (ARRIVING,)])
def test_tents_and_cards_with_a_long_name_stand_in_their_place(
    doors: tuple[Any, ...], size: str, letters: Letters
):
    for name in (Name.TABLE_TENTS, Name.NAME_CARDS):
        for paper in wall(name, group(size, letters, public_name=LONG), doors=doors):
            sound(paper)


@pytest.mark.parametrize(("size", "letters"), LOOKS)
@pytest.mark.parametrize("theme", shipped().themes, ids=lambda theme: theme.slug)
def test_every_theme_has_a_poster_of_one_side(theme: Any, size: str, letters: Letters):
    (paper,) = wall(Name.THEME_POSTER, group(size, letters), replace(plan(), theme=theme.slug))
    sound(paper)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("title", ["", "What it looked like, what it felt like"])
@pytest.mark.parametrize("count", [1, 4, 8, 11, 14, 18, 26])
def test_an_agenda_is_one_side_until_it_says_that_it_takes_two(count: int, title: str, size: str):
    (paper,) = wall(Name.AGENDA, group(size), evening(count, title, people=40))
    sound(paper, 1 if paper.points else 2)


def test_the_agenda_has_a_word_for_every_kind():
    said = words_of(printed("agenda").page)
    kinds = {"Arrive", "Ground", "Agree", "Check", "Input", "Talk", "Break", "Practise", "Close"}
    assert kinds - set(said) == set()


@pytest.mark.parametrize(("size", "letters"), LOOKS)
def test_a_group_without_words_of_its_own_sees_all_that_it_is_offered(size: str, letters: Letters):
    (paper,) = wall(Name.AGREEMENTS, group(size, letters))
    said = sound(paper, 1 if letters is Letters.STANDARD else 2)
    assert len(paper.lines) == 12
    assert "Safety comes before secrecy" in said.text
    assert said.text.count("These are ours; we can change them.") == 1


@pytest.mark.parametrize("size", SIZES)
def test_a_group_that_is_offered_nothing_has_lines_to_write_on(size: str):
    (paper,) = wall(Name.AGREEMENTS, group(size), usual=None)
    document, _ = made(paper)
    rules = [
        box
        for box in document.pages[0]._page_box.descendants()
        if box.element is not None and box.element.get("class") == "rule"
    ]
    assert len({id(rule.element) for rule in rules}) == 10
    sound(paper)


@pytest.mark.parametrize(("size", "letters"), LOOKS)
@pytest.mark.parametrize(
    "agreed",
    [
        ("No.",),
        tuple(f"We agree on this, and it is number {n}." for n in range(30)),
        tuple(
            f"Line {n}: " + "we say it in many words and with every reason " * 5 for n in range(40)
        ),
        ("Ł" * 300, "m" * 90),
    ],
    ids=["one", "thirty", "forty long", "no spaces"],
)
def test_whatever_a_group_agrees_on_stands_whole_on_its_poster(
    agreed: tuple[str, ...], size: str, letters: Letters, complaints: list[str]
):
    (paper,) = wall(Name.AGREEMENTS, group(size, letters, agreements=agreed))
    document, one = made(paper)
    found = faults(document, one.leaves)
    assert found == {}
    assert cut_in_two(document, "li") == []
    assert (len(one.leaves) == 1) == (paper.points is not None)
    assert one.text.count("These are ours; we can change them.") == 1


@pytest.mark.parametrize("kind", INSIDE)
def test_what_says_more_than_the_name_says_on_every_side_where_it_hangs(kind: str):
    for leaf in printed(kind).leaves:
        said = leaf.get_textpage().get_text_range()
        assert "inside the room; take it down afterwards" in said


@pytest.mark.parametrize("kind", OUTSIDE)
def test_what_a_passer_by_reads_tells_nothing(kind: str):
    """R36: the public name, a time, a way; nothing of the theme or of what is done."""
    one = printed(kind)
    shown = [str(tag.Alt) for tag in elements(one.pdf) if tag.S == "/Figure"]
    said = " ".join([*one.text.split(), str(one.pdf.docinfo["/Title"]), *shown])
    titles = [block.module.title for block in plan().blocks]
    theme = shipped().themes[1]
    told = [GROUP.name, GROUP.room, "Maria", "Samaritans", theme.title, *titles]
    assert [word for word in told if word in said] == []
    assert re.findall(REVEALING, said, re.IGNORECASE) == []


def test_the_door_sign_says_nothing_else():
    said = " ".join(printed("doorsign").text.split())
    name = "Tuesday circle 18:30 to 19:54"
    late = "In use until 19:54 Expected? Please come in quietly."
    assert said == f"{name} Please come in {name} {late}"


def test_an_arrow_says_where_to_go_and_shows_it():
    shown = []
    for paper in wall(Name.ARROWS):
        one = sound(paper)
        alternatives = [str(tag.Alt) for tag in elements(one.pdf) if tag.S == "/Figure"]
        shown.append((" ".join(one.text.split()), *alternatives))
    assert shown == [
        ("Tuesday circle To the left", "An arrow to the left"),
        ("Tuesday circle To the right", "An arrow to the right"),
        ("Tuesday circle Straight on", "An arrow straight on"),
        ("Tuesday circle Upstairs", "An arrow up a flight of stairs"),
    ]


@pytest.mark.parametrize(("size", "letters"), LOOKS)
def test_the_code_on_a_tent_reads_from_both_sides(size: str, letters: Letters):
    (paper,) = wall(Name.TABLE_TENTS, group(size, letters), doors=(LEAVING,))
    _, one = made(paper)
    picture = one.leaves[0].render(scale=2).to_pil().convert("L")
    found = zxingcpp.read_barcodes(picture)
    assert [code.text for code in found] == [LEAVING.url] * 2
    for code in found:
        place = code.position
        wide = abs(place.top_right.x - place.top_left.x) / 2 / MILLIMETRE
        assert wide >= 60
    assert sorted(abs(round(code.orientation)) for code in found) == [0, 180]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", ["tent", "plain tent"])
def test_nothing_on_a_tent_stands_on_the_fold(kind: str, size: str):
    (leaf,) = printed(kind, size).leaves
    fold = leaf.get_height() / 2
    near = [box for box in text_boxes(leaf) if box[1] - 28 < fold < box[3] + 28]
    assert near == []
    halves = [box[1] > fold for box in text_boxes(leaf)]
    assert True in halves
    assert False in halves


def test_a_tent_is_read_from_its_upright_half_on():
    alternatives = [str(t.Alt) for t in elements(printed("tent").pdf) if t.S == "/Figure"]
    assert alternatives == ["QR code: opens the arriving check-in"] * 2
    html = printed("tent").page.html
    assert html.index("<h1>") < html.index('class="head"')


@pytest.mark.parametrize("size", SIZES)
def test_name_cards_hold_no_name_and_say_where_help_is(size: str):
    said = printed("namecards", size).text
    assert said.count("Please call me") == 8
    assert "If today stirred something up" in said
    assert "Samaritans 116 123" in said
    assert [name for name in ("Maria", "Ruth") if name in said] == []


def test_the_logo_has_a_text_alternative_and_is_no_higher_than_18_mm():
    with_logo = group(logo=logo())
    for name in (Name.AGENDA, Name.AGREEMENTS, Name.DOOR_SIGN):
        (paper,) = wall(name, with_logo)
        document, one = made(paper)
        sides = len(one.leaves)
        alternatives = [str(tag.Alt) for tag in elements(one.pdf) if tag.S == "/Figure"]
        assert alternatives == ["Logo of Tuesday circle"] * sides
        high = [
            box.height * 25.4 / 96
            for laid_out in document.pages
            for box in laid_out._page_box.descendants(placeholders=True)
            if box.element is not None and box.element.tag == "img"
        ]
        assert [round(one, 1) for one in high] == [16.7] * sides


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_logo_there_is_no_picture(kind: str):
    assert "<img" not in printed(kind).page.html


def test_pictures_of_the_logo_stay_off_other_papers():
    with_logo = group(logo=logo())
    for name in (Name.THEME_POSTER, Name.CODE_POSTER, Name.TABLE_TENTS, Name.NAME_CARDS):
        for paper in wall(name, with_logo, doors=(ARRIVING,)):
            assert "<img" not in page(paper).html


def test_all_leaves_are_read():
    """The leaves of what is laid out are those of the file."""
    document, one = made(wall(Name.DOOR_SIGN)[0])
    assert len(document.pages) == len(pypdfium2.PdfDocument(one.content)) == 2
