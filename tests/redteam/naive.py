"""A check-in as anybody might write it in an evening, so that every attack can be seen to work.

Everything that privacy.md 0 warns of is here on purpose: a row for each answer with a number, a
time, an address and a cookie; exact counts, live; noise drawn anew at every look; answers in
addresses, and addresses in a log; links built from whatever Host was asked for; codes that count
up, told apart by what is said of them; no throttle; a close that can be undone. Run by
`python -m tests.redteam.naive FOLDER PORT`.
"""

from __future__ import annotations

import json
import logging
import random
import shutil
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from flask import Flask, Response, redirect, request
from werkzeug.serving import run_simple

SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS rooms (code INTEGER PRIMARY KEY AUTOINCREMENT, state TEXT,
  words TEXT DEFAULT 'Guilt', heads INTEGER, frozen INTEGER);
CREATE TABLE IF NOT EXISTS answers (id INTEGER PRIMARY KEY AUTOINCREMENT, code INTEGER,
  at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, address TEXT, visitor TEXT, said TEXT);
INSERT OR IGNORE INTO sqlite_sequence (name, seq) SELECT 'rooms', 100
  WHERE NOT EXISTS (SELECT * FROM sqlite_sequence WHERE name = 'rooms');
"""
CHANGES = {
    "bank": "UPDATE rooms SET words = ? WHERE code = ?",
    "heads": "UPDATE rooms SET heads = ? WHERE code = ?",
    "reopen": "UPDATE rooms SET state = coalesce(?, 'open') WHERE code = ?",
    "forget": "DELETE FROM answers WHERE coalesce(?, 1) AND code = ?",
}
MOODS = {"1": "heavy", "2": "heavy", "3": "middle", "4": "light", "5": "light"}
FORM = """<!doctype html><title>{title}</title><h1>How are you arriving?</h1>
<form action="/answer"><input type="hidden" name="code" value="{code}">
<label><input type="radio" name="mood" value="0" checked> Rather not say</label>
<label><input type="radio" name="mood" value="1"> Heavy</label>
<label><input type="checkbox" name="word-1" value="1"> {words}</label>
<input name="text" aria-label="words"><button>Send quietly</button></form>"""
DOOR = "<!doctype html><h1>Welcome</h1><form action='/form'><input name='code'></form>"


def rows(path: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    """Run a statement in a connection of its own."""
    with closing(sqlite3.connect(path, timeout=30)) as database:
        database.execute("PRAGMA secure_delete = OFF")
        found = database.execute(query, values).fetchall()
        database.commit()
        return found


def put(path: Path, code: int, address: str, visitor: str, said: Mapping[str, str]) -> None:
    """Keep one answer; a row, and everything that is known with it."""
    query = "INSERT INTO answers (code, address, visitor, said) VALUES (?, ?, ?, ?)"
    rows(path, query, code, address, visitor, json.dumps(dict(said)))


def make(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.executescript(SCHEMA)


def counts(path: Path, code: int) -> Counter[str]:
    """How many chose what, exactly."""
    told: Counter[str] = Counter()
    for (said,) in rows(path, "SELECT said FROM answers WHERE code = ?", code):
        for name, value in json.loads(said).items():
            if value not in ("", "0"):
                told[MOODS[value] if name == "mood" else name] += 1
        told["n"] += 1
    return told


def create(folder: Path) -> Flask:
    app, path = Flask("naive"), folder / "naive.db"
    make(path)
    _participants(app, path)
    _desk(app, path)
    _exports(app, path)

    @app.after_request
    def log(response: Response) -> Response:
        line = f"{time.time()} {request.remote_addr} {request.full_path} {request.user_agent}\n"
        with (folder / "access.log").open("a") as file:
            file.write(line)
        return response

    return app


def _state(path: Path) -> str:
    found = rows(path, "SELECT state FROM rooms WHERE code = ?", request.values.get("code", 0))
    return found[0][0] if found else "unknown"


def _participants(app: Flask, path: Path) -> None:
    @app.get("/")
    def door() -> str:
        return DOOR

    @app.get("/form")
    def form() -> Any:
        state = _state(path)
        if state != "open":
            return f"{request.args['code']} is {state}", {"unknown": 404, "closed": 410}[state]
        code = request.args["code"]
        ((words,),) = rows(path, "SELECT words FROM rooms WHERE code = ?", code)
        page = Response(FORM.format(title=code, code=code, words=words))
        page.set_cookie("visitor", str(random.getrandbits(64)), max_age=10**7)
        page.set_etag(str(time.time()))
        return page

    @app.route("/answer", methods=["GET", "POST"])
    def answer() -> Any:
        if _state(path) != "open":
            return "Too late", 410
        said = {k: v for k, v in request.values.items() if k not in ("code", "ticket")}
        visitor = request.cookies.get("visitor", "")
        time.sleep(0.05 * len(said))
        put(path, int(request.values["code"]), request.remote_addr or "", visitor, said)
        return redirect(f"http://{request.host}/thanks?{request.query_string.decode()}", 302)

    @app.get("/thanks")
    def thanks() -> str:
        said = " ".join(f"{k} {v}" for k, v in request.args.items())
        return f"<!doctype html><title>Thanks</title><h1>Thank you</h1><p>You said: {said}"


def _desk(app: Flask, path: Path) -> None:
    @app.get("/desk")
    def show() -> str:
        code, state = request.args.get("code", 0, int), _state(path)
        told = counts(path, code)
        if request.args.get("noisy"):
            told = Counter({key: many + random.choice((-1, 0, 1)) for key, many in told.items()})
        link = f"http://{request.host}/form?code={code}"
        exact = ", ".join(f"{key} {many}" for key, many in sorted(told.items()))
        kept = rows(path, "SELECT heads, frozen FROM rooms WHERE code = ?", code)
        exact += " of {} heads, {} counted at the close".format(*(kept or [(0, 0)])[0])
        return f"<!doctype html><h1>{state}</h1><p>{exact}</p><a href='{link}'>{link}</a>"

    @app.route("/desk/<what>", methods=["GET", "POST"])
    def change(what: str) -> Any:
        code, value = request.values.get("code", 0, int), request.values.get("value")
        if what == "open":
            query = "INSERT INTO rooms (state) VALUES ('open') RETURNING code"
            return str(rows(path, query)[0][0])
        if what == "close":
            n = counts(path, code)["n"]
            rows(path, "UPDATE rooms SET state = 'closed', frozen = ? WHERE code = ?", n, code)
        rows(path, CHANGES.get(what, "SELECT ?, ?"), value, code)
        return redirect(f"/desk?code={code}")


def _exports(app: Flask, path: Path) -> None:
    @app.get("/desk/export.json")
    def export() -> Any:
        code = request.args.get("code", 0, int)
        query = "SELECT id, at, said FROM answers WHERE code = ?"
        return {"rows": rows(path, query, code), "counts": counts(path, code)}

    @app.get("/desk/backup")
    def backup() -> str:
        shutil.copyfile(path, path.with_name("backup.db"))
        return "copied"


def main() -> None:
    logging.basicConfig(level=logging.DEBUG)
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    run_simple("127.0.0.1", port, create(folder), threaded=True)


if __name__ == "__main__":
    main()
