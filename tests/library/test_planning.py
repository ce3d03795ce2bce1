"""What the planner reads of a module: rounds, head counts, voices and contact."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

import facilitator.library
from facilitator.domain.modules import ALONE, CIRCLE, PAIRS, Kind
from facilitator.domain.plans import round_minutes
from facilitator.library import check, load, shipped
from facilitator.library.frontmatter import is_round
from facilitator.library.writing import text_of
from tests.cast import make_module
from tests.library.folder import HANDS, change, write

MODULES = shipped().modules
_SHELF = Path(facilitator.library.__file__).parent
_WHOLE = (_SHELF.parents[1] / "docs" / "library-review.md").read_text()
REVIEW = _WHOLE.partition("\n## For the planner\n")[2]
ROUNDS = ["ci-01", "ci-02", "ci-03", "ci-04", "co-01", "co-02", "op-02"]
CONTACT = ["gu-4", "nb-1", "nb-3", "sd-3", "sl-3", "tg-3", "tg-4"]
PAIRS_BY_CHOICE = ["en-02", "sh-3", "tg-4"]
"""Where a partner is one way among others: tea, the leg of a chair, in one's head."""
AFTER = "intensity: 1"
"""The line of a text after which its optional lines are put."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path)


def faults(folder: Path, lines: str) -> list[str]:
    """What is said of these lines in the head of a small grounding of 2 to 5 minutes."""
    change(folder, HANDS, AFTER, f"{AFTER}\n{lines}")
    return [f"{fault.line} {fault.field}: {fault.remedy}" for fault in check(folder)]


def test_every_module_says_its_voices():
    assert [key for key, module in MODULES.items() if not module.voices] == []
    assert {voice for module in MODULES.values() for voice in module.voices} == {
        ALONE,
        PAIRS,
        CIRCLE,
    }


def test_the_check_ins_and_the_check_outs_are_rounds_and_few_others():
    assert sorted(key for key, module in MODULES.items() if module.each) == ROUNDS
    turns = {Kind.CHECK_IN, Kind.CHECK_OUT}
    assert [m.id for m in MODULES.values() if m.kind in turns and not m.each] == []


@pytest.mark.parametrize("key", ROUNDS)
def test_a_round_of_eight_takes_its_typical_length_and_others_stay_between(key: str):
    module = MODULES[key]
    assert round_minutes(module.each, 8) == module.typical
    assert module.least <= round_minutes(module.each, 6)
    assert round_minutes(module.each, 10) <= module.most
    # The largest head count is the one whose round still fits.
    assert round_minutes(module.each, module.largest) <= module.most
    assert round_minutes(module.each, module.largest + 1) > module.most


def test_who_needs_a_partner_needs_two_people():
    paired = sorted(key for key, module in MODULES.items() if PAIRS in module.voices)
    two = [key for key in paired if key not in PAIRS_BY_CHOICE]
    assert sorted(key for key, module in MODULES.items() if module.fewest != 1) == two
    assert {module.fewest for module in MODULES.values()} == {1, 2}


def test_a_head_count_ends_where_the_text_or_the_round_does():
    asks_for_a_third = [
        key for key, module in MODULES.items() if "third facilitator" in module.sizes
    ]
    assert {key: m.largest for key, m in MODULES.items() if m.largest != 40} == (
        dict.fromkeys(ROUNDS, 12) | dict.fromkeys(asks_for_a_third, 10)
    )
    assert sorted(asks_for_a_third) == ["ow-3", "qd-4", "sd-4"]


def test_the_modules_that_prepare_contact():
    assert sorted(key for key, module in MODULES.items() if module.contact) == CONTACT


@pytest.mark.parametrize("key", CONTACT)
def test_a_module_that_prepares_contact_has_another_task_ready(key: str):
    module = MODULES[key]
    told = " ".join([module.care, *(step.text for step in module.steps)])
    assert re.search(r"no contact|[Ww]ithout contact", told)


def quoted(key: str, cell: str) -> list[str]:
    """The phrases in quotation marks of this cell that do not stand in the module's text."""
    module = MODULES[key]
    steps = [step.text.replace("**", "") for step in module.steps]
    others = module.shorten, module.sizes, module.aim, module.say, module.care
    whole = "\n".join([*steps, *others])
    phrases = re.findall("“(.+?)”", cell)
    assert phrases, key
    return [phrase for phrase in phrases if phrase not in whole]


def test_the_review_says_what_each_decision_rests_on():
    rows = re.findall(r"^\| (.+?) \| ([a-z]{2}-\d{1,2}) \| (.+) \|$", REVIEW, re.MULTILINE)
    assert [key for _, key, cell in rows if quoted(key, cell)] == []
    said = [(says, key) for says, key, _ in rows]
    assert [row for row in said if row[0].isdecimal()] == [
        (str(MODULES[key].each), key) for key in ROUNDS
    ]
    assert [key for says, key in said if says == "yes"] == CONTACT
    assert [key for says, key in said if says == "no" and MODULES[key].contact] == []
    assert {key: int(says.split()[-1]) for says, key in said if " to " in says} == {
        key: module.largest for key, module in MODULES.items() if module.largest == 10
    }


def test_the_review_lists_the_voices_of_every_module():
    rows = re.findall(r"^\| ([a-z, ]+?) \| ([a-z0-9, -]+) \| (\S+): (.+) \|$", REVIEW, re.MULTILINE)
    listed = {key: tuple(order.split(", ")) for order, keys, *_ in rows for key in keys.split(", ")}
    assert listed == {key: module.voices for key, module in MODULES.items()}
    assert [key for *_, key, cell in rows if quoted(key, cell)] == []
    assert [key for _, keys, key, _ in rows if key not in keys.split(", ")] == []


def test_the_lines_of_a_head_are_read(folder: Path):
    lines = "people: {fewest: 3, largest: 9}\neach: 20\nvoices: [pairs, circle]\ncontact: true"
    assert faults(folder, lines) == []
    module = load(folder).modules["gr-03"]
    read = module.each, module.fewest, module.largest, module.voices, module.contact
    assert read == (20, 3, 9, (PAIRS, CIRCLE), True)


def test_a_head_that_says_nothing_holds_for_anybody(folder: Path):
    module = load(folder).modules["gr-03"]
    read = module.each, module.fewest, module.largest, module.voices, module.contact
    assert read == (0, 1, 40, (), False)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("each: 9", "each: write 10 or more"),
        ("each: 601", "each: write 600 or less"),
        ("each: 1:00.5", "each: write a whole number"),
        ("each: half a minute", "each: write a whole number"),
        (
            "each: 301",
            (
                "each: no number of people comes to 2 to 5 minutes with this: mend it, or leave "
                "this line out where the module is no round"
            ),
        ),
        ("people: 12", "people: write fields here, each as `name: value`"),
        ("people: {fewest: 3}", "people.largest: add this field"),
        ("people: {fewest: 0, largest: 9}", "people.fewest: write 1 or more"),
        ("people: {fewest: 3, largest: 41}", "people.largest: write 40 or less"),
        (
            "people: {fewest: 9, largest: 3}",
            "people: write the smaller number under fewest, the larger under largest",
        ),
        ("voices: pairs", "voices: write a list: [one, two], or [] for none"),
        (
            "voices: [alone, pairs, circle, pairs, circle]",
            "voices: keep to 4 of these",
        ),
        ("voices: [threes]", "voices.0: write one of: 'alone', 'pairs' or 'circle'"),
        (
            "voices: [pairs, pairs, circle]",
            "voices: name each way once, and again only after another one",
        ),
        ("contact: 1", "contact: write true or false"),
        ('contact: "yes"', "contact: write true or false"),
    ],
)
def test_a_line_that_is_not_in_order_is_refused_by_name(folder: Path, line: str, fault: str):
    assert faults(folder, line) == [f"7 {fault}"]


def test_seconds_are_not_measured_against_what_cannot_be_read(folder: Path):
    assert faults(folder, "people: {fewest: 9, largest: 3}\neach: 600") == [
        "7 people: write the smaller number under fewest, the larger under largest"
    ]


def test_a_round_is_one_that_some_number_of_people_fills():
    assert is_round(60, 5, 8, 1, 40)
    # Nine people come to eighteen minutes, and eight are more than may do it.
    assert not is_round(120, 17, 18, 1, 8)
    assert is_round(120, 17, 18, 1, 9)
    assert not is_round(600, 5, 8, 1, 40)


def test_bridges_have_talk_and_something_to_take_home_for_a_group_without_contact():
    """A draft leaves out what prepares contact, and such a group can have this theme too."""
    free = [module.kind for module in shipped().of_theme("new-bridges") if not module.contact]
    assert free == [Kind.DISCUSSION, Kind.TAKE_HOME]


def test_a_head_is_written_with_what_differs():
    plain = make_module()
    assert not re.search("^(each|people|voices|contact):", text_of(plain), re.MULTILINE)
    told = dataclasses.replace(
        plain, each=90, fewest=3, largest=12, voices=(ALONE, PAIRS), contact=True
    )
    head = "each: 90\npeople: {fewest: 3, largest: 12}\nvoices: [alone, pairs]\ncontact: true\n"
    assert text_of(told) == text_of(plain).replace("summary:", f"{head}summary:", 1)
