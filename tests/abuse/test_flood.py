"""R40 at the real server: somebody guesses behind the address that a room of phones shares.

Guessers and phones are on this machine and take its time from the server. So each run measures, on
the side, what an answer takes that no throttle has to do with, and counts as delay what is beyond.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections import Counter
from dataclasses import dataclass, field

import pytest

from facilitator.web.frame.throttle import FREE, LONGEST, STEP
from tests.abuse.conftest import Held
from tests.abuse.crowd import ELSEWHERE, Phone, Said
from tests.running import Program, gone

GUESSES = 10_000
GUESSERS = 256
PHONES = 15
WITHIN = 60.0
LATER = 1.5
OPENS_NOTHING = "This code opens nothing right now."
THANKS = ["How are you arriving?", "Redirecting...", "Thank you"]


@dataclass
class Flood:
    """Guessers that each send their next code as soon as the last was answered."""

    port: int
    left: int
    answers: list[Said] = field(default_factory=list)

    async def run(self, guessers: int) -> None:
        await asyncio.gather(*(self._guess() for _ in range(guessers)))

    async def _guess(self) -> None:
        phone = Phone(self.port)
        while self.left > 0:
            self.left -= 1
            self.answers.append(await phone.post({"code": f"A{self.left % 9 + 1}CDEF"}))
        phone.leave()

    def sooner_than(self, seconds: float) -> int:
        """How many were answered sooner than that."""
        return sum(1 for answer in self.answers if answer.seconds < seconds)


@dataclass
class Watch:
    """One connection that opens the first page over and over: what the machine itself takes."""

    port: int
    slowest: float = 0.0
    over: bool = False

    async def run(self) -> None:
        phone = Phone(self.port, ELSEWHERE)
        while not self.over:
            self.slowest = max(self.slowest, (await phone.get()).seconds)
            await asyncio.sleep(0.05)
        phone.leave()


async def visit(phone: Phone, **way: str) -> list[Said]:
    said = await phone.check_in(**way)
    phone.leave()
    return said


async def evening(running: Program, code: str) -> tuple[Flood, Watch, list[list[Said]], float]:
    """Fifteen phones come in one after the other while the flood runs; seconds until the last of
    them was thanked."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    flood, watch = Flood(running.port, GUESSES), Watch(running.port)
    guessing, watching = (asyncio.create_task(one) for one in (flood.run(GUESSERS), watch.run()))

    async def come(number: int) -> list[Said]:
        await asyncio.sleep(2 + 2.5 * number)
        assert not guessing.done(), "the flood is over before the room is in"
        return await visit(Phone(running.port), code=code)

    came = await asyncio.gather(*(come(number) for number in range(PHONES)))
    took = loop.time() - begun
    await guessing
    watch.over = True
    await watching
    return flood, watch, list(came), took


@pytest.mark.alone
def test_r40_fifteen_phones_get_in_while_ten_thousand_wrong_codes_arrive(held: Held) -> None:
    with held.serving() as running:
        flood, watch, came, took = asyncio.run(evening(running, held.room.code))
    assert took < WITHIN
    assert [[said.heading for said in phone] for phone in came] == [THANKS] * PHONES
    slowest = max(said.seconds for phone in came for said in phone)
    assert slowest - watch.slowest < LATER, f"{slowest:.2f} s, the machine {watch.slowest:.2f} s"
    assert Counter(answer.status for answer in flood.answers) == {200: GUESSES}
    assert all(OPENS_NOTHING in answer.body for answer in flood.answers)
    assert flood.sooner_than(STEP) <= FREE
    assert flood.sooner_than(LONGEST) <= FREE + LONGEST / STEP


async def beyond(running: Program, held: Held) -> tuple[Flood, list[Said], list[Said]]:
    """More guessers than there is room for. A right code among them again and again, and phones
    that come by the link."""
    flood = Flood(running.port, 1500)
    guessing = asyncio.create_task(flood.run(GUESSERS + 200))
    await asyncio.sleep(2)
    typed, linked = [], []
    while not guessing.done():
        phone = Phone(running.port)
        typed.append(await phone.post({"code": held.room.code}))
        linked += await visit(phone, link=held.room.link)
    await guessing
    return flood, typed, linked


def test_r40_a_flood_beyond_that_learns_nothing_and_links_go_on(held: Held) -> None:
    with held.serving() as running:
        flood, typed, linked = asyncio.run(beyond(running, held))
    assert {answer.status for answer in flood.answers} == {200, 429}
    quick = [a for a in flood.answers if a.seconds < LONGEST]
    looked_up = [a for a in quick if a.status == 200]
    assert len(looked_up) <= FREE + LONGEST / STEP, "those before the wait had grown"
    refused = {a.body for a in (*flood.answers, *typed) if a.status == 429}
    assert len(refused) == 1, "what is refused says the same of a right code"
    assert [a.seconds for a in typed if a.status == 200 and a.seconds < LONGEST] == []
    assert {said.heading for said in linked} <= {*THANKS, "This check-in is full"}
    assert THANKS[2] in {said.heading for said in linked}


async def undelayed(running: Program, tries: int) -> tuple[int, list[float]]:
    """Each on a connection of its own, so that the processes share them."""
    answers = []
    for _ in range(tries):
        phone = Phone(running.port)
        answers.append(await phone.post({"code": "AAAAAA"}))
        phone.leave()
    assert {answer.status for answer in answers} == {200}
    seconds = [answer.seconds for answer in answers]
    return sum(1 for one in seconds if one < STEP), seconds


def test_r40_two_processes_count_as_one_and_a_killed_one_changes_nothing(held: Held) -> None:
    with held.serving(processes=2) as running:
        free, _ = asyncio.run(undelayed(running, 24))
        assert free <= FREE
        web = running.children()[0]
        both = children_of(web)
        assert len(both) == 2
        for pid in both:
            os.kill(pid, signal.SIGKILL)
        assert gone(both)
        again, seconds = asyncio.run(undelayed(running, 2))
        assert (again, min(seconds) > STEP * 9) == (0, True)


def children_of(pid: int) -> list[int]:
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return [int(word) for word in file.read().split()]
