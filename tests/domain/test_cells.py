from __future__ import annotations

import json
import random

import pytest

from facilitator.domain.checkins import Answer, Need, Word
from facilitator.domain.release import NOTHING, RULE_VERSION, Cells, Label, Sentences, release


def test_cells_become_plain_values_and_come_back_through_json():
    cells = Cells(
        n=9,
        mood=Sentences(Label.SOME, Label.FEW_OR_NONE),
        compared=Sentences(Label.MOST, Label.NOT_SAID),
        needs=(Need.LISTEN, Need.HELP_FINDING),
        words=(Word.GUILT,),
    )
    plain = cells.to_dict()
    assert plain == {
        "n": 9,
        "mood": {"heavy": "some", "light": "few-or-none"},
        "compared": {"heavier": "most", "lighter": "not-said"},
        "needs": ["listen", "help-finding"],
        "words": ["guilt"],
    }
    assert Cells.from_dict(json.loads(json.dumps(plain))) == cells
    assert Cells.from_dict({}) == NOTHING
    assert RULE_VERSION == 1


@pytest.mark.parametrize(
    "change",
    [
        {"n": 4},
        {"n": None},
        {"n": "9"},
        {"n": True},
        {"mood": None},
        {"mood": {"heavy": "all", "light": "some"}},
        {"mood": {"heavy": "some"}},
        {"compared": {"heavier": "most", "lighter": "most", "same": "some"}},
        {"needs": ["speak", "listen"]},
        {"needs": ["listen", "listen"]},
        {"needs": "listen"},
        {"words": [3]},
        {"words": "guilt"},
        {"words": None},
        {"quiet": True},
    ],
)
def test_what_are_no_cells_is_refused(change):
    plain = release([Answer(needs=frozenset({Need.LISTEN}))] * 9, random.Random(1)).to_dict()
    assert Cells.from_dict(plain).to_dict() == plain
    with pytest.raises(ValueError, match="not the cells of a release"):
        Cells.from_dict(plain | change)
