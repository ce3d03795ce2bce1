"""Bytes kept under the hash of what made them: the same page is never made twice."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

_KEY = re.compile(r"[0-9a-f]{64}")


class Store:
    """A folder of PDF files, `<first two letters>/<key>.pdf`, readable by its owner alone. A file
    is whole or absent, whenever the machine stops."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, key: str, content: bytes) -> Path:
        """Keep `content` under `key`, a sha256 in hexadecimal; what stood there is replaced."""
        path = self._path(key)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.parent.mkdir(exist_ok=True, mode=0o700)
        partial = path.with_name(f".{key}.{secrets.token_hex(8)}")
        try:
            with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(partial, path)
        finally:
            partial.unlink(missing_ok=True)
        _sync(path.parent)
        return path

    def get(self, key: str) -> bytes | None:
        """The bytes under `key`, or None when they are not kept (any more)."""
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError:
            return None

    def has(self, key: str) -> bool:
        """Whether something is kept under `key`, without reading it."""
        return self._path(key).is_file()

    def forget(self, key: str) -> None:
        """Remove what is kept under `key`; nothing happens where nothing is."""
        self._path(key).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError("a key is a sha256 in hexadecimal")
        return self.folder / key[:2] / f"{key}.pdf"


def _sync(folder: Path) -> None:
    """Make the new name in the folder last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
