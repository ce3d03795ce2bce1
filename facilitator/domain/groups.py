"""What a group is called in public, and which words never stand where a partner may see them."""

from __future__ import annotations

import re
from datetime import date, timedelta

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

ZONE_OF = {
    "US": "America/New_York", "CA": "America/Toronto", "GB": "Europe/London", "IE": "Europe/Dublin",
    "AU": "Australia/Sydney", "NZ": "Pacific/Auckland", "IN": "Asia/Kolkata", "FR": "Europe/Paris",
    "DE": "Europe/Berlin", "AT": "Europe/Vienna", "CH": "Europe/Zurich", "ES": "Europe/Madrid",
    "NL": "Europe/Amsterdam", "BE": "Europe/Brussels", "IT": "Europe/Rome",
    "SE": "Europe/Stockholm", "MX": "America/Mexico_City", "BR": "America/Sao_Paulo",
    "JP": "Asia/Tokyo", "ZA": "Africa/Johannesburg",
}  # fmt: skip
"""The time zone a new group of a country starts with: where most of its people live."""

# privacy.md R36: nothing on a phone, a poster or in an address says what kind of group this is.
REVEALING = (
    "mother", "mum", "mom", "mama", "parent", "daughter", "son", "child", "support", "therap",
    "counsel", "perinatal", "depress", "anxi", "abuse", "violence", "grief", "estrange", "distance",
    "recovery", "crisis", "suicid", "trauma", "women", "healing",
)  # fmt: skip
WHOLE_WORDS = frozenset({"son", "mum", "mom", "mama"})


def neutral_name(weekday: int) -> str:
    """The public name a group starts with: “Tuesday circle”. `weekday` 0 is Monday."""
    return f"{WEEKDAYS[weekday]} circle"


def next_usual(weekday: int, today: date) -> date:
    """The next day of a group that meets on this weekday, today included."""
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def revealing_word(name: str) -> str | None:
    """The first word of `name` that would tell an onlooker what the group is about, if any."""
    for found in re.finditer(r"[\w’']+", name.lower()):
        word = found.group()
        for stem in REVEALING:
            if word == stem or (stem not in WHOLE_WORDS and word.startswith(stem)):
                return word
            if stem in WHOLE_WORDS and word.rstrip("s") == stem:
                return word
    return None
