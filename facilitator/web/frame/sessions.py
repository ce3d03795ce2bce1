"""The desk's sessions: a cookie that holds only the number of a row in our own table."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Flask, current_app
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_login import LoginManager, UserMixin

from facilitator.jobs.clock import Clock
from facilitator.records import facilitators

login = LoginManager()


def now() -> datetime:
    """The clock of the web room (`jobs.clock`); tests move it with time-machine."""
    clock: Clock = current_app.extensions["queue"].clock
    return clock.now()


class SignedIn(UserMixin):  # type: ignore[misc]
    """The facilitator behind this request. Its id is the session's value, so that ending the
    session in our table ends it everywhere (R47)."""

    def __init__(self, record: facilitators.Facilitator, token: str) -> None:
        self.record = record
        self.token = token

    def get_id(self) -> str:
        return self.token


class DeskOnly(SecureCookieSessionInterface):
    """Sessions exist under `/desk` alone: elsewhere no cookie is read or set (R25, R26)."""

    def open_session(self, app: Flask, request: Any) -> SessionMixin | None:  # type: ignore[override]
        if on_desk(request.path):
            return super().open_session(app, request)
        return self.make_null_session(app)


def on_desk(path: str) -> bool:
    return path == "/desk" or path.startswith("/desk/")


@login.user_loader
def _load(token: str) -> SignedIn | None:
    record = facilitators.by_session(token, now())
    return SignedIn(record, token) if record else None
