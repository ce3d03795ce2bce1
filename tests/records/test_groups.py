"""Groups: the lookup is the permission check, an owner stays, and an end takes everything along."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from facilitator.config import Config
from facilitator.domain.access import Act, Forbidden, Role, Unknown
from facilitator.records import groups, plans, prints
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import AlreadyMember, GroupMember, LastOwner
from tests.cast import NOW, keep_plan, make_facilitator, make_group, make_series

pytestmark = pytest.mark.usefixtures("records")

READER = {Act.READ, Act.PRINT}
EDITOR = READER | {Act.PLAN, Act.RUN, Act.SETTLE}


def shared_group() -> tuple[groups.Group, dict[str, Facilitator]]:
    everybody = {name: make_facilitator(name) for name in ("Alice", "Bob", "Rita", "Charlie")}
    group = make_group(everybody["Alice"])
    groups.share(group, everybody["Bob"], Role.EDITOR)
    groups.share(group, everybody["Rita"], Role.READER)
    return group, everybody


@pytest.mark.parametrize(("name", "may"), [("Alice", set(Act)), ("Bob", EDITOR), ("Rita", READER)])
def test_a_role_reaches_as_far_as_it_says(name: str, may: set[Act]):
    group, everybody = shared_group()
    reached = set()
    for act in Act:
        try:
            assert groups.find(everybody[name], group.id, act) is group
            reached.add(act)
        except Forbidden:
            pass
        assert groups.allows(everybody[name], group, act) == (act in may)
    assert reached == may


@pytest.mark.parametrize("act", Act)
def test_a_stranger_is_told_that_there_is_nothing(act: Act):
    group, everybody = shared_group()
    with pytest.raises(Unknown):
        groups.find(everybody["Charlie"], group.id, act)
    with pytest.raises(Unknown):
        groups.find(everybody["Alice"], "0" * 32, act)


def test_her_groups_come_by_name_with_her_part():
    alice, bob = make_facilitator(), make_facilitator("Bob")
    second = make_group(alice, name="Thursdays")
    first = make_group(bob, name="Mondays")
    groups.share(first, alice, Role.READER)
    make_group(bob, name="Nothing to do with Alice")
    assert groups.all_for(alice) == [(first, Role.READER), (second, Role.OWNER)]


def test_members_come_with_the_owner_first():
    group, everybody = shared_group()
    assert [(who.name, role) for who, role in groups.members(group)] == [
        ("Alice Marsh", Role.OWNER), ("Bob Marsh", Role.EDITOR), ("Rita Marsh", Role.READER),
    ]  # fmt: skip
    assert groups.role_of(everybody["Charlie"], group.id) is None


def test_nobody_has_two_parts_in_a_group():
    group, everybody = shared_group()
    with pytest.raises(AlreadyMember):
        groups.share(group, everybody["Bob"], Role.READER)
    assert groups.role_of(everybody["Bob"], group.id) is Role.EDITOR


def test_a_part_is_taken_back():
    group, everybody = shared_group()
    groups.unshare(group, everybody["Bob"].id)
    with pytest.raises(Unknown):
        groups.find(everybody["Bob"], group.id, Act.READ)
    with pytest.raises(Unknown):
        groups.unshare(group, everybody["Bob"].id)


def test_the_last_owner_stays():
    group, everybody = shared_group()
    with pytest.raises(LastOwner):
        groups.unshare(group, everybody["Alice"].id)
    assert groups.role_of(everybody["Alice"], group.id) is Role.OWNER


def test_another_country_means_that_the_lines_are_checked_anew():
    group = make_group()
    groups.update(group, name="Thursdays", country=group.country)
    assert (group.name, group.helplines_confirmed) == ("Thursdays", date(2026, 11, 2))
    groups.update(group, country="FR")
    assert (group.country, group.helplines_confirmed) == ("FR", None)


def test_own_lines_are_kept_with_the_day_they_were_checked():
    group = make_group(helplines_confirmed=None)
    lines = [{"name": "The chaplain", "number": "01632 960 001", "hours": ""}]
    groups.confirm_helplines(group, lines, date(2026, 11, 20))
    db.session.expire_all()
    assert (group.own_lines, group.helplines_confirmed) == (lines, date(2026, 11, 20))


def test_today_is_the_date_where_the_group_meets():
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    zones = {"Europe/London": 24, "Pacific/Auckland": 25, "America/New_York": 24}
    owner = make_facilitator()
    days = {z: groups.today(make_group(owner, timezone=z), late).day for z in zones}
    assert days == zones


@pytest.mark.parametrize(
    "facts",
    [{"weekday": 7}, {"minutes": 44}, {"minutes": 181}, {"people": 0}, {"people": 41},
     {"paper": "A5"}],
    ids=str,
)  # fmt: skip
def test_the_database_itself_holds_the_bounds(facts: dict[str, object]):
    owner = make_facilitator()
    with pytest.raises(IntegrityError):
        make_group(owner, **facts)
    db.session.rollback()


def test_deleting_a_group_takes_everything_of_it_and_nothing_else(config: Config):
    alice, bob = make_facilitator(), make_facilitator("Bob")
    gone, stays = make_group(alice, name="Goes"), make_group(alice, name="Stays")
    for group in (gone, stays):
        groups.share(group, bob, Role.EDITOR)
        record = plans.add(group, plans.value(keep_plan(group, alice)), alice, NOW)
        prints.ask(record, NOW)
        make_series(group)
    before = _counts()
    groups.remove(config.keys_dir, gone)
    db.session.expire_all()
    assert _counts() == {table: count // 2 for table, count in before.items()}
    assert groups.all_for(bob) == [(stays, Role.EDITOR)]


def _counts() -> dict[str, int]:
    kept = (GroupMember, plans.PlanRecord, plans.PlanRevision, prints.Print)
    return {
        str(kind.__tablename__): db.session.scalar(select(func.count()).select_from(kind)) or 0
        for kind in (groups.Group, *kept)
    }
