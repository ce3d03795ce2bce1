"""The shelf on the desk: every theme, every module, every handout."""

from __future__ import annotations

import pytest

from facilitator.library import shipped
from tests.cast import Cast
from tests.pages import Desk, words

pytestmark = pytest.mark.usefixtures("saturday")


def test_every_theme_has_its_page(alice: Desk):
    index = alice.page("/desk/library")
    links = [a.get("href") for a in index.all("a") if "/themes/" in a.get("href", "")]
    assert links == [f"/desk/library/themes/{theme.slug}" for theme in shipped().themes]
    titles = [alice.page(link).text("h1") for link in links]
    assert titles == [theme.title for theme in shipped().themes]


def test_every_module_can_be_read(alice: Desk):
    for module in shipped().modules.values():
        page = alice.page(f"/desk/library/modules/{module.id}")
        assert page.text("h1") == module.title
        minutes = [words(e) for e in page.all("span") if e.get("class") == "mins"]
        assert minutes == [f"{step.minutes} min" for step in module.steps]


def test_every_handout_can_be_seen_and_only_those(alice: Desk):
    found = {
        module.id: alice.get(f"/desk/library/modules/{module.id}/handout").status_code
        for module in shipped().modules.values()
    }
    assert found == {
        module.id: 200 if module.handout else 404 for module in shipped().modules.values()
    }
    assert set(found.values()) == {200, 404}


def test_a_handout_is_a_pdf_in_the_paper_she_uses(alice: Desk):
    module = next(module for module in shipped().modules.values() if module.handout)
    path = f"/desk/library/modules/{module.id}/handout.pdf"
    own, a4, letter = (alice.get(f"{path}{q}") for q in ("", "?paper=A4", "?paper=Letter"))
    assert [one.mimetype for one in (own, a4, letter)] == ["application/pdf"] * 3
    assert own.data == a4.data != letter.data
    assert own.data.startswith(b"%PDF-1.7")
    assert alice.get(f"{path}?paper=A5").status_code == 404


@pytest.mark.parametrize(
    "path", ["nothing", *(f"modules/nothing{x}" for x in ("", "/handout", "/handout.pdf"))]
)
def test_what_is_not_on_the_shelf_is_not_there(alice: Desk, path: str):
    assert alice.get(f"/desk/library/{path}").status_code == 404


def test_a_module_goes_into_a_coming_plan_that_she_may_change(
    alice: Desk, rita: Desk, charlie: Desk, cast: Cast
):
    def offered(browser: Desk) -> list[str]:
        page = browser.page("/desk/library/modules/qd-1")
        actions = [form.get("action", "") for form in page.all("form")]
        return [action for action in actions if action.endswith("/change")]

    assert offered(alice) == [f"/desk/plans/{cast.plan}/change"]
    assert offered(rita) == []
    assert offered(charlie) == [f"/desk/plans/{cast.other_plan}/change"]
    form = alice.page("/desk/library/modules/qd-1").form(offered(alice)[0])
    page = alice.follow(alice.send(offered(alice)[0], form))
    assert page.said().endswith("is in the plan.")


def test_sources_are_said_with_their_limit(alice: Desk):
    module = next(module for module in shipped().modules.values() if module.sources)
    html = alice.page(f"/desk/library/modules/{module.id}").html
    for key in module.sources:
        assert shipped().sources[key].author.split(",")[0].split()[0] in html
