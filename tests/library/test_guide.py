"""The worked example of docs/writing-modules.md is a module that the program takes as it stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from facilitator.domain.modules import ALONE, CIRCLE, PAIRS, Kind
from facilitator.library import shipped
from facilitator.library.frontmatter import (
    FEWEST,
    LARGEST,
    LONGEST_TURN,
    MOST_VOICES,
    SHORTEST_TURN,
    FrontMatter,
)
from facilitator.library.handouts import CardsIn, PartIn
from facilitator.library.lint import advice
from facilitator.library.loader import read_module
from facilitator.library.packs import LICENCES
from facilitator.library.packs.manifest import MOST_FILE, MOST_FILES, MOST_PACKED
from facilitator.library.problems import Desk
from facilitator.library.writing import text_of

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "writing-modules.md").read_text()
[EXAMPLE] = re.findall(r"^````markdown\n(.*?)^````$", GUIDE, re.MULTILINE | re.DOTALL)


def test_the_example_is_read_without_a_fault_or_a_word_of_advice():
    desk = Desk(Path("own-cupofquiet.md"))
    module = read_module(desk, EXAMPLE, None, shipped().sources)
    assert [str(fault) for fault in desk.found] == []
    assert module is not None
    assert advice(module) == ()
    assert text_of(module) == EXAMPLE


def test_the_guide_names_every_kind_block_and_size():
    kinds = re.search(r"`kind` is one of\n(.*?)\. `intensity`", GUIDE, re.DOTALL)
    assert kinds is not None
    listed = re.split(r",? and |, |\n", kinds[1].replace(",\n", ", ").replace("\nand", " and"))
    assert [word for word in listed if word] == [kind.value for kind in Kind]
    table = re.search(r"\| Block \|.*?\n\n", GUIDE, re.DOTALL)
    assert table is not None
    rows = [row.split("|")[1] for row in table[0].splitlines()[2:] if row]
    named = {name for row in rows for name in re.findall(r"`([a-z]+)`", row)}
    assert named == {field.alias or name for name, field in PartIn.model_fields.items()}
    sizes = get_args(CardsIn.model_fields["size"].annotation)
    assert [size for size in sizes if size not in table[0]] == []


def test_the_guide_names_every_field_of_a_head_and_the_bounds_of_the_planner():
    named = set(re.findall(r"^([a-z]+):", EXAMPLE, re.MULTILINE))
    named |= set(re.findall(r"^\| `([a-z]+): ", GUIDE, re.MULTILINE))
    assert set(FrontMatter.model_fields) <= named
    assert f"{SHORTEST_TURN} to {LONGEST_TURN} |" in GUIDE
    assert f"{FEWEST} to {LARGEST} |" in GUIDE
    assert MOST_VOICES == 4
    assert "in its order, four at most" in GUIDE


def test_the_lines_for_the_planner_are_taken_as_they_stand():
    lines = re.findall(r"^\| `([a-z]+: .+?)` \|", GUIDE, re.MULTILINE)
    told = EXAMPLE.replace("voices: [alone, circle]", "\n".join(lines))
    desk = Desk(Path("own-cupofquiet.md"))
    module = read_module(desk, told, None, shipped().sources)
    assert [str(fault) for fault in desk.found] == []
    assert module is not None
    assert (module.each, module.fewest, module.largest) == (75, 3, 12)
    assert (module.voices, module.contact) == ((ALONE, PAIRS, CIRCLE), True)


def test_the_guide_names_the_limits_and_the_licences():
    flat = " ".join(GUIDE.split()).lower()
    assert f"{MOST_PACKED // 10**6} mb with up to {MOST_FILES} files" in flat
    assert f"up to {MOST_FILE // 1000} kb each" in flat
    assert [name for name in LICENCES if f"**{name.lower()}:**" not in flat] == []
