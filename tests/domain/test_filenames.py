"""A file's name is plain and says what is in the file."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.filenames import LONGEST, dated, plain


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("The quiet distance", "the-quiet-distance"),
        ("Łódź, one year on", "lodz-one-year-on"),
        ("Mother’s day & Ánna's", "mothers-day-annas"),
        ("Ștefan Ñandú Straße Ørsted þing", "stefan-nandu-strasse-orsted-thing"),
        ("Привіт, світ", "privit-svit"),
        ("Εύα", "eya"),
        ("../../etc/passwd\r\nX: y", "etc-passwd-x-y"),
        ("日本", "plan"),
        ("", "plan"),
        ("ﬁne ①", "fine-1"),
    ],
)
def test_letters_are_made_plain_and_not_dropped(title: str, name: str):
    assert plain(title) == name


@given(st.text())
def test_any_title_gives_a_name_that_is_safe_everywhere(title: str):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", plain(title))
    assert len(plain(title)) <= LONGEST


def test_a_whole_name_begins_with_the_day():
    name = dated(date(2026, 11, 24), "The quiet distance", "docx")
    assert name == "2026-11-24 the-quiet-distance.docx"
