"""The forms of a plan."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TimeField
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

LENGTHS = {"60": "60 minutes", "90": "90 minutes", "120": "120 minutes", "other": "Another"}
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


class DraftForm(FactsForm):
    group = SelectField("Group")
    theme = RadioField("Theme", [InputRequired("Choose a theme.")])
    length = RadioField("Length", choices=LENGTHS, default="90")
    minutes = IntegerField("Minutes", [Optional(), BOUNDS])

    def validate(self, extra_validators: Any = None) -> bool:
        """Another length needs its minutes."""
        sound: bool = super().validate(extra_validators)
        if self.length.data == "other" and not self.minutes.data and not self.minutes.errors:
            self.minutes.errors = ["Give the length in minutes, between 45 and 180."]
            return False
        return sound

    @property
    def available(self) -> int:
        return int(self.minutes.data if self.length.data == "other" else self.length.data)


class PlanForm(FactsForm):
    title = StringField(
        "Title",
        [
            DataRequired("Give the plan a title."),
            Length(max=120, message="Use 120 letters at most."),
        ],
    )
    available = IntegerField("Minutes", [InputRequired("Give the length in minutes."), BOUNDS])


class SureForm(FlaskForm):  # type: ignore[misc]
    """A question with nothing to fill in."""
