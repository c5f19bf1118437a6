"""A serial number that a store has with its label, as it was once read, still names its device."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import KnownError
from app.model.identifiers import Identifier, IdentifierKind, make_identifier
from app.workflows import devices, imports
from app.workflows.session import Session
from tests.workflows.importing import last, sound, table, take

SERIAL = IdentifierKind.SERIAL


def made_before(session: Session, given: str, manufacturer: str = "Lenovo") -> int:
    """Make a device as one was made when a label without a colon was a part of the number."""
    return devices.create(
        session, manufacturer=manufacturer, identifiers=[Identifier(SERIAL, given.upper(), given)]
    )[0]


def serials(session: Session, device: int) -> list[tuple[str, str]]:
    return [(one.canonical, one.as_given) for one in devices.get(session, device).identifiers]


@pytest.mark.parametrize("given", ["S/N PF3K1XQ7", "sn pf3k1xq7", "Serienummer PF3K1XQ7"])
def test_a_list_that_is_taken_in_again_makes_no_second_device(
    session: Session, tmp_path: Path, given: str
) -> None:
    device = made_before(session, given)
    path = table(tmp_path, "serial,manufacturer", f"{given},Lenovo", f"{given},Lenovo")
    assert [(r.action, r.device) for r in take(session, path)] == [
        ("update", device),
        ("unchanged", device),
    ]
    assert serials(session, device) == [("PF3K1XQ7", given)]
    assert sound(session)
    again = table(tmp_path, "serial,manufacturer", "PF3K1XQ7,Lenovo")
    assert [r.device for r in take(session, again)] == [device]


def test_an_import_that_renewed_a_serial_number_is_undone_as_a_whole(
    session: Session, tmp_path: Path
) -> None:
    device = made_before(session, "S/N PF3K1XQ7")
    take(session, table(tmp_path, "serial,manufacturer", "S/N PF3K1XQ7,Lenovo"))
    imports.undo(session, last(session))
    assert serials(session, device) == [("S/N PF3K1XQ7", "S/N PF3K1XQ7")]
    assert sound(session)


def test_another_make_has_a_device_of_its_own(session: Session, tmp_path: Path) -> None:
    made_before(session, "S/N PF3K1XQ7")
    (result,) = take(session, table(tmp_path, "serial,manufacturer", "S/N PF3K1XQ7,Dell"))
    assert result.action == "create"


def test_a_tag_finds_its_device_beside_the_same_serial_number(
    session: Session, tmp_path: Path
) -> None:
    device = devices.create(
        session,
        manufacturer="Lenovo",
        identifiers=[
            Identifier(SERIAL, "S/N PF3K1XQ7", "S/N PF3K1XQ7"),
            Identifier(IdentifierKind.ASSET_TAG, "CNE-7", "CNE-7"),
        ],
    )[0]
    path = table(tmp_path, "serial,manufacturer,asset tag", "S/N PF3K1XQ7,Dell,CNE-7")
    assert [r.device for r in take(session, path)] == [device]


def test_a_scan_finds_the_device_and_by_hand_it_is_not_made_twice(session: Session) -> None:
    device = made_before(session, "S/N PF3K1XQ7")
    assert devices.identified(session, "S/N PF3K1XQ7") == device
    identifier = make_identifier(SERIAL, "S/N PF3K1XQ7")
    assert identifier is not None
    with pytest.raises(KnownError, match="device_known"):
        devices.create(session, manufacturer="Lenovo", identifiers=[identifier])
