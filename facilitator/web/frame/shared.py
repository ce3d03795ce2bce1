"""What every desk page may use: asset addresses, dates, Markdown, and who is signed in."""

from __future__ import annotations

import hashlib
from datetime import date, time
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_login import current_user

from facilitator.press.markdown import render

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def register(app: Flask) -> None:
    app.jinja_env.globals.update(asset=asset, weekdays=DAYS)
    app.jinja_env.filters.update(day=day, clock=clock, markdown=render, count=count)
    app.context_processor(_desk)


def me() -> Any:
    """The signed-in facilitator's record."""
    return current_user.record


def circle() -> Any:
    """The frozen settings."""
    return current_app.config["CIRCLE"]


def _desk() -> dict[str, Any]:
    """Nothing is looked up for participants: their pages know no session."""
    if not request.path.startswith("/desk"):
        return {}
    signed_in = current_user.is_authenticated
    return {"me": current_user.record if signed_in else None, "circle": circle()}


def asset(filename: str) -> str:
    """A static file's address with its content's hash, so that it may be kept for a year."""
    root = Path(str(current_app.static_folder))
    return url_for("static", filename=filename, v=_digest(root / filename))


@lru_cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def day(value: date) -> str:
    """“Tuesday 24 November”."""
    return f"{value:%A} {value.day} {value:%B}"


def clock(value: time) -> str:
    """“18:30”."""
    return f"{value:%H:%M}"


def count(number: int, one: str, many: str) -> str:
    """“1 block”, “2 blocks”."""
    return f"{number} {one if number == 1 else many}"
