"""Sentences that a person can read, out of everything that speaks to people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from tests.house import spoken

ROOT = Path(__file__).resolve().parents[2]

READ = [
    *sorted((ROOT / "templates").rglob("*.html")),
    *sorted((ROOT / "handouts").rglob("*.html")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "facilitator").rglob("*.py")),
    *sorted((ROOT / "facilitator" / "library").rglob("*.yaml")),
    *sorted((ROOT / "facilitator" / "library").rglob("*.md")),
    *sorted((ROOT / "static").glob("*.js")),
    *sorted((ROOT / "static").glob("*.css")),
    *sorted((ROOT / "handouts").rglob("*.css")),
]

ELSEWISE: list[str] = yaml.safe_load((Path(__file__).parent / "other_sentences.yaml").read_text())
"""Sentences with one of the words below that speak of something else than who can know what."""

# Words that a sentence about anonymity cannot do without, in our manner of speaking.
ABOUT = re.compile(
    r"anonym|who (said|wrote|answered)|mood of the room|nobody (sees|can|reads|is watching)|"
    r"no ?one (sees|can|reads)|nobody else|mixed with|answers are|they are destroyed|"
    r"opened at once|sealed envelope|envelopes .*sealed|recognise you|not know it is you|"
    r"guesses it is|history (will|of every)|exact words|could read|what passes between|"
    r"can be read|not encrypted|all there is|(fewer than|at least) five|5 or more|identif|"
    r"log line|no cookie|see you using|who used a phone|told apart|narrow down|untrace|"
    r"sees who|a device connected|are destroyed|never a number|no list of who|no record of|"
    r"gave which|may guess|can work out|not who said|points? at (people|any)|can see (you|who)|"
    r"who drew|are mixed|only you see|nobody but you|network can|would tell (anyone|that)|"
    r"destroyed|is released|of you(rs)? alone|nobody (who|you|in the)|without (your|a) name|"
    r"in so few|is the (whole )?link|leaves no link|may stay on the phone",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_BLOCK = (
    r"</?(?:p|h[1-6]|li|ul|ol|div|td|th|tr|section|button|a|title|legend|label|header|b|form|dd|dt)"
    r"\b[^>]*>"
)


def _plain_template(text: str) -> str:
    text = re.sub(r"\{#.*?#\}", " ", text, flags=re.DOTALL)
    # Texts inside expressions are read too: macros get theirs as arguments.
    inside = [one for found in _INSIDE.finditer(text) for one in _quoted(found[0])]
    text = re.sub(r"\{\{.*?\}\}", "{}", text, flags=re.DOTALL)
    text = re.sub(r"\{%.*?%\}", " ", text, flags=re.DOTALL)
    text = "\n\n".join((text, *inside))
    text = re.sub(_BLOCK, "\n\n", text)
    return re.sub(r"<[^>]*>", "", text)


def _quoted(expression: str) -> list[str]:
    found = ("".join(one) for one in re.findall(r'"([^"]*)"|\'([^\']*)\'', expression))
    return [text for text in found if " " in text.strip()]


def _plain_markdown(text: str) -> str:
    text = re.sub(r"```.*?```", "\n\n", text, flags=re.DOTALL)
    text = re.sub(r"^(?:#+|[-*]|\d+\.)\s", "\n\n", text, flags=re.MULTILINE)
    text = re.sub(r"^>|\\$|\*\*|[`*]", "", text, flags=re.MULTILINE)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return text.replace("|", "\n\n")


def _texts(path: Path) -> list[str]:
    """The texts of a file, an empty line between its paragraphs."""
    text = path.read_text()
    if path.suffix == ".py":
        return spoken.of_python(text)
    if path.suffix == ".js":
        return spoken.of_script(text)
    if path.suffix == ".css":
        return spoken.of_style(text)
    if path.suffix == ".yaml":
        return spoken.of_yaml(text)
    if path.suffix == ".md":
        front, body = spoken.front_and_body(text)
        return [*front, _plain_markdown(body)]
    return [_plain_template(text)]


@cache
def sentences(path: Path) -> tuple[str, ...]:
    """Every sentence of this file, white space made plain. `{}` stands for what a page puts in."""
    return tuple(_sentences(path))


def _sentences(path: Path) -> Iterator[str]:
    for paragraph in (part for text in _texts(path) for part in re.split(r"\n\s*\n", text)):
        words = " ".join(paragraph.split())
        for part in re.split(r"(?<=[.?!])[”\"’]?\s+(?=[“A-Z{])", words):
            # A sentence that a page puts in ends before the one that begins with a capital.
            yield re.sub(r"^(?:\{\} )+(?=[A-Z])", "", part.strip())


def about_anonymity() -> Iterator[tuple[str, str]]:
    """(file, sentence) of every sentence that speaks of who can know what, but for those that are
    known to speak of something else."""
    for path in READ:
        for sentence in sentences(path):
            if ABOUT.search(sentence) and sentence not in ELSEWISE:
                yield str(path.relative_to(ROOT)), sentence
