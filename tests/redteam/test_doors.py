"""Strangers at the doors: guessed codes, forged host names, forms on other pages, and what is told
by a status, a length or a moment (V8, V9; R27 to R30, R39, R42 to R44, R50).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlencode

import pytest

from facilitator.domain.checkins import Moment
from facilitator.domain.codes import ALPHABET
from facilitator.records import checkins
from tests.redteam.builds import Naive, Ours, ours_running
from tests.redteam.target import Said, Target
from tests.redteam.wire import Answer, Browser
from tests.web.test_join_timing import inseparable, separates

EVIL = "kestrel.example"
FORGED: Mapping[str, str] = {
    "X_Forwarded_Host": EVIL, "X_Forwarded_For": "203.0.113.9", "X_Forwarded_Proto": "gopher",
    "X_Forwarded_Port": "6666", "X_Forwarded_Prefix": f"//{EVIL}", "Forwarded": f"host={EVIL}",
    "X_Original_URL": f"//{EVIL}", "X_Rewrite_URL": f"//{EVIL}",
}  # fmt: skip
SAYINGS: tuple[Said, ...] = (
    {"mood": "1"},
    {"mood": "5", "compared": "4"},
    {},
    {"quiet": "1", "quiet-even-if-guessed": "1"},
    {"need-break": "1", "word-1": "1", "word-2": "1"},
)


@pytest.fixture(scope="module")
def guessed(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Ours]:
    """A program of its own: whoever guesses makes those behind the same address wait."""
    with ours_running(tmp_path_factory.mktemp("guessed"), sqlite_template) as running:
        yield running


def codes_near(target: Target, code: str) -> list[str]:
    """What a guesser tries who has seen one code: the next ones, and some at random."""
    if code.isdigit():
        return [str(int(code) + step) for step in range(-20, 21)]
    rng = random.Random(code)
    last = [code[:-1] + sign for sign in ALPHABET if sign != code[-1]][:10]
    return last + ["".join(rng.choices(ALPHABET, k=6)) for _ in range(30)]


def guess(target: Target) -> int:
    """Open two check-ins, know the code of one, and try forty others: how many open something."""
    known, _other = target.room(), target.room()
    found = 0
    for number, code in enumerate(codes_near(target, known.code)):
        phone = Browser(target.port, source=f"127.0.{number + 1}.1")
        page = (
            phone.get(f"/form?code={code}") if code.isdigit() else phone.post("/", {"code": code})
        )
        found += "How are you arriving" in page.words() and code != known.code
    return found


def test_r39_a_code_cannot_be_guessed_from_another(guessed: Ours, naive: Naive) -> None:
    assert guess(naive) >= 1
    assert guess(guessed) == 0


def kinds(target: Ours | Naive) -> dict[str, str]:
    """Codes that open nothing, each for another reason."""
    over = target.room()
    target.close(over)
    if isinstance(target, Naive):
        return {"unknown": "99999", "closed": over.code}
    config = target.app.config["CIRCLE"]
    early = target.room()
    with target.app.app_context():
        day = target.today
        door = checkins.door(config.keys_dir, early.group, day, Moment.LEAVING)
    assert door is not None
    return {"unknown": "AAAAAA", "closed": over.code, "not yet": door.code}


def looks(target: Ours | Naive, each: int) -> dict[str, list[Answer]]:
    """What comes back for each kind of code, asked for in any order and from many networks."""
    codes = kinds(target)
    came: dict[str, list[Answer]] = {kind: [] for kind in codes}
    order = list(codes) * each
    random.Random(44).shuffle(order)
    for number, kind in enumerate(order):
        phone = Browser(target.port, source=f"127.{1 + number // 200}.{number % 200}.7")
        came[kind].append(_try(phone, codes[kind]))
    return came


def tell_apart(target: Ours | Naive) -> set[str]:
    """By what two such codes differ: status, headers, body, or the time that an answer takes."""
    seen = {kind: {one.told() for one in all_} for kind, all_ in looks(target, 3).items()}
    learnt = {"what is said"} if len(set(map(frozenset, seen.values()))) > 1 else set()

    def times() -> dict[str, list[float]]:
        return {kind: [one.took for one in all_] for kind, all_ in looks(target, 25).items()}

    return learnt | (set() if inseparable(times) else {"time"})


def _try(phone: Browser, code: str) -> Answer:
    return phone.get(f"/form?code={code}") if code.isdigit() else phone.post("/", {"code": code})


def test_r44_codes_that_open_nothing_are_one_to_a_stranger(guessed: Ours, naive: Naive) -> None:
    assert "what is said" in tell_apart(naive)
    assert tell_apart(guessed) == set()


def poison(target: Target) -> list[str]:
    """Ask under another name, and by what a proxy would say; what comes of it."""
    room, desk, learnt = target.room(), target.desk(), []
    pages = [room.desk, "/", "/desk/sign-in" if room.plan else "/form?code=" + room.code]
    pages += [f"/desk/plans/{room.plan}/papers", "/desk/checkins"] if room.plan else []
    for path in pages:
        named = Browser(target.port, host=EVIL, cookies=dict(desk.cookies)).get(path)
        learnt += [f"{path} is served under any name"] if named.status < 400 else []
        plain, told = desk.get(path), desk.get(path, **FORGED)
        learnt += [f"{path} believes a proxy"] if told.told() != plain.told() else []
        learnt += [f"{path} repeats it" for one in (named, told) if EVIL in one.told().__repr__()]
    ticket = target.come_in(room, target.phone())
    sent = target.say(room, {"mood": "1"}, Browser(target.port, host=EVIL), ticket)
    return learnt + ([f"sent on to {sent.location}"] if EVIL in sent.location else [])


def test_r50_a_forged_name_goes_nowhere(ours: Ours, naive: Naive) -> None:
    learnt = poison(naive)
    assert any("sent on to http://kestrel.example" in line for line in learnt)
    assert any("repeats it" in line for line in learnt)
    assert poison(ours) == []


ELSEWHERE = (
    {"Sec_Fetch_Site": "cross-site"},
    {"Sec_Fetch_Site": "same-site"},
    {"Origin": "https://kestrel.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:1"},
)


def from_elsewhere(target: Target) -> list[str]:
    """A form on another page, sent by a phone that has a ticket or a desk that is signed in."""
    learnt = []
    for headers in ELSEWHERE:
        room, phone = target.room(), target.phone()
        ticket = target.come_in(room, phone)
        data = {"ticket": ticket, "code": room.code, "mood": "1"}
        phone.post("/" if room.plan else "/answer", data, **headers)
        learnt += [f"an answer with {headers}"] if target.envelopes(room) else []
        desk = target.desk()
        desk.get(f"{room.desk}/close")
        close = {"csrf_token": desk.token, "code": room.code}
        desk.post(f"{room.desk}/close" if room.plan else "/desk/close", close, **headers)
        here = target.living(room).words()
        learnt += [f"a close with {headers}"] if "closed" in here or "Too few" in here else []
    return learnt


def test_r43_other_pages_can_send_nothing(ours: Ours, naive: Naive) -> None:
    assert len(from_elsewhere(naive)) == 2 * len(ELSEWHERE)
    assert from_elsewhere(ours) == []


def listen(target: Target, rounds: int) -> set[str]:
    """What an ear on the line learns of an answer: the length sent, and what comes back."""
    sent, back = set(), set()
    for _ in range(rounds):
        room = target.room()
        for said in SAYINGS:
            phone = target.phone()
            ticket = target.come_in(room, phone)
            answer = target.say(room, said, phone, ticket)
            thanks = phone.get(answer.location.removeprefix(f"http://127.0.0.1:{target.port}"))
            back.add((answer.status, answer.location, answer.body, thanks.body))
            sent.add(len(str(target.posting(ticket, said))))
    learnt = {"sent"} if len(sent) > 1 else set()
    return learnt | ({"back"} if len(back) > 1 else set())


def clock(target: Target, rounds: int) -> dict[str, list[float]]:
    """How long it takes to be thanked, by what was said, in any order."""
    took: dict[str, list[float]] = {str(said): [] for said in SAYINGS[2:]}
    for _ in range(rounds):
        room = target.room()
        for said in random.sample(SAYINGS[2:], len(took)):
            took[str(said)].append(target.say(room, said).took)
    return took


def test_r28_nor_does_a_clock(ours: Ours, naive: Naive) -> None:
    """On the server as it runs; two thousand of each are timed in tests/web/test_join_timing.py."""
    assert separates(*list(clock(naive, 12).values())[:3:2]) < 0.001
    assert inseparable(lambda: clock(ours, 20))


def test_r30_the_code_and_the_answers_are_in_no_address(ours: Ours, naive: Naive) -> None:
    for target, expected in ((naive, True), (ours, False)):
        room, phone = target.room(), target.phone()
        ticket = target.come_in(room, phone)
        answer = target.say(room, {"mood": "1"}, phone, ticket)
        addresses = answer.path + answer.location
        told = any(one in addresses for one in (room.code, ticket, urlencode({"mood": "1"})))
        assert told is expected
