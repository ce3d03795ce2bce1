"""From a plan's blocks to the lines of its evening and the scripts behind them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, tzinfo
from itertools import pairwise

from facilitator.domain import agenda
from facilitator.domain.agenda import Slot
from facilitator.domain.modules import Cards, Handout, Module, PageBreak
from facilitator.domain.papers.beside import besides, cut_of, mark_of
from facilitator.domain.papers.choosing import SPARE
from facilitator.domain.papers.evening import Aside, Entry, Led, Script, ScriptStep
from facilitator.domain.papers.runsheet import step_minutes
from facilitator.domain.plans import Block, Plan

CARDS_ON_A_SHEET = {"pocket": 8, "quarter": 4, "half": 2, "bookmark": 4, "fold": 8}
TABLE = 12
"""Sheets counted for one table, the spare ones with them: over ten people, the texts use two."""

_HOUR = 60
_DAY = 24 * _HOUR


def entries(
    plan: Plan, zone: tzinfo | None = None, holders: Sequence[str] = (), spare: int = SPARE
) -> tuple[Entry, ...]:
    """The evening's lines with the times on the wall of `zone`. `holders` are the initials of the
    group's facilitators, the one who holds the evening first: in that order the leads are told
    apart, before any other. `spare` is how many sheets are printed beyond the people."""
    who = _order(plan, holders)
    made: list[Entry] = []
    modules: set[Module] = set()
    wholes: set[tuple[str, Module]] = set()
    for slot in agenda.slots(plan, zone):
        module, whole = slot.block.module, _whole(slot.block)
        free_from = agenda.moment(plan, slot.begins - slot.buffer, zone)[1]
        lead = who.get(slot.block.lead, 0)
        made.append(
            _entry(slot, free_from, lead, plan.people + spare, module in modules, whole in wholes)
        )
        modules.add(module)
        wholes.add(whole)
    return tuple(made)


def _entry(
    slot: Slot, free_from: time, who: int, sheets: int, again: bool, continued: bool
) -> Entry:
    block, module = slot.block, slot.block.module
    return Entry(
        start=slot.start,
        end=slot.end,
        minutes=block.minutes,
        title=module.title,
        summary=module.summary,
        kind=module.kind.value,
        mark=mark_of(module),
        lead=block.lead,
        materials=() if again else besides(module),
        copies=0 if again or module.handout is None else copies(module.handout, sheets),
        cut="" if again else cut_of(module),
        table=not again and module.handout is not None and module.handout.table,
        who=who,
        pinned=block.pin is not None,
        free=slot.buffer,
        free_from=free_from,
        overlap=slot.overlap,
        each=block.each,
        prepare=tuple(line.strip() for line in block.prepare.splitlines() if line.strip()),
        again=again,
        continued=continued,
    )


def _whole(block: Block) -> tuple[str, Module]:
    """What all parts of a split block share: the id of the whole one, and its module, since a part
    may hold another module by now."""
    return block.part or block.id, block.module


def _order(plan: Plan, holders: Sequence[str]) -> dict[str, int]:
    """Which of the leads somebody is, by initials."""
    leading = [lead.initials for lead in agenda.leads(plan)]
    known = [initials for initials in dict.fromkeys(holders) if initials in leading]
    return {initials: n for n, initials in enumerate(dict.fromkeys([*known, *leading]))}


def leads(plan: Plan, holders: Sequence[str] = ()) -> tuple[Led, ...]:
    """Who leads and for how long, in the order they are told apart. peers.md N17."""
    who = _order(plan, holders)
    found = (Led(one.initials, one.minutes, who[one.initials]) for one in agenda.leads(plan))
    return tuple(sorted(found, key=lambda led: led.who))


def aside(plan: Plan) -> tuple[Aside, ...]:
    return tuple(Aside(block.module.title, block.minutes) for block in plan.parked)


def finish(plan: Plan, zone: tzinfo | None = None) -> time:
    """The time on the wall when the last block is over, the start where there is none."""
    return agenda.moment(plan, agenda.fit(plan, zone).ends, zone)[1]


def shift(plan: Plan, zone: tzinfo | None = None) -> int:
    """Minutes the clock on the wall is put forward between start and end, below zero for back."""
    last = agenda.fit(plan, zone).ends
    (_, begin), (days, end) = agenda.moment(plan, 0, zone), agenda.moment(plan, last, zone)
    passed = days * _DAY + (end.hour - begin.hour) * _HOUR + end.minute - begin.minute
    return passed - last


def scripts(
    plan: Plan, zone: tzinfo | None, lines: Sequence[Entry], online: bool, notes: bool
) -> tuple[Script, ...]:
    """One script a module, in the order they are first needed; `lines` are the plan's entries."""
    kept: dict[Module, list[tuple[Slot, Entry]]] = {}
    for slot, entry in zip(agenda.slots(plan, zone), lines, strict=True):
        kept.setdefault(slot.block.module, []).append((slot, entry))
    return tuple(
        _script(plan, zone, module, places, online, notes) for module, places in kept.items()
    )


def _script(
    plan: Plan,
    zone: tzinfo | None,
    module: Module,
    places: Sequence[tuple[Slot, Entry]],
    online: bool,
    notes: bool,
) -> Script:
    runs: dict[tuple[str, Module], list[Slot]] = {}
    for slot, _ in places:
        runs.setdefault(_whole(slot.block), []).append(slot)
    first, *others = (_timed(plan, zone, module, run) for run in runs.values())
    said = [slot.block.note for slot, _ in places if slot.block.note] if notes else []
    return Script(
        entries=tuple(entry for _, entry in places),
        minutes=sum(slot.block.minutes for slot in next(iter(runs.values()))),
        intensity=module.intensity,
        typical=module.typical,
        aim=module.aim,
        steps=tuple(
            ScriptStep(start, minutes, step.text, goes_on, tuple(run[n][0] for run in others))
            for n, (step, (start, minutes, goes_on)) in enumerate(
                zip(module.steps, first, strict=True)
            )
        ),
        say=module.say,
        prompts=module.prompts,
        care=module.care,
        online=module.online if online else "",
        shorten=module.shorten,
        sizes=module.sizes,
        note="\n".join(said),
    )


def _timed(
    plan: Plan, zone: tzinfo | None, module: Module, run: Sequence[Slot]
) -> list[tuple[time, int, tuple[time, ...]]]:
    """Each step of a module that is done once, in one part or several: when it begins, its minutes,
    and when it goes on after what stands between two parts."""
    passed, parts = 0, []
    for slot in run:
        parts.append((passed, slot))
        passed += slot.block.minutes
    made = []
    for after, minutes in step_minutes(module, passed):
        before, slot = max((part for part in parts if part[0] <= after), key=lambda part: part[0])
        start = agenda.moment(plan, slot.begins + after - before, zone)[1]
        goes_on = tuple(
            later.start
            for (_, earlier), (reached, later) in pairwise(parts)
            if after < reached < after + minutes and earlier.ends != later.begins
        )
        made.append((start, minutes, goes_on))
    return made


def copies(handout: Handout, sheets: int) -> int:
    """Prints of the whole handout for so many sheets, one for each person and the spare ones: or as
    many sheets of cards as give each of them a set, or each table where it lies for everybody."""
    sets = 1
    wanted = -(-sheets // TABLE) if handout.table else sheets
    if all(isinstance(part, Cards | PageBreak) for part in handout.parts):
        cards = [part for part in handout.parts if isinstance(part, Cards)]
        sets = max(1, min(_sets(part) for part in cards))
    return -(-wanted // sets)


def _sets(cards: Cards) -> int:
    """Whole sets of these cards on one sheet."""
    return 1 if cards.size == "fold" else CARDS_ON_A_SHEET[cards.size] // len(cards.cards)
