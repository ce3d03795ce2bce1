"""The `flask` commands about what is kept: what we hold of a group, backups and the way back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from facilitator.commands import settings
from facilitator.jobs import backup, rotation


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


ALL = (back_up, restore, backup_key)
