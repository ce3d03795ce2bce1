"""All findings of a plan in their order, and those she does not want to see."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from facilitator.domain.checks import depth, parts, people, times, told
from facilitator.domain.checks.spans import Span, spans
from facilitator.domain.checks.values import Circumstances, Code, Finding, Severity, found
from facilitator.domain.plans import Plan

Rule = Callable[[Plan, Circumstances, Sequence[Span]], Iterable[Finding]]
_RULES: tuple[tuple[Rule, frozenset[Code]], ...] = (
    (lambda plan, _, when: times.fit(plan, when), times.FIT),
    (lambda plan, around, _: parts.beginning(plan, around.first_session), parts.BEGINNING),
    (lambda plan, _, __: parts.order(plan), frozenset({Code.OUT_OF_ORDER})),
    (lambda plan, _, __: times.lengths(plan), times.LENGTHS),
    (lambda _, __, when: times.pins(when), times.PINS),
    (lambda plan, _, __: parts.pause(plan), frozenset({Code.NO_BREAK})),
    (depth.depth, depth.DEPTH),
    (lambda plan, _, __: people.group(plan), people.GROUP),
    (lambda plan, around, _: people.voices(plan, around), people.VOICES),
    (lambda plan, _, __: people.inputs(plan), people.INPUTS),
    (lambda plan, _, __: people.heads(plan), people.HEADS),
    (lambda plan, _, __: parts.ending(plan), parts.ENDING),
    (lambda plan, _, __: parts.twice(plan), frozenset({Code.SAME_MODULE_TWICE})),
    (lambda plan, around, _: told.suggestions(around.told, plan), told.TOLD),
    (lambda plan, _, __: people.materials(plan), frozenset({Code.MATERIALS})),
    (lambda plan, _, __: people.leads(plan), frozenset({Code.NOBODY_LEADS})),
)
"""Each with the codes it can find."""


def check(plan: Plan, around: Circumstances) -> tuple[Finding, ...]:
    """All findings, those of the plan as a whole first, then block by block in their order."""
    made = judged(plan, around, tuple(Code))
    places = {block.id: place for place, block in enumerate(plan.blocks)}
    return tuple(sorted(made, key=lambda one: places.get(one.block_id or "", -1)))


def judged(plan: Plan, around: Circumstances, codes: Collection[Code]) -> list[Finding]:
    """The findings of these codes, and maybe others, in no order to rely on."""
    if not plan.blocks:
        return [found(Code.EMPTY)]
    when = spans(plan, around.zone)
    return [
        finding
        for rule, makes in _RULES
        if not makes.isdisjoint(codes)
        for finding in rule(plan, around, when)
    ]


def problems(plan: Plan, around: Circumstances) -> tuple[Finding, ...]:
    """Only the findings of severity problem."""
    return tuple(one for one in check(plan, around) if one.severity is Severity.PROBLEM)


def faults(plan: Plan, around: Circumstances) -> tuple[Finding, ...]:
    """Problems and advice: everything but notes, which say what to make ready."""
    return tuple(one for one in check(plan, around) if one.severity is not Severity.NOTE)


_OF_THE_EVENING = frozenset(
    {Code.NO_CHECK_IN, Code.NO_REMINDER, Code.NO_GROUNDING_FIRST, Code.NO_AGREEMENTS}
    | {Code.PAIRS_WANTED}
)


def loud(plan: Plan, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that nobody has silenced in this plan."""
    why = _words(plan)
    return tuple(one for one in findings if _key(one) not in why)


def hushed(plan: Plan, findings: Iterable[Finding]) -> tuple[tuple[Finding, str], ...]:
    """Those that are silenced in this plan, each with the word why. A silence whose finding is not
    made any more, or whose block has gone, says nothing."""
    why = _words(plan)
    return tuple((one, why[_key(one)]) for one in findings if _key(one) in why)


def _words(plan: Plan) -> dict[tuple[str, str], str]:
    return {_place(one.code, one.block_id): one.why for one in plan.silenced}


def _key(finding: Finding) -> tuple[str, str]:
    return _place(finding.code.value, finding.block_id or "")


def _place(code: str, block_id: str) -> tuple[str, str]:
    """What is said of the evening as a whole stands beside whatever block the theme begins with,
    and stays silent when that is another one."""
    return code, "" if code in _OF_THE_EVENING else block_id
