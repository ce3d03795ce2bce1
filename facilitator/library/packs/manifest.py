"""What a pack says of itself, and the limits of one.

    manifest.yaml       this
    LICENCE.txt         whose the texts are and what may be done with them, for people
    modules/<id>.md     one file a module, as `writing.text_of` writes it

Nothing in it says who she is beyond the name she gives, or when beyond the day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from facilitator.library.frontmatter import ID, Line
from facilitator.library.yamlfile import Strict

PROGRAM = "Quiet Circle 0.1.0"
"""What packs say they were made with."""
MOST_PACKED = 2_000_000
MOST_FILES = 200
MOST_FILE = 200_000
MOST_ALL = 8_000_000
"""Bytes of the zip, files in it, bytes of one of them and of all of them, unpacked."""

MANIFEST = "manifest.yaml"
LICENCE = "LICENCE.txt"
MODULE = re.compile(rf"modules/({ID[1:-1]})\.md")

BY = "CC BY 4.0"
SHARE_ALIKE = "CC BY-SA 4.0"
RIGHTS_KEPT = "all rights kept, for use in this group"
LICENCES = (BY, SHARE_ALIKE, RIGHTS_KEPT)


@dataclass(frozen=True)
class Origin:
    """A text that a module was changed from; `by` is "" for a shipped one."""

    id: str
    title: str
    by: str


class OriginIn(Strict):
    id: Line
    title: Line
    by: Annotated[str, StringConstraints(max_length=90)] = ""


class ModuleIn(Strict):
    id: Annotated[str, StringConstraints(pattern=ID)]
    licence: Literal["CC BY 4.0", "CC BY-SA 4.0", "all rights kept, for use in this group"]
    origins: Annotated[list[OriginIn], Field(max_length=20, default_factory=list)]


class FileIn(Strict):
    path: Annotated[str, StringConstraints(min_length=1, max_length=90)]
    size: Annotated[int, Field(ge=1, le=MOST_FILE)]
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Manifest(Strict):
    format: Literal[1]
    made_with: Line
    made_on: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    title: Line
    author: Line | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")]
    modules: Annotated[list[ModuleIn], Field(min_length=1, max_length=MOST_FILES)]
    files: Annotated[list[FileIn], Field(min_length=1, max_length=MOST_FILES)]


def plain(manifest: Manifest) -> dict[str, Any]:
    """As it is written: what is not given is left out."""
    return manifest.model_dump(exclude_defaults=True)
