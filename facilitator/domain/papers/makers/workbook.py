"""From the plans of a series to its workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from facilitator.domain.modules import Source, Theme
from facilitator.domain.papers import making
from facilitator.domain.papers.beside import CIRCLE
from facilitator.domain.papers.kinds.workbook import Workbook, WorkbookWeek
from facilitator.domain.papers.looks import Letters
from facilitator.domain.papers.sheets import PaperGroup, Place, Worksheet
from facilitator.domain.plans import Plan

THICK = 60
"""Pages of a book that can still be stapled, and that a slow computer lays out within the time a
paper may take (press.hand.LIMIT): eight weeks and twelve are two books each."""
FOLDED = 60
"""Pages of a booklet that can still be folded and stapled: fifteen sheets."""
GROWN = {Letters.STANDARD: 1.0, Letters.EASY: 2.3, Letters.LARGE: 2.3}
"""How many times as many pages the same book has in these letters."""
LISTED, WORKS = 46, 21
"""Lines on a page of its contents, and works on a page of its sources."""


def workbooks(
    plans: Sequence[Plan],
    group: PaperGroup,
    themes: Mapping[str, Theme],
    sources: Mapping[str, Source],
    *,
    dated: bool = False,
    thick: int = THICK,
) -> tuple[Workbook, ...]:
    """The book of these plans, in their order, set as the group's look says: in several volumes
    where one would be thicker than `thick` pages. `themes` are the shelf's by slug, `sources` its
    register by key; a work that is not in it is left out, since a facilitator's own module may come
    from elsewhere. No door stands in it: codes are of one evening. Raises HelplinesNotConfirmed."""
    if group.helplines_checked is None:
        raise making.HelplinesNotConfirmed(group.name)
    numbered = [replace(plan, number=n, of=len(plans)) for n, plan in enumerate(plans, start=1)]
    weeks = [_week(plan, group, themes, dated) for plan in numbered]
    grown = GROWN[group.look.letters]
    parts = parted([round(_sides(week) * grown) for week in weeks], thick)
    return tuple(
        Workbook(
            look=group.look,
            place=Place(group.public_name),
            help=group.helped,
            weeks=tuple(weeks[first:last]),
            sources=_works(numbered[first:last], sources),
            logo=group.logo,
            count=len(weeks),
            volume=volume,
            volumes=len(parts),
        )
        for volume, (first, last) in enumerate(parts, start=1)
    )


def parted(weights: Sequence[int], thick: int = THICK) -> list[tuple[int, int]]:
    """Where to part a row of weights, so that there are as few parts as can be of `thick` at most,
    all about the same: the first and the one behind the last of each. A single weight above
    `thick` is a part of its own; of nothing there is one empty part."""
    if not weights:
        return [(0, 0)]
    heaviest = max(weights)
    fewest = len(_filled(weights, max(thick, heaviest)))
    return next(
        parts
        for limit in range(heaviest, sum(weights) + 1)
        if len(parts := _filled(weights, limit)) <= fewest
    )


def _filled(weights: Sequence[int], limit: int) -> list[tuple[int, int]]:
    parts, first, held = [], 0, 0
    for place, weight in enumerate(weights):
        if held + weight > limit and place > first:
            parts.append((first, place))
            first, held = place, 0
        held += weight
    return [*parts, (first, len(weights))]


def pages(book: Workbook) -> int:
    """About how many pages it has, before it is laid out: what stands round the weeks counted in.
    Real books stand beside it in tests/press/test_workbook.py."""
    listed = sum(len(week.sheets) + 2 for week in book.weeks)
    front = 2 + -(-listed // LISTED)
    back = 1 + -(-len(book.sources) // WORKS)
    return round(
        (sum(_sides(week) for week in book.weeks) + front + back) * GROWN[book.look.letters]
    )


def _sides(week: WorkbookWeek) -> int:
    """Its opening, its worksheets, and a page to write on."""
    return 2 + sum(len(sheet.sides) for sheet in week.sheets)


def people(plans: Sequence[Plan]) -> int:
    """For how many a workbook is printed: as many as the fullest evening expects."""
    return max((plan.people for plan in plans), default=0)


def _week(plan: Plan, group: PaperGroup, themes: Mapping[str, Theme], dated: bool) -> WorkbookWeek:
    theme = themes.get(plan.theme)
    return WorkbookWeek(
        number=plan.number,
        title=plan.title,
        day=plan.day if dated else None,
        theme=theme.title if theme else "",
        promise=theme.promise if theme else "",
        mark=plan.theme or CIRCLE,
        sheets=_sheets(plan, group, {slug: one.title for slug, one in themes.items()}),
    )


def _sheets(plan: Plan, group: PaperGroup, titles: Mapping[str, str]) -> tuple[Worksheet, ...]:
    """What each person is given that evening, once; what lies on a table for all is not hers."""
    modules = (block.module for block in plan.blocks)
    made = (
        making.worksheet(module, titles, group=group, plan=plan)
        for module in modules
        if module.handout and not module.handout.table
    )
    return tuple(dict.fromkeys(made))


def _works(plans: Sequence[Plan], sources: Mapping[str, Source]) -> tuple[Source, ...]:
    """The works behind all modules, by author and year."""
    keys = {key for plan in plans for block in plan.blocks for key in block.module.sources}
    found = (sources[key] for key in keys if key in sources)
    return tuple(sorted(found, key=lambda work: (work.author.casefold(), work.year, work.key)))
