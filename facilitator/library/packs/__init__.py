"""Packs: modules on their way out and in, as a zip of their Markdown files."""

from __future__ import annotations

from facilitator.library.packs.making import Facts, Item, Unfit, make
from facilitator.library.packs.manifest import (
    BY,
    LICENCES,
    MOST_PACKED,
    PROGRAM,
    RIGHTS_KEPT,
    SHARE_ALIKE,
    Origin,
)
from facilitator.library.packs.reading import Arrival, Pack, read_pack
from facilitator.library.packs.unpacking import BadPack

__all__ = [
    "BY",
    "LICENCES",
    "MOST_PACKED",
    "PROGRAM",
    "RIGHTS_KEPT",
    "SHARE_ALIKE",
    "Arrival",
    "BadPack",
    "Facts",
    "Item",
    "Origin",
    "Pack",
    "Unfit",
    "make",
    "read_pack",
]
