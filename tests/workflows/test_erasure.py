"""An erasure takes all of one person and nothing of anybody else, and holds stand in its way."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import KnownError
from app.model.conversation import BLACKED_OUT
from app.model.staff import Role
from app.model.subject_request import Decision, RequestKind
from app.model.ticket import Channel
from app.store import fts5, mentions, subject_data
from app.store.data_map import DATA_MAP
from app.workflows import devices, erasure, holds, members, people, requests, ticket_links, tickets
from app.workflows.session import Session
from tests.store.raw import Rows, data_rows
from tests.workflows.residue import Somebody, granted, plant
from tests.workflows.what_tickets_have import places

BLACK = BLACKED_OUT
WRITTEN = ("audit", "setting", "issued_document", "subject_request")


def rows(session: Session) -> Rows:
    with session.store.read() as connection:
        return data_rows(connection, without=WRITTEN)


def refused(code: str, act: Callable[[], object]) -> None:
    with pytest.raises(KnownError) as caught:
        act()
    assert caught.value.code == code
    assert caught.value.hint


def owned(session: Session, person: int) -> dict[str, int]:
    """Count what every path of the data map leads to, from each table to the person."""
    found: dict[str, int] = {}
    with session.store.read() as connection:
        for table in DATA_MAP.tables:
            (count,) = connection.execute(
                f"SELECT count(*) FROM {table.name} WHERE {subject_data.belongs_to(table)}",  # noqa: S608 - our own names
                {"person": person},
            ).fetchone()
            if count:
                found[table.name] = count
    return found


@pytest.fixture
def somebody(session: Session, tmp_path: Path) -> Somebody:
    return plant(session, tmp_path / "inbox")


def test_afterwards_no_path_leads_to_the_person(session: Session, somebody: Somebody) -> None:
    assert len(owned(session, somebody.person)) > 10
    erasure.erase(session, somebody.person, granted(session, somebody.person))
    assert owned(session, somebody.person) == {}
    with session.store.write() as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert all(fts5.index_is_sound(connection, name) for name in fts5.SEARCH_INDEXES)


def test_others_keep_every_row_and_lose_the_name_alone(
    session: Session, somebody: Somebody
) -> None:
    erasure.erase(session, somebody.person, granted(session, somebody.person))
    ticket = tickets.get(session, somebody.others_ticket)
    (message,) = ticket.messages
    assert ticket.row.title == f"Vraag van {BLACK}"
    assert message.text.split() == f"{BLACK} zit naast mij ({BLACK}). Printer kapot.".split()
    assert message.html is not None
    assert message.html.strip() == f"<p>{BLACK}</i> en {BLACK}</p>" or BLACK in message.html
    assert [file.filename for file in message.attachments] == [f"scan van {BLACK}.pdf"]
    (file,) = message.attachments
    assert b"".join(tickets.attachment(session, file.id)) == b"%PDF no names in here"
    assert devices.get(session, somebody.others_device).row.name == f"bureau van {BLACK}"
    assert devices.get(session, somebody.managed).row.name == ""
    assert tickets.page(session, "printer").ids == (somebody.others_ticket,)


@pytest.mark.parametrize("seed", range(6))
def test_an_erasure_changes_no_row_of_others(session: Session, seed: int) -> None:
    """Nobody here names anybody else: all that differs is what was the person's."""
    pick = random.Random(seed)  # noqa: S311 - a test's example
    who = [
        people.add(
            session,
            display_name=f"Voor{n}naam Achter{n}naam",
            email=f"mens{n}@example.nl",
            organisation=pick.choice(["", "School"]),
        )[0]
        for n in range(4)
    ]
    for number in range(12):
        ticket, _ = tickets.create(
            session,
            title=f"Vraag {number}",
            channel=pick.choice(list(Channel)),
            text=f"tekst {number}",
            requester_id=pick.choice([None, *who]),
            tags=pick.sample(["a", "b"], pick.randint(0, 2)),
        )
        tickets.reply(session, ticket, "antwoord")
        if pick.random() < 0.5:
            device, _ = devices.create(
                session, name=f"pc {number}", owner_id=pick.choice(who), private=bool(number % 2)
            )
            ticket_links.link_device(session, ticket, device)
            version = devices.get(session, device).row.version
            devices.hand_over(session, device, pick.choice([None, *who]), version)
        if pick.random() < 0.3:
            other = pick.choice(tickets.page(session).ids)
            if other != ticket:
                ticket_links.merge(session, ticket, other)
    erased = who[0]
    with session.store.read() as connection:
        own = {
            table.name: {
                row[0]
                for row in connection.execute(
                    f"SELECT {table.key} FROM {table.name}"  # noqa: S608 - our own names
                    f" WHERE {subject_data.belongs_to(table)}",
                    {"person": erased},
                )
            }
            for table in DATA_MAP.tables
            if table.key
        }
        told = places(connection)
    before = rows(session)
    erasure.erase(session, erased, granted(session, erased))
    after = rows(session)
    assert owned(session, erased) == {}
    going = {name: ids - {row[0] for row in after.get(name, [])} for name, ids in own.items()}
    for name, found in before.items():
        if not DATA_MAP[name].key:
            continue
        kept = {row[0]: row for row in after[name]}
        for row in found:
            if row[0] in own[name]:
                continue
            if row[0] not in kept:  # only what hangs on a row that went
                references = DATA_MAP[name].references
                assert any(set(row) & going.get(r.table, set()) for r in references), (name, row)
            else:
                gone = {place for place, value in enumerate(row) if kept[row[0]][place] != value}
                gone -= told.get(name, set())
                assert all(
                    kept[row[0]][place] is None and any(row[place] in ids for ids in going.values())
                    for place in gone
                ), (name, row)
        assert set(kept) <= {row[0] for row in found}


@pytest.mark.parametrize("on", ["person", "ticket", "device", "mention"])
def test_a_hold_refuses_the_erasure_whole(session: Session, somebody: Somebody, on: str) -> None:
    row = {
        "person": ("person", somebody.person),
        "ticket": ("ticket", somebody.own_ticket),
        "device": ("device", somebody.managed),
        "mention": ("device", somebody.others_device),
    }[on]
    number, _ = holds.add(session, *row, "dispute")
    request = granted(session, somebody.person)
    before = rows(session)
    refused("held", lambda: erasure.erase(session, somebody.person, request))
    assert rows(session) == before
    holds.release(session, number)
    erasure.erase(session, somebody.person, request)
    assert owned(session, somebody.person) == {}


def test_a_hold_until_a_day_that_has_passed_holds_nothing(
    session: Session, somebody: Somebody
) -> None:
    from datetime import date  # noqa: PLC0415 - only here

    holds.add(session, "person", somebody.person, "dispute", date(2020, 1, 1))
    erasure.erase(session, somebody.person, granted(session, somebody.person))


def test_the_number_of_a_hold_is_never_given_twice(session: Session, somebody: Somebody) -> None:
    erasure.erase(session, somebody.person, granted(session, somebody.person))
    with session.store.read() as connection:
        (placed,) = connection.execute(
            "SELECT count(*) FROM audit WHERE action = 'hold_placed'"
        ).fetchone()
    number, _ = holds.add(session, "person", somebody.other, "dispute")
    assert number == placed + 1


def test_only_a_lead_erases(
    session: Session, somebody: Somebody, technician: Callable[[], Session]
) -> None:
    request = granted(session, somebody.person)
    bram = technician()
    refused("lead_needed", lambda: erasure.erase(bram, somebody.person, request))
    assert people.get(bram, somebody.person)
    bram.close()


def test_only_a_granted_request_of_that_person_erases(session: Session, somebody: Somebody) -> None:
    person, other = somebody.person, somebody.other
    before = rows(session)
    another = granted(session, other)
    refused("other_request", lambda: erasure.erase(session, person, another))
    access, _ = requests.new(session, RequestKind.ACCESS, person)
    refused("other_request", lambda: erasure.erase(session, person, access.number))
    request, _ = requests.new(session, RequestKind.ERASE, person)
    refused("identity_unchecked", lambda: erasure.erase(session, person, request.number))
    requests.verify_identity(session, request.number, "callback")
    refused("not_granted", lambda: erasure.erase(session, person, request.number))
    requests.decide(session, request.number, Decision.REFUSED)
    refused("not_granted", lambda: erasure.erase(session, person, request.number))
    assert rows(session) == before


def test_an_error_in_the_middle_destroys_nothing(
    session: Session, somebody: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = granted(session, somebody.person)
    before = rows(session)

    def fail(*_args: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(mentions, "black_out", fail)
        with pytest.raises(ZeroDivisionError):
            erasure.erase(session, somebody.person, request)
    assert rows(session) == before


def test_a_name_that_two_people_have_is_not_blacked_out(session: Session) -> None:
    first, _ = people.add(session, display_name="Jan Jansen", email="jan1@example.nl")
    people.add(session, display_name="Jan Jansen", email="jan2@example.nl")
    ticket, _ = tickets.create(
        session, title="Jan Jansen", channel=Channel.COUNTER, text="jan1@example.nl, jan Jansen"
    )
    erasure.erase(session, first, granted(session, first))
    found = tickets.get(session, ticket)
    assert (found.row.title, found.messages[0].text) == ("Jan Jansen", f"{BLACK}, jan Jansen")


def test_every_spelling_of_the_name_is_blacked_out(session: Session) -> None:
    person, _ = people.add(session, display_name="Zoë d'Arc & Zn", email="zoe@example.nl")
    ticket, _ = tickets.create(
        session,
        title="ZOË D'ARC & ZN",
        channel=Channel.COUNTER,
        text="Zoe\u0308 d'Arc  &\nZn; Zoë d'Arcs niet; (ZOE@example.nl) xzoe@example.nl",
    )
    erasure.erase(session, person, granted(session, person))
    found = tickets.get(session, ticket)
    assert found.row.title == BLACK
    assert found.messages[0].text == f"{BLACK}; Zoë d'Arcs niet; ({BLACK}) xzoe@example.nl"


def test_whoever_has_a_blacked_out_row_open_does_not_write_the_name_back(
    session: Session, somebody: Somebody
) -> None:
    version = tickets.get(session, somebody.others_ticket).row.version
    erasure.erase(session, somebody.person, granted(session, somebody.person))
    refused(
        "changed_meanwhile",
        lambda: tickets.change(session, somebody.others_ticket, version, title=somebody.name),
    )


# The audit trail


def test_the_audit_trail_tells_of_all_and_names_nobody_served(
    session: Session, somebody: Somebody
) -> None:
    from app.store import audit  # noqa: PLC0415 - only these tests read it

    erasure.erase(session, somebody.person, granted(session, somebody.person))
    with session.store.read() as connection:
        assert audit.verify(connection) == []
        entries = audit.entries(connection)
    actions = {entry.action for entry in entries}
    assert {"store_created", "staff_added", "hold_placed", "hold_released"} <= actions
    assert {"request_received", "identity_verified", "request_decided", "person_erased"} <= actions
    text = repr(entries)
    values = [*somebody.words, *somebody.name.split(), somebody.address, somebody.user_name]
    assert not [value for value in (*values, somebody.private_imei, "Piet") if value in text]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ("UPDATE audit SET action = 'x' WHERE seq = 2", 2),
        ("UPDATE audit SET at = at + 1 WHERE seq = 3", 3),
        ("UPDATE audit SET staff_name = 'x' WHERE seq = 1", 1),
        ("UPDATE audit SET detail = '{}' WHERE seq = 2", 2),
        ("UPDATE audit SET subject_id = 1 WHERE seq = 4", 4),
        ("DELETE FROM audit WHERE seq = 3", 4),
        ("DELETE FROM audit WHERE seq = 5", 5),
        ("DELETE FROM audit", 1),
        (
            "INSERT INTO audit SELECT 6, at, staff_id, staff_name, action, subject_table,"
            " subject_id, detail, digest, digest FROM audit WHERE seq = 5",
            6,
        ),
    ],
)
def test_an_altered_removed_or_inserted_entry_is_found(
    session: Session, change: str, where: int
) -> None:
    from app.store import audit  # noqa: PLC0415 - as above

    for name in ("Carla", "Daan", "Eva"):
        members.add(session, f"{name} Voorbeeld", Role.TECHNICIAN, f"passphrase of {name}")
    with session.store.write() as connection:
        length, _digest = audit.head(connection)
        assert length == 5
        assert audit.verify(connection, expected_length=length) == []
        for trigger in ("audit_is_never_changed", "audit_is_never_shortened"):
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute(change)
        assert audit.verify(connection, expected_length=length)[0] == where


@pytest.mark.parametrize("change", ["UPDATE audit SET at = 0", "DELETE FROM audit"])
def test_the_store_itself_refuses_to_change_the_trail(session: Session, change: str) -> None:
    with (
        pytest.raises(Exception, match="append-only"),
        session.store.write() as connection,
    ):
        connection.execute(change)


def test_an_organisation_that_bears_the_name_of_whoever_is_erased_loses_it(
    session: Session, somebody: Somebody
) -> None:
    for name in (f"{BLACK} Advies", f"{somebody.name} Advies"):  # the first lost one before
        devices.create(session, name="router", organisation=name)
    version = people.get(session, somebody.person).row.version
    people.change(session, somebody.person, version, organisation=f"Zelf {somebody.name}")
    erasure.erase(session, somebody.person, granted(session, somebody.person))
    with session.store.read() as connection:
        found = connection.execute("SELECT name, name_key FROM organisation ORDER BY name")
        names = (f"{BLACK} Advies", f"{BLACK} Advies 2")
        assert found.fetchall() == [(name, name.casefold()) for name in names]
