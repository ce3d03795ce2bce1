"""The forms of a plan, and the reading of one posted change."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TimeField
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from facilitator.domain import edits
from facilitator.domain.edits import Edit
from facilitator.domain.modules import Module
from facilitator.domain.plans import Plan

LENGTHS = {"60": "60 minutes", "90": "90 minutes", "120": "120 minutes", "other": "Another"}
BOUNDS = NumberRange(45, 180, "A session is between 45 and 180 minutes.")
NOTE_LENGTH = 1000


class BadChange(Exception):
    """A posted change that cannot be read; `field` and `remedy` say what to mend."""

    def __init__(self, field: str, remedy: str) -> None:
        super().__init__(f"{field}: {remedy}")
        self.field = field
        self.remedy = remedy


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


def read_change(form: MultiDict[str, str], plan: Plan, shelf: Mapping[str, Module]) -> list[Edit]:
    """The posted change as edits of the plan it was made on. Raises BadChange."""
    block_id, todo = form.get("block", ""), form.get("do", "")
    if todo == "add":
        return [_add(form, plan, shelf)]
    if block_id not in [block.id for block in plan.blocks]:
        raise BadChange("Block", "This block is not in the plan. Load the page again.")
    if todo == "newer":
        return [_newer(plan, block_id, shelf)]
    if todo == "remove":
        return [edits.Remove(block_id)]
    if todo in ("up", "down", "move"):
        # The buttons stand in the block's form: what is typed there is kept as well.
        typed = _details(form, plan, block_id) if "minutes" in form else []
        return [*typed, edits.Move(block_id, _place(form, plan, block_id, todo))]
    if todo == "details":
        return _details(form, plan, block_id)
    raise BadChange("Change", "Use the buttons on the page.")


def _newer(plan: Plan, block_id: str, shelf: Mapping[str, Module]) -> Edit:
    """The shelf's text in the place of the block's copy."""
    module = shelf.get(next(b.module.id for b in plan.blocks if b.id == block_id))
    if module is None:
        raise BadChange(
            "Module", "This module is not on your shelf any more. The plan keeps its own."
        )
    return edits.SetModule(block_id, module)


def _add(form: MultiDict[str, str], plan: Plan, shelf: Mapping[str, Module]) -> Edit:
    module = shelf.get(form.get("module", ""))
    if module is None:
        raise BadChange("Module", "This module is not on the shelf. Choose another.")
    after = form.get("after") or _before_the_end(plan)
    return edits.Add(f"b{secrets.token_hex(6)}", module, after)


def _before_the_end(plan: Plan) -> str:
    """Where a new block goes when nothing is said: before the plan turns to its end."""
    turns = {"take-home", "closing", "check-out"}
    at = len(plan.blocks)
    while at and plan.blocks[at - 1].module.kind.value in turns:
        at -= 1
    return edits.anchor(plan, at)


def _place(form: MultiDict[str, str], plan: Plan, block_id: str, todo: str) -> str:
    """The block after which this one comes to stand."""
    if todo == "move":
        try:
            to = int(form.get("to", ""))
        except ValueError:
            raise BadChange("Place", "Give the place as a number.") from None
    else:
        here = [block.id for block in plan.blocks].index(block_id)
        to = here + (1 if todo == "down" else -1)
    return edits.anchor(plan, max(to, 0), moving=block_id)


def _details(form: MultiDict[str, str], plan: Plan, block_id: str) -> list[Edit]:
    """Only what she changed: put onto another person's version, the rest would undo hers."""
    block = next(block for block in plan.blocks if block.id == block_id)
    minutes = minutes_of(form.get("minutes", ""))
    note = form.get("note", "").replace("\r\n", "\n").strip()
    lead = form.get("lead", "").strip()
    if len(note) > NOTE_LENGTH:
        raise BadChange("Note to self", f"Use {NOTE_LENGTH} letters at most.")
    if len(lead) > 4:
        raise BadChange("Led by", "Write initials, four letters at most.")
    changed: list[Edit] = []
    if minutes != block.minutes:
        changed.append(edits.SetMinutes(block_id, minutes))
    if note != block.note:
        changed.append(edits.SetNote(block_id, note))
    if lead != block.lead:
        changed.append(edits.SetLead(block_id, lead))
    return changed


def minutes_of(text: str) -> int:
    """A length as people write it: 45, 90m, 1h30, 1:30. Raises BadChange."""
    plain = text.strip().lower().replace(" ", "").removesuffix("min").removesuffix("m")
    hours, _, rest = plain.replace(":", "h").rpartition("h")
    try:
        minutes = int(hours or 0) * 60 + int(rest or 0)
    except ValueError:
        minutes = 0
    if not 1 <= minutes <= 180 or not plain:
        raise BadChange("Minutes", "Give a length between 1 and 180 minutes, like 20 or 1h30.")
    return minutes
