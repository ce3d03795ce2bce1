"""Propose a plan: the brief's shape filled exactly, with modules the group has not had lately."""

from __future__ import annotations

from facilitator.domain.drafting.search import LONGEST, SHORTEST, CannotDraft, Reason, draft
from facilitator.domain.drafting.shape import Wish

__all__ = ["LONGEST", "SHORTEST", "CannotDraft", "Reason", "Wish", "draft"]
