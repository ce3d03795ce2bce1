"""What the last releases suggest for the next plan. Issue 6, section 2.

Only what was released comes in (privacy.md R9), and only for the group's next plan: whoever looked
up the evenings left them out for any other. A release is a guess about a room, so each of these is
advice, and none says that something has to be so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from facilitator.domain.checkins import Need, Word
from facilitator.domain.checks import notes
from facilitator.domain.checks.depth import settled
from facilitator.domain.checks.values import (
    BODY,
    BREAK_FROM,
    FIRST_DEEPEST,
    SETTLING,
    Code,
    Finding,
    found,
)
from facilitator.domain.modules import PAIRS, Kind
from facilitator.domain.plans import Block, Plan
from facilitator.domain.release import Label
from facilitator.domain.trend import RUNNING, Evening, named, needed

THEMES: Mapping[str, str] = MappingProxyType(
    {
        Word.MISSING: "quiet-distance",
        Word.UNSEEN: "taken-for-granted",
        Word.GUILT: "sacrifice-and-debt",
        Word.SHARP_WORDS: "safe-harbour",
        Word.HOPE: "new-bridges",
        Word.WAITING: "quiet-distance",
        Word.LETTING_GO: "growing-up",
        Word.LOST: "self-and-limits",
        Word.PRESSURE: "culture-and-pressure",
        Word.OLD_WAYS: "family-patterns",
        Word.KINDNESS: "self-compassion",
        Word.ENOUGH: "own-worth",
        Word.ROOM_FOR_ME: "reclaiming-life",
        Word.ALONE: "asking-for-support",
    }
)
"""The theme a word of the shelf speaks of, where it speaks of one, by slug."""

TOLD = frozenset(
    (
        *(Code.NAMED_TWICE, Code.HEAVY_HOME, Code.CALM_WANTED),
        *(Code.BREAK_WANTED, Code.PAIRS_WANTED),
    )
)


def suggestions(evenings: Sequence[Evening], plan: Plan) -> Iterator[Finding]:
    """What these evenings, the last ones with a release, suggest for this plan."""
    if not evenings or not plan.blocks:
        return
    yield from _named_twice(evenings, plan)
    yield from _heavy_home(evenings[-1], plan)
    yield from _wanted(evenings[-1], plan)


def _named_twice(evenings: Sequence[Evening], plan: Plan) -> Iterator[Finding]:
    """A word named on both of the last two evenings, whose theme the plan has nothing of. Of
    several the first: one thing more is as much as an evening takes."""
    last = evenings[-RUNNING:]
    if len(last) < RUNNING or notes.anywhere(plan, notes.ROOM_FOR_NAMED):
        return
    there = {plan.theme, *(block.module.theme for block in plan.blocks)}
    for word in named(last[-1]):
        theme = THEMES.get(word)
        if theme and theme not in there and all(word in named(one) for one in last):
            yield found(Code.NAMED_TWICE, word=str(word), theme=theme)
            return


def _heavy_home(evening: Evening, plan: Plan) -> Iterator[Finding]:
    """After a heavy way home: nothing deep, and behind what is tender as long a way back as is
    wanted behind a 3."""
    cells = evening.leaving
    if cells is None or cells.mood.heavy not in (Label.SOME, Label.MOST):
        return
    behind = zip(plan.blocks, settled(plan.blocks), strict=True)
    tender = [
        (block.module.intensity, minutes, block)
        for block, minutes in reversed(tuple(behind))
        if block.module.intensity > 1 and not notes.of(block, notes.GENTLY)
    ]
    for depth, minutes, block in sorted(tender, key=lambda one: -one[0]):
        deep = depth > FIRST_DEEPEST
        if deep or minutes < SETTLING:
            yield found(Code.HEAVY_HOME, block, minutes=minutes, least=SETTLING, deep=int(deep))
            return


def _wanted(evening: Evening, plan: Plan) -> Iterator[Finding]:
    """What was named as a help, and the plan has not."""
    needs, body = needed(evening), _body(plan)
    if Need.CALM in needs and body is not None and not _is_calm(plan, body):
        yield found(Code.CALM_WANTED)
    if Need.BREAK in needs and not _has_break(plan):
        yield found(Code.BREAK_WANTED)
    if Need.SPEAK in needs and body is not None and not _has_pairs(plan):
        yield found(Code.PAIRS_WANTED, body)


def _is_calm(plan: Plan, body: Block) -> bool:
    """Whether there is a grounding between the theme and the end."""
    behind = plan.blocks[plan.blocks.index(body) :]
    grounded = any(block.module.kind is Kind.GROUNDING for block in behind)
    return grounded or notes.anywhere(plan, notes.CALM)


def _has_break(plan: Plan) -> bool:
    """Whether there is one, also in an evening too short to need it. In a long one it is missing
    anyway (parts.pause)."""
    needed_anyway = max(plan.available, plan.planned) >= BREAK_FROM
    there = any(block.module.kind is Kind.BREAK for block in plan.blocks)
    return there or needed_anyway or notes.anywhere(plan, notes.PAUSE)


def _has_pairs(plan: Plan) -> bool:
    """Whether people talk in pairs somewhere: it gives everybody more room than a round."""
    paired = any(PAIRS in block.module.voices for block in plan.blocks)
    return paired or notes.anywhere(plan, notes.PAIRS_FIRST)


def _body(plan: Plan) -> Block | None:
    """The first block that works on the theme."""
    return next((block for block in plan.blocks if block.module.kind in BODY), None)
