"""What every one of the seventy-two texts promises a facilitator who has never seen it.

Library brief, 3 (safety), 6 (language) and the eighteen points of 6.4. The patterns are the words
that the texts really use; a new way to say a thing belongs into the pattern.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import pytest

from facilitator.domain.checks import RETURN
from facilitator.domain.modules import Cards, Kind, Module
from facilitator.domain.papers.beside import PRINTED
from facilitator.library import shipped
from facilitator.library.lint import texts

MODULES = shipped().modules
WITH_HANDOUT = [key for key, module in MODULES.items() if module.handout]
GROUNDINGS = [module.title for module in MODULES.values() if module.kind is Kind.GROUNDING]

OPT_OUT = re.compile(
    r"\b(?:other|another|quiet|that|her) task\b"
    r"|\b(?:anyone|someone|a member|a person)\b[^.?]*\b(?:can|may)\b"
    r"|\bpassing is fine, and so is \w+ing\b",
    re.IGNORECASE,
)
"""Something else to do, in the paragraph that says passing is fine."""

OUT = r"\b(?:hand (?:out|round)|give (?:out|everyone|each person)|offer)\b[^.]*"
SHEET = r"\b(?:sheets?|pages?|kit|clocks|step cards)\b"
CARD = r"\b(?:sheets?|pages?|cards|slips|bookmarks)\b"
LAID = r"|\blay the question cards|\bwhile the cards go round"

DEEP = re.compile(r"\b(?:is|as) a 3\b")
"""A module that is deep for some members only says so in these words."""

SHUT_EYES = re.compile(r"\b(?:clos|shut)\w*\b[^.?]{0,12}\beyes\b|\beyes (?:closed|shut)\b", re.I)
CLOSED = re.compile(r"\bWhy (?:did|do|does|is|was|were|have|has|are|can)(?:n[’']t)?\b")

TOUCHES_CONTACT = (
    *("qd-2", "qd-3", "qd-4", "tg-2", "tg-3", "tg-4", "gu-1", "gu-2", "gu-3", "gu-4", "sh-1"),
    *("sh-2", "sh-3", "sl-1", "sl-2", "sl-3", "sd-1", "sd-2", "sd-3", "sd-4", "cp-2", "cp-3"),
    *("cp-4", "fp-1", "fp-3", "fp-4", "sc-2", "sc-4", "ow-1", "ow-2", "ow-3", "rl-2", "rl-4"),
    *("nb-1", "nb-2", "nb-3", "nb-4", "as-2", "as-3", "as-4", "ci-03", "op-03"),
)
"""Modules that touch a child's nearness, replies or visits, or could be heard so. Chosen by reading
all seventy-two."""

OUT_OF_TOUCH = re.compile(r"without contact|\bno contact|out of touch", re.IGNORECASE)
INSTEAD = re.compile(
    r"\b(?:may|can) (?:instead )?"
    r"(?:be (?:a|for)|choose|come|cut|do|draw|give|hold|leave|name|speak|take|turn|use|write)\b"
    r"|\b(?:choose|change|fills in|practise with|sort|take|thanks|write to)\b"
    r"|\b(?:another|equal|same|other) (?:questions|task|three readers)\b|\bnothing changes\b"
)
"""What there is to do for her, in the sentence that names her or the one after it."""

SAID_ALIKE = {
    "This page is yours, and nobody will collect it.": "the promise of a handout, in one form",
    "This page is yours to keep, and nobody will collect it.": "the promise of a handout",
    "It is yours to keep, and nobody will collect it.": "the promise of a handout",
    "Cameras may be off, and the chat is not saved.": "the agreement for every online meeting",
    "There may be a side we can't hear from here.": "the words to try when a child is on trial",
    'End with "Thread back to the day", which must not be left out.': "safety after intensity 3",
    "Two facilitators must be there, with a phone number for everyone.": "safety online",
}
"""Sentences that may stand in more than two modules, and what for."""


def flat(text: str) -> str:
    return " ".join(re.sub(r"^\s*(?:>|[-*]|\d+\.)\s", "", text, flags=re.MULTILINE).split())


def sentences(text: str) -> list[str]:
    plain = flat(text).replace("*", "")
    return [one.strip("\"“”' ") for one in re.split(r"(?<=[.?:])[\"”]?\s+", plain)]


def steps(module: Module) -> str:
    return " ".join(flat(step.text) for step in module.steps)


WAYS = ("shorten", "stretch")


@pytest.mark.parametrize("key", MODULES)
def test_the_shortest_and_the_longest_are_those_of_the_front(key: str):
    module = MODULES[key]
    named = [re.findall(rf"To {way} to (\d+) minutes?:", module.shorten) for way in WAYS]
    assert named == [[str(module.least)], [str(module.most)]]


@pytest.mark.parametrize("key", MODULES)
def test_a_small_and_a_large_group_each_have_their_way(key: str):
    found = re.findall(r"(Small|Large) group \((under 5|over 10)\): \w+", MODULES[key].sizes)
    assert found == [("Small", "under 5"), ("Large", "over 10")]


@pytest.mark.parametrize("key", MODULES)
def test_passing_is_fine_and_something_else_can_be_done(key: str):
    care = MODULES[key].care.split("\n\n")
    passing = [flat(one) for one in care if "Passing is fine" in one]
    assert len(passing) == 1
    assert OPT_OUT.search(passing[0])


@pytest.mark.parametrize("key", WITH_HANDOUT)
def test_a_step_says_when_the_handout_goes_out(key: str):
    module = MODULES[key]
    assert module.handout is not None
    cards = any(isinstance(part, Cards) for part in module.handout.parts)
    going_out = f"{OUT}{CARD}{LAID}" if cards else f"{OUT}{SHEET}"
    assert re.search(going_out, steps(module), re.IGNORECASE)


@pytest.mark.parametrize("key", WITH_HANDOUT)
def test_what_is_to_be_laid_out_names_the_handout_once(key: str):
    """In a word that the packet counts itself, or with the work that it makes beforehand."""
    worked = re.compile(r"(?:cut|folded pages) from the handout$")
    named = [one for one in MODULES[key].materials if one in PRINTED or worked.search(one)]
    assert len(named) == 1


@pytest.mark.parametrize("key", [key for key, one in MODULES.items() if not one.handout])
def test_no_handout_is_laid_out_where_there_is_none(key: str):
    assert [one for one in MODULES[key].materials if "handout" in one or one in PRINTED] == []


@pytest.mark.parametrize(
    "key", [key for key, one in MODULES.items() if one.intensity == 3 or DEEP.search(one.care)]
)
def test_what_goes_deep_names_the_grounding_before_and_the_way_back(key: str):
    care = flat(MODULES[key].care)
    by_name = "|".join(re.escape(f'"{title}"') for title in GROUNDINGS)
    some = "" if MODULES[key].intensity == 3 else "|a grounding before it"
    assert re.search(rf'(?:{by_name}{some}).*"{MODULES[RETURN].title}"', care)


def test_the_modules_that_go_deep_are_the_known_ones():
    deep = {key for key, one in MODULES.items() if one.intensity == 3 or DEEP.search(one.care)}
    assert deep == {"qd-4", "sd-2", "sd-4", "fp-2", "ow-3", "nb-1", "nb-2", "nb-3", "nb-4"}


@pytest.mark.parametrize("key", TOUCHES_CONTACT)
def test_who_has_no_contact_has_a_task_too(key: str):
    module = MODULES[key]
    said = sentences(f"{steps(module)} {module.say} {module.care}")
    pairs = zip(said, [*said[1:], ""], strict=True)
    assert [a for a, b in pairs if OUT_OF_TOUCH.search(a) and INSTEAD.search(f"{a} {b}")] != []


@pytest.mark.parametrize("key", MODULES)
def test_no_question_asks_for_a_reason(key: str):
    """The facilitator asks openly: library brief, 6.2."""
    module = MODULES[key]
    assert [one for one in (module.say, *module.prompts) if CLOSED.search(one)] == []


@pytest.mark.parametrize("key", MODULES)
def test_nobody_is_told_to_close_her_eyes(key: str):
    ordered = [
        one
        for _, text in texts(MODULES[key])
        for one in sentences(text)
        if SHUT_EYES.search(one) and not re.match(r"(?:Do not ask|Never ask)\b", one)
    ]
    assert ordered == []


def test_no_sentence_stands_in_more_than_two_modules():
    assert set(alike()) == set(SAID_ALIKE)


def alike() -> Iterator[str]:
    """Whole sentences of more than eight words that three modules or more have word for word."""
    found: dict[str, set[str]] = defaultdict(set)
    for module in MODULES.values():
        for _, text in texts(module):
            for one in sentences(text):
                if len(one.split()) > 8:
                    found[one].add(module.id)
    return (one for one, where in found.items() if len(where) > 2)
