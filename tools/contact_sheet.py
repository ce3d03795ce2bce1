"""Every handout of the library as pictures on contact sheets, to be looked at.

    .venv/bin/python -m tools.contact_sheet out/ [--paper Letter] [--grey] [--what themes] [id ...]

Writes out/<id>-<side>.png for each side, and out/contact-<n>.png with all of them in rows. `--grey`
shows what a black-and-white printer makes of them; `--what` prints the themes' own pages or the
modules' scripts instead. Needs the development packages (Pillow).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

from facilitator.domain import papers
from facilitator.domain.papers import HelpLine, Look, Paper, PaperGroup
from facilitator.library import shipped
from facilitator.press.pages import page
from facilitator.press.pdf import make

SCALE = 1.0
"""Pixels a point: a side of A4 is 595 wide, legible when a contact sheet is shown whole."""
ACROSS, DOWN, GAP, LABEL = 4, 2, 12, 16

DOOR = papers.Door("http://192.168.1.24:5000/#secret-of-a-sample", "R3TWX9", "leaving")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("out", type=Path)
    asked.add_argument("ids", nargs="*", help="only these modules or themes")
    asked.add_argument("--paper", choices=("A4", "Letter"), default="A4")
    asked.add_argument("--what", choices=tuple(MAKERS), default="handouts")
    asked.add_argument("--grey", action="store_true")
    wanted = asked.parse_intermixed_args()
    wanted.out.mkdir(parents=True, exist_ok=True)
    sides: list[tuple[str, Image.Image]] = []
    for name, paper in MAKERS[wanted.what](wanted.paper):
        if not wanted.ids or name in wanted.ids:
            sides += pictures(name, paper, "L" if wanted.grey else "RGB")
    for name, picture in sides:
        picture.save(wanted.out / f"{name}.png")
    for number, start in enumerate(range(0, len(sides), ACROSS * DOWN), start=1):
        sheet = contact(sides[start : start + ACROSS * DOWN])
        sheet.save(wanted.out / f"contact-{number:02}.png")
    print(f"{len(sides)} sides in {wanted.out}")


def handouts(size: str) -> Iterator[tuple[str, Paper]]:
    """The participant's page of each module that has one, with a foot as groups print it."""
    country = shipped().helplines.country("GB")
    lines = tuple(HelpLine(one.name, one.number) for one in country.lines[:2]) if country else ()
    group = PaperGroup(
        name="Sample",
        public_name="Tuesday circle",
        room="",
        country="GB",
        look=Look(size),
        help=lines,
        emergency="999 or 112",
        helplines_checked=date(2026, 11, 3),
        facilitators=(("MO", "Maria"),),
    )
    for key, module in shipped().modules.items():
        if module.handout:
            yield key, papers.worksheet(module, titles(), group=group, door=DOOR)


def themes(size: str) -> Iterator[tuple[str, Paper]]:
    library = shipped()
    for theme in library.themes:
        modules = library.of_theme(theme.slug)
        yield theme.slug, papers.theme_page(theme, modules, library.sources, Look(size))


def scripts(size: str) -> Iterator[tuple[str, Paper]]:
    for key, module in shipped().modules.items():
        yield key, papers.module_page(module, titles(), shipped().sources, Look(size))


MAKERS = {"handouts": handouts, "themes": themes, "scripts": scripts}


def titles() -> dict[str, str]:
    return {theme.slug: theme.title for theme in shipped().themes}


def pictures(name: str, paper: Paper, mode: str) -> Iterator[tuple[str, Image.Image]]:
    """Each side of the paper as a picture, named after it and its place."""
    leaves = pypdfium2.PdfDocument(make(page(paper)))
    for number, leaf in enumerate(leaves, start=1):
        yield f"{name}-{number}", leaf.render(scale=SCALE).to_pil().convert(mode)


def contact(sides: Sequence[tuple[str, Image.Image]]) -> Image.Image:
    """The sides in rows on a grey ground, each with its name above it."""
    wide, high = sides[0][1].width + GAP, sides[0][1].height + GAP + LABEL
    rows = -(-len(sides) // ACROSS)
    sheet = Image.new("RGB", (ACROSS * wide + GAP, rows * high + GAP), "#9a958c")
    pen = ImageDraw.Draw(sheet)
    for place, (name, picture) in enumerate(sides):
        left = GAP + place % ACROSS * wide
        top = GAP + place // ACROSS * high
        pen.text((left, top), name, "#ffffff")
        sheet.paste(picture, (left, top + LABEL))
    return sheet


if __name__ == "__main__":
    main()
