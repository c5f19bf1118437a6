"""Files to import, and what the tests of imports ask of a store."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

from app.store import fts5
from app.workflows import imports
from app.workflows.import_devices import DeviceResult, import_devices
from app.workflows.import_mail import MailResult, import_mail
from app.workflows.session import Session
from tests.store.raw import Rows, data_rows

RECORD = ("audit", "setting", "import_batch", "import_row")


def table(folder: Path, *lines: str) -> Path:
    path = folder / "devices.csv"
    path.write_text("\n".join(lines), "utf-8")
    return path


def take(session: Session, path: Path) -> list[DeviceResult]:
    return list(import_devices(session, [path]))


def mail(folder: Path, name: str, text: str = "x", **headers: str) -> Path:
    message = EmailMessage()
    for header, value in headers.items():
        message[header.replace("_", "-")] = value
    message.set_content(text)
    path = folder / name
    path.write_bytes(message.as_bytes())
    return path


def receive(session: Session, *paths: Path) -> list[MailResult]:
    return list(import_mail(session, paths))


def last(session: Session) -> int:
    return max(imports.listed(session), key=lambda batch: batch.at).id


def sound(session: Session) -> bool:
    with session.store.write() as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return all(fts5.index_is_sound(connection, name) for name in fts5.SEARCH_INDEXES)


def rows(session: Session) -> Rows:
    """Return what an import changes; versions only ever grow, and history tells of the undo."""
    with session.store.read() as connection:
        found = data_rows(connection, without=(*RECORD, "ticket_change", "organisation"))
        for table in ("device", "ticket", "person"):
            place = [c[1] for c in connection.execute(f"PRAGMA table_info({table})")].index(
                "version"
            )
            found[table] = [(*row[:place], *row[place + 1 :]) for row in found[table]]
        # Identifiers and programs are put back as new rows: their values are what counts.
        for table in ("device_identifier", "device_software"):
            found[table] = sorted((row[1:] for row in found[table]), key=repr)
        return found
