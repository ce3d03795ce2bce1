"""Plans and series as files that a person can keep, send and edit, and the reading of them.

A file is JSON (domain/serial/files.py) or Markdown (`writing`). Reading gives the same value back,
or everything that is wrong by line, field and remedy.
"""

from __future__ import annotations

from facilitator.library.plantexts.jsontext import json_text
from facilitator.library.plantexts.reading import read
from facilitator.library.plantexts.words import BadText
from facilitator.library.plantexts.writing import markdown_text

__all__ = ["BadText", "json_text", "markdown_text", "read"]
