"""An example address for every route, read off the url_map: a new page is covered by itself.

A route with an argument that has no example here fails the tests that walk the routes. Give the
argument a value in `Examples`, or the endpoint an example of its own in `OWN`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import pikepdf
from flask import Flask, url_for
from werkzeug.routing import Rule

from facilitator.domain.checkins import Moment
from facilitator.jobs import janitor, papers
from facilitator.records import checkins, logos, modules, prints, series, shelves
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group
from facilitator.records.plans import PlanRecord, links, templates, value
from tests.cast import Cast, make_module

WRITES = ("POST", "PUT", "PATCH", "DELETE")


def _pdf() -> bytes:
    """Stands for a packet: one page with a mark on it."""
    made, written = pikepdf.new(), io.BytesIO()
    made.add_blank_page(page_size=(595, 842))
    made.pages[0].Contents = made.make_stream(b"72 72 200 100 re f")
    made.save(written, deterministic_id=True)
    return written.getvalue()


PDF = _pdf()


class NoExample(Exception):
    """A route whose argument has no example."""


@dataclass(frozen=True)
class Examples:
    """A value for every argument that a route may have. Those of `KEPT` name what somebody owns."""

    group_id: str
    plan_id: str
    print_id: str
    batch_id: str
    address: str
    person_id: str
    own_id: str
    template_id: str
    secret: str
    series_id: str
    module_id: str = "qd-2"
    slug: str = "quiet-distance"
    shape_id: str = "eight-weeks"
    moment: str = "leaving"
    name: str = "agenda"
    number: int = 1
    page: int = 1
    form: str = "md"
    what: str = "run-sheet.pdf"
    block_id: str = "b2"
    version: int = 1
    filename: str = "site.css"
    closed: str = ""
    calendar: str = ""


KEPT = (
    "group_id", "plan_id", "print_id", "batch_id", "address", "own_id", "template_id", "series_id",
)  # fmt: skip
OWN = {"checkins.delete": {"address": "closed"}, "calendars.feed": {"secret": "calendar"}}
"""Endpoints whose example is not the one of the argument's name, with the field that is."""


def furnish(app: Flask, cast: Cast) -> Examples:
    """Give Alice one of everything: a finished packet, an open check-in, a closed one,
    a template, a programme and private addresses."""
    config, now = app.config["CIRCLE"], datetime.now(UTC)
    with app.app_context():
        record = db.session.get_one(PlanRecord, cast.plan)
        group = db.session.get_one(Group, cast.group)
        logos.keep(group, b"\x89PNG stands for a logo")
        wanted = prints.ask(record, now)
        key = "ab" * 32

        def opened(moment: Moment) -> Any:
            return checkins.open_checkin(
                config.keys_dir, app.config["SECRET_KEY"], group.id, record.day, moment, now
            )

        closed = opened(Moment.LEAVING)
        janitor.close(config.keys_dir, config.store_dir, closed.id, now)
        prints.finish(wanted, key, now)
        places = config.keys_dir, config.store_dir
        papers.keep(*places, group.id, record.day, (), key, PDF)
        return Examples(
            group_id=group.id,
            plan_id=record.id,
            print_id=wanted.id,
            batch_id=prints.gather(_alice(cast), record.day, [wanted], now).id,
            address=opened(Moment.ARRIVING).address,
            person_id=cast.bob,
            own_id=_own(cast, group, now),
            template_id=_template(cast, record, now),
            secret=links.make(_alice(cast), group, now, plan=record)[1],
            series_id=_series(group, record),
            closed=closed.address,
            calendar=links.make(_alice(cast), group, now)[1],
        )


def _alice(cast: Cast) -> Facilitator:
    return db.session.get_one(Facilitator, cast.alice)


def _template(cast: Cast, record: PlanRecord, now: datetime) -> str:
    return templates.keep(_alice(cast), value(record), "A template", now).id


def _series(group: Group, record: PlanRecord) -> str:
    """A programme with Alice's plan in it."""
    weeks = series.add(group, "Eight Tuesdays", 1)
    record.series_id = weeks.id
    db.session.commit()
    return weeks.id


def _own(cast: Cast, group: Group, now: datetime) -> str:
    """Alice's own module, which she shares with the group."""
    own = modules.add(_alice(cast), make_module(), now)
    shelves.share(own, [group])
    return own.id


def of_nothing(real: Examples) -> Examples:
    """Well-formed ids that nothing has."""
    made_up = {name: "0" * len(str(value)) for name, value in asdict(real).items()}
    kept = {name: made_up[name] for name in (*KEPT, "person_id", "closed")}
    return Examples(**(asdict(real) | kept))


def rules(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))


def address(app: Flask, rule: Rule, examples: Examples) -> str:
    """The path of this route with example values. Raises NoExample."""
    known, own = asdict(examples), OWN.get(rule.endpoint, {})
    try:
        values = {name: known[own.get(name, name)] for name in rule.arguments}
    except KeyError as missing:
        raise NoExample(f"{rule.rule} has no example for {missing}") from None
    with app.test_request_context():
        return url_for(rule.endpoint, **values)


def owned(app: Flask) -> Iterator[Rule]:
    """Routes of something that belongs to somebody."""
    return (rule for rule in rules(app) if rule.arguments & set(KEPT))


def state(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, to see that nothing changed."""
    with app.app_context(), db.engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(table.select())), key=repr)
            for table in db.metadata.sorted_tables
        }
