"""Who appears in the tests, and what they have.

Alice owns a group, Bob shares it as an editor, Rita as a reader, and Charlie is a stranger with a
group of his own. Builders are plain functions with plain defaults: name what the test is about and
leave the rest. `make_module`, `make_block` and `make_plan` make values; the others write to the
database and need an application context.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from facilitator.domain.access import Role
from facilitator.domain.modules import Handout, Kind, Lines, Module, Quote, Step
from facilitator.domain.plans import Block, Plan
from facilitator.records import facilitators, groups, plans, series
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group
from facilitator.records.plans import PlanRecord
from facilitator.records.series import Series

PASSWORD = "kettle lantern meadow 42"
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
"""A Saturday. Tests of records give it in; the web room has its own clock."""
EVENING = date(2026, 11, 24)
"""The Tuesday after NOW."""


def make_handout(**changed: Any) -> Handout:
    facts: dict[str, Any] = {
        "title": "What I saw, what I add",
        "lead": "This page is yours to keep.",
        "parts": (Lines("What I saw", 5), Quote("A small sign is not a verdict.")),
    }
    return Handout(**(facts | changed))


def make_module(**changed: Any) -> Module:
    """A module of 20 minutes (15 to 30), without a handout; one step fills its typical length."""
    facts: dict[str, Any] = {
        "id": "qd-2",
        "title": "The small signs",
        "theme": "quiet-distance",
        "kind": Kind.DISCUSSION,
        "least": 15,
        "typical": 20,
        "most": 30,
        "intensity": 2,
        "summary": "Small signs of distance, and what else each one might mean.",
        "materials": ("pens",),
        "aim": "To look at small signs slowly.",
        "say": "> Take a slow look round the room.",
        "prompts": ("What do you notice first?",),
        "care": "Anybody may pass.",
        "online": "Type or say a word.",
        "handout": None,
        "sources": (),
    }
    facts |= changed
    facts.setdefault("steps", (Step(facts["typical"], "**Talk.** In pairs."),))
    return Module(**facts)


def make_block(block_id: str = "b1", minutes: int | None = None, **changed: Any) -> Block:
    """A block with a module of that length; `changed` are facts of the module, lead or note."""
    own = {name: changed.pop(name) for name in ("lead", "note") if name in changed}
    module = changed.pop("module", None) or make_module(**changed)
    return Block(block_id, module, module.typical if minutes is None else minutes, **own)


def make_plan(**changed: Any) -> Plan:
    """A Tuesday evening of 60 minutes: opening 10, discussion 20, closing 10."""
    facts: dict[str, Any] = {
        "title": "The quiet distance",
        "theme": "quiet-distance",
        "day": EVENING,
        "start": time(18, 30),
        "available": 60,
        "people": 8,
        "blocks": (
            make_block("b1", 10, id="op-02", title="Arriving", kind=Kind.OPENING, theme=None),
            make_block("b2", 20, handout=make_handout()),
            make_block("b3", 10, id="cl-01", title="One thing", kind=Kind.CLOSING, theme=None),
        ),
    }
    return Plan(**(facts | changed))


def make_facilitator(name: str = "Alice", **changed: Any) -> Facilitator:
    facts = {
        "email": f"{name.lower()}@example.org",
        "name": f"{name} Marsh",
        "password": PASSWORD,
        "country": "GB",
        "paper": "A4",
        "now": NOW,
    }
    return facilitators.add(**(facts | changed))


def make_group(owner: Facilitator | None = None, **changed: Any) -> Group:
    """A group of Tuesdays at half past six whose help lines have been confirmed."""
    facts: dict[str, Any] = {
        "name": "Mothers at St Anne’s",
        "public_name": "Tuesday circle",
        "weekday": 1,
        "start": time(18, 30),
        "minutes": 90,
        "people": 8,
        "room": "The vestry, side door",
        "country": "GB",
        "paper": "A4",
        "timezone": "Europe/London",
        "helplines_confirmed": date(2026, 11, 2),
    }
    return groups.add(owner or make_facilitator(), **(facts | changed))


def keep_plan(
    group: Group, who: Facilitator, plan: Plan | None = None, series: Series | None = None
) -> PlanRecord:
    return plans.add(group, plan or make_plan(), who, NOW, series)


def make_series(group: Group, **changed: Any) -> Series:
    return series.add(group, **({"title": "Eight Tuesdays", "weeks": 8} | changed))


@dataclass(frozen=True)
class Cast:
    """Ids, so that they outlive the application context they were made in."""

    alice: str
    bob: str
    rita: str
    charlie: str
    group: str
    plan: str
    other_group: str
    other_plan: str

    @staticmethod
    def email(name: str) -> str:
        return f"{name.lower()}@example.org"


def assemble(day: date = EVENING) -> Cast:
    """Bring everybody on: Alice's group with a plan, shared with Bob and Rita; Charlie's own."""
    alice, bob, rita, charlie = map(make_facilitator, ("Alice", "Bob", "Rita", "Charlie"))
    group = make_group(alice)
    groups.share(group, bob, Role.EDITOR)
    groups.share(group, rita, Role.READER)
    other = make_group(charlie, name="Charlie’s group")
    return Cast(
        alice=alice.id,
        bob=bob.id,
        rita=rita.id,
        charlie=charlie.id,
        group=group.id,
        plan=keep_plan(group, alice, make_plan(day=day)).id,
        other_group=other.id,
        other_plan=keep_plan(other, charlie, make_plan(day=day)).id,
    )
