"""Whoever copies the files: once, at every moment, with the backup, or after it is all over
(privacy.md 0, findings 1 to 3; V4). Only the folder of keys is out of her reach.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.redteam.builds import Naive, Ours
from tests.redteam.naive import rows
from tests.redteam.target import Room, Said, Target, carve, steal
from tests.running import flask

WORDS = (
    "kestrel on the wharf",
    "heron at low water",
    "starling in the eaves",
    "wren by the door",
)
PEOPLE: tuple[Said, ...] = (
    {"mood": "1", "need-help-finding": "1", "word-3": "1", "text": WORDS[0]},
    {"mood": "5", "text": WORDS[1]},
    {},
    {"compared": "2", "need-break": "1", "quiet": "1"},
    {"mood": "2", "word-2": "1", "text": WORDS[2]},
    {"quiet-even-if-guessed": "1"},
    {"mood": "4", "text": WORDS[3]},
    {"mood": "1", "word-1": "1", "need-break": "1"},
)
# What only an answer can have put on a disk: field names and values side by side, and words.
MARKS: Mapping[str, bytes] = {
    **{word: word.encode() for word in WORDS},
    "an answer as it is posted": b"need-break=1",
    "an answer as JSON": b'"need-break": "1"',
    "a quiet word": b'"quiet": "1"',
}


def held(target: Target, room: Room) -> Iterator[int]:
    """Each person's answers in turn; the number of those that have come."""
    for number, said in enumerate(PEOPLE, 1):
        answer = target.say(room, said)
        assert answer.status in (302, 303), answer.words()
        yield number


def _over(target: Target, room: Room) -> None:
    """The close, and the end of what was written: no other attack finds these words."""
    target.close(room)
    target.forget(room)


def steal_every_time(target: Target, folder: Path) -> set[str]:
    """A copy after each check-in, and one when the last is in."""
    room, learnt = target.room(free_text=True), set()
    for number in held(target, room):
        copy = steal(target, folder / str(number))
        learnt |= {line.rpartition(" in ")[0] for line in carve(MARKS, copy)}
    _over(target, room)
    return learnt


def test_r17_a_copy_after_each_check_in_says_nothing(
    ours: Ours, naive: Naive, tmp_path: Path
) -> None:
    assert steal_every_time(naive, tmp_path / "naive") >= {*WORDS, "an answer as JSON"}
    assert steal_every_time(ours, tmp_path / "ours") == set()


def boxes(folder: Path, room: Room) -> dict[str, bytes]:
    """Pieces of every sealed answer in the stolen files, 32 bytes each; read as SQLite reads."""
    query = "SELECT sealed FROM envelopes WHERE hex(checkin_id) = upper(?)"
    held = room.desk.rpartition("/")[2]
    found = [row[0] for path in folder.rglob("circle.db") for row in rows(path, query, held)]
    pieces = {box[start : start + 32] for box in found for start in (24, 300, 1000)}
    return {f"ciphertext {number}": piece for number, piece in enumerate(sorted(pieces))}


def after_the_close(target: Target, folder: Path) -> list[str]:
    """What is left of every answer once the check-in is closed, its words are read or forgotten,
    and a backup is made: in any file, free pages and logs included."""
    room = target.room(free_text=True)
    assert list(held(target, room))[-1] == len(PEOPLE)
    before = steal(target, folder / "before")
    noise = boxes(before, room)
    _over(target, room)
    after = steal(target, folder / "after")
    return sorted({line.rpartition(" in ")[0] for line in carve({**MARKS, **noise}, after)})


def test_r12_r19_after_it_is_over_nothing_can_be_carved(
    ours: Ours, naive: Naive, tmp_path: Path
) -> None:
    assert set(after_the_close(naive, tmp_path / "naive")) >= set(WORDS)
    assert after_the_close(ours, tmp_path / "ours") == []


def test_r19_there_was_ciphertext_to_look_for(ours: Ours, tmp_path: Path) -> None:
    """The control of the search: while it is open, every piece is found, and in the log too."""
    room = ours.room()
    for said in PEOPLE[:3]:
        ours.say(room, {k: v for k, v in said.items() if k != "text"})
    copy = steal(ours, tmp_path / "copy")
    pieces = boxes(copy, room)
    assert len(pieces) == 9
    assert {line.rpartition(" in ")[0] for line in carve(pieces, copy)} == pieces.keys()
    ours.close(room)


def backed_up(target: Ours | Naive, folder: Path) -> set[str]:
    """The backup, made by its own command while a check-in is open: what it holds of answers."""
    folder.mkdir()
    room = target.room(free_text=True)
    assert list(held(target, room))
    copy = steal(target, folder / "copy")
    noise = boxes(copy, room)
    shutil.rmtree(folder / "copy")
    if isinstance(target, Ours):
        made = flask("backup", str(folder / "made"), data=target.data / "data")
        assert made.returncode == 0, made.stdout
    else:
        target.desk().get("/desk/backup")
        shutil.copyfile(target.data / "backup.db", folder / "made")
    found = {line.rpartition(" in ")[0] for line in carve({**MARKS, **noise}, folder)}
    _over(target, room)
    return found


def test_r22_a_backup_of_an_open_check_in_holds_no_answer(
    ours: Ours, naive: Naive, tmp_path: Path
) -> None:
    assert backed_up(naive, tmp_path / "naive") >= set(WORDS)
    assert backed_up(ours, tmp_path / "ours") == set()
