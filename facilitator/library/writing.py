"""A module as the text of its file: what `loader.read_module` reads, written back.

Reading what was written gives the same module, once it is `settled`. Settling changes what the
format cannot carry and a reader would not see on the page:

- Line ends become one kind, a tab four spaces; other control characters go.
- Space at both ends of a text goes. Summary, materials and prompts are one line each.
- A line that looks like a heading of the file, or like a fence, gets a backslash before it. The
  page does not show the backslash.
- Inside a step, and inside the paragraphs on lengths and sizes, lines begin at the margin and one
  blank line stands for many. The two paragraphs begin with the words they are known by.

What is empty is written as such ("Nothing yet."). A module that the format refuses, such as one
whose steps do not add up, is written all the same; reading it names what is wrong (`faults`).
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from facilitator.domain import modules
from facilitator.domain.modules import Handout, Module, Source, Step
from facilitator.library.body import FRESH, HANDOUT, HEADINGS, NO_LENGTHS, NO_SIZES, NOTHING, said
from facilitator.library.frontmatter import head_of
from facilitator.library.loader import read_module
from facilitator.library.problems import Desk, LibraryError

NO_PROMPTS = "None needed."
WIDTH = 100
"""Columns after which YAML goes on in the next line."""
ONE_LINE = 90
"""Letters, commas and all, up to which a list or a few fields stand in one line."""
_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_LOOKS_LIKE_FORMAT = re.compile(r"^(?=#+\s|```)", re.MULTILINE)
_SHORTEN = ("To shorten", "To stretch")
_SIZES = ("Small group", "Large group")


def text_of(module: Module) -> str:
    """The whole file, of the settled module, with a line end at its end."""
    found = settled(module)
    parts = {
        "Aim": found.aim or NOTHING,
        "Steps": _steps(found),
        "Say": found.say or NOTHING,
        "Prompts": "\n".join(f"- {one}" for one in found.prompts) or NO_PROMPTS,
        "Take care": found.care or NOTHING,
        "Online": found.online or NOTHING,
    }
    body = [f"## {heading}\n\n{parts[heading]}" for heading in HEADINGS]
    if found.handout is not None:
        body.append(f"## {HANDOUT}\n\n```yaml\n{yaml_of(_handout(found.handout))}```")
    return f"---\n{yaml_of(head_of(found))}---\n\n" + "\n\n".join(body) + "\n"


def faults(module: Module, sources: Mapping[str, Source] | None = None) -> list[LibraryError]:
    """What keeps this module from being read back from its text, in the order of its lines."""
    desk = Desk(Path(f"{module.id}.md"))
    read_module(desk, text_of(module), None, sources)
    return sorted(desk.found, key=lambda one: one.line)


def settled(module: Module) -> Module:
    """The module as its text can carry it. Settling twice is settling once."""
    plain: Module = _each(module, _plain)
    handout = plain.handout
    return dataclasses.replace(
        plain,
        title=_one_line(plain.title),
        summary=_one_line(plain.summary),
        materials=_filled(plain.materials),
        prompts=_filled(plain.prompts),
        aim=_markdown(plain.aim),
        say=_markdown(plain.say),
        care=_markdown(plain.care),
        online=_markdown(plain.online),
        steps=tuple(Step(one.minutes, _paragraphs(one.text)) for one in plain.steps),
        shorten=_opened(_paragraphs(plain.shorten), _SHORTEN, NO_LENGTHS),
        sizes=_opened(_paragraphs(plain.sizes), _SIZES, NO_SIZES),
        handout=None if handout is None else _settled_handout(handout),
    )


def _settled_handout(handout: Handout) -> Handout:
    parts = tuple(
        dataclasses.replace(part, text=part.text.strip())
        if isinstance(part, modules.Text | modules.Quote)
        else part
        for part in handout.parts
    )
    return Handout(handout.title, handout.lead.strip(), parts, handout.table)


def _each(value: Any, change: Any) -> Any:
    """The same value with every text in it changed."""
    if type(value) is str:
        return change(value)
    if isinstance(value, tuple):
        return tuple(_each(one, change) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {one.name: getattr(value, one.name) for one in dataclasses.fields(value)}
        return type(value)(**{name: _each(one, change) for name, one in fields.items()})
    return value


def _plain(text: str) -> str:
    """One kind of line end, no tab, and nothing that stands for no letter: controls, halves of a
    pair, the mark of byte order."""
    text = _LINE_ENDS.sub("\n", text).replace("\t", "    ")
    return "".join(one for one in text if one == "\n" or not _no_letter(one))


def _no_letter(one: str) -> bool:
    code = ord(one)
    return unicodedata.category(one) in ("Cc", "Cs") or code == 0xFEFF or code & 0xFFFE == 0xFFFE


def _one_line(text: str) -> str:
    return " ".join(line.strip() for line in text.split("\n") if line.strip())


def _filled(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line for one in texts if (line := _one_line(one)))


def _markdown(text: str) -> str:
    return said(_LOOKS_LIKE_FORMAT.sub(r"\\", text.strip()))


def _opened(text: str, openers: tuple[str, ...], nothing: str) -> str:
    if text and not text.startswith(openers):
        text = f"{nothing.partition(':')[0]}: {text}"
    return said(text, nothing)


def _paragraphs(text: str) -> str:
    """Lines from the margin, and one blank line between paragraphs."""
    lines = "\n".join(line.strip() for line in text.split("\n")).strip("\n")
    return re.sub(r"\n{3,}", "\n\n", lines)


def _steps(module: Module) -> str:
    listed = "\n".join(
        f"{number}. ({step.minutes} min) " + "\n".join(_indented(step.text))
        for number, step in enumerate(module.steps, start=1)
    )
    after = "\n\n".join(
        "\n".join(_flowing(text, openers))
        for text, openers in (
            (module.shorten or NO_LENGTHS, _SHORTEN),
            (module.sizes or NO_SIZES, _SIZES),
        )
    )
    return f"{listed}\n\n{after}".strip("\n")


def _indented(text: str) -> Iterator[str]:
    first, *rest = text.split("\n")
    yield first
    yield from (f"   {line}" if line else "" for line in rest)


def _flowing(text: str, openers: tuple[str, ...]) -> Iterator[str]:
    """The lines of one of the two closing paragraphs. One that would begin something else is
    indented, which makes it carry on what stands before it."""
    before = ""
    for number, line in enumerate(text.split("\n")):
        begins = not before and line.startswith(openers)
        carries_on = before and not FRESH.match(line) and not _LOOKS_LIKE_FORMAT.match(line)
        yield line if not number or not line or begins or carries_on else f"  {line}"
        before = line


def _handout(handout: Handout) -> dict[str, Any]:
    parts = [_part(part) for part in handout.parts]
    meant = {"for": "table"} if handout.table else {}
    return {"title": handout.title, "lead": handout.lead, **meant, "parts": parts}


def _part(part: modules.Part) -> dict[str, Any]:
    match part:
        case modules.PageBreak():
            return {"break": True}
        case modules.Text() | modules.Quote():
            return {"text" if isinstance(part, modules.Text) else "quote": part.text}
        case modules.Columns():
            return {"columns": [_column(one) for one in part.columns]}
        case modules.Boxes():
            boxes = [_given(heading=box.heading, hint=box.hint) for box in part.boxes]
            return {"boxes": {"across": part.across, "height": part.height, "boxes": boxes}}
        case modules.Cards():
            cards = [_given(title=c.title, text=c.text, lines=c.lines) for c in part.cards]
            return {"cards": {"size": part.size, "cards": cards}}
    return _simple(part)


def _simple(part: Any) -> dict[str, Any]:
    """The parts whose fields in the file have the names they have here."""
    fields = {one.name: getattr(part, one.name) for one in dataclasses.fields(part)}
    plain = {n: list(one) if isinstance(one, tuple) else one for n, one in fields.items()}
    empty = [name for name in ("heading", "hint", "labels") if not plain.get(name, True)]
    return {_NAMES[type(part)]: {n: one for n, one in plain.items() if n not in empty}}


_NAMES: dict[type, str] = {
    modules.Lines: "lines",
    modules.Items: "list",
    modules.Words: "words",
    modules.Grid: "grid",
    modules.Scale: "scale",
    modules.Drawing: "drawing",
    modules.Mark: "mark",
}


def _column(column: modules.Lines) -> dict[str, Any]:
    return {"heading": column.heading, "lines": column.count} | _given(hint=column.hint)


def _given(**fields: Any) -> dict[str, Any]:
    """Only what says something: an empty text and no lines are what is read without them."""
    return {name: one for name, one in fields.items() if one}


class _Dumper(yaml.SafeDumper):
    """A short list, or a few short fields, in one line; anything longer one below the other."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def represent_sequence(self, tag: str, sequence: Any, flow_style: bool | None = None) -> Any:
        node = super().represent_sequence(tag, sequence, flow_style)
        node.flow_style = all(map(_scalar, node.value)) and _fits(node.value)
        return node

    def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> Any:
        node = super().represent_mapping(tag, mapping, flow_style)
        # A part has one key, and stands better as `- quote: ...`.
        node.flow_style = len(node.value) > 1 and _fits([n for pair in node.value for n in pair])
        return node


def _scalar(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode)


def _fits(nodes: list[yaml.Node]) -> bool:
    """Whether these would stand in one line: all of them plain values or short lists of them."""
    flat = all(_scalar(node) or getattr(node, "flow_style", False) for node in nodes)
    return flat and sum(map(_length, nodes)) <= ONE_LINE


def _length(node: yaml.Node) -> int:
    if isinstance(node, yaml.ScalarNode):
        return len(node.value) + 2
    return sum(_length(n) for one in node.value for n in (one if type(one) is tuple else (one,)))


def _text(dumper: _Dumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def yaml_of(data: dict[str, Any]) -> str:
    """Plain data as YAML in the order of its fields, the same text for the same data."""
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)
