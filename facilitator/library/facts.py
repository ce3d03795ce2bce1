"""Which sentence of a module rests on which work: the register in `facts/`, one file a theme.

A sentence that states something found out stands there word for word, beside the keys of its
sources; so does every other phrase that leans on a work a module names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, RootModel, StringConstraints

from facilitator.domain.modules import Module
from facilitator.library import lint
from facilitator.library.loader import Library, shipped
from facilitator.library.problems import Desk, LibraryError
from facilitator.library.yamlfile import Strict, read

FOLDER = Path(__file__).parent / "facts"
Phrase = Annotated[str, StringConstraints(min_length=12)]


@dataclass(frozen=True)
class Fact:
    """`says` stands literally in the module's text; `sources` are keys of `sources.yaml`."""

    module: str
    says: str
    sources: tuple[str, ...]


class FactIn(Strict):
    module: str
    says: Phrase
    sources: Annotated[list[str], Field(min_length=1)]


class FactsIn(RootModel[list[FactIn]]):
    pass


@cache
def register() -> tuple[Fact, ...]:
    """The register of the shipped texts. Raises LibraryError for the first fault."""
    facts, faults = load(FOLDER, shipped())
    if faults:
        raise faults[0]
    return facts


def load(folder: Path, library: Library) -> tuple[tuple[Fact, ...], list[LibraryError]]:
    """The register in this folder, and everything wrong with it: an unknown module, a phrase that
    its text does not hold, a key its module does not name."""
    facts: list[Fact] = []
    faults: list[LibraryError] = []
    for path in sorted(folder.glob("*.yaml")):
        desk = Desk(path)
        found = read(desk, path.read_text(encoding="utf-8"), 1, FactsIn)
        for place, one in enumerate(found[0].root if found else ()):
            fact = Fact(one.module, one.says, tuple(one.sources))
            facts.append(fact)
            for field, remedy in _wrong(fact, library):
                desk.mark(found[1].of((place, field)) if found else 1, field, remedy)
        faults += desk.found
    return tuple(facts), faults


def _wrong(fact: Fact, library: Library) -> Iterator[tuple[str, str]]:
    module = library.modules.get(fact.module)
    if module is None:
        yield "module", f"there is no module {fact.module}"
        return
    if flat(fact.says) not in whole(module):
        yield "says", f"{fact.module} does not say this: copy the words from its text"
    for key in fact.sources:
        if key not in module.sources:
            yield "sources", f"{fact.module} does not name {key}: add it there, or take it out"


def unused(library: Library, elsewhere: Iterable[str] = ()) -> list[str]:
    """Keys of works that no module and no theme names; `elsewhere` are those of other pages."""
    named = {key for module in library.modules.values() for key in module.sources}
    named |= {key for theme in library.themes for key in theme.sources} | set(elsewhere)
    return [key for key in library.sources if key not in named]


def whole(module: Module) -> str:
    """All its texts as one line of plain words."""
    return " · ".join(flat(text) for _, text in lint.texts(module))


def flat(text: str) -> str:
    """One line, straight quotation marks, no markup."""
    for mark, plain in (("’", "'"), ("“", '"'), ("”", '"'), ("*", ""), (">", "")):
        text = text.replace(mark, plain)
    return " ".join(text.split())


def missing(module: Module, facts: tuple[Fact, ...]) -> list[str]:
    """Sentences of this module that state a fact and stand in no entry, and keys of its sources
    that no entry uses (practice judgement needs none)."""
    own = [fact for fact in facts if fact.module == module.id]
    said = [flat(fact.says) for fact in own]
    bare = [
        sentence
        for _, text in lint.texts(module)
        for sentence in lint.facts(text)
        if not any(one in flat(sentence) or flat(sentence) in one for one in said)
    ]
    used = {key for fact in own for key in fact.sources}
    return bare + [key for key in module.sources if key not in used | lint.BASE]
