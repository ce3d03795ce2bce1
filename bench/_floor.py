"""The least that takes a check-in: Flask, sqlite3, one INSERT that is on the disk, and a 303.

Served by the same gunicorn with the same settings, beside the program that bench/checkin.py
measures. It seals nothing, keeps nobody's promise, and is no part of the program.
"""

from __future__ import annotations

import os
import sqlite3
import threading

from flask import Flask, Response, redirect, request

FIELDS = ("mood", "compared", "need", "word", "quiet", "ticket")
app = Flask(__name__)
here = threading.local()


def database() -> sqlite3.Connection:
    """One connection for each thread: write-ahead log, synchronous FULL."""
    if not hasattr(here, "connection"):
        kept = sqlite3.connect(os.environ["FLOOR"], isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000"):
            kept.execute(f"PRAGMA {pragma}")
        here.connection = kept
    connection: sqlite3.Connection = here.connection
    return connection


@app.get("/")
def hello() -> str:
    return "hello\n"


@app.post("/")
def take() -> tuple[str, int] | Response:
    sent = [request.form.get(name, "") for name in FIELDS]
    if not all(0 < len(value) <= 140 for value in sent):
        return "no", 400
    database().execute("INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?)", sent)
    return redirect("/ok", 303)  # type: ignore[return-value]


def prepare(path: str) -> None:
    with sqlite3.connect(path) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute(f"CREATE TABLE IF NOT EXISTS answers ({', '.join(FIELDS)})")
    made.close()
