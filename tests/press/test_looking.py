"""The tests' own eyes: they must see what they look for."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pytest

from facilitator.press.pages import Page
from facilitator.press.pdf import make, render
from tests.press.faults import broken_early, faults, longest_line
from tests.press.looking import (
    boxes,
    covered,
    cut,
    cut_in_two,
    faces_of,
    lone_headings,
    lone_help,
    size,
    sizes_of,
    spilled,
    strayed,
)

STYLES = ("fonts.css", "a4.css", "base.css")


def page(css: str, body: str) -> Page:
    head = f'<!doctype html><html lang="en"><title>Eyes</title><style>{css}</style>'
    return Page(head + body, STYLES)


def document(css: str, body: str) -> Any:
    return render(page(css, body))


def leaf(css: str, body: str) -> pypdfium2.PdfPage:
    return pypdfium2.PdfDocument(make(page(css, body)))[0]


def test_a_block_on_two_pages_is_seen():
    tall = "<ul><li>" + "<p>A line</p>" * 60 + "</li></ul>"
    assert cut_in_two(document("", tall), "li") == ["A line" * 10]
    assert cut_in_two(document("", tall), "p") == []


def test_a_heading_that_ends_a_page_is_seen():
    css = "h2 { break-after: page }"
    assert lone_headings(document(css, "<p>Before</p><h2>Alone</h2><p>After</p>")) == ["Alone"]
    assert lone_headings(document("", "<p>Before</p><h2>In company</h2><p>After</p>")) == []


def test_text_outside_its_margin_is_seen():
    assert len(strayed(leaf("p { margin-left: -8mm }", "<p>Out</p>"), 18)) == 1
    assert strayed(leaf("", "<p>In</p>"), 18) == []


def test_text_on_text_is_seen():
    assert len(covered(leaf("p + p { margin-top: -1.4em }", "<p>One line</p><p>Two</p>"))) == 1
    assert covered(leaf("", "<p>One line</p><p>Two</p>")) == []


def test_a_box_is_measured_in_millimetres_and_once():
    css = ".card { width: 80mm; height: 20mm }"
    laid_out = document(css, '<div class="card">One</div><div class="card">Two</div>').pages[0]
    assert [size(box) for box in boxes(laid_out, "card")] == [(80, 20), (80, 20)]


def test_a_block_that_is_to_stay_whole_and_is_cut_is_seen_in_a_column_and_on_a_page():
    tall = '<div class="card">' + "<p>A line</p>" * 60 + "</div>"
    assert cut(document("", tall)) == ["A line" * 10]
    halved = '<main><div class="card">' + "<p>A line</p>" * 20 + "</div></main>"
    assert len(cut(document("main { columns: 2 } .card { break-inside: auto }", halved))) == 1
    framed = '<div class="framed">' + "<p>A line</p>" * 60 + "</div>"
    assert len(cut(document(".framed { border: 1pt solid }", framed))) == 1
    kept = "<section><p>Before</p></section>" + "<section><p>A</p></section>" * 80
    assert cut(document("section { break-inside: avoid }", kept)) == []


def test_a_heading_that_ends_a_column_is_seen():
    css = "main { columns: 2; column-fill: auto; height: 60mm } p, h2 { line-height: 10mm }"
    body = "<main>" + "<p>Before</p>" * 5 + "<h2>Alone</h2><p>After</p></main>"
    assert lone_headings(document(css + "h2 { break-after: auto }", body)) == ["Alone"]
    assert lone_headings(document(css, body)) == []


def test_help_alone_on_its_page_is_seen():
    placed = '<svg viewBox="0 0 1 1"></svg>'
    body = f"<p>Before</p><footer><p>Help {placed}</p></footer>"
    css = "footer { break-before: page } svg { position: absolute; width: 9mm }"
    assert lone_help(document(css, body)) == [2]
    assert lone_help(document("", body)) == []
    assert lone_help(document(css, body + '<i class="rule"></i>')) == []
    assert lone_help(document("p { break-before: page }", "<p>One</p><p>Two</p>")) == []


def test_lines_to_write_on_are_company_for_a_heading():
    css = ".rule { display: block; height: 10mm } section { break-after: page }"
    headed = '<section><h2>Write</h2><i class="rule"></i></section><section><p>On</p></section>'
    assert lone_headings(document(css, headed)) == []


@pytest.mark.parametrize(
    "css",
    [
        ".box { border: 1pt solid; height: 8mm }",
        ".box { background: #eee; width: 20mm } p { width: 60mm }",
        ".box { height: 8mm }",
    ],
)
def test_text_out_of_its_own_box_is_seen(css: str):
    body = '<div class="box"><p>More words than there is room for in a box so low.</p></div>'
    narrow = "p { width: 40mm } "
    assert spilled(document(narrow + css, body)) != []
    assert spilled(document(".box { border: 1pt solid }", body)) == []


def test_a_line_that_ends_early_is_seen():
    """As WeasyPrint 70 breaks some lines where letters and words are both spaced by fractions of a
    pixel. A line that is asked to end there is none."""
    css = 'i::after { content: "\\A"; white-space: pre }'
    assert broken_early(document(css, "<p>A<i></i> few words more</p>")) == ["A"]
    assert broken_early(document("p { width: 30mm }", "<p>A incontrovertible</p>")) == []
    forced = "<p>One word<br>and then some more words that fill the line to the end of it.</p>"
    assert broken_early(document("p { width: 60mm }", forced)) == []


def test_the_size_of_letters_is_that_on_the_page():
    drawn = '<svg viewBox="0 0 100 20" width="200pt"><text y="10" font-size="10">Drawn</text></svg>'
    made = leaf("svg { display: block }", f"<p>Set</p>{drawn}")
    assert set(sizes_of(made)) == {9.0, 12.5, 20.0}


def test_faces_and_the_longest_line_are_found():
    assert faces_of(leaf("", "<p>A <em>slanting</em> word</p>")) == {"Atkinson", "Atkinson-Italic"}
    longest, aligned = longest_line(document("p { text-align: justify }", "<p>Two words</p>"))
    assert (longest, aligned) == ("Two words", {"justify"})


def test_each_fault_has_its_name():
    css = (
        "h2 { break-after: page } .card { height: 4mm; margin-left: -14mm } .on { margin: -6mm 0 }"
    )
    card = '<div class="card"><p>One</p><p class="on">Two</p></div>'
    box = '<div class="box">' + "<p>A line</p>" * 60 + "</div>"
    foot = '<footer style="break-before: page">Help</footer>'
    made = page(css, f"{card}<h2>Alone</h2>{box}{foot}")
    found = faults(render(made), pypdfium2.PdfDocument(make(made)))
    names = ["off the page", "out of its box", "on other text", "cut in two", "lone heading"]
    assert list(found) == [*names, "lone help"]
