"""How the device list is ordered and narrowed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from app.model.device import DeviceKind, DeviceState


class DeviceSort(StrEnum):
    """What a device list is ordered by; the device's id decides between equals."""

    UPDATED = "updated"
    NAME = "name"
    KIND = "kind"
    STATE = "state"
    OWNER = "owner"
    WARRANTY = "warranty"
    """Devices without a warranty come last when the first to end comes first."""


@dataclass(frozen=True, slots=True)
class DeviceFind:
    """What is typed into the device list's field, taken apart."""

    text: str = ""
    """Any fragment of an identifier, label or owner."""
    kinds: tuple[DeviceKind, ...] = ()
    states: tuple[DeviceState, ...] = ()
    organisation: str = ""
    """Of the organisation that is called so, or of each whose name holds it."""
    warranty_days: int | None = None
    """Its warranty ends between today and so many days from now."""


_WORD = re.compile(r"(?<!\S)(kind|state|warranty):(\S+)", re.IGNORECASE)
_ORGANISATION = re.compile(r'(?<!\S)organisation:(?:"([^"]*)"|([^\s"]+))', re.IGNORECASE)
_LONGEST_DAYS = 36_500


def parse_find(text: str) -> DeviceFind:
    """Take ``kind:laptop``, ``state:in_stock``, ``organisation:"A name"`` and such out of a text.

    What has the form but no such meaning stays text, so that every text finds something or
    nothing and none is an error.
    """
    kinds: list[DeviceKind] = []
    states: list[DeviceState] = []
    days: int | None = None

    def take(match: re.Match[str]) -> str:
        nonlocal days
        word, value = match[1].lower(), match[2].lower()
        if word == "kind" and value in set(DeviceKind):
            kinds.append(DeviceKind(value))
        elif word == "state" and value in set(DeviceState):
            states.append(DeviceState(value))
        elif word == "warranty" and value.isdecimal() and value.isascii() and len(value) < 6:
            days = min(int(value), _LONGEST_DAYS)
        else:
            return match[0]
        return ""

    named = _ORGANISATION.search(text)
    organisation = " ".join((named[1] or named[2] or "").split()) if named else ""
    if organisation:
        text = _ORGANISATION.sub("", text)
    rest = " ".join(_WORD.sub(take, text).split())
    return DeviceFind(rest, tuple(kinds), tuple(states), organisation, days)
