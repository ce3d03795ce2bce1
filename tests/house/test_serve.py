"""Starting and ending, with the real processes (issue section 1)."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator import create_app
from facilitator.config import Config
from facilitator.records import keys
from tests import cast
from tests.running import Program, flask, gone, program, run


def get(url: str) -> tuple[int, str, str | None]:
    """(status, body, Server header)"""
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.status, answer.read().decode(), answer.headers["Server"]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("serve") / "data"


@pytest.fixture(scope="module")
def serving(data: Path) -> Iterator[Program]:
    """One running program for the tests that only look."""
    with program(data) as running:
        yield running


def test_it_answers(serving: Program) -> None:
    assert get(f"{serving.address}/healthz") == (200, "ok\n", "gunicorn")


def test_it_says_where_it_is_and_how_to_begin(serving: Program, data: Path) -> None:
    token = (data / "setup-token").read_text()
    assert serving.said.splitlines() == [
        f"Quiet Circle is at {serving.address}",
        "To make the first account, open this link once:",
        f"  {serving.address}/desk/welcome?key={token}",
        "Phones cannot reach this address. For the phones in the room start with:  sh run.sh --lan",
        "Ctrl-C ends it.",
    ]


def test_the_link_opens_the_first_page(serving: Program) -> None:
    link = re.findall(r"http://\S+welcome\S+", serving.said)[0]
    status, page, _ = get(link)
    assert (status, page.count("<h1")) == (200, 1)


def test_nobody_else_can_read_what_it_keeps(serving: Program, data: Path) -> None:
    get(f"{serving.address}/healthz")
    modes = {
        path.relative_to(data.parent): path.stat().st_mode & 0o777
        for path in (data, *data.rglob("*"))
    }
    wanted = {path: 0o700 if (data.parent / path).is_dir() else 0o600 for path in modes}
    assert modes == wanted
    assert {Path("data/secret"), Path("data/keys"), Path("data/circle.db")} < set(modes)


def test_a_second_start_on_the_same_port_says_so(serving: Program, tmp_path: Path) -> None:
    taken = {"CIRCLE_BIND": f"127.0.0.1:{serving.port}"}
    second = run(sys.executable, "app.py", data=tmp_path / "other", **taken)
    sentence = (
        f"Port {serving.port} is taken. Perhaps Quiet Circle runs already, or another program."
        f" Choose another one:  CIRCLE_BIND=127.0.0.1:{serving.port + 1} sh run.sh\n"
    )
    assert (second.returncode, second.stdout) == (1, sentence)
    assert not (tmp_path / "other").exists()


def test_a_second_start_in_the_same_folder_says_so(serving: Program, data: Path) -> None:
    sentence = (
        f"Another worker uses the data folder {data}. End that one first, or name another"
        " folder: CIRCLE_DATA=/path sh run.sh\n"
    )
    with program(data) as second:
        assert (second.rest(), second.said) == (1, sentence)


MALFORMED = [
    b"GET /canary\x00 HTTP/1.1\r\n\r\n",
    b"CANARY!! / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\ncan ary: 1\r\n\r\n",
    b"GET / HTTP/9.canary\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\ncanary\r\n",
    b"GET /" + b"canary" * 2000 + b" HTTP/1.1\r\n\r\n",
]


def test_a_malformed_request_is_not_written_down(tmp_path: Path) -> None:
    """R31: the server's own warnings would name the address and repeat what was sent."""
    with program(tmp_path / "data") as running:
        said = running.said
        for request in MALFORMED:
            with socket.create_connection(("127.0.0.1", running.port), timeout=30) as phone:
                phone.sendall(request)
                phone.shutdown(socket.SHUT_WR)
                assert re.match(rb"HTTP/1.1 [45]", phone.recv(4096))
        assert (running.end(), running.said) == (0, said)


def test_ctrl_c_ends_everything(tmp_path: Path) -> None:
    with program(tmp_path / "data") as running:
        both = running.children()
        said = running.said
        assert (running.end(), running.said) == (0, said)
        assert gone(both)
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", running.port)) != 0


def test_term_ends_everything(tmp_path: Path) -> None:
    with program(tmp_path / "data") as running:
        both = running.children()
        running.process.terminate()
        assert (running.rest(), gone(both)) == (0, True)


@pytest.mark.parametrize(("which", "name"), [(0, "web server"), (1, "worker")])
def test_if_one_dies_the_other_ends(tmp_path: Path, which: int, name: str) -> None:
    with program(tmp_path / "data") as running:
        both = running.children()
        os.kill(both[which], signal.SIGKILL)
        assert running.rest() == 1
        assert running.said.splitlines()[-1] == (
            f"The {name} ended by itself (by signal 9), so everything was ended."
            " Start again with:  sh run.sh"
        )
        assert gone(both)


def test_nothing_is_left_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    with program(tmp_path / "data") as running:
        both = running.children()
        running.process.kill()
        assert gone(both)


def test_the_link_is_shown_only_while_nobody_has_an_account(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert flask("init", data=data).returncode == 0
    app = create_app(Config.from_environ({"CIRCLE_DATA": str(data)}))
    with program(data) as running:
        first = running.said
    with app.app_context():
        cast.make_facilitator()
    with program(data) as running:
        second = running.said
    assert ("/desk/welcome?key=" in first, "/desk/welcome" in second) == (True, False)
    assert not (data / "setup-token").exists()


def test_the_link_stays_the_same_until_it_is_used(tmp_path: Path) -> None:
    seen = set()
    for _ in range(2):
        with program(tmp_path / "data") as running:
            seen.add(re.findall(r"key=(\S+)", running.said)[0])
    assert len(seen) == 1


def test_a_key_that_a_crash_left_is_gone_before_the_first_page(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert flask("init", data=data).returncode == 0
    keys.make_key(data / "keys", b"sixteen bytes it")
    orphan = keys.key_path(data / "keys", b"sixteen bytes it")
    assert orphan.is_file()
    with program(data) as running:
        assert running.said.endswith("Ctrl-C ends it.\n")
        assert not orphan.exists()


def test_a_data_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    data = tmp_path / "file" / "data"
    sentence = (
        f"The data folder {data} cannot be written (Not a directory). Give this account the"
        " folder, or name another one: CIRCLE_DATA=/path sh run.sh\n"
    )
    with program(data) as running:
        assert (running.rest(), running.said) == (1, sentence)


def test_a_database_from_a_newer_program(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert flask("init", data=data).returncode == 0
    with sqlite3.connect(data / "circle.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999_later'")
    database.close()
    sentence = (
        "The database was made by a newer Quiet Circle than this one. Start the newer program,"
        " or restore a backup that this one made.\n"
    )
    with program(data) as running:
        assert (running.rest(), running.said) == (1, sentence)
    again = flask("init", data=data)
    assert (again.returncode, again.stdout) == (1, f"Error: {sentence}")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert flask("init", data=data).returncode == 0
    for file in data.glob("circle.db*"):
        file.unlink()
    (data / "circle.db").write_text("these are words and no database, " * 200)
    sentence = (
        "The database cannot be used: file is not a database. It is set by"
        " CIRCLE_DATABASE_URL, and is a file in the data folder without it.\n"
    )
    with program(data) as running:
        assert (running.rest(), running.said) == (1, sentence)


QUEUE = (
    "The queue cannot be used: Error 111 connecting to 127.0.0.1:1. Connection refused."
    " It is set by CIRCLE_QUEUE_URL, and is a file in the data folder without it.\n"
)
DATABASE = (
    'The database cannot be used: connection failed: connection to server at "127.0.0.1", port 1'
    " failed: Connection refused. It is set by CIRCLE_DATABASE_URL, and is a file in the data"
    " folder without it.\n"
)
ADDRESS = (
    "This computer cannot listen at 192.0.2.77 (Cannot assign requested address)."
    " Choose another one:  CIRCLE_BIND=127.0.0.1:5001 sh run.sh\n"
)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("QUEUE_URL", "redis://127.0.0.1:1", QUEUE),
        ("DATABASE_URL", "postgresql+psycopg://circle@127.0.0.1:1/circle", DATABASE),
        ("BIND", "192.0.2.77:5000", ADDRESS),
    ],
)
def test_what_it_needs_and_cannot_reach(
    tmp_path: Path, name: str, value: str, sentence: str
) -> None:
    with program(tmp_path / "data", **{f"CIRCLE_{name}": value}) as running:
        assert (running.rest(), running.said) == (1, sentence)


@pytest.mark.parametrize("command", [("app.py",), ("-m", "flask", "--app", "app", "init")])
def test_a_bad_setting_is_one_sentence(tmp_path: Path, command: tuple[str, ...]) -> None:
    bad = {"CIRCLE_BIND": "here"}
    answer = run(sys.executable, *command, data=tmp_path / "data", **bad)
    assert (answer.returncode, answer.stdout) == (
        1,
        "CIRCLE_BIND is “here”. Write it as address:port, like 0.0.0.0:5000.\n",
    )
