"""What the page of a programme shows, and how a change is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from facilitator.domain import agenda, checks, series
from facilitator.domain.access import Act
from facilitator.domain.plans import Plan
from facilitator.domain.trend import RUNNING
from facilitator.library import shipped
from facilitator.records import groups, plans, releases
from facilitator.records import series as kept
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import me
from facilitator.web.plans.series import changing, drafting
from facilitator.web.plans.series.changing import Outcome, Programme
from facilitator.web.plans.series.forms import BadChange, Posted

EDIT = {"type": "Series"}
"""What a plan's history says of a change made to its programme."""


def find(series_id: str, act: Act) -> Programme:
    """The programme, if she may do this. Raises Unknown or Forbidden."""
    found, group = kept.find(me(), series_id, act)
    return changing.load(found, group, groups.today(group, now()))


def seen(programme: Programme) -> str:
    return kept.seen(programme.series, programme.records)


def render(
    programme: Programme, wrong: BadChange | None = None, stale: Posted | None = None
) -> str:
    """The page. `wrong` is what could not be done; `stale` a change that waits, because somebody
    saved another in the meantime."""
    group, values = programme.group, programme.plans
    across = [one for one in series.findings(values) if one.session >= programme.past]
    again, ritual = series.repeats(values)
    zone = ZoneInfo(group.timezone)
    return render_template(
        "series/show.html",
        series=programme.series,
        group=group,
        weeks=list(zip(programme.records, values, _found(programme), strict=True)),
        titles={record.id: record.title for record in programme.records},
        past=programme.past,
        ends=[agenda.finish(plan, zone)[1] for plan in values],
        depths=[series.deepest(plan) for plan in values],
        across=series.mended(values, across, programme.past),
        again=again,
        ritual=ritual,
        holidays=series.ranges(sorted(programme.off)),
        loose=kept.loose(group),
        seen=seen(programme),
        may_plan=groups.allows(me(), group, Act.PLAN),
        themes={theme.slug: theme.title for theme in shipped().themes},
        draftable=drafting.draftable() if any(not plan.blocks for plan in values) else [],
        wrong=wrong,
        stale=stale,
        doing=changing.DOING,
        back=_back(request.args, programme),
    )


def _found(programme: Programme) -> list[int | None]:
    """How much there is to look at in each plan, as its own page counts it; None for a session that
    is over."""
    coming = programme.plans[programme.past :]
    if not coming:
        return [None] * programme.past
    group = programme.group
    told = releases.evenings(group.id, coming[0].day, RUNNING)
    around = plans.circumstances_on(group, {plan.day for plan in coming}, told)
    return [*[None] * programme.past, *(_count(plan, around[plan.day]) for plan in coming)]


def _count(plan: Plan, around: checks.Circumstances) -> int:
    loud = checks.loud(plan, checks.check(plan, around))
    return sum(one.severity is not checks.Severity.NOTE for one in loud)


def _back(args: MultiDict[str, str], programme: Programme) -> dict[str, str]:
    """The change that takes back the last one, as the address says it after that; nothing where the
    programme is not the one that was left."""
    if args.get("seen") != seen(programme):
        return {}
    return {name: args[name] for name in ("do", "plan", "other", "to") if name in args}


def posted(form: MultiDict[str, str]) -> Posted:
    one = {name: form.get(name, "") for name in ("do", "plan", "other", "to", "theme")}
    return Posted(**one, blocks=tuple(form.getlist("block")))


def change(programme: Programme) -> Any:
    """Keep one posted change, or show the programme as it is now with the change still to make."""
    wanted = posted(request.form)
    if request.form.get("seen") != seen(programme):
        return render(programme, stale=wanted), 409
    try:
        result = changing.outcome(programme, wanted)
    except BadChange as wrong:
        return render(programme, wrong=wrong), 400
    back = {} if request.form.get("back") else (result.back or {})
    return keep(programme, result, wanted, back)


def keep(
    programme: Programme,
    result: Outcome,
    wanted: Posted,
    back: Mapping[str, Any],
    gone: frozenset[str] = frozenset(),
) -> Any:
    """Save what a change made of the programme."""
    found = programme.series
    if result.holidays is not None:
        kept.settle(found, title=found.title, every=found.every, holidays=result.holidays)
    try:
        records = kept.arrange(
            found, result.wanted, me(), now(), edit=EDIT, apart=result.apart, gone=gone
        )
    except kept.Stale:
        fresh = find(request.view_args["series_id"], Act.PLAN)  # type: ignore[index]
        return render(fresh, stale=wanted), 409
    flash(result.said)
    way = {**back, "seen": kept.seen(found, records)} if back else {}
    anchor = f"week-{wanted.plan}" if wanted.plan else None
    return redirect(url_for("series.show", series_id=found.id, **way, _anchor=anchor))
