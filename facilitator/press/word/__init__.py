"""An evening or a whole series as a Word document that a person can go on writing in."""

from __future__ import annotations

from facilitator.press.word.making import evening, series

__all__ = ["evening", "series"]
