"""Evenings side by side: what was released of each, and a drawing of it.

A trend is the list of released cells by evening and reads nothing else (privacy.md 3.5, R9). There
is no total, no mean and no difference in it: two evenings stand beside each other, and what lies
between them is not computed.
"""

from __future__ import annotations

from facilitator.domain.trend.drawing import Drawing, Strip, drawing
from facilitator.domain.trend.evenings import (
    MOST,
    RUNNING,
    Evening,
    gathered,
    heavy_running,
    is_next,
    moments,
    named,
    needed,
)

__all__ = [
    "MOST",
    "RUNNING",
    "Drawing",
    "Evening",
    "Strip",
    "drawing",
    "gathered",
    "heavy_running",
    "is_next",
    "moments",
    "named",
    "needed",
]
