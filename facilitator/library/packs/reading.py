"""A pack as modules, or every fault in it by file, line, field and remedy."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from facilitator.domain.modules import Module, Source
from facilitator.library.loader import read_module
from facilitator.library.packs.cleaning import Removed, cleaned
from facilitator.library.packs.manifest import LICENCE, MANIFEST, MODULE, Manifest, Origin
from facilitator.library.packs.unpacking import BadPack, fault, shown, unpack
from facilitator.library.problems import Desk, LibraryError
from facilitator.library.writing import faults, settled
from facilitator.library.yamlfile import Lines, read

OTHER_FORMAT = (
    "this pack has another format, and this program reads format 1: bring the program up to date, "
    "or ask for the pack in format 1"
)
MOST_SHOWN = 1000
"""Problems of one pack that are told. No pack that a person made has as many."""


@dataclass(frozen=True)
class Arrival:
    """One module as it would come in: settled and cleaned, under the id it has in the pack."""

    module: Module
    licence: str
    origins: tuple[Origin, ...]
    removed: tuple[Removed, ...]


@dataclass(frozen=True)
class Pack:
    title: str
    author: str
    language: str
    made_on: str
    made_with: str
    arrivals: tuple[Arrival, ...]


def read_pack(data: bytes, sources: Mapping[str, Source]) -> Pack:
    """Everything in the pack, or BadPack. Sources are looked up in this register."""
    files, problems = unpack(data)
    texts = {name: _text(name, content, problems) for name, content in files.items()}
    manifest = _manifest(texts, problems)
    if manifest is not None:
        problems += _compared(*manifest, files, problems)
    modules = {
        found[1]: _module(name, text, sources, problems)
        for name, text in texts.items()
        if text is not None and (found := MODULE.fullmatch(name))
    }
    if problems or manifest is None:
        ordered = sorted(problems, key=lambda one: (_place(one), str(one.path), one.line))
        raise BadPack(map(_short, ordered[:MOST_SHOWN]))
    return _pack(manifest[0], modules)


def _place(problem: LibraryError) -> int:
    """The whole pack first, then its manifest, then the rest."""
    return ["pack", MANIFEST, str(problem.path)].index(str(problem.path))


def _short(problem: LibraryError) -> LibraryError:
    """A field or a remedy may repeat what the pack says, which may be endless."""
    field, remedy = shown(problem.field), problem.remedy[:400]
    return LibraryError(problem.path, problem.line, field, remedy)


def _text(name: str, content: bytes, problems: list[LibraryError]) -> str | None:
    """The file as text with one kind of line end, or None with the reason among the problems."""
    if content.startswith(b"PK\x03\x04"):
        problems.append(fault(name, "take this file out: a pack holds no other zip"))
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problems.append(fault(name, "save this file as UTF-8", line=line))
        return None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        problems.append(fault(name, "take the empty signs (NUL) out of this line", line=line))
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _manifest(
    texts: Mapping[str, str | None], problems: list[LibraryError]
) -> tuple[Manifest, Lines] | None:
    for name in (MANIFEST, LICENCE):
        if name not in texts and not any(str(one.path) == name for one in problems):
            problems.append(fault(name, "this file is missing: take the pack out again"))
    text = texts.get(MANIFEST)
    if text is None:
        return None
    desk = Desk(Path(MANIFEST))
    found = read(desk, text, 1, Manifest)
    # Another format may have any fields: naming them as faults would mislead.
    other = [one for one in desk.found if one.field == "format" and "one of" in one.remedy]
    if other:
        problems.append(fault(MANIFEST, OTHER_FORMAT, "format", other[0].line))
    else:
        problems += desk.found
    return found


def _compared(
    manifest: Manifest, lines: Lines, files: Mapping[str, bytes], before: list[LibraryError]
) -> list[LibraryError]:
    """Where the manifest and the files of the pack differ."""
    desk = Desk(Path(MANIFEST))
    unread = {str(one.path) for one in before}
    listed: set[str] = set()
    for number, one in enumerate(manifest.files):
        line = lines.of(("files", number))
        if one.path in listed:
            desk.mark(line, "files", f"{one.path} stands twice: keep one of the two")
        elif one.path not in files and one.path not in unread:
            desk.mark(line, "files", f"{one.path} is not in the pack: take the pack out again")
        elif one.path in files and _differs(files[one.path], one.size, one.sha256):
            desk.mark(line, "files", f"{one.path} was changed after the pack was made: {_AGAIN}")
        listed.add(one.path)
    told = [fault(name, f"name this file in {MANIFEST}, or take it out")
            for name in files if name not in {MANIFEST, *listed}]  # fmt: skip
    return [*desk.found, *told, *_licensed(manifest, lines, files, unread)]


_AGAIN = "change the module in the program, and take it out again"


def _differs(content: bytes, size: int, sha256: str) -> bool:
    return len(content) != size or hashlib.sha256(content).hexdigest() != sha256


def _licensed(
    manifest: Manifest, lines: Lines, files: Mapping[str, bytes], unread: set[str]
) -> Iterator[LibraryError]:
    """Each module has one entry with its licence, and each entry a module."""
    seen: set[str] = set()
    for number, one in enumerate(manifest.modules):
        path, line = f"modules/{one.id}.md", lines.of(("modules", number))
        if one.id in seen:
            yield fault(MANIFEST, f"{one.id} stands twice: keep one", "modules", line)
        elif path not in files and path not in unread:
            yield fault(MANIFEST, f"there is no {path} in the pack", "modules", line)
        seen.add(one.id)
    for name in files:
        match = MODULE.fullmatch(name)
        if match and match[1] not in seen:
            yield fault(name, f"give this module an entry with a licence in {MANIFEST}", "licence")


def _module(
    name: str, text: str, sources: Mapping[str, Source], problems: list[LibraryError]
) -> tuple[Module, tuple[Removed, ...]] | None:
    """The module with what was taken out of it; None when anything was marked."""
    desk = Desk(Path(name))
    module = read_module(desk, text, None, sources)
    problems += desk.found
    if module is None:
        return None
    clean, removed = cleaned(module)
    clean = settled(clean)
    left = faults(clean, sources) if removed else []
    problems += [
        fault(name, f"without the markup in it: {one.remedy}", one.field, one.line) for one in left
    ]
    return clean, removed


def _pack(
    manifest: Manifest, modules: Mapping[str, tuple[Module, tuple[Removed, ...]] | None]
) -> Pack:
    arrivals = []
    for one in manifest.modules:
        found = modules[one.id]
        assert found is not None  # noqa: S101  a module that could not be read is a problem
        origins = tuple(Origin(o.id, _said(o.title), _said(o.by)) for o in one.origins)
        arrivals.append(Arrival(found[0], one.licence, origins, found[1]))
    author = _said(manifest.author or "")
    return Pack(
        _said(manifest.title), author, manifest.language, manifest.made_on,
        _said(manifest.made_with), tuple(arrivals),
    )  # fmt: skip


def _said(text: str) -> str:
    return cleaned(text)[0]
