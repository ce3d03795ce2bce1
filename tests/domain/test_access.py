"""Who may do what in a group."""

from __future__ import annotations

import pytest

from facilitator.domain.access import Act, Role, may


@pytest.mark.parametrize(
    ("role", "acts"),
    [
        (None, set()),
        (Role.READER, {Act.READ, Act.PRINT}),
        (Role.EDITOR, {Act.READ, Act.PRINT, Act.PLAN, Act.RUN, Act.SETTLE}),
        (Role.OWNER, set(Act)),
    ],
)
def test_each_role_reaches_so_far(role: Role | None, acts: set[Act]):
    assert {act for act in Act if may(role, act)} == acts
