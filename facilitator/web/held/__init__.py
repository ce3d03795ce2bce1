"""What is held, who did what, and leaving for good: the desk's pages about its own memory."""

from __future__ import annotations

from facilitator.web.held import kept, leaving

ROOMS = (kept, leaving)
"""For the list of doors."""
