"""What a text of ours does not say, and what it may only say with a source.

The words stand in `words.yaml`, each with its remedy. Shipped texts must have no finding; a text
that a facilitator writes is shown the same findings as advice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import StringConstraints

from facilitator.domain.modules import Module, Theme
from facilitator.library.problems import Desk
from facilitator.library.reading import CEILINGS, LONGEST, Measured, grades
from facilitator.library.yamlfile import Strict, read

WORDS = Path(__file__).parent / "words.yaml"
BASE = frozenset({"samhsa2014"})
"""Practice judgement as it stands in the guidance for groups: no fact rests on it alone."""

_COUNT = r"(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|most|many|half)"
_WHO = (
    r"(?:experts?|psychologists?|doctors|scientists|therapists|researchers|sociologists|historians)"
)
FACT = re.compile(
    r"\bstud(?:y|ies)\b|\bresearch|\bsurvey|\bexperiments\b|\btrials\b|\bper ?cent\b|\d ?%"
    rf"|\b{_COUNT} (?:in|out of) (?:every )?(?!ten\b(?<=out of ten))(?:{_COUNT}|a hundred)\b"
    r"|\bhalf of (?:all|us)\b"
    r"|\b(?:two|three) (?:thirds|quarters)\b|\ba (?:third|quarter) of (?!an hour)"
    r"|\bof \d[\d,]+ \w+|\breviews? of\b|\btimes (?:as|more|less)\b|\bevidence\b|\bthe data\b"
    r"|\bpolls? (?:show|found|say)|\bscien(?:ce|tist)"
    rf"|\b{_WHO} (?:have|has|say|said|agree|find|found|know|believe|hold|think)\b"
    r"|\bon average\b|\bbrains? (?:mark|notice|respond|react|let)",
    re.IGNORECASE,
)
"""A sentence that says how things are found to be. Found, it needs a source's key."""

PROMPT = re.compile(r"(What|How|When|Who|Whose|Which|Where|To what|For whom|In what|At what)\b")
FIELDS = (
    "title", "summary", "aim", "materials", "steps", "shorten", "sizes", "say", "prompts", "care",
    "online", "handout",
)  # fmt: skip
"""The fields that somebody reads or hears, in their order on the page."""

Said = Annotated[str, StringConstraints(min_length=1)]


@dataclass(frozen=True)
class Advice:
    """Something to look at in a text. `field` is where, `found` the words, `remedy` what to do."""

    field: str
    found: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.field}: “{self.found}”: {self.remedy}"


class Avoided(Strict):
    find: Said
    say: Said
    source: Said


class AllowedIn(Strict):
    """One use that stays: `text` is a module's id or a theme's slug."""

    text: Said
    phrase: Said
    because: Said


class WordsIn(Strict):
    avoid: list[Avoided]
    allowed: list[AllowedIn]


@cache
def words() -> WordsIn:
    """The list, read once a process. Raises LibraryError for the first fault in it."""
    desk = Desk(WORDS)
    found = read(desk, WORDS.read_text(encoding="utf-8"), 1, WordsIn)
    if found is None:
        raise desk.found[0]
    return found[0]


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Avoided], ...]:
    return tuple((re.compile(one.find, re.IGNORECASE), one) for one in words().avoid)


def advice(module: Module) -> tuple[Advice, ...]:
    """Everything to look at in a module, in the order of its fields."""
    found = [
        *_avoided(module.id, texts(module)),
        *_prompts(module),
        *_facts(module),
        *_minutes(module),
        *_hard(module),
    ]
    return tuple(sorted(found, key=lambda one: FIELDS.index(one.field)))


def texts(module: Module) -> tuple[tuple[str, str], ...]:
    """The fields of a module that somebody reads or hears, with their texts; a field may have
    several."""
    plain = ("title", "summary", "aim")
    found = [(name, getattr(module, name)) for name in plain]
    found += [("materials", one) for one in module.materials]
    found += [("steps", step.text) for step in module.steps]
    found += [("shorten", module.shorten), ("sizes", module.sizes), ("say", module.say)]
    found += [("prompts", prompt) for prompt in module.prompts]
    found += [("care", module.care), ("online", module.online)]
    found += [("handout", one) for one in (words_of(module.handout) if module.handout else ())]
    return tuple(found)


_NAMES = frozenset({"style", "name", "size", "theme"})
"""Fields of a handout's parts that are no words: which drawing, which size of card."""


def words_of(value: Any) -> Iterator[str]:
    """Every text in a handout, in reading order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from words_of(one)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in _NAMES:
                yield from words_of(getattr(value, field.name))


def of_theme(theme: Theme) -> tuple[Advice, ...]:
    """The same for what a theme says of itself. Where it speaks of studies, it names its works."""
    names = ("title", "promise", "why", "holds", "not_said")
    found = [(name, getattr(theme, name)) for name in names]
    stated = [
        Advice(name, sentence, "name the source of this, or say it as your own view")
        for name, text in found
        for sentence in facts(text)
        if not theme.sources
    ]
    return (*_avoided(theme.slug, found), *stated)


def _avoided(text_id: str, found: Iterable[tuple[str, str]]) -> Iterator[Advice]:
    kept = [one.phrase for one in words().allowed if one.text == text_id]
    for field, text in found:
        said = " ".join(text.split()).replace("’", "'")
        spans = [match.span() for phrase in kept for match in re.finditer(re.escape(phrase), said)]
        for pattern, rule in _patterns():
            for match in pattern.finditer(said):
                if not any(a <= match.start() and match.end() <= b for a, b in spans):
                    yield Advice(field, match[0], f"write instead: {rule.say}")


def unused() -> list[AllowedIn]:
    """Allowed uses that forgive nothing: their phrase holds no word of the list."""
    return [
        one
        for one in words().allowed
        if not any(pattern.search(one.phrase) for pattern, _ in _patterns())
    ]


def _prompts(module: Module) -> Iterator[Advice]:
    for prompt in module.prompts:
        if "?" in prompt and not PROMPT.match(prompt.lstrip("“\"'*")):
            remedy = "ask openly: begin with What, How, When, Who, Which or Where"
            yield Advice("prompts", prompt, remedy)


def _facts(module: Module) -> Iterator[Advice]:
    if set(module.sources) - BASE:
        return
    for field, text in texts(module):
        for sentence in facts(text):
            yield Advice(field, sentence, "name the source of this, or say it as your own view")


def facts(text: str) -> list[str]:
    """The sentences of a text that state something found out."""
    flat = " ".join(re.sub(r"^\s*>\s?", "", text, flags=re.MULTILINE).split())
    return [one for one in re.split(r"(?<=[.?])[\"”]?\s+", flat) if FACT.search(one)]


def _minutes(module: Module) -> Iterator[Advice]:
    total = sum(step.minutes for step in module.steps)
    if total != module.typical:
        remedy = f"make the steps add up to {module.typical}, the typical length"
        yield Advice("steps", f"{total} minutes", remedy)


def _hard(module: Module) -> Iterator[Advice]:
    found = grades(module)
    for name, field in (("read", "handout"), ("said", "say"), ("notes", "care")):
        measured: Measured = getattr(found, name)
        if measured.grade > CEILINGS[name]:
            remedy = f"shorter sentences and words: grade {CEILINGS[name]:g} or below"
            yield Advice(field, f"grade {measured.grade}", remedy)
        if measured.longest > LONGEST:
            yield Advice(field, measured.sentence, f"make two of it: {LONGEST} words at most")
