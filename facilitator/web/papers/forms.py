"""What is chosen on the print page: read from a form or an address, with its bounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, IntegerField, RadioField, SelectMultipleField
from wtforms.validators import NumberRange, Optional

from facilitator.domain.papers import SPARE, Choice, Layout, Letters, Name, Sides
from facilitator.domain.papers.choosing import MOST_COPIES, MOST_LARGE, MOST_SPARE

COPIES = "copies-"


class PacketForm(FlaskForm):  # type: ignore[misc]
    """`on` are the papers, `sheet` the titles of the worksheets among them. A field of its own for
    each paper's copies is added below, empty for as many as are counted."""

    on = SelectMultipleField("Papers", choices={name.value: name.value for name in Name})
    sheet = SelectMultipleField("Worksheets", validate_choice=False)
    spare = IntegerField(
        "Spare sheets",
        [Optional(), NumberRange(0, MOST_SPARE, f"Keep between 0 and {MOST_SPARE} spare sheets.")],
    )
    large = IntegerField(
        "People who want large print",
        [Optional(), NumberRange(0, MOST_LARGE, f"Between 0 and {MOST_LARGE} people.")],
    )
    letters = RadioField(
        "Letters for everybody",
        choices={
            Letters.STANDARD.value: "Standard",
            Letters.LARGE.value: "Large print",
            Letters.EASY.value: "Easy to read",
        },
        default=Letters.STANDARD.value,
    )
    grey = BooleanField("Black and white")
    sides = RadioField(
        "Sides",
        choices={Sides.SINGLE.value: "One side", Sides.DOUBLE.value: "Both sides"},
        default=Sides.SINGLE.value,
    )
    layout = RadioField(
        "On each sheet",
        choices={
            Layout.PAGES.value: "One page to a side",
            Layout.TWO_UP.value: "Two pages to a side",
            Layout.BOOKLET.value: "A booklet, to fold and staple",
        },
        default=Layout.PAGES.value,
    )
    notes = BooleanField("With my notes to self")


for _name in Name:
    _bounds = NumberRange(0, MOST_COPIES, f"Print between 0 and {MOST_COPIES} copies.")
    setattr(PacketForm, f"{COPIES}{_name.value}", IntegerField("Copies", [Optional(), _bounds]))


def from_choice(choice: Choice) -> PacketForm:
    """The form as it stands when nothing was changed yet."""
    facts = {
        "spare": choice.spare,
        "large": choice.large or None,
        "letters": choice.letters.value,
        "grey": choice.grey,
        "sides": choice.sides.value,
        "layout": choice.layout.value,
    }
    copies = {f"{COPIES}{name.value}": number for name, number in choice.copies.items()}
    return PacketForm(formdata=None, data=facts | copies)


def from_address(given: MultiDict[str, str]) -> PacketForm:
    """The form as an address says it, which posts nothing and so needs no token."""
    return PacketForm(formdata=given, meta={"csrf": False})


def choice_of(form: PacketForm, titles: Iterable[str]) -> Choice:
    """What the form says, its faulty fields as if they were empty. `titles` are the worksheets that
    stand on the page."""
    good = {name: field.data for name, field in form._fields.items() if not field.errors}
    kept = set(form.sheet.data or ())
    return Choice(
        on=frozenset(Name(one) for one in good.get("on") or ()),
        without=frozenset(title for title in titles if title not in kept),
        copies=dict(_copies(good)),
        spare=SPARE if good.get("spare") is None else good["spare"],
        large=good.get("large") or 0,
        letters=Letters(good.get("letters") or Letters.STANDARD),
        grey=bool(form.grey.data),
        sides=Sides(good.get("sides") or Sides.SINGLE),
        layout=Layout(good.get("layout") or Layout.PAGES),
    )


def _copies(good: dict[str, Any]) -> Iterator[tuple[Name, int]]:
    for name in Name:
        number = good.get(f"{COPIES}{name.value}")
        if number is not None:
            yield name, number
