"""Mails of one mailbox are taken in many at a time, and become what each alone would."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from app.model.mail import MailAttachment
from app.model.ticket import Status
from app.workflows import imports, tickets
from app.workflows.import_mail import import_mail
from app.workflows.session import Session, unlock
from tests.conftest import Clock
from tests.store_copies import StoreCopies
from tests.workflows.conftest import LEAD, LEAD_PASSPHRASE, make_office

_MADE = {
    "tickets": "SELECT ticket.id, title, status, closed_at, updated_at, ticket.version, address,"
    " merged_into_id FROM ticket LEFT JOIN person_email ON person_id = requester_id",
    "messages": "SELECT message.id, ticket_id, mail_id, text, address, created_at"
    " FROM message LEFT JOIN person_email ON person_id = author_id",
    "people": "SELECT address, display_name, last_contact_at, version FROM person"
    " JOIN person_email ON person_id = person.id",
    "recipients": "SELECT message_id, role, message_party.address, person_email.address"
    " FROM message_party LEFT JOIN person_email USING (person_id)",
    "attachments": "SELECT message_id, filename, sha256 FROM attachment",
    "searchable": "SELECT rowid FROM message_text WHERE message_text MATCH 'printer'",
    "history": "SELECT ticket_id, field, old_value, new_value FROM ticket_change",
    "numbers": "SELECT key, value FROM setting WHERE key LIKE 'ticket_sequence%'",
}
_NUMBER_OF_MAILS = 230  # so that they are taken in as three groups


def _made(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Return what was made, without the random ids of people."""
    with session.store.read() as connection:
        return {
            what: sorted(connection.execute(sql).fetchall(), key=repr)
            for what, sql in _MADE.items()
        }


def _mail(sender: int, text: str, subject: str = "Printer", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = f"Mens {sender} <mens{sender}@example.nl>"
    message["To"] = f"helpdesk@example.nl, mens{sender + 1}@example.nl"
    message["Subject"] = subject
    for header, value in headers.items():
        message[header.replace("_", "-")] = value
    message.set_content(text)
    return message


def _mails(answered: str) -> list[EmailMessage]:
    """New mails and answers to them, far and near, to an old ticket, and mails that come twice."""
    found: list[EmailMessage] = []
    for place in range(_NUMBER_OF_MAILS):
        identity, sender = f"<{place}@x.example>", place % 40
        text = f"printer {place}"
        match place % 7:
            case 1:
                before = f"<{place - 1}@x.example>"
                mail = _mail(sender, text, Message_ID=identity, In_Reply_To=before)
            case 2:
                far = f"<{max(0, place - 130)}@x.example> <{max(0, place - 30)}@x.example>"
                mail = _mail(sender, text, Message_ID=identity, References=far)
            case 3:
                mail = _mail(sender, text, f"Re: {answered}", Message_ID=identity)
            case 4:
                mail = found[-4] if place % 2 else found[max(0, place - 110)]
            case 5:
                mail = _mail(sender, text)  # has no Message-ID
                mail.add_attachment(
                    b"%PDF", maintype="application", subtype="pdf", filename="a.pdf"
                )
            case _:
                mail = _mail(sender, text, Message_ID=identity)
        found.append(mail)
    return found


def _closed(session: Session, folder: Path, clock: Clock) -> str:
    """Take a mail in whose ticket is then closed; return its number."""
    old = folder / "old.eml"
    old.write_bytes(_mail(7, "printer", Message_ID="<old@x.example>").as_bytes())
    (made,) = import_mail(session, [old])
    (ticket,) = tickets.page(session).ids
    for status in (Status.RESOLVED, Status.CLOSED):
        tickets.set_status(session, ticket, status, tickets.get(session, ticket).row.version)
    clock.advance(seconds=60)
    return made.ticket


def _as_files(folder: Path, mails: Sequence[EmailMessage]) -> Path:
    folder.mkdir()
    for place, mail in enumerate(mails):
        (folder / f"{place:04d}.eml").write_bytes(mail.as_bytes())
    return folder


def _as_mailbox(path: Path, mails: Sequence[EmailMessage]) -> Path:
    head = b"From someone@example.nl Mon Nov 23 08:00:00 2026\n"
    path.write_bytes(b"".join(head + mail.as_bytes() + b"\n" for mail in mails))
    return path


@pytest.fixture
def twin(tmp_path: Path, store_copies: StoreCopies) -> Session:
    """Another store like that of ``session``."""
    store_copies.copy(make_office, tmp_path / "twin")
    return unlock(tmp_path / "twin", LEAD_PASSPHRASE, LEAD)


def test_a_mailbox_becomes_what_its_mails_become_one_by_one(
    session: Session, twin: Session, tmp_path: Path, clock: Clock
) -> None:
    mails = _mails(_closed(session, tmp_path, clock))
    first = list(import_mail(session, [_as_files(tmp_path / "files", mails)]))
    one_by_one = _made(session)
    session.close()
    clock.advance(seconds=-60)
    _closed(twin, tmp_path, clock)
    before = _made(twin)
    together = list(import_mail(twin, [_as_mailbox(tmp_path / "box.mbox", mails)]))
    assert [(r.action, r.ticket) for r in together] == [(r.action, r.ticket) for r in first]
    assert {r.action for r in together} == {"ticket", "reply", "skipped"}
    assert _made(twin) == one_by_one
    (box, _old) = imports.listed(twin)
    imports.undo(twin, box.id)
    after = _made(twin)
    for undone in ("messages", "people", "recipients", "attachments", "searchable"):
        assert after[undone] == before[undone]
    twin.close()


def test_a_mailbox_larger_than_memory_passes_through_it(session: Session, tmp_path: Path) -> None:
    mails = []
    for place in range(12):
        mail = _mail(place, "zie bijlage", Message_ID=f"<{place}@x.example>")
        mail.add_attachment(
            bytes([place]) * 2**20, maintype="application", subtype="pdf", filename="large.pdf"
        )
        mails.append(mail)
    box = _as_mailbox(tmp_path / "box.mbox", mails)
    in_memory: list[int] = []

    def weigh(_done: int, _total: int | None) -> None:
        kept = [one for one in gc.get_objects() if isinstance(one, MailAttachment)]
        in_memory.append(sum(one.size for one in kept if one.filename == "large.pdf"))

    results = list(import_mail(session, [box], progress=weigh))
    files = [file for result in results if result.mail for file in result.mail.files]
    assert [(file.filename, file.size) for file in files] == [("large.pdf", 2**20)] * 12
    assert max(in_memory) <= 8 * 2**20
