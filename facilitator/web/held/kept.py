"""What is held of a group and of an account, and what facilitators did."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template

from facilitator.domain.access import Act, Role
from facilitator.jobs import holdings
from facilitator.records import audit, groups
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import circle, me

pages = Blueprint("held", __name__, url_prefix="/desk")


@pages.get("/groups/<group_id>/held")
def group(group_id: str) -> str:
    """For those who answer for the group. Nothing here depends on who has answered (R1)."""
    found = groups.find(me(), group_id, Act.SETTLE)
    held = holdings.of_group(circle(), found, now(), me())
    return render_template("held/group.html", group=found, held=held)


@pages.get("/groups/<group_id>/acts")
def acts(group_id: str) -> str:
    found = groups.find(me(), group_id, Act.SETTLE)
    done = audit.of_group(found.id, now())
    zone = ZoneInfo(found.timezone)
    return render_template("held/trail.html", group=found, acts=done, zone=zone)


@pages.get("/account/held")
def account() -> str:
    return render_template(
        "held/account.html",
        held=holdings.of_account(circle(), me(), now()),
        mine=groups.all_for(me()),
        acts=audit.of_account(me().id, now()),
        zone=UTC,
        Role=Role,
    )
