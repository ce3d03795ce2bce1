"""Paper: the print page of a plan, the job that makes a packet, and a week of packets at once."""

from __future__ import annotations

from facilitator.web.papers import jobs, packets, week
from facilitator.web.papers.pages import pages

__all__ = ["jobs", "packets", "pages", "week"]
