"""A person's package beside a bare dump of the same rows: time, memory, and size of the store."""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.model.ticket import Channel, Direction
from app.store import messages, people, tickets
from app.store.messages import NewMessage
from app.store.people import NewPerson
from app.store.tickets import NewTicket
from app.workflows import export
from app.workflows.session import Session
from tests.bench import processes
from tests.bench.figures import MEMORY_AIM, Figure
from tests.bench.stores import NOW, TICKETS_A_PERSON

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

PEOPLE = 7
A_TICKET = 10
"""Messages of each ticket of the person with much."""
AMOUNTS = ((2_000, 200), (20_000, 2_000))
"""Messages, and attachments of 1 MiB, of two people; the second has ten times as much."""
MUCH_UP_TO = 10_000
"""Tickets of the store in which the packages of very much are made."""
_MIB = 1024 * 1024
_TEXT = (
    "Goedemiddag, sinds de update van gisteravond krijg ik een melding als ik verbinding wil"
    " maken met de gedeelde map. Bellen kan op 06-12345678, of mail collega@example.com. "
)
_ROWS_OF = (
    "SELECT * FROM person WHERE id = :person",
    "SELECT * FROM person_email WHERE person_id = :person",
    "SELECT * FROM ticket WHERE requester_id = :person",
    "SELECT * FROM message WHERE author_id = :person",
    "SELECT message.* FROM ticket JOIN message ON message.ticket_id = ticket.id"
    " WHERE ticket.requester_id = :person AND message.author_id IS NULL",
    "SELECT * FROM message_party WHERE person_id = :person",
    "SELECT * FROM device WHERE owner_id = :person",
)
_FILES_OF = (
    "SELECT attachment.* FROM message JOIN attachment ON attachment.message_id = message.id"
    " WHERE message.ticket_id IN (SELECT id FROM ticket WHERE requester_id = :person)",
    "SELECT data FROM attachment_chunk WHERE attachment_id IN (SELECT attachment.id FROM message"
    " JOIN attachment ON attachment.message_id = message.id"
    " WHERE message.ticket_id IN (SELECT id FROM ticket WHERE requester_id = :person))",
)


def each_person(session: Session, bare: Connection, scratch: Path) -> Figure:
    """Write the packages of some people with an ordinary amount, in turns with bare dumps."""
    chosen = [
        row[0]
        for row in bare.execute(
            "SELECT requester_id FROM ticket WHERE requester_id IS NOT NULL"
            " GROUP BY requester_id HAVING count(*) BETWEEN ? AND ? LIMIT ?",
            (TICKETS_A_PERSON - 2, TICKETS_A_PERSON + 2, PEOPLE + 1),
        )
    ]
    ours: list[float] = []
    dumps: list[float] = []
    for person in chosen:
        target = scratch / f"{person}.zip"
        started = time.perf_counter()
        export.export(session, person, target)
        ours.append((time.perf_counter() - started) * 1000)
        target.unlink()
        started = time.perf_counter()
        dump(bare, person, scratch / "dump")
        dumps.append((time.perf_counter() - started) * 1000)
        (scratch / "dump").unlink()
    return Figure(
        "export",
        f"package of a person with {TICKETS_A_PERSON} tickets",
        statistics.median(ours[1:]),  # the first loads what is loaded once
        statistics.median(dumps[1:]),
        max(ours[1:]),
        max(dumps[1:]),
        ratio_aim=None,
        note="six forms, redaction and encryption beside rows in a file; growth is what counts",
    )


def dump(connection: Connection, person: int, target: Path) -> None:
    """Write a person's rows and files to the disk, as they are."""
    with target.open("wb") as out:
        for sql in _ROWS_OF:
            for row in connection.execute(sql, {"person": person}):
                out.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
        listed, pieces = _FILES_OF
        for row in connection.execute(listed, {"person": person}):
            out.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
        for (piece,) in connection.execute(pieces, {"person": person}):
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())


def fill(session: Session, count: int, files: int) -> int:
    """Give a new person so many messages and attachments of 1 MiB; return the person."""
    every = count // files
    with session.store.write() as connection:
        person = people.add(connection, NewPerson("Sanne de Boer", NOW))
        for first in range(0, count, A_TICKET):
            ticket = tickets.add(
                connection,
                NewTicket(f"Vraag {first}", Channel.EMAIL, NOW, requester_id=person),
                first=None,
            )
            for number in range(first, first + A_TICKET):
                mine = number % 2 == 0
                message = messages.add(
                    connection,
                    ticket,
                    NewMessage(
                        Direction.IN if mine else Direction.OUT,
                        NOW + number,
                        f"{number}. {_TEXT * 3}",
                        author_id=person if mine else None,
                    ),
                )
                if number % every == 0:
                    _attach(connection, message, number)
    return person


def _attach(connection: Connection, message: int, number: int) -> None:
    cursor = connection.execute(
        "INSERT INTO attachment (message_id, filename, media_type, size, sha256)"
        " VALUES (?, ?, 'application/pdf', ?, '')",
        (message, f"scan {number}.pdf", _MIB),
    )
    piece = os.urandom(_MIB // 16)
    connection.executemany(
        "INSERT INTO attachment_chunk (attachment_id, place, data) VALUES (?, ?, ?)",
        ((cursor.lastrowid, place, piece) for place in range(16)),
    )


def much(
    session: Session, folder: Path, scratch: Path, amounts: Sequence[tuple[int, int]] = AMOUNTS
) -> Iterator[Figure]:
    """Write the package of a person with very much, and of one with a tenth of it."""
    measured = []
    for count, files in amounts:
        person = fill(session, count, files)
        measured.append((count, files, person))
    session.close()
    peaks, seconds, bares = [], [], []
    for _count, _files, person in measured:
        taken = {}
        for work in ("export", "dump"):
            target = scratch / work
            taken[work] = processes.run(
                "tests.bench.probe", work, str(folder), str(person), str(target)
            )
            target.unlink()
        peaks.append(int(taken["export"][1]) / 1024)
        seconds.append(taken["export"][0])
        bares.append(taken["dump"][0])
    count, files = amounts[-1]
    name = f"package of {count:,} messages and {files:,} attachments of 1 MiB"
    yield Figure("export", name, seconds[-1], bares[-1], unit="s", ratio_aim=None)
    yield Figure(
        "export",
        f"peak of the {name}, beside one of a tenth",
        peaks[-1],
        peaks[0],
        unit="MiB",
        ratio_aim=MEMORY_AIM,
    )
