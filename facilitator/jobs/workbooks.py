"""The workbook of a series: what it is made from, and how a print of it is written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from facilitator.domain.papers import Choice, Layout, PaperGroup
from facilitator.domain.papers.choosing import written
from facilitator.domain.papers.kinds.workbook import Workbook
from facilitator.domain.papers.makers.workbook import FOLDED, THICK, workbooks
from facilitator.domain.plans import Plan
from facilitator.library import shipped
from facilitator.press.pdf import digest
from facilitator.records import plans, prints, series
from facilitator.records.base import db


@dataclass(frozen=True)
class Order:
    """How a workbook is wanted: `dated` puts the days at its weeks, `logo` the group's on its
    cover, `fillable` makes it one to write in on a screen. The file holds one; it is printed
    `copies` times."""

    choice: Choice
    copies: int = 1
    dated: bool = False
    logo: bool = False
    fillable: bool = False


def books(of: Sequence[Plan], group: PaperGroup, order: Order) -> tuple[Workbook, ...]:
    """The volumes of these plans, thin enough to be stapled as they are printed. Raises
    HelplinesNotConfirmed."""
    choice = order.choice
    look = replace(group.look, letters=choice.letters, grey=choice.grey, fillable=order.fillable)
    return workbooks(
        of,
        replace(group, look=look, logo=group.logo if order.logo else b""),
        {theme.slug: theme for theme in shipped().themes},
        shipped().sources,
        dated=order.dated,
        thick=FOLDED if choice.layout is Layout.BOOKLET else THICK,
    )


def plans_of(found: series.Series) -> list[Plan]:
    return [plans.value(record) for record in series.plans_of(found)]


def noted(found: series.Series, group: PaperGroup, order: Order) -> dict[str, Any]:
    """The order as a print keeps it, with a mark of what it would be made from now: another one as
    soon as a plan, a help line or anything else on its pages has changed."""
    made = "\n".join([series.seen(found, series.plans_of(found)), repr(group)])
    return {
        **written(order.choice),
        "books": order.copies,
        "dated": order.dated,
        "logo": order.logo,
        "fillable": order.fillable,
        "made_from": digest(made.encode())[:16],
    }


def order_of(kept: Mapping[str, Any], choice: Choice) -> Order:
    """What a print keeps, whatever version wrote it down; `choice` is read already."""
    copies = kept.get("books")
    on = {name: kept.get(name) is True for name in ("dated", "logo", "fillable")}
    return Order(choice, copies if isinstance(copies, int) else 1, **on)


def of_print(wanted: prints.Print, group: PaperGroup) -> tuple[Workbook, ...]:
    """What one print holds, of the series as it is now. Raises HelplinesNotConfirmed."""
    found = db.session.get_one(series.Series, wanted.series_id)
    return books(plans_of(found), group, order_of(wanted.choice, prints.choice_of(wanted)))
