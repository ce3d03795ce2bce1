"""What a release may mean for the evening: one written table, out of cells and moment alone."""

from __future__ import annotations

import re
from itertools import product
from typing import Any

import pytest
from flask import Flask
from jinja2 import meta

from facilitator.domain.checkins import Moment, Need, Word
from facilitator.domain.release import Cells, Label, Sentences

TABLES = ("by_heavy", "by_light", "by_heavier", "by_lighter")
SAID = [label.value for label in Label if label is not Label.NOT_SAID]


@pytest.fixture
def table(app: Flask) -> Any:
    return app.jinja_env.get_template("checkins/tonight.html").module


def lines(table: Any, cells: Cells, moment: str = "arriving") -> list[str]:
    return re.findall("<li>(.*?)</li>", str(table.meanings(cells, moment)))


def every_line(table: Any) -> list[str]:
    by_moment = [*(getattr(table, name) for name in TABLES), table.by_need]
    told = [line for one in by_moment for of in one.values() for line in of.values()]
    return [*told, *table.by_word.values(), table.by_own]


def test_every_code_has_a_line_of_its_own_at_every_moment(table: Any):
    moments = [moment.value for moment in Moment]
    for name in TABLES:
        assert [list(of) for of in getattr(table, name).values()] == [SAID[::-1]] * 2
        assert list(getattr(table, name)) == moments
    assert list(table.by_word) == [word.value for word in Word]
    assert [list(of) for of in table.by_need.values()] == [[need.value for need in Need]] * 2
    assert list(table.by_need) == moments
    told = every_line(table)
    assert len(set(told)) == len(told)


def test_every_line_is_whole_and_short_enough_to_be_read_standing(table: Any):
    for line in every_line(table):
        assert re.search(r"[.?”]$", line), line
        assert len(line.split()) <= 32, line
        assert max(len(part.split()) for part in re.split(r"[.:?]", line)) <= 22, line


def test_each_line_is_said_where_its_code_is_released(table: Any):
    for moment, label in product(Moment, Label):
        cells = [
            Cells(9, mood=Sentences(label)),
            Cells(9, mood=Sentences(light=label)),
            Cells(9, compared=Sentences(label)),
            Cells(9, compared=Sentences(light=label)),
        ]
        told = [lines(table, one, moment.value)[:-1] for one in cells]
        expected = [getattr(table, name)[moment.value].get(label.value) for name in TABLES]
        assert told == [[line] if line else [] for line in expected]
        for need in Need:
            (line, _) = lines(table, Cells(9, needs=(need,)), moment.value)
            assert line == table.by_need[moment.value][need.value]
    for word in Word:
        (line, _) = lines(table, Cells(9, words=(word,)))
        assert line == table.by_word[word.value]


def test_words_of_ones_own_get_one_neutral_line_that_does_not_repeat_them(table: Any):
    told = lines(table, Cells(9, words=("Thursdays", "guilt", "The car")))
    assert told[:2] == [table.by_word["guilt"], table.by_own]
    assert [line for line in told if "Thursdays" in line or "The car" in line] == []


def test_r14_nothing_but_cells_and_moment_goes_in(app: Flask, table: Any):
    """The template knows no name from outside, and its macro has these two arguments."""
    source, _, _ = app.jinja_env.loader.get_source(app.jinja_env, "checkins/tonight.html")
    assert meta.find_undeclared_variables(app.jinja_env.parse(source)) == set()
    assert table.meanings.arguments == ("cells", "moment")
    assert (table.meanings.catch_kwargs, table.meanings.catch_varargs) == (False, False)
    assert set(Cells().__dataclass_fields__) == {"n", "mood", "compared", "needs", "words"}


def test_how_many_there_were_changes_no_line(table: Any):
    told = {str(table.meanings(Cells(n, words=("guilt",)), "leaving")) for n in range(5, 41)}
    assert len(told) == 1
