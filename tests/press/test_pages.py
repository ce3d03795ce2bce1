"""The words on the pages."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from jinja2 import UndefinedError

from facilitator.domain import papers
from facilitator.domain.papers import Paper
from facilitator.press.pages import curly, drawing, page
from tests.press.evening import ARRIVING, GROUP, KINDS, SIZES, Words, paper, plan, printed

NOTICE = (
    "Your answers are mixed with everyone else’s. Maria sees the mood of the room, not who said "
    "what, and only when at least five people have answered. Maria can see you using your phone. "
    "If you write words, Maria will read those exact words and may recognise you, so leave out "
    "names. We keep no list of who answered. Your phone’s history will show that this page was "
    "opened. Nobody is watching this live: if you need help now, "
)


def text_of(made: Paper) -> str:
    return " ".join(" ".join(Words(page(made).html).found).split())


def poster(**door: object) -> Paper:
    return papers.poster(plan(), GROUP, replace(ARRIVING, **door))


def test_the_poster_says_the_words_of_privacy_2_3():
    local = "call Samaritans on 116 123 , or 999 or 112 in an emergency"
    assert f"{NOTICE}{local}" in text_of(poster()).replace(" .", ".")


def test_the_poster_without_lines_sends_to_the_emergency_number():
    bare = replace(GROUP, help=(), facilitators=())
    said = text_of(papers.poster(plan(), bare, ARRIVING))
    words = NOTICE.replace("Maria will", "your facilitator will").replace(
        "Maria", "Your facilitator"
    )
    assert f"{words}call 999 or 112" in said


def test_the_poster_says_so_where_the_way_is_not_encrypted():
    said = text_of(poster(secure=False))
    assert "The way to this page is not encrypted" in said
    assert "not encrypted" not in text_of(poster())


def test_the_poster_shows_the_address_without_its_secret():
    said = text_of(poster())
    assert "or open 192.168.1.24:5000 and type the code" in said
    assert "K7M PQ4" in said
    assert ARRIVING.url.partition("#")[2] not in page(poster()).html


def test_a_poster_nobody_can_use_says_so():
    warning = "A phone cannot reach this address."
    assert warning in text_of(poster(reachable=False))
    assert warning not in text_of(poster())


def test_the_heading_asks_for_the_moment():
    assert "How are you leaving?" in text_of(poster(moment="leaving"))


@pytest.mark.parametrize("kind", ["worksheet", "agenda", "poster", "card"])
def test_what_participants_and_passers_by_see_names_nothing_it_should_not(kind: str):
    """R36: the public name, never the facilitators' own; no note, no room, no local rule."""
    html = page(paper(kind, "A4")).html
    told = [GROUP.name, GROUP.room, GROUP.local_rule, "The key hangs on the hook"]
    assert [word for word in told if word in html] == []


REVEALING = r"mother|support group|perinatal|depress|abuse|therap|distress|suicid"


def test_the_agenda_holds_nothing_but_the_public_name_times_and_titles():
    assert re.findall(REVEALING, text_of(paper("agenda", "A4")), re.IGNORECASE) == []


def test_the_run_sheet_holds_what_the_facilitator_needs():
    said = text_of(paper("runsheet", "A4"))
    for needed in (GROUP.name, GROUP.room, "Ruth goes with her"):
        assert needed in said
    assert "Online" not in text_of(paper("guide", "A4"))


def test_an_online_group_reads_how_it_is_done_online():
    guide = papers.guide(plan(), replace(GROUP, online=True), {})
    assert text_of(guide).count("Online") == len(plan().blocks)


def test_a_lone_facilitator_is_not_told_to_send_the_other():
    alone = replace(GROUP, facilitators=(("MO", "Maria"),))
    said = text_of(papers.run_sheet(plan(), alone, {}))
    assert "Call a short break." in said
    assert "goes with her" not in said


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_has_one_title_one_language_and_no_address_in_it(kind: str):
    html = page(paper(kind, "A4")).html
    assert html.count("<h1") == html.count("<title>") - html.count("<svg") == 1
    assert html.lstrip().startswith("<!doctype html>")
    assert '<html lang="en-GB">' in html
    assert re.findall(r"\s(?:href|src|style|action|on\w+)=", html) == []


@pytest.mark.parametrize("size", SIZES)
def test_a_page_takes_the_size_of_its_paper(size: str):
    assert f"{size.lower()}.css" in printed("card", size).page.styles


def test_a_template_that_asks_for_what_is_not_there_fails():
    with pytest.raises(UndefinedError):
        page(replace(paper("agenda", "A4"), entries=(object(),)))


def test_a_drawing_that_does_not_exist_is_an_error():
    for name in ("none", "../marks/own-worth", ""):
        with pytest.raises(LookupError):
            drawing(name, "alt")


@pytest.mark.parametrize(
    ("plain", "set_"),
    [("can't", "can’t"), ('\'tis "so"', "‘tis “so”"), ("wait...", "wait…"), (7, 7)],
)
def test_plain_text_gets_the_marks_of_print(plain: object, set_: object):
    assert curly(plain) == set_
