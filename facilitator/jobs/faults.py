"""Saying that something failed, and where, without repeating a value.

A database's message carries the row that was to be written: at the close of a check-in that is the
release (privacy.md 3.11: type and place only, no locals).
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

log = logging.getLogger("facilitator")


def fault(error: BaseException) -> str:
    """The error's type and the last place of ours it passed: “OperationalError in plans.py:120”."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "facilitator" in Path(frame.filename).parts] or frames
    place = f" in {Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    return f"{type(error).__qualname__}{place}"


def said_plainly(job: Callable[..., None]) -> Callable[..., None]:
    """A job whose faults are logged by `fault` and go no further: the queue would print them."""

    @wraps(job)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            job(*args, **kwargs)
        except Exception as error:
            log.error("%s in the job %s", fault(error), job.__name__)

    return run
