"""Mails become tickets, replies on tickets, and people."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from app.errors import KnownError
from app.i18n import LANGUAGES, N_, _, translator
from app.intake.mail import read_paths
from app.model import moments
from app.model.changes import Progress, no_progress
from app.model.mail import IncomingMail, MailAddress, MailSource
from app.model.ticket import Channel, Direction, Status, format_number
from app.store import (
    left_staff,
    messages,
    restrictions,
    search_index,
    tickets,
)
from app.store.arrivals import Arrivals
from app.store.imports import Recording
from app.store.messages import NewMessage
from app.store.people import NewPerson
from app.store.tickets import NewTicket
from app.workflows.imports import note_rejected, trial
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_RESTORED = ("status", "closed_at", "assignee_id", "updated_at", "version")
"""What an undone import puts back."""
_TOGETHER = 100
"""Mails at most that are asked about and written together."""
_BYTES_TOGETHER = 4_194_304
"""Bytes of their attachments from which a group of mails is written."""
_NO_SUBJECT = N_("(no subject)")
_REOPENED_BY_REPLY = (Status.WAITING_PERSON, Status.RESOLVED, Status.CLOSED)


class MailFile(NamedTuple):
    """What is told of an attachment."""

    filename: str
    media_type: str
    size: int
    sha256: str


class MailSummary(NamedTuple):
    """What is told of a mail: the rest is in the store, and no longer in memory."""

    sender: MailAddress | None
    subject: str
    text: str
    reply_text: str
    files: tuple[MailFile, ...]


@dataclass(frozen=True, slots=True)
class MailResult:
    """What became of one mail."""

    path: str
    action: str
    """``ticket``, ``reply``, ``skipped`` or ``rejected``."""
    ticket: str
    """``CNE-2026-000123``; empty without one. In a dry run, the number it would have had."""
    mail: MailSummary | None
    warnings: tuple[str, ...] = ()
    error: str = ""


@dataclass(slots=True)
class _Batch:
    """An import under way."""

    record: Recording
    staff_id: int | None
    at: int
    restricted: bool
    """Whether anybody's data is."""
    arrivals: Arrivals
    created: int = 0
    updated: int = 0
    rejected: int = 0


def import_mail(
    session: Session,
    paths: Iterable[Path],
    *,
    dry_run: bool = False,
    progress: Progress = no_progress,
) -> Iterator[MailResult]:
    """Take mails in from files and folders, one result for each, in their order.

    Each file is one transaction: its mails are all kept or none, and it can be undone by itself.
    That the files belong together is told by the moment that they have in common.
    A dry run says what would happen and keeps nothing.
    """
    done, at = 0, moments.now()
    files = groupby(read_paths(paths), key=lambda source: _file_of(source.path))
    with trial(session, dry_run=dry_run):
        for _file, sources in files:
            results = _import_file(session, sources, at, progress, done)
            done += len(results)
            yield from results


def _file_of(path: str) -> str:
    """Return the file of a mail's place, ``box#3``; a file's own name may hold a ``#`` too."""
    head, separator, place = path.rpartition("#")
    return head if separator and place.isdecimal() else path


def _import_file(
    session: Session, sources: Iterable[MailSource], at: int, progress: Progress, done: int
) -> list[MailResult]:
    results: list[MailResult] = []
    try:
        with session.store.write() as connection, search_index.together(connection):
            batch = _Batch(
                Recording(connection, "mail", staff_id=session.staff_id, at=at),
                session.staff_id,
                at,
                restrictions.any_(connection),
                Arrivals(connection, at),
            )
            for group in _groups(_counted(sources, progress, done)):
                _expect(batch.arrivals, group)
                results += [_import_one(connection, batch, source) for source in group]
            batch.arrivals.write()
            batch.record.finish(
                created=batch.created, updated=batch.updated, rejected=batch.rejected
            )
    except KnownError as error:
        if error.code not in {"disk_full", "ticket_full"}:
            raise
        failed = [
            replace(result, action="rejected", ticket="", error=error.message) for result in results
        ]
        failed = failed or [MailResult("", "rejected", "", None, (), error.message)]
        note_rejected(session, "mail", at, len(failed))
        return failed
    return results


def _counted(sources: Iterable[MailSource], progress: Progress, done: int) -> Iterator[MailSource]:
    """Tell of each mail as it is read."""
    for number, source in enumerate(sources, start=done):
        progress(number, None)
        yield source


def _groups(sources: Iterable[MailSource]) -> Iterator[list[MailSource]]:
    """Cut mails into groups of bounded size: no more of them is in memory at once."""
    group: list[MailSource] = []
    size = 0
    for source in sources:
        group.append(source)
        size += sum(file.size for file in source.mail.attachments) if source.mail else 0
        if len(group) >= _TOGETHER or size >= _BYTES_TOGETHER:
            yield group
            group, size = [], 0
    yield group


def _summary(mail: IncomingMail) -> MailSummary:
    files = tuple(MailFile(a.filename, a.media_type, a.size, a.sha256) for a in mail.attachments)
    return MailSummary(mail.sender, mail.subject, mail.text, mail.reply_text, files)


def _expect(arrivals: Arrivals, sources: Iterable[MailSource]) -> None:
    mails = [source.mail for source in sources if source.mail is not None]
    ids = {mail_id for mail in mails for mail_id in (*_known_ids(mail), *_answered(mail))}
    arrivals.expect(ids, {mail.sender.address for mail in mails if mail.sender is not None})


def _import_one(connection: Connection, batch: _Batch, source: MailSource) -> MailResult:
    mail = source.mail
    if mail is None:
        batch.rejected += 1
        return MailResult(source.path, "rejected", "", None, (), source.error)
    told = _summary(mail)
    mail_id = _mail_id(mail)
    for one in _known_ids(mail):
        known = batch.arrivals.ticket_of((one,))
        if known is not None and _taken_in(connection, batch, mail, one):
            warning = _("This mail was taken in before.")
            skipped = (*mail.warnings, warning)
            return MailResult(source.path, "skipped", format_number(known), told, skipped)
    warnings = list(mail.warnings)
    marks = list(mail.left_out)
    if mail.message_id and batch.arrivals.ticket_of((mail_id,)) is not None:
        marks.append(_("Another mail with the same Message-ID was taken in before."))
        warnings.append(marks[-1])
    author, organisation = _author(connection, batch, mail)
    if author is None:
        warnings.append(_("No sender could be read; the ticket has no requester."))
    ticket = _thread(batch.arrivals, mail)
    message = _message(mail, mail_id, author, batch.at)
    if ticket is not None:
        _reply(connection, batch, ticket, message, by_machine=mail.automatic)
        _keep_marks(batch, ticket, message, marks)
        return MailResult(source.path, "reply", format_number(ticket), told, tuple(warnings))
    new = NewTicket(
        mail.subject or _(_NO_SUBJECT),
        Channel.EMAIL,
        batch.at,
        requester_id=author,
        organisation_id=organisation,
    )
    whole = mail.whole_subject or mail.subject
    if len(whole) > tickets.TITLE_LENGTH:
        warnings.append(_("The subject is too long for a title; a note holds the whole of it."))
        marks.append(
            _("The subject, which is too long for a title: {subject}").format(subject=whole)
        )
    ticket = batch.arrivals.add_ticket(new, message)
    batch.record.take("ticket", ticket)
    _keep_marks(batch, ticket, message, marks)
    batch.created += 1
    return MailResult(source.path, "ticket", format_number(ticket), told, tuple(warnings))


def _taken_in(connection: Connection, batch: _Batch, mail: IncomingMail, mail_id: str) -> bool:
    batch.arrivals.write()  # it may be one of this import
    address = mail.sender.address if mail.sender else ""
    sender = batch.arrivals.sender(address) if address else None
    if address and sender is None:  # who never wrote sent another mail
        return False
    titles = [mail.subject[: tickets.TITLE_LENGTH]]
    if not mail.subject:
        titles = [translator(language)(_NO_SUBJECT) for language in LANGUAGES]
    return messages.is_known_mail(
        connection, mail_id, sender.person if sender else None, mail, titles
    )


def _author(
    connection: Connection, batch: _Batch, mail: IncomingMail
) -> tuple[int | None, int | None]:
    """Return the sender and their organisation, making a record for an address that is new."""
    sender = mail.sender
    if sender is None or not sender.address:
        return None, None
    contact = mail.sent_at or batch.at
    known = batch.arrivals.sender(sender.address)
    if known is None:
        person = batch.arrivals.add_person(
            NewPerson(
                sender.name or sender.address,
                batch.at,
                email=sender.address,
                contact_at=contact,
            )
        )
        batch.record.take("person", person)
        return person, None
    person, before, organisation = known
    if batch.restricted and restrictions.is_restricted(connection, person):
        return person, organisation  # they may write to us, and their record stays as it is
    if before is None or before < contact:
        batch.arrivals.note_contact(sender.address, known, contact)
        image = {"last_contact_at": before, "set_to": contact}
        batch.record.take("person", person, before=image)
    return person, organisation


def _answered(mail: IncomingMail) -> tuple[str, ...]:
    return (*mail.in_reply_to, *mail.references)


def _thread(arrivals: Arrivals, mail: IncomingMail) -> int | None:
    """Return the ticket a mail answers: by what it refers to, else by a number in its subject."""
    ticket = arrivals.ticket_of(_answered(mail))
    candidates = ([ticket] if ticket is not None else []) + list(mail.ticket_ids)
    for candidate in candidates:
        final = arrivals.final_of(candidate)
        if final is not None:
            return final
    return None


def _reply(
    connection: Connection, batch: _Batch, ticket: int, message: NewMessage, *, by_machine: bool
) -> None:
    """Add a mail to a ticket; a person's answer, not a machine's, opens it again."""
    batch.record.take("message", batch.arrivals.add_message(ticket, message))
    if not batch.arrivals.is_new(ticket):
        before = tickets.image(connection, ticket, _RESTORED)
        batch.record.take("ticket", ticket, before=before)
        if before["status"] in _REOPENED_BY_REPLY and not by_machine:
            tickets.change(
                connection,
                ticket,
                before["version"],
                left_staff.without_them(
                    connection, ticket, {"status": Status.OPEN.value, "closed_at": None}
                ),
                at=batch.at,
                staff_id=batch.staff_id,
            )
    batch.arrivals.touch(ticket)
    batch.updated += 1


def _keep_marks(batch: _Batch, ticket: int, message: NewMessage, marks: Sequence[str]) -> None:
    """Keep with a mail, as a note right behind it, what whoever reads it should know of it."""
    if marks:
        text = "\n".join((_("About the mail before this note:"), *marks))
        note = NewMessage(Direction.NOTE, message.created_at, text, staff_id=batch.staff_id)
        batch.record.take("message", batch.arrivals.add_message(ticket, note))


def _mail_id(mail: IncomingMail) -> str:
    """Return the Message-ID; of a mail without one, a digest by which it is known again."""
    if mail.message_id:
        return mail.message_id
    mailboxes = [[(one.name, one.address) for one in all_] for all_ in _addressed(mail)]
    told = [mail.whole_subject, mail.in_reply_to, mail.references]
    return f"sha256-2:{_digest([*_said(mail), *told, *mailboxes])}"


def _known_ids(mail: IncomingMail) -> tuple[str, ...]:
    """Return by what a mail may be known: also the digest of before, which saw less of it."""
    if mail.message_id:
        return (mail.message_id,)
    return _mail_id(mail), f"sha256:{_digest(_said(mail))}"


def _said(mail: IncomingMail) -> list[object]:
    sender = mail.sender.address if mail.sender else ""
    files = [attachment.sha256 for attachment in mail.attachments]
    # The HTML too: where it was too long, the text it gave may be cut off before it differs.
    return [sender, mail.subject, mail.sent_at, mail.text, mail.html, files]


def _addressed(mail: IncomingMail) -> tuple[tuple[MailAddress, ...], ...]:
    return mail.reply_to, mail.to, mail.cc


def _digest(told: list[object]) -> str:
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _message(mail: IncomingMail, mail_id: str, author: int | None, at: int) -> NewMessage:
    return NewMessage(
        Direction.IN,
        mail.sent_at if mail.sent_at is not None and mail.sent_at <= at else at,
        mail.text,
        reply_text=None if mail.reply_text == mail.text else mail.reply_text,
        html=mail.html,
        author_id=author,
        mail_id=mail_id,
        to=mail.to,
        cc=mail.cc,
        reply_to=mail.reply_to,
        attachments=mail.attachments,
    )
