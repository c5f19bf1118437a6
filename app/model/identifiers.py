"""Device identifiers: recognised, checked and brought into one canonical form."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class IdentifierKind(StrEnum):
    """What an identifier is."""

    IMEI = "imei"
    IMEISV = "imeisv"
    MEID = "meid"
    MAC = "mac"
    SERIAL = "serial"
    ASSET_TAG = "asset_tag"


@dataclass(frozen=True, slots=True)
class Identifier:
    """One identifier of a device, as given and in canonical form."""

    kind: IdentifierKind
    canonical: str
    """IMEI: 15 digits; IMEISV: 16 digits; MEID: 14 upper-case hex; MAC: lower-case hex pairs
    with colons; serial and asset tag: trimmed, single spaces, upper case."""
    as_given: str
    valid: bool = True
    """The check digit and form are right."""
    matchable: bool = True
    """It may identify a device: valid, no placeholder, no number ruined by a spreadsheet, and,
    for a MAC, neither multicast nor locally administered."""
    warnings: tuple[str, ...] = ()
