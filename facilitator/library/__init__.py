"""The shipped texts and the reading of them."""

from __future__ import annotations

from facilitator.library.loader import Library, check, load, shipped
from facilitator.library.problems import LibraryError
from facilitator.library.registers import Helplines

__all__ = ["Helplines", "Library", "LibraryError", "check", "load", "shipped"]
