"""Every paper as pictures, in docs/gallery: A4, Letter, large print, and without colour.

    make gallery

One picture for each paper and look, its sides in rows; docs/gallery/README.md shows them. The
evening is one of the shelf's own shapes, for nine people, with names that are made up. Needs the
development packages.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pypdfium2
from PIL import Image

from facilitator.domain import papers, series, trend
from facilitator.domain.checkins import Need, Word
from facilitator.domain.papers import Door, Evening, HelpLine, Letters, Look, PaperGroup
from facilitator.domain.papers.kinds.checkin import EntryCards
from facilitator.domain.papers.kinds.participants import Again
from facilitator.domain.papers.makers.workbook import workbooks
from facilitator.domain.papers.programme import programme
from facilitator.domain.plans import Plan
from facilitator.domain.release import NOTHING, Cells, Label, Sentences
from facilitator.library import shipped
from facilitator.library.shapes import shapes
from facilitator.press.images.logo import logo
from facilitator.press.pages import page
from facilitator.press.workshop import drawn, make, packet

OUT = Path(__file__).resolve().parents[1] / "docs" / "gallery"
LOOKS = {
    "a4": ("A4", Look()),
    "letter": ("Letter", Look("Letter")),
    "large": ("Large print", Look(letters=Letters.LARGE)),
    "grey": ("Without colour", Look(grey=True)),
}
SCALE, ACROSS, GAP, MOST = 0.8, 4, 8, 24
"""Pixels a point; sides in a row; pixels between them; sides that are shown of one paper."""
COLOURS = 128

GROUP = PaperGroup(
    name="Mothers on Tuesdays",
    public_name="Tuesday circle",
    room="St Brigid’s hall, side door",
    country="IE",
    look=Look(),
    help=(
        HelpLine("Samaritans", "116 123", "day and night", "free"),
        HelpLine("Women’s Aid", "1800 341 900", "day and night", "free"),
    ),
    emergency="999 or 112",
    helplines_checked=date(2026, 11, 3),
    facilitators=(("MO", "Maria"), ("RK", "Ruth")),
    local_rule="If a child is in danger we call the duty social worker, and tell you first.",
    zone="Europe/Dublin",
)
ARRIVING = Door("https://circle.example/#secret-of-a-sample", "K7MPQ4", "arriving")
DOORS = (ARRIVING, replace(ARRIVING, code="R3TWX9", moment="leaving"))
CARDS = ("YFVG3AKJF", "6NYWV4A5J", "YY344EX7U", "9NM6EPJQN", "9C5UFJ644", "PAUEWTXUQ", "WNX4JVA32")
SIGN = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="240" height="120"><circle cx="60" cy="60" '
    b'r="52" fill="none" stroke="#1f5c54" stroke-width="12"/><circle cx="150" cy="78" r="34" '
    b'fill="#b4532f"/></svg>'
)
"""A logo of nobody's."""


def evenings() -> tuple[Plan, ...]:
    """Eight Tuesdays from the shelf, led in turns."""
    start = datetime(2026, 11, 10, 18, 30)
    made = series.copied(shapes()["eight-weeks"], shipped().modules, start, 9)
    return tuple(
        replace(
            plan,
            blocks=tuple(
                replace(block, lead=("MO", "RK")[place % 2])
                for place, block in enumerate(plan.blocks)
            ),
        )
        for plan in made
    )


def told(plans: Sequence[Plan]) -> tuple[trend.Evening, ...]:
    """What the releases of these evenings said: each other, and the first too few on leaving."""
    some, few, most = Label.SOME, Label.FEW_OR_NONE, Label.MOST
    moods = ((most, few), (some, few), (few, some))
    made = [
        Cells(9, Sentences(*mood), Sentences(few, some), tuple(Need)[:2], tuple(Word)[at : at + 2])
        for at, mood in enumerate(moods)
    ]
    return tuple(
        trend.Evening(plan.day, cells, made[-1] if at else NOTHING)
        for at, (plan, cells) in enumerate(zip(plans, made, strict=True))
    )


def every(look: Look) -> Iterator[tuple[str, bytes]]:
    """Each paper's name and its PDF."""
    group = replace(GROUP, look=look, logo=logo(SIGN, drawn))
    weeks, library = evenings(), shipped()
    themes = {theme.slug: theme for theme in library.themes}
    choice = papers.Choice(letters=look.letters, grey=look.grey)
    usual = library.modules["ag-01"].handout
    again = Again(weeks[3].day, weeks[3].start)
    tonight = Evening(
        weeks[2],
        group,
        themes,
        DOORS,
        choice=choice,
        usual=usual,
        again=again,
        weeks=told(weeks[:3]),
    )
    sheets = papers.packet(tonight)
    for name in papers.Name:
        of = [replace(one, copies=1) for one in sheets if one.name is name]
        if of:
            yield name.value, packet(of, name.value).content
    titles = {slug: theme.title for slug, theme in themes.items()}
    theme = themes[weeks[2].theme]
    module = library.modules[weeks[2].blocks[4].module.id]
    yield "theme-page", make(page(papers.theme_page(theme, library.of_theme(theme.slug),
                                                    library.sources, look)))  # fmt: skip
    yield "module-script", make(page(papers.module_page(module, titles, library.sources, look)))
    yield "question-card", make(page(papers.QuestionCard(look, papers.Place(), group.helped)))
    ways = tuple(replace(ARRIVING, url=f"{ARRIVING.url}-{code}", code=code) for code in CARDS)
    yield "cards", make(page(EntryCards(look, papers.Place(GROUP.public_name), group.helped,
                                        "arriving", ways)))  # fmt: skip
    for wall in (False, True):
        made = programme("Eight Tuesdays", weeks, group, titles, wall=wall)
        yield "programme-for-the-wall" if wall else "programme", make(page(made))
    for book in workbooks(weeks, group, themes, library.sources):
        part = f"-{book.volume}" if book.volume > 1 else ""
        yield f"workbook{part}", make(page(book))


def sides(pdf: bytes) -> list[Image.Image]:
    return [leaf.render(scale=SCALE).to_pil() for leaf in pypdfium2.PdfDocument(pdf)]


def contact(pictures: Sequence[Image.Image]) -> Image.Image:
    """The sides in rows on a ground of the colour of card."""
    shown = pictures[:MOST]
    across = min(ACROSS, len(shown))
    wide = max(one.width for one in shown) + GAP
    rows = [shown[at : at + across] for at in range(0, len(shown), across)]
    high = [max(one.height for one in row) + GAP for row in rows]
    sheet = Image.new("RGB", (across * wide + GAP, sum(high) + GAP), "#9a958c")
    for number, row in enumerate(rows):
        for place, one in enumerate(row):
            sheet.paste(one, (GAP + place * wide, GAP + sum(high[:number])))
    return sheet.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)


def index(names: Sequence[str]) -> str:
    """docs/gallery/README.md: a row for each paper, a column for each look."""
    heads = " | ".join(title for title, _ in LOOKS.values())
    lines = ["# Every paper", "", "Made by `make gallery`, from an evening of the shelf.", ""]
    lines += [f"| Paper | {heads} |", "|---" * (len(LOOKS) + 1) + "|"]
    for name in names:
        files = [f"{name}-{look}.png" for look in LOOKS]
        cells = (f"[![{name}]({file})]({file})" if (OUT / file).exists() else "" for file in files)
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def main() -> None:
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    names: dict[str, None] = {}
    for key, (_, look) in LOOKS.items():
        for name, pdf in every(look):
            names[name] = None
            contact(sides(pdf)).save(OUT / f"{name}-{key}.png", optimize=True)
    (OUT / "README.md").write_text(index(list(names)))
    print(f"{len(names)} papers in {len(LOOKS)} looks: {OUT}")


if __name__ == "__main__":
    main()
