"""The example: a door to `jobs.example`, which makes it and takes it away."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from facilitator.jobs import example
from facilitator.records.facilitators import Facilitator
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import circle, me
from facilitator.web.plans.forms import SureForm

pages = Blueprint("demo", __name__, url_prefix="/desk")


def load(person: Facilitator) -> None:
    example.load(person, circle(), current_app.config["SECRET_KEY"], now())


@pages.route("/demo/delete", methods=["GET", "POST"])
def delete() -> Response | str:
    form = SureForm()
    if not form.validate_on_submit():
        return render_template("groups/example.html", form=form)
    gone = example.remove(me(), circle())
    flash("The example is removed." if gone else "There is no example any more.")
    return redirect(url_for("groups.index"))
