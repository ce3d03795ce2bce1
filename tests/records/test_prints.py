"""Print jobs: one worker at a time, lost ones taken up again, finished once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from facilitator.domain.access import Unknown
from facilitator.domain.papers import Choice, Layout, Name
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
    assert prints.latest(plan, noted=True) is wanted


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


def test_a_print_that_went_with_its_plan_is_wanted_no_more_and_no_error():
    plan = a_plan()
    wanted = prints.ask(plan, NOW)
    prints.claim(wanted.id, NOW)
    plans.remove(plan)
    with pytest.raises(prints.Cancelled):
        prints.progress(wanted, 1, 9, NOW)
    prints.finish(wanted, "ab" * 32, NOW)
    prints.fail(wanted, "fault", NOW)
    assert prints.contents() == set()


FEW = Choice(on=frozenset({Name.AGENDA}), layout=Layout.TWO_UP)


def test_a_print_keeps_what_was_chosen():
    plan = a_plan()
    assert prints.choice_of(prints.ask(plan, NOW, choice=FEW)) == FEW
    assert prints.choice_of(prints.ask(plan, NOW)) == Choice()


def test_alike_are_prints_of_the_plan_as_it_is_of_the_same_choice():
    plan = a_plan()
    few, noted, every, stopped = (
        prints.ask(plan, NOW, choice=FEW),
        prints.ask(plan, NOW, True, FEW),
        prints.ask(plan, NOW),
        prints.ask(plan, NOW, choice=FEW),
    )
    prints.cancel(stopped, NOW)
    prints.finish(every, "ab" * 32, NOW)
    assert [prints.alike(plan, False, FEW), prints.alike(plan, True, FEW)] == [[few], [noted]]
    assert prints.alike(plan, False, Choice()) == [every]
    plan.version += 1
    assert prints.alike(plan, False, FEW) == []


def test_what_is_cancelled_stays_so_and_its_worker_hears_of_it():
    wanted = prints.ask(a_plan(), NOW)
    prints.claim(wanted.id, NOW)
    prints.progress(wanted, 1, 9, NOW, "guide")
    assert wanted.making == "guide"
    assert prints.cancel(wanted, NOW)
    with pytest.raises(prints.Cancelled):
        prints.progress(wanted, 2, 9, NOW)
    prints.finish(wanted, "ab" * 32, NOW)
    prints.fail(wanted, "fault", NOW)
    assert (wanted.state, wanted.content, wanted.problem, wanted.making) == (
        "cancelled",
        "",
        "",
        "",
    )
    assert prints.claim(wanted.id, NOW) is None


def test_what_is_over_cannot_be_cancelled():
    wanted = prints.ask(a_plan(), NOW)
    prints.finish(wanted, "ab" * 32, NOW)
    assert (prints.cancel(wanted, NOW), wanted.state) == (False, "done")


def test_of_two_that_make_the_same_the_second_waits():
    plan = a_plan()
    first, second, other = (prints.ask(plan, NOW) for _ in range(3))
    for one in (first, second, other):
        prints.claim(one.id, NOW)
    assert prints.begin(first, "ab" * 32)
    assert not prints.begin(second, "ab" * 32)
    assert prints.begin(other, "cd" * 32)
    assert (first.state, second.state) == ("running", "waiting")
    prints.finish(first, "ab" * 32, NOW)
    prints.claim(second.id, NOW)
    assert prints.begin(second, "ab" * 32)


def test_papers_that_could_not_be_made_are_named():
    wanted = prints.ask(a_plan(), NOW)
    prints.claim(wanted.id, NOW)
    prints.finish(wanted, "ab" * 32, NOW, ["guide", "worksheets " + "x" * 400])
    assert [len(name) for name in wanted.broken] == [5, 160]


def test_a_week_that_is_asked_for_twice_is_one_batch():
    alice, bob = make_facilitator(), make_facilitator("Bob")
    plans_ = [keep_plan(make_group(alice), alice) for _ in range(2)]
    wanted = [prints.ask(plan, NOW) for plan in plans_]
    first = prints.gather(alice, NOW.date(), wanted, NOW)
    assert prints.gather(alice, NOW.date(), wanted, NOW) is first
    assert {one.id for one in prints.of_batch(first)} == {one.id for one in wanted}
    assert prints.find_batch(alice, first.id) is first
    theirs = prints.gather(bob, NOW.date(), wanted[:1], NOW)
    assert [one.plan_id for one in prints.of_batch(theirs)] == [plans_[0].id]
    assert len(prints.of_batch(first)) == 2
    with pytest.raises(Unknown):
        prints.find_batch(bob, first.id)


def test_a_batch_is_forgotten_after_seven_days():
    alice = make_facilitator()
    batch = prints.gather(alice, NOW.date(), [], NOW)
    prints.forget_old(NOW + prints.KEPT - SECOND)
    assert prints.find_batch(alice, batch.id) is batch
    prints.forget_old(NOW + prints.KEPT)
    with pytest.raises(Unknown):
        prints.find_batch(alice, batch.id)
