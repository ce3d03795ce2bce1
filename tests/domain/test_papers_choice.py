"""What is chosen is what is printed, in the number that is asked for."""

from __future__ import annotations

from facilitator.domain import papers
from tests.domain.test_papers import GROUP, SHEET, module, plan, tonight


def kinds_of(choice: papers.Choice, people: int = 7) -> list[tuple[str, str, int]]:
    evening = plan(module(handout=SHEET), people=people)
    made = papers.packet(tonight(evening, GROUP, choice=choice))
    return [(one.name.value, one.paper.look.letters.value, one.copies) for one in made]


def test_only_what_is_chosen_is_printed_in_the_number_that_is_asked_for():
    chosen = frozenset({papers.Name.AGENDA, papers.Name.WORKSHEETS, papers.Name.AFTER_CARDS})
    assert kinds_of(papers.Choice(on=chosen, spare=0)) == [
        ("agenda", "standard", 1),
        ("worksheets", "standard", 7),
        ("after-cards", "standard", 2),
    ]
    asked = {papers.Name.AGENDA: 3, papers.Name.WORKSHEETS: 0}
    assert kinds_of(papers.Choice(on=chosen, copies=asked)) == [
        ("agenda", "standard", 3),
        ("after-cards", "standard", 3),
    ]


def test_the_run_sheet_says_how_many_sheets_there_are():
    choice = papers.Choice(on=frozenset({papers.Name.RUN_SHEET, papers.Name.WORKSHEETS}), spare=5)
    sheet, worksheets = papers.packet(tonight(plan(module(handout=SHEET)), GROUP, choice=choice))
    assert [entry.copies for entry in sheet.paper.entries] == [worksheets.copies] == [14]


def test_those_who_want_large_print_get_it_and_the_others_theirs():
    chosen = frozenset({papers.Name.AGENDA, papers.Name.WORKSHEETS})
    assert kinds_of(papers.Choice(on=chosen, large=2)) == [
        ("agenda", "standard", 1),
        ("worksheets", "standard", 7),
        ("worksheets", "large", 2),
    ]
    hers = papers.Choice(on=chosen, large=2, copies={papers.Name.WORKSHEETS: 5})
    assert kinds_of(hers)[1:] == [("worksheets", "standard", 3), ("worksheets", "large", 2)]
    none = papers.Choice(on=chosen, large=2, copies={papers.Name.WORKSHEETS: 0})
    assert kinds_of(none)[1:] == []
    everybody = papers.Choice(on=chosen, large=2, letters=papers.Letters.LARGE)
    assert [letters for _, letters, _ in kinds_of(everybody)] == ["large", "large"]
    assert kinds_of(papers.Choice(on=chosen, large=7, spare=0))[1:] == [("worksheets", "large", 7)]
