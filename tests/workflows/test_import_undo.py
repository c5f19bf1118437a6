"""What an import did can be undone, but for what somebody worked on since."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import Cancelled, KnownError
from app.model.device import DeviceState
from app.model.identifiers import IdentifierKind
from app.model.ticket import Status
from app.store import cleanup
from app.workflows import devices, imports, people, tickets
from app.workflows.session import Session, finish_cleanup
from tests.conftest import Clock
from tests.workflows.importing import last, mail, receive, rows, sound, table, take
from tests.workflows.residue import identifier

SERIAL, IMEI, MAC, TAG = (
    IdentifierKind.SERIAL,
    IdentifierKind.IMEI,
    IdentifierKind.MAC,
    IdentifierKind.ASSET_TAG,
)


def test_an_undone_device_import_puts_every_row_back(
    session: Session, tmp_path: Path, clock: Clock
) -> None:
    piet, _ = people.add(session, display_name="Piet", email="piet@example.org")
    device, _ = devices.create(
        session,
        name="pc 1",
        manufacturer="Dell",
        identifiers=[identifier(SERIAL, "PF3K1XQ7"), identifier(TAG, "CNE-1")],
        owner_id=piet,
    )
    before = rows(session)
    clock.advance(days=1)
    take(
        session,
        table(
            tmp_path,
            "serial,name,asset tag,owner,location",
            "PF3K1XQ7,pc 2,CNE-2,,",
            "PF3K1XQ7,pc 3,CNE-3,zoe@example.org,kelder",
            "PF3K9XQ7,pc 9,CNE-9,zoe@example.org,zolder",
        ),
    )
    assert devices.get(session, device).row.name == "pc 3"
    clock.advance(days=1)
    done, _ = imports.undo(session, last(session))
    assert done.kept == 0
    assert rows(session) == before
    assert sound(session)
    with pytest.raises(KnownError, match="undone_already"):
        imports.undo(session, last(session))


def test_an_undone_mail_import_puts_every_row_back(
    session: Session, tmp_path: Path, clock: Clock
) -> None:
    receive(session, mail(tmp_path, "1.eml", From="piet@example.org", Message_ID="<1@x.example>"))
    (ticket,) = tickets.page(session).ids
    tickets.set_status(session, ticket, Status.CLOSED, tickets.get(session, ticket).row.version)
    before = rows(session)
    clock.advance(days=1)
    reply = "Mon, 23 Nov 2026 09:00:00 +0000"
    receive(
        session,
        mail(tmp_path, "2.eml", From="piet@example.org", In_Reply_To="<1@x.example>", Date=reply),
    )
    assert tickets.get(session, ticket).row.status is Status.OPEN
    imports.undo(session, last(session))
    assert rows(session) == before
    assert sound(session)


def test_undoing_some_rows_at_a_time_says_how_many_are_done_and_is_stopped_as_a_whole(
    session: Session, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "_TOGETHER", 2)
    take(session, table(tmp_path, "serial,name", "PF3K1XQ7,pc 1"))
    before = rows(session)
    clock.advance(days=1)
    lines = [f"PF3K{number}XQ7,neu {number}" for number in range(1, 6)]
    take(session, table(tmp_path, "serial,name", *lines))
    after, batch = rows(session), last(session)

    def stop(done: int, _total: int | None) -> None:
        if done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        imports.undo(session, batch, progress=stop)
    assert rows(session) == after
    said: list[tuple[int, int | None]] = []
    done, _ = imports.undo(session, batch, progress=lambda *reported: said.append(reported))
    assert said == [(0, 5), (1, 5), (1, 5), (3, 5)]
    assert (done.removed, done.restored) == (4, 1)
    assert rows(session) == before
    assert sound(session)


def test_the_merge_after_an_undo_is_stopped_and_made_later(
    session: Session, tmp_path: Path
) -> None:
    lines = [f"PF3K{number:04}XQ7,neu {number}" for number in range(300)]
    take(session, table(tmp_path, "serial,name", *lines))
    batch = last(session)

    def stop(_done: int, total: int | None) -> None:
        if total is None:  # of what was imported no row is left by then
            assert devices.count(session) == 0
            raise Cancelled

    done, _ = imports.undo(session, batch, progress=stop)
    assert done.removed == 300
    assert imports.listed(session)[0].undone_at is not None
    assert session.cleanup_owed
    assert cleanup.owes_merge(session.store)
    finish_cleanup(session)
    assert not cleanup.owes_merge(session.store)
    assert sound(session)


def test_an_undo_stands_where_the_disk_is_full_for_the_merge_after_it(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(session, table(tmp_path, "serial", "PF3K0001XQ7"))

    def full(*_given: object) -> None:
        raise KnownError("disk_full", "The disk is full; the last change was not made.", "")

    monkeypatch.setattr(cleanup, "settle", full)
    done, changes = imports.undo(session, last(session))
    assert (done.removed, changes.everything) == (1, True)
    assert devices.count(session) == 0
    assert session.cleanup_owed
    with pytest.raises(KnownError, match="disk_full"):  # what was not done is told as ever
        imports.undo(session, last(session))


def test_undoing_keeps_what_was_worked_on_since(
    session: Session, tmp_path: Path, clock: Clock
) -> None:
    clock.advance(days=1)
    receive(session, mail(tmp_path, "1.eml", From="piet@example.org", Subject="Printer"))
    (ticket,) = tickets.page(session).ids
    tickets.reply(session, ticket, "we are on it")
    done, _ = imports.undo(session, last(session))
    assert (done.removed, done.kept) == (0, 2)
    assert len(tickets.get(session, ticket).messages) == 2
    take(session, table(tmp_path, "serial,name", "PF3K1XQ7,pc", "PF3K2XQ7,pc"))
    worked, other = devices.page(session).ids
    version = devices.get(session, worked).row.version
    devices.set_state(session, worked, DeviceState.IN_REPAIR, version)
    clock.advance(days=1)
    batch = next(b.id for b in imports.listed(session) if b.kind == "devices")
    done, _ = imports.undo(session, batch)
    assert (done.removed, done.kept) == (1, 1)
    assert devices.page(session).ids == (worked,)
    assert other != worked


# Mails
