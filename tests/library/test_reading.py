"""How hard the texts are: the measure itself, and what it says of every shipped text."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from facilitator.library import shipped
from facilitator.library.reading import CEILINGS, LONGEST, grades, measure, syllables

COUNTED = {
    1: "phone moved thanks read hour tired lines like times used own",
    2: "mother even about open quiet being again only away table someone person kindness water",
    3: "family nobody together grandmother exercise remember example",
    4: "ordinary responsible",
    5: "facilitator",
}


@pytest.mark.parametrize(("count", "words"), COUNTED.items(), ids=str)
def test_syllables_are_counted_as_people_say_them(count: int, words: str):
    assert {word: syllables(word) for word in words.split()} == dict.fromkeys(words.split(), count)


def test_a_grade_is_the_formula_worked_by_hand():
    """Eleven words in two sentences, fifteen syllables."""
    found = measure("The cat sat on the mat. My mother made quiet tea.")
    assert (found.words, found.longest, found.sentence) == (11, 6, "The cat sat on the mat.")
    assert found.grade == pytest.approx(0.39 * 11 / 2 + 11.8 * 13 / 11 - 15.59, abs=0.05)


def test_markup_is_not_read_and_a_list_item_is_a_sentence():
    plain = measure("One two three.\n\nFour five.")
    assert measure("> One *two* **three**.\n>\n> Four five.") == plain
    assert measure("**A heading here.**\n\n- one two three\n- four five").words == 5 + 0


def test_nothing_has_no_grade():
    assert measure("  \n ").words == 0


@pytest.mark.parametrize("key", shipped().modules)
def test_every_text_is_within_its_grade(key: str):
    found = grades(shipped().modules[key])
    hard = {name: one["grade"] for name, one in asdict(found).items()}
    assert {name: grade for name, grade in hard.items() if grade > CEILINGS[name]} == {}


@pytest.mark.parametrize("key", shipped().modules)
def test_no_sentence_is_longer_than_a_breath(key: str):
    found = asdict(grades(shipped().modules[key]))
    assert [one["sentence"] for one in found.values() if one["longest"] > LONGEST] == []


def test_themes_are_as_plain_as_what_is_said():
    texts = {
        t.slug: f"{t.promise}\n\n{t.holds}\n\n{t.not_said}\n\n{t.why}" for t in shipped().themes
    }
    hard = {slug: measure(text).grade for slug, text in texts.items()}
    assert {slug: grade for slug, grade in hard.items() if grade > CEILINGS["said"]} == {}
