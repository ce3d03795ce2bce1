"""A clock that tests move, and wrong codes by it."""

from __future__ import annotations

from facilitator.web.frame.counts import Counts, Try


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def wrong(counts: Counts, network: str) -> Try:
    """One wrong code from there."""
    tried = counts.begin(network)
    counts.was_wrong(tried)
    return tried
