"""What is typed, without control signs: no page shows them, and no database should keep them."""

from __future__ import annotations

import re

_SIGNS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def without_signs(text: str | None) -> str | None:
    """A filter for a form's field; None where nothing was posted."""
    return None if text is None else _SIGNS.sub("", text)
