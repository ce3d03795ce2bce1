"""What becomes of each module of a pack: what she has of it already, and taking it in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from facilitator.domain.access import Act, Unknown
from facilitator.domain.modules import Module
from facilitator.library.packs import BY, RIGHTS_KEPT, SHARE_ALIKE, Arrival, Origin, Pack
from facilitator.library.writing import settled
from facilitator.records import modules
from facilitator.records.base import begin_write
from facilitator.records.modules import PREFIX, OwnModule
from facilitator.web.frame.sessions import now
from facilitator.web.frame.shared import me
from facilitator.web.library.known import known_modules

TAKE, NEWEST, LEAVE = "take", "newest", "leave"
SOMEBODY = "somebody else"
_STRICTER = (BY, SHARE_ALIKE, RIGHTS_KEPT)


@dataclass(frozen=True)
class Standing:
    """`same` is the module she has with the same text; `elder` one of her own with another text
    that this one could follow; `other` a module under this id that is not hers to change."""

    arrival: Arrival
    same: Module | None
    elder: Module | None
    other: Module | None

    @property
    def usual(self) -> str:
        """What happens if she changes nothing."""
        return LEAVE if self.same else TAKE


def standings(pack: Pack) -> list[Standing]:
    known = known_modules()
    texts = {_nameless(module): module for module in [*known.values()][::-1]}
    records = modules.of(me())
    return [
        Standing(
            arrival,
            texts.get(_nameless(arrival.module)),
            _elder(arrival, records),
            known.get(arrival.module.id),
        )
        for arrival in pack.arrivals
    ]


def _nameless(module: Module) -> Module:
    """The text apart from its id, as a pack would carry it."""
    return replace(settled(module), id="")


def _elder(arrival: Arrival, records: Iterable[OwnModule]) -> Module | None:
    """Her own module of this id, or the one she took in from under this id before. A copy of a
    shipped text is a text of its own and follows nothing."""
    wanted = arrival.module.id
    if not wanted.startswith(PREFIX):
        return None
    for record in records:
        nearest = record.origins[0] if record.origins else {}
        if record.id == wanted or (nearest.get("id") == wanted and "licence" in nearest):
            return modules.value(record)
    return None


def take_in(pack: Pack, chosen: Mapping[str, str]) -> tuple[list[OwnModule], list[OwnModule]]:
    """Keep what is chosen, by id: new modules of hers, and newest texts of those she has. Raises
    TooMany, and keeps nothing then."""
    found = [(one, chosen.get(one.arrival.module.id, LEAVE)) for one in standings(pack)]
    fresh = [one.arrival for one, choice in found if choice == TAKE]
    newest = [one for one, choice in found if choice == NEWEST]
    made = modules.add_all(me(), [(one.module, _origins(one, pack)) for one in fresh], now())
    saved = [_save(one.elder.id, one.arrival.module) for one in newest if one.elder]
    return made, [record for record in saved if record is not None]


def _save(module_id: str, module: Module) -> OwnModule | None:
    """The module with its newest text; None when it went to the bin in the meantime."""
    begin_write()
    try:
        record = modules.find(me(), module_id, Act.SETTLE)
    except Unknown:
        return None
    modules.save(record, module, me(), now(), base=record.version)
    return record


def _origins(arrival: Arrival, pack: Pack) -> list[dict[str, str]]:
    """Where it came from and under which licence, the nearest first. A name is kept for a text of
    somebody: without one it would pass for a shipped text."""
    shipped = not arrival.module.id.startswith(PREFIX)
    by = "" if shipped else pack.author or SOMEBODY
    nearest = Origin(arrival.module.id, arrival.module.title, by)
    terms = {"licence": arrival.licence}
    return [
        {
            "id": one.id,
            "title": one.title,
            "by": one.by,
            **(terms if one.by or one is nearest else {}),
        }
        for one in (nearest, *arrival.origins)
    ]


def bound_to(record: OwnModule, mine: Mapping[str, OwnModule], seen: frozenset[str]) -> str:
    """The licence that this module's origins demand, the strictest of them; "" where she is free
    to choose. What a colleague wrote is the colleague's to give."""
    found = [_of_origin(one, mine, seen | {record.id}) for one in record.origins]
    return max(filter(None, found), key=_STRICTER.index, default="")


def _of_origin(
    origin: Mapping[str, str], mine: Mapping[str, OwnModule], seen: frozenset[str]
) -> str:
    if "licence" in origin:
        return origin["licence"]
    if not origin["by"]:
        return BY
    if origin["id"] in seen:
        return ""
    if origin["id"] in mine:
        return bound_to(mine[origin["id"]], mine, seen)
    return RIGHTS_KEPT


def credited(record: OwnModule) -> tuple[Origin, ...]:
    """What a pack names of a module's origins: shipped texts, and those that came in with a pack.
    The name of a colleague stays here."""
    return tuple(
        Origin(one["id"], one["title"], one["by"])
        for one in record.origins
        if not one["by"] or "licence" in one
    )
