"""Starting a plan."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from facilitator.domain import checks, drafting
from facilitator.domain.access import Act, may
from facilitator.domain.groups import next_usual
from facilitator.domain.modules import Theme
from facilitator.library import shipped
from facilitator.records import groups, plans
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import me
from facilitator.web.plans.forms import DraftForm

pages = Blueprint("starts", __name__, url_prefix="/desk/plans")


@pages.route("/new", methods=["GET", "POST"])
def new() -> Any:
    mine = [group for group, role in groups.all_for(me()) if may(role, Act.PLAN)]
    mine.sort(key=lambda group: group.example)
    if not mine:
        return render_template("plans/no_group.html")
    form = DraftForm(data=_blank(mine))
    form.group.choices = {group.id: group.name for group in mine}
    themes = draftable()
    form.theme.choices = {theme.slug: theme.title for theme in themes}
    if not form.validate_on_submit():
        return render_template("plans/new.html", form=form, themes=themes)
    group = groups.find(me(), form.group.data, Act.PLAN)
    try:
        plan = draft(group, form)
    except drafting.CannotDraft as error:
        return render_template("plans/new.html", form=form, themes=themes, cannot=error)
    record = plans.add(group, plan, me(), now())
    flash("A draft, with every minute placed. Change what you like.")
    return redirect(url_for("plans.show", plan_id=record.id))


def _blank(mine: list[groups.Group]) -> dict[str, Any]:
    """The group she came from, its usual evening, the next such day."""
    wanted = request.args.get("group", "")
    group = next((group for group in mine if group.id == wanted), mine[0])
    today = groups.today(group)
    usual = str(group.minutes)
    return {
        "group": group.id,
        "theme": request.args.get("theme", ""),
        "length": usual if usual in ("60", "90", "120") else "other",
        "minutes": group.minutes,
        "people": group.people,
        "start": group.start,
        "day": next_usual(group.weekday, today),
    }


def draft(group: groups.Group, form: DraftForm) -> Any:
    """A plan in the standard shape for this group. Raises drafting.CannotDraft."""
    theme = next(theme for theme in shipped().themes if theme.slug == form.theme.data)
    wish = drafting.Wish(
        theme=theme,
        minutes=form.available,
        people=form.people.data,
        day=form.day.data,
        start=form.start.data,
        history=plans.history(group, form.day.data),
        first_session=plans.is_first(group, form.day.data),
    )
    return drafting.draft(shipped().modules.values(), wish)


def draftable() -> list[Theme]:
    """The themes that have modules of their own to draft from."""
    there = {module.theme for module in shipped().modules.values() if module.kind in checks.BODY}
    return [theme for theme in shipped().themes if theme.slug in there]
