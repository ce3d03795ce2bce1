"""`sh run.sh --lan`: the address that phones use, and its code in the terminal."""

from __future__ import annotations

import ipaddress
import re
import socket
from pathlib import Path

import click
import pytest
import zxingcpp
from PIL import Image

from facilitator import lan
from tests.running import free_port, program

SIDE = 6
"""Pixels to a square of the code."""


def picture(drawn: str) -> Image.Image:
    """What a camera sees of a code in block characters: their colour where they are, else black."""
    lines = [click.unstyle(line) for line in drawn.splitlines()]
    seen = Image.new("L", (max(map(len, lines)), 2 * len(lines)), 0)
    for y, line in enumerate(lines):
        for x, char in enumerate(line):
            upper, lower = {"█": (255, 255), "▀": (255, 0), "▄": (0, 255)}.get(char, (0, 0))
            seen.putpixel((x, 2 * y), upper)
            seen.putpixel((x, 2 * y + 1), lower)
    return seen.resize((seen.width * SIDE, seen.height * SIDE), Image.Resampling.NEAREST)


def test_the_code_in_the_terminal_can_be_read() -> None:
    url = "http://192.168.178.20:5000"
    read = zxingcpp.read_barcodes(picture(lan.code(url)))
    assert [found.text for found in read] == [url]


def test_the_code_is_white_on_black_in_every_terminal() -> None:
    lines = lan.code("http://192.168.178.20:5000").splitlines()
    assert {(line[:10], line[-4:]) for line in lines} == {("\x1b[97m\x1b[40m", "\x1b[0m")}


@pytest.fixture
def address() -> str:
    try:
        return lan.address()
    except lan.NoNetwork:
        pytest.skip("this computer has no network card but its own loopback")


def test_the_address_is_one_of_this_computer(address: str) -> None:
    assert not ipaddress.ip_address(address).is_loopback
    with socket.create_server((address, 0)):
        pass


@pytest.mark.parametrize(
    ("route", "cards", "address"),
    [
        ("192.168.1.20", ["10.0.0.7"], "192.168.1.20"),
        ("", ["127.0.0.1", "10.0.0.7"], "10.0.0.7"),
        ("127.0.0.1", ["10.0.0.7"], "10.0.0.7"),
    ],
)
def test_the_way_out_comes_before_the_cards(
    monkeypatch: pytest.MonkeyPatch, route: str, cards: list[str], address: str
) -> None:
    monkeypatch.setattr(lan, "_by_route", lambda: route)
    monkeypatch.setattr(lan, "_by_card", lambda: cards)
    assert lan.address() == address


def test_a_computer_in_no_network_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lan, "_by_route", lambda: "")
    monkeypatch.setattr(lan, "_by_card", lambda: ["127.0.0.1"])
    with pytest.raises(lan.NoNetwork, match="in no network that phones could share"):
        lan.address()


def test_the_program_opens_to_the_network(tmp_path: Path, address: str) -> None:
    """On every card, with the address and its code, and with what no HTTPS means."""
    port = free_port()
    with program(tmp_path / "data", "--lan", CIRCLE_BIND=f"127.0.0.1:{port}") as running:
        said = running.said.splitlines()
        url = f"http://{address}:{port}"
        assert said[0] == f"Quiet Circle is at {url}"
        code = "\n".join(line for line in said if re.fullmatch("[█▀▄ ]+", line))
        assert [found.text for found in zxingcpp.read_barcodes(picture(code))] == [url]
        assert "This address has no HTTPS" in running.said
        assert f"{url}/desk/welcome?key=" in running.said
        with socket.create_connection((address, port), timeout=30):
            pass


def test_an_address_that_was_given_is_kept(tmp_path: Path) -> None:
    own = {"CIRCLE_PUBLIC_URL": "https://circle.example.org"}
    with program(tmp_path / "data", "--lan", **own) as running:
        said = running.said
    assert said.splitlines()[0] == "Quiet Circle is at https://circle.example.org"
    assert "no HTTPS" not in said
