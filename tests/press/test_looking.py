"""The tests' own eyes: they must see what they look for."""

from __future__ import annotations

from typing import Any

import pypdfium2

from facilitator.press.pages import Page
from facilitator.press.pdf import make, render
from tests.press.looking import boxes, covered, cut_in_two, lone_headings, size, strayed

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
