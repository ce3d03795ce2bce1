"""The three registers beside the texts: themes, sources, and help lines."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, RootModel, StringConstraints

from facilitator.domain.helplines import Country, HelpLine, first_directory
from facilitator.domain.modules import Source, Theme
from facilitator.library.problems import Desk
from facilitator.library.yamlfile import Lines, Strict, read

Said = Annotated[str, StringConstraints(min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*$")]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z]+[0-9]*[a-z]?$")]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Seen = Annotated[str, StringConstraints(pattern=r"^(undated|[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)$")]
Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


@dataclass(frozen=True)
class Helplines:
    """The register of help lines. The directories serve where a country has no line to print."""

    countries: tuple[Country, ...]
    directory: tuple[HelpLine, ...]

    def country(self, code: str) -> Country | None:
        """The country of this ISO 3166-1 alpha-2 code, where the register has it."""
        return next((one for one in self.countries if one.code == code), None)


class ThemeIn(Strict):
    slug: Slug
    number: Annotated[int, Field(ge=1)]
    title: Said
    promise: Said
    intensity: Annotated[int, Field(ge=1, le=3)]
    why: Said
    holds: Said
    not_said: Said
    goes_with: list[Slug]
    sources: list[Key]


class SourceIn(Strict):
    key: Key
    author: str
    year: str
    title: Said
    venue: str
    doi: str
    status: Literal["A", "B"]
    claim: Said
    limit: Said


class Checked(Strict):
    """What the shipping rule of the library brief, 5, wants beside every entry."""

    id: Id
    name: Said
    source: Said
    seen_on: Seen
    status: Literal["V1", "V2", "V3", "U"]
    printable: bool
    note: str = ""
    checked_on: Day | None
    checked_by: str | None
    next_check: Day


class LineIn(Checked):
    kind: Literal["crisis", "abuse"]
    number: str
    channels: list[Said]
    hours: str
    cost: str
    language: str
    source_url: str

    def made(self) -> HelpLine:
        return HelpLine(**self.model_dump() | _checks(self) | {"channels": tuple(self.channels)})


class DirectoryIn(Checked):
    url: Said

    def made(self) -> HelpLine:
        """A directory as a line whose number is its address."""
        given = self.model_dump(exclude={"url"}) | _checks(self)
        return HelpLine(
            **given,
            hours="",
            cost="",
            language="",
            kind="directory",
            number=self.url,
            channels=("web",),
            source_url=self.url,
        )


def _checks(written: Checked) -> dict[str, str]:
    return {"checked_on": written.checked_on or "", "checked_by": written.checked_by or ""}


class EmergencyIn(Strict):
    text: Said
    note: str = ""


class CountryIn(Strict):
    name: Said
    emergency: EmergencyIn
    lines: list[LineIn]


class HelplinesIn(Strict):
    """The directories, and one field a country, named by its ISO 3166-1 alpha-2 code."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True)
    __pydantic_extra__: dict[str, CountryIn]

    directory: list[DirectoryIn]


class ThemesIn(RootModel[list[ThemeIn]]):
    pass


class SourcesIn(RootModel[list[SourceIn]]):
    pass


def read_sources(desk: Desk, text: str) -> dict[str, Source] | None:
    """The works by key; None when a fault was marked."""
    found = read(desk, text, 1, SourcesIn)
    if found is None:
        return None
    written, lines = found
    _once(desk, lines, "key", [source.key for source in written.root])
    return {source.key: Source(**source.model_dump()) for source in written.root}


def read_themes(
    desk: Desk, text: str, sources: dict[str, Source] | None
) -> tuple[Theme, ...] | None:
    """The themes in the order of their numbers; None when a fault was marked. Their companions must
    exist, and their sources too where the register of sources could be read."""
    found = read(desk, text, 1, ThemesIn)
    if found is None:
        return None
    written, lines = found
    slugs = [theme.slug for theme in written.root]
    _once(desk, lines, "slug", slugs)
    _once(desk, lines, "number", [str(theme.number) for theme in written.root])
    for place, theme in enumerate(written.root):
        if sources is not None:
            _known(desk, lines, (place, "sources"), theme.sources, sources, "sources.yaml")
        others = [slug for slug in slugs if slug != theme.slug]
        _known(desk, lines, (place, "goes_with"), theme.goes_with, others, "themes.yaml")
    themes = (_theme(theme) for theme in written.root)
    return tuple(sorted(themes, key=lambda theme: theme.number))


def _theme(written: ThemeIn) -> Theme:
    lists = {"goes_with": tuple(written.goes_with), "sources": tuple(written.sources)}
    texts = {name: getattr(written, name).strip() for name in ("why", "holds", "not_said")}
    return Theme(**written.model_dump() | texts | lists)


def read_helplines(desk: Desk, text: str) -> Helplines:
    """The countries with their lines, and the directories, in the order of the file."""
    found = read(desk, text, 1, HelplinesIn)
    if found is None:
        return Helplines((), ())
    written, lines = found
    ids: list[tuple[tuple[int | str, ...], str]]
    ids = [(("directory", number, "id"), one.id) for number, one in enumerate(written.directory)]
    for code, country in written.__pydantic_extra__.items():
        if not re.fullmatch("[A-Z]{2}", code):
            desk.mark(lines.of((code,)), code, "name a country by its two-letter code, as in GB")
        ids += [((code, "lines", n, "id"), line.id) for n, line in enumerate(country.lines)]
    for place, (where, value) in enumerate(ids):
        if any(value == earlier for _, earlier in ids[:place]):
            desk.mark(lines.of(where), "id", f"{value} stands twice: ids are unique")
    directory = tuple(one.made() for one in written.directory)
    if not first_directory(directory):
        remedy = "have one that is printable: it stands in where a country has no line"
        desk.mark(lines.of(("directory",)), "directory", remedy)
    countries = (_country(*one) for one in written.__pydantic_extra__.items())
    return Helplines(tuple(countries), directory)


def _country(code: str, written: CountryIn) -> Country:
    lines = tuple(line.made() for line in written.lines)
    return Country(code, written.name, written.emergency.text, lines, written.emergency.note)


def _once(desk: Desk, lines: Lines, field: str, values: list[str]) -> None:
    for place, value in enumerate(values):
        if value in values[:place]:
            desk.mark(lines.of((place, field)), field, f"{value} stands twice: keep one")


def _known(
    desk: Desk,
    lines: Lines,
    where: tuple[int | str, ...],
    values: list[str],
    known: Container[str],
    register: str,
) -> None:
    for number, value in enumerate(values):
        if value not in known:
            remedy = f"{value} is not in {register}: add it there or take it out here"
            desk.mark(lines.of((*where, number)), str(where[-1]), remedy)
