"""The forms of a group: they hold the bounds and give values, not strings."""

from __future__ import annotations

import zoneinfo
from datetime import time, timedelta
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TimeField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    ValidationError,
)

from facilitator.domain.groups import WEEKDAYS, ZONE_OF, neutral_name, revealing_word
from facilitator.web.accounts import PAPERS, countries
from facilitator.web.checkins.ending import Ending
from facilitator.web.frame.sessions import now


def zones() -> dict[str, str]:
    """Time zones as the tz database names them."""
    names = sorted(name for name in zoneinfo.available_timezones() if "/" in name)
    return {name: name.replace("_", " ") for name in names if not name.startswith("Etc/")}


def neutral(_form: FlaskForm, field: StringField) -> None:
    """A validator: privacy.md R36."""
    word = revealing_word(field.data or "")
    if word:
        raise ValidationError(
            f"“{word}” would tell anyone who sees a phone or the poster what the group is about. "
            "Choose a name that says nothing, like “Tuesday circle”."
        )


class GroupForm(FlaskForm):  # type: ignore[misc]
    name = StringField(
        "Name for yourself", [DataRequired("Give the group a name."), Length(max=80)]
    )
    public_name = StringField("Name that others see", [Length(max=60), neutral])
    weekday = SelectField("Usual day", coerce=int, choices=dict(enumerate(WEEKDAYS)))
    start = TimeField("Usual start", [InputRequired("Give the usual start, like 18:30.")])
    minutes = IntegerField(
        "Usual length in minutes",
        [
            InputRequired("Give the usual length in minutes."),
            NumberRange(45, 180, "A session is between 45 and 180 minutes."),
        ],
    )
    people = IntegerField(
        "How many people you expect",
        [
            InputRequired("Say how many people you expect."),
            NumberRange(1, 40, "Expect between 1 and 40 people."),
        ],
    )
    room = StringField("Room", [Length(max=120)])
    no_contact = BooleanField("Somebody here has no contact with her child")
    free_text = BooleanField("Ask for words of one’s own at the check-ins")
    country = SelectField("Country", choices=lambda: list(countries().items()))
    paper = RadioField("Paper", choices=PAPERS)
    timezone = SelectField("Time zone", choices=zones)


def blank_group(person: Any) -> dict[str, Any]:
    """What a new group's form starts with."""
    return {
        "weekday": 1,
        "start": time(18, 30),
        "minutes": 90,
        "people": 8,
        "country": person.country,
        "paper": person.paper,
        "timezone": ZONE_OF.get(person.country, "Europe/London"),
    }


def facts(form: GroupForm) -> dict[str, Any]:
    """The form as columns of a group. Without a public name the neutral one stands (R36)."""
    values = {name: value for name, value in form.data.items() if name != "csrf_token"}
    given = (values["public_name"] or "").strip()
    values["public_name"] = given or neutral_name(values["weekday"])
    return values | {"name": values["name"].strip(), "room": (values["room"] or "").strip()}


MOST_LINES = 6


class LineForm(Form):  # type: ignore[misc]
    """One line of the group's own. Left empty, it counts as not there."""

    name = StringField("Name", [Length(max=80)])
    number = StringField("Number", [Length(max=60)])
    hours = StringField("Hours", [Length(max=80)])


class HelpForm(FlaskForm):  # type: ignore[misc]
    lines = FieldList(FormField(LineForm), min_entries=1, max_entries=MOST_LINES)
    more = SubmitField("Add another line")
    checked_on = DateField(
        "Checked on", [InputRequired("Give the day on which you checked the lines.")]
    )
    confirm = SubmitField("I have checked these lines")

    def validate_checked_on(self, field: DateField) -> None:
        # A day's grace: the furthest zone is ahead of UTC.
        if field.data and field.data > now().date() + timedelta(days=1):
            raise ValidationError("This day is still to come.")

    def validate_lines(self, field: FieldList) -> None:
        for number, line in enumerate(field.data, 1):
            if bool((line["name"] or "").strip()) != bool((line["number"] or "").strip()):
                raise ValidationError(f"Line {number} needs both a name and a number.")


def own_lines(form: HelpForm) -> list[dict[str, Any]]:
    """The group's own lines that were filled in."""
    kept = []
    for line in form.lines.data:
        values = {name: (line[name] or "").strip() for name in ("name", "number", "hours")}
        if values["name"]:
            kept.append(values)
    return kept


class ShareForm(FlaskForm):  # type: ignore[misc]
    email = EmailField("Her e-mail address", [DataRequired("Type her e-mail address.")])
    role = RadioField(
        "What she may do",
        choices={"editor": "Plan, print and open check-ins", "reader": "Look and print"},
        default="editor",
    )

    def problem(self) -> str:
        """Why sharing did not happen, in words."""
        if self.email.errors:
            return str(self.email.errors[0])
        if self.role.errors:
            return "Choose what she may do."
        return (
            f"No account here uses {self.email.data}. Ask whoever runs this program to make one, "
            "then share again."
        )


class DeleteForm(Ending):
    sure = SubmitField("Delete it for good")
