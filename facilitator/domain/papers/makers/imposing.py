"""Which page stands on which side of which sheet: single or double sided, two beside each other, or
folded into a booklet. Numbers only; `press.imposing` draws what is said here."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from facilitator.domain.papers.catalogue import For, Name, meant_for
from facilitator.domain.papers.choosing import Layout, Sides
from facilitator.domain.papers.kinds import Sheets
from facilitator.domain.papers.sheets import Worksheet

Place = tuple[int, int]
"""Which paper, and which of its pages, both counted from 0."""
Side = tuple[Place | None, ...]
"""What one side of a sheet shows, from left to right; None is a blank."""
A_SHEET = 4
"""Pages on one folded sheet."""
CUT = frozenset({Name.PROMPTS, Name.NAME_CARDS, Name.SLIPS, Name.AFTER_CARDS, Name.POCKET_CARDS})


def stays_whole(sheets: Sheets) -> bool:
    """Is this paper printed a page to a side whatever the layout? What hangs in the room is read
    from afar, and cards are cut to a size."""
    paper = sheets.paper
    cards = isinstance(paper, Worksheet) and any(side.sheet for side in paper.sides)
    return cards or sheets.name in CUT or meant_for(sheets.name) is For.ROOM


def sides_of(
    papers: Sequence[tuple[int, int]], sides: Sides, layout: Layout, whole: Collection[int] = ()
) -> tuple[Side, ...]:
    """Every side to print, in order. `papers` are how many pages each paper has and how often it is
    printed; those whose places are in `whole` are printed a page to a side. Where both sides of a
    sheet are printed, front and back follow each other, and each paper and each copy of it begins
    on a front. A blank end is not printed."""
    made: list[Side] = []
    for paper, (pages, copies) in enumerate(papers):
        places = [(paper, page) for page in range(pages)]
        for run in _runs(places, copies, Layout.PAGES if paper in whole else layout):
            if _both(sides, layout) and len(made) % 2:
                made.append((None,) * len(made[-1]))
            made += run
    while made and not any(made[-1]):
        made.pop()
    return tuple(made)


def sheets_of_paper(
    papers: Sequence[tuple[int, int]], sides: Sides, layout: Layout, whole: Collection[int] = ()
) -> int:
    """How many sheets the printer takes for what `sides_of` says."""
    printed = len(sides_of(papers, sides, layout, whole))
    return -(-printed // 2) if _both(sides, layout) else printed


def booklet(pages: Sequence[Place]) -> tuple[Side, ...]:
    """The sides of a saddle-stitched booklet, from its cover inwards: front, back, front, back. The
    blanks are its last pages. Printed on both sides, turned on the short edge, folded once as a
    heap and stapled in the fold. How far the inner sheets stand out (creep) is left to the margins:
    a millimetre in 40 pages."""
    short = -len(pages) % A_SHEET
    all_ = [*pages, *[None] * short]
    made: list[Side] = []
    for outer in range(0, len(all_) // 2, 2):
        made.append((all_[-1 - outer], all_[outer]))
        made.append((all_[outer + 1], all_[-2 - outer]))
    return tuple(made)


def two_up(pages: Sequence[Place]) -> tuple[Side, ...]:
    """Pages beside each other in their order."""
    all_ = [*pages, *[None] * (len(pages) % 2)]
    return tuple((all_[at], all_[at + 1]) for at in range(0, len(all_), 2))


def _both(sides: Sides, layout: Layout) -> bool:
    """Are both sides of a sheet printed? A booklet has no other way."""
    return sides is Sides.DOUBLE or layout is Layout.BOOKLET


def _runs(places: list[Place], copies: int, layout: Layout) -> Iterator[tuple[Side, ...]]:
    """What begins on a sheet of its own. A paper of one page is not folded: two copies stand beside
    each other, to be cut apart, and nothing stands behind them."""
    if layout is Layout.PAGES:
        for _ in range(copies):
            yield tuple((place,) for place in places)
    elif len(places) == 1:
        for pair in two_up(places * copies):
            yield (pair,)
    else:
        for _ in range(copies):
            yield booklet(places) if layout is Layout.BOOKLET else two_up(places)
