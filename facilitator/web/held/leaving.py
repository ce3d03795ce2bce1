"""Deleting one's own account: a page that says what goes, the password once more, and then it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask_login import logout_user
from werkzeug.exceptions import TooManyRequests
from wtforms import PasswordField
from wtforms.validators import DataRequired

from facilitator.jobs import janitor, rotation
from facilitator.records import facilitators
from facilitator.records.held import leaving
from facilitator.web import accounts
from facilitator.web.checkins.ending import Ending, living_in
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import circle, me

pages = Blueprint("leaving", __name__, url_prefix="/desk")


class LeaveForm(Ending):
    password = PasswordField("Your password", [DataRequired("Type your password.")])


@pages.route("/account/delete", methods=["GET", "POST"])
def delete() -> Any:
    form, who = LeaveForm(), me()
    fate, day = leaving.fate(who), rotation.forgotten_on(now().date())
    living = living_in({part.group_id for part in fate.go})
    if not form.validate_on_submit() or not form.agreed(living) or not _hers(form):
        said = {"fate": fate, "living": living, "forgotten_on": day}
        return render_template("held/leave.html", form=form, **said)
    janitor.remove_account(circle().keys_dir, circle().store_dir, circle().data, who)
    logout_user()
    session.clear()
    flash(f"Your account is deleted. The last backup forgets it by {day:%-d %B %Y}.")
    return redirect(url_for("accounts.sign_in"))


def _hers(form: LeaveForm) -> bool:
    """Whether it is her password. Tries are counted as those of signing in are."""
    key = f"account {me().email}"
    left = accounts.waits.left(key)
    if left:
        raise TooManyRequests(retry_after=left)
    if facilitators.password_is(me(), form.password.data):
        accounts.waits.right(key)
        return True
    accounts.waits.wrong(key)
    form.password.errors = ["This is not your password."]
    return False
