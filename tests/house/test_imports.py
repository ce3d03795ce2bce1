"""The rooms, and the only doors between them (architecture.md)."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "facilitator"

MAY_IMPORT = {
    "domain": {"domain"},
    "library": {"domain", "library"},
    "records": {"domain", "records"},
    "press": {"domain", "press"},
    "jobs": {"domain", "library", "records", "press", "jobs"},
    "web": {"domain", "library", "records", "press", "jobs", "web"},
}
OUTSIDE = {
    "domain": set(),
    # rapidfuzz and snowballstemmer read the texts for the search: forms of a word and near misses;
    # pyphen counts syllables for the reading level.
    "library": {"pydantic", "pydantic_core", "pyphen", "rapidfuzz", "snowballstemmer", "yaml"},
    "records": {"alembic", "argon2", "flask_migrate", "flask_sqlalchemy", "nacl", "sqlalchemy"},
    # PIL (Pillow, which WeasyPrint needs in any case) decodes a logo and writes pictures of pages.
    "press": {
        "docx", "icalendar", "jinja2", "markdown_it", "markupsafe", "mdit_py_plugins", "nh3",
        "pikepdf", "PIL", "pypdfium2", "segno", "weasyprint",
    },
    "jobs": {"huey", "nacl"},
    "web": {"flask", "flask_login", "flask_wtf", "markupsafe", "werkzeug", "wtforms", "zxcvbn"},
}  # fmt: skip
ABOVE = {
    "__init__.py": {"flask", "flask_migrate", "jinja2"},
    "cli.py": {"click", "flask"},
    "commands.py": {"click", "flask"},
    "keeping.py": {"click", "flask"},
    "planning.py": {"click", "flask"},
    "serve.py": {"click", "flask", "gunicorn"},
    "lan.py": {"click", "segno"},
}
"""Files that join the rooms stand above them; any that is not named here sees no package at all."""

FILES = sorted(PACKAGE.rglob("*.py"))
ROOM_FILES = sorted(PACKAGE.glob("*/**/*.py"))


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: write absolute imports"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def faults(room: str, tree: ast.AST) -> list[str]:
    """Names that this room may not import."""
    found = []
    for name in imports(tree):
        top, *rest = name.split(".")
        if top == "facilitator":
            if not rest or rest[0] not in MAY_IMPORT[room]:
                found.append(name)
        elif top not in sys.stdlib_module_names and top not in OUTSIDE[room]:
            found.append(name)
    return found


def label(path: Path) -> str:
    return str(path.relative_to(ROOT))


def parsed(path: Path) -> ast.AST:
    return ast.parse(path.read_text())


def test_every_room_is_known():
    assert {path.relative_to(PACKAGE).parts[0] for path in ROOM_FILES} == set(MAY_IMPORT)


@pytest.mark.parametrize("path", ROOM_FILES, ids=label)
def test_imports_point_down(path: Path):
    room = path.relative_to(PACKAGE).parts[0]
    assert faults(room, parsed(path)) == []


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*.py")), ids=label)
def test_what_joins_the_rooms_brings_only_its_own_packages(path: Path):
    tops = {name.split(".")[0] for name in imports(parsed(path))}
    allowed = ABOVE.get(path.name, set()) | {"facilitator"}
    assert tops - sys.stdlib_module_names - allowed == set()


@pytest.mark.parametrize("path", FILES, ids=label)
def test_no_import_stands_inside_a_function_but_weasyprint(path: Path):
    inside = {
        name
        for function in ast.walk(parsed(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for name in imports(function)
    }
    allowed = path.is_relative_to(PACKAGE / "press")
    assert {
        name for name in inside if not (allowed and name.split(".")[0] == "weasyprint")
    } == set()


@pytest.mark.parametrize(
    ("room", "line"),
    [
        ("domain", "import flask"),
        ("domain", "from sqlalchemy import select"),
        ("domain", "from facilitator.records import plans"),
        ("records", "from facilitator.web import doors"),
        ("records", "from facilitator.library import shipped"),
        ("press", "from facilitator.library import shipped"),
        ("library", "import facilitator.records.plans"),
        ("jobs", "from facilitator.web.frame.shared import me"),
        ("web", "import facilitator"),
        ("web", "from facilitator import config"),
        ("web", "from sqlalchemy import select"),
        ("web", "import weasyprint"),
    ],
)
def test_a_forbidden_door_is_seen(room: str, line: str):
    assert len(faults(room, ast.parse(line))) == 1
