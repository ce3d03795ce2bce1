"""The published schema: made from the dataclasses, and of one mind with the reading of a file."""

from __future__ import annotations

import copy
import dataclasses
import json
import typing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from facilitator.domain.plans import Plan
from facilitator.domain.serial import BadData, Fault, WholeSeries, from_file, to_file
from facilitator.domain.serial.bounds import BOUNDS
from facilitator.domain.serial.schema import schema
from tests.library import plans_made
from tests.library.test_plantexts import shelf_plan, whole_series
from tools.plan_schema import PUBLISHED, text

VALID = Draft202012Validator(schema())
BEYOND_A_SCHEMA = {Fault.TWICE, Fault.ORDER, Fault.LETTER}
"""What is refused though the schema accepts it."""


def problems(data: Any) -> list[tuple[str, Fault]]:
    try:
        from_file(data)
    except BadData as bad:
        return [(one.way, one.fault) for one in bad.all]
    return []


def test_the_published_file_is_what_the_dataclasses_make():
    assert PUBLISHED.read_text(encoding="utf-8") == text()


def test_it_is_a_sound_schema_of_its_dialect():
    Draft202012Validator.check_schema(json.loads(Path(PUBLISHED).read_text()))
    assert schema()["$schema"] == Draft202012Validator.META_SCHEMA["$id"]


def reached(shape: Any) -> set[type]:
    """The dataclasses that a value of this type may hold."""
    found: set[type] = set()
    waiting = [shape]
    while waiting:
        one = waiting.pop()
        if dataclasses.is_dataclass(one) and one not in found:
            found.add(typing.cast(type, one))
            waiting += typing.get_type_hints(one).values()
        waiting += typing.get_args(one)
    return found


def test_every_number_of_a_file_has_bounds():
    unbound = [
        f"{shape.__name__}.{name}"
        for shape in reached(WholeSeries)
        for name, hint in typing.get_type_hints(shape).items()
        if hint is int and getattr(BOUNDS.get(shape, {}).get(name), "most", None) is None
    ]
    assert unbound == []
    assert set(BOUNDS) <= reached(WholeSeries)
    names = {shape: {one.name for one in dataclasses.fields(shape)} for shape in BOUNDS}
    assert [shape for shape in BOUNDS if not BOUNDS[shape].keys() <= names[shape]] == []


@given(plans_made.plans)
@settings(max_examples=10, deadline=None)
def test_every_plan_that_goes_out_is_valid(plan: Plan):
    data = json.loads(json.dumps(to_file(plan)))
    assert list(VALID.iter_errors(data)) == []
    assert from_file(data) == plan


def test_a_series_that_goes_out_is_valid():
    data = to_file(whole_series())
    assert list(VALID.iter_errors(data)) == []
    assert from_file(data) == whole_series()


def put(data: Any, way: str, value: Any) -> Any:
    """The data with one value changed, or taken out for `...`."""
    made = copy.deepcopy(data)
    *steps, last = [int(step) if step.isdigit() else step for step in way.split(".")]
    place = made
    for step in steps:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return made


MUTATED = [
    ("quiet-circle", "packet", Fault.CHOICE),
    ("quiet-circle", ..., Fault.MISSING),
    ("version", 2, Fault.CHOICE),
    ("version", "1", Fault.CHOICE),
    ("title", "", Fault.SHORT),
    ("title", "  ", Fault.SHAPE),
    ("title", "x" * 121, Fault.LONG),
    ("title", "a\nb", Fault.SHAPE),
    ("day", "1999-12-31", Fault.SHAPE),
    ("day", "20261124", Fault.SHAPE),
    ("start", "18:30:05", Fault.SHAPE),
    ("start", "18:30+01:00", Fault.SHAPE),
    ("start", "24:00", Fault.KIND),
    ("available", 0, Fault.LEAST),
    ("available", 481, Fault.MOST),
    ("people", 0, Fault.LEAST),
    ("people", 41, Fault.MOST),
    ("people", True, Fault.KIND),
    ("people", "8", Fault.KIND),
    ("people", 8.5, Fault.KIND),
    ("blocks", {}, Fault.KIND),
    ("blocks.0", None, Fault.KIND),
    ("blocks.0.minutes", ..., Fault.MISSING),
    ("blocks.0.colour", "green", Fault.UNKNOWN),
    ("blocks.0.is", "block", Fault.UNKNOWN),
    ("blocks.0.id", "b/1", Fault.SHAPE),
    ("blocks.0.each", 601, Fault.MOST),
    ("blocks.0.module.id", "../etc", Fault.SHAPE),
    ("blocks.0.module.kind", "party", Fault.CHOICE),
    ("blocks.0.module.intensity", 4, Fault.MOST),
    ("blocks.0.module.voices", ["choir"], Fault.CHOICE),
    ("blocks.0.module.contact", 1, Fault.KIND),
    ("blocks.0.module.steps.0.minutes", 0, Fault.LEAST),
    ("blocks.1.module.handout.parts", [], Fault.FEW),
    ("blocks.1.module.handout.parts.0.is", "poem", Fault.CHOICE),
    ("silenced.0.why", "", Fault.SHORT),
    ("parked.0.note", "x" * 10_001, Fault.LONG),
    ("parked", [0] * 201, Fault.MANY),
]


@pytest.mark.parametrize(("way", "value", "fault"), MUTATED, ids=[m[0] for m in MUTATED])
def test_a_mutated_plan_is_refused_by_both(way: str, value: Any, fault: Fault):
    data = put(to_file(shelf_plan()), way, value)
    where = {
        "blocks.0.module.voices": f"{way}.0",
    }.get(way, way)
    assert problems(data) == [(where, fault)]
    assert list(VALID.iter_errors(data)) != []


def ways(data: Any, before: str = "") -> list[str]:
    """The ways to every value."""
    if not isinstance(data, dict | list):
        return []
    listed = data.items() if isinstance(data, dict) else enumerate(data)
    found = []
    for step, one in listed:
        way = f"{before}.{step}" if before else str(step)
        found += [way, *ways(one, way)]
    return found


SERIES = to_file(whole_series())
values = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 700), st.text(max_size=5), st.just([]), st.just({}),
    st.just("2026-11-24"), st.just("18:30"), st.just(...),
)  # fmt: skip


@given(st.sampled_from(ways(SERIES)), values)
@settings(max_examples=70, deadline=None)
def test_the_schema_and_the_reading_are_of_one_mind(way: str, value: Any):
    data = put(SERIES, way, value)
    found = [fault for _, fault in problems(data) if fault not in BEYOND_A_SCHEMA]
    assert (found == []) == VALID.is_valid(data)


def test_what_no_schema_can_say_is_refused_all_the_same():
    plan = to_file(shelf_plan())
    assert problems(put(plan, "parked.0.id", "b1")) == [("parked.0.id", Fault.TWICE)]
    assert problems(put(plan, "of", 2)) == [("of", Fault.ORDER)]
    assert problems(put(plan, "blocks.0.module.least", 180)) == [
        ("blocks.0.module.typical", Fault.ORDER)
    ]
    assert problems(put(plan, "parked.0.note", "a\0b")) == [("parked.0.note", Fault.LETTER)]
