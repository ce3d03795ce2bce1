"""Signing in and out, and a facilitator's own account."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user
from flask_wtf import FlaskForm
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response
from wtforms import EmailField, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, EqualTo, Length, Regexp, ValidationError
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from facilitator.domain.passwords import MINIMUM, weakness
from facilitator.library import shipped
from facilitator.records import audit, facilitators
from facilitator.records.base import begin_write
from facilitator.web.frame.sessions import SignedIn, now, on_desk
from facilitator.web.frame.throttle import network
from facilitator.web.frame.waits import Waits

pages = Blueprint("accounts", __name__, url_prefix="/desk")
waits = Waits()
COMMON = frozenset(FREQUENCY_LISTS["passwords"])

PAPERS = {"A4": "A4", "Letter": "Letter"}

WEAK = {
    "short": f"Use at least {MINIMUM} characters. Four or five words in a row work well.",
    "common": "This password is on lists that strangers try first. Choose another.",
    "own": "Leave your name, your e-mail address and the name of this program out of it.",
}


def countries() -> dict[str, str]:
    """Names of the countries with help lines on the shelf, by their codes, in order of name."""
    known = sorted(shipped().helplines.countries, key=lambda country: country.name)
    return {country.code: country.name for country in known}


def offered() -> list[tuple[str, str]]:
    """The countries, behind an empty choice: a wrong country would bring wrong help lines."""
    return [("", "Choose a country"), *countries().items()]


def strong(form: FlaskForm, field: PasswordField) -> None:
    """A validator: privacy.md R46, with the remedy for each weakness."""
    own = [str(form[name].data or "") for name in ("name", "email") if name in form]
    found = weakness(field.data or "", COMMON, own)
    if found:
        raise ValidationError(WEAK[found])


class SignInForm(FlaskForm):  # type: ignore[misc]
    email = EmailField("E-mail", [DataRequired("Type your e-mail address.")])
    password = PasswordField("Password", [DataRequired("Type your password.")])


class ProfileForm(FlaskForm):  # type: ignore[misc]
    name = StringField(
        "Your name", [DataRequired("Type the name the group knows you by."), Length(max=80)]
    )
    country = SelectField(
        "Country", [DataRequired("Choose the country whose help lines you need.")], choices=offered
    )
    paper = RadioField("Paper", choices=PAPERS, default="A4")


class PasswordForm(FlaskForm):  # type: ignore[misc]
    current = PasswordField("Password now", [DataRequired("Type the password you have now.")])
    password = PasswordField("New password", [DataRequired("Type a new password."), strong])
    again = PasswordField("New password again", [EqualTo("password", "The two do not match.")])


class NewAccountForm(ProfileForm):
    email = EmailField(
        "E-mail",
        [
            DataRequired("Type your e-mail address."),
            Regexp(
                r"^[^@\s]+@[^@\s]+\.[^@\s]+$",
                message="This does not look like an e-mail address. It needs an @ and a dot.",
            ),
            Length(max=254),
        ],
    )
    password = PasswordField("Password", [DataRequired("Choose a password."), strong])


@pages.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Any:
    if current_user.is_authenticated:
        return redirect(url_for("groups.index"))
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form, wrong=False)
    person = _checked(form)
    if person is None:
        return render_template("accounts/sign_in.html", form=form, wrong=True)
    begin(person)
    return redirect(_next())


def _checked(form: SignInForm) -> facilitators.Facilitator | None:
    """The account, if the password is hers. Too many wrong tries: 429 with the seconds to wait."""
    keys = (
        f"account {form.email.data.strip().lower()}",
        f"network {network(request.remote_addr or '')}",
    )
    left = waits.left(*keys)
    if left:
        raise TooManyRequests(retry_after=left)
    person = facilitators.by_email(form.email.data)
    if not facilitators.password_is(person, form.password.data):
        waits.wrong(*keys)
        return None
    waits.right(keys[0])
    return person


def begin(person: facilitators.Facilitator) -> None:
    """Start a session with a new id; what the browser held before is gone."""
    from_before = session.get("_user_id")
    if from_before:
        facilitators.end_session(from_before)
    session.clear()
    begin_write()
    audit.note("sign-in", now(), person.id)
    token = facilitators.open_session(person, now())
    login_user(SignedIn(person, token))


def _next() -> str:
    """Where she was going, if that is a page of the desk; never another host."""
    wanted = request.args.get("next", "")
    parts = urlsplit(wanted)
    own = not parts.scheme and not parts.netloc and on_desk(parts.path)
    return wanted if own and "\\" not in wanted else url_for("groups.index")


@pages.post("/sign-out")
def sign_out() -> Response:
    facilitators.end_session(current_user.token)
    logout_user()
    session.clear()
    flash("You are signed out.")
    return redirect(url_for("accounts.sign_in"))


@pages.route("/account", methods=["GET", "POST"])
def account() -> Any:
    person = current_user.record
    form = ProfileForm(obj=person)
    if form.validate_on_submit():
        facilitators.update(
            person, name=form.name.data, country=form.country.data, paper=form.paper.data
        )
        flash("Saved.")
        return redirect(url_for("accounts.account"))
    return render_template("accounts/account.html", form=form, password=PasswordForm())


@pages.post("/account/password")
def password() -> Any:
    person = current_user.record
    form = PasswordForm()
    if form.validate() and not facilitators.password_is(person, form.current.data):
        form.current.errors = ["This is not the password you have now."]
    if form.errors:
        profile = ProfileForm(formdata=None, obj=person)
        return render_template("accounts/account.html", form=profile, password=form)
    facilitators.change_password(person, form.password.data)
    begin(person)
    flash("Your password is changed. You are signed out everywhere else.")
    return redirect(url_for("accounts.account"))
