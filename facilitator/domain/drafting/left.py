"""Which modules a draft may take at all, and which are left out for this group tonight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from facilitator.domain import checks
from facilitator.domain.drafting.wish import Wish
from facilitator.domain.modules import Kind, Module

SPENT = checks.BODY | {Kind.TAKE_HOME}
"""Kinds that do not come again so soon. The others are rituals, which live from coming again."""


@dataclass(frozen=True)
class Left:
    """`taken` are the modules a draft may take. The others are left out: `done` in the last four
    sessions, for `contact` with a child that somebody in the group has not, or for the `people`:
    too few or too many. Of those `done`, only what would have been the theme's own is told."""

    taken: tuple[Module, ...]
    done: tuple[Module, ...]
    contact: tuple[Module, ...]
    people: tuple[Module, ...]


def leave_out(modules: Iterable[Module], wish: Wish) -> Left:
    """The library sorted out. A ritual that suits no head count like tonight's stays where the
    library has no other of its kind: a room of fourteen checks in too."""
    library = tuple(modules)
    suited = {module.kind for module in library if _suits(module, wish)}
    lately = frozenset() if wish.again else wish.lately
    taken, done, contact, people = [], [], [], []
    for module in library:
        if wish.around.no_contact and module.contact:
            contact.append(module)
        elif not _suits(module, wish) and (module.kind in SPENT or module.kind in suited):
            people.append(module)
        elif module.kind in SPENT and module.id in lately:
            done.append(module)
        else:
            taken.append(module)
    own = tuple(module for module in done if module.theme in (None, *wish.own))
    return Left(tuple(taken), own, tuple(contact), tuple(people))


def _suits(module: Module, wish: Wish) -> bool:
    return module.fewest <= wish.people <= module.largest


def own_body(modules: Iterable[Module], wish: Wish) -> frozenset[str]:
    """The slugs of those of the wish's themes that have a module here to work on them with."""
    there = {module.theme for module in modules if module.kind in checks.BODY}
    return frozenset(slug for slug in wish.own if slug in there)
