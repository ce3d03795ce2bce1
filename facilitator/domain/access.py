"""Who may do what with a group and everything in it.

A person without a role is a stranger, who is told that the thing does not exist (404); a person
whose role does not reach is told that it may not (403). Architecture, three journeys.
"""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    OWNER = "owner"
    EDITOR = "editor"
    READER = "reader"


class Act(StrEnum):
    """What can be done in a group. `READ` is its plans, packets and releases; `PRINT` makes paper;
    `PLAN` changes plans; `RUN` opens and closes check-ins; `SETTLE` changes the group itself and
    confirms its help lines; `SHARE` gives and takes roles; `DELETE` ends the group."""

    READ = "read"
    PRINT = "print"
    PLAN = "plan"
    RUN = "run"
    SETTLE = "settle"
    SHARE = "share"
    DELETE = "delete"


_READER = frozenset({Act.READ, Act.PRINT})
_EDITOR = _READER | {Act.PLAN, Act.RUN, Act.SETTLE}
_MAY = {Role.READER: _READER, Role.EDITOR: _EDITOR, Role.OWNER: frozenset(Act)}


def may(role: Role | None, act: Act) -> bool:
    """Whether this role reaches so far. None is a stranger, who may nothing."""
    return role is not None and act in _MAY[role]


class Unknown(Exception):
    """No such thing, or none that this facilitator may know of: answered as 404."""


class Forbidden(Exception):
    """She may see it but not do this to it: answered as 403."""
