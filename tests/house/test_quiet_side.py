"""The participants' side: what its code may not touch, what its pages may not load, and every
sentence about anonymity (privacy.md R25, R32, R35, R62)."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml

from tests.house.sentences import ABOUT, READ, ROOT, about_anonymity, sentences

WEB = ROOT / "facilitator" / "web"
STATIC = ROOT / "static"
QUIET_TEMPLATES = [
    ROOT / "templates" / "quiet.html",
    *sorted((ROOT / "templates" / "join").glob("*.html")),
    ROOT / "handouts" / "notice.html",
]
# Where a request comes from and what sent it (R32).
WHERE = {"remote_addr", "access_route", "user_agent", "remote_user", "host_url", "referrer"}
WHERE_HEADERS = {
    "x-forwarded-for",
    "user-agent",
    "x-real-ip",
    "forwarded",
    "referer",
    "remote_addr",
}
STATE = {
    "session",
    "g",
    "flash",
    "current_user",
    "login_user",
    "make_response",
    "set_cookie",
    "cookies",
}
STORES = re.compile(
    r"localStorage|sessionStorage|indexedDB|caches\b|serviceWorker|document\.cookie|fetch\(|"
    r"XMLHttpRequest|sendBeacon|WebSocket|EventSource|navigator\.|Notification"
)
APPROVED: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "approved_sentences.yaml").read_text()
)
FORBIDDEN = re.compile(r"completely anonymous|impossible|(no ?one|nobody) can ever", re.IGNORECASE)


def read_names(source: str) -> set[str]:
    """Every name, attribute and text of a module, its docstrings and comments left out."""
    tree = ast.parse(source)
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            names.add(node.attr)
        elif isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, ast.alias):
            names.add(node.name)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            names |= {node.value.lower()} if id(node) not in told else set()
    return names


def test_r32_the_door_never_asks_where_a_phone_is() -> None:
    names = read_names((WEB / "join.py").read_text())
    assert names & (WHERE | WHERE_HEADERS | {"headers", "environ"}) == set()


def test_r32_only_the_throttle_does_and_only_for_a_wrong_code() -> None:
    asking = {
        path.name
        for path in sorted(WEB.rglob("*.py"))
        if read_names(path.read_text()) & (WHERE | WHERE_HEADERS)
    }
    # The desk counts sign-in tries per network (privacy.md 3.13); participants never sign in.
    assert asking <= {"throttle.py", "accounts.py"}
    assert "throttle.py" in asking


def test_r32_the_rule_sees_what_it_forbids() -> None:
    for line in (
        "ip = request.remote_addr",
        "ip = request.access_route[0]",
        "who = request.user_agent.string",
        "ip = request.headers['X-Forwarded-For']",
        "ip = request.environ.get('REMOTE_ADDR')",
    ):
        assert read_names(line) & (WHERE | WHERE_HEADERS), line


def test_r25_the_door_holds_no_session_and_sets_nothing() -> None:
    assert read_names((WEB / "join.py").read_text()) & STATE == set()


@pytest.mark.parametrize("path", QUIET_TEMPLATES, ids=lambda path: path.name)
def test_r25_r35_a_quiet_template_needs_no_cookie_and_nothing_inline(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
    assert re.findall(r"csrf|get_flashed|session\b|current_user|\{\{ ?me\b", text) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)", text) == []
    assert re.findall(r"(?:src|href|action)=\"(?:https?:)?//", text) == []


def test_r25_the_script_keeps_nothing_and_calls_nobody() -> None:
    script = re.sub(r"//.*", "", (STATIC / "join.js").read_text())
    assert STORES.findall(script) == []
    assert "location.replace" in script


def test_r35_the_stylesheet_asks_no_other_host() -> None:
    style = (STATIC / "quiet.css").read_text()
    asked = re.findall(r"url\(\"?([^)\"]+)", style)
    assert [url for url in asked if not url.startswith("fonts/")] == []
    assert [url for url in asked if not (STATIC / url).is_file()] == []
    assert "@import" not in style
    assert len(style.encode()) <= 12_000


def test_the_stylesheet_knows_no_left_and_no_right() -> None:
    """So that it serves a language written from right to left. The one side named is a legend's,
    for browsers that do not know `inline-start`, which stands behind it."""
    style = re.sub(r"/\*.*?\*/", "", (STATIC / "quiet.css").read_text(), flags=re.DOTALL)
    named = re.findall(r"[{;\s](?:[a-z-]*-)?(?:left|right)(?:-[a-z]+)?\s*:", style)
    said = re.findall(r"(?:float|clear|text-align):\s*(?:left|right)", style)
    assert (named, said) == ([], ["float: left"])
    assert "float: left; float: inline-start;" in style
    # Four sides in one go: the second and the last are the right and the left.
    for name, sides in re.findall(r"\b(margin|padding|inset):([^;}]+)", style):
        parts = sides.split()
        assert len(parts) < 4 or parts[1] == parts[3], (name, sides)


def test_r36_no_manifest_and_no_service_worker() -> None:
    names = {path.name for path in STATIC.rglob("*")}
    assert {n for n in names if re.search(r"manifest|service|\bsw\.js", n)} == set()


def test_r62_every_sentence_about_anonymity_is_approved() -> None:
    unknown = [f"{where}: {s}" for where, s in about_anonymity() if s not in APPROVED]
    # These two speak to those who change the program or its texts, not to those who use it.
    inside = ("CONTRIBUTING.md", "docs/library-review.md")
    assert [line for line in unknown if not line.startswith(inside)] == [], (
        "Put it into approved_sentences.yaml with the requirements that hold it up, or say less."
    )


def test_r62_every_approved_sentence_is_said_somewhere() -> None:
    said = {sentence for path in READ for sentence in sentences(path)}
    assert [sentence for sentence in APPROVED if sentence not in said] == []


def test_r62_every_approved_sentence_is_held_up_by_tests() -> None:
    tested = {
        f"R{int(number)}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for number in re.findall(r"def test_r(\d+)_", path.read_text())
    }
    unheld = {s: bases for s, bases in APPROVED.items() if not set(bases) <= tested | {"2.2"}}
    assert unheld == {}
    assert [s for s, bases in APPROVED.items() if not bases] == []


def test_r62_nothing_says_what_no_program_can_promise() -> None:
    said = [(path.name, s) for path in READ for s in sentences(path) if FORBIDDEN.search(s)]
    assert said == []


def test_r62_the_reading_finds_what_it_should(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "{# anonymous in a comment #}<p>Hello. Your words are <b>anonymous</b> here.</p>"
        '{{ say("Nobody can see what you write, ever again.") }}'
    )
    paper = tmp_path / "page.md"
    paper.write_text("# Title\n\nAll is well.\nNo one\ncan read it.\n\n- Answers are kept apart.\n")
    found = [s for path in (page, paper) for s in sentences(path) if ABOUT.search(s)]
    assert found == [
        "anonymous",
        "Nobody can see what you write, ever again.",
        "No one can read it.",
        "Answers are kept apart.",
    ]
