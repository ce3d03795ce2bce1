"""Source to HTML, with two walls against everything that is not text."""

from __future__ import annotations

import pytest

from facilitator.press.markdown import inline, render


def test_paragraphs_lists_and_quotations():
    text = "One *soft* and **firm** word.\n\n- a\n- b\n\n3. c\n\n> Said aloud."
    assert render(text) == (
        "<p>One <em>soft</em> and <strong>firm</strong> word.</p>\n"
        "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"
        '<ol start="3">\n<li>c</li>\n</ol>\n'
        "<blockquote>\n<p>Said aloud.</p>\n</blockquote>\n"
    )


def test_a_line_stands_without_a_paragraph():
    assert inline("a *soft* word") == "a <em>soft</em> word"


def test_quotation_marks_are_those_of_print():
    assert inline('It\'s "hers" to keep') == "It’s “hers” to keep"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>\n"),
        ("<script>x()</script>", "<p>&lt;script&gt;x()&lt;/script&gt;</p>\n"),
        ("![a](http://h/x.png)", "<p>![a](http://h/x.png)</p>\n"),
        ("[a](javascript:x)", "<p>[a](javascript:x)</p>\n"),
        ("<http://h/>", "<p>&lt;http://h/&gt;</p>\n"),
        ("[a]: file:///x\n\n[a]", "<p>[a]: file:///x</p>\n<p>[a]</p>\n"),
        ("# Big", "<p># Big</p>\n"),
        ("Big\n===", "<p>Big\n===</p>\n"),
        ("`code`", "<p>`code`</p>\n"),
    ],
)
def test_what_is_not_text_stays_text(text: str, html: str):
    assert render(text) == html


def test_nesting_ends_without_an_error():
    """300 nested quotations raised RecursionError in a parser without a bound (privacy.md 3.13)."""
    assert render(">" * 2000 + " deep").count("<blockquote>") <= 20
