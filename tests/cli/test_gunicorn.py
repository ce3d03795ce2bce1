"""Our gunicorn.conf.py, as an operator starts it: from any folder, and warm before it forks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask

from facilitator.web import join
from tests.running import PATIENCE, ROOT, settings

CONF = ROOT / "gunicorn.conf.py"


def configured() -> dict[str, Any]:
    found: dict[str, Any] = {}
    exec(compile(CONF.read_text(), str(CONF), "exec"), found)
    return found


def server(app: Flask) -> SimpleNamespace:
    return SimpleNamespace(app=SimpleNamespace(wsgi=lambda: app))


def test_it_is_read_from_any_folder(tmp_path: Path) -> None:
    """It stands outside the program, and says where that is only afterwards."""
    chosen = ["-c", str(CONF), "--chdir", str(ROOT), "--check-config", "app:app"]
    checked = subprocess.run(
        [sys.executable, "-m", "gunicorn", *chosen],
        cwd=tmp_path,
        env=settings(tmp_path / "data"),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (checked.stdout, checked.stderr, checked.returncode) == ("", "", 0)


def test_what_phones_are_shown_is_ready_before_it_forks(app: Flask) -> None:
    shown = set(app.jinja_env.list_templates(filter_func=join._is_shown))
    assert {"quiet.html", "join/form.html", "handouts/notice.html"} < shown
    app.jinja_env.cache.clear()
    configured()["when_ready"](server(app))
    ready = {name for _loader, name in app.jinja_env.cache}  # type: ignore[union-attr]
    assert shown - ready == set()


def test_another_program_needs_not_be_warmed() -> None:
    """bench/ measures the least that takes a check-in under the same settings."""
    assert configured()["when_ready"](server(Flask("floor"))) is None
