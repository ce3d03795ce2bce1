"""Both builds, started once for all the attacks that leave them standing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.redteam.builds import Naive, Ours, naive_running, ours_running


@pytest.fixture(scope="session")
def ours(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Ours]:
    with ours_running(tmp_path_factory.mktemp("ours"), sqlite_template) as running:
        yield running


@pytest.fixture(scope="session")
def naive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Naive]:
    with naive_running(tmp_path_factory.mktemp("naive")) as running:
        yield running
