"""A room past 15 files, a file past 300 lines, a function past 40: the sign to split by noun."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = sorted(path.parent for path in (ROOT / "facilitator").glob("*/__init__.py"))
CODE = sorted((ROOT / "facilitator").rglob("*.py"))
AROUND = ("tests", "migrations", "bench", "tools")
FILES = [
    *CODE,
    *sorted(ROOT.glob("*.py")),
    *(path for folder in AROUND for path in sorted((ROOT / folder).rglob("*.py"))),
]
LINES, FUNCTION, ROOM, FACTORY = 300, 40, 15, 60


def label(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", FILES, ids=label)
def test_a_file_fits(path: Path):
    assert len(path.read_text().splitlines()) <= LINES


@pytest.mark.parametrize("path", FILES, ids=label)
def test_every_function_fits(path: Path):
    lengths = {
        f"{node.name}, line {node.lineno}": node.end_lineno - node.lineno + 1
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    }
    assert {name: length for name, length in lengths.items() if length > FUNCTION} == {}


@pytest.mark.parametrize("room", ROOMS, ids=label)
def test_a_room_has_no_more_files_than_one_can_know(room: Path):
    nouns = [path.name for path in room.glob("*.py") if path.name != "__init__.py"]
    assert len(nouns) <= ROOM, sorted(nouns)


def test_the_factory_joins_the_rooms_and_nothing_else():
    assert len((ROOT / "facilitator" / "__init__.py").read_text().splitlines()) <= FACTORY
