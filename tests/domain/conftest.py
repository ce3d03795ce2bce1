"""How many examples hypothesis tries here: few, as the rules are small and the tests run often."""

from __future__ import annotations

from hypothesis import settings

# No deadline: a busy machine is no fault of a rule. No database: a test leaves nothing behind.
settings.register_profile("domain", max_examples=40, deadline=None, database=None)
settings.load_profile("domain")
