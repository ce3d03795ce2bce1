"""Whatever is logged, by any part of the program, holds no private address: the address is the key
to what it opens. As in `test_join_logs` the real program runs with every logger at DEBUG."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from facilitator.config import Config
from facilitator.records.base import db
from facilitator.records.plans import PlanRecord, links
from tests.cast import keep_plan, make_facilitator, make_group
from tests.conftest import make_app
from tests.web.test_join_logs import loud, plainly, request, traces

MADE_UP = "made-up-kestrel"


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The database where it is without settings: in the data folder."""
    (tmp_path / "data").mkdir(mode=0o700)
    shutil.copyfile(sqlite_template, tmp_path / "data" / "circle.db")
    return f"sqlite:///{tmp_path / 'data' / 'circle.db'}"


@pytest.fixture
def secrets(config: Config) -> tuple[str, str]:
    """Of a plan that can be read, and of one whose page fails."""
    with make_app(config).app_context():
        alice = make_facilitator()
        group = make_group(alice)
        records = keep_plan(group, alice), keep_plan(group, alice)
        now = datetime.now(UTC)
        sound, broken = (links.make(alice, group, now, plan=one)[1] for one in records)
        db.session.get_one(PlanRecord, records[1].id).document = {"title": "no plan"}
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return sound, broken


def test_no_log_holds_a_private_address(
    secrets: tuple[str, str], tmp_path: Path, config: Config
) -> None:
    with loud(config.data, tmp_path / "loud") as shouting:
        port = shouting.running.port
        pages = [
            request(plainly(port), method, f"/desk/shared/{secret}{rest}")
            for secret in (*secrets, MADE_UP)
            for method, rest in (("GET", ""), ("POST", ""), ("GET", "/more"), ("GET", "?a=1"))
        ]
        said = shouting.said_until_its_end()
    # It was read, it failed, and it was not there: what a log could have spoken of took place.
    assert "Talk.</strong> In pairs." in pages[0]
    assert "Something went wrong here" in pages[4]
    assert "There is nothing here any more" in pages[8]
    assert said.count("at /desk/shared/<secret>") == 2
    assert traces([*secrets, MADE_UP], said, config.data) == []
