"""A hand-over or return made by mistake is taken back whole, and nothing else with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import pytest

from app.model.changes import Changes
from app.model.device import Device, DeviceState
from app.model.identifiers import IdentifierKind
from app.model.subject_request import RequestKind
from app.store import audit
from app.workflows import devices, erasure, people
from app.workflows.requests import carrying_out
from app.workflows.session import Session
from tests.conftest import Clock
from tests.workflows.requests.conftest import granted, refused
from tests.workflows.residue import identifier

Owners = list[tuple[int | None, int, int | None]]


@dataclass
class Desk:
    """Sanne has a laptop, Pim nothing, and a telephone lies in stock."""

    session: Session
    clock: Clock
    sanne: int
    pim: int
    laptop: int
    telephone: int

    def device(self, number: int) -> Device:
        return devices.get(self.session, number)

    def owners(self, number: int) -> Owners:
        with self.session.store.read() as connection:
            return connection.execute(
                "SELECT person_id, since, until FROM device_custody WHERE device_id = ?"
                " ORDER BY since, id",
                (number,),
            ).fetchall()

    def whole(self, number: int) -> tuple[object, ...]:
        """Return all of a device but the number of its version, and its place in the list."""
        with self.session.store.read() as connection:
            names = [row[1] for row in connection.execute("PRAGMA table_info(device)")]
            columns = ", ".join(name for name in names if name != "version")
            values = connection.execute(
                f"SELECT {columns} FROM device WHERE id = ?",  # noqa: S608 - the schema's names
                (number,),
            ).fetchone()
        return (*values, devices.page(self.session).ids, self.owners(number))

    def hand_over(
        self, number: int, person: int | None, state: DeviceState = DeviceState.IN_STOCK
    ) -> partial[Changes]:
        """Hand it over an hour later; return what undoes that."""
        self.clock.advance(hours=1)
        row = self.device(number).row
        devices.hand_over(self.session, number, person, row.version, state=state)
        self.clock.advance(hours=1)
        return partial(
            devices.undo_hand_over,
            self.session,
            number,
            row.version + 1,
            owner_id=row.owner_id,
            state=row.state,
            updated_at=row.updated_at,
        )


@pytest.fixture
def desk(session: Session, clock: Clock) -> Desk:
    sanne, _ = people.add(session, display_name="Sanne Bos", email="sanne@example.nl")
    pim, _ = people.add(session, display_name="Pim Kok", email="pim@example.nl")
    laptop, _ = devices.create(
        session,
        name="laptop",
        identifiers=[identifier(IdentifierKind.SERIAL, "PF3K1XQ7")],
        owner_id=sanne,
    )
    clock.advance(hours=1)
    telephone, _ = devices.create(session, name="telephone")
    return Desk(session, clock, sanne, pim, laptop, telephone)


def test_a_hand_over_is_taken_back(desk: Desk) -> None:
    before = desk.whole(desk.laptop)
    undo = desk.hand_over(desk.laptop, desk.pim)
    assert [owner for owner, _since, _until in desk.owners(desk.laptop)] == [desk.sanne, desk.pim]
    undo()
    assert desk.whole(desk.laptop) == before
    assert desk.device(desk.laptop).row.owner == "Sanne Bos"
    assert desk.device(desk.laptop).row.state is DeviceState.IN_USE


def test_a_first_hand_over_is_taken_back(desk: Desk) -> None:
    before = desk.whole(desk.telephone)
    desk.hand_over(desk.telephone, desk.pim)()
    assert desk.whole(desk.telephone) == before
    assert desk.owners(desk.telephone) == []


def test_nobody_is_put_on_record_for_a_device_that_changed_meanwhile(desk: Desk) -> None:
    seen = desk.device(desk.laptop).row.version
    desk.hand_over(desk.laptop, desk.pim)
    before = people.count(desk.session)
    give = partial(devices.hand_over_to_new, desk.session, desk.laptop, name="Noor Kuiper")
    with refused("changed_meanwhile"):
        give(seen)
    assert people.count(desk.session) == before
    give(desk.device(desk.laptop).row.version)
    assert people.count(desk.session) == before + 1
    assert desk.device(desk.laptop).row.owner == "Noor Kuiper"


@pytest.mark.parametrize("state", [DeviceState.IN_REPAIR, DeviceState.STOLEN])
def test_a_return_is_taken_back(desk: Desk, state: DeviceState) -> None:
    before = desk.whole(desk.laptop)
    undo = desk.hand_over(desk.laptop, None, state)
    assert desk.device(desk.laptop).row.state is state
    undo()
    assert desk.whole(desk.laptop) == before


def test_a_hand_over_to_who_has_it_already_is_taken_back(desk: Desk) -> None:
    row = desk.device(desk.laptop).row
    devices.set_state(desk.session, desk.laptop, DeviceState.LOST, row.version)
    before = desk.whole(desk.laptop)
    desk.hand_over(desk.laptop, desk.sanne)()
    assert desk.whole(desk.laptop) == before


def test_of_who_had_it_twice_the_latest_time_alone_is_open_again(desk: Desk) -> None:
    desk.hand_over(desk.laptop, desk.pim)
    desk.hand_over(desk.laptop, desk.sanne)
    before = desk.whole(desk.laptop)
    desk.hand_over(desk.laptop, None)()
    assert desk.whole(desk.laptop) == before
    assert [until is None for _owner, _since, until in desk.owners(desk.laptop)] == [
        False,
        False,
        True,
    ]


def test_hand_overs_in_one_second_are_told_apart(session: Session, desk: Desk) -> None:
    there = desk.device(desk.laptop).row.version
    devices.hand_over(session, desk.laptop, desk.pim, there)
    devices.hand_over(session, desk.laptop, desk.sanne, there + 1)
    before = desk.device(desk.laptop).row
    owners = desk.owners(desk.laptop)
    devices.hand_over(session, desk.laptop, desk.pim, there + 2)
    devices.undo_hand_over(
        session,
        desk.laptop,
        there + 3,
        owner_id=before.owner_id,
        state=before.state,
        updated_at=before.updated_at,
    )
    assert desk.owners(desk.laptop) == owners


def test_a_licence_given_since_stays(desk: Desk) -> None:
    undo = desk.hand_over(desk.laptop, desk.pim)
    devices.assign_licence(desk.session, "Suite", device_id=desk.laptop)
    undo()
    assert len(desk.device(desk.laptop).licences) == 1


def test_the_device_is_found_by_who_has_it_again(desk: Desk) -> None:
    undo = desk.hand_over(desk.laptop, desk.pim)
    undo()
    assert devices.page(desk.session, "sanne bos").ids == (desk.laptop,)
    assert devices.page(desk.session, "pim kok").ids == ()


def test_what_somebody_made_of_the_device_since_stays(desk: Desk) -> None:
    undo = desk.hand_over(desk.laptop, desk.pim)
    version = desk.device(desk.laptop).row.version
    devices.change(desk.session, desk.laptop, version, location="kelder")
    before = desk.whole(desk.laptop)
    with refused("changed_meanwhile"):
        undo()
    assert desk.whole(desk.laptop) == before


def test_it_is_undone_once(desk: Desk) -> None:
    undo = desk.hand_over(desk.laptop, desk.pim)
    undo()
    with refused("changed_meanwhile"):
        undo()


@pytest.mark.parametrize("whose", ["sanne", "pim"])
def test_nothing_is_given_back_to_or_taken_from_whose_data_is_restricted(
    desk: Desk, whose: str
) -> None:
    undo = desk.hand_over(desk.laptop, desk.pim)
    person = getattr(desk, whose)
    carrying_out.restrict(desk.session, granted(desk.session, RequestKind.RESTRICT, person))
    before = desk.whole(desk.laptop)
    with refused("restricted"):
        undo()
    assert desk.whole(desk.laptop) == before


@pytest.mark.parametrize(("whose", "code"), [("sanne", "owner_gone"), ("pim", "changed_meanwhile")])
def test_nobody_who_was_erased_comes_back(desk: Desk, whose: str, code: str) -> None:
    undo = desk.hand_over(desk.laptop, desk.pim)
    person = getattr(desk, whose)
    request = granted(desk.session, RequestKind.ERASE, person)
    erasure.erase(desk.session, person, request, "alone at work")
    before = desk.whole(desk.laptop)
    with refused(code):
        undo()
    assert desk.whole(desk.laptop) == before
    assert person not in [owner for owner, _since, _until in desk.owners(desk.laptop)]


def test_where_the_time_of_who_had_it_is_not_kept_any_more_nothing_is_put_back(
    desk: Desk,
) -> None:
    undo = desk.hand_over(desk.laptop, desk.pim)
    with desk.session.store.write() as connection:  # as a purge of former owners does
        connection.execute("DELETE FROM device_custody WHERE until IS NOT NULL")
    before = desk.whole(desk.laptop)
    with refused("owner_gone"):
        undo()
    assert desk.whole(desk.laptop) == before


def test_the_audit_trail_says_that_it_was_taken_back_and_names_nobody(desk: Desk) -> None:
    desk.hand_over(desk.laptop, desk.pim)()
    with desk.session.store.read() as connection:
        (entry,) = audit.entries(connection, limit=1)
        assert audit.verify(connection) == []
    assert (entry.action, entry.subject_table, entry.subject_id) == (
        "hand_over_undone",
        "device",
        desk.laptop,
    )
    assert entry.detail == "{}"
