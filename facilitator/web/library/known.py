"""The modules a facilitator may use, by id, and the themes they belong to."""

from __future__ import annotations

from collections.abc import Mapping

from flask import abort

from facilitator.domain.modules import Module, Theme
from facilitator.library import shipped


def known_modules() -> Mapping[str, Module]:
    """Every module on her shelf, in the order of the shelf."""
    return shipped().modules


def module_of(module_id: str) -> Module:
    return known_modules().get(module_id) or abort(404)


def theme_of(slug: str) -> Theme:
    return shipped().theme(slug) or abort(404)
