"""What the pages of a check-in share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, current_app
from flask_wtf import FlaskForm

from facilitator.domain.access import Act
from facilitator.domain.checkins import Moment
from facilitator.domain.codes import spaced_code
from facilitator.domain.papers import Name
from facilitator.jobs import janitor
from facilitator.press import qr
from facilitator.records import groups
from facilitator.records.beside import asking
from facilitator.records.groups import Group
from facilitator.records.keys import Door
from facilitator.records.plans import PlanRecord
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import circle, me


class Sure(FlaskForm):  # type: ignore[misc]
    """A button and its token."""


def close_due() -> None:
    """No page says "open" of a check-in whose four hours are over: the janitor may be late."""
    janitor.close_due(circle().keys_dir, circle().store_dir, now())


def moment_of(name: str) -> Moment:
    try:
        return Moment(name)
    except ValueError:
        abort(404)


def may_run(group: Group) -> bool:
    return groups.allows(me(), group, Act.RUN)


def there(moment: datetime, group: Group) -> time:
    """The clock on the wall where the group meets."""
    return moment.astimezone(ZoneInfo(group.timezone)).time()


def today(group: Group) -> date:
    return groups.today(group, now())


def secret() -> bytes:
    given: bytes = current_app.config["SECRET_KEY"]
    return given


def said() -> Any:
    """The words for every code of a check-in, as phones, pages and papers have them."""
    return current_app.jinja_env.get_template("checkins/words.html").module


def label(word: str) -> str:
    """A word of a bank as a phone shows it."""
    labels: Mapping[str, str] = said().words
    return labels.get(word, word)


def bank_of(record: PlanRecord, moment: Moment) -> tuple[str, ...]:
    """The words that this evening's check-in asks, as far as it is settled."""
    return asking.words(record.group_id, record.day, moment, record.theme)


def way_in(door: Door | None, title: str) -> dict[str, Any] | None:
    """A door's code and its square, whose text alternative is `title`."""
    if door is None:
        return None
    link = f"{circle().public_url}/#{door.link_secret}"
    return {"code": spaced_code(door.code), "square": qr.svg(link, title)}


SLIPS = "slips" in {name.value for name in Name}
"""Whether slips are among the papers of an evening."""
