"""A pack from modules: the same bytes for the same modules and facts."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from facilitator.domain.modules import Module
from facilitator.library.packs import manifest as form
from facilitator.library.packs.manifest import Origin
from facilitator.library.writing import faults, text_of, yaml_of

_NO_TIME = (1980, 1, 1, 0, 0, 0)
_CREDIT = "the Quiet Circle library, by the Quiet Circle contributors, CC BY 4.0"
_TERMS = {
    form.BY: """\
CC BY 4.0, Creative Commons Attribution 4.0 International

    https://creativecommons.org/licenses/by/4.0/
    https://creativecommons.org/licenses/by/4.0/legalcode

You may share and adapt these texts for any purpose, also commercially, as long
as you give credit, link to the licence, and say whether you changed anything.
""",
    form.SHARE_ALIKE: """\
CC BY-SA 4.0, Creative Commons Attribution-ShareAlike 4.0 International

    https://creativecommons.org/licenses/by-sa/4.0/
    https://creativecommons.org/licenses/by-sa/4.0/legalcode

You may share and adapt these texts for any purpose, also commercially, as long
as you give credit, link to the licence, say whether you changed anything, and
give what you make of them under the same licence.
""",
    form.RIGHTS_KEPT: """\
All rights kept, for use in this group

The writer keeps all rights. You were given these texts to use them with your
group. Ask the writer before you pass them on or publish them.
""",
}


@dataclass(frozen=True)
class Item:
    """A module as it goes out. `licence` is one of `manifest.LICENCES`."""

    module: Module
    licence: str
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What is said of the whole pack. `author` may be "", `made_on` is a day in ISO 8601."""

    title: str
    author: str
    language: str
    made_with: str
    made_on: str


class Unfit(Exception):
    """The modules do not fit into a pack: `reason` is "file", "files" or "all" for one that is too
    large, too many, or too much together; "text" for a text the format refuses."""

    def __init__(self, reason: str, module_id: str = "") -> None:
        super().__init__(reason, module_id)
        self.reason = reason
        self.module_id = module_id


def make(items: Iterable[Item], facts: Facts) -> bytes:
    """The zip. Raises Unfit."""
    ordered = sorted(items, key=lambda item: item.module.id)
    files = {form.LICENCE: licence_of(ordered, facts).encode()}
    for item in ordered:
        if faults(item.module):
            raise Unfit("text", item.module.id)
        files[f"modules/{item.module.id}.md"] = text = text_of(item.module).encode()
        if len(text) > form.MOST_FILE:
            raise Unfit("file", item.module.id)
    if len(files) >= form.MOST_FILES:
        raise Unfit("files")
    written = {form.MANIFEST: yaml_of(_manifest(ordered, facts, files)).encode(), **files}
    packed = _zip(written)
    if len(packed) > form.MOST_PACKED or sum(map(len, written.values())) > form.MOST_ALL:
        raise Unfit("all")
    return packed


def _manifest(items: list[Item], facts: Facts, files: dict[str, bytes]) -> dict[str, object]:
    made = form.Manifest(
        format=1,
        made_with=facts.made_with,
        made_on=facts.made_on,
        title=facts.title,
        author=facts.author or None,
        language=facts.language,
        modules=[_module(item) for item in items],
        files=[
            form.FileIn(path=name, size=len(data), sha256=hashlib.sha256(data).hexdigest())
            for name, data in files.items()
        ],
    )
    return form.plain(made)


def _module(item: Item) -> form.ModuleIn:
    origins = [form.OriginIn(id=one.id, title=one.title, by=one.by) for one in item.origins]
    return form.ModuleIn.model_validate(
        {"id": item.module.id, "licence": item.licence, "origins": origins}
    )


def licence_of(items: list[Item], facts: Facts) -> str:
    """Each module under its licence with its credits, and the terms of those that are used."""
    by = f", by {facts.author}" if facts.author else ""
    pages = [f"{facts.title}{by}\n\nWhat may be done with the modules of this pack\n"]
    for licence in form.LICENCES:
        held = [item for item in items if item.licence == licence]
        if held:
            listed = "\n".join(line for item in held for line in _credits(item))
            pages.append(f"{_TERMS[licence]}\n{listed}\n")
    return f"\n{'-' * 72}\n\n".join(pages)


def _credits(item: Item) -> Iterable[str]:
    yield f"  - {item.module.title} (modules/{item.module.id}.md)"
    if not item.module.id.startswith("own-"):
        yield f"    From {_CREDIT}."
    for origin in item.origins:
        yield f"    Changed from “{origin.title}”, {origin.by or _CREDIT}."


def _zip(files: dict[str, bytes]) -> bytes:
    """Without a clock and without this machine's ways: only names and bytes."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as pack:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, _NO_TIME)
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            pack.writestr(info, data, zipfile.ZIP_DEFLATED, 9)
    return held.getvalue()
