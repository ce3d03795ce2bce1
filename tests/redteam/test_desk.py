"""Others at the desk: who only reads, who is a stranger, who takes files away; and the facilitator
herself, who turns every wheel that a check-in has (V1, V2; R2, R9, R10, R12, R13).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from facilitator.records import releases
from tests.redteam.builds import Naive, Ours
from tests.redteam.target import Room, Said, Target
from tests.redteam.wire import Answer, Browser

OPEN = "The check-in is open"
HERON = "heron at low water"
FULL: Said = {"mood": "1", "compared": "1", "need-break": "1", "word-1": "1", "text": HERON}
FIGURE = re.compile(r"\b(heavy|heavier|light|lighter|n|break|word-1|need-break) (\d+)")
CELLS = re.compile(r"(?i)room is finding|heavier than last|check-ins?, opened at once|named by")
FILES = ("out/plan.md", "out/plan.docx", "out/plan.csv", "out/plan.json", "session.ics",
         "out/guide.pdf", "out/run-sheet.pdf")  # fmt: skip


def held(target: Target, people: int = 9, said: Said = FULL) -> Room:
    room = target.room(free_text=True)
    for _ in range(people):
        target.say(room, said)
    return room


def plain(answer: Answer) -> str:
    """The words of a file, out of its ZIP where it is one."""
    if answer.body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(answer.body)) as parts:
            return " ".join(parts.read(name).decode(errors="replace") for name in parts.namelist())
    return answer.text


def files(target: Target, room: Room) -> dict[str, str]:
    desk = target.desk()
    if not room.plan:
        return {"export.json": desk.get(f"/desk/export.json?code={room.code}").text}
    paths = {name: f"/desk/plans/{room.plan}/{name}" for name in FILES}
    return {name: plain(desk.get(path)) for name, path in paths.items()}


def exported(target: Target) -> set[str]:
    """What files hold of a check-in that was held and closed: words, figures."""
    room = held(target)
    target.close(room)
    learnt = set()
    for name, content in files(target, room).items():
        learnt |= {f"her words in {name}"} if HERON in content else set()
        learnt |= (
            {f"figures in {name}"} if CELLS.search(content) or '"counts"' in content else set()
        )
    target.forget(room)
    return learnt


def test_r10_r12_no_file_holds_a_word_or_a_figure(ours: Ours, naive: Naive) -> None:
    assert exported(naive) == {"her words in export.json", "figures in export.json"}
    assert exported(ours) == set()


QUERIES = ("?min=1", "?from=1&to=2", "?group=1", "?by=need", "?week=1", "?filter=heavy", "?k=1",
           "?noisy=1", "?n=1", "?subset=1,2", "?moment=arriving", "?as=json", "?all=1")  # fmt: skip


def cut(target: Target) -> set[str]:
    """Ask for a part of it: filters, subsets, dates. What any of these says that the page does
    not."""
    room = held(target)
    target.close(room)
    desk = target.desk()
    whole = desk.get(room.desk).told()
    joint = "&" if "?" in room.desk else "?"
    asked = [f"{room.desk}{joint}{query[1:]}" for query in QUERIES]
    learnt = {path for path in asked if desk.get(path).told() != whole}
    target.forget(room)
    return learnt


def test_r10_no_part_of_a_release_can_be_asked_for(ours: Ours, naive: Naive) -> None:
    assert cut(naive) != set()
    assert cut(ours) == set()


def intrude(target: Target, who: Callable[[Target], Browser]) -> set[str]:
    """Somebody else at the addresses of a check-in: what she reads, and what she can do."""
    room, learnt = held(target), set()
    hers = who(target)
    hers.get("/desk/account")
    if room.plan:
        hers.send(f"{room.desk}/close")
        tally = f"/desk/plans/{room.plan}/checkins/arriving/tally"
        pages = [room.desk, f"{room.desk}/written", tally, f"{room.desk}/close"]
    else:
        hers.post("/desk/close", {"code": room.code})
        pages = [room.desk, f"/desk/export.json?code={room.code}"]
    closed = (
        "The check-in is open" not in target.living(room).words()
        and "open" not in (target.living(room).words()[:5])
    )
    learnt |= {"closed it"} if closed else set()
    target.close(room)
    for page in (hers.get(path) for path in pages):
        learnt |= {"words"} if HERON in page.text else set()
        learnt |= (
            {"figures"} if CELLS.search(page.words()) or FIGURE.search(page.words()) else set()
        )
    target.forget(room)
    return learnt


def test_r12_a_stranger_and_a_reader_come_no_further(ours: Ours, naive: Naive) -> None:
    assert intrude(naive, lambda target: target.phone()) == {"closed it", "words", "figures"}
    assert intrude(ours, lambda target: target.phone()) == set()
    assert intrude(ours, lambda target: ours.desk("Charlie")) == set()
    assert intrude(ours, lambda target: ours.desk("Rita")) == {"figures"}, (
        "a reader reads a release"
    )


def few(target: Target, said: Said) -> str:
    """Four people: everything that the desk then shows, ids and tokens left out."""
    room = held(target, 4, said)
    target.close(room)
    page = re.sub(r"[0-9a-f]{32}|code=\d+", "", str(target.living(room).told()))
    return page.replace(room.code, "")


def test_r02_four_people_say_nothing(ours: Ours, naive: Naive) -> None:
    for one, other in ((FULL, {"mood": "5"}), ({}, FULL)):
        assert few(naive, one) != few(naive, other)
        assert few(ours, one) == few(ours, other)


def form(target: Target, room: Room) -> str:
    phone = target.phone()
    page = phone.post("/", {"code": room.code}) if room.plan else None
    return (page or phone.get(f"/form?code={room.code}")).words()


def change_the_bank(target: Target) -> bool:
    """After the opening: other words, by every address that changes them; the practice as well.
    Words that change between one phone and the next would single somebody out."""
    room, desk = target.room(free_text=True), target.desk()
    before = form(target, room)
    assert "Guilt" in before
    desk.post("/desk/bank", {"code": room.code, "value": "kestrel"})
    plan = f"/desk/plans/{room.plan}/checkins/arriving"
    for path in ("words", "practice"):
        desk.get(f"{plan}/{path}")
        desk.send(f"{plan}/{path}", word="kestrel", theme="1", asked="0")
    desk.get(f"/desk/groups/{room.group}/edit")
    desk.send(f"/desk/groups/{room.group}/edit", free_text="")
    return form(target, room) != before


def test_r08_what_is_asked_stays_what_was_asked(ours: Ours, naive: Naive) -> None:
    assert change_the_bank(naive)
    assert not change_the_bank(ours)


def test_r08_nor_does_the_janitor_carve_it(ours: Ours) -> None:
    """An evening of long ago that is opened now: what is older than thirteen months goes, and with
    it the bank of this check-in would, while it is open."""
    room = ours.room(days=-500, words=("One", "Two", "Three", "Four", "Five", "Six", "Seven"))
    before = form(ours, room)
    assert "Seven" in before
    for _ in range(6):
        ours.say(room, {"word-6": "1", "word-7": "1"})
    with ours.app.app_context():
        releases.forget(datetime.now(UTC))
    assert form(ours, room) == before
    page = ours.close(room).words()
    assert "Six check-ins, opened at once" in page
    assert "Seven" in page


def way_to_practise(target: Target, room: Room) -> str:
    desk = target.desk()
    if not room.plan:
        return room.code
    path = f"/desk/plans/{room.plan}/checkins/arriving/practice"
    desk.get(path)
    found = re.search(r'class="code"[^>]*>([^<]+)<', desk.send(path).text)
    assert found, "the practice shows its code"
    return found[1].strip()


def practised(target: Target) -> set[str]:
    """A practice, filled in while the check-in is open: what of it is counted."""
    room, phone = target.room(free_text=True), target.phone()
    tried = replace(room, code=way_to_practise(target, room))
    learnt = set() if "practice" in form(target, tried).lower() else {"it is not said"}
    ticket = target.come_in(tried, phone)
    for _ in range(7):
        target.say(tried, FULL, phone, ticket)
    learnt |= {"an envelope"} if target.envelopes(room) else set()
    learnt |= {"enough"} if 'class="enough">5 or more' in target.living(room).text else set()
    shown = target.close(room).words()
    return learnt | (set() if "Too few" in shown else {"a release"})


def test_r08_a_practice_never_becomes_a_release(ours: Ours, naive: Naive) -> None:
    assert practised(naive) == {"it is not said", "an envelope", "a release"}
    assert practised(ours) == set()


def head_count_before(target: Target) -> bool:
    """Count heads while it is open: whether that is kept, and stands beside the answers."""
    room, desk = held(target, 3), target.desk()
    desk.get(f"{room.desk}/close" if room.plan else room.desk)
    before = desk.get(room.desk).told()
    desk.send(f"{room.desk}/head-count" if room.plan else "/desk/heads", heads="3", value="3",
              code=room.code)  # fmt: skip
    told = desk.get(room.desk).told()
    shown = target.close(room).text
    return told != before or 'value="3"' in shown


def test_r01_heads_are_counted_after_the_close_alone(ours: Ours, naive: Naive) -> None:
    assert head_count_before(naive)
    assert not head_count_before(ours)


@pytest.mark.parametrize("asks", [True, False])
def test_r13_two_of_her_own_and_one_who_is_asked(ours: Ours, asks: bool) -> None:
    """A weakness that is known, and of the rule (3.7): from three on the quiet sentence is exact.
    Who adds two check-ins of her own learns of one woman whether she ticked it. Only a rule that
    needs five, or that shows how many came, would make it visible; this pins what holds today."""
    room = ours.room()
    for said in ({}, {}, {"quiet": "1"} if asks else {}):
        ours.say(room, said)
    page = ours.close(room).words()
    assert ("At least one person would like a quiet word" in page) is asks
    assert "three" not in page.lower()
