"""Edits that make a finding go away, one press each: tried on the plan before they are offered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from facilitator.domain import edits
from facilitator.domain.checks.checking import check, judged
from facilitator.domain.checks.mending import WAYS, Desk, Remedy, Way, by_kind
from facilitator.domain.checks.mending.desk import Values
from facilitator.domain.checks.values import SEVERITIES, Circumstances, Code, Finding, Severity
from facilitator.domain.edits import (
    Add,
    Edit,
    Park,
    SetFacts,
    SetLead,
    SetMinutes,
    SetNote,
    SetPrepare,
    Split,
    Swap,
)
from facilitator.domain.modules import Module
from facilitator.domain.plans import Plan

MOST = 3
"""Remedies offered for one finding."""
_DEPTHS, _WIDE = (1, 2, 4), 5
"""How many further problems in a row a remedy may mend on its way, tried in this order, and how
many ways are tried for each."""

_SPEAK_OF_ALL = frozenset({Way.MAKE_FIT})
"""Ways whose own edits are said one by one: nothing else in their words says which blocks."""
_PROBLEMS = frozenset(
    {code for code in Code if SEVERITIES[code] is Severity.PROBLEM} | {Code.SHORTER_THAN_LEAST}
)
_OF_THE_CLOCK = frozenset({Way.END_LATER, Way.END_EARLIER, Way.START_EARLIER})


def remedies(
    plan: Plan, finding: Finding, around: Circumstances, shelf: Mapping[str, Module]
) -> tuple[Remedy, ...]:
    """One to three remedies for a finding of this plan, best first. Each makes the finding go away
    and leaves no more problems of any kind than there were; where it takes further edits to keep
    that (room for what it adds), they are part of it. Empty only where the shelf, modules by id,
    lacks what the evening needs."""
    return for_all(plan, (finding,), around, shelf)[finding]


def for_all(
    plan: Plan,
    findings: Iterable[Finding],
    around: Circumstances,
    shelf: Mapping[str, Module],
    most: int = MOST,
) -> dict[Finding, tuple[Remedy, ...]]:
    """The same for several findings of one plan, cheaper than one by one; at most so many each."""
    before, kinds = check(plan, around), by_kind(shelf)
    return {
        one: tuple(islice(_tried(Desk(plan, one, around, kinds, shelf), before), most))
        for one in findings
    }


def with_ids(one: Remedy, new_id: Callable[[], str]) -> tuple[Edit, ...]:
    """The edits with an id from `new_id` for every block they make, wherever they speak of it."""
    names: dict[str, str] = {}
    done: list[Edit] = []
    for edit in one.edits:
        match edit:
            case Add(block_id=made):
                names[made] = new_id()
            case Split(new_id=made):
                names[made] = new_id()
        said = {
            key: names[value]
            for key in ("block_id", "after", "new_id")
            if (value := getattr(edit, key, None)) in names
        }
        # No one type has all three names; those an edit lacks are not in what is said of it.
        renamed: Any = edit
        done.append(replace(renamed, **said))
    return tuple(done)


def _tried(desk: Desk, before: Sequence[Finding]) -> Iterable[Remedy]:
    """Remedies that work, those that need nothing else or one thing before those that need more."""
    allowed = _grave(before, desk.finding)
    allowed[desk.finding.code] -= 1
    for deep in _DEPTHS:
        seen: set[tuple[Way, Values]] = set()
        for one in WAYS[desk.finding.code](desk):
            words = bool(one.edits) and _quiet(one.edits)
            done = one.edits if words else _settled(desk, one.edits, desk.finding, allowed, deep)
            if done is None or (seen and _reaches_far(done[len(one.edits) :])):
                continue
            values = one.values + _besides(desk.plan, one, done)
            if (one.way, values) not in seen:
                seen.add((one.way, values))
                yield replace(one, edits=done, values=values)
        if seen:
            return


def _settled(
    desk: Desk, wanted: tuple[Edit, ...], target: Finding, allowed: Counter[Code], deep: int
) -> tuple[Edit, ...] | None:
    """These edits, and those it takes so that the target is gone and no problem is new; None where
    that is not found."""
    plan = edits.applied(desk.plan, wanted)
    if plan is None:
        return None
    after = judged(plan, desk.around, _PROBLEMS | {target.code})
    there = [one for one in after if (one.code, one.block_id) == (target.code, target.block_id)]
    new = _grave(after, target) - allowed
    if not there and not new:
        return wanted
    if not deep:
        return None
    next_one = there[0] if there else next(one for one in after if one.code in new)
    turned = desk.turned(plan, next_one)
    for way in islice(WAYS[next_one.code](turned), _WIDE):
        rest = _settled(turned, way.edits, target, allowed, deep - 1)
        if rest is not None:
            return wanted + rest
    return None


def _quiet(wanted: Sequence[Edit]) -> bool:
    """Whether these only write a word: no rule finds a problem in one, and those that ask for it
    know it. They need no trial."""
    return all(isinstance(edit, SetNote | SetPrepare | SetLead) for edit in wanted)


def _reaches_far(extra: Iterable[Edit]) -> bool:
    """Whether more than minutes has to change besides: a second choice is not worth that."""
    return any(not isinstance(edit, SetMinutes | SetFacts) for edit in extra)


def _grave(findings: Iterable[Finding], target: Finding) -> Counter[Code]:
    """How many there are of each problem, and of the target whatever its severity."""
    return Counter(
        one.code for one in findings if one.severity is Severity.PROBLEM or one.code is target.code
    )


def _besides(plan: Plan, one: Remedy, done: tuple[Edit, ...]) -> Values:
    """What the edits change besides what the remedy is about."""
    extra = done if one.way in _SPEAK_OF_ALL else done[len(one.edits) :]
    minutes = {block.id: block.minutes for block in plan.blocks}
    titles = {block.id: block.module.title for block in plan.blocks}
    own = {getattr(edit, "block_id", "") for edit in one.edits[:1]}
    if one.way is Way.SHORTEN:
        own = {getattr(edit, "block_id", "") for edit in one.edits}
    others = {
        edit.block_id
        for edit in done
        if isinstance(edit, SetMinutes) and edit.minutes < minutes.get(edit.block_id, 0)
    }
    parked = [titles.get(edit.block_id, "") for edit in extra if isinstance(edit, Park)]
    added = [edit.module.title for edit in extra if isinstance(edit, Add)]
    swapped = [titles.get(edit.block_id, "") for edit in extra if isinstance(edit, Swap)]
    ends = [edit.available for edit in done if isinstance(edit, SetFacts)]
    later = ends[-1] - plan.available if ends and one.way not in _OF_THE_CLOCK else 0
    said: dict[str, int | str] = {
        "others": len(others - own),
        "parked": ", ".join(filter(None, parked)),
        "added": ", ".join(added),
        "replaced": ", ".join(filter(None, swapped)),
        "later": max(0, later),
        "earlier": max(0, -later),
    }
    return tuple((name, value) for name, value in said.items() if value)
