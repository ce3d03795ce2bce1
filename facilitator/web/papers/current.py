"""Whether a packet that is ready still is what would come out today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from facilitator.domain.papers import HelplinesNotConfirmed
from facilitator.jobs import printing, workbooks
from facilitator.records import plans, prints
from facilitator.records.groups import Group
from facilitator.web.frame.shared import circle


@dataclass(frozen=True)
class Compared:
    """`fresh`: made again now it would come out the same. `unchecked`: nothing may be printed now,
    because the help lines on it are no longer confirmed. `papers` are those of a fresh packet of an
    evening that holds all of them, in order, as printing.Asked.said names them."""

    fresh: bool
    unchecked: bool = False
    papers: Sequence[str] = ()


def compared(wanted: prints.Print, record: Any, group: Group) -> Compared:
    """A finished print with the plan or series, and the group, as they are now."""
    shown = printing.paper_group(group)
    if shown.helplines_checked is None:
        return Compared(fresh=False, unchecked=True)
    choice = prints.choice_of(wanted)
    if wanted.series_id:
        order = workbooks.order_of(wanted.choice, choice)
        now = workbooks.noted(record, shown, order)["made_from"]
        return Compared(fresh=now == wanted.choice.get("made_from"))
    try:
        tonight = printing.evening(plans.value(record), group, circle(), wanted.with_notes, choice)
        asked = printing.of_evening(tonight)
    except HelplinesNotConfirmed:
        return Compared(fresh=False, unchecked=True)
    if asked.key_without(wanted.broken) != wanted.content:
        return Compared(fresh=False)
    return Compared(True, papers=() if wanted.broken else asked.said)
