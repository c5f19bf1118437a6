"""Single writes and imports, each beside bare inserts of the same rows into a twin store."""

from __future__ import annotations

import csv
import gc
import io
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from app.intake.devices import read_device_file
from app.intake.mail import read_paths
from app.model.mail import MailSource
from app.model.ticket import Channel
from app.workflows import import_devices, import_mail, tickets
from app.workflows.example_data.devices import imei, serial
from app.workflows.example_data.files import example_mail_files
from app.workflows.session import Session
from tests.bench.figures import IMPORT_RATIO_AIM, Case, Figure
from tests.bench.stores import NOW

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

MAILS = 2_000
DEVICES = 2_000
ROUNDS = 5
_TEXT = "Goedemorgen,\n\nDe laptop start niet meer op na de update.\n\nGroeten,\nEen collega"
_SEARCHED = ("message_text", "person_text", "device_text")
_COLUMNS = {
    "message_text": "title, text, files",
    "person_text": "names, addresses",
    "device_text": "label, identifiers",
}
_TABLES = (
    "person",
    "person_email",
    "ticket",
    "message",
    "message_party",
    "attachment",
    "attachment_chunk",
    "device",
    "device_identifier",
    "device_software",
    "device_custody",
    "import_batch",
    "import_row",
)


@contextmanager
def _written(connection: Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.execute("COMMIT")


def single(session: Session, twin: Connection) -> Iterator[Case[Any]]:
    """Make a ticket, and answer one."""
    person = twin.execute("SELECT id FROM person ORDER BY id LIMIT 1").fetchone()[0]
    staff = session.staff_id
    yield Case(
        "write",
        "make a ticket",
        lambda _none: tickets.create(
            session,
            title="Laptop start niet op",
            channel=Channel.TELEPHONE,
            text=_TEXT,
            requester_id=person,
            queue="Servicedesk",
            category="Laptop",
            tags=("laptop",),
        ),
        lambda _none: _make(twin, person),
        (None,),
    )
    some = [
        row[0]
        for row in twin.execute(
            "SELECT id FROM ticket WHERE status <> 'closed' ORDER BY id DESC LIMIT 50"
        )
    ]
    yield Case(
        "write",
        "answer a ticket",
        lambda ticket: tickets.reply(session, ticket, _TEXT),
        lambda ticket: _reply(twin, ticket, staff),
        some,
    )


def _make(twin: Connection, person: int) -> None:
    at = int(time.time())
    with _written(twin):
        (number,) = twin.execute(
            "INSERT INTO setting VALUES ('ticket_sequence:2026', '1') ON CONFLICT (key) DO UPDATE"
            " SET value = CAST(value AS INTEGER) + 1 RETURNING CAST(value AS INTEGER)"
        ).fetchone()
        ticket = 2026 * 10_000_000 + number
        twin.execute(
            "INSERT INTO ticket (id, title, channel, queue_id, category_id, requester_id,"
            " organisation_id, created_at, updated_at) VALUES (?, 'Laptop start niet op',"
            " 'telephone', (SELECT id FROM queue WHERE name = 'Servicedesk'),"
            " (SELECT id FROM category WHERE name = 'Laptop'), ?,"
            " (SELECT organisation_id FROM person WHERE id = ?), ?, ?)",
            (ticket, person, person, at, at),
        )
        twin.execute(
            "INSERT INTO ticket_tag SELECT id, ? FROM tag WHERE name = 'laptop'", (ticket,)
        )
        message = ticket * 65_536 + 1
        twin.execute(
            "INSERT INTO message (id, ticket_id, direction, author_id, created_at, text)"
            " VALUES (?, ?, 'in', ?, ?, ?)",
            (message, ticket, person, at, _TEXT),
        )
        twin.execute(
            "INSERT INTO message_text (rowid, title, text) VALUES (?, 'Laptop start niet op', ?)",
            (message, _TEXT),
        )
        twin.execute("UPDATE person SET last_contact_at = ? WHERE id = ?", (at, person))


def _reply(twin: Connection, ticket: int, staff: int | None) -> None:
    at = int(time.time())
    with _written(twin):
        (message,) = twin.execute(
            "INSERT INTO message (id, ticket_id, direction, staff_id, created_at, text)"
            " VALUES ((SELECT max(id) + 1 FROM message WHERE ticket_id = ?), ?, 'out', ?, ?, ?)"
            " RETURNING id",
            (ticket, ticket, staff, at, _TEXT),
        ).fetchone()
        twin.execute(
            "INSERT INTO message_text (rowid, title, text)"
            " SELECT ?, title, ? FROM ticket WHERE id = ?",
            (message, _TEXT, ticket),
        )
        twin.execute(
            "UPDATE ticket SET updated_at = ?, version = version + 1,"
            " first_response_at = coalesce(first_response_at, ?) WHERE id = ?",
            (at, at, ticket),
        )


@dataclass(slots=True)
class Imports:
    """Takes parsed files in, and then the rows that came of it bare into the twin."""

    session: Session
    twin: Connection
    scratch: Path

    def mail(self) -> Figure:
        """Mails of one mailbox, a third of them replies, some with a picture."""
        parsed = []
        for number in range(ROUNDS):
            folder = self.scratch / f"mails-{number}"
            folder.mkdir()
            for name, content in example_mail_files(100 + number, MAILS, now=NOW + number):
                (folder / name).write_bytes(content)
            read = (source.mail for source in read_paths([folder]))
            parsed.append([MailSource(f"box#{n}", mail) for n, mail in enumerate(read)])

        def work(number: int) -> None:
            with patch.object(import_mail, "read_paths", lambda _paths: iter(parsed[number])):
                results = list(import_mail.import_mail(self.session, []))
            assert {r.action for r in results} <= {"ticket", "reply"}

        return self._measure("mails", MAILS, work)

    def devices(self) -> Figure:
        """Rows of one inventory file, each a device that is new."""
        parsed = []
        for number in range(ROUNDS):
            file = self.scratch / f"inventory-{number}.csv"
            file.write_text(_inventory(500_000 + number * DEVICES), encoding="utf-8")
            parsed.append(list(read_device_file(file)))

        def work(number: int) -> None:
            def read(_file: Path, **_options: object) -> list[Any]:
                return parsed[number]

            with patch.object(import_devices, "read_device_file", read):
                results = list(import_devices.import_devices(self.session, [Path("inventory")]))
            assert {r.action for r in results} == {"create"}

        return self._measure("devices", DEVICES, work)

    def _measure(self, name: str, count: int, work: Callable[[int], None]) -> Figure:
        ours, bare = [], []
        for number in range(ROUNDS):
            ours.append(_seconds(partial(work, number)))
            made = _rows_made(self.session, self.twin)
            bare.append(_seconds(partial(_insert, self.twin, made)))
        figure = Figure("import", f"{name}, each", *_each(ours, bare, count))
        figure.ratio_aim = IMPORT_RATIO_AIM
        figure.rows = count
        figure.note = f"{count / statistics.median(ours):,.0f} a second"
        return figure


def _seconds(work: Callable[[], object]) -> float:
    """Time a piece of work without the collector, to which what the rounds hold is work too."""
    gc.collect()
    gc.disable()
    try:
        started = time.perf_counter()
        work()
        return time.perf_counter() - started
    finally:
        gc.enable()


def _each(ours: Sequence[float], bare: Sequence[float], count: int) -> tuple[float, float]:
    return statistics.median(ours) * 1000 / count, statistics.median(bare) * 1000 / count


def _inventory(first: int) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("name", "manufacturer", "model", "serial", "imei", "location"))
    for number in range(first, first + DEVICES):
        writer.writerow(
            (f"PHO-{number}", "Nokia", "XR21", serial(number), imei(number), "Magazijn")
        )
    return text.getvalue()


@dataclass(slots=True)
class _Made:
    tables: dict[str, tuple[list[str], list[tuple[Any, ...]]]]
    documents: dict[str, list[tuple[Any, ...]]]


def _rows_made(session: Session, twin: Connection) -> _Made:
    """Return the rows that the program's store has and the twin has not."""
    made = _Made({}, {})
    with session.store.read() as ours:
        batch = ours.execute("SELECT id FROM import_batch ORDER BY rowid").fetchall()
        known = {row[0] for row in twin.execute("SELECT id FROM import_batch")}
        new_batches = [row[0] for row in batch if row[0] not in known]
        for table in _TABLES:
            where, values = _new(twin, table, new_batches)
            # Without what the engine works out by itself, which it takes from nobody.
            names = [row[1] for row in ours.execute(f"PRAGMA table_info({table})")]
            sql = f"SELECT {', '.join(names)} FROM {table} WHERE {where}"
            rows = ours.execute(sql, values).fetchall()
            if rows:
                made.tables[table] = (names, rows)
        for index, table in (
            ("message_text", "message"),
            ("person_text", "person"),
            ("device_text", "device"),
        ):
            where, values = _new(twin, table, new_batches)
            made.documents[index] = ours.execute(
                f"SELECT id, {_COLUMNS[index]} FROM {index}_source WHERE id IN"
                f" (SELECT id FROM {table} WHERE {where})",
                values,
            ).fetchall()
    return made


def _new(twin: Connection, table: str, batches: Sequence[int]) -> tuple[str, tuple[Any, ...]]:
    marks = ", ".join("?" * len(batches))
    if table in {"person", "device"}:
        return (
            "id IN (SELECT row_id FROM import_row"
            f" WHERE table_name = ? AND before_image IS NULL AND batch_id IN ({marks}))",
            (table, *batches),
        )
    if table == "import_batch":
        return f"id IN ({marks})", tuple(batches)
    if table == "message":
        # Replies stand between older messages: what was made is what the twin has not.
        return (
            "id IN (SELECT row_id FROM import_row WHERE table_name = 'message'"
            f" AND batch_id IN ({marks}) UNION SELECT message.id FROM message JOIN import_row"
            " ON row_id = ticket_id WHERE table_name = 'ticket' AND before_image IS NULL"
            f" AND batch_id IN ({marks}))",
            (*batches, *batches),
        )
    (last,) = twin.execute(f"SELECT coalesce(max(rowid), 0) FROM {table}").fetchone()
    return "rowid > ?", (last,)


def _insert(twin: Connection, made: _Made) -> None:
    with _written(twin):
        for table, (names, rows) in made.tables.items():
            marks = ", ".join("?" * len(names))
            twin.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)
        for index, documents in made.documents.items():
            columns = _COLUMNS[index]
            marks = ", ".join("?" * (columns.count(",") + 2))
            twin.executemany(
                f"INSERT INTO {index} (rowid, {columns}) VALUES ({marks})",
                documents,
            )
