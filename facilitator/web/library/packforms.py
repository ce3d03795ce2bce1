"""The forms of packs: what goes out, and the file that comes in."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length, Regexp

from facilitator.library.packs import BY, RIGHTS_KEPT, SHARE_ALIKE

LICENCES = {
    BY: "CC BY 4.0: anybody may use and change them, and names you as the writer",
    SHARE_ALIKE: "CC BY-SA 4.0: the same, and what is made of them stays as free",
    RIGHTS_KEPT: "All rights kept, for use in this group",
}
ONE_LINE = Regexp(r"\S[^\r\n]*\S$|\S$", message="Write this in one line.")


class OutForm(FlaskForm):  # type: ignore[misc]
    modules = SelectMultipleField("Modules", [DataRequired("Choose at least one module.")])
    title = StringField(
        "Name of the pack",
        [DataRequired("Give the pack a name."), Length(max=80), ONE_LINE],
        filters=[lambda text: (text or "").strip()],
    )
    author = StringField("Who made it", [Length(max=80)], filters=[lambda t: (t or "").strip()])
    language = StringField(
        "Language",
        [Regexp(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$", message="Write two letters, such as en.")],
        default="en",
    )
    licence = RadioField("Licence for what you wrote", choices=LICENCES, default=RIGHTS_KEPT)


class InForm(FlaskForm):  # type: ignore[misc]
    pack = FileField("The pack", [FileRequired("Choose a pack, a file that ends in .zip.")])
