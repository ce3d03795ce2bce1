"""The bank of an evening, chosen before its check-in opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from facilitator.domain import wordbank
from facilitator.domain.access import Act
from facilitator.domain.checkins import LONGEST_WORD, MOST_WORDS, Moment, Word
from facilitator.domain.wordbank import BadWord, Fault
from facilitator.records import checkins, plans
from facilitator.records.beside import asking
from facilitator.records.groups import Group
from facilitator.records.plans import PlanRecord
from facilitator.web.checkins.pages import pages
from facilitator.web.checkins.view import Sure, bank_of, label, moment_of
from facilitator.web.frame.shared import me

FROM_SHELF = "shelf:"
"""Stands before a code in what the form posts: what is typed beside it is never taken for one."""
MOST_POSTED = 60
SPARE = 3
"""Empty fields for words of one's own."""


@dataclass(frozen=True)
class Row:
    """A word as the form holds it: a code that is ticked, or a text that is typed."""

    word: str
    shelf: bool
    wrong: bool = False


@pages.route("/plans/<plan_id>/checkins/<moment>/words", methods=["GET", "POST"])
def words(plan_id: str, moment: str) -> Any:
    """Choose them. From the opening on nothing can be changed, and it is said so."""
    record, group = plans.find(me(), plan_id, Act.RUN)
    which, form = moment_of(moment), Sure()
    if checkins.held(group.id, record.day, which) is not None:
        return _too_late(plan_id)
    if not form.validate_on_submit():
        return _page(record, group, which, form, _rows(bank_of(record, which)))
    if "theme" in request.form:
        return _settled(record, which, wordbank.of_theme(record.theme))
    posted = _posted(request.form.getlist("word"))
    if "earlier" in request.form:
        return _page(record, group, which, form, _moved(posted), moved=_from())
    try:
        bank = wordbank.bank(row.word for row in posted)
    except BadWord as bad:
        return _page(record, group, which, form, _marked(posted, bad), problem=_why(bad, posted))
    return _settled(record, which, bank)


def _settled(record: PlanRecord, moment: Moment, bank: Sequence[str]) -> Response:
    try:
        asking.settle(record.group_id, record.day, moment, bank, plan=record.id)
    except checkins.AlreadyHeld:
        return _too_late(record.id)
    except plans.Moved:
        # They go with the plan, as they would have a moment earlier.
        return _settled(record, moment, bank)
    asked = "These words are asked once you open the check-in." if bank else "No words are asked."
    flash(f"Saved. {asked}")
    return redirect(url_for("checkins.open_", plan_id=record.id, moment=moment.value))


def _too_late(plan_id: str) -> Response:
    flash("This check-in has been opened. What it asks can no longer be changed.")
    return redirect(url_for("checkins.plan", plan_id=plan_id))


def _page(
    record: PlanRecord, group: Group, moment: Moment, form: Sure, rows: list[Row], **more: Any
) -> str:
    there = {row.word for row in rows if row.shelf}
    return render_template(
        "checkins/bank.html",
        plan=record,
        group=group,
        moment=moment.value,
        form=form,
        rows=rows,
        rest=[word.value for word in Word if word not in there],
        from_shelf=FROM_SHELF,
        spare=SPARE,
        most=MOST_WORDS,
        longest=LONGEST_WORD,
        **{"problem": "", "moved": 0, **more},
    )


def _rows(bank: Sequence[str]) -> list[Row]:
    codes = {word.value for word in Word}
    return [Row(str(word), word in codes) for word in bank]


def _posted(values: list[str]) -> list[Row]:
    """The words in the order of the form, empty fields left out."""
    read = (_read(value) for value in values[:MOST_POSTED])
    return [row for row in read if row.word]


def _read(value: str) -> Row:
    """A typed word that reads like one of the shelf is that one; one that happens to be the code of
    another is written with a capital, so that a phone shows what was typed."""
    codes = {word.value for word in Word}
    code = value.removeprefix(FROM_SHELF)
    if value.startswith(FROM_SHELF) and code in codes:
        return Row(code, shelf=True)
    typed = " ".join(value.split())
    for code in codes:
        if label(code).casefold() == typed.casefold():
            return Row(code, shelf=True)
    return Row(typed.capitalize() if typed in codes else typed, shelf=False)


def _from() -> int:
    """The place of the word that is to be moved, counted from 0."""
    return request.form.get("earlier", 0, int) or 0


def _moved(rows: list[Row]) -> list[Row]:
    """With the word of the button one place earlier."""
    place = _from()
    if 0 < place < len(rows):
        rows[place - 1 : place + 1] = rows[place], rows[place - 1]
    return rows


def _marked(rows: list[Row], bad: BadWord) -> list[Row]:
    """With what is wrong marked where it stands last."""
    at = [place for place, row in enumerate(rows) if row.word == bad.word][-1:]
    return [Row(row.word, row.shelf, place in at) for place, row in enumerate(rows)]


def _why(bad: BadWord, rows: list[Row]) -> str:
    """What is wrong, and the remedy."""
    word = label(bad.word)
    if bad.fault is Fault.LONG:
        return (
            f"“{word}” has {len(word)} signs. Shorten it to {LONGEST_WORD}: it has to fit a phone."
        )
    if bad.fault is Fault.TWICE:
        return f"“{word}” stands here twice. Leave one of them out."
    over = len(rows) - MOST_WORDS
    return f"These are {len(rows)} words. Leave out {over}: {MOST_WORDS} are asked at most."
