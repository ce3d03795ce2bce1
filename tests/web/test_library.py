"""The shelf on the desk: every theme, every module, every handout."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from flask import Flask

from facilitator.library import shipped
from facilitator.records.base import db
from facilitator.records.facilitators import Facilitator
from facilitator.records.groups import Group
from tests.cast import EVENING, Cast, keep_plan, make_plan
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


def test_a_handout_comes_in_large_print_and_to_fill_in_on_a_screen(alice: Desk):
    path = "/desk/library/modules/tg-2/handout"
    links = {
        "In large print": f"{path}.pdf?letters=large",
        "A copy to fill in on a screen": f"{path}.pdf?fillable=1",
    }
    for page in (path, "/desk/library/modules/tg-2"):
        found = {words(one): one.get("href") for one in alice.page(page).all("a")}
        assert {name: found.get(name) for name in links} == links
    plain, large, filled = (alice.get(one).data for one in (f"{path}.pdf", *links.values()))
    assert len({plain, large, filled}) == 3
    with pikepdf.open(BytesIO(filled)) as screen, pikepdf.open(BytesIO(plain)) as paper:
        assert ("/AcroForm" in screen.Root, "/AcroForm" in paper.Root) == (True, False)
    assert alice.get(f"{path}.pdf?fillable=yes").status_code == 404


def test_a_handout_that_nobody_writes_on_has_no_copy_to_fill_in(alice: Desk):
    for page in ("/desk/library/modules/en-02", "/desk/library/modules/en-02/handout"):
        found = [words(one) for one in alice.page(page).all("a")]
        assert "In large print" in found
        assert "A copy to fill in on a screen" not in found


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
    assert "is in the plan. " in page.said()


def test_sources_are_said_with_their_limit(alice: Desk):
    module = next(module for module in shipped().modules.values() if module.sources)
    html = alice.page(f"/desk/library/modules/{module.id}").html
    for key in module.sources:
        assert shipped().sources[key].author.split(",")[0].split()[0] in html


def test_a_star_stays_pressed_until_it_is_pressed_again(alice: Desk, bob: Desk):
    path = "/desk/library/modules/qd-2"

    def pressed(browser: Desk) -> str | None:
        (button,) = [b for b in browser.page(path).all("button") if words(b) == "Favourite"]
        return button.get("aria-pressed")

    assert pressed(alice) == "false"
    for expected in ("true", "false"):
        form = alice.page(path).form(f"{path}/favourite")
        page = alice.follow(alice.send(f"{path}/favourite", form))
        assert page.text("h1") == "The small signs"
        assert (pressed(alice), pressed(bob)) == (expected, "false")


@pytest.mark.parametrize(
    "back", ["/desk/library?q=small+signs", "/desk/library/themes/quiet-distance"]
)
def test_a_star_in_a_list_leads_back_to_the_list(alice: Desk, back: str):
    path = "/desk/library/modules/qd-2/favourite"
    form = alice.page(back).form(path)
    assert form["back"] == back
    answer = alice.send(path, form)
    assert answer.headers["Location"] == f"{back}#module-qd-2"
    assert alice.page(back).form(path)["on"] == "0"


@pytest.mark.parametrize(
    "back",
    [
        "https://elsewhere.example/desk/library",
        "//elsewhere.example/desk/library",
        "/desk/library\\@elsewhere.example",
        "/desk/library/../../sign-out",
        "/desk/library?q=a\r\nX: y",
        "/desk/plans",
    ],
)
def test_a_star_leads_nowhere_else(alice: Desk, back: str):
    alice.page("/desk/library")
    answer = alice.send("/desk/library/modules/qd-2/favourite", {"on": "1", "back": back})
    assert answer.headers["Location"] == "/desk/library/modules/qd-2"


def test_what_is_not_on_the_shelf_cannot_be_marked(alice: Desk):
    alice.page("/desk/library")
    answer = alice.send("/desk/library/modules/nothing/favourite", {"on": "1"})
    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["modules/qd-2", "themes/quiet-distance"])
def test_a_module_and_a_theme_can_be_printed(alice: Desk, path: str):
    url = f"/desk/library/{path}/page.pdf"
    assert url in {a.get("href") for a in alice.page(f"/desk/library/{path}").all("a")}
    own, a4, letter = (alice.get(f"{url}{q}") for q in ("", "?paper=A4", "?paper=Letter"))
    assert [one.mimetype for one in (own, a4, letter)] == ["application/pdf"] * 3
    assert own.data == a4.data != letter.data
    assert alice.get(f"{url}?paper=A5").status_code == 404
    assert alice.get(url.replace("qd-2", "nothing").replace("quiet-", "no-")).status_code == 404


def test_a_module_leads_to_its_neighbours(alice: Desk):
    for slug in (None, "quiet-distance"):
        shelf = {module.id for module in shipped().of_theme(slug)}
        turns = {}
        for module_id in shelf:
            navs = alice.page(f"/desk/library/modules/{module_id}").all("nav")
            links = [a for nav in navs if nav.get("class") == "turn" for a in nav.iter("a")]
            turns[module_id] = {
                words(next(a.iter("span"))): a.get("href", "").rpartition("/")[2] for a in links
            }
        starts = [one for one, turn in turns.items() if "Before it" not in turn]
        walked = list(starts)
        while walked and "After it" in turns[walked[-1]]:
            following = turns[walked[-1]]["After it"]
            assert turns[following]["Before it"] == walked[-1]
            walked.append(following)
        assert sorted(walked) == sorted(shelf)


def test_the_handout_stands_beside_the_script(alice: Desk):
    for module in shipped().of_theme(None):
        page = alice.page(f"/desk/library/modules/{module.id}")
        beside = [one for one in page.all("section") if one.get("class") == "beside"]
        assert len(beside) == (module.handout is not None)
        if module.handout:
            assert words(beside[0]).startswith(f"Handout: {module.handout.title}")
            assert words(beside[0]).count(" ".join(module.handout.lead.split())) == 1


def test_what_is_to_be_laid_out_names_the_handout_once(alice: Desk):
    page = alice.page("/desk/library/modules/gu-1")
    prepare = [words(one) for one in page.all("li")]
    first = prepare.index("a long ribbon or a soft rope")
    assert prepare[first + 1 : first + 3] == ["pens", "Handout: Two jobs at once"]
    assert "handouts" not in prepare


def test_her_plans_say_who_used_a_module_and_when(
    alice: Desk, rita: Desk, charlie: Desk, cast: Cast, app: Flask
):
    with app.app_context():
        group = db.session.get_one(Group, cast.group)
        who = db.session.get_one(Facilitator, cast.alice)
        for weeks in (1, 3):
            keep_plan(group, who, make_plan(day=EVENING - timedelta(weeks=weeks)))

    def used(browser: Desk, module_id: str) -> list[str]:
        lists = browser.page(f"/desk/library/modules/{module_id}").all("ul")
        return [words(li) for ul in lists if ul.get("class") == "list used" for li in ul.iter("li")]

    expected = [
        "To be used by Mothers at St Anne’s on Tuesday 24 November 2026",
        "Used by Mothers at St Anne’s on Tuesday 17 November 2026",
        "Used by Mothers at St Anne’s on Tuesday 3 November 2026",
    ]
    assert used(alice, "qd-2") == used(rita, "qd-2") == expected
    assert used(charlie, "qd-2") == [
        "To be used by Charlie’s group on Tuesday 24 November 2026",
    ]
    assert used(alice, "qd-1") == []


def test_a_plan_that_has_the_module_says_so_and_may_have_it_again(alice: Desk, cast: Cast):
    path = f"/desk/plans/{cast.plan}/change"
    page = alice.page("/desk/library/modules/qd-2")
    assert "· has it" in page.html
    before = [words(one) for one in alice.page(f"/desk/plans/{cast.plan}").all("strong")]
    after = alice.follow(alice.send(path, page.form(path)))
    assert after.said() == "“The small signs” is in the plan. 58 of 60 minutes."
    now_there = [words(one) for one in after.all("strong")]
    assert [one for one in before if one not in now_there] == []


def test_the_shelf_beside_a_plan_is_searched_in_the_same_way(alice: Desk, cast: Cast) -> None:
    page = alice.page(f"/desk/plans/{cast.plan}?q=lettr")
    titles = [words(one) for one in page.all("li") if "letter" in words(one)]
    assert any("A letter that stays" in title for title in titles)
    assert "Also looked for: limit" in words(
        alice.page(f"/desk/plans/{cast.plan}?q=boundaries").root
    )
