"""Propose a plan: the brief's shape filled exactly, with modules the group has not had lately;
other modules for one place; and a plan fitted into another length."""

from __future__ import annotations

from facilitator.domain.drafting.drafts import Draft, Reasoned, Why, drafts
from facilitator.domain.drafting.refit import CannotRefit, Fitted, refit
from facilitator.domain.drafting.search import LONGEST, SHORTEST, CannotDraft, Reason, draft
from facilitator.domain.drafting.swaps import Alternative, swaps
from facilitator.domain.drafting.wish import Leaning, Wish

__all__ = [
    "LONGEST",
    "SHORTEST",
    "Alternative",
    "CannotDraft",
    "CannotRefit",
    "Draft",
    "Fitted",
    "Leaning",
    "Reason",
    "Reasoned",
    "Why",
    "Wish",
    "draft",
    "drafts",
    "refit",
    "swaps",
]
