"""What a page may load: `data:` and our own files below handouts/, nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
import weasyprint

from facilitator.press.fetcher import HANDOUTS, make_fetcher, own_file

OURS = HANDOUTS / "marks" / "own-worth.svg"


@pytest.fixture(scope="module")
def fetcher():
    return make_fetcher(weasyprint.urls)


def test_our_own_file_is_served(fetcher):
    answer = fetcher(OURS.as_uri())
    assert answer.read() == OURS.read_bytes()
    assert answer.content_type == "image/svg+xml"


def test_data_is_served(fetcher):
    assert fetcher("data:text/plain,here").read() == b"here"


REFUSED = [
    "http://127.0.0.1/x.png",
    "https://example.org/x.css",
    "ftp://example.org/x",
    "file:///etc/passwd",
    f"{HANDOUTS.as_uri()}/../pyproject.toml",
    f"{HANDOUTS.as_uri()}/%2e%2e/pyproject.toml",
    f"{HANDOUTS.as_uri()}/marks/none.svg",
    f"{HANDOUTS.as_uri()}/marks",
    f"{OURS.as_uri()}?x",
    f"{OURS.as_uri()}%00",
    f"file://localhost{OURS}",
    f"FILE://elsewhere{OURS}",
    "file:pyproject.toml",
    "marks/own-worth.svg",
    "javascript:1",
    "gopher://127.0.0.1/1",
    "",
]


@pytest.mark.parametrize("url", REFUSED)
def test_everything_else_stops_the_page(fetcher, url: str):
    with pytest.raises(weasyprint.urls.FatalURLFetchingError, match="may not load"):
        fetcher(url)


def test_a_link_out_of_the_folder_is_followed_and_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    secret = tmp_path / "secret.svg"
    secret.write_text("<svg/>")
    folder = tmp_path / "handouts"
    folder.mkdir()
    (folder / "out.svg").symlink_to(secret)
    (folder / "in.svg").write_text("<svg/>")
    monkeypatch.setattr("facilitator.press.fetcher.HANDOUTS", folder.resolve())
    assert own_file((folder / "in.svg").as_uri()) == (folder / "in.svg").resolve()
    assert own_file((folder / "out.svg").as_uri()) is None


def test_a_redirect_is_not_followed(fetcher):
    assert not any(type(handler).__name__ == "HTTPRedirectHandler" for handler in fetcher.handlers)
