"""What the tests make once a run is made once, and is the same in every process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import once

MAKING = """
import sys
from pathlib import Path
from tests import once
@once.once
def made(of, *, by):
    with Path(sys.argv[2]).open("a") as note:
        note.write("made ")
    return {of: by}
once.shared = Path(sys.argv[1])
print(made("a", by=1), made("a", by=1), made("b", by=1), made("a", by=2))
"""


def test_two_processes_make_it_once(tmp_path: Path):
    shared, note = tmp_path / "once", tmp_path / "note"
    shared.mkdir()
    running = [
        subprocess.Popen(
            [sys.executable, "-c", MAKING, str(shared), str(note)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.getcwd()},
        )
        for _ in range(2)
    ]
    said = [one.communicate()[0] for one in running]
    assert said == ["{'a': 1} {'a': 1} {'b': 1} {'a': 2}\n"] * 2
    assert note.read_text().split() == ["made"] * 3


def test_one_process_alone_keeps_it_to_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    assert once.between_processes(tmp_path / "own") is None
    monkeypatch.setattr(once, "shared", None)
    made: list[str] = []
    keep = once.once(lambda what: made.append(what) or what)
    assert [keep("a"), keep("a"), keep("b")] == ["a", "a", "b"]
    assert made == ["a", "b"]


def test_processes_side_by_side_share_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")
    assert once.between_processes(tmp_path / "popen-gw0") == tmp_path / "once"
    assert once.between_processes(tmp_path / "popen-gw1") == tmp_path / "once"
    assert [path.name for path in tmp_path.iterdir()] == ["once"]
