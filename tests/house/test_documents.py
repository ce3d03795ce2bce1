"""What the documents name exists: files, links, commands, and one picture that is small."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from flask import Flask

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
IN_CODE = re.compile(r"`([^`\n]+)`")
OURS = re.compile(r"^(facilitator|deploy|docs|tests|handouts|tools|bench)/[\w./-]+$")
SCREENSHOT = 200_000
"""Bytes a picture of the documents may have."""


def label(path: Path) -> str:
    return str(path.relative_to(ROOT))


def commands(text: str) -> list[list[str]]:
    """The words of every `flask …` line and of every one in running text."""
    found = re.findall(r"(?:^|`)(?:\.venv/bin/)?flask ([a-z][^`\n]*)", text, re.MULTILINE)
    return [shlex.split(one) for one in found]


@pytest.mark.parametrize("path", DOCUMENTS, ids=label)
def test_every_link_leads_to_a_file(path: Path) -> None:
    links = [link for link in LINK.findall(path.read_text()) if "://" not in link]
    assert [link for link in links if not (path.parent / link).is_file()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=label)
def test_every_file_that_is_named_is_there(path: Path) -> None:
    named = [name for name in IN_CODE.findall(path.read_text()) if OURS.match(name)]
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=label)
def test_every_command_has_the_options_that_are_shown(app: Flask, path: Path) -> None:
    unknown = []
    for name, *rest in commands(path.read_text()):
        command = app.cli.commands.get(name)
        known = {option for one in getattr(command, "params", ()) for option in one.opts}
        known |= {option for one in getattr(command, "params", ()) for option in one.secondary_opts}
        shown = {word for word in rest if word.startswith("--")}
        if command is None or shown - known:
            unknown.append([name, *rest])
    assert unknown == []


def test_the_readme_names_every_command_of_ours(app: Flask) -> None:
    ours = set(app.cli.commands) - {"db"}
    assert {name for name, *_ in commands((ROOT / "README.md").read_text())} == ours


def test_pictures_are_small() -> None:
    pictures = sorted((ROOT / "docs").glob("*.png"))
    assert [path.name for path in pictures] == ["plan.png"]
    assert [path.name for path in pictures if path.stat().st_size > SCREENSHOT] == []
