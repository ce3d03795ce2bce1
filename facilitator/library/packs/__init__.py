"""Packs: modules on their way out and in, as a zip of their Markdown files."""

from __future__ import annotations

from facilitator.library.packs.making import Facts, Item, make
from facilitator.library.packs.manifest import (
    BY,
    LICENCES,
    MOST_PACKED,
    OURS,
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
    "OURS",
    "RIGHTS_KEPT",
    "SHARE_ALIKE",
    "Arrival",
    "BadPack",
    "Facts",
    "Item",
    "Origin",
    "Pack",
    "make",
    "read_pack",
]
