"""Packs for the tests: a sound one, and the same bent in one place."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from typing import Any

from facilitator.library.packs import (
    SHARE_ALIKE,
    Facts,
    Item,
    Origin,
    make,
)
from facilitator.library.writing import settled
from tests.cast import make_handout, make_module

FACTS = Facts("Quiet evenings", "Maria", "en-GB", "Quiet Circle 0.1.0", "2026-11-21")
MINE = settled(make_module(id="own-abcdefghij", title="Tea first", handout=make_handout()))
ORIGIN = Origin("qd-2", "The small signs", "")
LISTED = "modules/own-abcdefghij.md"


def packed(*items: Item) -> bytes:
    return make(items or (Item(MINE, SHARE_ALIKE, (ORIGIN,)),), FACTS)


def opened(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        return {info.filename: pack.read(info) for info in pack.infolist()}


def zipped(files: Mapping[str, bytes], **changed: Any) -> bytes:
    """A zip of these files; `changed` are facts of the last entry."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as pack:
        for number, (name, content) in enumerate(files.items(), start=1):
            info = zipfile.ZipInfo("x")
            info.filename, info.compress_type = name, zipfile.ZIP_DEFLATED
            for fact, value in changed.items() if number == len(files) else ():
                setattr(info, fact, value)
            pack.writestr(info, content)
    return held.getvalue()


def signed(files: Mapping[str, bytes], old: str = "", new: str = "") -> bytes:
    """A zip whose manifest has the sizes and sums of these files, and one place changed by hand."""
    sound = opened(packed())["manifest.yaml"].decode().partition("files:")[0]
    listed = "".join(
        f"  - {{path: {name}, size: {len(data)}, sha256: {hashlib.sha256(data).hexdigest()}}}\n"
        for name, data in files.items()
        if name != "manifest.yaml"
    )
    text = f"{sound}files:\n{listed}"
    assert text.count(old) == 1 or not old, text
    return zipped({**files, "manifest.yaml": text.replace(old, new, 1 if old else 0).encode()})


SOUND = opened(packed())
