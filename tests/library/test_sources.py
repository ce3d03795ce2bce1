"""The register of works: what a reader needs to find each of them is there."""

from __future__ import annotations

import re
from dataclasses import astuple

import pytest

from facilitator.domain.modules import Source
from facilitator.library import shipped

WORKS = list(shipped().sources.values())
HOLES = re.compile(r"not (recorded|seen)|and others|unknown|co-author\b", re.IGNORECASE)
"""What stood where a record had not been looked up."""
DOI = re.compile(r"10\.\d{4,9}/\S+")


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.key)
def test_a_work_can_be_found_by_what_stands_beside_it(work: Source):
    named = (work.author, work.title, work.venue)
    assert [text for text in named if text != text.strip() or not re.search(r"\w{3}", text)] == []
    assert re.fullmatch(r"(1[89]|20)\d\d", work.year)
    assert work.doi == "" or DOI.fullmatch(work.doi)


def test_no_work_speaks_of_what_was_not_looked_up():
    found = {
        work.key: hits
        for work in WORKS
        if (hits := [text for text in astuple(work)[:6] if HOLES.search(text)])
    }
    assert found == {}
    assert [work.key for work in WORKS if re.search("not (recorded|seen)", str(work))] == []


def test_words_of_our_own_stand_whole_in_brackets():
    """A title as a library writes it when no record shows one: nothing before or after."""
    named = [text for work in WORKS for text in (work.author, work.title, work.venue)]
    ours = [text for text in named if "[" in text or "]" in text]
    assert [text for text in ours if not re.fullmatch(r"\[[^\[\]]+\]", text)] == []


def test_one_doi_is_one_work():
    dois = [work.doi for work in WORKS if work.doi]
    assert sorted(dois) == sorted(set(dois))


def test_a_name_stops_before_its_full_stop():
    """The pages set the stops between the parts of a record."""
    named = [text for work in WORKS for text in (work.title, work.venue)]
    assert [text for text in named if text.endswith((".", ",", ";", ":"))] == []
