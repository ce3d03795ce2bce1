"""R49: what belongs to one account does not exist for another, at any address, by any method.

Both lists are read off the url_map, so a new page is covered by itself.
"""

from __future__ import annotations

from collections import defaultdict

import pytest
from flask import Flask

from tests import addresses
from tests.addresses import Examples
from tests.cast import Cast
from tests.pages import Desk, without_tokens

READER_MAY_SEND = {
    "papers.ask": 302,
    "papers.choose": 302,
    "papers.cancel": 302,
    "papers.again": 302,
    "workbooks.ask": 302,
    "groups.unshare": 403,
    "kept.keep": 302,
}
"""A reader may print, and keep a template of her own. She may take back her own part and no
other's: `groups.unshare` by itself."""
OWNERS_ALONE = {
    "kept.rename": 404,
    "kept.delete": 404,
    "starts.template": 404,
    "papers.cancel_batch": 404,
}
"""What no group shares: somebody who shares the group is a stranger here."""

ANSWERING_ALONE = {"checkins.printed_cards", "held.group", "held.acts"}
"""What is held and who did what is for those who answer for the group: its owner and editors."""


@pytest.fixture
def examples(app: Flask, cast: Cast) -> Examples:
    return addresses.furnish(app, cast)


def test_r49_the_owner_reaches_all_of_it(app: Flask, examples: Examples, alice: Desk):
    reached = {
        rule.rule: alice.get(addresses.address(app, rule, examples)).status_code
        for rule in addresses.owned(app)
        if "GET" in rule.methods and rule.endpoint != "papers.single"
    }
    assert {rule: status for rule, status in reached.items() if status not in (200, 302)} == {}
    assert len(reached) >= 12


def test_r49_a_stranger_finds_nothing_and_changes_nothing(
    app: Flask, examples: Examples, charlie: Desk
):
    charlie.page("/desk")
    before = addresses.state(app)
    found = {}
    for rule in addresses.owned(app):
        path = addresses.address(app, rule, examples)
        nowhere = addresses.address(app, rule, addresses.of_nothing(examples))
        for method in sorted(rule.methods - {"OPTIONS"}):
            data = {"csrf_token": charlie.token, "version": "1", "do": "remove", "block": "b1"}
            hers = charlie.open(path, method=method, data=data)
            nothing = charlie.open(nowhere, method=method, data=data)
            assert without_tokens(hers.text) == without_tokens(nothing.text), rule.rule
            found[method, rule.rule] = (hers.status_code, nothing.status_code)
    assert {key: status for key, status in found.items() if status != (404, 404)} == {}
    assert addresses.state(app) == before
    assert len(found) >= 40


def test_r49_a_stranger_cannot_name_another_method(app: Flask, examples: Examples, charlie: Desk):
    charlie.page("/desk")
    before = addresses.state(app)
    known = defaultdict(set)
    for rule in addresses.owned(app):
        known[addresses.address(app, rule, examples)] |= rule.methods
    answers = {
        charlie.open(path, method=method, data={"csrf_token": charlie.token}).status_code
        for path, methods in known.items()
        for method in set(addresses.WRITES) - methods
    }
    assert answers == {405}
    assert addresses.state(app) == before


def test_r49_a_reader_may_look_and_not_change(app: Flask, examples: Examples, rita: Desk):
    rita.page("/desk")
    before = addresses.state(app)
    found = {}
    for rule in addresses.owned(app):
        if "POST" in rule.methods and rule.endpoint not in READER_MAY_SEND:
            path = addresses.address(app, rule, examples)
            expected = OWNERS_ALONE.get(rule.endpoint, 403)
            found[rule.endpoint] = (rita.send(path).status_code, expected)
            if "GET" in rule.methods:
                assert rita.get(path).status_code == expected, rule.rule
    assert {end: pair for end, pair in found.items() if pair[0] != pair[1]} == {}
    assert set(OWNERS_ALONE) <= set(found)
    assert addresses.state(app) == before
    assert len(found) >= 10


def test_r49_a_reader_may_print_and_may_leave(
    app: Flask, examples: Examples, rita: Desk, cast: Cast
):
    rita.page("/desk")
    sent = {
        rule.endpoint: rita.send(addresses.address(app, rule, examples)).status_code
        for rule in addresses.owned(app)
        if rule.endpoint in READER_MAY_SEND
    }
    assert sent == READER_MAY_SEND
    left = rita.send(f"/desk/groups/{cast.group}/unshare/{cast.rita}")
    assert "Removed." in rita.follow(left).said()
    assert rita.get(f"/desk/groups/{cast.group}").status_code == 404


def test_r49_a_reader_sees_every_page_that_only_looks(app: Flask, examples: Examples, rita: Desk):
    seen = {
        rule.endpoint: rita.get(addresses.address(app, rule, examples)).status_code
        for rule in addresses.owned(app)
        if "POST" not in rule.methods and "batch_id" not in rule.arguments
    }
    told = {endpoint for endpoint, status in seen.items() if status == 403}
    assert (told, set(seen.values())) == (ANSWERING_ALONE, {200, 403})


def test_r49_lists_hold_only_what_is_hers(examples: Examples, charlie: Desk, alice: Desk):
    for path in ("/desk", "/desk/plans", "/desk/checkins", "/desk/library/modules/qd-2"):
        others, hers = charlie.page(path).html, alice.page(path).html
        ids = (examples.group_id, examples.plan_id, examples.address)
        assert [one for one in ids if one in others] == []
        assert [one for one in ids if one in hers], path


def test_an_editor_changes_plans_but_shares_and_deletes_nothing(
    cast: Cast, examples: Examples, bob: Desk
):
    bob.page("/desk")
    group = f"/desk/groups/{cast.group}"
    tried = {
        f"{group}/share": {"email": "charlie@example.org", "role": "reader"},
        f"{group}/unshare/{cast.rita}": {},
        f"{group}/delete": {"sure": "1"},
    }
    assert {
        path: bob.send(path, data).status_code for path, data in tried.items()
    } == dict.fromkeys(tried, 403)
    assert bob.get(f"{group}/edit").status_code == 200
