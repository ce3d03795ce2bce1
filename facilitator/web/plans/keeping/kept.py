"""Templates: plans a facilitator keeps to start from again."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from facilitator.domain.access import Act
from facilitator.domain.plans import LONGEST_TITLE
from facilitator.records import plans
from facilitator.records.plans import templates
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import me
from facilitator.web.frame.signs import without_signs
from facilitator.web.plans.forms import SureForm

pages = Blueprint("kept", __name__, url_prefix="/desk/plans")


class TitleForm(FlaskForm):  # type: ignore[misc]
    title = StringField(
        "Title",
        filters=[without_signs],
        validators=[
            DataRequired("Give the template a title, to find it again."),
            Length(max=LONGEST_TITLE, message=f"Use {LONGEST_TITLE} letters at most."),
        ],
    )


@pages.get("/templates")
def index() -> Any:
    """Her templates. With `plan` it leads to keeping that plan as one."""
    if plan_id := request.args.get("plan"):
        return redirect(url_for("kept.keep", plan_id=plan_id))
    return render_template("plans/kept.html", found=templates.of(me()), most=templates.MOST)


@pages.route("/<plan_id>/keep", methods=["GET", "POST"])
def keep(plan_id: str) -> Any:
    """Keep this plan as a template of hers. Without a title it takes the plan's own."""
    record, group = plans.find(me(), plan_id, Act.READ)
    form = TitleForm(data={"title": record.title})
    if not form.validate_on_submit():
        return render_template("plans/keep.html", form=form, record=record, group=group)
    try:
        kept = templates.keep(me(), plans.value(record), form.title.data, now())
    except templates.TooMany:
        form.title.errors = [_full()]
        return render_template("plans/keep.html", form=form, record=record, group=group)
    flash(f"“{kept.title}” is one of your templates now. Only you see it.")
    return redirect(url_for("kept.index"))


def _full() -> str:
    return (
        f"You keep {templates.MOST} templates, which is as many as there can be. "
        "Delete one you no longer use, then keep this one."
    )


@pages.route("/templates/<template_id>/rename", methods=["GET", "POST"])
def rename(template_id: str) -> Any:
    kept = templates.find(me(), template_id)
    form = TitleForm(obj=kept)
    if not form.validate_on_submit():
        return render_template("plans/rename_kept.html", form=form, kept=kept)
    templates.rename(kept, form.title.data)
    flash(f"It is called “{kept.title}” now.")
    return redirect(url_for("kept.index"))


@pages.route("/templates/<template_id>/delete", methods=["GET", "POST"])
def delete(template_id: str) -> Any:
    kept = templates.find(me(), template_id)
    form = SureForm()
    if not form.validate_on_submit():
        return render_template("plans/delete_kept.html", form=form, kept=kept)
    title = kept.title
    templates.remove(kept)
    flash(f"“{title}” is deleted. Plans that were started from it stay as they are.")
    return redirect(url_for("kept.index"))
