"""A device or a person is found by words as they come to mind, each from another of its fields."""

from __future__ import annotations

import pytest

from app.model.device_list import DeviceSort
from app.model.identifiers import IdentifierKind
from app.workflows import devices, people
from app.workflows.session import Session
from tests.workflows.residue import identifier


@pytest.mark.parametrize(
    "text",
    [
        "Dell XPS",
        "xps dell",
        "XPS 13 Vermeer",
        "vermeer, saskia xps",
        "dell 40hp72",
        "13 saskia",
        "IMEI 35 209900",
        "MAC 44 85 00",
    ],
)
def test_a_device_is_found_by_words_of_several_fields(session: Session, text: str) -> None:
    owner = people.add(session, display_name="Saskia Vermeer")[0]
    wanted = devices.create(
        session,
        manufacturer="Dell Inc.",
        model="XPS 13 9350",
        owner_id=owner,
        identifiers=[
            identifier(IdentifierKind.SERIAL, "640HP72"),
            identifier(IdentifierKind.MAC, "44:85:00:2b:90:bc"),
            identifier(IdentifierKind.IMEI, "352099001761481"),
        ],
    )[0]
    devices.create(session, manufacturer="Dell Inc.", model="Latitude 15")
    devices.create(session, manufacturer="Apple", model="MacBook 14", name="Saskia's")
    assert devices.page(session, text).ids == (wanted,)
    assert devices.rows(session, (wanted,))[wanted].owner_id == owner


def test_words_narrow_and_one_that_is_nowhere_finds_nothing(session: Session) -> None:
    device = devices.create(session, manufacturer="Dell Inc.", model="XPS 13")[0]
    assert devices.page(session, "inc dell 13").ids == (device,)
    assert devices.count(session, "inc dell 13") == 1
    assert devices.count(session, "dell latitude") == 0
    assert devices.count(session, " ".join(["dell"] + ["xps"] * 5_000)) == 1
    assert devices.count(session, " ".join(f"xps{number}" for number in range(5_000))) == 0


@pytest.mark.parametrize(
    "text", ["Vries Anna", "Vries, Anna", "anna vries", "anna de vri", "vries example.org"]
)
def test_a_person_is_found_by_names_in_any_order(session: Session, text: str) -> None:
    wanted = people.add(session, display_name="Anna de Vries", email="anna@example.org")[0]
    people.add(session, display_name="Anna Bakker", email="bakker@example.org")
    people.add(session, display_name="Joris de Vries", email="joris@example.com")
    assert people.page(session, text).ids == (wanted,)
    assert people.count(session, text) == 1


def test_the_devices_of_an_organisation_are_listed_by_its_name_or_a_piece(
    session: Session,
) -> None:
    linde = devices.create(session, name="A", organisation="De Linde")[0]
    other = devices.create(session, name="B", organisation="De Linde Noord")[0]
    devices.create(session, name="C")
    assert devices.page(session, 'organisation:"de linde"').ids == (linde,)
    assert set(devices.page(session, "organisation:LIND").ids) == {linde, other}
    assert devices.page(session, "organisation:linde B").ids == (other,)
    assert devices.count(session, "organisation:linde") == 2
    assert devices.page(session, "organisation:linde", sort=DeviceSort.OWNER).ids
    assert devices.count(session, "organisation:nowhere") == 0
