"""Names of files that are handed out: plain letters, whatever the title is written in.

A name may be seen by whoever looks at a screen or a folder, so callers give the title of a thing
and never the name of a group or a person.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

LONGEST = 60
"""Letters of the title's part of a name."""
_ALONE = str.maketrans(
    {
        "Ł": "L", "ł": "l", "Ø": "O", "ø": "o", "Đ": "D", "đ": "d", "Ð": "D", "ð": "d", "Þ": "Th",
        "þ": "th", "ß": "ss", "ẞ": "SS", "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "ı": "i",
        "Ħ": "H", "ħ": "h", "Ŋ": "N", "ŋ": "n", "Ŧ": "T", "ŧ": "t", "’": "", "'": "",
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh",
        "з": "z", "и": "i", "і": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
        "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch",
        "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
        "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i",
        "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s",
        "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
    }
)  # fmt: skip
"""Letters that are no plain letter with a sign on it. Alphabets that are missing here leave no
letters, and the name says what the file is instead."""


def plain(title: str, otherwise: str = "plan") -> str:
    """The title in small plain letters joined by dashes: "Łódź, one year on" is
    "lodz-one-year-on"."""
    apart = unicodedata.normalize("NFKD", title.lower().translate(_ALONE)).translate(_ALONE)
    letters = "".join(one for one in apart if not unicodedata.combining(one))
    joined = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    return joined[:LONGEST].strip("-") or otherwise


def dated(day: date, title: str, ending: str) -> str:
    """A file's whole name: "2026-11-24 the-quiet-distance.docx"."""
    return f"{day.isoformat()} {plain(title)}.{ending}"
