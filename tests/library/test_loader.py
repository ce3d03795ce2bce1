"""Texts become modules; a fault is named by file, line, field and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitator.domain import modules
from facilitator.domain.modules import Handout, Kind, Module, Step
from facilitator.library import LibraryError, check, load
from facilitator.library.__main__ import main
from tests.library.folder import HANDS, HARBOUR, change, write

HEAD = f"{HARBOUR}:"
HANDOUT = Handout(
    "My harbour",
    "This page is yours to keep.",
    (
        modules.Drawing("harbour", "A harbour with a wall", 80),
        modules.Columns((modules.Lines("Inside", 4), modules.Lines("Outside", 4, "if you like"))),
        modules.PageBreak(),
        modules.Text("## Not a heading of the module"),
        modules.Cards(
            "pocket",
            (modules.Card("Pause", "Stop for a moment."), modules.Card("", "", 3)),
        ),
    ),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path)


def said(folder: Path) -> list[str]:
    """Every fault as it is printed, paths from the folder."""
    return [str(fault).replace(f"{folder}/", "") for fault in check(folder)]


def test_a_module_is_read_whole(folder: Path):
    assert load(folder).modules["sh-1"] == Module(
        id="sh-1",
        title="Harbour and harbour wall",
        theme="safe-harbour",
        kind=Kind.INPUT,
        least=8,
        typical=10,
        most=14,
        intensity=2,
        summary="Care and limits, in one picture.",
        materials=("drawing",),
        aim="To hold two truths.",
        steps=(
            Step(3, "**Show the harbour.** Point to the wall.\nWait a moment."),
            Step(7, "**Talk.** Ask who has a wall."),
        ),
        say="To open:\n\n> Here is a harbour.",
        prompts=("Where is your wall?", "What would a good wall keep out?"),
        care="Passing is fine.",
        online="Share the picture.",
        handout=HANDOUT,
        sources=("allen2003",),
        shorten="To shorten to 8 minutes: show it only. To stretch to 14 minutes: talk longer.",
        sizes="Small group (under 5): talk at once. Large group (over 10): talk in pairs.",
    )


def test_a_cross_theme_module_may_have_no_theme_no_prompts_and_no_handout(folder: Path):
    module = load(folder).modules["gr-03"]
    assert (module.theme, module.prompts, module.handout) == (None, (), None)


def test_the_library_holds_its_registers_in_order(folder: Path):
    library = load(folder)
    assert list(library.modules) == ["gr-03", "sh-1"]
    assert [theme.slug for theme in library.themes] == ["self-compassion", "safe-harbour"]
    assert library.themes[0].why == "Kindness can release tears."
    assert library.sources["allen2003"].year == "2003"
    assert library.theme("safe-harbour") == library.themes[1]
    assert library.theme("growing-up") is None
    assert library.of_theme("safe-harbour") == (library.modules["sh-1"],)


def test_help_lines_stand_by_country_with_the_directory_beside(folder: Path):
    helplines = load(folder).helplines
    country = helplines.country("XX")
    assert country is not None
    assert (country.name, country.emergency, country.emergency_note) == (
        "Anywhere",
        "112",
        "check locally",
    )
    assert [(line.id, line.channels, line.printable) for line in country.lines] == [
        ("xx-night", ("call", "text"), True)
    ]
    assert [(line.kind, line.number) for line in helplines.directory] == [
        ("directory", "example.org")
    ]
    assert helplines.country("YY") is None


def test_nothing_in_a_library_can_be_changed(folder: Path):
    library = load(folder)
    with pytest.raises(TypeError):
        library.modules["new"] = library.modules["sh-1"]  # type: ignore[index]


def test_a_sound_folder_has_no_faults(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert check(folder) == []
    assert main([str(folder)]) == 0
    assert capsys.readouterr().out == ""


def test_loading_fails_on_the_first_fault_and_checking_tells_all(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    change(folder, HANDS, "intensity: 1", "intensity: 9")
    change(folder, HARBOUR, "intensity: 2", "intensity: nine")
    faults = [
        f"{HANDS}:6 intensity: write 3 or less",
        f"{HARBOUR}:7 intensity: write a whole number",
    ]
    assert said(folder) == faults
    with pytest.raises(LibraryError) as raised:
        load(folder)
    error = raised.value
    assert (error.path, error.line, error.field, error.remedy) == (
        folder / HANDS,
        6,
        "intensity",
        "write 3 or less",
    )
    assert main([str(folder)]) == 1
    assert capsys.readouterr().out.replace(f"{folder}/", "").splitlines() == faults


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("---\nid", "id", "1 front matter: begin the file with a line of three dashes"),
        (
            "[allen2003]\n---\n",
            "[allen2003]\n",
            "1 front matter: end the front matter with a line of three dashes",
        ),
        (
            "title: Harbour and",
            "tittle: Harbour and",
            "3 tittle: take this field out, or mend its spelling",
        ),
        (
            "title: Harbour and",
            "title: 18:30 # ",
            "3 title: write text here; quote times, numbers and yes or no",
        ),
        (
            "least: 8",
            "least: 1:30",
            "6 minutes: the minutes must rise: least, then typical, then most",
        ),
        ("typical: 10", "typical: 10.5", "6 minutes.typical: write a whole number"),
        ("kind: input", "kind: speech", "5 kind: write one of: 'opening'"),
        (
            "materials: [drawing]",
            "materials: drawing",
            "9 materials: write a list: [one, two], or [] for none",
        ),
        (
            "summary: Care",
            "summary: '" + "x" * 91 + "' # Care",
            "8 summary: shorten this to 90 characters",
        ),
        ("summary: Care and", 'summary: "Care', "8 yaml: not readable"),
        (
            "intensity: 2\n",
            "intensity: 2\nintensity: 3\n",
            "8 intensity: this key stands twice: keep one of the two",
        ),
        ("id: sh-1", "id: sh-2", "2 id: name the file sh-2.md, or mend the id"),
        (
            "theme: safe-harbour",
            "theme: self-compassion",
            "4 theme: write `theme: safe-harbour`, or move the file",
        ),
        (
            "sources: [allen2003]",
            "sources: [allen2004]",
            "10 sources: allen2004 is not in sources.yaml: add it there or take it out here",
        ),
    ],
)
def test_a_fault_in_the_front_matter_is_named(folder: Path, old: str, new: str, fault: str):
    change(folder, HARBOUR, old, new)
    found = said(folder)
    assert HEAD + fault in [one[: len(HEAD + fault)] for one in found]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("## Say", "## Speak", "26 Speak: `## Say` is due here"),
        ("## Online", "### Online", "42 headings: use `## ` for the fixed headings and no others"),
        (
            "## Aim\n\n",
            "First.\n\n## Aim\n\n",
            "13 body: put this under `## Aim`: nothing stands before it",
        ),
        ("To hold two truths.\n", "", "13 Aim: write something under this heading"),
        (
            "(3 min)",
            "(4 min)",
            "17 Steps: the steps add up to 11 minutes: make it 10, the typical length",
        ),
        ("(3 min) ", "", "19 Steps.1: begin the step with its length: `1. (3 min) ...`"),
        ("(3 min)", "(0 min)", "19 Steps.1: begin the step with its length: `1. (3 min) ...`"),
        ("2. (7", "3. (7", "21 Steps.2: number this step 2"),
        (
            "To shorten to 8",
            "Shorten to 8",
            "23 Steps: make this a numbered step, or move it to another heading",
        ),
        (
            "Small group (under",
            "Few people (under",
            "17 Steps: add a paragraph that begins `Small group`",
        ),
        (
            "- Where is",
            "Where is",
            "34 Prompts: begin each prompt with a dash, and write nothing else",
        ),
        (
            "```yaml\ntitle",
            "title",
            "46 Handout: write one block of YAML, fenced by ```yaml and ```",
        ),
        ("name: harbour", "name: castle", "52 parts.0.drawing.name: write one of: 'anchors'"),
        (
            "  - break: true",
            "  - break: true\n    quote: Both",
            "56 parts.2: give each part exactly one key",
        ),
        (
            "Stop for a moment.",
            "a " * 30,
            "59 parts.4.cards: card 1: keep a pocket card to 25 words",
        ),
        ("{lines: 3}", "{}", "59 parts.4.cards: card 2 is empty: write a title, a text or lines"),
        ("height: 80", "height: 800", "52 parts.0.drawing.height: write 180 or less"),
        ("lead: This page is yours to keep.\n", "", "49 lead: add this field"),
        ("\nparts:", "\nfor: room\nparts:", "51 for: write one of: 'each'"),
    ],
)
def test_a_fault_in_the_body_is_named(folder: Path, old: str, new: str, fault: str):
    change(folder, HARBOUR, old, new)
    found = said(folder)
    assert HEAD + fault in [one[: len(HEAD + fault)] for one in found]
