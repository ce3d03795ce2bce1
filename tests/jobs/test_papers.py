"""No paper outlives the code on it, and no packet its plan or its group (privacy.md 3.2, 3.12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from facilitator.config import Config
from facilitator.domain.checkins import Moment
from facilitator.jobs import checkins as checkin_papers
from facilitator.jobs import janitor, papers, printing
from facilitator.press import workshop
from facilitator.records import checkins, facilitators, groups, keys, plans, prints
from facilitator.records.base import db
from tests.cast import EVENING, NOW, Cast
from tests.room import FULLEST, end, hold, send

WEEK = timedelta(weeks=1)


def stored(config: Config) -> list[Path]:
    return sorted(path for path in config.store_dir.rglob("*") if path.is_file())


def make(config: Config, cast: Cast) -> prints.Print:
    """A packet of Alice's plan, made by the print job."""
    wanted = prints.ask(db.session.get_one(plans.PlanRecord, cast.plan), NOW)
    printing.run(wanted.id, config)
    return wanted


def close(config: Config, held: bytes) -> None:
    janitor.close(config.keys_dir, config.store_dir, held, NOW)


@pytest.fixture
def open_(app: Flask, cast: Cast, config: Config) -> Any:
    """Alice's check-in on arriving, open, with a packet that carries both doors."""
    with app.app_context():
        held = hold(config, cast.group)
        wanted = make(config, cast)
        assert wanted.state == "done"
        assert [path.stem for path in stored(config)] == [wanted.content]
        yield held


def test_it_goes_with_the_close_and_comes_again_without_the_code(
    config: Config, cast: Cast, open_: bytes
) -> None:
    close(config, open_)
    assert stored(config) == []
    again = make(config, cast)
    (path,) = stored(config)
    assert again.content == path.stem
    assert path.relative_to(config.store_dir).parts[1] == f"{EVENING}-leaving"
    leaving = hold(config, cast.group, moment=Moment.LEAVING)
    close(config, leaving)
    assert stored(config) == []


def test_one_without_any_code_stays(config: Config, cast: Cast, open_: bytes) -> None:
    close(config, open_)
    close(config, hold(config, cast.group, moment=Moment.LEAVING))
    plain = make(config, cast)
    janitor.tidy(config.keys_dir, config.store_dir, NOW)
    assert papers.find(config.store_dir, cast.group, plain.content) is not None


def test_it_goes_with_the_close_when_the_plan_has_moved_to_another_day(
    config: Config, cast: Cast, open_: bytes
) -> None:
    record = db.session.get_one(plans.PlanRecord, cast.plan)
    later = replace(plans.value(record), day=EVENING + WEEK)
    alice = db.session.get_one(facilitators.Facilitator, cast.alice)
    plans.save(record, later, base=1, edit={}, who=alice, now=NOW)
    close(config, open_)
    assert stored(config) == []


def test_it_goes_when_its_plan_is_gone(config: Config, cast: Cast, open_: bytes) -> None:
    plans.remove(db.session.get_one(plans.PlanRecord, cast.plan))
    janitor.tidy(config.keys_dir, config.store_dir, NOW)
    assert stored(config) == []


def test_it_is_not_kept_when_the_check_in_closes_while_it_is_made(
    config: Config, cast: Cast, open_: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The door closes behind the last sheet, before the packet is put away."""
    real = workshop.packet

    def and_close(*arguments: Any, **named: Any) -> workshop.Made:
        made = real(*arguments, **named)
        close(config, open_)
        return made

    (path,) = stored(config)
    path.unlink()
    monkeypatch.setattr(workshop, "packet", and_close)
    wanted = make(config, cast)
    assert (wanted.state, wanted.problem, wanted.content) == ("failed", "closed", "")
    assert stored(config) == []


@pytest.mark.parametrize("door_stands", [True, False])
def test_a_crash_behind_the_close_is_made_good_at_the_next_start(
    config: Config, open_: bytes, cast: Cast, door_stands: bool
) -> None:
    door = keys.door_path(config.keys_dir, cast.group, EVENING, Moment.ARRIVING)
    content = door.read_bytes()
    end(config, open_)  # the close itself; the process ends before it forgets any paper
    if door_stands:
        door.write_bytes(content)
    assert len(stored(config)) == 1
    janitor.tidy(config.keys_dir, config.store_dir, NOW)
    assert stored(config) == []


def test_it_goes_with_a_door_that_nobody_used(config: Config, cast: Cast, app: Flask) -> None:
    with app.app_context():
        make(config, cast)
        kept = []
        for days in (5, 6):  # two days after the evening, and one more
            janitor.tidy(config.keys_dir, config.store_dir, NOW + timedelta(days=days))
            kept.append(len(stored(config)))
    assert kept == [1, 0]


def test_it_goes_after_seven_days_however_far_the_evening_is(
    config: Config, cast: Cast, open_: bytes
) -> None:
    close(config, open_)
    close(config, hold(config, cast.group, moment=Moment.LEAVING))
    make(config, cast)
    kept = []
    for later in (prints.KEPT - timedelta(seconds=1), prints.KEPT):
        janitor.tidy(config.keys_dir, config.store_dir, NOW + later)
        rows = db.session.scalars(db.select(prints.Print.id)).all()
        kept.append((len(stored(config)), len(rows)))
    assert kept == [(1, 2), (0, 0)]


def test_what_a_crash_left_half_written_goes(config: Config, cast: Cast, open_: bytes) -> None:
    (path,) = stored(config)
    path.with_name(f".{path.stem}.0123456789abcdef").write_bytes(b"%PDF-1.7 half")
    janitor.tidy(config.keys_dir, config.store_dir, NOW)
    assert stored(config) == [path]


def test_r23_deleting_a_group_leaves_no_file_of_it(
    config: Config, cast: Cast, open_: bytes
) -> None:
    send(config, open_, [FULLEST] * 6)
    other = hold(config, cast.other_group)
    group = db.session.get_one(groups.Group, cast.group)
    janitor.remove_group(config.keys_dir, config.store_dir, group)
    assert list(config.store_dir.iterdir()) == []
    door = keys.door_path(config.keys_dir, cast.other_group, EVENING, Moment.ARRIVING)
    names = {".lock", other.hex(), door.name}
    assert {path.name for path in config.keys_dir.iterdir()} == names


def test_a_door_is_not_mistaken_for_a_later_one(config: Config, cast: Cast, app: Flask) -> None:
    """The key folder was emptied and the door made anew: the packet's code is not the door's."""
    with app.app_context():
        group = db.session.get_one(groups.Group, cast.group)
        before = checkin_papers.doors(group, EVENING, config)
        for door in list(keys.doors(config.keys_dir)):
            keys.destroy(door.path)
        assert checkins.door(config.keys_dir, cast.group, EVENING, Moment.ARRIVING)
        places = config.keys_dir, config.store_dir
        with pytest.raises(papers.Closed):
            papers.keep(*places, cast.group, EVENING, before, "ab" * 32, b"%PDF")
    assert stored(config) == []
