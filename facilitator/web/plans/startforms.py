"""The forms a plan is started, drafted and fitted anew with."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectMultipleField, StringField
from wtforms.fields import Field
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from facilitator.domain.lengths import BadLength, minutes_of
from facilitator.web.frame.signs import without_signs
from facilitator.web.plans.forms import FactsForm

SHORTEST, LONGEST = 45, 180
MOST_THEMES = 3


class LengthField(Field):  # type: ignore[misc]
    """A length as people write it: 45, 90m, 1h30, 1:30. Its data are whole minutes."""

    widget = TextInput()
    data: Any

    def __init__(self, *args: Any, least: int, most: int, remedy: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.least, self.most, self.remedy = least, most, remedy

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            return
        self.data = None
        try:
            self.data = minutes_of(valuelist[0], self.least, self.most)
        except BadLength:
            raise ValueError(self.remedy) from None


def length_field() -> LengthField:
    """How long a session is."""
    return LengthField(
        "Length",
        [InputRequired("Give the length, like 90 or 1h30.")],
        least=SHORTEST,
        most=LONGEST,
        remedy="A session is between 45 minutes and 3 hours, like 90, 1h30 or 1:30.",
    )


class Ticks(SelectMultipleField):  # type: ignore[misc]
    """Several of a list, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class WishForm(FlaskForm):  # type: ignore[misc]
    """What an evening that is there already is to be drafted anew for."""

    theme = Ticks(
        "Theme",
        [
            InputRequired("Choose a theme."),
            Length(max=MOST_THEMES, message=f"Choose {MOST_THEMES} themes at most."),
        ],
    )
    length = length_field()
    again = BooleanField("It may repeat what the group did in its last four sessions")


class DraftForm(WishForm, FactsForm):
    """What a new evening is drafted for."""

    group = HiddenField()


class CopyForm(FactsForm):
    """The facts of another evening."""

    group = HiddenField()


class EmptyForm(FactsForm):
    group = HiddenField()
    title = StringField(
        "Title",
        filters=[without_signs],
        validators=[
            DataRequired("Give the plan a title."),
            Length(max=120, message="Use 120 letters at most."),
        ],
    )
    length = length_field()


class FitForm(FlaskForm):  # type: ignore[misc]
    minutes = LengthField(
        "Minutes there are",
        [InputRequired("Say how long you have, like 70 or 1h10.")],
        least=1,
        most=480,
        remedy="Give a length like 70, 1h10 or 1:10.",
    )
