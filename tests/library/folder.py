"""A small library in a folder: sound as it stands, to be broken one line at a time."""

from __future__ import annotations

from pathlib import Path

THEMES = """\
- slug: safe-harbour
  number: 4
  title: Where feelings land
  promise: You can hold two truths.
  intensity: 2
  why: It may stir.
  holds: What it holds.
  not_said: What it does not say.
  goes_with: [self-compassion]
  sources: [allen2003]
- slug: self-compassion
  number: 1
  title: Kind to the one who tried
  promise: You can be kind.
  intensity: 2
  why: >-
    Kindness can
    release tears.
  holds: What it holds.
  not_said: What it does not say.
  goes_with: []
  sources: []
"""
SOURCES = """\
- key: allen2003
  author: Allen JP
  year: "2003"
  title: A secure base
  venue: Child Development
  doi: ""
  status: A
  claim: Teens who are secure can disagree.
  limit: One sample.
"""
HELPLINES = """\
directory:
  - id: anywhere
    name: Find a line
    url: example.org
    source: Its own page
    seen_on: undated
    status: V1
    printable: true
    checked_on: null
    checked_by: null
    next_check: "2027-02-21"
XX:
  name: Anywhere
  emergency: {text: "112", note: check locally}
  lines:
    - id: xx-night
      name: Night line
      kind: crisis
      number: "000 111"
      channels: [call, text]
      hours: 24 hours
      cost: free
      language: English
      source_url: example.org/night
      source: Its own page
      seen_on: "2026-01"
      status: V1
      printable: true
      checked_on: null
      checked_by: null
      next_check: "2027-02-21"
      note: ""
"""
MODULE = """\
---
id: sh-1
title: Harbour and harbour wall
theme: safe-harbour
kind: input
minutes: {least: 8, typical: 10, most: 14}
intensity: 2
summary: Care and limits, in one picture.
materials: [drawing]
sources: [allen2003]
---

## Aim

To hold two truths.

## Steps

1. (3 min) **Show the harbour.** Point to the wall.
   Wait a moment.
2. (7 min) **Talk.** Ask who has a wall.

To shorten to 8 minutes: show it only. To stretch to 14 minutes: talk longer.
Small group (under 5): talk at once. Large group (over 10): talk in pairs.

## Say

To open:

> Here is a harbour.

## Prompts

- Where is your wall?
- What would a good wall
  keep out?

## Take care

Passing is fine.

## Online

Share the picture.

## Handout

```yaml
title: My harbour
lead: This page is yours to keep.
parts:
  - drawing: {name: harbour, alt: A harbour with a wall, height: 80}
  - columns:
      - {heading: Inside, lines: 4}
      - {heading: Outside, lines: 4, hint: if you like}
  - break: true
  - text: |
      ## Not a heading of the module
  - cards: {size: pocket, cards: [{title: Pause, text: Stop for a moment.}, {lines: 3}]}
```
"""
PLAIN = """\
---
id: gr-03
title: Warm hands
kind: grounding
minutes: {least: 2, typical: 3, most: 5}
intensity: 1
summary: Hold something warm.
materials: []
sources: []
---

## Aim

To land.

## Steps

1. (3 min) **Hold it.** Notice the warmth.

To shorten to 2 minutes: stop sooner.

Small group (under 5): the same.

## Say

> Hold it.

## Prompts

None needed.

## Take care

Offer a cool thing too.

## Online

Use your own mug.
"""
HARBOUR = "texts/safe-harbour/sh-1.md"
HANDS = "texts/cross-theme/gr-03.md"


def write(folder: Path) -> Path:
    """The sound library, in this folder."""
    files = {
        "themes.yaml": THEMES,
        "sources.yaml": SOURCES,
        "helplines.yaml": HELPLINES,
        HARBOUR: MODULE,
        HANDS: PLAIN,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def change(folder: Path, name: str, old: str, new: str) -> None:
    """Replace in a file what stands there exactly once."""
    text = (folder / name).read_text()
    assert text.count(old) == 1, (old, text.count(old))
    (folder / name).write_text(text.replace(old, new))
