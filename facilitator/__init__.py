"""Quiet Circle: plan, print and check in. This file joins the rooms and does nothing else."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined

from facilitator import cli
from facilitator.config import Config, ConfigError
from facilitator.jobs.queue import Queue
from facilitator.records.base import db
from facilitator.web import doors

ROOT = Path(__file__).resolve().parents[1]


def create_app(config: Config) -> Flask:
    """The whole program as one WSGI application. Raises ConfigError when the data folder has not
    been prepared (`serve.prepare`)."""
    app = Flask(
        "facilitator",
        root_path=str(ROOT / "facilitator"),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    secret = _secret(config.secret_path)
    app.config.update(doors.settings(config, secret))
    app.config.update(
        SQLALCHEMY_DATABASE_URI=config.database_url,
        # Kept open for a room that sends at once: opening one costs as much as a check-in.
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True, "pool_size": 16, "max_overflow": 16},
    )
    paper = PrefixLoader(
        {
            "marks": FileSystemLoader(ROOT / "handouts" / "marks"),
            "handouts": FileSystemLoader(ROOT / "handouts"),
        }
    )
    app.jinja_loader = ChoiceLoader([FileSystemLoader(ROOT / "templates"), paper])
    app.jinja_env.undefined = StrictUndefined
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    app.extensions["queue"] = Queue(app.app_context, config, secret)
    doors.open_doors(app)
    cli.register(app)
    return app


def _secret(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(
            f"There is no secret in {path}. Start with `sh run.sh`, which makes it."
        ) from error
