"""What costs much and is looked at by many tests is made once a run, whichever process is first.

Side by side, each process would make every paper that its share of the tests asks for.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from functools import cache, wraps
from hashlib import sha256
from pathlib import Path
from typing import ParamSpec, TypeVar

from tests.turns import alone_with

P = ParamSpec("P")
R = TypeVar("R")

shared: Path | None = None
"""The folder that the processes of this run share; None where there is only one."""


def between_processes(own: Path) -> Path | None:
    """Where what is made once lies, by the folder of one process among several."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return None
    folder = own.parent / "once"
    folder.mkdir(exist_ok=True)
    return folder


def once(make: Callable[P, R]) -> Callable[P, R]:
    """Keep what it makes, by the words of what it is asked for; it depends on nothing else."""

    @cache
    @wraps(make)
    def kept(*args: P.args, **said: P.kwargs) -> R:
        if shared is None:
            return make(*args, **said)
        asked = repr((make.__module__, make.__qualname__, args, sorted(said.items())))
        path = shared / sha256(asked.encode()).hexdigest()
        with alone_with(path.with_suffix(".lock")):
            if not path.exists():
                made = path.with_suffix(".new")
                made.write_bytes(pickle.dumps(make(*args, **said)))
                made.rename(path)
            found: R = pickle.loads(path.read_bytes())
            return found

    return kept
