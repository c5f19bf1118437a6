"""Puts one device together from the values that a file gives for it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.i18n import _
from app.intake.days import day_of
from app.intake.devices.columns import IDENTIFYING, Field
from app.intake.devices.values import kind_of, kind_of_model, plain, state_of
from app.model.device import DeviceKind, DeviceRecord, DeviceState, RejectedRow, Software
from app.model.identifiers import Identifier, IdentifierKind, make_identifier
from app.model.placeholders import is_placeholder

_SEVERAL = re.compile(r"[;,|\n\r]|\s/\s|\s+")
_MOST_IDENTIFIERS = 64
_MOST_SOFTWARE = 10_000


class RecordBuilder:
    """Takes values as a file gives them, field by field, best source first.

    A value that is already there stays. An empty value says nothing, so that a list with a gap
    in it never wipes what is known.
    """

    def __init__(self, row: str) -> None:
        self._row = row
        self._texts: dict[Field, str] = {}
        self._kind: DeviceKind | None = None
        self._state: DeviceState | None = None
        self._identifiers: dict[tuple[IdentifierKind, str], Identifier] = {}
        self._software: tuple[Software, ...] | None = None
        self._warnings: list[str] = []

    def add(self, field: Field, value: object, label: str = "") -> None:
        """Take a value; ``label`` is what a warning about it calls it."""
        label = label or field.value
        if field in IDENTIFYING:
            if isinstance(value, str):
                self._add_identifiers(IdentifierKind(field.value), value, label)
            return
        text = plain(value)
        if not text:
            return
        if field is Field.TYPE:
            field = Field.KIND if kind_of(text) else Field.MODEL
        if field is Field.KIND:
            self.set_kind(kind_of(text))
            if kind_of(text) is None:
                self.warn(_("Not a known sort of device; left out."), label)
        elif field is Field.STATE:
            self._state = self._state or state_of(text)
            if state_of(text) is None:
                self.warn(_("Not a known state; left out."), label)
        elif field in (Field.PURCHASED_ON, Field.WARRANTY_UNTIL):
            self._add_day(field, text, label)
        elif not is_placeholder(text, short_code=True):
            self._texts.setdefault(field, text)

    def set_kind(self, kind: DeviceKind | None) -> None:
        """Say which sort it is, unless that is known."""
        self._kind = self._kind or kind

    def add_identifier(self, identifier: Identifier, label: str = "") -> None:
        """Take an identifier that was read already."""
        key = identifier.kind, identifier.canonical
        if key in self._identifiers:
            return
        if len(self._identifiers) >= _MOST_IDENTIFIERS:
            self.warn(
                _("More than {limit} identifiers; the rest is left out.").format(
                    limit=_MOST_IDENTIFIERS
                )
            )
            return
        self._identifiers[key] = identifier
        for warning in identifier.warnings:
            self.warn(warning, label or identifier.kind.value)

    def set_software(self, programs: Iterable[Software]) -> None:
        """Say what is installed; that it is nothing, when empty."""
        unique: dict[Software, None] = {}
        for program in programs:
            if len(unique) >= _MOST_SOFTWARE:
                self.warn(
                    _("More than {limit} programs; the rest is left out.").format(
                        limit=_MOST_SOFTWARE
                    )
                )
                break
            if program.name:
                unique[program] = None
        self._software = tuple(unique)

    def warn(self, warning: str, label: str = "") -> None:
        """Note what had to be guessed or left out, once."""
        text = f"{label}: {warning}" if label else warning
        if text not in self._warnings:
            self._warnings.append(text)

    def build(self, *, partial: bool = False, external_id: str = "") -> DeviceRecord | RejectedRow:
        """Return the device, or why there is none."""
        texts = self._texts
        if not self._identifiers and not texts.get(Field.NAME) and not external_id:
            return RejectedRow(self._row, _("Neither an identifier nor a name of a device."))
        model = texts.get(Field.MODEL)
        if model and model.isdecimal() and len(model) <= 2:
            self.warn(_("Another system's key and no name; left out."), Field.MODEL.value)
            model = None
        return DeviceRecord(
            row=self._row,
            kind=self._kind or (kind_of_model(model) if model else None),
            name=texts.get(Field.NAME),
            manufacturer=texts.get(Field.MANUFACTURER),
            model=model,
            state=self._state,
            identifiers=tuple(self._identifiers.values()),
            owner=texts.get(Field.OWNER),
            organisation=texts.get(Field.ORGANISATION),
            location=texts.get(Field.LOCATION),
            purchased_on=texts.get(Field.PURCHASED_ON),
            warranty_until=texts.get(Field.WARRANTY_UNTIL),
            software=self._software,
            partial=partial,
            external_id=external_id,
            warnings=tuple(self._warnings),
        )

    def _add_day(self, field: Field, text: str, label: str) -> None:
        if field in self._texts or is_placeholder(text, short_code=True):
            return
        day, warning = day_of(text)
        if day:
            self._texts[field] = day
        if warning:
            self.warn(warning, label)

    def _add_identifiers(self, kind: IdentifierKind, value: str, label: str) -> None:
        identifier = make_identifier(kind, value)
        if identifier is None:
            return
        if kind in (IdentifierKind.SERIAL, IdentifierKind.ASSET_TAG):
            if kind is IdentifierKind.ASSET_TAG and is_placeholder(value, short_code=True):
                self.warn(_("A placeholder; left out."), label)
                return
            self.add_identifier(identifier, label)
            return
        several = [identifier]
        if not identifier.valid and len(value) <= 1000:
            # one cell may hold both numbers of a telephone with two SIM cards
            parts = [make_identifier(kind, part) for part in _SEVERAL.split(value) if part]
            read = [part for part in parts if part is not None and part.valid]
            several = read if len(read) == len(parts) > 1 else several
        for one in several:
            self.add_identifier(one, label)


def with_warning(identifier: Identifier, warning: str) -> Identifier:
    """Return an identifier that is kept but never matched, and why."""
    return identifier._replace(matchable=False, warnings=(*identifier.warnings, warning))
