"""What must stand before the first request: the data folder, the secret, the database, the link.

Every step may be taken again and again; each leaves what is already right alone.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from facilitator.config import Config
from facilitator.records import facilitators, schema


class PrepareError(Exception):
    """The program cannot start here; the message says why and what to do."""


def folders(config: Config) -> None:
    """Make the data folder (0700) with its inner folders, and the secret (0600).

    From here on nothing that this process writes can be read by other accounts of the machine.
    """
    os.umask(0o077)
    try:
        for folder in (config.data, config.keys_dir, config.store_dir):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _keep_mode(folder, 0o700)
        _write_once(config.secret_path, secrets.token_hex(32))
        _keep_mode(config.secret_path, 0o600)
        if not os.access(config.data, os.W_OK | os.X_OK):
            raise PermissionError
    except OSError as error:
        reason = error.strerror or "no permission"
        raise PrepareError(
            f"The data folder {config.data} cannot be written ({reason})."
            " Give this account the folder, or name another one: CIRCLE_DATA=/path sh run.sh"
        ) from error


def _keep_mode(path: Path, mode: int) -> None:
    if path.stat().st_mode & 0o777 != mode:
        path.chmod(mode)


def _write_once(path: Path, text: str) -> None:
    """Write a private file unless it is there; one that a crash left empty does not count."""
    if path.exists() and not path.stat().st_size:
        path.unlink()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(handle)


def database() -> None:
    """Bring the database to this program's last migration. Needs an app context."""
    try:
        standing = schema.standing()
    except schema.NoDatabase as error:
        raise PrepareError(
            f"The database cannot be used: {error}. It is set by CIRCLE_DATABASE_URL, and is a file"
            " in the data folder without it."
        ) from error
    if standing.newer:
        raise PrepareError(
            "The database was made by a newer Quiet Circle than this one. Start the newer program,"
            " or restore a backup that this one made."
        )
    if not standing.done:
        schema.upgrade()


def queue(pending: Callable[[], int]) -> int:
    """How many jobs wait. Raises PrepareError when the queue's store does not answer."""
    try:
        return pending()
    except Exception as error:  # whatever the store raises: SQLite and Redis share no error
        reason = str(error).strip().rstrip(".")
        raise PrepareError(
            f"The queue cannot be used: {reason}. It is set by CIRCLE_QUEUE_URL, and is a file in"
            " the data folder without it."
        ) from error


def setup_link(config: Config) -> str:
    """The address that makes the first account, or "" once there is one. Needs an app context."""
    path = config.setup_token_path
    if not facilitators.none_exist():
        path.unlink(missing_ok=True)
        return ""
    _write_once(path, secrets.token_urlsafe(24))
    return f"{config.desk_url or config.public_url}/desk/welcome?key={path.read_text()}"


@contextmanager
def only_worker(config: Config) -> Iterator[None]:
    """Hold the worker's lock. The system lets go of it when the process ends, however it ends.

    Two workers on one queue file would each believe that the other's unfinished job is its own.
    """
    with _lock_file(config) as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PrepareError(
                f"Another worker uses the data folder {config.data}. End that one first, or name"
                " another folder: CIRCLE_DATA=/path sh run.sh"
            ) from None
        yield


def worker_lives(config: Config) -> bool:
    """Whether some process holds the worker's lock."""
    with _lock_file(config) as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


@contextmanager
def _lock_file(config: Config) -> Iterator[int]:
    handle = os.open(config.data / "worker.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)
