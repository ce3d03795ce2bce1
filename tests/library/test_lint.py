"""The words the library avoids: the list itself, and every shipped text held against it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from facilitator.domain.modules import Card, Cards, Columns, Handout, Lines
from facilitator.library import lint, shipped

MODULES = shipped().modules
PLAIN = MODULES["gr-01"]
"""A module with nothing to say against it, to plant things in."""

PLANTED = (Path(__file__).parent / "planted.txt").read_text().splitlines()
"""Sentences that no text may hold, one a line."""
STATED = (Path(__file__).parent / "stated.txt").read_text().splitlines()
"""Sentences that state something found out, one a line."""
PLAIN_TALK = (
    "Think of a small strain, two or three out of ten.",
    "After a quarter of an hour, come back.",
    "Make two rooms, one for each half of the circle.",
    "In ten minutes we go on.",
)


@pytest.mark.parametrize("key", MODULES)
def test_no_module_says_what_the_language_guide_avoids(key: str):
    assert [str(one) for one in lint.advice(MODULES[key])] == []


@pytest.mark.parametrize("key", MODULES)
def test_other_modules_and_themes_are_named_by_their_titles(key: str):
    """The facilitator reads paper: an id or a slug in backticks means nothing to her there."""
    whole = "\n".join(text for _, text in lint.texts(MODULES[key]))
    assert re.findall(r"`[^`]*`|\b[a-z]{2}-\d{1,2}\b", whole) == []


def test_no_theme_does_either():
    assert [str(one) for theme in shipped().themes for one in lint.of_theme(theme)] == []


def test_what_is_claimed_for_a_source_does_not_either():
    """Titles of works are theirs; the claim and the limit are ours."""
    patterns = [re.compile(one.find, re.IGNORECASE) for one in lint.words().avoid]
    ours = {key: f"{one.claim} {one.limit}" for key, one in shipped().sources.items()}
    # Works on estrangement are about estrangement.
    ours = {key: re.sub(r"\bestrange\w*", "", text, flags=re.I) for key, text in ours.items()}
    found = {key: [p[0] for r in patterns if (p := r.search(text))] for key, text in ours.items()}
    assert {key: words for key, words in found.items() if words} == {}


@pytest.mark.parametrize("sentence", PLANTED)
def test_what_is_planted_is_found(sentence: str):
    found = lint.advice(replace(PLAIN, care=f"{PLAIN.care}\n\n{sentence}"))
    remedies = {f"write instead: {one.say}" for one in lint.words().avoid}
    assert [one.field for one in found] == ["care"] * len(found)
    assert found
    assert {one.remedy for one in found} <= remedies


def test_every_rule_is_planted():
    rules = {one.find: re.compile(one.find, re.IGNORECASE) for one in lint.words().avoid}
    whole = "\n".join(PLANTED)
    assert [find for find, rule in rules.items() if not rule.search(whole)] == []


@pytest.mark.parametrize("sentence", STATED)
def test_a_statement_of_fact_is_found(sentence: str):
    module = replace(PLAIN, sources=("samhsa2014",), aim=sentence)
    assert [(one.field, one.found) for one in lint.advice(module)] == [("aim", sentence)]
    theme = replace(shipped().themes[0], sources=(), holds=sentence)
    assert [(one.field, one.found) for one in lint.of_theme(theme)] == [("holds", sentence)]


@pytest.mark.parametrize("sentence", PLAIN_TALK)
def test_plain_talk_is_no_fact(sentence: str):
    assert lint.facts(sentence) == []


def test_words_are_found_in_every_corner_of_a_handout():
    for part in (
        Cards("pocket", (Card("A toxic week", ""),)),
        Columns((Lines("Toxic", 3), Lines("Fine", 3))),
        Lines("Fine", 3, "a toxic hint"),
    ):
        found = lint.advice(replace(PLAIN, handout=Handout("Fine", "Fine.", (part,))))
        assert [(one.field, one.found.lower()) for one in found] == [("handout", "toxic")]


def test_an_allowed_use_is_allowed_there_and_nowhere_else():
    for one in lint.words().allowed:
        assert not lint.advice(MODULES[one.text]) if one.text in MODULES else True
        elsewhere = replace(PLAIN, aim=one.phrase)
        assert lint.advice(elsewhere), one.phrase


def test_every_allowed_use_is_still_used():
    assert lint.unused() == []
    whole = {key: " ".join(text for _, text in lint.texts(one)) for key, one in MODULES.items()}
    whole |= {
        t.slug: f"{t.title} {t.promise} {t.why} {t.holds} {t.not_said}" for t in shipped().themes
    }
    gone = [
        one
        for one in lint.words().allowed
        if one.phrase not in " ".join(whole.get(one.text, "").split()).replace("’", "'")
    ]
    assert gone == []


def test_a_closed_prompt_is_found():
    found = lint.advice(replace(PLAIN, prompts=("Did they stop?", "What helps?")))
    assert [(one.field, one.found) for one in found] == [("prompts", "Did they stop?")]


def test_a_fact_without_a_source_is_found():
    fact = "In one study, people who wrote felt better."
    found = lint.advice(replace(PLAIN, sources=("samhsa2014",), aim=fact))
    assert [(one.field, one.found) for one in found] == [("aim", fact)]
    assert lint.advice(replace(PLAIN, sources=("kumar2018",), aim=fact)) == ()


def test_steps_that_do_not_add_up_are_found():
    found = lint.advice(replace(PLAIN, typical=PLAIN.typical + 1, most=PLAIN.most + 1))
    assert [one.field for one in found] == ["steps"]


def test_a_module_without_steps_is_told_so():
    found = lint.advice(replace(PLAIN, steps=()))
    assert [(one.field, one.found) for one in found] == [("steps", "0 minutes")]


def test_a_long_sentence_is_found():
    found = lint.advice(replace(PLAIN, care=f"It was warm{' and dry' * 12} and light."))
    assert [(one.field, one.remedy) for one in found] == [
        ("care", "make two of it: 25 words at most")
    ]


def test_a_hard_text_is_found():
    hard = "Facilitators appreciate institutional heterogeneity. " * 30
    found = lint.advice(replace(PLAIN, care=hard))
    assert [one.remedy for one in found] == ["shorter sentences and words: grade 9 or below"]
