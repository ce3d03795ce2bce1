"""The first visit, through the one-time link that the terminal shows."""

from __future__ import annotations

import hmac
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from wtforms import BooleanField

from facilitator.domain.access import Unknown
from facilitator.records import facilitators
from facilitator.web import demo
from facilitator.web.accounts import NewAccountForm, begin
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import circle

pages = Blueprint("welcome", __name__, url_prefix="/desk")


class FirstForm(NewAccountForm):
    example = BooleanField("Load an example", default=True)


@pages.route("/welcome", methods=["GET", "POST"])
def first() -> Any:
    _check_key(circle().setup_token_path, request.args.get("key", ""))
    form = FirstForm()
    if not form.validate_on_submit():
        return render_template("accounts/welcome.html", form=form)
    person = facilitators.add(
        email=form.email.data,
        name=form.name.data,
        password=form.password.data,
        country=form.country.data,
        paper=form.paper.data,
        now=now(),
    )
    circle().setup_token_path.unlink(missing_ok=True)
    if form.example.data:
        demo.load(person)
    begin(person)
    flash("Welcome. Your account is ready.")
    return redirect(url_for("groups.index"))


def _check_key(path: Path, key: str) -> None:
    """The link works once, and only while no facilitator exists. Raises Unknown otherwise."""
    if not facilitators.none_exist():
        raise Unknown("set-up is done")
    try:
        kept = path.read_text().strip()
    except FileNotFoundError:
        abort(404)
    if not kept or not hmac.compare_digest(kept.encode(), key.encode()):
        raise Unknown("set-up key")
