"""Two audiences, two doors: the participants' at `/`, the facilitators' desk under `/desk`.

The desk is closed unless an endpoint is on the PUBLIC list. Its cookie has the path `/desk`, so a
facilitator's own phone sends none to `/` (privacy.md, decisions).
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, redirect, request, session, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from facilitator.records.base import begin_write
from facilitator.web import (
    accounts,
    checkins,
    demo,
    errors,
    grouppaper,
    groups,
    health,
    held,
    join,
    papers,
    pictures,
    welcome,
)
from facilitator.web.frame import headers, light, shared
from facilitator.web.frame.gate import Gate
from facilitator.web.frame.sessions import DeskOnly, login, on_desk
from facilitator.web.library import modules, own, ownkept, packs, safety, shapes, shelf
from facilitator.web.plans import bringing, drafts, out, plan, refits, series, starts, swaps
from facilitator.web.plans.keeping import elsewhere, history, kept, links
from facilitator.web.plans.series import calendars
from facilitator.web.plans.series import printing as workbooks

PUBLIC = frozenset(
    {
        "static",
        "health.healthz",
        "join.door",
        "join.answer",
        "join.ok",
        "accounts.sign_in",
        "welcome.first",
        "links.read",
        "calendars.feed",
    }
)
LOOPBACK = {"127.0.0.1", "localhost"}
SAFE = ("GET", "HEAD", "OPTIONS")

ROOMS = (
    accounts,
    checkins,
    demo,
    groups,
    grouppaper,
    health,
    join,
    papers,
    pictures,
    welcome,
    *held.ROOMS,
    # Planning.
    plan,
    starts,
    drafts,
    swaps,
    refits,
    elsewhere,
    history,
    kept,
    links,
    series,
    calendars,
    workbooks,
    out,
    bringing,
    # The library's own pages.
    shelf,
    modules,
    safety,
    shapes,
    own,
    ownkept,
    packs,
)
csrf = CSRFProtect()


def settings(config: Any, secret: bytes) -> dict[str, Any]:
    """Flask's settings, derived from ours."""
    hosts = {urlsplit(url).hostname for url in (config.public_url, config.desk_url) if url}
    desk_https = (config.desk_url or config.public_url).startswith("https://")
    prefix = ("__Host-" if config.two_hosts else "__Secure-") if desk_https else ""
    return {
        "CIRCLE": config,
        "SECRET_KEY": secret,
        "TRUSTED_HOSTS": sorted({host for host in hosts if host} | LOOPBACK),
        # A __Host- cookie must have the path `/`: only possible when the desk has its own host.
        "SESSION_COOKIE_PATH": "/" if prefix == "__Host-" else "/desk",
        "SESSION_COOKIE_NAME": f"{prefix}desk",
        "SESSION_COOKIE_SECURE": desk_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": 256 * 1024,
        "SEND_FILE_MAX_AGE_DEFAULT": timedelta(days=365),
        "WTF_CSRF_TIME_LIMIT": None,
        # Our Referrer-Policy and the Sec-Fetch-Site check stand in for the Referer check.
        "WTF_CSRF_SSL_STRICT": False,
    }


def open_doors(app: Flask) -> None:
    """Register every page, and what stands before and after each."""
    app.session_interface = DeskOnly()
    hops = app.config["CIRCLE"].proxy_hops
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    app.wsgi_app = Gate(app.wsgi_app)  # type: ignore[method-assign, assignment]
    login.init_app(app, add_context_processor=False)
    csrf.init_app(app)
    for step in (_keep_hosts_apart, _refuse_cross_site, _guard, _lock_for_writing):
        app.before_request(step)
    for room in ROOMS:
        app.register_blueprint(room.pages)
    csrf.exempt(join.pages)
    app.extensions["warm"] = partial(join.warm, app)
    headers.register(app)
    light.register(app)
    errors.register(app)
    shared.register(app)


def _keep_hosts_apart() -> Response | None:
    """Where the desk has a host of its own, each door answers on its own host only."""
    config = current_app.config["CIRCLE"]
    if not config.two_hosts or request.endpoint in ("static", "health.healthz"):
        return None
    at_desk = request.host == urlsplit(config.desk_url).netloc
    if at_desk and request.path == "/":
        return redirect(url_for("groups.index"))
    if at_desk != on_desk(request.path):
        abort(404)
    return None


def _refuse_cross_site() -> None:
    """R43. Browsers say where a form stood; what says nothing is no browser's cross-site form."""
    if request.method in SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.host
    if site not in ("same-origin", "none") or foreign:
        abort(403, "cross-site")


def _lock_for_writing() -> None:
    """Only for who is signed in: a stranger's password check must not hold the lock."""
    if request.method not in SAFE and request.endpoint not in PUBLIC:
        begin_write()


def _guard() -> Response | None:
    """Closed unless listed."""
    if request.endpoint is None or request.endpoint in PUBLIC:
        return None
    if current_user.is_authenticated:
        return None
    session.pop("_user_id", None)
    if request.method not in SAFE:
        abort(401)
    return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
