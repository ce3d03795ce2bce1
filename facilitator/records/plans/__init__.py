"""Plans as they are kept, with every earlier state to go back to."""

from __future__ import annotations

from facilitator.records.plans.links import Link
from facilitator.records.plans.reading import (
    after,
    all_for,
    can,
    circumstances,
    circumstances_on,
    days,
    find,
    following,
    history,
    is_first,
    next_for,
    of_group,
    on_day,
    since,
    state,
    twins,
    using,
)
from facilitator.records.plans.rows import (
    Changed,
    PlanRecord,
    PlanRevision,
    Saved,
    digest_of,
    value,
)
from facilitator.records.plans.templates import PlanTemplate
from facilitator.records.plans.writing import (
    add,
    follow,
    make,
    put,
    redo,
    remove,
    save,
    undo,
)

__all__ = [
    "Changed",
    "Link",
    "PlanRecord",
    "PlanRevision",
    "PlanTemplate",
    "Saved",
    "add",
    "after",
    "all_for",
    "can",
    "circumstances",
    "circumstances_on",
    "days",
    "digest_of",
    "find",
    "follow",
    "following",
    "history",
    "is_first",
    "make",
    "next_for",
    "of_group",
    "on_day",
    "put",
    "redo",
    "remove",
    "save",
    "since",
    "state",
    "twins",
    "undo",
    "using",
    "value",
]
