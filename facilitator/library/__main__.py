"""`python -m facilitator.library [folder]`: every fault in the texts, one a line."""

from __future__ import annotations

import sys
from pathlib import Path

from facilitator.library.loader import check


def main(arguments: list[str]) -> int:
    """1 when there are faults, 0 otherwise. Without an argument the shipped texts are read."""
    folder = Path(arguments[0]) if arguments else Path(__file__).parent
    faults = check(folder)
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
