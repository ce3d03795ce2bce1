"""The Word document, read back: real styles, tables that a person can go on with, all the text.

No word processor is at hand where this runs, so what is checked is the file itself.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, time
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from facilitator.domain import papers
from facilitator.domain.modules import Module, Step
from facilitator.domain.papers import Guide, PaperGroup
from facilitator.domain.plans import Block, Plan
from facilitator.library import shipped
from facilitator.press import word
from facilitator.press.word.styles import HEADINGS, PRODUCT, TEXT, WHEN
from tests.cast import make_module, make_plan

SHELF = shipped().modules
THEMES = {"quiet-distance": "The quiet distance"}


def group(paper: str = "A4") -> PaperGroup:
    return PaperGroup(
        name="St Anne’s, Thursdays",
        public_name="Tuesday circle",
        room="The vestry",
        country="GB",
        look=papers.Look(paper),
        help=(),
        emergency="999",
        helplines_checked=None,
        facilitators=(("MO", "Maria"),),
        zone="Europe/London",
    )


def guide(plan: Plan | None = None, paper: str = "A4", notes: bool = False) -> Guide:
    return papers.guide(plan or shelf_plan(), group(paper), THEMES, notes)


def shelf_plan(**changed: Any) -> Plan:
    blocks = (
        Block("b1", SHELF["op-02"], 8, lead="MO", prepare="Chairs\nA candle"),
        Block("b2", SHELF["qd-2"], 20, note="Ask Anna first\n\nslowly", pin=time(18, 45)),
        Block("b3", SHELF["cl-01"], 10),
    )
    aside = (Block("b4", SHELF["qd-3"], 15, note="aside"),)
    return make_plan(**({"blocks": blocks, "parked": aside} | changed))


def opened(made: bytes) -> Any:
    return Document(io.BytesIO(made))


def styled(document: Any) -> list[tuple[str, str]]:
    return [(one.style.name, one.text) for one in document.paragraphs]


def under(document: Any, heading: str) -> list[tuple[str, str]]:
    """What stands under the first heading of this name."""
    found = styled(document)
    start = next(n for n, one in enumerate(found) if one[1] == heading) + 1
    end = next((n for n in range(start, len(found)) if found[n][0].startswith("Heading")), None)
    return found[start:end]


def test_the_headings_are_real_ones_and_in_their_order():
    document = opened(word.evening(guide()))
    found = [one for one in styled(document) if one[0].startswith(("Title", "Sub", "Heading"))]
    names = ["op-02", "qd-2", "cl-01"]
    tops = [("Heading 1", SHELF[one].title) for one in names]
    assert found[:4] == [
        ("Title", "The quiet distance"),
        (
            "Subtitle",
            " · ".join(
                (
                    "Tuesday circle",
                    "The quiet distance",
                    "Tuesday 24 November 2026, 18:30–19:15",
                    "8 expected",
                )
            ),
        ),
        ("Heading 1", "Run sheet"),
        ("Heading 1", "Kept beside, if there is time"),
    ]
    assert [one for one in found if one[0] == "Heading 1"][2:] == tops
    assert {one[1] for one in found if one[0] == "Heading 2"} <= {
        "Make ready", "To hand", "Aim", "Steps", "Shorter, longer, smaller, larger", "Say",
        "Prompts", "Take care", "Note to self",
    }  # fmt: skip


def test_the_run_sheet_is_a_table_whose_heading_repeats_and_whose_rows_stay_whole():
    table = opened(word.evening(guide())).tables[0]
    assert table.style.name == "Table Grid"
    flags = [
        (
            row._tr.trPr.find(qn("w:tblHeader")) is not None,
            row._tr.trPr.find(qn("w:cantSplit")) is not None,
        )
        for row in table.rows
    ]
    assert flags == [(True, True), *[(False, True)] * 4]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert [row[:4] for row in rows] == [
        ["Start", "Min", "What", "Who"],
        ["18:30", "8", SHELF["op-02"].title, "MO"],
        ["18:38", "7", "Free", ""],
        ["18:45", "20", f"{SHELF['qd-2'].title}\nBegins at this time, whatever comes before.", ""],
        ["19:05", "10", SHELF["cl-01"].title, ""],
    ]
    assert rows[1][4].startswith("Chairs, A candle")
    assert {one.style.name for row in table.rows for c in row.cells for one in c.paragraphs} == {
        "Table Text"
    }


def test_steps_have_their_minutes_prompts_are_bullets_and_what_is_said_is_quoted():
    module = make_module(
        steps=(Step(5, "**Look.** Then wait."), Step(15, "Talk:\n\n- in pairs\n- in turn")),
        prompts=("What *else*?", "And now?"),
        say="Begin softly.\n\n> Take a slow look\n> round the room.",
    )
    document = opened(word.evening(guide(make_plan(blocks=(Block("b1", module, 20),)))))
    assert under(document, "Steps") == [
        ("Step", "18:30 (5 min)\tLook. Then wait."),
        ("Step", "18:35 (15 min)\tTalk:"),
        ("List Bullet", "in pairs"),
        ("List Bullet", "in turn"),
    ]
    assert under(document, "Prompts") == [
        ("List Bullet", "What else?"),
        ("List Bullet", "And now?"),
    ]
    assert under(document, "Say") == [
        ("Normal", "Begin softly."),
        ("Quote", "Take a slow look round the room."),
    ]
    runs = {run.text: (run.bold, run.italic) for p in document.paragraphs for run in p.runs}
    assert (runs["Look."], runs["else"]) == ((True, None), (None, True))


def test_numbered_lists_each_begin_by_themselves():
    module = make_module(care="1. one\n2. two\n\nThen:\n\n1. again\n\n> quoted", say="No sign.")
    document = opened(word.evening(guide(make_plan(blocks=(Block("b1", module, 20),)))))
    found = [
        (one.text, one._p.pPr.numPr.numId.val)
        for one in document.paragraphs
        if one.style.name == "List Number"
    ]
    assert [text for text, _ in found] == ["one", "two", "again"]
    assert found[0][1] == found[1][1] != found[2][1]
    assert under(document, "Say") == [("Quote", "No sign.")]
    assert under(document, "Take care")[-1] == ("Quote", "quoted")


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def test_no_word_of_any_module_is_lost():
    blocks = tuple(Block(key, module, module.typical) for key, module in SHELF.items())
    found = styled(opened(word.evening(guide(make_plan(blocks=blocks)))))
    lost = {
        key: words(said(module)) - words(block_of(found, module)) for key, module in SHELF.items()
    }
    assert {key: one for key, one in lost.items() if one} == {}


def said(module: Module) -> str:
    """Every text of a module that the evening needs."""
    parts = [module.title, module.aim, module.say, module.care, module.shorten, module.sizes]
    parts += [*(step.text for step in module.steps), *module.prompts]
    # Numbers of a list are counted by the word processor.
    return re.sub(r"(?m)^\s*(?:>\s*)*\d+\.\s", "", "\n".join(parts).replace("_", " "))


def block_of(found: list[tuple[str, str]], module: Module) -> str:
    """What stands in the document from this module's heading to the next one of its level."""
    start = found.index(("Heading 1", module.title))
    rest = found[start + 1 :]
    end = next((n for n, one in enumerate(rest) if one[0] == "Heading 1"), len(rest))
    return "\n".join(text for _, text in [found[start], *rest[:end]])


def test_notes_stand_there_only_when_asked_for():
    assert "Ask Anna first" not in all_text(word.evening(guide()))
    document = opened(word.evening(guide(notes=True)))
    assert under(document, "Note to self") == [("Normal", "Ask Anna first"), ("Normal", "slowly")]


def all_text(made: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def test_no_empty_paragraph_stands_in_for_room_and_nothing_floats():
    for made in (word.evening(guide(notes=True)), word.series("Eight", [guide(), guide()])):
        document = opened(made)
        cells = [p for t in document.tables for r in t.rows for c in r.cells for p in c.paragraphs]
        empty = [p for p in document.paragraphs if not p.text.strip() and p._p.pPr.sectPr is None]
        assert empty == []
        assert len([p for p in cells if not p.text]) < len(cells)
        tags = {element.tag for element in document.element.iter()}
        assert tags & {qn("w:drawing"), qn("w:pict"), qn("w:txbxContent")} == set()
        breaks = [b for b in document.element.iter(qn("w:br")) if b.get(qn("w:type")) == "page"]
        assert breaks == []


@pytest.mark.parametrize(("paper", "size"), [("A4", (210, 297)), ("Letter", (216, 279))])
def test_the_page_is_the_paper_of_the_group(paper: str, size: tuple[int, int]):
    document = opened(word.series("Eight", [guide(paper=paper), guide(paper=paper)]))
    assert {(round(s.page_width.mm), round(s.page_height.mm)) for s in document.sections} == {size}
    table = document.tables[1]
    assert round(sum(cell.width.mm for cell in table.rows[0].cells)) == size[0] - 40


def test_it_says_nothing_of_who_made_it_or_when():
    core = opened(word.evening(guide())).core_properties
    assert (core.title, core.language) == ("The quiet distance", "en-GB")
    assert {core.author, core.last_modified_by} == {PRODUCT}
    assert {core.created, core.modified} == {WHEN.replace(tzinfo=UTC)}
    text = all_text(word.evening(guide()))
    assert [one for one in ("python-docx", "Macintosh", "Anna", "St Anne") if one in text] == []
    with zipfile.ZipFile(io.BytesIO(word.evening(guide()))) as parts:
        assert {one.date_time for one in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert [one for one in parts.namelist() if "thumbnail" in one] == []


def test_the_language_and_the_fonts_are_ours_with_others_in_their_place():
    made = word.evening(guide())
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        styles, fonts = (
            parts.read(f"word/{name}.xml").decode() for name in ("styles", "fontTable")
        )
    assert set(re.findall(r'<w:lang [^>]*w:val="([^"]+)"', styles)) == {"en-GB"}
    names = re.findall(r'w:name="([^"]+)">\s*<w:altName w:val="([^"]+)"', fonts)
    assert names == [(TEXT, "Verdana"), (HEADINGS, "Georgia")]
    document = opened(made)
    fonts_of = {name: document.styles[name].font.name for name in ("Normal", "Title", "Heading 2")}
    assert fonts_of == {"Normal": TEXT, "Title": HEADINGS, "Heading 2": HEADINGS}


def test_the_same_plan_gives_the_same_bytes():
    assert word.evening(guide()) == word.evening(guide())
    assert word.series("Eight", [guide()]) == word.series("Eight", [guide()])
    assert word.evening(guide()) != word.evening(guide(shelf_plan(people=9)))


def test_a_series_has_its_programme_and_a_section_for_each_session():
    later = shelf_plan(title="Growing up", day=date(2026, 12, 1), number=2, of=2)
    document = opened(word.series("Eight Tuesdays", [guide(), guide(later)]))
    programme, *others = document.tables
    assert [[cell.text for cell in row.cells] for row in programme.rows] == [
        ["Session", "Date", "Start", "What", "Min"],
        ["1", "Tuesday 24 November 2026", "18:30", "The quiet distance", "38"],
        ["2", "Tuesday 1 December 2026", "18:30", "Growing up", "38"],
    ]
    assert len(others) == 2
    assert len(document.sections) == 3
    assert [text for style, text in styled(document) if style == "Heading 1"] == [
        "Programme",
        "The quiet distance",
        "Growing up",
    ]
    blocks = [text for style, text in styled(document) if style == "Heading 2"]
    assert blocks.count("Run sheet") == 2
    assert blocks.count(SHELF["qd-2"].title) == 2
    assert document.sections[2].footer.paragraphs[0].text.startswith("Eight Tuesdays · page ")


def test_signs_that_no_document_may_hold_are_left_out():
    block = Block("b1", make_module(title="A\x07\ud800b", say="x\x0by"), 20, prepare="\x00c")
    document = opened(word.evening(guide(make_plan(title="T\x1b", blocks=(block,)))))
    assert ("Title", "T") in styled(document)
    assert ("Heading 1", "Ab") in styled(document)


def test_what_comes_again_is_told_at_its_times():
    plan = shelf_plan()
    first, second, last = plan.blocks
    parts = (first, replace(second, pin=None, minutes=10), last, replace(second, id="b5", part="b2",
             pin=None, minutes=10))  # fmt: skip
    document = opened(word.evening(guide(replace(plan, blocks=parts))))
    facts = under(document, SHELF["qd-2"].title)[0]
    assert facts[0] == "Block Facts"
    assert facts[1].startswith("18:38–18:48, 10 min · 18:58–19:08, 10 min · Talk")
