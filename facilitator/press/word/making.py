"""From the facilitator's guide as plain values to a document: the run sheet as a table, then every
block ready to be run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import time

from docx.document import Document as Documented
from docx.enum.section import WD_SECTION
from docx.shared import Mm
from docx.text.paragraph import Paragraph
from jinja2 import Environment, FileSystemLoader

from facilitator.domain.papers import Guide
from facilitator.domain.papers.evening import Entry, Script, ScriptStep
from facilitator.press.fetcher import HANDOUTS
from facilitator.press.pages import day, hour
from facilitator.press.word.prose import line, prose
from facilitator.press.word.styles import (
    CELL,
    FACTS,
    STEP,
    add,
    blank,
    element,
    fit,
    put,
    saved,
    wide,
)

RUN_SHEET = (("Start", 15), ("Min", 12), ("What", 0), ("Who", 15), ("To hand", 48))
PROGRAMME = (("Session", 18), ("Date", 48), ("Start", 15), ("What", 0), ("Min", 14))
"""Columns with their millimetres; 0 takes what is left."""
_DEPTH = {1: "gentle", 2: "tender", 3: "deep"}
_KINDS = Environment(loader=FileSystemLoader(HANDOUTS), autoescape=True).get_template("kinds.html")


def evening(guide: Guide) -> bytes:
    """One plan: its run sheet and its blocks."""
    made = blank(guide.look.size, fit(guide.title))
    add(made, "Title", guide.title)
    add(made, "Subtitle", _facts(guide))
    _session(made, guide, 1)
    _foot(made, guide.title)
    return saved(made)


def series(title: str, guides: Sequence[Guide]) -> bytes:
    """A programme and a section for each of its sessions; there is at least one."""
    made = blank(guides[0].look.size, fit(title))
    add(made, "Title", title)
    add(made, "Subtitle", _over(guides))
    _heading(made, "Programme", 1)
    rows = [
        (str(guide.place.number or n), day(guide.day), hour(guide.start), guide.title, _all(guide))
        for n, guide in enumerate(guides, start=1)
    ]
    _table(made, PROGRAMME, guides[0].look.size, rows)
    for guide in guides:
        made.add_section(WD_SECTION.NEW_PAGE)
        _heading(made, guide.title, 1)
        add(made, FACTS, _facts(guide))
        _session(made, guide, 2)
    _foot(made, title)
    return saved(made)


def _facts(guide: Guide) -> str:
    place = guide.place
    number = (
        f"session {place.number}{f' of {place.of}' if place.of else ''}" if place.number else ""
    )
    said = (
        place.name,
        number,
        guide.theme,
        f"{day(guide.day)}, {hour(guide.start)}–{hour(guide.end)}",
        f"{guide.people} expected",
    )
    return fit(" · ".join(filter(None, said)))


def _over(guides: Sequence[Guide]) -> str:
    first, last = guides[0], guides[-1]
    days = f"{day(first.day)} to {day(last.day)}" if first.day != last.day else day(first.day)
    return fit(" · ".join(filter(None, (first.place.name, days))))


def _all(guide: Guide) -> str:
    return str(sum(entry.minutes for entry in guide.entries))


def _session(made: Documented, guide: Guide, level: int) -> None:
    """The run sheet and the blocks of one evening under headings from this level on."""
    _heading(made, "Run sheet", level)
    _table(made, RUN_SHEET, guide.look.size, [row for one in guide.entries for row in _rows(one)])
    if guide.aside:
        _heading(made, "Kept beside, if there is time", level)
        _bullets(made, [f"{one.title}, {one.minutes} min" for one in guide.aside])
    if guide.shift:
        way = "forward" if guide.shift > 0 else "back"
        told = f"The clocks go {way} by {abs(guide.shift)} minutes meanwhile."
        add(made, "Normal", f"{told} The times here are those on the wall.")
    for script in guide.scripts:
        _block(made, script, level)


def _rows(entry: Entry) -> Iterable[Sequence[str]]:
    if entry.free:
        yield hour(entry.free_from), str(entry.free), "Free", "", ""
    told = [f"{entry.title}{' (continued)' if entry.continued else ''}"]
    if entry.pinned:
        told.append("Begins at this time, whatever comes before.")
    if entry.overlap:
        told.append(f"Overlap: begins {entry.overlap} min before the one above ends.")
    yield (
        hour(entry.start),
        str(entry.minutes),
        "\n".join(told),
        entry.lead,
        ", ".join((*entry.prepare, *_to_hand(entry))),
    )


def _to_hand(entry: Entry) -> tuple[str, ...]:
    """What to lay out: materials, and how many copies of the handout."""
    sheets = (entry.cut or "handout",) if entry.copies else ()
    return (*entry.materials, *(f"{entry.copies} × {one}" for one in sheets))


def _table(
    made: Documented, columns: Sequence[tuple[str, int]], paper: str, rows: Sequence[Sequence[str]]
) -> None:
    """A table whose heading comes again on every page and whose rows stay whole."""
    table = made.add_table(rows=0, cols=len(columns), style="Table Grid")
    table.autofit = False
    spare = wide(paper) - sum(width for _, width in columns)
    for column, (_, width) in zip(table.columns, columns, strict=True):
        column.width = Mm(width or spare)
    for number, cells in enumerate(([name for name, _ in columns], *rows)):
        row = table.add_row()
        properties = row._tr.get_or_add_trPr()
        properties.append(element("cantSplit"))
        if number == 0:
            properties.append(element("tblHeader"))
        for cell, (_, width), text in zip(row.cells, columns, cells, strict=True):
            cell.width = Mm(width or spare)
            paragraph = put(cell.paragraphs[0], CELL)
            paragraph.add_run(fit(text)).bold = True if number == 0 else None


def _block(made: Documented, script: Script, level: int) -> None:
    entry = script.entry
    _heading(made, entry.title, level)
    add(made, FACTS, _when(script))
    _noted(made, script.note, level)
    _listed(made, "Make ready", entry.prepare, level)
    _listed(made, "To hand", _to_hand(entry), level)
    _said(made, "Aim", script.aim, level)
    if script.steps:
        _heading(made, "Steps", level + 1)
        for step in script.steps:
            _step(made, step)
    _said(made, "Shorter, longer, smaller, larger", _both(script.shorten, script.sizes), level)
    # What has no quotation in it is spoken as a whole.
    _said(made, "Say", script.say, level, "Normal" if ">" in script.say else "Quote")
    if script.prompts:
        _heading(made, "Prompts", level + 1)
        for prompt in script.prompts:
            line(add(made, "List Bullet"), prompt)
    _said(made, "Take care", script.care, level)
    _said(made, "Online", script.online, level)


def _noted(made: Documented, note: str, level: int) -> None:
    """Her own words, as she wrote them: a note is no Markdown."""
    if note.strip():
        _heading(made, "Note to self", level + 1)
        for one in note.splitlines():
            if one.strip():
                add(made, "Normal", one)


def _both(*texts: str) -> str:
    return "\n\n".join(filter(None, texts))


def _when(script: Script) -> str:
    said = [
        f"{hour(one.start)}–{hour(one.end)}, {one.minutes} min"
        + (f", {one.lead} leads" if one.lead else "")
        for one in script.entries
    ]
    # The words of the paper, so that a kind has one word everywhere.
    kind = str(getattr(_KINDS.module, "kind")(script.entry.kind)).strip()  # noqa: B009
    return fit(" · ".join((*said, kind, _DEPTH[script.intensity])))


def _step(made: Documented, step: ScriptStep) -> None:
    paragraph = add(made, STEP)
    paragraph.add_run(f"{hour(step.start)} ({step.minutes} min)\t").bold = True
    prose(made, step.text, opened=paragraph)
    for told, times in (("Goes on at", step.goes_on), ("Again at", step.again)):
        if times:
            add(made, FACTS, f"{told} {_times(times)}.")


def _times(times: Sequence[time]) -> str:
    return ", ".join(map(hour, times))


def _heading(made: Documented, text: str, level: int) -> Paragraph:
    return add(made, f"Heading {level}", text)


def _said(made: Documented, name: str, text: str, level: int, style: str = "Normal") -> None:
    if text.strip():
        _heading(made, name, level + 1)
        prose(made, text, style)


def _listed(made: Documented, name: str, things: Sequence[str], level: int) -> None:
    if things:
        _heading(made, name, level + 1)
        _bullets(made, things)


def _bullets(made: Documented, things: Iterable[str]) -> None:
    for one in things:
        add(made, "List Bullet", one)


def _foot(made: Documented, title: str) -> None:
    """The title and the number of the page, which the word processor counts."""
    paragraph = put(made.sections[0].footer.paragraphs[0], "Footer")
    paragraph.add_run(f"{fit(title)} · page ")
    number = element("fldSimple", instr="PAGE")
    run = element("r")
    shown = element("t")
    shown.text = "1"
    run.append(shown)
    number.append(run)
    paragraph._p.append(number)
