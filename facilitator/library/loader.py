"""From a folder of texts to the library: everything validated, or the first fault raised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import get_args

from facilitator.domain.modules import Module, Source, Theme
from facilitator.library.body import HANDOUT, Section, read_prompts, read_steps, said, sections
from facilitator.library.frontmatter import FrontMatter, read_head, split
from facilitator.library.handouts import MARKS, read_handout
from facilitator.library.problems import Desk, LibraryError
from facilitator.library.registers import (
    Helplines,
    read_helplines,
    read_sources,
    read_themes,
)
from facilitator.library.yamlfile import Lines

CROSS_THEME = "cross-theme"
_SHIPPED = Path(__file__).parent


@dataclass(frozen=True)
class Library:
    """What a folder holds. Modules stand by id, sources by key, themes in their order."""

    modules: Mapping[str, Module]
    themes: tuple[Theme, ...]
    sources: Mapping[str, Source]
    helplines: Helplines

    def theme(self, slug: str) -> Theme | None:
        return next((theme for theme in self.themes if theme.slug == slug), None)

    def of_theme(self, slug: str | None) -> tuple[Module, ...]:
        """The modules of one theme, by id; None gives the cross-theme ones."""
        return tuple(module for module in self.modules.values() if module.theme == slug)


@cache
def shipped() -> Library:
    """The texts that come with the program, read once a process."""
    return load(_SHIPPED)


def load(folder: Path) -> Library:
    """The library in this folder: `texts/<theme>/<id>.md` and the three registers.

    Raises LibraryError for the first fault, by file and line.
    """
    library, faults = _read(folder)
    if faults:
        raise faults[0]
    return library


def check(folder: Path) -> list[LibraryError]:
    """Every fault in this folder, in the order of files and lines; empty when it loads."""
    return _read(folder)[1]


def _read(folder: Path) -> tuple[Library, list[LibraryError]]:
    desks: list[Desk] = []

    def register(name: str) -> tuple[Desk, str]:
        desks.append(Desk(folder / name))
        return desks[-1], _text(desks[-1])

    sources = read_sources(*register("sources.yaml"))
    themes = read_themes(*register("themes.yaml"), sources)
    helplines = read_helplines(*register("helplines.yaml"))
    modules: dict[str, Module] = {}
    for desk, shelf in _files(folder, themes):
        desks.append(desk)
        module = read_module(desk, _text(desk), shelf, sources)
        if module and module.id in modules:
            desk.mark(1, "id", f"{module.id} is used by another file: ids are unique")
        elif module:
            modules[module.id] = module
    faults = [fault for desk in desks for fault in sorted(desk.found, key=lambda one: one.line)]
    frozen = MappingProxyType(modules), themes or (), MappingProxyType(sources or {})
    return Library(*frozen, helplines), faults


def _text(desk: Desk) -> str:
    try:
        return desk.path.read_text(encoding="utf-8")
    except FileNotFoundError:
        desk.mark(1, "file", "this file is missing: add it")
    except UnicodeDecodeError:
        desk.mark(1, "file", "save this file as UTF-8")
    return ""


def _files(folder: Path, themes: tuple[Theme, ...] | None) -> Iterator[tuple[Desk, str]]:
    """Each text with the name of its folder, cross-theme first, then by name. Folders must be
    themes, unless the themes could not be read."""
    known = None if themes is None else {CROSS_THEME, *(theme.slug for theme in themes)}
    for path in sorted((folder / "texts").glob("*.md")):
        desk = Desk(path)
        desk.mark(1, "theme", f"move this file into {CROSS_THEME} or the folder of its theme")
        yield desk, CROSS_THEME
    shelves = sorted(
        (one for one in (folder / "texts").iterdir() if one.is_dir()),
        key=lambda one: (one.name != CROSS_THEME, one.name),
    )
    for shelf in shelves:
        for path in sorted(shelf.glob("*.md")):
            desk = Desk(path)
            if known is not None and shelf.name not in known:
                desk.mark(1, "theme", f"{shelf.name} is not in themes.yaml: add it or rename")
            yield desk, shelf.name


def read_module(
    desk: Desk, text: str, shelf: str | None, sources: Mapping[str, Source] | None
) -> Module | None:
    """The module of one text; None when anything was marked. `shelf` is its folder's name, None for
    a text that stands in no folder of a theme. Sources are looked up where the register of sources
    could be read."""
    parts = split(desk, text)
    if parts is None:
        return None
    found = read_head(desk, parts[0])
    if found is None:
        return None
    head, lines = found
    _in_place(desk, head, lines, shelf)
    for number, key in enumerate(head.sources):
        if sources is not None and key not in sources:
            remedy = f"{key} is not in sources.yaml: add it there or take it out here"
            desk.mark(lines.of(("sources", number)), "sources", remedy)
    body = sections(desk, parts[1], parts[2])
    module = None if body is None else _module(desk, head, body)
    return None if desk.found else module


def _in_place(desk: Desk, head: FrontMatter, lines: Lines, shelf: str | None) -> None:
    if head.id != desk.path.stem:
        desk.mark(lines.of(("id",)), "id", f"name the file {head.id}.md, or mend the id")
    if shelf is None:
        if head.theme not in (None, *get_args(MARKS)):
            remedy = f"leave this line out, or write one of: {', '.join(get_args(MARKS))}"
            desk.mark(lines.of(("theme",)), "theme", remedy)
        return
    if shelf == CROSS_THEME and head.theme is not None:
        desk.mark(lines.of(("theme",)), "theme", "leave this line out: the module is cross-theme")
    if shelf != CROSS_THEME and head.theme != shelf:
        desk.mark(lines.of(("theme",)), "theme", f"write `theme: {shelf}`, or move the file")


def _module(desk: Desk, head: FrontMatter, body: dict[str, Section]) -> Module:
    steps = read_steps(desk, body["Steps"], head.minutes.typical)
    return Module(
        id=head.id,
        title=head.title,
        theme=head.theme,
        kind=head.kind,
        least=head.minutes.least,
        typical=head.minutes.typical,
        most=head.minutes.most,
        intensity=head.intensity,
        summary=head.summary,
        materials=tuple(head.materials),
        aim=said(body["Aim"].text),
        steps=steps.steps,
        say=said(body["Say"].text),
        prompts=read_prompts(desk, body["Prompts"]),
        care=said(body["Take care"].text),
        online=said(body["Online"].text),
        handout=read_handout(desk, body[HANDOUT]) if HANDOUT in body else None,
        sources=tuple(head.sources),
        shorten=steps.shorten,
        sizes=steps.sizes,
        each=head.each,
        fewest=head.people.fewest,
        largest=head.people.largest,
        voices=tuple(head.voices),
        contact=head.contact,
    )
