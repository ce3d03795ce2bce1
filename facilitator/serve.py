"""The small supervisor behind run.sh: a web server and a worker that live and end together.

Both are forks of this process, so that the program is loaded once: a start takes half as long and
half the memory. The port is opened here, before anything else is touched.
"""

from __future__ import annotations

import argparse
import ctypes
import errno
import multiprocessing
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from multiprocessing.context import ForkProcess
from pathlib import Path

import click
from flask import Flask
from gunicorn.app.base import Application

from facilitator import create_app, lan, prepare
from facilitator.config import Config, ConfigError
from facilitator.records.base import db

SETTINGS = Path(__file__).resolve().parents[1] / "gunicorn.conf.py"
GRACE = 10.0
"""Seconds that the two have to end by themselves after TERM."""
BACKLOG = 512
ENDINGS = (signal.SIGINT, signal.SIGTERM)
PR_SET_PDEATHSIG = 1

NO_HTTPS = """\
This address has no HTTPS: whoever can listen in on this network can read what passes between
a phone and this computer, answers included. Use a network you trust, such as your own router or
a phone's hotspot, never a café's. With a server on the internet use HTTPS: deploy/nginx.conf."""
NOT_REACHABLE = """\
Phones cannot reach this address. For the phones in the room start with:  sh run.sh --lan"""


class ServeError(Exception):
    """The program cannot be served here; the message says why and what to do."""


def main(arguments: Sequence[str]) -> int:
    """Serve until told to stop. Returns the exit status: 0 after a wish to stop, 1 otherwise."""
    options = _options(arguments)
    _hold_signals()
    try:
        environ = _in_network(os.environ) if options.lan else os.environ
        config = Config.from_environ(environ)
        listener = listen(config.bind_host, config.bind_port)
        prepare.folders(config)
        with prepare.only_worker(config):
            app = create_app(config)
            link = _database_and_link(app, config)
    except (ConfigError, ServeError, lan.NoNetwork, prepare.PrepareError) as error:
        click.echo(str(error), err=True)
        return 1
    runs = {"web server": Web(app, listener).run, "worker": lambda: work(app, config, listener)}
    return _supervise(runs, listener, lambda: _announce(config, link, with_code=options.lan))


def _database_and_link(app: Flask, config: Config) -> str:
    with app.app_context():
        prepare.database()
        prepare.queue(app.extensions["queue"].huey.pending_count)
        app.extensions["queue"].tidy()  # before the first page: privacy.md 3.12, janitor at start
        link = prepare.setup_link(config)
        db.engine.dispose()  # an open connection must not be shared with the forks
    return link


def work(app: Flask, config: Config, listener: socket.socket) -> None:
    """Be the worker of this data folder until told to stop."""
    listener.close()
    try:
        with prepare.only_worker(config):
            app.extensions["queue"].run_worker()
    except prepare.PrepareError as error:
        raise SystemExit(str(error)) from None


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="sh run.sh", description="Start Quiet Circle.")
    parser.add_argument(
        "--lan", action="store_true", help="let the phones in the same network reach it"
    )
    return parser.parse_args(arguments)


def _in_network(environ: Mapping[str, str]) -> dict[str, str]:
    """The settings for --lan: every network card, and the address that phones use."""
    port = Config.from_environ(environ).bind_port
    there = {**environ, "CIRCLE_BIND": f"0.0.0.0:{port}"}
    there["CIRCLE_PUBLIC_URL"] = (
        environ.get("CIRCLE_PUBLIC_URL") or f"http://{lan.address()}:{port}"
    )
    return there


def listen(host: str, port: int) -> socket.socket:
    """Open the port. Raises ServeError with the remedy."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host.strip("[]"), port), family=family, backlog=BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            reason = f"Port {port} is taken. Perhaps Quiet Circle runs already, or another program."
        elif error.errno == errno.EACCES:
            reason = f"Port {port} is not open to this account; ports from 1024 on are."
        else:
            why = str(error.strerror).partition(" (")[0]
            reason = f"This computer cannot listen at {host} ({why})."
        remedy = f"Choose another one:  CIRCLE_BIND=127.0.0.1:{_next(port)} sh run.sh"
        raise ServeError(f"{reason} {remedy}") from error


def _next(port: int) -> int:
    """A port to suggest in place of this one."""
    return port + 1 if 1024 <= port < 65535 else 5001


def _announce(config: Config, link: str, *, with_code: bool) -> None:
    """Say where the program is, and what the address means for the phones in the room."""
    click.echo(f"Quiet Circle is at {config.public_url}")
    if with_code:
        click.echo(lan.code(config.public_url))
    if link:
        click.echo(f"To make the first account, open this link once:\n  {link}")
    if not config.reachable:
        click.echo(NOT_REACHABLE)
    elif not config.https:
        click.echo(NO_HTTPS)
    click.echo("Ctrl-C ends it.")


class Web(Application):  # type: ignore[misc]
    """gunicorn with the settings of gunicorn.conf.py on a port that is already open."""

    def __init__(self, app: Flask, listener: socket.socket) -> None:
        self.app = app
        self.listener = listener
        super().__init__()

    def load_config(self) -> None:
        self.load_config_from_file(str(SETTINGS))
        self.cfg.set("bind", f"fd://{self.listener.fileno()}")

    def load(self) -> Flask:
        return self.app


def _supervise(
    runs: Mapping[str, Callable[[], object]], listener: socket.socket, announce: Callable[[], None]
) -> int:
    """Run all until one of them ends or somebody asks for the end."""
    fork = multiprocessing.get_context("fork")
    all_of_it = [
        fork.Process(target=_child, args=(os.getpid(), run), name=name)
        for name, run in runs.items()
    ]
    for process in all_of_it:
        process.start()
    listener.close()
    announce()
    fallen = _watch(all_of_it)
    _end(all_of_it)
    if fallen is None:
        return 0
    click.echo(
        f"The {fallen.name} ended by itself ({_how(fallen)}), so everything was ended."
        " Start again with:  sh run.sh",
        err=True,
    )
    return 1


def _hold_signals() -> None:
    """Let the signals that matter wait until `_watch` asks for them: an exception raised by a
    handler can be lost inside a destructor, and with it the wish to stop."""
    signal.pthread_sigmask(signal.SIG_BLOCK, (*ENDINGS, signal.SIGCHLD))
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)


def _watch(processes: Sequence[ForkProcess]) -> ForkProcess | None:
    """Wait for a wish to stop (None) or for a process that ended by itself."""
    while signal.sigwait((*ENDINGS, signal.SIGCHLD)) == signal.SIGCHLD:
        for process in processes:
            if not process.is_alive():
                return process
    return None


def _child(parent: int, run: Callable[[], object]) -> None:
    """In the fork: a process group of its own, so that Ctrl-C reaches the supervisor alone and
    grandchildren can be ended with it; and an end of its own should the supervisor be killed."""
    for number in (*ENDINGS, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    os.setpgid(0, 0)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            sys.exit(1)
    run()


def _end(processes: Sequence[ForkProcess]) -> None:
    """TERM for all, some seconds of patience, then KILL for whatever is left of their groups."""
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + GRACE
    for process in processes:
        process.join(max(0.0, deadline - time.monotonic()))
        if process.pid is not None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.join()


def _how(process: ForkProcess) -> str:
    code = process.exitcode or 0
    return f"by signal {-code}" if code < 0 else f"with status {code}"
