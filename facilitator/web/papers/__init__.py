"""Paper: the print page of a plan, one paper by itself, the job that makes a packet, and a week of
packets at once."""

from __future__ import annotations

from facilitator.web.papers import alone, jobs, packets, week
from facilitator.web.papers.pages import pages

__all__ = ["alone", "jobs", "packets", "pages", "week"]
