"""The reader behind R62 is not blind: every kind of source that speaks to people is read, and a
sentence planted in any of them is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.sentences import ABOUT, ELSEWISE, READ, ROOT, about_anonymity, sentences

PYTHON = '''
"""Nobody can see 1: a docstring."""
WHY = "Nobody can see 2."
"""Nobody can see 3: what stands below a name."""


def view(form, name):
    """Nobody can see 4: a docstring too."""
    flash("Nobody can " "see 5.")
    flash(f"{name} is gone. Nobody can see {'what ' + name or 'Nobody can see 6.'} there.")
    raise ValidationError("Nobody can" + " see 7.")
    field = StringField("Name", [Length(80, "Nobody can see 8.")], description="Nobody can see 9")
    return {Fault.LONG: "Nobody can see 10.", "said": ["Nobody can see 11."]}.get(name)


@click.command("forget")
@click.option("--all", help="nobody can see 12")
def forget():
    """Nobody can see 13."""
    click.echo("It is gone.\\nNobody can see 14.")
    click.echo("Nobody can see {name} at 15.".format(name=name))
'''
SCRIPT = """
"use strict"; // nobody can see a comment "Nobody can see 20."
/* "Nobody can see 21." */
say("Nobody can see 22."); say('Nobody can see 23.');
say(`${count} kept. Nobody can see ${what} at 24.`);
const address = "https://example.org/nobody";
"""
YAML = """
Nobody can see 30: here
list:
  - {find: 'nobody can see 31', say: "Nobody can see 32."}
  - text: >
      Nobody can
      see 33.
"""
TEXT = """---
title: The theme
quote: Nobody can see 40.
steps: [{say: "Nobody can see 41."}]
---
# Nobody can see 42

> Nobody can
> see 43.
"""
STYLE = """p::before { content: "Nobody can see 50: "; color: red } /* nobody can see 51 */"""
PAGE = """{# Nobody can see 60. #}<p class="nobody can see">Nobody <b>can</b> see.</p>
<label>Nobody can see 62</label>{{ hint("Nobody can see 63, whoever looks.") }}"""

PLANTED = {
    "view.py": (PYTHON, [
        "Nobody can see 2.", "Nobody can see 5.", "Nobody can see {} there.", "Nobody can see 6.",
        "Nobody can see 7.", "Nobody can see 8.", "Nobody can see 9", "Nobody can see 10.",
        "Nobody can see 11.", "Nobody can see 13.", "nobody can see 12", "Nobody can see 14.",
        "Nobody can see {} at 15.",
    ]),
    "page.js": (SCRIPT, ["Nobody can see 22.", "Nobody can see 23.", "Nobody can see {} at 24."]),
    "words.yaml": (YAML, ["Nobody can see 30", "Nobody can see 32.", "Nobody can see 33."]),
    "ow-1.md": (TEXT, [
        "Nobody can see 40.", "Nobody can see 41.", "Nobody can see 42", "Nobody can see 43.",
    ]),
    "page.css": (STYLE, ["Nobody can see 50:"]),
    "page.html": (PAGE, ["Nobody can see 62", "Nobody can see 63, whoever looks."]),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
def test_r62_what_is_planted_in_any_kind_of_source_is_found(tmp_path: Path, name: str) -> None:
    source, planted = PLANTED[name]
    page = tmp_path / name
    page.write_text(source)
    assert sorted(one for one in sentences(page) if ABOUT.search(one)) == sorted(planted)


SILENT = {".svg", ".ttf", ".woff2", ".txt", ".pyc", ".png"}
"""Pictures, letters and licences."""


@pytest.mark.parametrize("room", ["facilitator", "handouts", "static", "templates"])
def test_r62_every_file_of_a_room_that_speaks_is_read(room: str) -> None:
    there = {path for path in (ROOT / room).rglob("*") if path.is_file()}
    vendored = {path for path in there if "vendor" in path.parts}
    loud = {path for path in there - vendored if path.suffix not in SILENT}
    assert loud - set(READ) == set()
    assert len(loud) > 20


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("facilitator/web/checkins/closed.py", "The release is deleted."),
        ("facilitator/web/accounts.py", "Type your password."),
        ("facilitator/web/groupforms.py", "This day is still to come."),
        ("facilitator/commands.py", "The example is removed."),
        ("facilitator/keeping.py", "{} is restored."),
        ("facilitator/serve.py", "With a server on the internet use HTTPS: deploy/nginx.conf."),
        ("facilitator/doctor.py", "{}: without HTTPS the network can read answers on their way"),
        ("facilitator/library/packs/unpacking.py",
         "this file is locked with a password: take the pack out without one"),
        ("static/own.js", "Changed, not saved yet."),
    ],
)  # fmt: skip
def test_r62_what_the_program_says_is_heard(path: str, sentence: str) -> None:
    """Messages, forms, faults and commands, as they stand in the program today."""
    assert sentence in set(sentences(ROOT / path))


def test_r62_what_speaks_of_something_else_is_still_said() -> None:
    said = {one for path in READ for one in sentences(path) if ABOUT.search(one)}
    assert [one for one in ELSEWISE if one not in said] == []
    assert {where.split("/")[0] for where, _ in about_anonymity()} >= {"facilitator", "templates"}
