"""The forms of a programme, and the reading of one posted change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    StringField,
    SubmitField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from facilitator.domain import series
from facilitator.web.frame.signs import without_signs
from facilitator.web.plans.forms import BOUNDS, FactsForm

MOST_HOLIDAYS = 12
"""Rows of holidays; each is a day, or a range of days."""
ORDERS = {
    "eight-weeks": "Eight weeks, 90 minutes each, as we wrote them",
    "twelve-weeks": "Twelve weeks, 90 minutes each, as we wrote them",
    "draft": "Drafted: another number of weeks, or another length",
    "empty": "Empty weeks, to fill one by one",
}
EVERY = IntegerField(
    "Days from one session to the next",
    [
        InputRequired("Say how many days, like 7 for every week."),
        NumberRange(
            1, series.LONGEST_STEP, f"Give between 1 and {series.LONGEST_STEP} days, like 7."
        ),
    ],
    default=series.WEEK,
)


class BadChange(Exception):
    """A posted change that cannot be made; `field` and `remedy` say what to mend."""

    def __init__(self, field: str, remedy: str) -> None:
        super().__init__(f"{field}: {remedy}")
        self.field = field
        self.remedy = remedy


class HolidayForm(Form):  # type: ignore[misc]
    """A day without a session, or the first and the last of several. Left empty, it counts as not
    there."""

    first = DateField("From", [Optional()])
    last = DateField("To", [Optional()])


class HolidaysForm(FlaskForm):  # type: ignore[misc]
    """What every form about days has in it."""

    every = EVERY
    holidays = FieldList(
        FormField(HolidayForm), label="Days without a session", max_entries=MOST_HOLIDAYS
    )
    more = SubmitField("Add another row")

    def validate_holidays(self, field: FieldList) -> None:
        for number, row in enumerate(field.entries, 1):
            first, last = row.form.first, row.form.last
            if first.errors or last.errors:
                raise ValidationError(f"Row {number} has a date that cannot be read.")
            if last.data and not first.data:
                raise ValidationError(f"Row {number} needs its first day.")
            try:
                _days(first.data, last.data)
            except series.BadDates:
                raise ValidationError(
                    f"Row {number}: the last day comes after the first, by "
                    f"{series.LONGEST_BREAK} days at most."
                ) from None

    @property
    def off(self) -> frozenset[date]:
        """The days on which the group does not meet."""
        rows = (row.form for row in self.holidays.entries)
        return frozenset(day for row in rows for day in _days(row.first.data, row.last.data))

    def wants_more(self) -> bool:
        """Add an empty row where one was asked for."""
        if self.more.data and len(self.holidays) < MOST_HOLIDAYS:
            self.holidays.append_entry()
        return bool(self.more.data)


def _days(first: date | None, last: date | None) -> tuple[date, ...]:
    return series.spread(first, last or first) if first else ()


def rows_of(holidays: Sequence[str]) -> list[dict[str, Any]]:
    """The holidays as rows of the form, with an empty one below where there is room."""
    days = [date.fromisoformat(one) for one in holidays]
    rows: list[dict[str, Any]] = [
        {"first": first, "last": last if last != first else None}
        for first, last in series.ranges(days)
    ]
    return [*rows[:MOST_HOLIDAYS], *([{}] if len(rows) < MOST_HOLIDAYS else [])]


class DatesForm(HolidaysForm):
    title = StringField(
        "Name of the programme",
        filters=[without_signs],
        validators=[
            DataRequired("Give the programme a name."),
            Length(max=120, message="Use 120 letters at most."),
        ],
    )
    first = DateField("First session still to come", [InputRequired("Give the date.")])
    seen = HiddenField()


class StartForm(FactsForm, HolidaysForm):
    day = DateField("First date", [InputRequired("Give the date of the first session.")])
    order = RadioField("Which order", choices=ORDERS, default="eight-weeks")
    choice = RadioField("Week 6 of the eight weeks", default="first")
    weeks = IntegerField(
        "Weeks",
        [Optional(), NumberRange(2, series.MOST_WEEKS, "Give between 2 and 26 weeks.")],
    )
    minutes = IntegerField("Minutes of a session", [Optional(), BOUNDS])
    title = StringField(
        "Name of the programme",
        filters=[without_signs],
        validators=[Length(max=120, message="Use 120 letters at most.")],
    )
    both = BooleanField("Make it anyway, beside the plans that are there")

    def validate(self, extra_validators: Any = None) -> bool:
        """Weeks that are not written yet need their number and their length."""
        sound: bool = super().validate(extra_validators)
        if self.order.data in ("draft", "empty"):
            for field, remedy in (
                (self.weeks, "Say how many weeks, like 8."),
                (self.minutes, "Give the length of a session in minutes, like 90."),
            ):
                if field.data is None and not field.errors:
                    field.errors = [remedy]
                    sound = False
        return sound


@dataclass(frozen=True)
class Posted:
    """One posted change: what to do, with which plan, and with what beside it."""

    do: str
    plan: str = ""
    other: str = ""
    to: str = ""
    theme: str = ""
    blocks: tuple[str, ...] = ()

    def place(self, count: int) -> int:
        """The place asked for, from 0. Raises BadChange."""
        try:
            place = int(self.to) - 1
        except ValueError:
            place = -1
        if not 0 <= place < count:
            raise BadChange("Place", f"Give a place between 1 and {count}.")
        return place
