"""The `flask` commands. Each joins a name and its options to one call; nothing is decided here."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from facilitator import commands, doctor, keeping, planning, prepare


def register(app: Flask) -> None:
    for command in (init, examine, *commands.ALL, *keeping.ALL, *planning.ALL):
        app.cli.add_command(command)


@click.command("init")
@with_appcontext
def init() -> None:
    """Make the data folder ready: its secret, the database, the migrations."""
    try:
        prepare.database()
    except prepare.PrepareError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"The data folder is ready: {current_app.config['CIRCLE'].data}")


@click.command("doctor")
@with_appcontext
def examine() -> None:
    """Look for what is wrong with this installation, and name the remedy for each finding.

    The exit status is 1 when something is wrong; a note is no fault.
    """
    config = current_app.config["CIRCLE"]
    pending = current_app.extensions["queue"].huey.pending_count
    findings = list(doctor.examine(config, pending, datetime.now(UTC)))
    for finding in findings:
        click.echo(finding.line)
    if any(finding.wrong for finding in findings):
        raise SystemExit(1)
