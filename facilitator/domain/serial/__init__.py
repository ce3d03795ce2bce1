"""Modules, blocks, plans and edits as plain dictionaries, for JSON, and back without loss.

The shape of a dictionary is the shape of its dataclass: texts, whole numbers, lists; dates and
times in ISO 8601. Where one of several types may stand, `is` says which, by a name of its own that
stays when a class is renamed.
"""

from __future__ import annotations

from typing import cast

from facilitator.domain.edits import Edit
from facilitator.domain.modules import Module
from facilitator.domain.plans import Block, Plan
from facilitator.domain.serial.coding import Json, decoder, encoded
from facilitator.domain.serial.faults import BadData, Fault, Problem
from facilitator.domain.serial.files import Whole, from_file, public, to_file
from facilitator.domain.serial.whole import WholeSeries

__all__ = [
    "BadData",
    "Fault",
    "Json",
    "Problem",
    "Whole",
    "WholeSeries",
    "block_from_dict",
    "block_to_dict",
    "edit_from_dict",
    "edit_to_dict",
    "from_dict",
    "from_file",
    "plan_from_dict",
    "plan_to_dict",
    "public",
    "to_dict",
    "to_file",
]


def to_dict(module: Module) -> Json:
    return cast(Json, encoded(module))


def from_dict(data: Json) -> Module:
    """Raises BadData."""
    return cast(Module, decoder(Module)(data, ()))


def block_to_dict(block: Block) -> Json:
    return cast(Json, encoded(block))


def block_from_dict(data: Json) -> Block:
    """Raises BadData."""
    return cast(Block, decoder(Block)(data, ()))


def plan_to_dict(plan: Plan) -> Json:
    return cast(Json, encoded(plan))


def plan_from_dict(data: Json) -> Plan:
    """Raises BadData."""
    return cast(Plan, decoder(Plan)(data, ()))


def edit_to_dict(edit: Edit) -> Json:
    return cast(Json, encoded(edit))


def edit_from_dict(data: Json) -> Edit:
    """Raises BadData."""
    return cast(Edit, decoder(Edit)(data, ()))
