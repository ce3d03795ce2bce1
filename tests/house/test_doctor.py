"""`flask doctor`: each thing that can be wrong is found, with its remedy (issue section 1)."""

from __future__ import annotations

import socket
import sqlite3
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from facilitator import create_app, doctor, prepare
from facilitator.config import Config
from facilitator.doctor import Finding
from facilitator.press import pdf
from tests.running import flask, free_port, program

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def config_of(data: Path, **changed: str) -> Config:
    return Config.from_environ({"CIRCLE_DATA": str(data), **changed})


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """A data folder without a database."""
    made = config_of(tmp_path / "data", CIRCLE_BIND=f"127.0.0.1:{free_port()}")
    prepare.folders(made)
    return made


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    made = create_app(config)
    with made.app_context():
        yield made


@pytest.fixture(scope="module")
def broken_pango(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder that the dynamic loader finds first, with a Pango in it that is none."""
    folder = tmp_path_factory.mktemp("lib")
    for name in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0"):
        (folder / name).write_text("no library")
    return str(folder)


def test_all_is_well(app: Flask, config: Config) -> None:
    prepare.database()
    with prepare.only_worker(config):
        findings = list(doctor.examine(config, lambda: 3, NOW))
    assert [(finding.subject, finding.line.split()[0]) for finding in findings] == [
        ("Pango", "ok"),
        ("Fonts", "ok"),
        *[("Folder", "ok")] * 4,
        ("Database", "ok"),
        ("Queue", "ok"),
        ("Worker", "ok"),
        ("Clock", "ok"),
        ("Time zones", "ok"),
        ("Public address", "note"),
    ]
    assert not any(finding.wrong for finding in findings)


def test_a_folder_that_others_can_read(config: Config) -> None:
    config.keys_dir.chmod(0o755)
    config.secret_path.chmod(0o640)
    wrong = [finding.line for finding in doctor.folders(config) if finding.wrong]
    assert wrong == [
        f"wrong  Folder {config.keys_dir} has mode 0755. chmod 700 {config.keys_dir}",
        f"wrong  Folder {config.secret_path} has mode 0640. chmod 600 {config.secret_path}",
    ]


def test_a_start_mends_the_modes(config: Config) -> None:
    for path in (config.data, config.keys_dir, config.secret_path):
        path.chmod(0o755)
    prepare.folders(config)
    assert [finding.wrong for finding in doctor.folders(config)] == [False] * 4


def test_a_folder_that_is_missing(config: Config) -> None:
    config.store_dir.rmdir()
    wrong = [finding.line for finding in doctor.folders(config) if finding.wrong]
    assert wrong == [f"wrong  Folder {config.store_dir} is missing. It is made by: sh run.sh"]


def test_a_database_behind_the_program(app: Flask) -> None:
    assert doctor.database() == Finding(
        "Database", "is behind this program", ".venv/bin/flask --app app init", wrong=True
    )


def test_a_database_from_a_newer_program(app: Flask, config: Config) -> None:
    prepare.database()
    database = sqlite3.connect(config.data / "circle.db")
    with database:
        database.execute("UPDATE alembic_version SET version_num = '9999_later'")
    database.close()
    assert doctor.database() == Finding(
        "Database", "is newer than this program", "Start the newer program", wrong=True
    )


def test_a_database_that_does_not_answer(tmp_path: Path) -> None:
    nobody = f"postgresql+psycopg://circle@127.0.0.1:{free_port()}/circle"
    config = config_of(tmp_path / "data", CIRCLE_DATABASE_URL=nobody)
    prepare.folders(config)
    with create_app(config).app_context():
        found = doctor.database()
    assert (found.wrong, found.remedy) == (True, "Start it, or see CIRCLE_DATABASE_URL")
    assert "refused" in found.text


def test_a_queue_that_does_not_answer(config: Config) -> None:
    def silent() -> int:
        raise ConnectionError("no Redis at 6379")

    assert doctor.queue(silent) == Finding(
        "Queue",
        "does not answer: no Redis at 6379",
        "Start it, or see CIRCLE_QUEUE_URL",
        wrong=True,
    )


def test_the_worker_of_a_program_that_does_not_run_is_no_fault(config: Config) -> None:
    found = doctor.worker(config)
    assert (found.wrong, found.remedy) == (False, "Start: sh run.sh")


def test_a_web_server_without_a_worker_is_a_fault(config: Config) -> None:
    with socket.create_server((config.bind_host, config.bind_port)):
        found = doctor.worker(config)
    assert (found.wrong, found.remedy) == (True, "Stop all, then: sh run.sh")


@pytest.mark.parametrize("year", [1970, 2025, 2099])
def test_a_clock_that_cannot_be_right(year: int) -> None:
    assert doctor.clock(NOW.replace(year=year)) == Finding(
        "Clock", f"says it is the year {year}", "Set the computer's date and time", wrong=True
    )


@pytest.mark.parametrize(
    ("address", "says", "remedy"),
    [
        ("http://127.0.0.1:5000", ": no phone can reach it", "sh run.sh --lan"),
        ("http://localhost", ": no phone can reach it", "sh run.sh --lan"),
        (
            "http://192.168.1.20:5000",
            ": without HTTPS the network can read answers on their way",
            "Stay in a network you trust, or see deploy/nginx.conf",
        ),
        ("https://circle.example.org", "", ""),
    ],
)
def test_what_the_public_address_means(
    tmp_path: Path, address: str, says: str, remedy: str
) -> None:
    found = doctor.public_address(config_of(tmp_path, CIRCLE_PUBLIC_URL=address))
    assert found == Finding("Public address", f"is {address}{says}", remedy)


def test_fonts_that_are_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for sheet, url in (("handouts", "fonts/a.ttf"), ("static", "fonts/b.woff2")):
        (tmp_path / sheet).mkdir()
        (tmp_path / sheet / "fonts.css").write_text(f'@font-face {{ src: url("{url}") }}')
    monkeypatch.setattr(doctor, "ROOT", tmp_path)
    assert doctor.fonts() == Finding(
        "Fonts",
        "are missing: handouts/fonts/a.ttf, static/fonts/b.woff2",
        "Fetch the program's files again",
        wrong=True,
    )


def test_the_command_fails_when_something_is_wrong(tmp_path: Path, broken_pango: str) -> None:
    """And without Pango every other command and the doctor itself still work."""
    data = tmp_path / "data"
    without = {"LD_LIBRARY_PATH": broken_pango}
    assert flask("init", data=data, **without).returncode == 0
    answer = flask("doctor", data=data, **without)
    first, *rest = answer.stdout.splitlines()
    assert (answer.returncode, first) == (
        1,
        f"wrong  Pango is missing, so no PDF can be made. As root: {pdf.PangoMissing.remedy}",
    )
    assert [line.split()[0] for line in rest] == ["ok"] * 7 + ["note", "ok", "ok", "note"]


def test_the_command_is_content_with_notes(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert flask("init", data=data).returncode == 0
    assert flask("doctor", data=data).returncode == 0


def test_the_site_runs_without_pango(tmp_path: Path, broken_pango: str) -> None:
    with program(tmp_path / "data", LD_LIBRARY_PATH=broken_pango) as running:
        with urllib.request.urlopen(f"{running.address}/healthz", timeout=30) as answer:
            assert answer.status == 200
        assert running.end() == 0
    assert "Traceback" not in running.said
