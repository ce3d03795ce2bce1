"""What is kept under its hash."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from facilitator.press.store import Store

KEY, OTHER = "ab" * 32, "ac" * 32


def test_what_is_put_can_be_got(tmp_path: Path):
    store = Store(tmp_path / "papers")
    store.put(KEY, b"%PDF-1")
    store.put(OTHER, b"%PDF-2")
    assert (store.get(KEY), store.get(OTHER)) == (b"%PDF-1", b"%PDF-2")


def test_what_was_never_put_is_none(tmp_path: Path):
    assert Store(tmp_path / "papers").get(KEY) is None


def test_putting_again_replaces(tmp_path: Path):
    store = Store(tmp_path)
    store.put(KEY, b"one")
    store.put(KEY, b"two")
    assert store.get(KEY) == b"two"
    assert [path.name for path in (tmp_path / "ab").iterdir()] == [f"{KEY}.pdf"]


def test_forgotten_is_gone_and_forgetting_again_is_fine(tmp_path: Path):
    store = Store(tmp_path)
    store.put(KEY, b"one")
    store.forget(KEY)
    store.forget(KEY)
    assert store.get(KEY) is None


def test_only_the_owner_reads(tmp_path: Path):
    store = Store(tmp_path / "papers")
    path = store.put(KEY, b"one")
    modes = [oct(place.stat().st_mode & 0o777) for place in (path, path.parent, store.folder)]
    assert modes == ["0o600", "0o700", "0o700"]


@pytest.mark.parametrize("key", ["", "../" * 20, "AB" * 32, "ab" * 31, f"{KEY}\n", "ab/" * 21])
def test_a_key_is_a_hash_and_nothing_else(tmp_path: Path, key: str):
    store = Store(tmp_path)
    for act in (store.get, store.forget, lambda name: store.put(name, b"x")):
        with pytest.raises(ValueError, match="sha256"):
            act(key)


def test_a_write_that_fails_leaves_the_old_bytes_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    store = Store(tmp_path)
    store.put(KEY, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.put(KEY, b"new")
    assert store.get(KEY) == b"old"
    assert [path.name for path in (tmp_path / "ab").iterdir()] == [f"{KEY}.pdf"]
