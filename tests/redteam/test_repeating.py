"""Whoever asks again and again: the same page a hundred times, a close twice, an evening once more
under another name, and everything at the same moment (privacy.md 0, finding 5; V2; R7, R8, R42).
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from facilitator.records import facilitators, groups
from facilitator.records.base import begin_write, db
from tests.cast import keep_plan, make_plan
from tests.redteam.builds import Naive, Ours
from tests.redteam.target import Room, Said, Target

SOME: list[Said] = [{"mood": "1", "word-1": "1"}] * 4 + [{"mood": "5"}] * 5
FIGURE = re.compile(r"\b(heavy|light|n) (\d+)")
AT_ONCE = 12


def held(target: Target) -> Room:
    room = target.room()
    for said in SOME:
        target.say(room, said)
    target.close(room)
    return room


def average(target: Target, looks: int = 60) -> set[str]:
    """Look often. Where noise is drawn anew each time, its middle is the exact count."""
    room, desk = held(target), target.desk()
    address = f"{room.desk}&noisy=1" if "?" in room.desk else room.desk
    pages = [desk.get(address) for _ in range(looks)]
    if len({page.told() for page in pages}) == 1:
        return set()
    sums: dict[str, int] = {}
    for page in pages:
        for name, figure in FIGURE.findall(page.words()):
            sums[name] = sums.get(name, 0) + int(figure)
    return {f"{name} {round(total / looks)}" for name, total in sums.items()}


def test_r07_looking_often_fixes_nothing(ours: Ours, naive: Naive) -> None:
    assert average(naive) >= {"heavy 4", "n 9"}
    assert average(ours) == set()


def again(target: Target) -> list[str]:
    """Open, close or fill a check-in that is over, by every address that takes a post, and see
    whether the release says anything else, or another answer gets in."""
    room, desk = held(target), target.desk()
    before = target.living(room).told()
    ticketless = target.phone()
    desk.get(room.desk)
    plan = f"/desk/plans/{room.plan}/checkins/arriving"
    for path in (room.desk, f"{room.desk}/close", f"{room.desk}/open", f"{room.desk}/reopen",
                 f"{room.desk}/head-count", plan, f"{plan}/words", "/desk/reopen"):  # fmt: skip
        desk.send(path, code=room.code, state="open", moment="arriving", word="kestrel", theme="1")
    learnt = [] if target.living(room).told() == before else ["the release changed"]
    came = ticketless.post("/", {"code": room.code}) if room.plan else target.say(room, SOME[0])
    if came.status != 200 or came.hidden("ticket"):
        learnt.append("another answer was taken")
    return learnt + (["an answer is there"] if target.envelopes(room) not in (0, 9) else [])


def test_r08_what_is_closed_stays_closed(ours: Ours, naive: Naive) -> None:
    assert "another answer was taken" in again(naive)
    assert again(ours) == []


def once_more(target: Ours, days: int, *, delete: bool) -> bool:
    """Hold the same people again on the same evening, under a plan of another date, or after the
    release was deleted. Whether that could be opened."""
    room, desk = held(target), target.desk()
    if delete:
        desk.get(f"{room.desk}/delete")
        desk.send(f"{room.desk}/delete")
    with target.app.app_context():
        begin_write()
        group = db.session.get_one(groups.Group, room.group)
        day = datetime.now(UTC).date() + timedelta(days=days)
        alice = facilitators.by_id(target.people.alice)
        plan = keep_plan(group, alice, make_plan(day=day)).id
        db.session.remove()
    address = f"/desk/plans/{plan}/checkins/arriving"
    desk.get(address)
    desk.send(address)
    return "The check-in is open" in desk.follow(desk.get(address)).words()


def test_r08_nor_again_under_another_name(ours: Ours, naive: Naive) -> None:
    for days, delete in ((0, False), (0, True), (1, False), (-30, True)):
        assert not once_more(ours, days, delete=delete), (days, delete)
    first, second = held(naive), naive.room()
    assert naive.say(second, SOME[0]).status == 302
    assert first.code != second.code


def closes_at_once(target: Target) -> int:
    """Close from many windows in the same moment; how many different releases that makes."""
    room = target.room()
    for said in SOME:
        target.say(room, said)
    desk = target.desk()
    desk.get(f"{room.desk}/close")

    def close(_number: int) -> None:
        desk.send(f"{room.desk}/close")

    if not room.plan:
        return len({target.desk().get(f"{room.desk}&noisy=1").words() for _ in range(AT_ONCE)})
    with ThreadPoolExecutor(AT_ONCE) as windows:
        list(windows.map(close, range(3 * AT_ONCE)))
    return len({target.living(room).told() for _ in range(3)})


def test_r08_closing_from_many_windows_makes_one_release(ours: Ours, naive: Naive) -> None:
    assert closes_at_once(naive) > 1
    assert closes_at_once(ours) == 1


def twice(target: Target) -> int:
    """Send one form from many threads in the same moment; how many answers are counted."""
    room, phone = target.room(), target.phone()
    ticket = target.come_in(room, phone)

    def say(_number: int) -> tuple[int, str, bytes]:
        answer = target.say(room, SOME[0], None, ticket)
        return answer.status, answer.location, answer.body

    with ThreadPoolExecutor(AT_ONCE) as taps:
        told = set(taps.map(say, range(3 * AT_ONCE)))
    assert len(told) == 1, "every tap is answered alike"
    return target.envelopes(room)


def test_r42_one_form_is_one_answer_however_often_it_is_sent(ours: Ours, naive: Naive) -> None:
    assert twice(naive) == 3 * AT_ONCE
    assert twice(ours) == 1


def lost_at_the_close(target: Target) -> int:
    """Send while it is being closed: how many were thanked, less how many were counted."""
    room = target.room()
    tickets = [target.come_in(room, target.phone()) for _ in range(18)]
    for ticket in tickets[:6]:
        target.say(room, SOME[0], None, ticket)

    def act(number: int) -> bool:
        if number == 4:
            target.close(room)
            return False
        answer = target.phone().ask(*target.posting(tickets[6 + number], SOME[0]), {})
        return answer.status in (302, 303)

    target.desk()
    with ThreadPoolExecutor(6) as hands:
        thanked = 6 + sum(hands.map(act, range(12)))
    return thanked - counted(target.living(room).words())


def counted(page: str) -> int:
    words = ["Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"]
    found = re.search(r"(\w+) check-ins, opened|(\d+) counted at the close", page)
    assert found, page
    said = found[1] or found[2]
    return words.index(said) + 5 if said in words else int(said)


def test_r08_who_was_thanked_was_counted(ours: Ours, naive: Naive) -> None:
    assert lost_at_the_close(naive) > 0
    assert lost_at_the_close(ours) == 0
