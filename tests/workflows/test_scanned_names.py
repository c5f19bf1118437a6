"""A sticker with a device's own name leads to it, as one with its number does."""

from __future__ import annotations

from app.model.identifiers import Identifier, IdentifierKind
from app.workflows import devices
from app.workflows.session import Session


def test_a_scanned_name_is_its_devices(session: Session) -> None:
    device = devices.create(session, name="LAP-00149")[0]
    devices.create(session, name="LAP-00150")
    assert devices.identified(session, "LAP-00149") == device
    assert devices.identified(session, "lap-00149 ") == device
    assert devices.identified(session, "LAP-0014") is None


def test_an_identifier_goes_before_a_name_and_a_shared_name_is_nobodys(session: Session) -> None:
    tag = [Identifier(IdentifierKind.ASSET_TAG, "PRN-7", "PRN-7")]
    tagged = devices.create(session, name="Printer", identifiers=tag)[0]
    devices.create(session, name="PRN-7")
    assert devices.identified(session, "PRN-7") == tagged
    for _number in range(2):
        devices.create(session, name="SCAN-1")
    assert devices.identified(session, "SCAN-1") is None
    devices.create(session, manufacturer="Dell", model="5440")
    assert devices.identified(session, "Dell 5440") is None
