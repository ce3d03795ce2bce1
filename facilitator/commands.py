"""The `flask` commands about accounts, the library and the example.

Like those of `cli`, each joins its options to calls that exist. What is wrong is one sentence.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from facilitator import library
from facilitator.config import Config
from facilitator.domain import audit
from facilitator.domain.passwords import weakness
from facilitator.jobs import example
from facilitator.library import facts, lint, reading
from facilitator.records import facilitators
from facilitator.records.facilitators import Facilitator
from facilitator.web.accounts import COMMON, PAPERS, WEAK, countries
from facilitator.web.library import safety

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
SHELF = Path(library.__file__).parent
LEAST_FOR_CONTROL = 10
"""People in the smallest room in which the auditor's control betrays somebody."""
as_option = click.option("--as", "email", required=True, metavar="EMAIL", help="whose account")
stdin_option = click.option("--password-stdin", is_flag=True, help="read the password from stdin")


def settings() -> Config:
    config: Config = current_app.config["CIRCLE"]
    return config


def account(email: str) -> Facilitator:
    person = facilitators.by_email(email)
    if person is None:
        raise click.ClickException(
            f"No account here uses {email}. Make it with: flask add-facilitator"
        )
    return person


def _password(from_stdin: bool, *own: str) -> str:
    """A password that is strong enough (privacy.md R46); `own` is what anybody knows of her."""
    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    found = weakness(password, COMMON, own)
    if found:
        raise click.ClickException(WEAK[found])
    return password


@click.command("add-facilitator")
@click.option("--name", required=True, help="the name the group knows her by")
@click.option("--email", required=True, help="only for signing in")
@click.option("--country", required=True, help="two letters, for the help lines, like IE")
@click.option("--paper", type=click.Choice(list(PAPERS)), default="A4", show_default=True)
@stdin_option
@with_appcontext
def add_facilitator(name: str, email: str, country: str, paper: str, password_stdin: bool) -> None:
    """Make an account."""
    known = countries()
    if not name.strip() or len(name) > 80:
        raise click.ClickException("A name has between 1 and 80 letters.")
    if not EMAIL.fullmatch(email.strip()) or len(email) > 254:
        raise click.ClickException(f"{email} does not look like an e-mail address.")
    if country.upper() not in known:
        raise click.ClickException(
            f"There are no help lines for {country}. Known: {', '.join(known)}."
        )
    if facilitators.by_email(email):
        raise click.ClickException(f"Another account already uses {email}.")
    facilitators.add(
        email=email,
        name=name,
        password=_password(password_stdin, name, email),
        country=country.upper(),
        paper=paper,
        now=datetime.now(UTC),
    )
    settings().setup_token_path.unlink(missing_ok=True)
    click.echo(f"{name.strip()} can sign in.")


@click.command("change-password")
@as_option
@stdin_option
@with_appcontext
def change_password(email: str, password_stdin: bool) -> None:
    """Give an account a new password, and sign it out everywhere."""
    person = account(email)
    facilitators.change_password(person, _password(password_stdin, person.name, person.email))
    click.echo(f"{person.name} has a new password and is signed out everywhere.")


@click.group("library")
def shelf() -> None:
    """The texts of the library."""


@shelf.command("check")
@click.argument("folder", type=click.Path(exists=True, path_type=Path), default=SHELF)
def check_library(folder: Path) -> None:
    """Look for faults in the texts: file, line, field and remedy of each. Then how hard they are to
    read, and what the language guide would say otherwise."""
    faults = library.check(folder)
    for fault in faults:
        click.echo(str(fault))
    if faults:
        raise SystemExit(1)
    found = library.load(folder)
    for line in reading.table(found.modules.values()):
        click.echo(line)
    wrong = list(_unwise(folder, found))
    for line in wrong:
        click.echo(line)
    if wrong:
        raise SystemExit(1)
    click.echo(f"No fault in {len(found.modules)} modules and {len(found.themes)} themes.")


def _unwise(folder: Path, found: library.Library) -> Iterator[str]:
    """What the loader accepts and a reader would not: facts without a source, works without a use,
    words that the language guide avoids."""
    kept, faults = facts.load(folder / "facts", found)
    yield from (str(fault) for fault in faults)
    for one in found.modules.values():
        yield from (
            f"{one.id} needs an entry in facts: {said}" for said in facts.missing(one, kept)
        )
        yield from (f"{one.id} {said}" for said in lint.advice(one))
    for theme in found.themes:
        yield from (f"{theme.slug} {said}" for said in lint.of_theme(theme))
    for key in facts.unused(found, safety.SOURCES):
        yield f"sources.yaml {key}: no text names this work: take it out"


@click.command("demo")
@click.option("--load/--remove", "wanted", required=True, help="make it, or take it away")
@as_option
@with_appcontext
def demo(wanted: bool, email: str) -> None:
    """The example group: make it, or take it away."""
    person = account(email)
    if not wanted:
        gone = example.remove(person, settings())
        click.echo("The example is removed." if gone else "There is no example.")
        return
    secret = current_app.config["SECRET_KEY"]
    try:
        group = example.load(person, settings(), secret, datetime.now(UTC))
    except example.AlreadyThere as error:
        raise click.ClickException(f"{person.name} has an example already.") from error
    click.echo(f"“{group.name}” is there to look around in.")


@click.command("audit-release")
@click.option(
    "--largest",
    type=click.IntRange(audit.ALL_SIZES[0], audit.ALL_SIZES[-1]),
    default=audit.ALL_SIZES[-1],
    show_default=True,
    help="people in the largest room",
)
def audit_release(largest: int) -> None:
    """Play through every room the release rule can be given, and look for what it would betray.
    Then the same for a rule that is known to betray something, so that the search is tried too."""
    sizes = range(audit.ALL_SIZES[0], largest + 1)
    found = audit.audit_shipped(sizes, sizes)
    for one in found:
        rooms = " and ".join(str(size) for size in one.sizes)
        click.echo(f"{one.rule}, {rooms} people: {one.finding}, band {one.band}")
    if found:
        raise click.ClickException(f"The rule betrays something in {len(found)} cases.")
    click.echo(f"No violation in any room of {sizes[0]} to {largest} people, alone or in pairs.")
    rejected = len(audit.audit(audit.CONTROL, sizes, []))
    if largest >= LEAST_FOR_CONTROL and not rejected:
        raise click.ClickException("The control was not rejected: this search would see nothing.")
    click.echo(f"The control, a rule with a finer step, is rejected in {rejected} cases.")


ALL = (
    add_facilitator,
    change_password,
    shelf,
    demo,
    audit_release,
)
