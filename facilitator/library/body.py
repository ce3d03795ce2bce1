"""The body of a module text: fixed headings in a fixed order, and steps that carry minutes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from facilitator.domain.modules import Step
from facilitator.library.problems import Desk

HEADINGS = ("Aim", "Steps", "Say", "Prompts", "Take care", "Online")
HANDOUT = "Handout"
NOTHING = "Nothing yet."
"""Stands under a heading whose text is empty, as a facilitator's own module may have it."""
NO_LENGTHS = "To shorten or to stretch: nothing yet."
NO_SIZES = "Small group or large group: nothing yet."

_STEP = re.compile(r"(\d+)\.\s+(.*)")
_MINUTES = re.compile(r"\((\d+) min\)\s*(.*)", re.DOTALL)
FRESH = re.compile(r"\d+\.\s|To shorten |To stretch |Small group |Large group ")
_PROMPT = re.compile(r"[-*]\s+(.*)")


@dataclass(frozen=True)
class Section:
    """What stands under one heading; `line` is the heading's line in the file, `text_line` that of
    the first line of the text."""

    heading: str
    line: int
    text: str
    text_line: int


@dataclass(frozen=True)
class Steps:
    steps: tuple[Step, ...]
    shorten: str
    sizes: str


def sections(desk: Desk, body: str, first_line: int) -> dict[str, Section] | None:
    """The sections by heading. Exactly `HEADINGS` in their order, then the handout if there is one;
    otherwise the first that differs is marked and nothing is returned."""
    found = _split(desk, body, first_line)
    wanted = [*HEADINGS, HANDOUT] if len(found) > len(HEADINGS) else list(HEADINGS)
    for section, heading in zip(found, wanted, strict=False):
        if section.heading != heading:
            desk.mark(section.line, section.heading, f"`## {heading}` is due here")
            return None
    if len(found) < len(wanted):
        end = first_line + body.rstrip().count("\n")
        desk.mark(end, "headings", f"add the heading `## {wanted[len(found)]}`")
        return None
    for extra in found[len(wanted) :]:
        desk.mark(extra.line, extra.heading, "take this heading out: the handout is the last")
        return None
    for section in found:
        if not section.text:
            desk.mark(section.line, section.heading, "write something under this heading")
    return {section.heading: section for section in found}


def _split(desk: Desk, body: str, first_line: int) -> list[Section]:
    """Cut at every second-level heading outside a fence."""
    found: list[tuple[str, int, list[str]]] = []
    fenced = False
    for number, line in enumerate(body.split("\n"), start=first_line):
        fenced ^= line.startswith("```")
        if not fenced and re.match(r"#+\s", line):
            if not line.startswith("## "):
                desk.mark(number, "headings", "use `## ` for the fixed headings and no others")
            found.append((line.lstrip("#").strip(), number, []))
        elif found:
            found[-1][2].append(line)
        elif line.strip():
            desk.mark(number, "body", "put this under `## Aim`: nothing stands before it")
    return [_section(*parts) for parts in found]


def _section(heading: str, line: int, text: list[str]) -> Section:
    free = next((n for n, said in enumerate(text) if said.strip()), 0)
    return Section(heading, line, "\n".join(text).strip(), line + 1 + free)


def read_steps(desk: Desk, section: Section, typical: int) -> Steps:
    """The numbered steps and the two paragraphs after them. Minutes must add up to `typical`."""
    blocks = _paragraphs(section)
    listed = [block for block in blocks if _STEP.match(block[1])]
    steps = tuple(
        step
        for number, (line, text) in enumerate(listed, start=1)
        if (step := _step(desk, line, text, number)) is not None
    )
    total = sum(step.minutes for step in steps)
    if len(steps) == len(listed) and total != typical:
        desk.mark(
            section.line,
            "Steps",
            f"the steps add up to {total} minutes: make it {typical}, the typical length",
        )
    rest = [block for block in blocks if not _STEP.match(block[1])]
    return Steps(steps, *_afterwards(desk, section, rest))


def _paragraphs(section: Section) -> list[tuple[int, str]]:
    """Paragraphs and list items with their lines. A numbered line and the first words of the two
    closing paragraphs begin a new one; an indented line carries the one before on, across a blank
    line too."""
    found: list[tuple[int, list[str]]] = []
    open_ = False
    for number, line in enumerate(section.text.split("\n"), start=section.text_line):
        if not line.strip():
            open_ = False
        elif found and line.startswith("  "):
            found[-1][1].append(line.strip() if open_ else "\n" + line.strip())
            open_ = True
        elif open_ and not FRESH.match(line):
            found[-1][1].append(line.strip())
        else:
            found.append((number, [line.strip()]))
            open_ = True
    return [(number, "\n".join(lines)) for number, lines in found]


def _step(desk: Desk, line: int, text: str, number: int) -> Step | None:
    match = _STEP.match(text)
    said = match and _MINUTES.match(text[match.start(2) :])
    if not match or not said or int(said[1]) < 1 or not said[2].strip():
        desk.mark(line, f"Steps.{number}", "begin the step with its length: `1. (3 min) ...`")
        return None
    if int(match[1]) != number:
        desk.mark(line, f"Steps.{number}", f"number this step {number}")
    return Step(int(said[1]), said[2].strip())


def _afterwards(desk: Desk, section: Section, rest: list[tuple[int, str]]) -> tuple[str, str]:
    """The paragraph on lengths and the paragraph on sizes, each wanted once, nothing else."""
    shorten = [text for _, text in rest if text.startswith(("To shorten", "To stretch"))]
    sizes = [text for _, text in rest if text.startswith(("Small group", "Large group"))]
    for line, text in rest:
        if text not in shorten and text not in sizes:
            desk.mark(line, "Steps", "make this a numbered step, or move it to another heading")
    if not shorten:
        desk.mark(section.line, "Steps", "add a paragraph that begins `To shorten to`")
    if not sizes:
        desk.mark(section.line, "Steps", "add a paragraph that begins `Small group`")
    return said("\n\n".join(shorten), NO_LENGTHS), said("\n\n".join(sizes), NO_SIZES)


def said(text: str, nothing: str = NOTHING) -> str:
    """The text, or "" where it says that there is none."""
    return "" if text == nothing else text


def read_prompts(desk: Desk, section: Section) -> tuple[str, ...]:
    """The listed prompts. A plain sentence instead of a list says that none are needed."""
    prompts: list[str] = []
    plain: list[tuple[int, str]] = []
    for number, line in enumerate(section.text.split("\n"), start=section.text_line):
        match = _PROMPT.match(line)
        if match:
            prompts.append(match[1].strip())
        elif prompts and line.startswith("  ") and line.strip():
            prompts[-1] += " " + line.strip()
        elif line.strip():
            plain.append((number, line))
    if prompts and plain:
        desk.mark(plain[0][0], "Prompts", "begin each prompt with a dash, and write nothing else")
    return tuple(prompts)
