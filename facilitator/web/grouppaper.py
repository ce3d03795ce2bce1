"""What a group brings to its paper: its own words, its local rule, its logo."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.exceptions import RequestEntityTooLarge
from wtforms import BooleanField, SubmitField, TextAreaField
from wtforms.validators import Length, ValidationError

from facilitator.domain.access import Act
from facilitator.press import workshop
from facilitator.press.images.logo import HIGH, LARGEST, WIDE, BadPicture
from facilitator.press.images.logo import logo as made_anew
from facilitator.press.pdf import PaperError
from facilitator.records import groups, logos
from facilitator.web.frame.shared import me
from facilitator.web.frame.signs import without_signs

pages = Blueprint("grouppaper", __name__, url_prefix="/desk/groups/<group_id>/paper")

MOST_AGREEMENTS, LONGEST_AGREEMENT = 24, 160
LONGEST_RULE = 600
WHY = {
    "large": "The picture is larger than 2 MB. Save a smaller one and choose that.",
    "kind": "This file is no PNG, JPEG or SVG picture. Save it as one of these and choose that.",
    "broken": "The picture could not be read. Open it in another program, save it again as PNG "
    "and choose that.",
    "pixels": "The picture has more than 12 million pixels. Save a smaller one and choose that.",
    "blank": "The picture is empty: everything in it is white or see-through.",
    "busy": "Many papers are being made at this moment. Choose the picture again and press Save.",
    "drawing": "This drawing cannot be made here. Save it as PNG and choose that.",
}


class PaperForm(FlaskForm):  # type: ignore[misc]
    agreements = TextAreaField("What you have agreed, a line each", filters=[without_signs])
    local_rule = TextAreaField(
        "Your local rule, and who you call",
        [Length(max=LONGEST_RULE, message="Write 600 letters at most: it stands on one side.")],
        filters=[without_signs],
    )
    online = BooleanField("Some of us join online")
    logo = FileField("Logo")
    remove = BooleanField("Take the logo away")
    save = SubmitField("Save")

    def validate_agreements(self, field: TextAreaField) -> None:
        lines = agreed(field.data)
        if len(lines) > MOST_AGREEMENTS:
            raise ValidationError(f"Write {MOST_AGREEMENTS} lines at most; there are {len(lines)}.")
        for number, line in enumerate(lines, start=1):
            if len(line) > LONGEST_AGREEMENT:
                raise ValidationError(
                    f"Line {number} has {len(line)} letters. {LONGEST_AGREEMENT} can be read from "
                    "a chair."
                )


def agreed(typed: str | None) -> list[str]:
    """The lines that say something."""
    return [" ".join(line.split()) for line in (typed or "").splitlines() if line.strip()]


@pages.url_value_preprocessor
def _leave_room(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before anything reads the form; for who is signed in, and for this page alone."""
    if endpoint == "grouppaper.edit" and current_user.is_authenticated:
        request.max_content_length = LARGEST + 64 * 1024


@pages.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> tuple[str, int]:
    """Said on the page where it was chosen. It is raised before the form can be read."""
    if request.endpoint != "grouppaper.edit" or not current_user.is_authenticated:
        return render_template("errors/desk.html", code=413), 413
    group = groups.find(me(), str((request.view_args or {})["group_id"]), Act.SETTLE)
    form = _form(group, formdata=None)
    form.logo.errors = [WHY["large"]]
    return _page(group, form), 413


def _form(group: groups.Group, **more: Any) -> PaperForm:
    kept = {"agreements": "\n".join(group.agreements), "local_rule": group.local_rule or ""}
    return PaperForm(data={**kept, "online": group.online}, **more)


def _page(group: groups.Group, form: PaperForm) -> str:
    has = bool(logos.of_group(group))
    return render_template("groups/paper.html", group=group, form=form, has_logo=has)


@pages.route("", methods=["GET", "POST"])
def edit(group_id: str) -> Any:
    group = groups.find(me(), group_id, Act.SETTLE)
    form = _form(group)
    if not form.validate_on_submit() or not _take_logo(group, form):
        return _page(group, form)
    groups.update(
        group,
        agreements=agreed(form.agreements.data),
        local_rule=(form.local_rule.data or "").strip(),
        online=form.online.data,
    )
    flash("Saved. It stands on what is printed from now on.")
    return redirect(url_for("groups.show", group_id=group.id))


def _take_logo(group: groups.Group, form: PaperForm) -> bool:
    """Keep the picture that was brought, or take the one there is away. False, with the reason at
    the field, where it cannot be a logo."""
    brought = form.logo.data.read() if form.logo.data else b""
    if not brought:
        if form.remove.data:
            logos.keep(group, b"")
        return True
    try:
        logos.keep(group, made_anew(brought, _drawn))
    except BadPicture as bad:
        form.logo.errors = [WHY[bad.reason]]
        return False
    except PaperError as failed:
        form.logo.errors = [WHY.get(failed.reason, WHY["drawing"])]
        return False
    return True


def _drawn(svg: bytes) -> bytes:
    return workshop.drawn(svg, 2 * WIDE, 2 * HIGH)


@pages.get("/logo.png")
def logo(group_id: str) -> Response:
    group = groups.find(me(), group_id, Act.READ)
    return Response(logos.of_group(group) or abort(404), mimetype="image/png")
