"""Findings, what a plan is judged by, and where each rule comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum

from facilitator.domain.modules import Kind
from facilitator.domain.plans import Block
from facilitator.domain.trend import Evening

QUIET_END = 15
"""Minutes at the end of a session with nothing above intensity 1. Library brief 1.3."""
SETTLING = 10
"""Minutes of grounding and closing wanted after an intensity of 3. Library brief 1.3."""
BREAK_FROM = 90
"""A session of so many minutes has a break. Library brief 3.2."""
FIRST_DEEPEST = 2
"""The deepest intensity of a group's first meeting. Library brief 1.3."""
FULL_AGREEMENTS = 10
"""Agreements of at least so many minutes are made in full; shorter ones are a reminder. The brief
gives the full version 20 minutes and the reminder 2 (3.2), their bounds 12 and 3 (4.1)."""
RETURN = "cl-02"
"""The module that leads back to the day, required after any 3. Library brief 4.1."""
READY_FOR_THREE = frozenset({"self-compassion", "asking-for-support"})
"""A group has met one of these themes before its first 3. Library brief 1.3."""
LONGEST_INPUT = 13
"""Minutes one input may take: the 7 to 12 of the brief and 15 % more. Library brief 3.2, part 4."""
SMALLEST_GROUP, LARGEST_GROUP = 4, 12
"""Under four a group is a conversation circle, over twelve it is split. Library brief 3.1."""

BODY = frozenset({Kind.INPUT, Kind.DISCUSSION, Kind.EXERCISE, Kind.REFLECTION})
"""The kinds that work on the theme."""
PAUSES = frozenset({Kind.BREAK, Kind.ENERGISER})
ENDINGS = frozenset({Kind.CLOSING, Kind.CHECK_OUT})


class Code(StrEnum):
    EMPTY = "empty"
    NO_OPENING = "no-opening"
    NO_GROUNDING_FIRST = "no-grounding-first"
    NO_AGREEMENTS = "no-agreements-in-first-session"
    NO_REMINDER = "no-agreements-reminder"
    NO_CHECK_IN = "no-check-in"
    NO_BODY = "no-theme"
    OUT_OF_ORDER = "out-of-order"
    NO_CLOSING = "no-closing"
    CLOSING_NOT_LAST = "closing-not-last"
    NO_BREAK = "break-missing"
    SAME_MODULE_TWICE = "same-module-twice"
    OVER_TIME = "over-time"
    UNDER_TIME = "under-time"
    SHORTER_THAN_LEAST = "block-shorter-than-least"
    LONGER_THAN_MOST = "block-longer-than-most"
    OVERLAP = "overlap"
    PIN_BEFORE_START = "pin-before-start"
    DEEP_AT_THE_END = "deep-in-last-minutes"
    NO_GROUNDING_AFTER_THREE = "no-grounding-after-three"
    NO_RETURN_AFTER_THREE = "no-return-after-three"
    THREE_FIRST_OR_LAST = "three-first-or-last"
    THREE_IN_FIRST_SESSION = "three-in-first-session"
    THREE_IN_LAST_SESSION = "three-in-last-session"
    THREES_RUNNING = "threes-running"
    NOT_READY = "three-before-kindness-or-support"
    PAIRS = "no-pairs-before-circle"
    TOO_MUCH_INPUT = "too-much-input"
    INPUTS_RUNNING = "inputs-without-talk"
    CONTACT = "contact-exercise"
    TOO_FEW = "too-few-people"
    TOO_MANY = "too-many-people"
    ROUND_TOO_LONG = "round-too-long"
    SMALL_GROUP = "small-group"
    LARGE_GROUP = "large-group"
    NAMED_TWICE = "named-twice"
    HEAVY_HOME = "heavy-way-home"
    CALM_WANTED = "calm-wanted"
    BREAK_WANTED = "break-wanted"
    PAIRS_WANTED = "pairs-wanted"
    MATERIALS = "materials"
    NOBODY_LEADS = "nobody-leads"


class Severity(StrEnum):
    """`PROBLEM` is a must: no draft has one. `NOTE` is quieter than advice: something to make
    ready, nothing to change."""

    PROBLEM = "problem"
    ADVICE = "advice"
    NOTE = "note"


SOURCES: Mapping[Code, str] = {
    Code.EMPTY: "issue 2.5",
    Code.NO_OPENING: "library brief 3.2",
    Code.NO_GROUNDING_FIRST: "library brief 3.2",
    Code.NO_AGREEMENTS: "library brief 3.2",
    Code.NO_REMINDER: "library brief 3.2",
    Code.NO_CHECK_IN: "library brief 3.2",
    Code.NO_BODY: "library brief 3.2",
    Code.OUT_OF_ORDER: "library brief 3.2",
    Code.NO_CLOSING: "library brief 3.2",
    Code.CLOSING_NOT_LAST: "library brief 3.2",
    Code.NO_BREAK: "library brief 3.2",
    Code.SAME_MODULE_TWICE: "issue 2.5",
    Code.OVER_TIME: "issue 2.5",
    Code.UNDER_TIME: "issue 2.5",
    Code.SHORTER_THAN_LEAST: "library brief 4",
    Code.LONGER_THAN_MOST: "library brief 4",
    Code.OVERLAP: "issue 4.1",
    Code.PIN_BEFORE_START: "issue 4.1",
    Code.DEEP_AT_THE_END: "library brief 1.3",
    Code.NO_GROUNDING_AFTER_THREE: "library brief 1.3",
    Code.NO_RETURN_AFTER_THREE: "library brief 4.1",
    Code.THREE_FIRST_OR_LAST: "library brief 1.3",
    Code.THREE_IN_FIRST_SESSION: "library brief 1.3",
    Code.THREE_IN_LAST_SESSION: "library brief 1.3",
    Code.THREES_RUNNING: "library brief 1.3",
    Code.NOT_READY: "library brief 1.3",
    Code.PAIRS: "library brief 3.2",
    Code.TOO_MUCH_INPUT: "library brief 3.2",
    Code.INPUTS_RUNNING: "library brief 3.2",
    Code.CONTACT: "library brief 3.5",
    Code.TOO_FEW: "library brief 4",
    Code.TOO_MANY: "library brief 4",
    Code.ROUND_TOO_LONG: "peers N14",
    Code.SMALL_GROUP: "library brief 3.1",
    Code.LARGE_GROUP: "library brief 3.1",
    Code.NAMED_TWICE: "issue 6.2",
    Code.HEAVY_HOME: "issue 6.2",
    Code.CALM_WANTED: "issue 6.2",
    Code.BREAK_WANTED: "issue 6.2",
    Code.PAIRS_WANTED: "issue 6.2",
    Code.MATERIALS: "library brief 4",
    Code.NOBODY_LEADS: "peers N17",
}
"""Where each rule is written. What the brief says in 1.3 and 3 are practice norms, no research."""

SEVERITIES: Mapping[Code, Severity] = {
    **dict.fromkeys(Code, Severity.ADVICE),
    **dict.fromkeys((Code.MATERIALS, Code.NOBODY_LEADS), Severity.NOTE),
    **dict.fromkeys(
        (
            *(Code.EMPTY, Code.NO_OPENING, Code.NO_AGREEMENTS, Code.NO_CLOSING, Code.NO_BREAK),
            *(Code.CLOSING_NOT_LAST, Code.OVER_TIME, Code.OVERLAP, Code.PIN_BEFORE_START),
            *(Code.DEEP_AT_THE_END, Code.NO_GROUNDING_AFTER_THREE, Code.NO_RETURN_AFTER_THREE),
            *(Code.THREE_FIRST_OR_LAST, Code.THREE_IN_FIRST_SESSION, Code.THREE_IN_LAST_SESSION),
            *(Code.THREES_RUNNING, Code.NOT_READY),
        ),
        Severity.PROBLEM,
    ),
}
"""How grave each is. An ending cut below its least is a problem, any other short block advice."""


@dataclass(frozen=True)
class Finding:
    """One finding. `block_id` is the block it stands beside, None for the plan as a whole; `values`
    are the names and numbers a sentence about it needs, in minutes where they are lengths. A plan
    has each code at most once beside each block."""

    code: Code
    severity: Severity
    block_id: str | None = None
    values: tuple[tuple[str, int | str], ...] = ()

    def value(self, name: str) -> int | str:
        """Raises KeyError for a name this finding does not carry."""
        return dict(self.values)[name]

    @property
    def source(self) -> str:
        return SOURCES[self.code]


@dataclass(frozen=True)
class Circumstances:
    """What a plan alone does not say. `first_session`: the group has not met before. `met`: slugs
    of the themes it has met. `deep_before` and `deep_after`: the session before or after this one
    holds a 3. `no_contact`: somebody in the group has no contact with a child. `heavy`: the last
    two releases both named a heavy room. `told`: the last evenings with a release, where
    this is the group's next. `zone` is the group's, for plans with pins on the night of a clock
    change."""

    first_session: bool = False
    met: frozenset[str] = frozenset()
    deep_before: bool = False
    deep_after: bool = False
    no_contact: bool = False
    heavy: bool = False
    told: tuple[Evening, ...] = ()
    zone: tzinfo | None = None


USUAL = Circumstances()
FIRST = Circumstances(first_session=True)


def found(
    code: Code, block: Block | None = None, severity: Severity | None = None, **values: int | str
) -> Finding:
    """The finding, as grave as its code says unless told."""
    block_id = block.id if block else None
    return Finding(code, severity or SEVERITIES[code], block_id, tuple(values.items()))


def root(block: Block) -> str:
    """The id of the block this one is a part of; its own for a whole one."""
    return block.part or block.id
