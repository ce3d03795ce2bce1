"""Every requirement that the check-in is held to has a test that carries its number; what cannot be
promised stands where it is decided (privacy.md 4, R62 to R64)."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OF_THE_CHECK_IN = {*range(1, 45), *range(57, 61), *range(62, 65)}


def plain(path: Path) -> str:
    return " ".join(re.sub(r"[*>\\]", "", path.read_text()).split())


def test_every_requirement_of_the_check_in_has_a_test_of_its_number() -> None:
    numbered = {
        int(number)
        for path in (ROOT / "tests").rglob("test_*.py")
        for number in re.findall(r"^def test_r(\d+)_", path.read_text(), re.MULTILINE)
    }
    assert OF_THE_CHECK_IN - numbered == set()


def test_the_threat_model_names_every_requirement_of_the_check_in() -> None:
    told = plain(ROOT / "docs" / "threat-model.md")
    named = {int(number) for number in re.findall(r"\bR(\d+)\b", told)}
    assert {*range(1, 38), *range(39, 45), *range(57, 61)} - named == set()


def test_r63_the_set_up_guide_says_what_is_not_promised() -> None:
    told = plain(ROOT / "docs" / "set-up.md")
    of_2_2 = {
        "eyes": "A facilitator sees who used a phone, and when, with her own eyes.",
        "cheating": "If she fakes four of five, she can work out the fifth.",
        "friends": "Friends who share their answers narrow down the rest.",
        "running copy": "its key folder included, taken while a check-in is open, can be read.",
        "host": "The host and the network see that a device connected, when, and how much it sent.",
        "hosting logs": "Many hosting platforms keep logs of their own in front of your server.",
        "order": "We cannot refuse on your behalf.",
        "phone": "history shows a neutral address and a time until she deletes them.",
        "poster": "can add false check-ins until the close.",
        "faults": "No software is free of unknown faults.",
        "lost key": "A key folder lost during a check-in loses its answers.",
        "urgency": "It is no way to call for help.",
        "unread": "have not yet been read by a specialist in domestic abuse.",
    }
    assert {what for what, sentence in of_2_2.items() if sentence not in told} == set()


def test_r63_the_notice_stands_before_the_first_question() -> None:
    frame = (ROOT / "templates" / "quiet.html").read_text()
    assert 0 < frame.index("{{ notice(") < frame.index("{% block main %}")
    form = (ROOT / "templates" / "join" / "form.html").read_text()
    before, _, main = form.partition("{% block main %}")
    assert "<fieldset" not in before
    assert "<fieldset" in main


def test_r64_the_record_of_a_motivated_intruder_is_kept_with_date_and_result() -> None:
    told = (ROOT / "docs" / "red-team.md").read_text()
    records = re.split(r"^### (?=\d)", told, flags=re.MULTILINE)[1:]
    assert records != []
    dates = []
    for record in records:
        title, _, rest = record.partition("\n")
        day, _, commit = title.partition(", commit ")
        dates.append(datetime.strptime(f"{day} +0000", "%d %B %Y %z"))
        assert re.fullmatch(r"`[0-9a-f]{7,40}`", commit)
        assert "did not build the check-in" in rest
        rows = re.findall(r"^\|.*\|$", rest, re.MULTILINE)
        assert len(rows) >= 2 + 14, "an attack a row, with what it learnt"
    assert dates == sorted(dates, reverse=True)
