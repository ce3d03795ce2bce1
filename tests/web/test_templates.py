"""Templates on the desk: kept from a plan, listed, renamed, deleted after a question."""

from __future__ import annotations

import pytest
from flask import Flask

from facilitator.records import facilitators
from facilitator.records.plans import templates
from tests.cast import NOW, Cast, make_plan
from tests.pages import Desk, Page, read, words

pytestmark = pytest.mark.usefixtures("saturday")

SHELF = "/desk/plans/templates"


@pytest.fixture
def kept(app: Flask, cast: Cast) -> str:
    """The id of a template of Alice's."""
    with app.app_context():
        alice = facilitators.by_id(cast.alice)
        assert alice is not None
        return templates.keep(alice, make_plan(available=90), "A slow evening", NOW).id


def listed(page: Page) -> list[str]:
    lists = [e for e in page.all("ul") if "several" in e.get("class", "")]
    return [words(item.findall("div")[0]) for item in lists[0].findall("li")] if lists else []


def test_a_plan_is_kept_under_its_own_title_or_another(alice: Desk, cast: Cast):
    page = alice.page(f"/desk/plans/{cast.plan}/keep")
    assert [f.get("value") for f in page.all("input") if f.get("name") == "title"] == [
        "The quiet distance"
    ]
    for fields in ({}, {"title": "  For a first evening "}):
        said = alice.follow(alice.send(f"/desk/plans/{cast.plan}/keep", fields)).said()
        assert "is one of your templates now." in said
    assert listed(alice.page(SHELF)) == [
        "For a first evening60 min · 3 blocks · kept Saturday 21 November 2026",
        "The quiet distance60 min · 3 blocks · kept Saturday 21 November 2026",
    ]


def test_a_reader_keeps_one_too_and_it_is_hers_alone(rita: Desk, alice: Desk, cast: Cast):
    rita.page("/desk")
    assert len(listed(rita.follow(rita.send(f"/desk/plans/{cast.plan}/keep")))) == 1
    page = alice.page(SHELF)
    assert listed(page) == []
    assert "No templates yet." in page.html


def test_a_stranger_keeps_nothing(charlie: Desk, cast: Cast):
    charlie.page("/desk")
    read(charlie.send(f"/desk/plans/{cast.plan}/keep"), 404)
    assert listed(charlie.page(SHELF)) == []


def test_the_groups_name_is_not_in_it(app: Flask, alice: Desk, cast: Cast):
    alice.page("/desk")
    alice.send(f"/desk/plans/{cast.plan}/keep")
    with app.app_context():
        person = facilitators.by_id(cast.alice)
        assert person is not None
        document = templates.find(person, templates.of(person)[0].id).document
    assert "St Anne" not in str(document)


def test_each_template_can_be_started_from(alice: Desk, kept: str):
    links = [a.get("href") for a in alice.page(SHELF).all("a")]
    assert f"/desk/plans/new?template={kept}" in links


def test_a_template_gets_another_title(alice: Desk, kept: str):
    page = alice.page(f"{SHELF}/{kept}/rename")
    assert page.text("h1") == "Rename A slow evening"
    page = alice.follow(alice.send(f"{SHELF}/{kept}/rename", {"title": "A quick one"}))
    assert page.said() == "It is called “A quick one” now."
    assert [line.partition("90 min")[0] for line in listed(page)] == ["A quick one"]


@pytest.mark.parametrize(
    ("title", "remedy"),
    [("   ", "Give the template a title"), ("x" * 121, "Use 120 letters at most.")],
)
def test_a_title_that_is_none_is_refused_with_its_field(
    alice: Desk, cast: Cast, kept: str, title: str, remedy: str
):
    alice.page("/desk")
    for path in (f"{SHELF}/{kept}/rename", f"/desk/plans/{cast.plan}/keep"):
        page = read(alice.send(path, {"title": title}))
        assert f"Title: {remedy}" in page.said()
    assert [line.partition("90 min")[0] for line in listed(alice.page(SHELF))] == ["A slow evening"]


def test_deleting_asks_first(alice: Desk, kept: str):
    assert alice.page(f"{SHELF}/{kept}/delete").text("h1") == "Delete this template?"
    assert len(listed(alice.page(SHELF))) == 1
    page = alice.follow(alice.send(f"{SHELF}/{kept}/delete"))
    assert page.said().startswith("“A slow evening” is deleted.")
    assert listed(page) == []


def test_nobody_reaches_anothers_template(bob: Desk, kept: str):
    bob.page("/desk")
    for act in ("rename", "delete"):
        bob.page(f"{SHELF}/{kept}/{act}", 404)
        read(bob.send(f"{SHELF}/{kept}/{act}", {"title": "Bob’s"}), 404)


def test_one_too_many_is_said_with_a_remedy(
    alice: Desk, cast: Cast, kept: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(templates, "MOST", 1)
    alice.page("/desk")
    page = read(alice.send(f"/desk/plans/{cast.plan}/keep", {"title": "One more"}))
    assert "Delete one you no longer use, then keep this one." in page.said()
    assert len(listed(alice.page(SHELF))) == 1
