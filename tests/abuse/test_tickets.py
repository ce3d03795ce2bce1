"""R42, R43 at the real server: one form sent many times at once, tickets that are not ours, and
forms that stand on another site."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from facilitator.records.base import db
from facilitator.records.envelopes import Envelope
from facilitator.web.join import make_ticket
from tests.abuse.conftest import Held, now
from tests.abuse.crowd import Phone, Said
from tests.room import posted

SAME = 50
SAID = {"mood": "1", "need_listen": "1", "quiet": "1"}


def envelopes(held: Held) -> int:
    with held.database():
        return db.session.execute(select(func.count()).select_from(Envelope)).scalar_one()


async def at_once(port: int, data: dict[str, str]) -> list[Said]:
    """Fifty connections that are open already send the same form together."""
    phones = [Phone(port) for _ in range(SAME)]
    await asyncio.gather(*(phone.get("/ok") for phone in phones))
    answers = await asyncio.gather(*(phone.post(data) for phone in phones))
    for phone in phones:
        phone.leave()
    return list(answers)


def plain(said: Said) -> tuple[int, frozenset[tuple[str, str]], str]:
    """An answer without the second it was given in."""
    headers = {name: value for name, value in said.headers.items() if name != "date"}
    return said.status, frozenset(headers.items()), said.body


@pytest.mark.parametrize("processes", [1, 2])
def test_r42_fifty_at_once_are_one_envelope_and_fifty_identical_answers(
    held: Held, processes: int
) -> None:
    ends = now() + timedelta(hours=1)
    ticket = make_ticket(held.app.config["SECRET_KEY"], held.room.held, ends)
    with held.serving(processes) as running:
        answers = asyncio.run(at_once(running.port, {"ticket": ticket, **posted(**SAID)}))
        assert envelopes(held) == 1
    assert len(answers) == SAME
    assert len({plain(answer) for answer in answers}) == 1
    assert (answers[0].status, answers[0].headers["location"]) == (303, "/ok")


async def one_by_one(port: int, bodies: list[dict[str, str]]) -> list[Said]:
    phone = Phone(port)
    answers = [await phone.post(data) for data in bodies]
    phone.leave()
    return answers


def test_r42_expired_and_forged_tickets_are_refused_and_not_repeated(held: Held) -> None:
    secret, later = held.app.config["SECRET_KEY"], now() + timedelta(hours=1)
    real = make_ticket(secret, held.room.held, later)
    tickets = {
        "expired": make_ticket(secret, held.room.held, now() - timedelta(seconds=1)),
        "another check-in": make_ticket(secret, b"canary of a room", later),
        "another secret": make_ticket(b"canary", held.room.held, later),
        "longer": real + "AAAA",
        "cut": real[:-4],
        "noise": "canary-kestrel",
    }
    bodies = [{"ticket": ticket, **posted(**SAID)} for ticket in tickets.values()]
    with held.serving() as running:
        answers = asyncio.run(one_by_one(running.port, bodies))
        assert envelopes(held) == 0
    seen = dict(zip(tickets, answers, strict=True))
    assert {name: said.status for name, said in seen.items()} == {
        "expired": 200, "another check-in": 200,
        "another secret": 400, "longer": 400, "cut": 400, "noise": 400,
    }  # fmt: skip
    late = {seen[name].heading for name in ("expired", "another check-in")}
    assert late == {"This check-in has closed"}
    repeated = [
        name
        for name, said in seen.items()
        if tickets[name] in said.body or tickets[name] in str(said.headers)
    ]
    assert repeated == []


FOREIGN = (
    {"Sec_Fetch_Site": "cross-site"},
    {"Sec_Fetch_Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
)


async def from_elsewhere(port: int, data: dict[str, str]) -> list[tuple[int, int]]:
    """What each door answers to a form of another site: the participants', then the desk's."""
    phone, seen = Phone(port), []
    for headers in FOREIGN:
        here = await phone.post(data, **headers)
        seen.append((here.status, (await phone.post(data, "/desk/sign-in", **headers)).status))
    phone.leave()
    return seen


def test_r43_a_form_of_another_site_is_refused_at_both_doors(held: Held) -> None:
    ticket = make_ticket(held.app.config["SECRET_KEY"], held.room.held, now() + timedelta(hours=1))
    data = {"ticket": ticket, **posted(), "email": "alice@example.org", "password": "x"}
    with held.serving() as running:
        # The desk misses its token before it looks further; with one it is 403 (test_errors.py).
        assert asyncio.run(from_elsewhere(running.port, data)) == [(403, 400)] * len(FOREIGN)
        assert envelopes(held) == 0
        (ours,) = asyncio.run(one_by_one(running.port, [data]))
        assert (ours.status, envelopes(held)) == (303, 1)
