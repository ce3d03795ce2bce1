"""The check-in on paper: slips that are alike and have nothing to write on, the sheet to count them
on, and cards of which none can be told from another."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from facilitator.domain import wordbank
from facilitator.domain.checkins import COMPARISONS, FACES, USUAL, Moment, Need, Word
from facilitator.domain.papers import Choice, HelpLine, Letters, Look, Name, packet
from facilitator.domain.papers.kinds.checkin import EntryCards, Round, Slips, TallySheet
from facilitator.library import shipped
from facilitator.press.pages import _ENVIRONMENT as PAPER
from facilitator.press.pages import page
from facilitator.press.pdf import make, pdf_bytes, render
from tests.press.evening import GROUP, SIZES, Printed, plan, tonight, wall
from tests.press.everything import PLACE, cards, look_at
from tests.press.looking import boxes, classes, in_flow, size, sizes_of

SAID: Any = PAPER.get_template("words.html").module
LOOKS = [(size, letters) for size in SIZES for letters in Letters]
EIGHT = tuple(word.value for word in list(Word)[8:16])
LONG = tuple(f"{place} words that are quite long" for place in range(8))
BROAD = tuple("m" * 29 + str(place) for place in range(8))
ENDLESS = HelpLine("A line whose name is as long as the site lets anybody write it " + "x" * 17,
                   "0800 000 000, then ask for the one that is open in the evening")  # fmt: skip
ON_PAPER = {
    "Maria opens the slips and counts them.",
    "Only tick: handwriting can be recognised.",
}
ON_PHONES = {
    "Maria can see you using your phone.",
    (
        "If you write words, Maria will read those exact words and may recognise you, "
        "so leave out names."
    ),
    "Your phone’s history will show that this page was opened.",
}


def slips(look: Look, words: tuple[str, ...] = USUAL.words, **said: Any) -> Slips:
    facts = {"help": GROUP.helped, "facilitator": "Maria"} | said
    return Slips(Round("arriving", words), look, PLACE, **facts)


def notice(**how: bool) -> set[str]:
    macro: Any = PAPER.get_template("notice.html").module
    text = re.sub(r"<[^>]+>", "", str(macro.notice("Maria", GROUP.helped, **how)))
    return set(re.split(r"(?<=\.)\s+", " ".join(text.split())))


def options(words: tuple[str, ...]) -> list[str]:
    """What may be ticked, in the order of the phone's form."""
    return [
        *(SAID.faces[face] for face in FACES.values()),
        *(SAID.compared[answer] for answer in COMPARISONS.values()),
        *(SAID.words.get(word, word) for word in words),
        *(SAID.needs[need] for need in Need),
    ]


@cache
def laid_out(paper: Slips) -> Any:
    return render(page(paper))


def lines_of(slip: Any) -> list[tuple[str, float, float]]:
    """Each line of a slip: what it says, and where it stands on the slip."""
    return [
        (
            "".join(getattr(one, "text", "") for one in line.descendants(placeholders=True)),
            round(line.position_x - slip.position_x, 2),
            round(line.position_y - slip.position_y, 2),
        )
        for line in slip.descendants()
        if type(line).__name__ == "LineBox"
    ]


@pytest.mark.parametrize("paper_size", SIZES)
@pytest.mark.parametrize("moment", Moment)
@pytest.mark.parametrize("theme", shipped().themes, ids=lambda theme: theme.slug)
def test_eight_slips_of_every_theme_stand_on_a_sheet_and_are_alike_to_the_hair(
    theme: Any, moment: Moment, paper_size: str
):
    bank = tuple(word.value for word in wordbank.of_theme(theme.slug))
    paper = replace(slips(Look(paper_size)), round=Round(moment.value, bank))
    document = laid_out(paper)
    found = boxes(document.pages[0], "slip")
    assert (len(document.pages), len(found), paper.to_a_sheet) == (1, 8, 8)
    across, down = {"A4": (105, 74.25), "Letter": (107.95, 69.85)}[paper_size]
    (wide,) = {size(one)[0] for one in found}
    (high,) = {size(one)[1] for one in boxes(document.pages[0], "row")}
    assert (wide, high) == pytest.approx((across, down), abs=0.02)
    assert len({tuple(lines_of(one)) for one in found}) == 1
    assert len(lines_of(found[0])) >= 10


@pytest.mark.parametrize(
    ("words", "said"),
    [((), {}), (EIGHT, {}), (LONG, {}), (BROAD, {}), (USUAL.words, {"facilitator": ""}),
     (USUAL.words, {"facilitator": "Maria Ortega-Henderson"}),
     (LONG, {"help": replace(GROUP.helped, lines=(ENDLESS, *GROUP.help))}),
     (BROAD, {"facilitator": "M" * 39 + " " + "m" * 40}),
     (USUAL.words, {"help": replace(GROUP.helped, lines=())})],
    ids=["none", "eight", "long", "broad", "nobody", "name", "line", "long name", "no line"],
)  # fmt: skip
@pytest.mark.parametrize("paper_size", SIZES)
def test_whatever_is_asked_stands_on_the_slip_in_letters_of_eight_points(
    words: tuple[str, ...], said: dict[str, Any], paper_size: str
):
    """Where it is much, fewer slips stand on a sheet; none is cut off, none flows over."""
    paper = slips(Look(paper_size), words, **said)
    looked = look_at(paper)
    assert (looked.pages, looked.faults) == (1, {})
    assert min(looked.sizes) >= 8
    high = min(size(one)[1] for one in boxes(laid_out(paper).pages[0], "row"))
    for slip in boxes(laid_out(paper).pages[0], "slip"):
        assert size(slip)[1] <= high - 4.9


def test_a_slip_asks_what_a_phone_asks_and_offers_no_tick_for_a_quiet_word():
    for words in (USUAL.words, EIGHT, LONG, ()):
        paper = slips(Look("A4"), words)
        slip = boxes(laid_out(paper).pages[0], "slip")[0].element
        ticks = [one for one in slip.iter("span") if one.get("class") == "tick"]
        assert ["".join(one.itertext()) for one in ticks] == options(words)
        assert sum(one.get("class") == "box" for one in slip.iter("i")) == len(options(words))
    text = page(slips(Look("A4"))).html.lower()
    assert [word for word in ("quiet word", "rule", "<input", "<textarea") if word in text] == []


def test_r62_the_notice_on_a_slip_is_the_phones_without_what_is_about_phones():
    phone, paper = notice(), notice(paper=True)
    assert (phone - paper, paper - phone) == (ON_PHONES, ON_PAPER)
    assert notice(secure=False, paper=True) == paper
    on_slip = " ".join(re.sub(r"<[^>]+>", "", page(slips(Look("A4"))).html).split())
    for sentence in paper:
        assert on_slip.count(sentence) == 8


@pytest.mark.parametrize(("paper_size", "letters"), LOOKS)
def test_every_slip_says_where_help_is(paper_size: str, letters: Letters):
    paper = slips(Look(paper_size, letters))
    text = " ".join(Printed(page(paper), make(page(paper))).text.split())
    for number in ("116 123", "999 or 112", "0808 2000 247"):
        assert text.count(number) == paper.to_a_sheet
    # Nothing on it says what kind of group this is, or which.
    assert re.findall(r"mother|support|circle|session|facilitator", text, re.IGNORECASE) == []


@pytest.mark.parametrize(
    ("people", "spare", "sheets"), [(1, 0, 1), (6, 2, 1), (9, 2, 2), (40, 0, 5)]
)
def test_there_are_slips_for_everybody_and_the_spare_ones(people: int, spare: int, sheets: int):
    choice = Choice(on=frozenset({Name.SLIPS, Name.TALLY}), spare=spare)
    made = packet(tonight(replace(plan(), people=people), choice=choice))
    assert [(one.name, one.paper.moment, one.copies) for one in made] == [
        (Name.TALLY, "arriving", 1),
        (Name.TALLY, "leaving", 1),
        (Name.SLIPS, "arriving", sheets),
        (Name.SLIPS, "leaving", sheets),
    ]


def test_where_one_person_wants_large_print_every_slip_is_large():
    """A large slip among small ones in the box would be hers."""
    choice = Choice(on=frozenset({Name.SLIPS, Name.AFTER_CARDS}), large=1)
    made = packet(tonight(plan(), choice=choice))
    assert {one.paper.look.letters for one in made if one.name is Name.SLIPS} == {Letters.LARGE}
    assert {one.copies for one in made if one.name is Name.SLIPS} == {11}
    others = {one.paper.look.letters for one in made if one.name is Name.AFTER_CARDS}
    assert others == {Letters.STANDARD, Letters.LARGE}


@pytest.mark.parametrize("words", [(), USUAL.words, EIGHT, BROAD])
@pytest.mark.parametrize("paper_size", SIZES)
def test_a_tally_sheet_is_one_side_with_a_line_for_all_that_can_be_ticked(
    words: tuple[str, ...], paper_size: str
):
    paper = TallySheet(Round("leaving", words), Look(paper_size), PLACE, plan().day)
    looked = look_at(paper)
    assert (looked.pages, looked.faults, looked.mistaken) == (1, {}, [])
    document = render(page(paper))
    body = next(iter(in_flow(document.pages[0]))).element
    cells = ["".join(one.itertext()) for one in body.iter("td")]
    assert [cell for cell in cells if cell] == options(words)


def test_the_tally_sheet_says_how_the_round_is_held_and_what_becomes_of_slips():
    (paper, *_) = wall(Name.TALLY)
    text = " ".join(Printed(page(paper), make(page(paper))).text.split())
    for told in (
        "This is your own note. Never add it to what the phones said.",
        "the same slip and the same pen. Tick, fold once, one box for all.",
        "Stir the box, then count the folded slips.",
        "Four or fewer? Leave them folded, tear them up unread",
        "Five or more? Open them all at once, alone.",
        "only what three or more ticked, and no numbers. Make the open offer to everybody.",
        "Tear up the slips before you leave the room",
    ):
        assert told in text


def cut_out(paper: EntryCards) -> list[Any]:
    """Its cards, which stand at a place of their own on the sheet."""
    leaves = render(page(paper)).pages
    found = (box for leaf in leaves for box in leaf._page_box.descendants(placeholders=True))
    return [box for box in found if "one" in classes(box) and box.element_tag == "section"]


@pytest.mark.parametrize(("paper_size", "letters"), LOOKS)
def test_a_card_differs_from_the_others_in_its_code_alone(paper_size: str, letters: Letters):
    paper = cards(Look(paper_size, letters), 11)
    found = cut_out(paper)
    codes = [" ".join(re.findall("...", door.code)) for door in paper.doors]
    assert len(found) == len(set(codes)) == 11
    assert len({size(one) for one in found}) == 1
    alike = set()
    for one, code in zip(found, codes, strict=True):
        lines = [(text.strip(), x, y) for text, x, y in lines_of(one)]
        assert sum(text == code for text, _, _ in lines) == 1
        alike.add(tuple(("code" if text == code else text, x, y) for text, x, y in lines))
    assert len(alike) == 1
    html = page(paper).html
    cut = re.split(r'<section class="one">', html.partition("</body>")[0])[1:]
    without = {
        re.sub(r' d="[^"]+"', "", card.partition("</section>")[0].replace(code, ""))
        for card, code in zip(cut, codes, strict=True)
    }
    assert len(without) == 1


@pytest.mark.parametrize("paper_size", SIZES)
def test_cards_are_of_the_size_of_a_credit_card_ten_to_a_sheet(paper_size: str):
    paper = cards(Look(paper_size), 11)
    cut = page(paper).html.split('<div class="sheet">')[1:]
    assert [sheet.count('<section class="one">') for sheet in cut] == [10, 1]
    assert {size(one) for one in cut_out(paper)} == {(85.6, 54.0)}


def test_a_card_names_no_group_but_its_public_name_and_says_where_help_is():
    paper = cards(Look("A4"), 3)
    made = page(paper)
    text = " ".join(Printed(made, pdf_bytes([(render(made), 1)])).text.split())
    assert text.count("Tuesday circle") == text.count("116 123") == text.count("999 or 112") == 3
    assert re.findall(r"mother|support|session|facilit|Maria", text, re.IGNORECASE) == []
    assert min(sizes_of(Printed(made, make(made)).leaves[0])) >= 8
