"""A bad pack is refused, with everything that is wrong with it."""

from __future__ import annotations

import io
import re
import stat
import time
import zipfile
from typing import Any

import pytest

from facilitator.library import shipped
from facilitator.library.packs import (
    BadPack,
    read_pack,
)
from facilitator.library.packs.manifest import MOST_ALL, MOST_FILE, MOST_FILES, MOST_PACKED
from facilitator.library.packs.reading import OTHER_FORMAT
from tests.library.packing import LISTED, SOUND, packed, signed, zipped


def said(data: bytes) -> list[str]:
    with pytest.raises(BadPack) as raised:
        read_pack(data, shipped().sources)
    return [str(problem) for problem in raised.value.problems]


AGAIN = "change the module in the program, and take it out again"
TEXT = SOUND[LISTED].decode()
NAMES = "a pack holds manifest.yaml, LICENCE.txt and modules/<id>.md"


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("../evil.md", "its path leads outside the pack"),
        ("modules/../../evil.md", "its path leads outside the pack"),
        ("/etc/evil.md", "its path begins at the top of a disk"),
        ("C:/evil.md", "its path begins at the top of a disk"),
        ("c:evil.md", "its path begins at the top of a disk"),
        ("modules\\evil.md", "a path in a pack is written with /, not with \\"),
        ("..\\evil.md", "a path in a pack is written with /, not with \\"),
        ("inner.zip", "a pack holds no other zip"),
        ("modules/evil.md", NAMES),
        ("modules/./own-abcdefghij.md", NAMES),
        ("modules//own-abcdefghij.md", NAMES),
        ("readme.txt", NAMES),
        ("other/", NAMES),
        ("modules/a\nb.md", "its name holds signs that no name has"),
        ("modules/\u202eevil.md", "its name holds signs that no name has"),
    ],
)
def test_a_name_that_a_pack_has_no_use_for_is_refused(name: str, remedy: str):
    seen = "".join(one if one.isprintable() else "�" for one in name).rstrip("/")
    found = said(zipped({**SOUND, name: b"x"}))
    assert found[0].replace("modules/./", "modules/").replace("//", "/") == (
        f"{seen}:1 file: take this file out: {remedy}"
    ).replace("modules/./", "modules/").replace("//", "/")


@pytest.mark.parametrize(
    ("changed", "remedy"),
    [
        (
            {"external_attr": (stat.S_IFLNK | 0o777) << 16},
            "take this out: it is a link or a device, and a pack holds plain files",
        ),
        (
            {"external_attr": (stat.S_IFIFO | 0o644) << 16},
            "take this out: it is a link or a device, and a pack holds plain files",
        ),
        (
            {"compress_type": zipfile.ZIP_BZIP2},
            "this file is packed in a way that is not read here: use plain zip (deflate)",
        ),
    ],
)
def test_an_entry_that_is_no_plain_file_is_refused(changed: dict[str, Any], remedy: str):
    assert said(zipped(SOUND, **changed)) == [f"{LISTED}:1 file: {remedy}"]


def test_a_locked_file_is_refused():
    data = bytearray(packed())
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.rindex(sign) + place] |= 1
    locked = "this file is locked with a password: take the pack out without one"
    assert said(bytes(data)) == [f"{LISTED}:1 file: {locked}"]


def test_twins_are_refused():
    twice = io.BytesIO(packed())
    with zipfile.ZipFile(twice, "a") as pack, pytest.warns(UserWarning, match="Duplicate name"):
        pack.writestr(LISTED, b"other")
    assert said(twice.getvalue()) == [
        f"{LISTED}:1 file: this name stands twice: keep one of the two"
    ]
    found = said(zipped({**SOUND, "licence.TXT": b"x"}))
    assert "licence.TXT:1 file: this name is too like LICENCE.txt: keep one of the two" in found


DAMAGED = "this file is damaged, or larger than the zip declares: take the pack out again"


def bomb(declared: int) -> bytes:
    """A module that inflates to 50 MB, while both heads of its entry declare something else."""
    data = bytearray(zipped({**SOUND, LISTED: b"0" * 50_000_000}))
    for sign, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.rindex(sign) + place
        data[at : at + 4] = declared.to_bytes(4, "little")
    return bytes(data)


@pytest.mark.parametrize(
    ("declared", "remedy"),
    [
        (100, DAMAGED),
        (MOST_FILE, DAMAGED),
        (MOST_FILE + 1, "a file has at most 200 kB: shorten it"),
    ],
)  # fmt: skip
def test_a_bomb_is_refused_whatever_it_declares(declared: int, remedy: str):
    data = bomb(declared)
    before = time.process_time()
    assert said(data) == [f"{LISTED}:1 file: {remedy}"]
    assert time.process_time() - before < 0.5


def test_limits_of_the_whole_pack():
    many = {f"modules/own-{n:010}.md": b"x" for n in range(MOST_FILES + 1)}
    assert said(zipped(many)) == [
        f"pack:1 file: a pack has at most {MOST_FILES} files, and this has 201: make two"
    ]
    full = {f"modules/own-{n:010}.md": b"0" * MOST_FILE for n in range(MOST_ALL // MOST_FILE + 1)}
    assert said(zipped(full))[0] == "pack:1 file: unpacked, a pack has at most 8000 kB: make two"
    assert said(b"PK\x03\x04" + b"0" * MOST_PACKED) == [
        "pack:1 file: a pack has at most 2000 kB: make two"
    ]


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"%PDF-1.7", b"MZ" + packed(), b"PK\x05\x06" + bytes(18)]
)
def test_what_is_no_zip_is_refused(data: bytes):
    assert said(data) == ["pack:1 file: this is not a zip file: choose the pack as it was saved"]


def test_a_broken_zip_is_refused_wherever_it_breaks():
    data = packed()
    cut = "pack:1 file: this zip is damaged: save or send it again"
    assert {tuple(said(data[:n])) for n in range(4, len(data), 97)} == {(cut,)}
    found = []
    for place in range(0, len(data), 13):
        bent = bytearray(data)
        bent[place] ^= 0x5A
        try:
            found.append(
                read_pack(bytes(bent), shipped().sources).arrivals
                == read_pack(data, shipped().sources).arrivals
            )
        except BadPack as bad:
            found.append(bool(bad.problems))
    assert set(found) == {True}


def test_a_pack_without_its_papers_is_refused():
    missing = "this file is missing: take the pack out again"
    assert said(zipped({LISTED: SOUND[LISTED]})) == [
        f"manifest.yaml:1 file: {missing}",
        f"LICENCE.txt:1 file: {missing}",
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("format: 1", "format: 2\nshelf: x", "1 format: this pack has another format"),
        ("format: 1", "format: '1'", "1 format: this pack has another format"),
        ("title: Quiet", "titel: Quiet", "4 titel: take this field out, or mend its spelling"),
        ("author: Maria", "author: Maria\nemail: m@x.org", "6 email: take this field out"),
        ("language: en-GB", "language: English", "6 language: "),
        ("licence: CC BY-SA 4.0", "licence: mine", "9 modules.0.licence: write one of: 'CC"),
        ("id: own-abcdefghij", "id: own-bbbbbbbbbb", "8 modules: there is no "),
        ("path: LICENCE.txt", "path: ../LICENCE.txt", "files: ../LICENCE.txt is not in the pack"),
        ("title: Quiet evenings", "title: &a Quiet\nauthor2: *a", "4 yaml: write this out"),
    ],
)  # fmt: skip
def test_a_fault_in_the_manifest_is_named(old: str, new: str, fault: str):
    found = said(signed(SOUND, old, new))
    assert [one for one in found if one.startswith("manifest.yaml:") and fault in one] != []


def test_another_format_is_the_only_fault_of_its_manifest():
    assert said(signed(SOUND, "format: 1\n", "format: 2\nshelf: x\n")) == [
        f"manifest.yaml:1 format: {OTHER_FORMAT}"
    ]


def test_a_changed_file_and_one_that_nobody_named_are_refused():
    extra = "modules/own-cccccccccc.md"
    text = TEXT.replace("own-abcdefghij", "own-cccccccccc").encode()
    changed = zipped({**SOUND, LISTED: SOUND[LISTED] + b"\n", extra: text})
    assert [re.sub(r"(:)\d+", r"\1n", one) for one in said(changed)] == [
        f"manifest.yaml:n files: {LISTED} was changed after the pack was made: {AGAIN}",
        f"{extra}:n file: name this file in manifest.yaml, or take it out",
        f"{extra}:n licence: give this module an entry with a licence in manifest.yaml",
    ]


def bent(old: str, new: str, encoding: str = "utf-8") -> bytes:
    assert TEXT.count(old) == 1
    return TEXT.replace(old, new).encode(encoding)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (bent("kind: d", "mood: x\nkind: d"), "5 mood: take this field out, or mend its spelling"),
        (bent("Tea", "T\xe9a", "latin-1"), "3 file: save this file as UTF-8"),
        (bent("## Say", "\0\n## Say"), "25 file: take the empty signs (NUL) out of this line"),
        (bent("e: quiet-distance", "e: gardens"), "4 theme: leave this line out, or write one of"),
        (bent("sources: []", "sources: [nobody1999]"), "10 sources: nobody1999 is not in sources"),
        (bent("own-abcdefghij", "own-zzzzzzzzzz"), "2 id: name the file own-zzzzzzzzzz.md"),
        (packed(), "1 file: take this file out: a pack holds no other zip"),
        (b"", "1 front matter: begin the file with a line of three dashes"),
    ],
)  # fmt: skip
def test_a_fault_in_a_module_is_named(content: bytes, fault: str):
    found = said(signed({**SOUND, LISTED: content}))
    assert [one for one in found if one.startswith(f"{LISTED}:{fault}")] != []


def test_every_problem_is_listed_the_manifest_first():
    bad = TEXT.replace("intensity: 2", "intensity: 9").replace("(20 min)", "(3 min)")
    files = {**SOUND, LISTED: bad.encode(), "../x": b"x"}
    assert said(signed(files, "author: Maria", "autor: Maria")) == [
        "manifest.yaml:5 autor: take this field out, or mend its spelling",
        "../x:1 file: take this file out: its path leads outside the pack",
        f"{LISTED}:7 intensity: write 3 or less",
    ]
