from __future__ import annotations

from itertools import product
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.domain import checkins
from facilitator.domain.checkins import (
    COMPARISONS,
    FACES,
    PLAINTEXT_LENGTH,
    Answer,
    Asked,
    Compared,
    Face,
    Mood,
    Need,
    Word,
    need_field,
    pack,
    read_answer,
    unpack,
    word_field,
)

FORM = checkins.fields()
NOT_SAID = {field: values[0] for field, values in FORM.items()}
EVERYTHING = {field: values[-1] for field, values in FORM.items()}
ANSWERS = st.builds(
    Answer,
    mood=st.sampled_from(Mood),
    compared=st.sampled_from(Compared),
    needs=st.frozensets(st.sampled_from(Need)),
    words=st.frozensets(st.sampled_from(checkins.USUAL.words)),
    quiet=st.booleans(),
    quiet_even_if_guessed=st.booleans(),
)
FORMS = st.fixed_dictionaries({field: st.sampled_from(values) for field, values in FORM.items()})


def test_the_form_holds_these_fields_in_this_order():
    assert list(FORM) == [
        "mood",
        "compared",
        "need-listen",
        "need-speak",
        "need-company",
        "need-calm",
        "need-break",
        "need-help-finding",
        "word-1",
        "word-2",
        "word-3",
        "word-4",
        "word-5",
        "quiet",
        "quiet-even-if-guessed",
    ]
    assert {values[0] for values in FORM.values()} == {checkins.NO}


def test_r29_every_value_of_a_field_takes_the_same_room_in_a_body():
    for field, values in FORM.items():
        assert len(set(values)) == len(values) >= 2
        assert {len(urlencode({field: value})) for value in values} == {len(field) + 2}


@settings(max_examples=300, deadline=None)
@given(FORMS)
def test_r29_the_posted_body_has_one_length_over_all_combinations(form):
    assert len(urlencode(form).encode()) == len(urlencode(NOT_SAID).encode())


def test_r29_the_body_length_is_the_same_for_every_pair_of_answers_with_the_rest_at_either_end():
    lengths = {
        len(urlencode({**rest, one: a, other: b}).encode())
        for rest in (NOT_SAID, EVERYTHING)
        for one, other in product(FORM, repeat=2)
        for a, b in product(FORM[one], FORM[other])
    }
    assert lengths == {sum(len(field) + 3 for field in FORM) - 1}


@pytest.mark.parametrize(
    ("face", "mood"),
    [
        (Face.HEAVY, Mood.HEAVY),
        (Face.LOW, Mood.HEAVY),
        (Face.IN_BETWEEN, Mood.MIDDLE),
        (Face.STEADY, Mood.LIGHT),
        (Face.LIGHT, Mood.LIGHT),
    ],
)
def test_five_faces_become_three_bands_when_they_arrive(face, mood):
    value = next(value for value, there in FACES.items() if there is face)
    assert read_answer(NOT_SAID | {"mood": value}) == Answer(mood=mood)


@pytest.mark.parametrize("compared", list(COMPARISONS.values()))
def test_compared_is_read_as_it_was_posted(compared):
    value = next(value for value, there in COMPARISONS.items() if there is compared)
    assert read_answer(NOT_SAID | {"compared": value}) == Answer(compared=compared)


def test_each_two_state_field_sets_its_own_part_of_the_answer():
    for need in Need:
        assert read_answer({need_field(need): "1"}) == Answer(needs=frozenset({need}))
    for place, word in enumerate(checkins.USUAL.words):
        assert read_answer({word_field(place): "1"}) == Answer(words=frozenset({word}))
    assert read_answer({"quiet": "1"}) == Answer(quiet=True)
    assert read_answer({"quiet-even-if-guessed": "1"}) == Answer(quiet_even_if_guessed=True)


def test_every_need_and_every_word_may_be_ticked_at_once():
    assert read_answer(EVERYTHING) == Answer(
        mood=Mood.LIGHT,
        compared=Compared.ABSENT,
        needs=frozenset(Need),
        words=frozenset(checkins.USUAL.words),
        quiet=True,
        quiet_even_if_guessed=True,
    )


def test_an_empty_form_and_an_untouched_one_are_both_an_answer_that_says_nothing():
    assert read_answer({}) == read_answer(NOT_SAID) == Answer()


ODD = st.one_of(st.text(min_size=2), st.none(), st.integers(), st.lists(st.text(), max_size=2))


@given(st.dictionaries(st.sampled_from([*FORM, "", "need-", "ticket"]), ODD))
def test_r27_odd_input_is_read_as_not_said_and_never_raises(form):
    assert read_answer(form) == Answer()


@pytest.mark.parametrize("odd", ["6", "-1", "01", "1 ", "１", "on", "true", ""])
def test_a_value_the_form_does_not_offer_is_not_said(odd):
    assert read_answer(dict.fromkeys(FORM, odd)) == Answer()


@given(ANSWERS)
def test_r18_every_answer_packs_to_one_length_and_comes_back_the_same(answer):
    packed = pack(answer)
    assert len(packed) == PLAINTEXT_LENGTH == 1024
    assert unpack(packed) == answer


def test_r18_different_answers_pack_differently():
    moods = [Answer(mood=mood, compared=compared) for mood in Mood for compared in Compared]
    ticks = [read_answer({field: "1"}) for field in FORM if FORM[field] == ("0", "1")]
    answers = [*moods, *ticks]
    assert len({pack(answer) for answer in answers}) == len(answers) == 4 * 5 + 13


@given(st.binary(max_size=20))
def test_what_is_not_a_packed_answer_is_refused(prefix):
    padded = prefix.ljust(PLAINTEXT_LENGTH, b"\0")
    try:
        answer = unpack(padded)
    except ValueError:
        return
    assert pack(answer) == padded


@pytest.mark.parametrize(
    "spoil",
    [
        lambda packed: b"",
        lambda packed: packed[:-1],
        lambda packed: packed + b"\0",
        lambda packed: packed[:-1] + b"\1",
        lambda packed: b"\3" + packed[1:],
        lambda packed: packed[:1] + bytes([len(Mood)]) + packed[2:],
        lambda packed: packed[:2] + bytes([len(Compared)]) + packed[3:],
        lambda packed: packed[:3] + b"\2" + packed[4:],
        lambda packed: packed[:14] + b"\1" + packed[15:],  # a sixth word, where five were asked
        lambda packed: packed[:18] + b"\2" + packed[19:],
        lambda packed: packed[:21] + b"\1" + packed[22:],
        lambda packed: packed[:19] + b"\2\x31" + packed[21:],
        lambda packed: packed[:19] + b"\0\1\xff" + packed[22:],
    ],
)
def test_a_spoiled_plaintext_is_refused(spoil):
    with pytest.raises(ValueError, match="plaintext of an envelope"):
        unpack(spoil(pack(Answer())))


def test_an_answer_shows_nothing_of_itself_in_a_traceback():
    assert Answer.__repr__ is object.__repr__


FREE = Asked(("guilt", "Tired feet", "hope", "a", "b", "c", "d", "e"), free_text=True)
WRITTEN = st.text(st.characters(exclude_categories=("C", "Z")), max_size=checkins.LONGEST_TEXT)


@given(st.frozensets(st.sampled_from(FREE.words)), WRITTEN)
def test_r18_words_of_ones_own_come_back_from_the_same_length(words, text):
    answer = Answer(words=words, text=text, quiet=True)
    packed = pack(answer, FREE)
    assert (len(packed), unpack(packed, FREE)) == (PLAINTEXT_LENGTH, answer)


def test_the_longest_text_of_the_widest_signs_fits():
    answer = Answer(text="\U0001f9e1" * checkins.LONGEST_TEXT)
    assert unpack(pack(answer, FREE), FREE) == answer


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  my  week \r\n was\tlong ", "my week was long"),
        ("x" * 200, "x" * 140),
        ("\ud800\0", ""),
        (None, ""),
        (["a"], ""),
    ],
)
def test_what_is_written_is_one_line_of_140_signs(typed, read):
    assert read_answer({"text": typed}, FREE) == Answer(text=read)


def test_nothing_is_read_that_was_not_asked():
    assert read_answer({"text": "I wrote this", "word-6": "1", "word-9": "1"}) == Answer()


def test_an_envelope_of_the_first_format_is_still_read():
    first = bytes([1, 1, 2, 1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 1, 0]).ljust(PLAINTEXT_LENGTH, b"\0")
    assert unpack(first) == Answer(
        mood=Mood.HEAVY,
        compared=Compared.SAME,
        needs=frozenset({Need.LISTEN, Need.HELP_FINDING}),
        words=frozenset({Word.GUILT, Word.HOPE}),
        quiet=True,
    )
