"""A zip from anybody as a few small files, or every reason why not. Nothing is written anywhere.

No path in it is ever opened: names only tell which file is which. Sizes are looked at twice, as
the zip declares them and while it is inflated.
"""

from __future__ import annotations

import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from facilitator.library.packs.manifest import (
    LICENCE,
    MANIFEST,
    MODULE,
    MOST_ALL,
    MOST_FILE,
    MOST_FILES,
    MOST_PACKED,
)
from facilitator.library.problems import LibraryError

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1 | 0x40
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError,
    OverflowError, IndexError, OSError,
)  # fmt: skip
"""What reading a zip that somebody bent can raise."""
_DAMAGED = "this file is damaged, or larger than the zip declares: take the pack out again"


class BadPack(Exception):
    """Nothing of the pack was taken in. `problems` are all that was found, by file and line."""

    def __init__(self, problems: Iterable[LibraryError]) -> None:
        self.problems = tuple(problems)
        super().__init__(*map(str, self.problems))


def fault(name: str, remedy: str, field: str = "file", line: int = 1) -> LibraryError:
    return LibraryError(Path(shown(name)), line, field, remedy)


def shown(name: str) -> str:
    """A name that may stand on a page: in one line, and not endless."""
    plain = "".join(one if one.isprintable() else "�" for one in name)
    return plain if len(plain) <= 90 else f"{plain[:89]}…"


def unpack(data: bytes) -> tuple[dict[str, bytes], list[LibraryError]]:
    """The files that can be read, by name, and what is wrong with the others. Raises BadPack where
    it is no pack at all."""
    if len(data) > MOST_PACKED:
        raise BadPack([fault("pack", f"a pack has at most {MOST_PACKED // 1000} kB: make two")])
    if not data.startswith(b"PK\x03\x04"):
        raise BadPack([fault("pack", "this is not a zip file: choose the pack as it was saved")])
    try:
        with zipfile.ZipFile(BytesIO(data)) as pack:
            return _files(pack)
    except _BROKEN:
        raise BadPack([fault("pack", "this zip is damaged: save or send it again")]) from None


def _files(pack: zipfile.ZipFile) -> tuple[dict[str, bytes], list[LibraryError]]:
    infos = [info for info in pack.infolist() if not _folder(info)]
    if len(infos) > MOST_FILES:
        remedy = f"a pack has at most {MOST_FILES} files, and this has {len(infos)}: make two"
        raise BadPack([fault("pack", remedy)])
    problems = [fault(info.orig_filename, said) for info in infos if (said := _refused(info))]
    problems += _twins([info.orig_filename for info in infos])
    declared = sum(info.file_size for info in infos)
    if declared > MOST_ALL:
        remedy = f"unpacked, a pack has at most {MOST_ALL // 1000} kB: make two"
        raise BadPack([fault("pack", remedy), *problems])
    named = {one.path for one in problems}
    files: dict[str, bytes] = {}
    for info in infos:
        if Path(shown(info.orig_filename)) in named:
            continue
        content = _inflated(pack, info)
        if content is None:
            problems.append(fault(info.orig_filename, _DAMAGED))
        else:
            files[info.orig_filename] = content
    return files, problems


def _folder(info: zipfile.ZipInfo) -> bool:
    """The one folder of a pack may have an entry of its own, as file managers write it."""
    return info.orig_filename == "modules/" and not info.file_size


def _refused(info: zipfile.ZipInfo) -> str:
    """Why this entry is not even inflated; "" for one that is fine so far."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    astray = _astray(info.orig_filename)
    if astray:
        return f"take this file out: {astray}"
    if kind not in (0, stat.S_IFREG):
        return "take this out: it is a link or a device, and a pack holds plain files"
    if info.flag_bits & _ENCRYPTED:
        return "this file is locked with a password: take the pack out without one"
    if info.compress_type not in _METHODS:
        return "this file is packed in a way that is not read here: use plain zip (deflate)"
    if info.file_size > MOST_FILE:
        return f"a file has at most {MOST_FILE // 1000} kB: shorten it"
    return ""


def _astray(name: str) -> str:
    """What is wrong with this name; "" for one that a pack may hold."""
    if not name.isprintable():
        return "its name holds signs that no name has"
    if "\\" in name:
        return "a path in a pack is written with /, not with \\"
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        return "its path begins at the top of a disk"
    if ".." in name.split("/"):
        return "its path leads outside the pack"
    if name.lower().endswith(".zip"):
        return "a pack holds no other zip"
    if name not in (MANIFEST, LICENCE) and not MODULE.fullmatch(name):
        return f"a pack holds {MANIFEST}, {LICENCE} and modules/<id>.md"
    return ""


def _twins(names: list[str]) -> list[LibraryError]:
    """Names that a disk may take for one: the same twice, or unlike only in case or accents."""
    seen: dict[str, str] = {}
    found = []
    for name in names:
        key = unicodedata.normalize("NFKC", name).casefold()
        if key in seen:
            same = "stands twice" if seen[key] == name else f"is too like {shown(seen[key])}"
            found.append(fault(name, f"this name {same}: keep one of the two"))
        seen.setdefault(key, name)
    return found


def _inflated(pack: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes | None:
    """The content, or None where it is not what the zip declares. `zipfile` inflates in small
    steps and stops at the declared size, which is small here; the sum at the end then differs."""
    try:
        with pack.open(info) as file:
            content = file.read(MOST_FILE + 1)
    except _BROKEN:
        return None
    return content if len(content) == info.file_size <= MOST_FILE else None
