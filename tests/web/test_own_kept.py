"""What becomes of an own module: copies, versions, sharing, the bin, and the plans that use it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from facilitator.config import Config
from facilitator.domain.plans import Plan
from facilitator.jobs import janitor
from facilitator.records import plans
from facilitator.records.base import db
from facilitator.records.plans import PlanRecord
from tests.cast import NOW, Cast, make_handout
from tests.pages import Desk, Page, read, words
from tests.web import own
from tests.web.own import OWN, change, form, press, write

pytestmark = pytest.mark.usefixtures("saturday")
NOTICE = "From the Quiet Circle library, by the Quiet Circle contributors, CC BY 4.0"


@pytest.fixture
def kept(app: Flask, cast: Cast) -> Callable[[], Plan]:
    def look() -> Plan:
        with app.app_context():
            return plans.value(db.session.get_one(PlanRecord, cast.plan))

    return look


def share(browser: Desk, own_id: str, *group_ids: str) -> Page:
    path = f"{OWN}/{own_id}/share"
    browser.page(path)
    return browser.follow(browser.send(path, {"groups": list(group_ids)}))


def fine(page: Page) -> str:
    return " ".join(words(e) for e in page.all("p") if e.get("class") == "fine")


def test_a_copy_of_a_shipped_module_names_it_and_its_licence(app: Flask, alice: Desk):
    own_id = write(alice, of="qd-2", title="The small signs, slower")
    page = alice.page(f"/desk/library/modules/{own_id}")
    assert "Made from “The small signs” (qd-2), and changed." in fine(page)
    assert NOTICE in fine(page)
    shipped = own.kept(app)(own_id)
    assert (shipped.id, shipped.title) == (own_id, "The small signs, slower")
    assert "Write" in alice.page(OWN).html


def test_a_copy_is_told_to_take_a_title_of_its_own(alice: Desk):
    page = alice.page(f"{OWN}/new?of=qd-2")
    assert "Give your copy a title of its own" in page.html
    assert alice.get(f"{OWN}/new?of=nothing").status_code == 404


def test_a_copy_of_a_copy_still_names_the_shipped_text(alice: Desk, bob: Desk, cast: Cast):
    first = write(alice, of="qd-2", title="Alice’s signs")
    share(alice, first, cast.group)
    second = write(bob, of=first, title="Bob’s signs")
    said = fine(bob.page(f"/desk/library/modules/{second}"))
    assert f"A copy of “Alice’s signs” ({first}) by Alice Marsh." in said
    assert "(qd-2), and changed." in said
    assert NOTICE in said


def test_a_stranger_neither_reads_nor_copies(alice: Desk, charlie: Desk, cast: Cast):
    own_id = write(alice)
    share(alice, own_id, cast.group)
    for path in ("", "/handout", "/handout.pdf", "/page.pdf"):
        assert charlie.get(f"/desk/library/modules/{own_id}{path}").status_code == 404
    assert charlie.get(f"{OWN}/new?of={own_id}").status_code == 404
    charlie.page(f"{OWN}/new")
    form_data = {"of": own_id, "do": "preview"}
    assert "kettle" not in read(charlie.send(f"{OWN}/new", form_data)).html.lower()
    assert own_id not in charlie.page("/desk/library").html + charlie.page(OWN).html


def test_who_shares_the_group_reads_copies_and_plans_with_it(
    alice: Desk, bob: Desk, rita: Desk, cast: Cast, kept: Callable[[], Plan]
):
    own_id = write(alice)
    assert bob.get(f"/desk/library/modules/{own_id}").status_code == 404
    page = share(alice, own_id, cast.group)
    assert page.said().startswith("Saved.")
    assert "shared with Mothers at St Anne’s" in alice.page(OWN).html
    for reader in (bob, rita):
        page = reader.page(f"/desk/library/modules/{own_id}")
        assert "Written by Alice Marsh" in fine(page)
        links = [a.get("href") or "" for a in page.all("a")]
        assert [one for one in links if one.startswith(f"{OWN}/{own_id}")] == []
        assert f"{OWN}/new?of={own_id}" in links
        assert reader.get(f"{OWN}/{own_id}/edit").status_code == 403
    page = bob.page(f"/desk/plans/{cast.plan}?all=1")
    assert f'name="module" value="{own_id}"' in page.html
    bob.send(f"/desk/plans/{cast.plan}/change", {"do": "add", "module": own_id})
    assert own_id in [block.module.id for block in kept().blocks]


def test_only_groups_she_is_in_can_be_chosen(alice: Desk, charlie: Desk, cast: Cast):
    own_id = write(alice)
    share(alice, own_id, cast.other_group)
    assert charlie.get(f"/desk/library/modules/{own_id}").status_code == 404
    assert "only you see it" in alice.page(OWN).html


def test_versions_are_listed_looked_at_and_brought_back(app: Flask, alice: Desk):
    own_id = write(alice)
    assert change(alice, own_id, title="Second").said() == "Saved as version 2."
    assert change(alice, own_id).said() == "Saved. Nothing in it was new."
    page = alice.page(f"{OWN}/{own_id}/versions?show=1")
    assert [words(e) for e in page.all("b") if words(e).startswith("Version")] == [
        "Version 2",
        "Version 1",
    ]
    assert "Saturday 21 November, 09:0" in fine(page) + page.html
    assert "The kettle minute" in page.html
    path = f"{OWN}/{own_id}/versions"
    page = alice.follow(alice.send(path, page.form(path)))
    assert page.said().startswith("Version 1 is the newest text again, as version 3.")
    assert own.kept(app)(own_id).title == "The kettle minute"
    assert alice.get(f"{path}?show=4").status_code == 404


def test_two_windows_never_lose_a_text(app: Flask, alice: Desk):
    own_id = write(alice)
    older = alice.page(f"{OWN}/{own_id}/edit")
    change(alice, own_id, title="From the other window")
    answer = read(press(alice, older, "save", title="From this one"), 409)
    assert "saved in another window" in answer.said()
    assert form(answer)["title"] == "From this one"
    alice.follow(press(alice, answer, "save"))
    titles = alice.page(f"{OWN}/{own_id}/versions?show=2")
    assert "From the other window" in titles.html
    assert own.kept(app)(own_id).title == "From this one"


def test_deleting_asks_first_and_can_be_undone(alice: Desk, bob: Desk, cast: Cast):
    own_id = write(alice)
    share(alice, own_id, cast.group)
    page = alice.page(f"{OWN}/{own_id}/delete")
    assert page.text("h1") == "Delete The kettle minute?"
    page = alice.follow(alice.send(f"{OWN}/{own_id}/delete"))
    assert "is deleted." in page.said()
    for browser in (alice, bob):
        assert browser.get(f"/desk/library/modules/{own_id}").status_code == 404
    undo = f"{OWN}/{own_id}/restore"
    assert bob.send(undo).status_code == 404
    page = alice.follow(alice.send(undo, page.form(undo)))
    assert "is back, with all its versions" in page.said()
    assert bob.get(f"/desk/library/modules/{own_id}").status_code == 200


def test_the_bin_is_emptied_by_the_janitor(
    app: Flask, config: Config, alice: Desk, sign_in: Callable[[str], Desk]
):
    own_id = write(alice)
    alice.page(f"{OWN}/{own_id}/delete")
    alice.send(f"{OWN}/{own_id}/delete")
    page = alice.page(f"{OWN}/bin")
    assert "Gone for good on Monday 21 December." in fine(page) + page.html
    with app.app_context():
        janitor.tidy(config.keys_dir, config.store_dir, NOW + timedelta(days=31))
    with time_machine.travel(NOW + timedelta(hours=1)):
        again = sign_in("Alice")  # her sign-in of a month ago is forgotten too
        assert own_id not in again.page(f"{OWN}/bin").html
    assert own.kept(app) is not None


def planned(browser: Desk, cast: Cast, own_id: str) -> str:
    """Put the module into the plan and give its block minutes, a lead and a note; its id."""
    browser.page(f"/desk/plans/{cast.plan}")
    answer = browser.send(f"/desk/plans/{cast.plan}/change", {"do": "add", "module": own_id})
    block = answer.headers["Location"].partition("#block-")[2]
    browser.follow(answer)
    details = {"do": "details", "block": block, "minutes": "7", "lead": "AM", "note": "Slowly"}
    browser.follow(browser.send(f"/desk/plans/{cast.plan}/change", details))
    return block


def newer(page: Page, block: str) -> bool:
    (item,) = [e for e in page.all("li") if e.get("data-block") == block]
    return "newer" in [e.get("class") for e in item.iter("div")]


def test_a_plan_keeps_its_text_says_there_is_a_newer_one_and_takes_it_when_asked(
    alice: Desk, cast: Cast, kept: Callable[[], Plan]
):
    own_id = write(alice)
    block = planned(alice, cast, own_id)
    assert not newer(alice.page(f"/desk/plans/{cast.plan}"), block)
    change(alice, own_id, title="The kettle hour")
    page = alice.page(f"/desk/plans/{cast.plan}")
    assert newer(page, block)
    was = next(one for one in kept().blocks if one.id == block)
    assert was.module.title == "The kettle minute"
    page = alice.follow(
        alice.send(f"/desk/plans/{cast.plan}/change", {"do": "newer", "block": block})
    )
    assert page.said().startswith("“The kettle hour” has the newer text now. Undo")
    got = next(one for one in kept().blocks if one.id == block)
    assert got.module.title == "The kettle hour"
    assert (got.minutes, got.lead, got.note) == (7, "AM", "Slowly")
    assert not newer(page, block)
    undo = f"/desk/plans/{cast.plan}/undo"
    page = alice.follow(alice.send(undo, page.form(undo)))
    assert next(one for one in kept().blocks if one.id == block) == was
    assert newer(page, block)


def test_a_shipped_text_of_an_older_program_is_told_of_too(
    alice: Desk, rita: Desk, cast: Cast, kept: Callable[[], Plan]
):
    """The cast's plan has a text under the id of a shipped one, as a plan of last year would."""
    assert newer(alice.page(f"/desk/plans/{cast.plan}"), "b2")
    assert not newer(rita.page(f"/desk/plans/{cast.plan}"), "b2")
    assert kept().blocks[1].module.handout == make_handout()


def test_taking_it_back_leaves_the_plans_as_they_are(
    alice: Desk, bob: Desk, cast: Cast, kept: Callable[[], Plan]
):
    own_id = write(alice)
    share(alice, own_id, cast.group)
    block = planned(bob, cast, own_id)
    before = kept()
    share(alice, own_id)
    change(alice, own_id, title="Changed alone")
    assert not newer(bob.page(f"/desk/plans/{cast.plan}"), block)
    path = f"/desk/plans/{cast.plan}/change"
    answer = read(bob.send(path, {"do": "newer", "block": block}), 400)
    assert "not on your shelf any more. The plan keeps its own." in answer.said()
    alice.page(f"{OWN}/{own_id}/delete")
    alice.send(f"{OWN}/{own_id}/delete")
    assert kept() == before
    assert bob.get(f"/desk/plans/{cast.plan}?open={block}").status_code == 200
