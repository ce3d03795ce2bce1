"""Faults in the registers and in how files lie, and the guard of yaml's own guessing."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitator.library import check
from facilitator.library.problems import Desk
from facilitator.library.yamlfile import Strict, read
from tests.library.folder import HANDS, HARBOUR, change, write

MEND = "add it there or take it out here"
STANDS_IN = "have one that is printable: it stands in where a country has no line"
QUOTE = "write text here; quote times, numbers and yes or no"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path)


def said(folder: Path) -> list[str]:
    return [str(fault).replace(f"{folder}/", "") for fault in check(folder)]


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        (
            "themes.yaml",
            "[self-compassion]",
            "[growing-up]",
            f"themes.yaml:9 goes_with: growing-up is not in themes.yaml: {MEND}",
        ),
        (
            "themes.yaml",
            "[allen2003]",
            "[allen2004]",
            f"themes.yaml:10 sources: allen2004 is not in sources.yaml: {MEND}",
        ),
        (
            "themes.yaml",
            "number: 1",
            "number: 4",
            "themes.yaml:12 number: 4 stands twice: keep one",
        ),
        (
            "sources.yaml",
            'year: "2003"',
            "year: 2003",
            f"sources.yaml:3 0.year: {QUOTE}",
        ),
        (
            "sources.yaml",
            "status: A",
            "status: U",
            "sources.yaml:7 0.status: write one of: 'A' or 'B'",
        ),
        (
            "helplines.yaml",
            "XX:",
            "Anywhere:",
            "helplines.yaml:12 Anywhere: name a country by its two-letter code, as in GB",
        ),
        (
            "helplines.yaml",
            "id: xx-night",
            "id: anywhere",
            "helplines.yaml:16 id: anywhere stands twice: ids are unique",
        ),
        (
            "helplines.yaml",
            'number: "000 111"',
            "number: 000111",
            f"helplines.yaml:19 XX.lines.0.number: {QUOTE}",
        ),
        (
            "helplines.yaml",
            '"2026-01"',
            "2026-01-05",
            f"helplines.yaml:26 XX.lines.0.seen_on: {QUOTE}",
        ),
        (
            "helplines.yaml",
            "seen_on: undated\n    status: V1",
            "seen_on: undated\n    status: U",
            f"helplines.yaml:1 directory: {STANDS_IN}",
        ),
    ],
)
def test_a_fault_in_a_register_is_named(folder: Path, name: str, old: str, new: str, fault: str):
    change(folder, name, old, new)
    assert said(folder) == [fault]


def test_a_register_that_cannot_be_read_is_one_fault_and_not_forty(folder: Path):
    change(folder, "sources.yaml", "key: allen2003", "kee: allen2003")
    assert said(folder) == [
        "sources.yaml:1 0.key: add this field",
        "sources.yaml:1 0.kee: take this field out, or mend its spelling",
    ]


def test_a_missing_register_and_a_foreign_encoding_are_named(folder: Path):
    (folder / "helplines.yaml").unlink()
    (folder / HANDS).write_bytes("Hände".encode("latin-1"))
    assert [one for one in said(folder) if ":1 file:" in one] == [
        "helplines.yaml:1 file: this file is missing: add it",
        f"{HANDS}:1 file: save this file as UTF-8",
    ]


def test_a_file_in_the_wrong_place_is_named(folder: Path):
    (folder / HARBOUR).rename(folder / "texts/cross-theme/sh-1.md")
    assert said(folder) == [
        "texts/cross-theme/sh-1.md:4 theme: leave this line out: the module is cross-theme"
    ]


def test_a_folder_without_a_theme_is_named(folder: Path):
    (folder / "texts/safe-harbour").rename(folder / "texts/harbours")
    assert said(folder) == [
        "texts/harbours/sh-1.md:1 theme: harbours is not in themes.yaml: add it or rename",
        "texts/harbours/sh-1.md:4 theme: write `theme: harbours`, or move the file",
    ]


def test_a_text_outside_the_folders_is_named(folder: Path):
    (folder / HANDS).rename(folder / "texts/gr-03.md")
    assert said(folder) == [
        "texts/gr-03.md:1 theme: move this file into cross-theme or the folder of its theme"
    ]


def test_an_id_stands_once(folder: Path):
    text = (folder / HARBOUR).read_text()
    other = folder / "texts/self-compassion/sh-1.md"
    other.parent.mkdir()
    other.write_text(text.replace("theme: safe-harbour", "theme: self-compassion"))
    assert said(folder) == [
        "texts/self-compassion/sh-1.md:1 id: sh-1 is used by another file: ids are unique"
    ]


class Evening(Strict):
    start: str


@pytest.mark.parametrize("start", ["18:30", "1:30", "010", "no", "1.10", "2026-11-24"])
def test_what_yaml_would_guess_into_something_else_is_refused(start: str):
    desk = Desk(Path("evening.yaml"))
    assert read(desk, f"start: {start}", 1, Evening) is None
    assert [str(fault) for fault in desk.found] == [f"evening.yaml:1 start: {QUOTE}"]
    quoted = read(desk, f"start: '{start}'", 1, Evening)
    assert quoted is not None
    assert quoted[0].start == start
