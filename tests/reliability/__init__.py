"""R57-R60: kill -9, a crash after each step, a full disk, a clock that is set (privacy.md 4)."""
