"""Every statement of fact has its source, every source its use."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitator.library import facts, shipped
from facilitator.web.library import safety

MODULES = shipped().modules


def test_the_register_has_no_faults():
    assert [str(fault) for fault in facts.load(facts.FOLDER, shipped())[1]] == []


@pytest.mark.parametrize("key", MODULES)
def test_every_fact_names_its_source_and_every_source_its_fact(key: str):
    assert facts.missing(MODULES[key], facts.register()) == []


def test_no_work_is_in_the_register_for_nothing():
    assert facts.unused(shipped(), safety.SOURCES) == []


def test_only_works_that_were_seen_are_leaned_on():
    assert {source.status for source in shipped().sources.values()} == {"A", "B"}


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ("{module: zz-9, says: 'Nobody wrote this one.', sources: [kumar2018]}", "module"),
        ("{module: qd-2, says: 'Nobody wrote this one.', sources: [kumar2018]}", "says"),
        ("{module: qd-2, says: 'What do you notice first?', sources: [boss1999]}", "sources"),
        ("{module: qd-2, says: 'What do you notice first?', sources: []}", "0.sources"),
        ("{module: qd-2, says: 'What do', sources: [kumar2018]}", "0.says"),
    ],
)
def test_a_bad_entry_is_named(tmp_path: Path, entry: str, field: str):
    (tmp_path / "one.yaml").write_text(f"- {entry}\n")
    faults = facts.load(tmp_path, shipped())[1]
    assert [(fault.path.name, fault.line, fault.field) for fault in faults] == [
        ("one.yaml", 1, field)
    ]


def test_a_fact_that_is_not_registered_is_missed():
    module = MODULES["qd-2"]
    assert [one for one in facts.missing(module, ()) if one in module.sources] == list(
        module.sources
    )
    assert any("studies of families" in one for one in facts.missing(module, ()))
