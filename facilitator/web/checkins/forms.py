"""The forms of a check-in that hold numbers: heads in the room, and a tally of slips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import IntegerField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from facilitator.domain.checkins import Compared, Face, Need
from facilitator.records.beside.tallies import LEAST_SLIPS, LONGEST_NOTE
from facilitator.web.frame.signs import without_signs

MOST = 200
FACES = tuple(face.value for face in Face)
COMPARED = tuple(one.value for one in Compared if one is not Compared.NOT_SAID)
NEEDS = tuple(need.value for need in Need)


class Number(IntegerField):  # type: ignore[misc]
    """A whole number, or nothing; what is wrong with another in words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([one.strip() for one in valuelist])
        except ValueError:
            if any(one.strip() for one in valuelist):
                raise ValueError("Write a whole number, like 8.") from None


def number(name: str) -> Number:
    in_bounds = NumberRange(0, MOST, f"Write a number between 0 and {MOST}.")
    return Number(name, [Optional(), in_bounds])


class HeadForm(FlaskForm):  # type: ignore[misc]
    heads = number("How many people were in the room?")


class TallyForm(FlaskForm):  # type: ignore[misc]
    """What was counted on slips. `counts` is what `records.beside.tallies` keeps."""

    slips = number("How many slips?")
    note = TextAreaField(
        "A note to yourself",
        [Length(max=LONGEST_NOTE, message=f"Write {LONGEST_NOTE} signs at most.")],
        filters=[without_signs],
    )
    asked: Mapping[str, Sequence[str]]

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        wrong = self._wrong()
        for name, why in wrong.items():
            self[name].errors = [why]
        return not wrong

    def _wrong(self) -> dict[str, str]:
        """What does not go together, by the field that says so."""
        slips, counts = self.slips.data, self.counts()
        if not any(counts.values()):
            bare = slips is None and not (self.note.data or "").strip()
            return {"slips": "Write how many slips there were, or a note."} if bare else {}
        if slips is None:
            return {"slips": "Write how many slips there were."}
        if slips < LEAST_SLIPS:
            return {
                "slips": "With fewer than five slips, leave the counts out: in so few, a count "
                "points at a person. A note is all right."
            }
        return self._too_many(slips)

    def _too_many(self, slips: int) -> dict[str, str]:
        wrong = {}
        for question in ("mood", "compared"):
            total = sum(self.counted(question).values())
            if total > slips:
                first = f"{question}_1"
                wrong[first] = f"These add up to {total}, with {slips} slips. Count once more."
        for question in ("needs", "words"):
            for place in range(1, len(self.asked[question]) + 1):
                if (self[f"{question}_{place}"].data or 0) > slips:
                    wrong[f"{question}_{place}"] = f"There are {slips} slips. Count once more."
        return wrong

    def counted(self, question: str) -> dict[str, int]:
        """How often each code was ticked, those left empty not among them."""
        fields = ((code, self[f"{question}_{n}"].data)
                  for n, code in enumerate(self.asked[question], start=1))  # fmt: skip
        return {code: count for code, count in fields if count is not None}

    def counts(self) -> dict[str, dict[str, int]]:
        return {question: self.counted(question) for question in self.asked}

    def kept(self) -> dict[str, Any]:
        """What may be written down: nothing at all of fewer than LEAST_SLIPS slips."""
        slips = self.slips.data
        return {} if slips is None or slips < LEAST_SLIPS else {"slips": slips, **self.counts()}


def tally_form(
    words: Sequence[str], labels: Any, before: Mapping[str, Any], note: str
) -> TallyForm:
    """The form for these words, filled with what was counted `before`; `labels` are the words for
    the codes."""
    asked = {"mood": FACES, "compared": COMPARED, "needs": NEEDS, "words": tuple(words)}
    told = {"mood": labels.faces, "compared": labels.compared,
            "needs": labels.needs, "words": labels.words}  # fmt: skip
    fields: dict[str, Any] = {"asked": asked}
    data: dict[str, Any] = {"slips": before.get("slips"), "note": note}
    for question, codes in asked.items():
        for n, code in enumerate(codes, start=1):
            fields[f"{question}_{n}"] = number(told[question].get(code, code))
            data[f"{question}_{n}"] = before.get(question, {}).get(code)
    form: TallyForm = type("OneTally", (TallyForm,), fields)(data=data)
    return form
