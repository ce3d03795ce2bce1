"""The words of the house: one word for one thing, a quiet tone, British spelling.

What may be said about anonymity has a stricter test of its own (R62); here stand the words that
nothing a person can read may hold.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator.domain.modules import Kind

ROOT = Path(__file__).resolve().parents[2]

SEEN = [
    *sorted((ROOT / "templates").rglob("*.html")),
    *sorted((ROOT / "handouts").rglob("*.html")),
    *sorted((ROOT / "facilitator" / "library").rglob("*.md")),
    ROOT / "facilitator" / "library" / "themes.yaml",
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted(ROOT.glob("*.md")),
]
CODE = sorted((ROOT / "facilitator").rglob("*.py"))
MARKUP = sorted([*(ROOT / "templates").rglob("*"), *(ROOT / "handouts").rglob("*.html")])

# Synonyms of the seven words (architecture.md), which would make two of one thing.
SYNONYMS = re.compile(
    r"\b(surveys?|questionnaires?|polls?|cohorts?|lessons?|curricul\w+|syllabus|retrospectives?|"
    r"handout packs?|bundles?|topics?)\b",
    re.IGNORECASE,
)
# R62. The wording itself is on the approved list; these are false whatever stands round them.
FALSE = re.compile(
    r"(completely|totally|fully|100 ?%|truly) anonymous|impossible|(no ?one|nobody) can ever|"
    r"untraceable|guaranteed? anonym",
    re.IGNORECASE,
)
AMERICAN = re.compile(
    r"\b(behaviors?|favorites?|neighbors?|honored|labor|organiz\w+|recogniz\w+|realiz\w+|"
    r"apologiz\w+|moms?|grays?|counselors?)\b",
    re.IGNORECASE,
)
LOUD = re.compile(r"[\w”’)]!(?!=)|[\U0001f000-\U0001faff☀-➿]")
EVENT = r"\son(?:click|change|submit|load|input|focus|blur|error|toggle|key\w+|mouse\w+)="
NOT_WORDS = re.compile(r"\{#.*?#\}|<!doctype[^>]*>|<!--.*?-->|!=", re.DOTALL | re.IGNORECASE)


def label(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines(path: Path) -> Iterator[str]:
    yield from NOT_WORDS.sub(" ", path.read_text()).splitlines()


def shown(path: Path) -> Iterator[str]:
    """The words of a template that reach the screen as they stand."""
    yield from re.sub(r"\{\{.*?\}\}|\{%.*?%\}|<[^>]*>", " ", "\n".join(lines(path))).splitlines()


def strings(path: Path) -> Iterator[str]:
    """What code may put before a person: every text in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def found(pattern: re.Pattern[str], texts: Iterator[str]) -> list[str]:
    return [text.strip()[:100] for text in texts if pattern.search(text)]


@pytest.mark.parametrize("path", SEEN, ids=label)
def test_the_tone_is_quiet(path: Path):
    assert found(LOUD, lines(path)) == []


@pytest.mark.parametrize("path", CODE, ids=label)
def test_the_tone_of_what_code_says_is_quiet(path: Path):
    assert found(LOUD, strings(path)) == []


@pytest.mark.parametrize("path", SEEN, ids=label)
def test_r62_nothing_false_is_promised(path: Path):
    assert found(FALSE, lines(path)) == []


@pytest.mark.parametrize("path", CODE, ids=label)
def test_r62_code_promises_nothing_false(path: Path):
    assert found(FALSE, strings(path)) == []


@pytest.mark.parametrize("path", SEEN, ids=label)
def test_the_spelling_is_british(path: Path):
    assert found(AMERICAN, lines(path)) == []


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=label)
def test_screens_use_the_seven_words(path: Path):
    assert found(SYNONYMS, shown(path)) == []


@pytest.mark.parametrize("path", CODE, ids=label)
def test_names_in_code_use_the_seven_words(path: Path):
    names = {
        node.name.replace("_", " ")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    assert found(SYNONYMS, iter(sorted(names))) == []


@pytest.mark.parametrize("path", [p for p in MARKUP if p.is_file()], ids=label)
def test_a_template_holds_nothing_inline_and_no_other_host(path: Path):
    text = path.read_text()
    inline = re.findall(r"<style|<script(?![^>]*\ssrc=)|\sstyle=|javascript:|" + EVENT, text)
    hosts = re.findall(r"(?:src|href|action)=[\"']?(?:https?:)?//[^\s\"'>]*", text)
    assert (inline, hosts) == ([], [])


@pytest.mark.parametrize("loud", ["Well done!", "“Saved”!", "Ready \U0001f389", "Done ✅"])
def test_a_loud_word_is_seen(loud: str):
    assert found(LOUD, iter([loud])) == [loud]


def test_a_kind_has_one_word_on_screen_and_on_paper():
    pairs = {
        place: dict(re.findall(pattern, (ROOT / place).read_text()))
        for place, pattern in (
            ("templates/macros.html", r'"([a-z-]+)": \("[a-z]+", "([A-Z][a-z ]+)"\)'),
            ("handouts/kinds.html", r'"([a-z-]+)": "([A-Z][a-z ]+)"'),
        )
    }
    on_screen, on_paper = pairs.values()
    assert on_screen == on_paper
    assert set(on_screen) == {kind.value for kind in Kind}
