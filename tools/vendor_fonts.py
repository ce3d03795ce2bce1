"""Bring the two typefaces into the project: woff2 for browsers, one TTF per style for paper.

Run by hand when a typeface is to be renewed: `.venv/bin/python tools/vendor_fonts.py`. It needs
npm and the development packages (fontTools, brotli). Browsers get the subsets as they come, with
the unicode ranges that let a phone load only the one it needs. Paper gets both subsets merged into
one file: WeasyPrint 70 keys a PDF font by family, weight and style alone, and prints wrong glyphs,
in silence, when two files share them.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[1]
PAPER = ROOT / "handouts" / "fonts"
SCREEN = ROOT / "static" / "fonts"
SUBSETS = ("latin", "latin-ext")


@dataclass(frozen=True)
class Style:
    """One style of one family: the name we give it in CSS, and where it comes from."""

    family: str
    package: str
    stem: str
    weight: int
    slant: str

    @property
    def name(self) -> str:
        return f"{self.stem}-{self.weight}-{self.slant}"

    def subset(self, subset: str) -> str:
        """File name of one subset, without its ending, as the package has it."""
        return f"{self.stem}-{subset}-{self.weight}-{self.slant}"


FRAUNCES = "@fontsource/fraunces@5.3.0"
ATKINSON = "@fontsource/atkinson-hyperlegible-next@5.3.0"
STYLES = (
    Style("Fraunces", FRAUNCES, "fraunces", 600, "normal"),
    Style("Fraunces", FRAUNCES, "fraunces", 400, "italic"),
    Style("Atkinson", ATKINSON, "atkinson-hyperlegible-next", 400, "normal"),
    Style("Atkinson", ATKINSON, "atkinson-hyperlegible-next", 600, "normal"),
    Style("Atkinson", ATKINSON, "atkinson-hyperlegible-next", 400, "italic"),
)


def fetch(package: str, into: Path) -> Path:
    """The unpacked npm package, below `into`."""
    folder = into / re.sub(r"\W+", "-", package)
    folder.mkdir()
    packed = subprocess.run(
        ["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True, text=True
    )
    with tarfile.open(folder / packed.stdout.split()[-1]) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def ranges(package: Path, style: Style) -> dict[str, str]:
    """The unicode-range of each subset, read from the package's own stylesheet."""
    end = "" if style.slant == "normal" else f"-{style.slant}"
    css = (package / f"{style.weight}{end}.css").read_text()
    found = {}
    for subset in SUBSETS:
        pattern = rf"/\* {re.escape(style.subset(subset))} \*/.*?unicode-range: ([^;]+);"
        match = re.search(pattern, css, re.DOTALL)
        if match is None:
            raise SystemExit(f"{style.subset(subset)}: no unicode-range in {style.package}")
        found[subset] = match[1].replace(",", ", ")
    return found


def merge(package: Path, style: Style, work: Path) -> None:
    """Write handouts/fonts/<style>.ttf: both subsets in one file, without hinting leftovers."""
    plain = []
    for subset in SUBSETS:
        font = TTFont(package / "files" / f"{style.subset(subset)}.woff2", recalcTimestamp=False)
        font.flavor = None
        plain.append(str(work / f"{style.subset(subset)}.ttf"))
        font.save(plain[-1])
    merged = Merger().merge(plain)
    merged["head"].modified = merged["head"].created
    merged.recalcTimestamp = False
    merged.save(PAPER / f"{style.name}.ttf")


def rule(style: Style, source: str, kind: str, unicode_range: str = "") -> str:
    lines = [
        f'font-family: "{style.family}";',
        f"font-weight: {style.weight};",
        f"font-style: {style.slant};",
    ]
    if kind == "woff2":
        lines.append("font-display: swap;")
    lines.append(f'src: url("{source}") format("{kind}");')
    if unicode_range:
        lines.append(f"unicode-range: {unicode_range};")
    return "@font-face {\n" + "".join(f"  {line}\n" for line in lines) + "}\n"


def note(packages: dict[str, Path]) -> None:
    """Say beside the files where they come from, and keep the licences with them."""
    for folder in (PAPER, SCREEN):
        for style in {style.stem: style for style in STYLES}.values():
            licence = f"OFL-{style.stem}.txt"
            shutil.copyfile(packages[style.package] / "LICENSE", folder / licence)
        lines = [f"Made by tools/vendor_fonts.py from {', '.join(packages)} (npm).\n"]
        for path in sorted(folder.glob("*.ttf")) + sorted(folder.glob("*.woff2")):
            lines.append(f"sha256 {hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n")
        (folder / "SOURCES.txt").write_text("".join(lines))


def main() -> None:
    PAPER.mkdir(parents=True, exist_ok=True)
    SCREEN.mkdir(parents=True, exist_ok=True)
    head = "/* Made by tools/vendor_fonts.py. */\n"
    screen, paper = [head], [head]
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        packages = {name: fetch(name, work) for name in (FRAUNCES, ATKINSON)}
        for style in STYLES:
            package = packages[style.package]
            merge(package, style, work)
            paper.append(rule(style, f"fonts/{style.name}.ttf", "truetype"))
            for subset, unicode_range in ranges(package, style).items():
                file = f"{style.subset(subset)}.woff2"
                shutil.copyfile(package / "files" / file, SCREEN / file)
                screen.append(rule(style, f"fonts/{file}", "woff2", unicode_range))
        note(packages)
    (ROOT / "static" / "fonts.css").write_text("\n".join(screen))
    (ROOT / "handouts" / "fonts.css").write_text("\n".join(paper))


if __name__ == "__main__":
    main()
