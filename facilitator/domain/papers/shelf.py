"""What the library prints for the facilitator: a theme on one side, a module's script to hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from facilitator.domain.modules import Module, Source, Theme
from facilitator.domain.papers.beside import besides, mark_of
from facilitator.domain.papers.looks import PLAIN, Look


@dataclass(frozen=True)
class ThemePage:
    """One side on a theme, for the facilitator: `modules` are the theme's own, `sources` the works
    it rests on."""

    look: Look
    theme: Theme
    modules: tuple[Module, ...]
    sources: tuple[Source, ...]

    @property
    def length(self) -> int:
        """Characters of its works together: how much small print the side has to hold."""
        return sum(len(f"{one.author}{one.claim}{one.limit}") for one in self.sources)


@dataclass(frozen=True)
class ModulePage:
    """One module's script from the library, of no evening: minutes instead of a clock. `theme` is
    the theme's title, empty for a module of every theme; `materials` leaves out its own handout."""

    look: Look
    theme: str
    mark: str
    module: Module
    materials: tuple[str, ...]
    sources: tuple[Source, ...]

    @property
    def length(self) -> int:
        """Characters of all its texts together: how much the sides have to hold."""
        one = self.module
        texts = [one.aim, one.say, one.care, one.online, one.shorten, one.sizes, *one.prompts]
        texts += [step.text for step in one.steps]
        texts += [f"{work.title}{work.venue}{work.claim}{work.limit}" for work in self.sources]
        return sum(len(text) for text in texts)


def theme_page(
    theme: Theme,
    modules: Iterable[Module],
    sources: Mapping[str, Source],
    look: Look = PLAIN,
) -> ThemePage:
    """One side on a theme. `modules` are the theme's own, in the order to print them; `sources` is
    the register by key, from which the theme's works are taken in the theme's order. Raises
    KeyError for a work the register does not have."""
    works = tuple(sources[key] for key in theme.sources)
    return ThemePage(look, theme, tuple(modules), works)


def module_page(
    module: Module,
    themes: Mapping[str, str],
    sources: Mapping[str, Source],
    look: Look = PLAIN,
) -> ModulePage:
    """The script of one module, without a clock. `themes` gives the title of each theme's slug,
    `sources` is the register by key; a work that is not in it is left out, since a facilitator's
    own module may come from elsewhere."""
    title = themes.get(module.theme or "", "")
    works = tuple(sources[key] for key in module.sources if key in sources)
    return ModulePage(look, title, mark_of(module), module, besides(module), works)
