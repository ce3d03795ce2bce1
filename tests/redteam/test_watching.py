"""The facilitator's chair, while a check-in is open: she watches who taps, and compares all she can
reach before with all she can reach after (privacy.md 0, findings 4 and 5; V1).
"""

from __future__ import annotations

import io
import re
import zipfile

from tests.redteam.builds import Naive, Ours
from tests.redteam.target import Room, Target
from tests.redteam.wire import Answer, Browser

HEAVY = {"mood": "1", "compared": "1", "need-break": "1", "word-1": "1", "quiet": "1"}
LIGHT = {"mood": "5", "compared": "3"}
EVENING = [HEAVY, {}, LIGHT, HEAVY, {}, LIGHT, {"mood": "1"}]
LINK = re.compile(r'(?:href|src)="(/desk[^"#]*)')
# Views of a plan that no group is in, and what leads on for ever: proposals, weeks, searches.
ASIDE = re.compile(r"\?|/(out|history|drafts|fit|blocks|share|copy|keep|delete|new|look)\b|\.\w+$")
UNTIL = re.compile(r", in (?:\d+ hours? ?)?(?:\d+ minutes?)?, if you do not")
"""The minutes that are left: the clock's, and gone from the page before it is compared."""
LISTS = ("/desk", "/desk/checkins", "/desk/groups", "/desk/plans")
EXPORTS = ("out/plan.md", "out/plan.docx", "out/plan.csv", "session.ics")
SHEET = "out/run-sheet.pdf"
Seen = dict[str, tuple[object, ...]]


def crawl(desk: Browser, room: Room) -> Seen:
    """Every page of this room that links lead to, to the last byte and header."""
    about = (room.desk, room.group or "-", room.plan or "-")
    seen: Seen = {}
    waiting = [room.desk, *(LISTS if room.plan else ())]
    while waiting:
        path = waiting.pop(0)
        if path in seen:
            continue
        answer = desk.get(path)
        seen[path] = tuple(
            UNTIL.sub("", one) if isinstance(one, str) else one for one in answer.told()
        )
        found = (link.replace("&amp;", "&") for link in LINK.findall(answer.text))
        near = [link for link in found if any(one in link for one in about)]
        waiting += [link for link in near if not ASIDE.search(link)]
    return seen


def exported(answer: Answer) -> tuple[object, ...]:
    """A file that was taken away, without the moment it was made at."""
    if answer.body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(answer.body)) as parts:
            return tuple((name, parts.read(name)) for name in sorted(parts.namelist()))
    lines = [line for line in answer.body.splitlines() if not line.startswith(b"DTSTAMP")]
    return (answer.status, *lines)


def files(desk: Browser, room: Room) -> Seen:
    """Every file that can be taken away of it. Taking one is noted in the trail, so these are taken
    before the watch and after it."""
    naive = [f"/desk/export.json?code={room.code}"]
    paths = [f"/desk/plans/{room.plan}/{name}" for name in EXPORTS] if room.plan else naive
    return {path: exported(desk.get(path)) for path in paths}


def watch(target: Target) -> list[str]:
    """What changed with which answer: "3: /desk/checkins/..."; the fifth may change one thing."""
    room, desk = target.room(), target.desk()
    taken, learnt = files(desk, room), []
    crawl(desk, room)  # what only the first look changes
    before = crawl(desk, room)
    for number, said in enumerate(EVENING, 1):
        target.say(room, said)
        after = crawl(desk, room)
        changed = differing(before, after)
        if number == 5 and changed == [room.desk] and _only_enough(before, after, room):
            changed = []
        learnt += [f"{number}: {path}" for path in changed]
        before = after
    return learnt + [f"file: {path}" for path in differing(taken, files(desk, room))]


def differing(before: Seen, after: Seen) -> list[str]:
    paths = sorted(before.keys() | after.keys())
    return [path for path in paths if before.get(path) != after.get(path)]


def _only_enough(before: Seen, after: Seen, room: Room) -> bool:
    """Whether all that the page says in addition is "5 or more"."""
    was, now = (str(seen[room.desk][-1]) for seen in (before, after))
    return was.replace('class="enough">Open<', 'class="enough">5 or more<', 1) == now


def test_r01_watching_the_desk_tells_nothing(ours: Ours, naive: Naive) -> None:
    learnt = watch(naive)
    assert {line.partition(":")[0] for line in learnt} == {*"1234567", "file"}
    assert watch(ours) == []


def test_r01_the_watch_is_wide(ours: Ours) -> None:
    """It looks at the open page, the lists, the plan, the group, its trail and what is held."""
    room = ours.room()
    seen = crawl(ours.desk(), room)
    ends = {path.rpartition("/")[2] for path in seen}
    assert {"held", "acts", "words", "tally", "papers", "close", "edit"} <= ends
    assert {told[0] for told in seen.values()} <= {200, 302, 303}


def count_by_padding(target: Target) -> str:
    """Send check-ins of one's own until the room is full: what is left over came from others.

    privacy.md 3.9 caps a check-in at forty, so this number can be had, once, at the price of the
    evening; it is how many used a phone, which she sees with her own eyes (2.2).
    """
    room = target.room()
    for said in (HEAVY, LIGHT, {}):
        target.say(room, said)
    for own in range(60):
        answer = target.say(room, {})
        if "This check-in is full" in answer.words():
            return f"others: {40 - own}"
    return "no limit"


def test_r01_a_full_room_tells_how_many_came_and_no_more(ours: Ours) -> None:
    """A weakness that is known: a full room says that it is, and so how many phones there were
    besides one's own. What they said is no part of it."""
    assert count_by_padding(ours) == "others: 3"


def paper(target: Ours, room: Room) -> bytes:
    answer = target.desk().get(f"/desk/plans/{room.plan}/{SHEET}")
    assert answer.body.startswith(b"%PDF")
    return re.sub(rb"/(CreationDate|ModDate) ?\([^)]*\)|/ID ?\[[^\]]*\]", b"", answer.body)


def test_r01_paper_made_in_between_is_the_same(ours: Ours, naive: Naive) -> None:
    """The naive build prints what it shows: the counts of its page."""
    room = ours.room()
    before = paper(ours, room)
    for said in EVENING:
        ours.say(room, said)
    assert paper(ours, room) == before
    shown = naive.room()
    was = naive.living(shown).body
    naive.say(shown, HEAVY)
    assert naive.living(shown).body != was
