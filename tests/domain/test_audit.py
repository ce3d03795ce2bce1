"""The auditor against the shipped rule, against rules it must reject, and against brute force."""

from __future__ import annotations

from itertools import product

import pytest

from facilitator.domain import audit as auditor
from facilitator.domain.audit import CONTROL, MOODS, MOVES, NAMED, Finding, Rule, audit, audit_pair
from facilitator.domain.release import heavy_label, light_label

STATED_SIZES = (*range(5, 21), 30, 40)
STATED_PAIRS = range(5, 17)
PLACES = range(3)


def knows_nothing(_m, _output):
    return 0


def fixed_thresholds(room):
    """Rule 1 without its secret: every threshold in the middle of its range."""
    m, (heavy, _, light) = sum(room), room
    return frozenset({(heavy_label(m, heavy, 1, 1), light_label(m, light, 1, 1))})


def exact_counts(room):
    return frozenset({room})


def named_as_pick_one(room):
    """The rule for needs, misused for a question where one person picks one option."""
    n = sum(room)
    named = [{auditor.release.is_named(n, count, place) for place in PLACES} for count in room[:2]]
    return frozenset(product(*named))


FIXED = Rule("fixed thresholds", 3, fixed_thresholds, auditor.mood_knows)
EXACT = Rule("exact counts", 3, exact_counts, knows_nothing)
PICK_ONE = Rule("named, pick one", 3, named_as_pick_one, knows_nothing)


def test_r5_the_shipped_rule_for_moods_has_no_violation_in_any_stated_room_or_pair():
    assert audit(MOODS, STATED_SIZES, STATED_PAIRS) == []


def test_r5_the_shipped_rule_for_needs_and_words_has_no_violation_from_5_to_40():
    assert audit(NAMED, range(5, 41), STATED_PAIRS) == []


def test_r5_the_shipped_audit_looks_at_both_rules_and_finds_nothing():
    assert auditor.audit_shipped((5, 9), (6,)) == []
    assert range(5, 41) == auditor.ALL_SIZES


def test_r5_the_four_level_control_is_rejected_for_the_room_that_can_only_be_5_0_5():
    found = audit(CONTROL, [10], [])
    both = ("over-half", "over-half")
    proved = [(v.finding, v.band) for v in found if v.outputs == (both,)]
    assert proved == [
        (Finding.COUNT, 0),
        (Finding.COUNT, 1),
        (Finding.NONE, 1),
        (Finding.NONE_NOT_ONE, 1),
        (Finding.COUNT, 2),
    ]
    assert {v.sizes for v in found} == {(10,)}


def test_r5_the_four_level_control_is_sound_below_9_and_rejected_in_stated_rooms_above():
    assert audit(CONTROL, range(5, 9), []) == []
    assert {v.sizes[0] for v in audit(CONTROL, STATED_SIZES, [])} >= {10, 12, 14, 16}


def test_r5_thresholds_that_are_not_secret_are_rejected_when_two_evenings_are_compared():
    assert {v.finding for v in audit(FIXED, [], STATED_PAIRS)} == {Finding.LEFT, Finding.JOINED}


def test_r5_exact_counts_are_rejected_in_every_way_a_room_can_be():
    findings = {v.finding for v in audit(EXACT, [5], [5])}
    assert findings == set(Finding)


def test_r5_naming_options_of_a_pick_one_question_is_rejected():
    found = audit(PICK_ONE, [6], [])
    assert (Finding.COUNT, ((True, True),)) in {(v.finding, v.outputs) for v in found}


@pytest.mark.parametrize(("m", "known"), [(5, 1), (7, 1), (8, 2), (15, 2), (16, 3), (20, 4)])
def test_r5_what_a_reader_of_moods_may_know_is_exactly_what_is_stated(m, known):
    assert auditor.mood_knows(m, None) == known
    one_more = Rule("one more", 3, auditor.mood_outputs, lambda _m, _output: known + 1)
    assert {v.finding for v in audit(one_more, [m], [])} == {Finding.ANOTHER}


@pytest.mark.parametrize("m", [5, 6, 7, 8, 20])
def test_r5_what_a_reader_of_a_named_need_may_know_is_exactly_what_is_stated(m):
    assert auditor.named_knows(m, True) == m - 4
    one_more = Rule("one more", 2, auditor.named_outputs, lambda _m, _output: m - 3)
    seen = {(v.finding, v.outputs, v.band) for v in audit(one_more, [m], []) if v.outputs[0]}
    assert seen == {(Finding.ANOTHER, (True,), 0)}


@pytest.mark.parametrize("m", [5, 9, 40])
def test_r5_four_who_ticked_a_need_that_is_not_named_know_that_no_one_else_did(m):
    four = Rule("four", 2, auditor.named_outputs, lambda _m, output: m - 4 if output else 4)
    assert [(v.finding, v.outputs, v.band, v.known) for v in audit(four, [m], [])] == [
        (Finding.ANOTHER, (False,), 1, (4, 0))
    ]


def test_r5_one_known_answer_and_two_evenings_is_where_the_promise_of_3_5_ends():
    """3.5 claims pairs only for a reader who knows nobody's answer; this pins what lies beyond."""
    found = [
        violation
        for m, (leaving, joining) in product(STATED_PAIRS, MOVES)
        for violation in audit_pair(MOODS, m, leaving, joining, known=1)
    ]
    assert {v.finding for v in found} == {Finding.LEFT, Finding.JOINED}
    assert {v.known for v in found} == {(0, 1, 0)}
    assert min(max(v.sizes) for v in found) == 10
    needs = [
        violation
        for m, (leaving, joining) in product(STATED_PAIRS, MOVES)
        for violation in audit_pair(NAMED, m, leaving, joining, known=1)
    ]
    assert needs == []


def people_in(rule, m):
    """Each person's band, for every possible evening, with the outputs it can lead to."""
    for people in product(range(rule.bands), repeat=m):
        room = tuple(people.count(band) for band in range(rule.bands))
        for output in rule.outputs(room):
            yield people, output


def certain_by_brute_force(rule, m, known):
    """(output, known answers, band) wherever person `known` is sure of one band, from people."""
    bands = {}
    for people, output in people_in(rule, m):
        bands.setdefault((output, people[:known]), set()).add(people[known])
    return {
        (output, tuple(answers.count(band) for band in range(rule.bands)), only)
        for (output, answers), seen in bands.items()
        if len(seen) == 1
        for only in seen
    }


@pytest.mark.parametrize("rule", [MOODS, FIXED, EXACT, PICK_ONE])
@pytest.mark.parametrize(("m", "known"), [(5, 1), (5, 2), (6, 2), (7, 3)])
def test_r5_the_auditor_agrees_with_brute_force_over_people_in_one_room(rule, m, known):
    asked = Rule(rule.name, rule.bands, rule.outputs, lambda _m, _output: known)
    found = {
        (v.outputs[0], v.known, v.band)
        for v in audit(asked, [m], [])
        if v.finding is Finding.ANOTHER
    }
    assert found == certain_by_brute_force(rule, m, known)


@pytest.mark.parametrize("rule", [MOODS, FIXED, EXACT])
@pytest.mark.parametrize(("leaving", "joining"), MOVES)
def test_r5_the_auditor_agrees_with_brute_force_over_people_on_two_evenings(rule, leaving, joining):
    m = 5
    everybody = range(m + joining)
    groups = {
        Finding.STAYED: everybody[leaving:m],
        Finding.LEFT: everybody[:leaving],
        Finding.JOINED: everybody[m:],
    }
    possible = {}
    for people in product(range(rule.bands), repeat=m + joining):
        evenings = people[:m], people[leaving:]
        rooms = [tuple(e.count(band) for band in range(rule.bands)) for e in evenings]
        for pair in product(*(rule.outputs(room) for room in rooms)):
            possible.setdefault(pair, []).append(people)
    expected = {
        (finding, pair, *bands)
        for pair, worlds in possible.items()
        for finding, members in groups.items()
        for person in members
        if len(bands := {people[person] for people in worlds}) == 1
    }
    found = {(v.finding, v.outputs, v.band) for v in audit_pair(rule, m, leaving, joining)}
    assert found == expected
