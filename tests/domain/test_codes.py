from __future__ import annotations

import inspect
import math
import random
import secrets
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.codes import (
    ALPHABET,
    CARD_LENGTH,
    CODE_LENGTH,
    LINK_SECRET_LENGTH,
    is_link_secret,
    link_and_card,
    new_card,
    new_code,
    new_link_secret,
    normalise_card,
    normalise_code,
    spaced_code,
)

CODES = st.text(st.sampled_from(ALPHABET), min_size=CODE_LENGTH, max_size=CODE_LENGTH)


def test_r39_the_alphabet_has_28_signs_without_look_alikes():
    assert len(ALPHABET) == len(set(ALPHABET)) == 28
    for alike in ("0OQ", "1IL", "2Z", "5S", "8B"):
        assert len(set(alike) & set(ALPHABET)) <= 1


def test_r39_a_code_is_six_signs_and_at_least_28_bits():
    assert len(new_code()) == CODE_LENGTH == 6
    assert math.log2(len(ALPHABET) ** CODE_LENGTH) >= 28


def test_r39_codes_and_secrets_come_from_the_operating_system_unless_a_test_says_otherwise():
    assert isinstance(inspect.signature(new_code).parameters["rng"].default, secrets.SystemRandom)
    default = inspect.signature(new_link_secret).parameters["token_bytes"].default
    assert default is secrets.token_bytes


def test_r39_every_sign_is_as_likely_as_any_other_in_every_place():
    rng = random.Random(39)
    codes = [new_code(rng) for _ in range(14_000)]
    for place in range(CODE_LENGTH):
        counts = Counter(code[place] for code in codes)
        assert set(counts) == set(ALPHABET)
        chi_square = sum((counts[sign] - 500) ** 2 / 500 for sign in ALPHABET)
        assert chi_square < 55.5  # p = 0.001 at 27 degrees of freedom


def test_a_code_is_shown_in_threes():
    assert spaced_code("K7MPQ4") == "K7M PQ4"
    assert spaced_code("K7MPQ4R3T") == "K7M PQ4 R3T"


def test_r39_a_card_is_nine_signs_and_at_least_40_bits_of_the_operating_system():
    assert len(new_card()) == CARD_LENGTH == 9
    assert math.log2(len(ALPHABET) ** CARD_LENGTH) >= 40
    assert isinstance(inspect.signature(new_card).parameters["rng"].default, secrets.SystemRandom)
    drawn = {sign for _ in range(400) for sign in new_card(random.Random(9))}
    many = random.Random(9)
    assert {sign for _ in range(400) for sign in new_card(many)} == set(ALPHABET) > drawn


@given(st.text(st.sampled_from(ALPHABET), min_size=CARD_LENGTH, max_size=CARD_LENGTH))
def test_a_card_is_read_however_it_is_typed_and_never_as_the_code_of_a_poster(card: str):
    assert normalise_card(f" {spaced_code(card).lower()}- ") == card
    assert normalise_code(card) is None
    assert normalise_card(card[:CODE_LENGTH]) is None


def test_a_square_holds_a_link_or_a_link_and_a_card():
    link, card = new_link_secret(), new_card()
    assert link_and_card(link) == (link, "")
    assert link_and_card(link + card) == (link, card)
    for other in ("", card, link[:-1], link + card[:-1], link + card + "A", link + "K7MPQ40OI"):
        assert link_and_card(other) is None


@pytest.mark.parametrize(
    "typed",
    [
        "K7MPQ4",
        "K7M PQ4",
        "k7m pq4",
        "  k7m-pq4\n",
        "K7M–PQ4",
        "K 7 M P Q 4",
        "K7M\u00a0PQ4",
        "Ｋ７ＭＰＱ４",
    ],
)
def test_a_code_is_understood_however_it_is_typed(typed):
    assert normalise_code(typed) == "K7MPQ4"


def test_a_look_alike_that_can_only_mean_one_sign_is_repaired():
    assert normalise_code("zsb 258") == "258258"


@pytest.mark.parametrize(
    "typed",
    ["", "K7MPQ", "K7MPQ44", "K7MPQ0", "K7MPQO", "K7MPQ1", "K7MPQI", "K7MPQL", "K7MPQ!", "К7МРQ4"],
)
def test_what_cannot_be_a_code_is_none(typed):
    assert normalise_code(typed) is None


def test_a_very_long_text_is_none_whatever_it_holds():
    assert normalise_code("K7MPQ4" + " " * 58) == "K7MPQ4"
    assert normalise_code("K7MPQ4" + " " * 59) is None


@given(CODES)
def test_a_code_survives_being_shown_and_typed_back_in_lower_case(code):
    assert normalise_code(spaced_code(code).lower()) == code


@given(st.text())
def test_any_text_gives_a_code_or_none(typed):
    code = normalise_code(typed)
    assert code is None or (len(code) == CODE_LENGTH and set(code) <= set(ALPHABET))


def test_r39_a_link_secret_is_128_bits_in_22_signs():
    asked = []

    def token_bytes(length):
        asked.append(length)
        return b"\xff" * length

    assert new_link_secret(token_bytes) == "_" * 21 + "w"
    assert asked == [16]
    assert len(new_link_secret()) == LINK_SECRET_LENGTH == 22
    assert len({new_link_secret() for _ in range(1000)}) == 1000


@given(st.binary(min_size=16, max_size=16))
def test_every_link_secret_is_known_as_one(token):
    assert is_link_secret(new_link_secret(lambda _length: token))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A" * 21,
        "A" * 23,
        "A" * 21 + "B",
        "A" * 21 + "=",
        "A" * 20 + "+A",
        "A" * 22 + "\n",
        "é" * 22,
    ],
)
def test_anything_else_is_no_link_secret(text):
    assert not is_link_secret(text)
