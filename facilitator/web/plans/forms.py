"""The forms of a plan."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, StringField, TimeField
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    ValidationError,
)

from facilitator.web.frame.signs import without_signs

BOUNDS = NumberRange(45, 180, "A session is between 45 and 180 minutes.")


class FactsForm(FlaskForm):  # type: ignore[misc]
    day = DateField("Date", [InputRequired("Give the date.")])
    start = TimeField("Start", [InputRequired("Give the start, like 18:30.")])
    people = IntegerField(
        "People expected",
        [
            InputRequired("Say how many people you expect."),
            NumberRange(1, 40, "Expect between 1 and 40 people."),
        ],
    )

    def validate_day(self, field: DateField) -> None:
        # A year typed with two figures arrives as the year 26.
        if field.data and not 2000 <= field.data.year < 2100:
            raise ValidationError("Look at the year again: four figures, like 2026.")


class PlanForm(FactsForm):
    title = StringField(
        "Title",
        filters=[without_signs],
        validators=[
            DataRequired("Give the plan a title."),
            Length(max=120, message="Use 120 letters at most."),
        ],
    )
    available = IntegerField("Length in minutes", [InputRequired("Give the length in minutes.")])

    def validate_available(self, field: IntegerField) -> None:
        # A plan may have become shorter than a session by a way the program offered: its title can
        # be changed all the same.
        if field.data != field.object_data:
            BOUNDS(self, field)


class SureForm(FlaskForm):  # type: ignore[misc]
    """A question with nothing to fill in."""
