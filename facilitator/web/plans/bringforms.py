"""The form in which a plan is brought: a file or a pasted text, the group, the day."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import DateField, SelectField, TextAreaField
from wtforms.validators import Optional, ValidationError

from facilitator.domain.plans import FIRST_YEAR, LAST_YEAR

MOST = 2_000_000
"""Bytes of a file."""
ROOM = MOST + 500_000
"""Bytes of a form with one: browsers send a line end as two."""
TOO_LARGE = (
    "This file is larger than 2 MB, which is the most a plan may be. Nothing has changed. Take out "
    "of it what is not of the plan, or bring the plans of a programme one by one."
)
NOT_UTF_8 = "This file is no text in UTF-8. Save it as UTF-8, or choose the file as it was written."
NOTHING = "Choose a file, or paste its text."


class Unread(Exception):
    """A file or a text that cannot be taken as one; the form says why."""


class BringForm(FlaskForm):  # type: ignore[misc]
    file = FileField("The file")
    text = TextAreaField("Or its text")
    group = SelectField("Group")
    day = DateField("Day of the session, or of the first of them", [Optional()])

    def validate_day(self, field: DateField) -> None:
        if field.data and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
            raise ValidationError("Look at the year again: four figures, like 2026.")

    def came(self) -> str:
        """The text that was brought; a file goes before what stands in the field. Raises Unread."""
        file = self.file.data
        if file:
            data = file.read()
            try:
                text = data.decode("utf-8-sig")
            except UnicodeDecodeError:
                self.file.errors = [NOT_UTF_8]
                raise Unread from None
        else:
            text = self.text.data or ""
        plain: str = text.replace("\r\n", "\n")
        if not plain.strip():
            self.text.errors = [NOTHING]
            raise Unread
        if len(plain.encode("utf-8", "replace")) > MOST:
            self.file.errors = [TOO_LARGE]
            raise Unread
        # So that what cannot be read stands in the field and can be mended there.
        self.text.data = plain
        return plain
