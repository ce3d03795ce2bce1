"""A pack goes out and comes in whole, and markup is taken out of it on its way in."""

from __future__ import annotations

import io
import re
import time
import zipfile

import pytest

from facilitator.domain.modules import Module, Text
from facilitator.library import shipped
from facilitator.library.packs import (
    BY,
    RIGHTS_KEPT,
    SHARE_ALIKE,
    Arrival,
    BadPack,
    Item,
    read_pack,
)
from facilitator.library.packs.cleaning import Removed, clean
from facilitator.library.packs.making import Unfit
from facilitator.library.packs.manifest import MOST_FILE, MOST_FILES
from facilitator.library.writing import settled
from tests.cast import make_handout, make_module
from tests.library.packing import LISTED, MINE, ORIGIN, SOUND, opened, packed, signed


def test_what_goes_out_comes_in():
    pack = read_pack(packed(), shipped().sources)
    assert (pack.title, pack.author, pack.language) == ("Quiet evenings", "Maria", "en-GB")
    assert (pack.made_with, pack.made_on) == ("Quiet Circle 0.1.0", "2026-11-21")
    assert pack.arrivals == (Arrival(MINE, SHARE_ALIKE, (ORIGIN,), ()),)


def test_every_shipped_module_goes_out_and_comes_in():
    pack = read_pack(
        packed(*(Item(module, BY) for module in shipped().modules.values())), shipped().sources
    )
    assert {one.module.id: one.module for one in pack.arrivals} == dict(shipped().modules)
    assert [one.removed for one in pack.arrivals if one.removed] == []


def test_the_same_modules_are_the_same_bytes_in_any_order():
    other = Item(settled(make_module()), BY)
    mine = Item(MINE, RIGHTS_KEPT)
    assert packed(mine, other) == packed(other, mine)
    with zipfile.ZipFile(io.BytesIO(packed(mine))) as pack:
        dates = {info.date_time for info in pack.infolist()}
    assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_the_manifest_says_what_is_in_it_and_no_more():
    files = opened(packed())
    assert list(files) == ["manifest.yaml", "LICENCE.txt", LISTED]
    lines = files["manifest.yaml"].decode().splitlines()
    assert lines[:11] == [
        "format: 1",
        "made_with: Quiet Circle 0.1.0",
        "made_on: '2026-11-21'",
        "title: Quiet evenings",
        "author: Maria",
        "language: en-GB",
        "modules:",
        "  - id: own-abcdefghij",
        "    licence: CC BY-SA 4.0",
        "    origins:",
        "      - {id: qd-2, title: The small signs}",
    ]
    assert sorted(line.split(":")[0].strip(" -") for line in lines[11:]) == sorted(
        ["files", *["path", "size", "sha256"] * 2]
    )


def test_the_licence_names_each_module_under_its_terms():
    text = opened(packed(Item(MINE, RIGHTS_KEPT, (ORIGIN,)), Item(make_module(), BY)))
    pages = text["LICENCE.txt"].decode().split("-" * 72)
    assert [re.findall(r"  - (.*) \(", page) for page in pages] == [
        [],
        ["The small signs"],
        ["Tea first"],
    ]
    assert "From the Quiet Circle library" in pages[1]
    assert "Changed from “The small signs”, the Quiet Circle library" in pages[2]
    assert "All rights kept" in pages[2]


def test_what_does_not_fit_is_not_packed():
    long = make_module(id="own-aaaaaaaaaa", aim="word " * (MOST_FILE // 5))
    with pytest.raises(Unfit, match=r"'file', 'own-aaaaaaaaaa'"):
        packed(Item(long, BY))
    with pytest.raises(Unfit, match="text"):
        packed(Item(make_module(summary=""), BY))
    many = [Item(make_module(id=f"own-{n:010}"), BY) for n in range(MOST_FILES)]
    with pytest.raises(Unfit, match="files"):
        packed(*many)


def test_line_ends_and_a_byte_order_mark_are_no_fault():
    bent = b"\xef\xbb\xbf" + SOUND[LISTED].replace(b"\n", b"\r\n")
    assert read_pack(signed({**SOUND, LISTED: bent}), shipped().sources).arrivals[0].module == MINE


def arriving(module: Module) -> Arrival:
    return read_pack(packed(Item(module, BY)), shipped().sources).arrivals[0]


def test_markup_is_taken_out_once_and_told():
    handout = make_handout(parts=(Text("Keep [this](javascript:alert(1)) <b>close</b>."),))
    found = arriving(
        make_module(
            title="Tea <img src=x onerror=alert(1)>first",
            aim="One.<script>alert(1)</script>\n\n> Two & three < four.",
            handout=handout,
        )
    )
    assert (found.module.title, found.module.aim) == ("Tea first", "One.\n\n> Two & three < four.")
    assert found.module.handout == make_handout(parts=(Text("Keep this close."),))
    assert found.removed == (
        Removed("title", "<img src=x onerror=alert(1)>"),
        Removed("aim", "<script>alert(1)</script>"),
        Removed("handout.parts.1.text", "<b>"),
        Removed("handout.parts.1.text", "</b>"),
        Removed("handout.parts.1.text", "[this](javascript:alert(1))"),
    )
    assert arriving(found.module) == Arrival(found.module, BY, (), ())


def test_a_text_that_was_nothing_but_markup_is_refused():
    data = packed(Item(make_module(title="<b></b>"), BY))
    with pytest.raises(BadPack) as raised:
        read_pack(data, shipped().sources)
    assert [str(one) for one in raised.value.problems] == [
        "modules/qd-2.md:3 title: without the markup in it: write something here"
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<scr<script></script>ipt>alert(1)</script>", "alert(1)"),
        ("<scr<b>ipt>x</scr</b>ipt>", ""),
        ("One <scr<b>ipt src=x>two", "One two"),
        ("![a cup](https://x.org/c.png 'A cup') and [b](<y>)", "a cup and b"),
        ("<https://x.org> <!-- c -->\n[1]: https://y.org\nEnd", "https://x.org \nEnd"),
        ("1 < 2 > 0, <3, x <- y -> z, [a] (b)", "1 < 2 > 0, <3, x <- y -> z, [a] (b)"),
        ("> said\n\n- *one*\n- **two**", "> said\n\n- *one*\n- **two**"),
        ("<style>p{}</style><svg onload=x><p>Hi", "Hi"),
    ],
)
def test_cleaning_keeps_the_words(before: str, after: str):
    assert clean(before)[0] == after
    assert clean(after) == (after, [])


@pytest.mark.parametrize(
    "unit", ["<script>", "<style>x</style>", "[x](", '[x](a "', "<a ", "<!--", "[](((("]
)
def test_cleaning_a_hostile_text_takes_no_time(unit: str):
    before = time.process_time()
    clean(unit * (MOST_FILE // len(unit)))
    assert time.process_time() - before < 1
