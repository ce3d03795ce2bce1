"""Every paper's tags, read back and compared with what its HTML meant: the standard it names, its
title and language, headings, tables, lists, pictures, the order of its words, and that nothing on a
page is neither content nor decoration. A paper that is added is read from then on."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from facilitator.domain.papers import MAKERS, Letters, Name
from tests.press.comparing import mistaken
from tests.press.evening import printed
from tests.press.everything import (
    SHELF,
    SIZES,
    WITH_HANDOUT,
    of_the_evening,
    of_the_shelf,
    worksheet,
)

LETTERS = (Letters.STANDARD, Letters.LARGE)
MADE = [name for name in Name if name in MAKERS]
KIND = "runsheet"
"""The paper that the tests of this test are made with: it has tables, lists and many pages."""


def test_every_paper_is_made_somewhere():
    assert set(MADE) == set(Name)


@pytest.mark.parametrize("letters", LETTERS)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", MADE)
def test_the_papers_of_an_evening_say_what_they_mean(name: Name, size: str, letters: Letters):
    looked = of_the_evening(name, size, letters)
    assert looked, "a full evening has no use for this paper"
    assert [one.mistaken for one in looked if one.mistaken] == []


@pytest.mark.parametrize("letters", LETTERS)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", SHELF)
def test_the_papers_of_the_shelf_say_what_they_mean(kind: str, size: str, letters: Letters):
    assert of_the_shelf(kind, size, letters).mistaken == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", WITH_HANDOUT)
def test_every_handout_says_what_it_means(key: str, size: str):
    assert worksheet(key, size, Letters.LARGE).mistaken == []


Spoil = Callable[[pikepdf.Pdf], Any]


def elements(pdf: pikepdf.Pdf, tag: str) -> list[Any]:
    found: list[Any] = []

    def below(node: Any) -> None:
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                found.append(kid)
                below(kid)

    below(pdf.Root.StructTreeRoot)
    return [one for one in found if f"/{tag}" == one.S]


def first(pdf: pikepdf.Pdf, tag: str) -> Any:
    return elements(pdf, tag)[0]


def set_tag(tag: str, other: str) -> Spoil:
    return lambda pdf: first(pdf, tag).__setattr__("S", pikepdf.Name(f"/{other}"))


def swap(pdf: pikepdf.Pdf) -> None:
    """Two entries read in the wrong order."""
    kids = next(one.K for one in elements(pdf, "L") if len(one.K) > 1)
    kids[0], kids[1] = kids[1], kids[0]


def orphan(pdf: pikepdf.Pdf) -> None:
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    numbers[1] = pikepdf.Array(list(numbers[1])[1:])


def loose(pdf: pikepdf.Pdf) -> None:
    """Something drawn on the page that is neither content nor decoration."""
    pdf.pages[0].contents_add(b"q 0 0 m 9 9 l S Q")


def foreign(pdf: pikepdf.Pdf) -> None:
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
            thing.FontName = pikepdf.Name("/ABCDEF+DejaVu-Sans")


def other_standard(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        del metadata["pdfuaid:part"]


SPOILT: dict[str, Spoil] = {
    "standard": other_standard,
    "title": lambda pdf: pdf.docinfo.__setitem__("/Title", "Another"),
    "language": lambda pdf: pdf.Root.__setattr__("Lang", pikepdf.String("de")),
    "marked": lambda pdf: pdf.Root.MarkInfo.__setattr__("Marked", False),
    "tab order": lambda pdf: pdf.pages[0].obj.__delitem__("/Tabs"),
    "labels": lambda pdf: pdf.Root.PageLabels.Nums[1].__setitem__("/St", 3),
    "foreign fonts": foreign,
    "a skipped level": set_tag("H2", "H4"),
    "a heading that is none": set_tag("H1", "P"),
    "a head that is a cell": set_tag("TH", "TD"),
    "a head without a name": lambda pdf: first(pdf, "TH").__delitem__("/ID"),
    "a head of nothing": lambda pdf: first(pdf, "TH").A.__delitem__("/Scope"),
    "a cell under another head": lambda pdf: first(pdf, "TD").A.__setattr__(
        "Headers", pikepdf.Array([pikepdf.String("none")])
    ),
    "a list without entries": set_tag("LI", "P"),
    "an entry without a body": set_tag("LBody", "P"),
    "another order": swap,
    "a mark without a parent": orphan,
    "a loose line": loose,
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_file_that_says_something_else_is_found_out(spoil: Spoil):
    made = printed(KIND)
    assert mistaken(made.content, made.page.html) == []
    assert mistaken(spoilt(made.content, spoil), made.page.html) != []


def test_a_picture_without_words_or_off_its_page_is_found_out():
    made = printed("poster")
    for spoil in (
        lambda pdf: first(pdf, "Figure").__delitem__("/Alt"),
        lambda pdf: first(pdf, "Figure").A.__setattr__("BBox", pikepdf.Array([0, 0, 10, 5000])),
    ):
        assert mistaken(spoilt(made.content, spoil), made.page.html) != []


def spoilt(content: bytes, spoil: Spoil) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        spoil(pdf)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()
