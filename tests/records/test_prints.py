"""Print jobs: one worker at a time, lost ones taken up again, finished once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from facilitator.domain.access import Unknown
from facilitator.records import plans, prints
from facilitator.records.base import db
from facilitator.records.plans import PlanRecord
from tests.cast import NOW, keep_plan, make_facilitator, make_group

pytestmark = pytest.mark.usefixtures("records")

SECOND = timedelta(seconds=1)


def a_plan() -> PlanRecord:
    alice = make_facilitator()
    return keep_plan(make_group(alice), alice)


def test_a_print_is_of_the_plan_as_it_was_when_asked():
    plan = a_plan()
    wanted = prints.ask(plan, NOW)
    assert (wanted.plan_id, wanted.plan_version, wanted.state) == (plan.id, 1, "waiting")
    assert prints.latest(plan) is wanted


def test_only_who_may_see_the_group_finds_its_print():
    alice, charlie = make_facilitator(), make_facilitator("Charlie")
    wanted = prints.ask(keep_plan(make_group(alice), alice), NOW)
    assert prints.find(alice, wanted.id) is wanted
    for who, which in ((charlie, wanted.id), (alice, "0" * 32)):
        with pytest.raises(Unknown):
            prints.find(who, which)


def test_a_print_is_claimed_once():
    wanted = prints.ask(a_plan(), NOW)
    assert prints.claim(wanted.id, NOW) is wanted
    assert (wanted.state, wanted.worked_at) == ("running", NOW)
    assert prints.claim(wanted.id, NOW) is None


def test_progress_and_the_end():
    wanted = prints.ask(a_plan(), NOW)
    prints.claim(wanted.id, NOW)
    prints.progress(wanted, 3, 14, NOW + SECOND)
    assert (wanted.done, wanted.total, wanted.worked_at) == (3, 14, NOW + SECOND)
    prints.finish(wanted, "ab" * 32, NOW + 2 * SECOND)
    assert (wanted.state, wanted.done, wanted.content) == ("done", 14, "ab" * 32)
    assert prints.claim(wanted.id, NOW) is None


def test_a_failure_has_a_name():
    wanted = prints.ask(a_plan(), NOW)
    prints.claim(wanted.id, NOW)
    prints.fail(wanted, "pango", NOW)
    assert (wanted.state, wanted.problem) == ("failed", "pango")


def test_what_lost_its_worker_waits_again():
    plan = a_plan()
    silent, busy, waiting, finished = (prints.ask(plan, NOW) for _ in range(4))
    prints.claim(silent.id, NOW)
    prints.claim(busy.id, NOW)
    prints.claim(finished.id, NOW)
    later = NOW + prints.SILENT + SECOND
    prints.progress(busy, 2, 9, later)
    prints.finish(finished, "ab" * 32, NOW)
    assert sorted(prints.unfinished(later, all_running=False)) == sorted([silent.id, waiting.id])
    db.session.expire_all()
    assert (silent.state, busy.state, finished.state) == ("waiting", "running", "done")
    taken_up = prints.claim(silent.id, later)
    assert taken_up is silent
    assert silent.done == 0


def test_at_a_lone_workers_start_nothing_can_be_in_hand():
    plan = a_plan()
    running, waiting = prints.ask(plan, NOW), prints.ask(plan, NOW)
    prints.claim(running.id, NOW)
    assert sorted(prints.unfinished(NOW, all_running=True)) == sorted([running.id, waiting.id])


def test_a_hash_is_known_from_before_the_packet_is_kept_until_it_failed():
    wanted = prints.ask(a_plan(), NOW)
    known = [prints.contents()]
    prints.begin(wanted, "ab" * 32)
    known.append(prints.contents())
    prints.fail(wanted, "closed", NOW)
    known.append(prints.contents())
    assert known == [set(), {"ab" * 32}, set()]


def test_a_print_is_forgotten_after_seven_days():
    plan = a_plan()
    prints.finish(prints.ask(plan, NOW), "ab" * 32, NOW)
    prints.finish(prints.ask(plan, NOW + SECOND), "cd" * 32, NOW)
    prints.forget_old(NOW + prints.KEPT)
    assert prints.contents() == {"cd" * 32}


def test_what_is_said_of_a_print_that_went_with_its_plan_is_no_error():
    plan = a_plan()
    wanted = prints.ask(plan, NOW)
    prints.claim(wanted.id, NOW)
    plans.remove(plan)
    prints.progress(wanted, 1, 9, NOW)
    prints.finish(wanted, "ab" * 32, NOW)
    prints.fail(wanted, "fault", NOW)
    assert prints.contents() == set()
