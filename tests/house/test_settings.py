"""Every setting is documented, what is documented is a setting, a bad value stops the start."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from facilitator import config
from facilitator.config import Config, ConfigError

README = Path(__file__).resolve().parents[2] / "README.md"
NAMES = {f"CIRCLE_{name}" for name in config.NAMES}
ROW = re.compile(r"^\| *`(CIRCLE_[A-Z_]+)` *\|", re.MULTILINE)


def read(**environ: str) -> Config:
    return Config.from_environ({f"CIRCLE_{name}": value for name, value in environ.items()})


def test_the_readme_has_a_row_for_every_setting_and_no_other():
    rows = ROW.findall(README.read_text())
    assert sorted(rows) == sorted(NAMES)


def test_the_readme_speaks_of_no_setting_that_is_none():
    assert set(re.findall(r"CIRCLE_[A-Z_]+", README.read_text())) == NAMES


def test_no_setting_is_read_past_the_config():
    package = Path(config.__file__).parent
    readers = {
        path.name
        for path in package.rglob("*.py")
        if re.search(r"environ\b.{0,8}CIRCLE_", path.read_text())
    }
    assert readers <= {"config.py", "serve.py"}


def test_a_config_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        read().bind_port = 80


def test_without_settings_it_is_at_home_on_this_computer():
    plain = read()
    assert (plain.bind_host, plain.bind_port, plain.public_url, plain.https, plain.reachable) == (
        "127.0.0.1", 5000, "http://127.0.0.1:5000", False, False,
    )  # fmt: skip


def test_a_public_address_is_taken_as_it_is():
    given = read(PUBLIC_URL="https://circle.example.org/", DESK_URL="https://desk.example.org")
    assert (given.public_url, given.https, given.two_hosts, given.reachable) == (
        "https://circle.example.org", True, True, True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BIND", "5000"),
        ("BIND", "127.0.0.1:http"),
        ("BIND", "127.0.0.1:70000"),
        ("PUBLIC_URL", "circle.example.org"),
        ("PUBLIC_URL", "https://circle.example.org/desk"),
        ("PUBLIC_URL", "https://user@circle.example.org"),
        ("PUBLIC_URL", "https://circle.example.org:x"),
        ("DESK_URL", "ftp://desk.example.org"),
        ("DATABASE_URL", "mysql://host/name"),
        ("QUEUE_URL", "amqp://host"),
        ("PROXY_HOPS", "many"),
        ("PROXY_HOPS", "9"),
        ("WEB_PROCESSES", "0"),
        ("WEB_PROCESSES", "two"),
        ("EXIT_URL", "javascript:alert(1)"),
        ("PUBLIC_ULR", "https://circle.example.org"),
    ],
)
def test_a_bad_value_stops_the_start_and_names_the_setting(name: str, value: str):
    with pytest.raises(ConfigError, match=f"CIRCLE_{name}"):
        read(**{name: value})
