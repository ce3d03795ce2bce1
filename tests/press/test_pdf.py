"""The engine: loaded late, strict, and the same every time."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
import weasyprint

from facilitator.press import pdf
from facilitator.press.pages import Page, page
from facilitator.press.pdf import PangoMissing, PaperError, make, paper_key
from tests.press.evening import KINDS, SIZES, paper, printed

STYLES = ("fonts.css", "a4.css", "base.css")


def test_r52_the_installed_weasyprint_is_at_least_70():
    assert int(weasyprint.__version__.split(".")[0]) >= 70


def test_importing_the_press_does_not_load_weasyprint():
    code = (
        "import sys; import facilitator.press.packet, facilitator.press.markdown;"
        "sys.exit('weasyprint' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_without_pango_the_error_names_the_remedy(capfd: pytest.CaptureFixture[str]):
    code = (
        "import ctypes.util, cffi\n"
        "def none(*_): raise OSError('cannot load library')\n"
        "cffi.FFI.dlopen = none\n"
        "from facilitator.press import pdf\n"
        "for _ in range(2):\n"
        "    try: pdf.engine()\n"
        "    except pdf.PangoMissing as missing: print(missing)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert capfd.readouterr().out == f"{PangoMissing.remedy}\n" * 2
    assert PangoMissing.remedy.startswith("apt-get install libpangoft2-1.0-0 libharfbuzz-subset0")


@pytest.mark.parametrize("kind", ["worksheet", "card"])
def test_the_same_page_gives_the_same_bytes(kind: str):
    assert make(printed(kind).page) == printed(kind).content


def test_keys_differ_by_words_and_by_paper_and_only_by_them():
    pages = [page(paper(kind, size)) for kind in KINDS for size in SIZES]
    assert len({paper_key(page) for page in pages}) == len(pages)
    again = replace(pages[0])
    assert paper_key(again) == paper_key(pages[0])
    assert paper_key(replace(again, html=again.html + " ")) != paper_key(again)


def test_parts_of_a_key_do_not_run_into_each_other():
    assert pdf.digest(b"ab", b"c") != pdf.digest(b"a", b"bc") != pdf.digest(b"abc")


def test_a_page_that_is_far_too_long_is_refused():
    with pytest.raises(PaperError, match="too long"):
        make(Page("x" * (pdf.LONGEST + 1), STYLES))


def test_a_page_that_is_nested_too_deeply_is_refused():
    with pytest.raises(PaperError, match="nested"):
        make(Page(f"<title>x</title>{'<blockquote>' * 2000}deep", STYLES))


def test_stylesheets_are_read_once():
    loaded = pdf.engine()
    assert loaded.sheet("base.css") is loaded.sheet("base.css")
    assert pdf.engine() is loaded
