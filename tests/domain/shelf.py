"""A library of modules without texts: the bounds and intensities of the library brief, 4."""

from __future__ import annotations

from facilitator.domain.modules import Kind, Module, Step, Theme

_CROSS = """
op-01 opening 3 5 7 1; op-02 opening 5 8 12 1; op-03 opening 3 5 8 1
gr-01 grounding 2 4 6 1; gr-02 grounding 2 4 5 1; gr-03 grounding 2 3 5 1; gr-04 grounding 3 5 8 1
ag-01 agreements 12 20 30 1; ag-02 agreements 1 2 3 1
ci-01 check-in 6 10 15 1; ci-02 check-in 5 8 12 1; ci-03 check-in 8 12 18 1; ci-04 check-in 5 9 14 1
en-01 energiser 2 4 6 1; en-02 break 5 8 12 1; en-03 energiser 2 3 5 1
cl-01 closing 6 9 12 1; cl-02 closing 4 6 8 1; co-01 check-out 2 4 6 1; co-02 check-out 2 4 6 1
"""
_THEMES = {
    "quiet-distance": """
qd-1 input 8 11 15 2; qd-2 discussion 12 18 25 2; qd-3 exercise 15 20 30 2
qd-4 reflection 8 10 15 3
""",
    "taken-for-granted": """
tg-1 input 6 9 12 1; tg-2 discussion 10 15 22 1; tg-3 exercise 12 16 22 1; tg-4 take-home 3 5 5 1
""",
    "growing-up": """
gu-1 input 8 11 15 1; gu-2 discussion 12 18 25 2; gu-3 exercise 12 18 25 2; gu-4 reflection 5 8 10 2
""",
    "safe-harbour": """
sh-1 input 8 10 14 2; sh-2 discussion 12 17 25 2; sh-3 exercise 15 20 28 2; sh-4 take-home 4 6 8 1
""",
    "self-and-limits": """
sl-1 input 7 10 14 1; sl-2 discussion 12 18 25 1; sl-3 exercise 18 24 35 2; sl-4 take-home 3 4 5 1
""",
    "sacrifice-and-debt": """
sd-1 input 8 11 15 2; sd-2 discussion 15 20 28 3; sd-3 exercise 14 20 28 2; sd-4 reflection 6 8 12 3
""",
    "culture-and-pressure": """
cp-1 input 8 11 15 1; cp-2 discussion 12 18 25 1; cp-3 exercise 12 17 25 1; cp-4 take-home 3 4 5 1
""",
    "family-patterns": """
fp-1 input 8 11 15 2; fp-2 discussion 15 20 28 3; fp-3 exercise 15 22 30 2; fp-4 reflection 6 8 12 2
""",
    "self-compassion": """
sc-1 input 7 10 14 1; sc-2 discussion 15 20 28 2; sc-3 exercise 8 12 18 2; sc-4 take-home 4 6 8 2
""",
    "own-worth": """
ow-1 input 7 10 14 1; ow-2 discussion 12 18 25 2; ow-3 exercise 18 25 35 3; ow-4 take-home 4 6 8 1
""",
    "reclaiming-life": """
rl-1 input 6 9 12 1; rl-2 discussion 12 16 22 1; rl-3 exercise 12 18 25 1; rl-4 reflection 6 10 12 1
""",
    "new-bridges": """
nb-1 input 8 11 15 2; nb-2 discussion 12 18 25 2; nb-3 exercise 18 25 35 2; nb-4 take-home 4 6 8 2
""",
    "asking-for-support": """
as-1 input 6 9 12 1; as-2 discussion 10 15 22 1; as-3 exercise 12 18 25 1; as-4 take-home 8 10 15 2
""",
}


def module(
    id: str = "xx-1",
    kind: Kind | str = Kind.EXERCISE,
    least: int = 5,
    typical: int = 10,
    most: int = 20,
    intensity: int = 1,
    theme: str | None = None,
) -> Module:
    return Module(
        id=id,
        title=f"Module {id}",
        theme=theme,
        kind=Kind(kind),
        least=least,
        typical=typical,
        most=most,
        intensity=intensity,
        summary="A module.",
        materials=(),
        aim="To try.",
        steps=(Step(typical, "Do it."),),
        say="> Welcome.",
        prompts=(),
        care="Passing is fine.",
        online="The same.",
        handout=None,
        sources=("samhsa2014",),
    )


def theme(slug: str, number: int = 1, intensity: int = 1, goes_with: tuple[str, ...] = ()) -> Theme:
    return Theme(
        slug, number, slug.replace("-", " "), "You can.", intensity, "", "", "", goes_with, ()
    )


def _modules(text: str, slug: str | None) -> list[Module]:
    found = []
    for line in text.strip().replace("\n", ";").split(";"):
        id, kind, *numbers = line.split()
        least, typical, most, intensity = map(int, numbers)
        found.append(module(id, kind, least, typical, most, intensity, slug))
    return found


CROSS = tuple(_modules(_CROSS, None))
BY_THEME = {slug: tuple(_modules(text, slug)) for slug, text in _THEMES.items()}
THEMES = tuple(theme(slug, number) for number, slug in enumerate(_THEMES, start=1))
ALL = CROSS + tuple(one for modules in BY_THEME.values() for one in modules)
SHIPPED_THEMES = ("quiet-distance", "taken-for-granted", "safe-harbour", "self-compassion")
SHIPPED = CROSS + tuple(one for slug in SHIPPED_THEMES for one in BY_THEME[slug])
"""What the first release holds: four themes."""
