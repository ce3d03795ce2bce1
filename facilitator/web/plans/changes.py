"""One posted change of a plan, read as edits of the plan it was made on."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from datetime import time
from hashlib import sha256
from itertools import count

from werkzeug.datastructures import MultiDict

from facilitator.domain import checks, edits, lengths, plans
from facilitator.domain.checks import Circumstances
from facilitator.domain.edits import Edit
from facilitator.domain.modules import Kind, Module
from facilitator.domain.plans import LONGEST, LONGEST_WHY, MOST_EACH, Block, Plan, Silence
from facilitator.web.frame.signs import without_signs

NOTE_LENGTH = 1000
_ID = re.compile(r"b[0-9a-f]{6,20}")

Form = MultiDict[str, str]


class BadChange(Exception):
    """A posted change that cannot be read; `field` and `remedy` say what to mend."""

    def __init__(self, field: str, remedy: str) -> None:
        super().__init__(f"{field}: {remedy}")
        self.field = field
        self.remedy = remedy


class Change:
    """A form and the plan it was made on. `known` looks up the modules there are, and `around`
    what the plan does not say. `stale`: the page it was pressed on was not the newest."""

    def __init__(
        self,
        form: Form,
        plan: Plan,
        known: Callable[[], Mapping[str, Module]],
        around: Callable[[], Circumstances],
        stale: bool = False,
    ) -> None:
        self.form = form
        self.plan = plan
        self.known = known
        self.around = around
        self.stale = stale
        # A button has one value: what to do, and for a step by how much.
        self.todo, _, self.by = form.get("do", "").partition(":")

    def edits(self) -> list[Edit]:
        """Raises BadChange."""
        for todos, read in _READERS:
            if self.todo in todos:
                return read(self)
        raise BadChange("Change", "Use the buttons on the page.")

    @property
    def block(self) -> Block:
        """The block that is meant. Raises BadChange."""
        try:
            return plans.block(self.plan, self.form.get("block", ""))
        except plans.UnknownBlock:
            remedy = "This block is not in the plan. Load the page again."
            raise BadChange("Block", remedy) from None

    @property
    def parked(self) -> Block:
        try:
            return plans.parked(self.plan, self.form.get("block", ""))
        except plans.UnknownBlock:
            remedy = "This block is not kept beside the plan any more. Load the page again."
            raise BadChange("Block", remedy) from None


def new_id() -> str:
    """Random, because two people may add at the same moment."""
    return f"b{secrets.token_hex(6)}"


def _add(change: Change) -> list[Edit]:
    module = change.known().get(change.form.get("module", ""))
    if module is None:
        raise BadChange("Module", "This module is not on the shelf. Choose another.")
    said = change.form.get("as", "")
    # The page gives the id: pressed twice, it is the same block and not a second one.
    block_id = said if _ID.fullmatch(said) else new_id()
    added: list[Edit] = [edits.Add(block_id, module, _behind(change, module.kind))]
    return [*added, edits.Park(block_id)] if change.todo == "add-aside" else added


def _behind(change: Change, kind: Kind) -> str:
    """The block that was named to stand behind; else where one of this kind belongs."""
    after = change.form.get("after")
    here = {block.id for block in change.plan.blocks}
    if after is not None and (after in here or after == edits.FIRST):
        return after
    return edits.place_for(change.plan, kind)


def _newer(change: Change) -> list[Edit]:
    """The shelf's text in the place of the block's copy."""
    module = change.known().get(change.block.module.id)
    if module is None:
        remedy = "This module is not on your shelf any more. The plan keeps its own."
        raise BadChange("Module", remedy)
    return [edits.SetModule(change.block.id, module)]


def _move(change: Change) -> list[Edit]:
    block = change.block
    # The buttons stand in the block's form: what is typed there is kept as well.
    typed = _details(change) if "minutes" in change.form else []
    return [*typed, edits.Move(block.id, _place(change, block))]


def _place(change: Change, block: Block) -> str:
    """The block after which this one comes to stand."""
    plan, form = change.plan, change.form
    if change.todo == "move" and "after" in form:
        after = form["after"]
        if after != edits.FIRST and after not in {one.id for one in plan.blocks}:
            raise BadChange("Place", "That place has gone. Load the page again.")
        return after
    if change.todo == "move":
        try:
            to = int(form.get("to", ""))
        except ValueError:
            raise BadChange("Place", "Give the place as a number.") from None
    else:
        here = [one.id for one in plan.blocks].index(block.id)
        to = here + (1 if change.todo == "down" else -1)
    return edits.anchor(plan, max(to, 0), moving=block.id)


def _step(change: Change) -> list[Edit]:
    """So many minutes more or less."""
    block = change.block
    by = int(change.by) if change.by.removeprefix("-").isdecimal() else 0
    if abs(by) not in lengths.STEPS:
        raise BadChange("Minutes", "Change the length by 1, 5 or 15 minutes.")
    typed = [one for one in _details(change) if not isinstance(one, edits.SetMinutes)]
    return [*typed, edits.SetMinutes(block.id, min(LONGEST, max(1, block.minutes + by)))]


def _details(change: Change) -> list[Edit]:
    """Only what she changed: put onto another person's version, the rest would undo hers."""
    block, form = change.block, change.form
    made: list[Edit] = []
    each = _each(form.get("each"), block)
    minutes = _minutes(form.get("minutes"), block.minutes)
    if each != block.each:
        made.append(edits.SetEach(block.id, each))
    if minutes != block.minutes and (not each or each == block.each):
        made.append(edits.SetMinutes(block.id, minutes))
    note = _text(form, "note", block.note, "Note to self", NOTE_LENGTH)
    prepare = _text(form, "prepare", block.prepare, "To prepare", NOTE_LENGTH)
    lead = _typed(form, "lead", block.lead)
    pin = _pin(form.get("pin"), block.pin)
    if len(lead) > 4:
        raise BadChange("Led by", "Write initials, four letters at most.")
    if note != block.note:
        made.append(edits.SetNote(block.id, note))
    if prepare != block.prepare:
        made.append(edits.SetPrepare(block.id, prepare))
    if lead != block.lead:
        made.append(edits.SetLead(block.id, lead))
    if pin != block.pin:
        made.append(edits.SetPin(block.id, pin))
    return made


def _minutes(typed: str | None, now: int) -> int:
    if typed is None:
        return now
    try:
        return lengths.minutes_of(typed)
    except lengths.BadLength:
        remedy = f"Give a length between 1 and {LONGEST} minutes, like 20, 1h30 or 1:30."
        raise BadChange("Minutes", remedy) from None


def _each(typed: str | None, block: Block) -> int:
    """Seconds a person; an empty field follows nobody."""
    if typed is None:
        return block.each
    plain = typed.strip().lower().removesuffix("s").strip() or "0"
    if not re.fullmatch(r"[0-9]{1,4}", plain) or int(plain) > MOST_EACH:
        remedy = f"Give seconds between 1 and {MOST_EACH}, or leave it empty."
        raise BadChange("Seconds a person", remedy)
    return int(plain)


def _pin(typed: str | None, now: time | None) -> time | None:
    if typed is None:
        return now
    if not typed.strip():
        return None
    try:
        return time.fromisoformat(typed.strip()).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        remedy = "Give a time like 19:15, or leave it empty to follow the block before."
        raise BadChange("Begins at", remedy) from None


def _typed(form: Form, name: str, now: str) -> str:
    return (without_signs(form.get(name, now)) or "").replace("\r\n", "\n").strip()


def _text(form: Form, name: str, now: str, label: str, longest: int) -> str:
    text = _typed(form, name, now)
    if len(text) > longest:
        raise BadChange(label, f"Use {longest} letters at most.")
    return text


def _split(change: Change) -> list[Edit]:
    block = change.block
    first = _minutes(change.form.get("first") or None, block.minutes // 2)
    if not 1 <= first < block.minutes:
        remedy = f"The first part lasts between 1 and {block.minutes - 1} minutes."
        raise BadChange("First part", remedy if block.minutes > 1 else "One minute stays whole.")
    return [edits.Split(block.id, new_id(), first)]


def _unpark(change: Change) -> list[Edit]:
    back = change.parked
    return [edits.Unpark(back.id, _behind(change, back.module.kind))]


def _remedy(change: Change) -> list[Edit]:
    """What the program itself proposed, looked up again: nothing of it is posted."""
    found = _found(change)
    if found is None and change.stale:
        return []  # seen to already, by a first press or by somebody else
    known, around = change.known, change.around
    offered = checks.remedies(change.plan, found, around(), known()) if found else ()
    number = change.form.get("n", type=int, default=0)
    way = change.form.get("way", "")
    if not 0 <= number < len(offered) or way not in ("", offered[number].way.value):
        raise BadChange("Remedy", "The plan has changed. Look at what it says now.")
    return list(checks.with_ids(offered[number], _ids(change)))


def _ids(change: Change) -> Callable[[], str]:
    """Ids for what a remedy adds: the same ones when the same button is pressed twice."""
    press = "/".join((change.form.get("as", ""), *_asked(change), change.form.get("n", "")))
    if not _ID.fullmatch(change.form.get("as", "")):
        return new_id
    numbers = count()
    return lambda: f"b{sha256(f'{press}/{next(numbers)}'.encode()).hexdigest()[:12]}"


def _found(change: Change) -> checks.Finding | None:
    """The finding the form speaks of, if the plan has it."""
    found = {
        (f.code.value, f.block_id or ""): f for f in checks.check(change.plan, change.around())
    }
    return found.get(_asked(change))


def _asked(change: Change) -> tuple[str, str]:
    return change.form.get("code", ""), change.form.get("at", "")


def _hush(change: Change) -> list[Edit]:
    code, at = _asked(change)
    why = _typed(change.form, "why", "")
    if _found(change) is None:
        raise BadChange("Finding", "The plan has changed. Look at what it says now.")
    if not 1 <= len(why) <= LONGEST_WHY:
        raise BadChange("Why", f"Write a word why, {LONGEST_WHY} letters at most.")
    return [edits.Hush(Silence(code, at, why))]


def _unhush(change: Change) -> list[Edit]:
    return [edits.Unhush(*_asked(change))]


_READERS: tuple[tuple[tuple[str, ...], Callable[[Change], list[Edit]]], ...] = (
    (("add", "add-aside"), _add),
    (("remove",), lambda change: [edits.Remove(change.block.id)]),
    (("newer",), _newer),
    (("up", "down", "move"), _move),
    (("step",), _step),
    (("details",), _details),
    (("split",), _split),
    (("merge",), lambda change: [edits.Merge(change.block.id)]),
    (("park",), lambda change: [edits.Park(change.block.id)]),
    (("unpark",), _unpark),
    (("drop",), lambda change: [edits.DropParked(change.parked.id)]),
    (("remedy",), _remedy),
    (("hush",), _hush),
    (("unhush",), _unhush),
)
