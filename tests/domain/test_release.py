from __future__ import annotations

import random
from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.domain.audit import mood_outputs, named_outputs
from facilitator.domain.checkins import USUAL, Answer, Compared, Mood, Need, Word
from facilitator.domain.release import (
    MIN_K,
    NOTHING,
    Cells,
    Counts,
    Label,
    Sentences,
    is_named,
    quiet_sentence,
    release,
    tell,
)

SILENT, FEW, SOME, MOST = Label.NOT_SAID, Label.FEW_OR_NONE, Label.SOME, Label.MOST
ANSWERS = st.builds(
    Answer,
    mood=st.sampled_from(Mood),
    compared=st.sampled_from(Compared),
    needs=st.frozensets(st.sampled_from(Need)),
    words=st.frozensets(st.sampled_from(USUAL.words)),
    quiet=st.booleans(),
    quiet_even_if_guessed=st.booleans(),
)


class Scripted:
    """A source that gives the listed values of randrange(4), over and over; it counts them."""

    def __init__(self, *values):
        self.values, self.drawn = values, 0

    def randrange(self, stop):
        assert stop == 4
        self.drawn += 1
        return self.values[(self.drawn - 1) % len(self.values)]


def every_label(m, count, *, light):
    """The table of privacy.md 3.5, said as the counts at which each label can be given."""
    if m < 5 or (light and m < 7):
        return {SILENT}
    if m <= 8:
        lowest = {5: 3, 6: 4, 7: 5, 8: 5}[m]
        said = {MOST: range(lowest, m + 1), SILENT: range(lowest + 2)}
    else:
        e = 3 if m < 16 else m // 4
        said = {
            FEW: range(e + 1),
            SOME: range(e - 1, m - e + 2),
            MOST: range(m - e, m + 1),
        }
    return {label for label, counts in said.items() if count in counts}


def table(m, heavy, light):
    labels = every_label(m, heavy, light=False), every_label(m, light, light=True)
    return {Sentences(*pair) for pair in product(*labels)}


def vectors(sizes):
    return [
        (m, heavy, light) for m in sizes for heavy in range(m + 1) for light in range(m - heavy + 1)
    ]


def test_r4_the_reference_table_says_what_3_5_says_in_its_own_numbers():
    assert [every_label(5, c, light=False) for c in range(6)] == [
        {SILENT},
        {SILENT},
        {SILENT},
        {SILENT, MOST},
        {SILENT, MOST},
        {MOST},
    ]
    assert [every_label(9, c, light=True) for c in range(10)] == [
        {FEW},
        {FEW},
        {FEW, SOME},
        {FEW, SOME},
        {SOME},
        {SOME},
        {SOME, MOST},
        {SOME, MOST},
        {MOST},
        {MOST},
    ]


def test_r4_reachable_outputs_equal_the_table_for_every_room_from_5_to_40():
    rooms = vectors(range(5, 41))
    assert len(rooms) == 12_306
    different = [
        (m, heavy, light)
        for m, heavy, light in rooms
        if mood_outputs((heavy, m - heavy - light, light)) != table(m, heavy, light)
    ]
    assert different == []


def test_r4_what_a_close_can_draw_is_what_the_auditor_audits():
    scripts = list(product((0, 1, 3), repeat=4))
    for m, heavy, light in vectors((0, 4, 5, 6, 7, 8, 9, 12, 16)):
        drawn = {tell(Counts(m, heavy, light), Scripted(*script)) for script in scripts}
        assert drawn == table(m, heavy, light)


def test_r4_an_option_can_be_named_from_3_and_is_named_from_5_at_every_size():
    for n in range(5, 41):
        for count in range(n + 1):
            reachable = {named for named in (False, True) if (count >= 3 if named else count < 5)}
            assert named_outputs((count, n - count)) == reachable


def test_r4_each_label_alone_covers_at_least_three_counts():
    for m, light in product(range(5, 41), (False, True)):
        counts = Counter(label for c in range(m + 1) for label in every_label(m, c, light=light))
        assert min(counts.values()) >= 3


def allowed(ends, said, answers, silent):
    values = Counter(getattr(answer, said) for answer in answers)
    m = sum(count for value, count in values.items() if value not in silent)
    return table(m, *(values[end] for end in ends))


@settings(max_examples=150, deadline=None)
@given(st.lists(ANSWERS, min_size=5, max_size=16), st.integers())
def test_r4_a_release_counts_what_was_answered_and_says_only_what_the_table_allows(answers, seed):
    cells = release(answers, random.Random(seed))
    assert cells.n == len(answers)
    assert cells.mood in allowed((Mood.HEAVY, Mood.LIGHT), "mood", answers, {Mood.NOT_SAID})
    assert cells.compared in allowed(
        (Compared.HEAVIER, Compared.LIGHTER),
        "compared",
        answers,
        {Compared.NOT_SAID, Compared.ABSENT},
    )
    for options, said, named in ((Need, "needs", cells.needs), (USUAL.words, "words", cells.words)):
        ticked = Counter(option for answer in answers for option in getattr(answer, said))
        assert {o for o in options if ticked[o] >= 5} <= set(named)
        assert set(named) <= {o for o in options if ticked[o] >= 3}
        assert list(named) == [option for option in options if option in named]


def test_r4_wasnt_here_counts_as_not_answered():
    answers = [Answer(compared=Compared.ABSENT)] * 8 + [Answer(compared=Compared.HEAVIER)] * 4
    assert release(answers, Scripted(0)).compared == Sentences()
    one_more = [*answers, Answer(compared=Compared.HEAVIER)]
    assert release(one_more, Scripted(0)).compared == Sentences(MOST, SILENT)


def test_r4_the_order_of_the_answers_plays_no_part():
    answers = [Answer(mood=mood, needs=frozenset(Need)) for mood in Mood] * 3
    released = {release(answers[i:] + answers[:i], random.Random(4)) for i in range(len(answers))}
    assert len(released) == 1


def test_a_sentence_is_possible_by_m_alone_and_silence_has_one_shape():
    for m in range(9):
        said = release([Answer(mood=Mood.MIDDLE)] * m + [Answer()] * (12 - m), Scripted(0, 3))
        assert said == Cells(n=12)
    for m in range(9, 13):
        said = release([Answer(mood=Mood.MIDDLE)] * m + [Answer()] * (12 - m), Scripted(0, 3))
        assert said == Cells(n=12, mood=Sentences(FEW, FEW))


@given(st.lists(ANSWERS, max_size=4), st.integers())
def test_r2_below_five_nothing_is_released_whatever_was_answered(answers, seed):
    assert release(answers, random.Random(seed)) == NOTHING
    assert NOTHING.to_dict() == {}


@pytest.mark.parametrize("m", range(5))
def test_r2_a_question_fewer_than_five_answered_has_no_sentence(m):
    answers = [Answer(mood=Mood.HEAVY)] * m + [Answer()] * (10 - m)
    assert release(answers, Scripted(0)).mood == Sentences()


def test_r3_the_smallest_room_is_five_and_an_option_needs_it_too():
    assert MIN_K == 5
    assert [n for n in range(10) if is_named(n, n, 0)] == [5, 6, 7, 8, 9]


def share(draws, room, ask, seed=6):
    rng = random.Random(seed)
    return sum(ask(release(room, rng)) for _ in range(draws)) / draws


@pytest.mark.parametrize(
    ("band", "m", "label", "outermost", "next_one"),
    [
        (Mood.HEAVY, 5, MOST, 3, 4),
        (Mood.LIGHT, 8, MOST, 5, 6),
        (Mood.HEAVY, 12, MOST, 9, 10),
        (Mood.LIGHT, 12, FEW, 3, 2),
    ],
)
def test_r6_each_threshold_of_a_mood_is_drawn_25_50_25(band, m, label, outermost, next_one):
    """At the outermost count a label needs one threshold of three, at the next one two of them."""

    def is_said(cells):
        return (cells.mood.heavy if band is Mood.HEAVY else cells.mood.light) is label

    one, two = (
        share(10_000, [Answer(mood=band)] * c + [Answer(mood=Mood.MIDDLE)] * (m - c), is_said)
        for c in (outermost, next_one)
    )
    assert abs(one - 0.25) < 0.03
    assert abs(two - one - 0.50) < 0.03
    assert abs(1 - two - 0.25) < 0.03


@pytest.mark.parametrize(("count", "chance"), [(2, 0), (3, 0.25), (4, 0.75), (5, 1)])
def test_r6_the_threshold_of_an_option_is_drawn_25_50_25(count, chance):
    room = [Answer(words=frozenset({Word.GUILT}))] * count + [Answer()] * (6 - count)
    assert abs(share(10_000, room, lambda cells: cells.words == (Word.GUILT,)) - chance) < 0.03


def test_r6_every_item_has_draws_of_its_own():
    """Twelve items whose chance is 1/4 each: any two together must come to 1/16."""
    answer = Answer(
        Mood.HEAVY,
        Compared.HEAVIER,
        frozenset(Need),
        frozenset(USUAL.words) - {Word.HOPE},
        False,
        False,
    )
    room = [answer] * 3 + [Answer(Mood.MIDDLE, Compared.SAME)] * 2
    rng = random.Random(66)
    released = [release(room, rng) for _ in range(10_000)]
    said = [
        [c.mood.heavy is MOST, c.compared.heavy is MOST]
        + [option in (*c.needs, *c.words) for option in (*Need, *USUAL.words)]
        for c in released
    ]
    items = range(len(said[0]) - 1)
    together = [
        sum(row[a] and row[b] for row in said) / len(said) for a in items for b in items if a < b
    ]
    assert len(together) == 66
    assert max(abs(chance - 1 / 16) for chance in together) < 0.015
    assert not any(row[-1] for row in said)


def test_r6_every_release_draws_equally_often_whatever_was_answered():
    drawn = set()
    for answers in ([Answer()] * 5, [Answer(mood=Mood.HEAVY, words=frozenset(USUAL.words))] * 30):
        rng = Scripted(0, 1, 2, 3)
        release(answers, rng)
        drawn.add(rng.drawn)
    assert drawn == {4 + 4 + len(Need) + len(USUAL.words)}


@pytest.mark.parametrize("n", range(6))
@pytest.mark.parametrize("quiet", [False, True])
@pytest.mark.parametrize("even_if_guessed", [False, True])
def test_r13_quiet_is_said_from_three_or_at_any_number_where_being_guessed_is_all_right(
    n, quiet, even_if_guessed
):
    asking = Answer(quiet=quiet, quiet_even_if_guessed=even_if_guessed)
    answers = [Answer()] * (n - 1) + [asking] * min(n, 1)
    expected = (n >= 3 and quiet) or (n >= 1 and even_if_guessed)
    assert quiet_sentence(answers) is expected


def test_r13_one_who_asks_and_ten_who_ask_are_told_alike_and_no_cell_holds_it():
    one = [Answer(quiet=True)] + [Answer()] * 9
    ten = [Answer(quiet=True, quiet_even_if_guessed=True)] * 10
    assert quiet_sentence(one) is quiet_sentence(ten) is True
    nobody = release([Answer()] * 10, Scripted(1))
    assert release(one, Scripted(1)) == release(ten, Scripted(1)) == nobody


def test_counts_show_nothing_of_themselves_in_a_traceback():
    assert Counts.__repr__ is object.__repr__
