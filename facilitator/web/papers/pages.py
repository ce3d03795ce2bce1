"""The blueprint that all pages about paper stand in."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("papers", __name__, url_prefix="/desk")
