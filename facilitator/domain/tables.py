"""The run sheet as a table, and as CSV that no spreadsheet takes for a formula.

privacy.md 3.13 and R55: a cell that a spreadsheet might run gets an apostrophe before it, which
`parsed` takes off again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import tzinfo

from facilitator.domain.agenda import slots
from facilitator.domain.plans import Plan

BEFORE = ("Session", "Date")
COLUMNS = (
    "Start", "End", "Minutes", "Title", "Kind", "Intensity", "Lead", "Prepare", "Materials",
)  # fmt: skip
NOTE = "Note to self"
_RUN = re.compile("[\\s\0\ufeff\u200b-\u200f\u2060]*'*[\\s\0\ufeff\u200b-\u200f\u2060]*[=+\\-@"
                  "\t\r\n\0\uff1d\uff0b\uff0d\uff20]")  # fmt: skip
"""What a spreadsheet may run: a sign of a formula at the head, wide forms included, also behind
what cannot be seen. An apostrophe before it counts as well, so that taking one off is exact."""


def run_sheet(
    plan: Plan, zone: tzinfo | None = None, *, notes: bool = False
) -> tuple[tuple[str, ...], ...]:
    """The heading and a row a block, with the times on the wall. Notes only where asked for."""
    rows = [(*COLUMNS, NOTE) if notes else COLUMNS]
    for slot in slots(plan, zone):
        block, module = slot.block, slot.block.module
        cells = (
            f"{slot.start:%H:%M}",
            f"{slot.end:%H:%M}",
            str(block.minutes),
            module.title,
            module.kind.value,
            str(module.intensity),
            block.lead,
            block.prepare,
            ", ".join(module.materials),
        )
        rows.append((*cells, block.note) if notes else cells)
    return tuple(rows)


def run_sheets(
    plans: Sequence[Plan], zone: tzinfo | None = None, *, notes: bool = False
) -> tuple[tuple[str, ...], ...]:
    """The run sheets of a series below one another, each row with its session and date."""
    found: list[tuple[str, ...]] = [(*BEFORE, *COLUMNS, NOTE) if notes else (*BEFORE, *COLUMNS)]
    for place, plan in enumerate(plans, start=1):
        before = str(plan.number or place), plan.day.isoformat()
        found += [(*before, *row) for row in run_sheet(plan, zone, notes=notes)[1:]]
    return tuple(found)


def written(rows: Iterable[Sequence[str]]) -> str:
    """CSV as RFC 4180 has it, every cell safe to open."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([map(safe, row) for row in rows])
    return text.getvalue()


def parsed(text: str) -> tuple[tuple[str, ...], ...]:
    """The rows that `written` wrote."""
    rows = csv.reader(io.StringIO(text, newline=""))
    return tuple(tuple(cell[1:] if _marked(cell) else cell for cell in row) for row in rows)


def safe(cell: str) -> str:
    """The cell, with an apostrophe before what would run."""
    return f"'{cell}" if _RUN.match(cell) else cell


def _marked(cell: str) -> bool:
    return cell.startswith("'") and _RUN.match(cell[1:]) is not None
