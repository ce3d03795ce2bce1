"""What stands beside a module on paper: the two circles of its theme, and what to lay out."""

from __future__ import annotations

from facilitator.domain.modules import Kind, Module

MARK_OF_KIND = {
    Kind.GROUNDING: "self-compassion",
    Kind.BREAK: "reclaiming-life",
    Kind.ENERGISER: "reclaiming-life",
    Kind.TAKE_HOME: "own-worth",
    Kind.CLOSING: "own-worth",
    Kind.CHECK_OUT: "own-worth",
}

PRINTED = ("worksheet", "worksheets", "handout", "handouts")

CIRCLE = "asking-for-support"
"""The mark of whatever belongs to no theme: the whole circle."""


def mark_of(module: Module) -> str:
    """The slug of the mark that stands beside a module: its theme's, else its kind's."""
    return module.theme or MARK_OF_KIND.get(module.kind, CIRCLE)


CUT = "from the handout"
"""How a module ends what it calls its own sheets: "slips cut from the handout", "folded pages from
the handout"."""


def besides(module: Module) -> tuple[str, ...]:
    """The materials, without the sheets that are printed and counted, cut up or whole."""
    if module.handout is None:
        return module.materials
    return tuple(
        name for name in module.materials if name not in PRINTED and not name.endswith(CUT)
    )


def cut_of(module: Module) -> str:
    """What its sheets are made into, in the module's own words: "cards cut from the handout"."""
    named = (name for name in module.materials if name.endswith(CUT)) if module.handout else ()
    return next(iter(named), "")
