"""Debian's Chromium instead of a downloaded one, and a running program with plans to change."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from facilitator import prepare
from facilitator.records.base import db
from tests import cast
from tests.browser.planner import Desk
from tests.conftest import make_app, make_config
from tests.running import program


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = shutil.which("chromium")
    assert chromium, "Chromium is missing: sh setup.sh --dev installs it"
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": chromium, "args": quiet + as_root}


@pytest.fixture(scope="module")
def planner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    data = tmp_path_factory.mktemp("planner") / "data"
    app = make_app(make_config(Path(data)))
    with app.app_context():
        prepare.database()
        everybody = cast.assemble(datetime.now(UTC).date() + timedelta(days=2))
        db.engine.dispose()
    with program(data) as running:
        yield Desk(app, running, everybody.alice, everybody.group)


@pytest.fixture
def at_desk(browser: Browser, planner: Desk) -> Iterator[Callable[..., Page]]:
    contexts = []

    def go(**changed: Any) -> Page:
        facts = {"viewport": {"width": 1280, "height": 2800}, "base_url": planner.running.address}
        contexts.append(browser.new_context(**{**facts, **changed}))
        page = contexts[-1].new_page()
        page.goto("/desk/sign-in")
        page.get_by_label("E-mail").fill("alice@example.org")
        page.get_by_label("Password").fill(cast.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        return page

    yield go
    for context in contexts:
        context.close()
