"""The `flask` commands about what is kept: what we hold of a group, backups and the way back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from facilitator.commands import account, settings
from facilitator.jobs import backup, holdings, rotation
from facilitator.records import groups
from facilitator.records.held import looking


@click.command("backup")
@click.argument("dest", type=click.Path(path_type=Path))
@with_appcontext
def back_up(dest: Path) -> None:
    """Write a backup without envelopes: to a file, or into a folder under today's date.

    In a folder 14 daily and 4 weekly ones are kept, and what is older is removed.
    """
    config, folder, today = settings(), dest if dest.is_dir() else None, datetime.now(UTC).date()
    dest = folder / rotation.name_of(today) if folder else dest
    try:
        backup.backup(config.database_url, dest, config.backup_key)
    except backup.BackupError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{dest} cannot be written ({error.strerror}).") from error
    sealed = "sealed" if config.backup_key else "not sealed: set CIRCLE_BACKUP_KEY to seal it"
    click.echo(f"{dest} is written ({sealed}).")
    for gone in rotation.sweep(folder, today) if folder else ():
        click.echo(f"{gone} is removed: its time is over.")


@click.command("restore")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("dest", type=click.Path(path_type=Path))
@click.option("--sealed", is_flag=True, help="ask for the private key that opens it")
def restore(source: Path, dest: Path, sealed: bool) -> None:
    """Turn a backup back into a database at a place where there is none."""
    leftover = dest.with_name(f"{dest.name}-wal")
    if leftover.exists():
        # SQLite would write the old database's last changes into the restored one.
        raise click.ClickException(f"{leftover} is there still. Move it away first.")
    key = click.prompt("Private key", hide_input=True) if sealed else ""
    try:
        backup.restore(source, dest, key.strip())
    except backup.BackupError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{dest} cannot be written ({error.strerror}).") from error
    click.echo(f"{dest} is restored.")


@click.command("backup-key")
def backup_key() -> None:
    """Make a pair of keys for sealed backups: one to set here, one to keep elsewhere."""
    public, private = backup.new_pair()
    click.echo(f"Set for the program:              CIRCLE_BACKUP_KEY={public}")
    click.echo(f"Keep elsewhere, to restore with:  {private}")


@click.command("what-we-hold")
@click.argument("named", metavar="GROUP", required=False)
@click.option("--account", "email", metavar="EMAIL", help="of an account instead of a group")
@click.option("--values", is_flag=True, help="every row with its values as well, a JSON line each")
@with_appcontext
def what_we_hold(named: str | None, email: str | None, values: bool) -> None:
    """Everything that is kept of a group, given by its name or id: tables, columns, files, backups.

    Nothing is changed, and nothing of what people answered is opened or counted.
    """
    if (named is None) == (email is None):
        raise click.ClickException("Name a group, or an account with --account EMAIL.")
    now = datetime.now(UTC)
    if email is not None:
        person = account(email)
        title, held = person.name, holdings.of_account(settings(), person, now)
        rows = looking.rows_of_account(person)
    else:
        group = _group(str(named))
        title, held = group.name, holdings.of_group(settings(), group, now)
        rows = looking.rows_of_group(group)
    for line in told(title, held, now):
        click.echo(line)
    for table, row in rows if values else ():
        click.echo(json.dumps({table: row}, ensure_ascii=False))


def _group(named: str) -> groups.Group:
    """Any group of this name or id, whoever owns it: for whoever runs the program."""
    found = groups.named(named)
    if not found:
        raise click.ClickException(f"There is no group “{named}”.")
    if len(found) > 1:
        ids = ", ".join(one.id for one in found)
        raise click.ClickException(
            f"Several groups are named “{named}”. Give the id of one: {ids}."
        )
    return found[0]


def told(title: str, held: holdings.Holding, now: datetime) -> Iterator[str]:
    """The page of the site in lines; both take their words from the same template."""
    words: Any = current_app.jinja_env.get_template("held/words.html").module
    yield f"What we hold about “{title}”, {now:%-d %B %Y}"
    for one in held.tables:
        said = words.tables[one.table]
        yield f"\n{said['name']}: {words.amount(one)}. Kept {words.lasts(one)}. [{one.table}]"
        for name in one.columns:
            yield f"  {name}: {said['columns'][name]}"
    yield "\nIn files"
    for name, many in held.files.items():
        kind = words.files[name]
        yield f"  {kind['name']}: {many or 'none now'}. Kept {kind['life']}."
    yield f"\nIn backups\n  {words.backups(held.forgotten_on)}"
    yield "\nNever stored"
    for one in words.never:
        yield f"  {one}"


ALL = (back_up, restore, backup_key, what_we_hold)
