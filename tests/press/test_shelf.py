"""What the library prints: each theme on one side, each module's script, on both papers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pypdfium2
import pytest

from facilitator.domain import papers
from facilitator.domain.modules import Theme
from facilitator.domain.papers import Paper
from facilitator.library import shipped
from facilitator.press.pages import page
from facilitator.press.pdf import pdf_bytes, render
from tests.press.evening import (
    OURS,
    SIZES,
    Printed,
    elements,
    fonts,
    tags,
    themes,
    words,
    words_of,
)
from tests.press.looking import covered, cut_in_two, lone_headings, strayed

THEMES = [theme.slug for theme in shipped().themes]
SCRIPTS = [(key, "Letter") for key in shipped().modules]
SCRIPTS += [(key, "A4") for key in list(shipped().modules)[::3]]
"""All on the shorter paper, where less fits, and every third on the other."""
SMALLEST = 8.5
"""Points; nothing on paper is set smaller."""


def made(paper: Paper) -> tuple[Printed, object]:
    laid_out = page(paper)
    document = render(laid_out)
    return Printed(laid_out, pdf_bytes([(document, 1)])), document


@cache
def theme(slug: str, size: str) -> Printed:
    library = shipped()
    found = library.theme(slug)
    assert found is not None
    paper = papers.theme_page(found, library.of_theme(slug), library.sources, papers.Look(size))
    return made(paper)[0]


def letters(leaf: pypdfium2.PdfPage) -> set[float]:
    """The sizes of type on a page, in points."""
    found = set()
    for thing in leaf.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
        matrix = thing.get_matrix()
        found.add(round(thing.get_font_size() * abs(matrix.d or matrix.b), 1))
    return found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("slug", THEMES)
def test_a_theme_fits_one_side_and_loses_no_word(slug: str, size: str):
    printed = theme(slug, size)
    assert len(printed.leaves) == 1
    assert Counter(words_of(printed.page)) - Counter(words(printed.text)) == Counter()
    assert strayed(printed.leaves[0], 16) == []
    assert covered(printed.leaves[0]) == []
    assert min(letters(printed.leaves[0])) >= SMALLEST


@pytest.mark.parametrize("size", SIZES)
def test_a_theme_with_twelve_works_still_fits_one_side(size: str):
    library = shipped()
    by_length = sorted(library.sources.values(), key=lambda one: len(one.claim + one.limit))
    middling = [one.key for one in by_length[len(by_length) // 2 :][:12]]
    most = max(library.themes, key=lambda one: len(one.holds + one.not_said + one.why))
    full = replace(most, sources=tuple(middling))
    paper = papers.theme_page(full, library.of_theme(most.slug), library.sources, papers.Look(size))
    printed, _ = made(paper)
    assert len(printed.leaves) == 1
    assert covered(printed.leaves[0]) == []
    assert min(letters(printed.leaves[0])) >= SMALLEST


@pytest.mark.parametrize("slug", THEMES)
def test_a_theme_page_says_all_it_should(slug: str):
    library, text = shipped(), " ".join(words(theme(slug, "A4").text))
    found = library.theme(slug)
    assert isinstance(found, Theme)
    said = [found.title, found.promise, found.holds, found.not_said, found.why]
    for module in library.of_theme(slug):
        said += [module.title, module.summary, f"{module.typical}"]
    for key in found.sources:
        work = library.sources[key]
        said += [work.author, work.year, work.claim, work.limit]
    assert [one for one in said if " ".join(words(one)) not in text] == []


@pytest.mark.parametrize("slug", THEMES)
def test_a_theme_page_is_tagged_and_set_in_our_fonts(slug: str):
    pdf = theme(slug, "A4").pdf
    found = tags(pdf)
    assert [tag for tag in found if re.fullmatch("H[1-6]", tag)] == ["H1", *["H2"] * 5]
    assert found.count("TH") == 4
    assert "Figure" not in found
    assert all(len(one.A.Headers) == 1 for one in elements(pdf) if one.S == "/TD")
    assert fonts(pdf) <= OURS
    assert str(pdf.docinfo["/Title"]).endswith(": theme page")


def test_a_theme_without_modules_or_works_prints_neither_heading():
    library = shipped()
    bare = replace(library.themes[0], sources=())
    text = made(papers.theme_page(bare, (), {}))[0].text
    assert "Its modules" not in text
    assert "What it rests on" not in text


@pytest.mark.parametrize(("key", "size"), SCRIPTS)
def test_a_script_loses_no_word_and_cuts_no_block(key: str, size: str):
    paper = papers.module_page(
        shipped().modules[key], themes(), shipped().sources, papers.Look(size)
    )
    printed, document = made(paper)
    assert len(printed.leaves) <= 3
    assert Counter(words_of(printed.page)) - Counter(words(printed.text)) == Counter()
    assert lone_headings(document) == []
    assert cut_in_two(document, "blockquote", "td", "li", "h2") == []
    for leaf in printed.leaves:
        assert strayed(leaf, 17) == []
        assert covered(leaf) == []
        assert min(letters(leaf)) >= SMALLEST


@pytest.mark.parametrize("key", ["gr-01", "tg-2", "ow-3"])
def test_a_script_is_tagged_and_set_in_our_fonts(key: str):
    library = shipped()
    pdf = made(papers.module_page(library.modules[key], themes(), library.sources))[0].pdf
    found = tags(pdf)
    levels = [int(tag[1]) for tag in found if re.fullmatch("H[1-6]", tag)]
    assert levels[0] == 1
    assert all(deeper - level <= 1 for level, deeper in pairwise(levels))
    assert "Figure" not in found
    assert "Table" in found
    assert fonts(pdf) <= OURS


def test_a_module_of_every_theme_says_so_and_one_that_needs_nothing_too():
    library = shipped()
    plain = replace(library.modules["gr-01"], handout=None, materials=())
    text = " ".join(made(papers.module_page(plain, themes(), library.sources))[0].text.split())
    assert "For any theme" in text
    assert "Nothing but the chairs" in text
