"""Groups: what they are, who shares them, and the help lines that were checked for them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from facilitator.domain.access import Act, Role
from facilitator.jobs import janitor, rotation
from facilitator.jobs.printing import helplines, shelf_lines
from facilitator.library import shipped
from facilitator.records import audit, facilitators, groups, plans, series
from facilitator.web.checkins.ending import living_in
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import circle, me
from facilitator.web.groupforms import (
    MOST_LINES,
    DeleteForm,
    GroupForm,
    HelpForm,
    ShareForm,
    blank_group,
    facts,
    own_lines,
)

pages = Blueprint("groups", __name__, url_prefix="/desk")


@pages.get("")
@pages.get("/")
@pages.get("/groups")
def index() -> str:
    mine = groups.all_for(me())
    coming = plans.next_for({group.id: groups.today(group, now()) for group, _ in mine})
    standing = {group.id: helplines(group, now()) for group, _ in mine}
    return render_template(
        "groups/index.html", groups=mine, coming=coming, standing=standing, Role=Role
    )


@pages.route("/groups/new", methods=["GET", "POST"])
def new() -> Any:
    form = GroupForm(data=blank_group(me()))
    if not form.validate_on_submit():
        return render_template("groups/form.html", form=form, group=None)
    group = groups.add(me(), **facts(form))
    audit.keep("group made", now(), me().id, group.id)
    flash(f"{group.name} is ready. Check its help lines next: they go on every sheet.")
    return redirect(url_for("groups.help_lines", group_id=group.id))


@pages.get("/groups/<group_id>")
def show(group_id: str) -> str:
    group = groups.find(me(), group_id, Act.READ)
    return render_template(
        "groups/show.html",
        group=group,
        role=groups.role_of(me(), group_id),
        members=groups.members(group),
        plans=plans.of_group(group),
        programmes=series.of_group(group),
        lines=_lines(group),
        standing=helplines(group, now()),
        today=groups.today(group, now()),
        share=ShareForm(formdata=None),
        Role=Role,
    )


@pages.route("/groups/<group_id>/edit", methods=["GET", "POST"])
def edit(group_id: str) -> Any:
    group = groups.find(me(), group_id, Act.SETTLE)
    form = GroupForm(obj=group)
    if not form.validate_on_submit():
        return render_template("groups/form.html", form=form, group=group)
    audit.note("group changed", now(), me().id, group.id)
    groups.update(group, **facts(form))
    flash("Saved.")
    if request.args.get("plan"):  # she was on her way to open its check-in
        return redirect(url_for("checkins.plan", plan_id=request.args["plan"]))
    return redirect(url_for("groups.show", group_id=group.id))


@pages.route("/groups/<group_id>/help-lines", methods=["GET", "POST"])
def help_lines(group_id: str) -> Any:
    group = groups.find(me(), group_id, Act.SETTLE)
    form = HelpForm(data={"checked_on": now().date(), "lines": group.own_lines})
    if form.more.data and len(form.lines) < MOST_LINES:
        form.lines.append_entry()
    if form.more.data or not form.validate_on_submit():
        return render_template("groups/help.html", form=form, group=group, **_register(group))
    audit.note("help lines confirmed", now(), me().id, group.id)
    groups.confirm_helplines(group, own_lines(form), form.checked_on.data)
    flash("The help lines are confirmed. They will stand on every sheet.")
    return redirect(_on_her_way() or url_for("groups.show", group_id=group.id))


def _on_her_way() -> str:
    """The page on which unchecked lines were named: of a plan's papers, or before a check-in."""
    plan, moment = request.args.get("plan"), request.args.get("moment")
    if plan and moment:
        return url_for("checkins.open_", plan_id=plan, moment=moment)
    return url_for("papers.show", plan_id=plan) if plan else ""


def _register(group: groups.Group) -> dict[str, Any]:
    """What the shelf holds for the group's country."""
    return {
        "country": shipped().helplines.country(group.country),
        "shipped_lines": shelf_lines(group),
    }


def _lines(group: groups.Group) -> list[dict[str, Any]]:
    rows = [{"name": one.name, "number": one.number, "hours": one.hours}
            for one in shelf_lines(group)]  # fmt: skip
    return [*rows, *group.own_lines]


@pages.post("/groups/<group_id>/share")
def share(group_id: str) -> Any:
    group = groups.find(me(), group_id, Act.SHARE)
    form = ShareForm()
    person = facilitators.by_email(form.email.data or "") if form.validate() else None
    if person is None:
        flash(form.problem())
    else:
        try:
            groups.share(group, person, Role(form.role.data))
            audit.keep("shared", now(), me().id, group_id)
            flash(f"{person.name} now shares {group.name}.")
        except groups.AlreadyMember:
            flash(
                f"{person.name} already shares {group.name}. Remove her first to change her part."
            )
    return redirect(url_for("groups.show", group_id=group_id))


@pages.post("/groups/<group_id>/unshare/<person_id>")
def unshare(group_id: str, person_id: str) -> Response:
    act = Act.READ if person_id == me().id else Act.SHARE
    group = groups.find(me(), group_id, act)
    try:
        groups.unshare(group, person_id)
        audit.keep("left" if person_id == me().id else "unshared", now(), me().id, group_id)
        flash("Removed. Everything planned and printed stays with the group.")
    except groups.LastOwner:
        flash("A group needs an owner. Delete the group when it is over.")
    left = person_id == me().id and groups.role_of(me(), group_id) is None
    return redirect(url_for("groups.index") if left else url_for("groups.show", group_id=group_id))


@pages.route("/groups/<group_id>/delete", methods=["GET", "POST"])
def delete(group_id: str) -> Any:
    group = groups.find(me(), group_id, Act.DELETE)
    form, day = DeleteForm(), rotation.forgotten_on(now().date())
    living = living_in({group.id})
    if not form.validate_on_submit() or not form.agreed(living):
        others = [person.name for person, _ in groups.members(group) if person.id != me().id]
        said = {"held": len(plans.of_group(group)), "others": others, "forgotten_on": day}
        return render_template("groups/delete.html", form=form, group=group, living=living, **said)
    name = group.name
    audit.note("group deleted", now(), me().id)
    janitor.remove_group(circle().keys_dir, circle().store_dir, group)
    flash(f"{name} is deleted. The last backup forgets it by {day:%-d %B %Y}.")
    return redirect(url_for("groups.index"))
