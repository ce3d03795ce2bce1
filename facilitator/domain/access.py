"""Who may see and do what. A group is shared by name: an owner, editors and readers."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    OWNER = "owner"
    EDITOR = "editor"
    READER = "reader"


class Act(StrEnum):
    """READ sees and prints; EDIT plans, opens and closes check-ins; OWN shares and deletes."""

    READ = "read"
    EDIT = "edit"
    OWN = "own"


ALLOWED = {
    Role.OWNER: frozenset(Act),
    Role.EDITOR: frozenset({Act.READ, Act.EDIT}),
    Role.READER: frozenset({Act.READ}),
}


class Unknown(Exception):
    """No such thing, or none that this facilitator may know of: answered as 404."""


class Forbidden(Exception):
    """She may see it but not do this to it: answered as 403."""


def may(role: Role, act: Act) -> bool:
    return act in ALLOWED[role]
