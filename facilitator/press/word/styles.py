"""The ground of a document: paper, language, fonts and styles, and the same bytes every time.

Only named styles give a text its look, so that a person changes all headings at one place. Our
fonts are named first; where they are not installed, the word processor takes the other name given
in the table of fonts.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as Documented
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

PRODUCT = "Quiet Circle"
SIZES = {"A4": (210, 297), "Letter": (215.9, 279.4)}
"""Millimetres of each paper, across and down."""
MARGIN = 20
LANGUAGE = "en-GB"
TEXT, HEADINGS = "Atkinson Hyperlegible Next", "Fraunces"
INSTEAD = {TEXT: ("Verdana", "swiss"), HEADINGS: ("Georgia", "roman")}
STEP, FACTS, CELL = "Step", "Block Facts", "Table Text"
"""Styles of ours: a step with its time, the line below a heading, the text of a table."""
WHEN = datetime(2000, 1, 1)
"""No document says when it was made."""
_INK = {"deep": RGBColor(0x15, 0x3F, 0x3A), "soft": RGBColor(0x55, 0x63, 0x5D)}
_TABLES = re.compile("Light|Medium|Dark|Colorful")
_ZIPPED = (1980, 1, 1, 0, 0, 0)
_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.'
    'openxmlformats.org/officeDocument/2006/extended-properties"><Application>'
    f"{PRODUCT}</Application></Properties>\n"
)
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def blank(paper: str, title: str) -> Documented:
    """An empty document on this paper (A4 or Letter) with every style it will use."""
    made = Document()
    _pruned(made)
    _properties(made, title)
    _paper(made, paper)
    _language(made)
    _fonts(made)
    _styles(made)
    return made


def saved(made: Documented) -> bytes:
    """The document's bytes, the same for the same contents: its parts bear one date."""
    written, again = io.BytesIO(), io.BytesIO()
    made.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(again, "w") as fixed:
        for name in parts.namelist():
            kept = zipfile.ZipInfo(name, _ZIPPED)
            kept.compress_type = zipfile.ZIP_DEFLATED
            fixed.writestr(kept, parts.read(name))
    return again.getvalue()


def wide(paper: str) -> float:
    """Millimetres between the margins."""
    return SIZES[paper][0] - 2 * MARGIN


def put(paragraph: Paragraph, style: str) -> Paragraph:
    """Give a paragraph a style of ours by its id, which is its name without spaces. Looking every
    style up by name costs a second an evening."""
    paragraph._p.style = style.replace(" ", "")
    return paragraph


def add(made: Documented, style: str, text: str = "") -> Paragraph:
    """A paragraph of this style at the end."""
    paragraph = put(made.add_paragraph(), style)
    if text:
        paragraph.add_run(fit(text))
    return paragraph


def _pruned(made: Documented) -> None:
    """Without the hundred kinds of table that the library's own document brings."""
    styles = made.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and _TABLES.match(style.get(qn("w:styleId"))):
            styles.remove(style)
    for key, rel in list(made.part.rels.items()):
        if rel.reltype.endswith(("/stylesWithEffects", "/customXml")):
            del made.part.rels[key]


def _properties(made: Documented, title: str) -> None:
    core = made.core_properties
    core.title, core.author, core.last_modified_by = title, PRODUCT, PRODUCT
    core.comments = core.keywords = core.subject = core.category = ""
    core.language, core.revision = LANGUAGE, 1
    core.created = core.modified = core.last_printed = WHEN
    package = made.part.package
    for key, rel in list(package.rels.items()):
        if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL or rel.reltype.endswith("/thumbnail"):
            del package.rels[key]
        elif rel.reltype == f"{_REL}extended-properties":
            rel.target_part._blob = _APP.encode()


def _paper(made: Documented, paper: str) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = map(Mm, SIZES[paper])
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin = section.bottom_margin = Mm(MARGIN)


def _language(made: Documented) -> None:
    for lang in made.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), LANGUAGE)
    settings = made.settings.element
    for lang in settings.iter(qn("w:themeFontLang")):
        lang.set(qn("w:val"), LANGUAGE)
    for setting in settings.iter(qn("w:compatSetting")):
        # An older mode would open the document as one of an old program.
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _fonts(made: Documented) -> None:
    """Name ours in the table of fonts, each with what to take instead."""
    part = next(
        rel.target_part for rel in made.part.rels.values() if rel.reltype == f"{_REL}fontTable"
    )
    table: Any = parse_xml(part.blob)
    for name, (instead, family) in INSTEAD.items():
        font = element("font", name=name)
        font.append(element("altName", val=instead))
        font.append(element("charset", val="00"))
        font.append(element("family", val=family))
        font.append(element("pitch", val="variable"))
        table.append(font)
    part._blob = serialize_part_xml(table)


def _styles(made: Documented) -> None:
    for name in (STEP, FACTS, CELL):
        own = made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        own.base_style = made.styles["Normal"]
        own.quick_style = True
    _style(made, "Normal", TEXT, 11, after=6, leading=1.25)
    _style(made, "Title", HEADINGS, 26, after=2, colour="deep")
    _style(made, "Subtitle", TEXT, 12, after=14, colour="soft")
    for level, (size, before) in enumerate(((18, 20), (14, 16), (11.5, 10)), start=1):
        _style(made, f"Heading {level}", HEADINGS, size, before, 4, colour="deep")
    _style(made, "Quote", TEXT, 11, after=6, leading=1.3)
    _style(made, FACTS, TEXT, 10, after=6, colour="soft")
    _style(made, CELL, TEXT, 10, after=0, leading=1.15)
    _style(made, STEP, TEXT, 11, after=6, leading=1.25)
    for name in ("List Bullet", "List Bullet 2", "List Bullet 3", "List Number", "List Number 2"):
        _style(made, name, TEXT, 11, after=3, leading=1.25)
    step = made.styles[STEP].paragraph_format
    step.left_indent, step.first_line_indent = Mm(30), Mm(-30)
    step.tab_stops.add_tab_stop(Mm(30), WD_TAB_ALIGNMENT.LEFT)
    made.styles["Quote"].paragraph_format.left_indent = Mm(8)
    for name in (FACTS, "Subtitle"):
        made.styles[name].paragraph_format.keep_with_next = name == FACTS


def _style(
    made: Documented,
    name: str,
    font: str,
    size: float,
    before: float = 0,
    after: float = 0,
    leading: float = 1.15,
    colour: str = "",
) -> None:
    """Set a style's font, its size and the room round it, in points."""
    style: Any = made.styles[name]
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    # The names of a theme would go before ours.
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), font)
    style.font.size, style.font.italic = Pt(size), False
    if colour:
        style.font.color.rgb = _INK[colour]
    around = style.paragraph_format
    around.space_before, around.space_after = Pt(before), Pt(after)
    around.line_spacing = leading


_UNFIT = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def fit(text: str) -> str:
    """The text without the signs that no document may hold."""
    return _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def element(name: str, /, **attributes: str) -> Any:
    """An element of WordprocessingML with its attributes."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made
