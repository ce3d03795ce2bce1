"""Write the published schema of plans and series: python -m tools.plan_schema

A test compares docs/plan.schema.json with what this would write.
"""

from __future__ import annotations

import json
from pathlib import Path

from facilitator.domain.serial.schema import schema

PUBLISHED = Path(__file__).resolve().parents[1] / "docs" / "plan.schema.json"


def text() -> str:
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    PUBLISHED.write_text(text(), encoding="utf-8")
