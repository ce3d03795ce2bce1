"""Sentences that a person can read, out of templates, papers and Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

READ = [
    *sorted((ROOT / "templates").rglob("*.html")),
    *sorted((ROOT / "handouts").rglob("*.html")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted(ROOT.glob("*.md")),
]

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
    r"who drew|are mixed|only you see",
    re.IGNORECASE,
)
_BLOCK = (
    r"</?(?:p|h[1-6]|li|ul|ol|div|td|th|tr|section|button|a|title|legend|label|header|b|form|dd|dt)"
    r"\b[^>]*>"
)


def _plain_template(text: str) -> str:
    text = re.sub(r"\{#.*?#\}", " ", text, flags=re.DOTALL)
    # Texts inside expressions are read too: macros get theirs as arguments.
    text = re.sub(r"\{\{(.*?)\}\}", _of_expression, text, flags=re.DOTALL)
    text = re.sub(r"\{%(.*?)%\}", _of_statement, text, flags=re.DOTALL)
    text = re.sub(_BLOCK, "\n\n", text)
    return re.sub(r"<[^>]*>", "", text)


def _of_expression(found: re.Match[str]) -> str:
    quoted = re.findall(r'"([^"]{25,})"', found[1])
    return " ".join(f"\n\n{text}\n\n" for text in quoted) or "{}"


def _of_statement(found: re.Match[str]) -> str:
    quoted = re.findall(r'"([^"]{25,})"', found[1])
    return " ".join(f"\n\n{text}\n\n" for text in quoted) or " "


def _plain_markdown(text: str) -> str:
    text = re.sub(r"```.*?```", "\n\n", text, flags=re.DOTALL)
    text = re.sub(r"^(?:#+|[-*]|\d+\.)\s", "\n\n", text, flags=re.MULTILINE)
    text = re.sub(r"^>|\\$|\*\*|[`*]", "", text, flags=re.MULTILINE)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return text.replace("|", "\n\n")


def sentences(path: Path) -> Iterator[str]:
    """Every sentence of this file, white space made plain. `{}` stands for what a page puts in."""
    text = path.read_text()
    plain = _plain_markdown(text) if path.suffix == ".md" else _plain_template(text)
    for paragraph in re.split(r"\n\s*\n", plain):
        words = " ".join(paragraph.split())
        for part in re.split(r"(?<=[.?!])[”\"’]?\s+(?=[“A-Z{])", words):
            # A sentence that a page puts in ends before the one that begins with a capital.
            yield re.sub(r"^(?:\{\} )+(?=[A-Z])", "", part.strip())


def about_anonymity() -> Iterator[tuple[str, str]]:
    """(file, sentence) of every sentence that speaks of who can know what."""
    for path in READ:
        for sentence in sentences(path):
            if ABOUT.search(sentence):
                yield str(path.relative_to(ROOT)), sentence
