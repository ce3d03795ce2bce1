"""What Python, scripts, styles and YAML say to people, as texts without their marks.

Rather too much than too little: every string with a space in it counts, but for docstrings, which
speak to those who read the source. The docstring of a command is its help, and counts.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import Any

import yaml

# One string of JavaScript: in double, single or backward quotes, with what is escaped in it.
_SCRIPT = re.compile(
    r'"((?:[^"\\\n]|\\.)*)"|\'((?:[^\'\\\n]|\\.)*)\'|`((?:[^`\\]|\\.)*)`', re.DOTALL
)
_NOT_SAID = frozenset({"find"})
"""Keys of YAML whose values are looked for in texts and said to nobody."""
_FRONT = re.compile(r"---\n(.*?)\n---\n(.*)", re.DOTALL)


def of_python(source: str) -> list[str]:
    """Its strings, those that belong together as one, `{}` for what an f-string puts in."""
    return [text for text in _said(ast.parse(source)) if " " in text.strip()]


def _said(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.FunctionDef) and any(map(_is_command, node.decorator_list)):
        yield ast.get_docstring(node) or ""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.sub(r"\{[^{}]*\}", "{}", node.value)
    elif _joined(node):
        yield "".join(_parts(node))
        yield from (text for inner in _put_in(node) for text in _said(inner))
    else:
        yield from (text for child in ast.iter_child_nodes(node) for text in _said(child))


def _is_command(decorator: ast.expr) -> bool:
    return re.search(r"\b(command|group)\b", ast.unparse(decorator)) is not None


def _joined(node: ast.AST) -> bool:
    """An f-string, or strings that are added up."""
    added = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add)
    return isinstance(node, ast.JoinedStr) or (added and any(map(_text, ast.walk(node))))


def _text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _parts(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.JoinedStr):
        yield from (text for value in node.values for text in _parts(value))
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from (*_parts(node.left), *_parts(node.right))
    elif isinstance(node, ast.Constant):
        yield str(node.value)
    else:
        yield "{}"


def _put_in(node: ast.AST) -> Iterator[ast.AST]:
    """What such a string takes in, which may hold strings of its own."""
    if isinstance(node, ast.JoinedStr):
        yield from (value for value in node.values if isinstance(value, ast.FormattedValue))
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from (*_put_in(node.left), *_put_in(node.right))
    elif not isinstance(node, ast.Constant):
        yield node


def of_script(source: str) -> list[str]:
    """The strings of a script, `{}` for what a template puts in. A comment is none."""
    plain = re.sub(r"(?m)(?:^|\s)//.*$|/\*.*?\*/", " ", source)
    found = ("".join(one) for one in _SCRIPT.findall(plain))
    return [re.sub(r"\$\{[^{}]*\}", "{}", text) for text in found if " " in text.strip()]


def of_style(source: str) -> list[str]:
    """What a style puts in before or behind something."""
    return [text for text in re.findall(r'content:\s*"([^"]*)"', source) if " " in text.strip()]


def of_yaml(source: str) -> list[str]:
    """Every text in it, of keys and of values."""
    return [text for text in _values(yaml.safe_load(source)) if " " in text.strip()]


def _values(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _of_all(value)
        yield from _of_all(said for key, said in value.items() if key not in _NOT_SAID)
    elif isinstance(value, list):
        yield from _of_all(value)


def _of_all(values: Iterable[Any]) -> Iterator[str]:
    return (text for value in values for text in _values(value))


def front_and_body(source: str) -> tuple[list[str], str]:
    """The texts of a front matter, if there is one, and the Markdown behind it."""
    found = _FRONT.fullmatch(source)
    return (of_yaml(found[1]), found[2]) if found else ([], source)
