"""Propose a plan: the brief's shape filled exactly, with modules the group has not had lately;
other modules for one place; and a plan fitted into another length."""

from __future__ import annotations

from facilitator.domain.drafting.drafts import Draft, drafts
from facilitator.domain.drafting.reasons import Reasoned, Why
from facilitator.domain.drafting.refit import CannotRefit, Fitted, refit
from facilitator.domain.drafting.swaps import Alternative, swaps
from facilitator.domain.drafting.tonight import LONGEST, SHORTEST, CannotDraft, Reason, draft
from facilitator.domain.drafting.wish import Leaning, Wish, circumstances

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
    "circumstances",
    "draft",
    "drafts",
    "refit",
    "swaps",
]
