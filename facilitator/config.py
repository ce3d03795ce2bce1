"""The settings: read from the environment once, typed, frozen. A bad value stops the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

LOOPBACK = ("127.", "localhost", "[::1]", "::1", "0.0.0.0")  # noqa: S104 - names, not a bind


class ConfigError(Exception):
    """A setting that cannot be used; the message names it and the remedy."""


@dataclass(frozen=True)
class Config:
    """What an operator may set. README.md documents each; a test compares the two."""

    data: Path
    bind_host: str
    bind_port: int
    public_url: str
    desk_url: str
    database_url: str
    queue_url: str
    proxy_hops: int
    exit_url: str
    backup_key: str
    web_processes: int

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Config:
        """Read `CIRCLE_*`; unknown `CIRCLE_*` names stop the start, so that a typing slip shows."""
        _refuse_unknown(environ)
        data = Path(environ.get("CIRCLE_DATA") or "instance").absolute()
        host, port = _bind(environ.get("CIRCLE_BIND") or "127.0.0.1:5000")
        shown = "127.0.0.1" if host == "0.0.0.0" else "localhost" if ":" in host else host  # noqa: S104
        public = environ.get("CIRCLE_PUBLIC_URL") or f"http://{shown}:{port}"
        return cls(
            data=data,
            bind_host=host,
            bind_port=port,
            public_url=_address("CIRCLE_PUBLIC_URL", public),
            desk_url=_address("CIRCLE_DESK_URL", environ.get("CIRCLE_DESK_URL") or ""),
            database_url=_database(environ.get("CIRCLE_DATABASE_URL") or "", data),
            queue_url=_queue(environ.get("CIRCLE_QUEUE_URL") or ""),
            proxy_hops=_count("CIRCLE_PROXY_HOPS", environ.get("CIRCLE_PROXY_HOPS") or "0"),
            exit_url=_address(
                "CIRCLE_EXIT_URL", environ.get("CIRCLE_EXIT_URL") or "https://www.wikipedia.org"
            ),
            backup_key=environ.get("CIRCLE_BACKUP_KEY") or "",
            web_processes=_processes(environ.get("CIRCLE_WEB_PROCESSES") or "1"),
        )

    @property
    def queue_path(self) -> Path:
        return self.data / "queue.db"

    @property
    def keys_dir(self) -> Path:
        """Keys of open check-ins: outside the database and outside every backup."""
        return self.data / "keys"

    @property
    def store_dir(self) -> Path:
        return self.data / "papers"

    @property
    def secret_path(self) -> Path:
        return self.data / "secret"

    @property
    def setup_token_path(self) -> Path:
        return self.data / "setup-token"

    @property
    def https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def two_hosts(self) -> bool:
        """Whether the operator gave the desk a host name of its own."""
        return bool(self.desk_url)

    @property
    def reachable(self) -> bool:
        """Whether a phone in the room can reach the public address at all."""
        return not (urlsplit(self.public_url).hostname or "").startswith(LOOPBACK)


NAMES = ("DATA", "BIND", "PUBLIC_URL", "DESK_URL", "DATABASE_URL", "QUEUE_URL", "PROXY_HOPS",
         "EXIT_URL", "BACKUP_KEY", "WEB_PROCESSES")  # fmt: skip


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = {f"CIRCLE_{name}" for name in NAMES}
    for name in sorted(environ):
        if name.startswith("CIRCLE_") and name not in known:
            raise ConfigError(f"{name} is not a setting. README.md lists the settings.")


def _bind(value: str) -> tuple[str, int]:
    host, _, port = value.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise ConfigError(f"CIRCLE_BIND is “{value}”. Write it as address:port, like 0.0.0.0:5000.")
    return host, int(port)


def _address(name: str, value: str) -> str:
    """`scheme://host[:port]` without a path, or an empty string."""
    if not value:
        return ""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    plain = parts.path in ("", "/") and not (parts.query or parts.fragment or parts.username)
    if parts.scheme not in ("http", "https") or not parts.hostname or not plain:
        raise ConfigError(
            f"{name} is “{value}”. Write it as https://name or http://name:port, without a path."
        )
    host = parts.hostname
    if ":" in host:
        # Werkzeug's list of trusted hosts cannot hold one (R50).
        raise ConfigError(f"{name} is “{value}”. Use a name or an IPv4 address instead.")
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (
        f":{parts.port}" if parts.port not in (None, usual) else ""
    )


def _database(value: str, data: Path) -> str:
    if not value:
        return f"sqlite:///{data / 'circle.db'}"
    if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ConfigError(
            "CIRCLE_DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://."
        )
    return value


def _queue(value: str) -> str:
    if value and not value.startswith(("redis://", "rediss://")):
        raise ConfigError("CIRCLE_QUEUE_URL must begin with redis:// (or be left out for SQLite).")
    return value


def _count(name: str, value: str) -> int:
    if not value.isdigit() or int(value) > 5:
        raise ConfigError(f"{name} is “{value}”. Write a whole number from 0 to 5.")
    return int(value)


def _processes(value: str) -> int:
    if not value.isdigit() or not 1 <= int(value) <= 16:
        raise ConfigError(f"CIRCLE_WEB_PROCESSES is “{value}”. Write a whole number from 1 to 16.")
    return int(value)
