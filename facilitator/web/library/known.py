"""The modules a facilitator may use, by id, and the themes they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import abort

from facilitator.domain.modules import Module, Theme
from facilitator.library import shipped
from facilitator.records import shelves
from facilitator.web.frame.shared import me


def known_modules() -> Mapping[str, Module]:
    """Every module on her shelf: the shipped ones in their order, then those that she wrote or
    that are shared with her, by title."""
    own = shelves.modules(me())
    return {**shipped().modules, **{key: _here(module) for key, module in own.items()}}


def _here(module: Module) -> Module:
    """Without a theme or a source that this shelf does not have any more."""
    if module.theme is not None and shipped().theme(module.theme) is None:
        module = replace(module, theme=None)
    if all(key in shipped().sources for key in module.sources):
        return module
    return replace(module, sources=tuple(k for k in module.sources if k in shipped().sources))


def module_of(module_id: str) -> Module:
    return known_modules().get(module_id) or abort(404)


def theme_of(slug: str) -> Theme:
    return shipped().theme(slug) or abort(404)
