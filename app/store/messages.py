"""Messages and their attachments, and the search index over both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from app.errors import KnownError
from app.i18n import _
from app.model.conversation import BLACKED_OUT, AttachmentRow, MessageRow
from app.model.person import email_key
from app.model.ticket import PLACES, Direction
from app.store import search_index
from app.store.rows import batches, insert, insert_all, marks, not_found

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

    from app.model.mail import IncomingMail, MailAddress, MailAttachment

INDEX = "message_text"
_OTHER_TITLE = f"""SELECT 1 FROM ticket WHERE ticket.id = message.ticket_id
    AND message.id = ticket.id * {PLACES} + 1
    AND title NOT IN ({{}}, '') AND instr(title, '{BLACKED_OUT}') = 0
    AND NOT EXISTS (SELECT 1 FROM ticket_change AS step
        WHERE step.ticket_id = ticket.id AND field IN ('title', 'split_from'))"""
"""Whether a message gave its ticket another title than these.

That is known of a ticket's first message alone, and only while the title is the one it gave.
"""
CHUNK_BYTES = 262_144
"""Attachments are kept in pieces, so that none is ever whole in memory."""


class NewMessage(NamedTuple):
    """A message to be kept."""

    direction: Direction
    created_at: int
    text: str
    reply_text: str | None = None
    """None where it equals ``text``."""
    html: str | None = None
    author_id: int | None = None
    staff_id: int | None = None
    mail_id: str | None = None
    to: tuple[MailAddress, ...] = ()
    cc: tuple[MailAddress, ...] = ()
    reply_to: tuple[MailAddress, ...] = ()
    attachments: tuple[MailAttachment, ...] = ()


def documents_of(connection: Connection, tickets: Sequence[int]) -> list[int]:
    """Return the ids of every message of these tickets: the index's documents."""
    found: list[int] = []
    for batch in batches(tickets):
        sql = f"SELECT id FROM message WHERE ticket_id IN ({marks(batch)})"
        found += (row[0] for row in connection.execute(sql, batch))
    return found


def last_id(connection: Connection, ticket: int) -> int:
    """Return the id of the ticket's last message, or of the place before its first."""
    row = connection.execute(
        "SELECT coalesce(max(id), ?) FROM message WHERE ticket_id = ?", (ticket * PLACES, ticket)
    ).fetchone()
    return int(row[0])


def id_after(ticket: int, last: int) -> int:
    """Return the id of the message after a ticket's last. Raises ``KnownError`` when it is full."""
    if last + 1 >= (ticket + 1) * PLACES:
        raise KnownError(
            "ticket_full",
            _("This ticket holds as many messages as one can."),
            _("Nothing was added. Make a new ticket and link the two."),
        )
    return last + 1


def next_id(connection: Connection, ticket: int) -> int:
    """Return the id of the ticket's next message. Raises as ``id_after``."""
    return id_after(ticket, last_id(connection, ticket))


def add(connection: Connection, ticket: int, message: NewMessage, *, first: bool = False) -> int:
    """Keep a message with its attachments and index it; return its id.

    Of a ticket that was just made it is the ``first``.
    """
    message_id = ticket * PLACES + 1 if first else next_id(connection, ticket)
    add_all(connection, ((message_id, message),))
    return message_id


def add_all(connection: Connection, kept: Sequence[tuple[int, NewMessage]]) -> None:
    """Keep messages with their attachments, each under an id of its ticket, and index them."""
    rows = [
        {
            "id": message_id,
            "ticket_id": message_id // PLACES,
            "direction": message.direction.value,
            "author_id": message.author_id,
            "staff_id": message.staff_id,
            "created_at": message.created_at,
            "text": message.text,
            "reply_text": message.reply_text,
            "html": message.html,
            "mail_id": message.mail_id,
        }
        for message_id, message in kept
    ]
    insert_all(connection, "message", rows)
    connection.executemany(
        "INSERT INTO message_party (message_id, role, name, address, address_key, person_id)"
        " VALUES (?, ?, ?, ?, ?, (SELECT person_id FROM person_email WHERE address_key = ?))",
        [party for message_id, message in kept for party in _parties(message_id, message)],
    )
    for message_id, message in kept:
        for attachment in message.attachments:
            _add_attachment(connection, message_id, attachment)
    search_index.add(connection, INDEX, [message_id for message_id, _message in kept])


def _parties(message_id: int, message: NewMessage) -> Iterator[tuple[int | str, ...]]:
    roles = (("to", message.to), ("cc", message.cc), ("reply_to", message.reply_to))
    for role, mailboxes in roles:
        for mailbox in mailboxes:
            if mailbox.address:
                key = email_key(mailbox.address)
                yield message_id, role, mailbox.name, mailbox.address, key, key


def _add_attachment(connection: Connection, message: int, attachment: MailAttachment) -> int:
    attachment_id = insert(
        connection,
        "attachment",
        {
            "message_id": message,
            "filename": attachment.filename,
            "media_type": attachment.media_type,
            "size": attachment.size,
            "sha256": attachment.sha256,
            "content_id": attachment.content_id,
            "inline": int(attachment.inline),
        },
    )
    connection.executemany(
        "INSERT INTO attachment_chunk (attachment_id, place, data) VALUES (?, ?, ?)",
        chunks(attachment_id, attachment.content),
    )
    return attachment_id


def chunks(file: int, content: bytes) -> Iterator[tuple[int, int, memoryview]]:
    """Yield a file's content in the pieces it is kept in: its row, their places, the bytes."""
    view = memoryview(content)
    for place, start in enumerate(range(0, len(view), CHUNK_BYTES)):
        yield file, place, view[start : start + CHUNK_BYTES]


def tickets_of_mails(connection: Connection, mail_ids: Iterable[str]) -> dict[str, int]:
    """Return the ticket of the first mail of each of these Message-IDs that is known.

    A later mail with the same one must not draw the answers to the first to itself.
    """
    found: dict[str, int] = {}
    for batch in batches(mail_ids):
        found.update(
            connection.execute(
                "SELECT mail_id, min(ticket_id) FROM message"
                f" WHERE mail_id IN ({marks(batch)}) GROUP BY mail_id",
                batch,
            )
        )
    return found


def is_known_mail(
    connection: Connection,
    mail_id: str,
    author: int | None,
    mail: IncomingMail,
    titles: Sequence[str],
) -> bool:
    """Whether this very mail was kept before: its Message-ID, sender, text and attachments are.

    A Message-ID alone proves nothing: broken programs give many mails the same one. So it is
    another mail that is to be answered to somebody else than the one that was kept, or that would
    not have given its ticket that title; ``titles`` are those it may give.
    """
    same = connection.execute(
        f"SELECT id FROM message WHERE mail_id = ? AND author_id IS ? AND text = ?"
        f" AND NOT EXISTS ({_OTHER_TITLE.format(marks(titles))})",
        (mail_id, author, mail.text, *titles),
    ).fetchall()
    if not same:
        return False
    digests = sorted(file.sha256 for file in mail.attachments)
    kept = _attachments(connection, [row[0] for row in same])
    return any(
        sorted(f.sha256 for f in kept.get(row, ())) == digests
        and _answered_to(connection, row) <= {email_key(one.address) for one in mail.reply_to}
        for (row,) in same
    )


def _answered_to(connection: Connection, message: int) -> set[str]:
    """Return to whom a message asks to be answered, less those who were erased since."""
    rows = connection.execute(
        "SELECT address_key FROM message_party WHERE message_id = ? AND role = 'reply_to'",
        (message,),
    )
    return {key for (key,) in rows}


def _attachment(values: Sequence[Any]) -> AttachmentRow:
    _message, attachment, filename, media_type, size, sha256, content_id, inline = values
    return AttachmentRow(attachment, filename, media_type, size, sha256, content_id, bool(inline))


def _attachments(connection: Connection, messages: Sequence[int]) -> dict[int, list[AttachmentRow]]:
    found: dict[int, list[AttachmentRow]] = {}
    for batch in batches(messages):
        for row in connection.execute(
            "SELECT message_id, id, filename, media_type, size, sha256, content_id, inline"
            f" FROM attachment WHERE message_id IN ({marks(batch)}) ORDER BY id",
            batch,
        ):
            found.setdefault(row[0], []).append(_attachment(row))
    return found


def conversation(connection: Connection, ticket: int) -> tuple[MessageRow, ...]:
    """Return a ticket's messages, oldest first."""
    rows: list[tuple[Any, ...]] = connection.execute(
        "SELECT message.id, message.direction, message.author_id,"
        " coalesce(person.display_name, staff.name, ''),"
        " coalesce((SELECT address FROM person_email WHERE person_id = message.author_id"
        "     ORDER BY id LIMIT 1), ''),"
        " message.created_at, message.text, coalesce(message.reply_text, message.text),"
        " message.html,"
        " CASE message.direction WHEN 'out' THEN coalesce((SELECT group_concat(address, ', ')"
        "     FROM message_party WHERE message_id = message.id AND role = 'to'), '') ELSE '' END"
        " FROM message"
        " LEFT JOIN person ON person.id = message.author_id"
        " LEFT JOIN staff ON staff.id = message.staff_id"
        " WHERE message.ticket_id = ? ORDER BY message.created_at, message.id",
        (ticket,),
    ).fetchall()
    files = _attachments(connection, [row[0] for row in rows])
    return tuple(_message(row, tuple(files.get(row[0], ()))) for row in rows)


def _message(values: Sequence[Any], files: tuple[AttachmentRow, ...]) -> MessageRow:
    message, direction, author_id, author, address, at, text, reply_text, html, sent_to = values
    return MessageRow(
        message,
        Direction(direction),
        author_id,
        author,
        address,
        at,
        text,
        reply_text,
        html,
        files,
        sent_to,
    )


def attachment_bytes(connection: Connection, attachment: int) -> Iterator[bytes]:
    """Yield an attachment's bytes in pieces. Raises ``KnownError("not_found")``."""
    sql = "SELECT 1 FROM attachment WHERE id = ?"
    if connection.execute(sql, (attachment,)).fetchone() is None:
        raise not_found(_("Attachment"))
    pieces = connection.execute(
        "SELECT data FROM attachment_chunk WHERE attachment_id = ? ORDER BY place", (attachment,)
    )
    for (piece,) in pieces:
        yield bytes(piece)


def move(connection: Connection, messages: Sequence[int], ticket: int) -> None:
    """Move messages to another ticket, where they get new places; the index follows."""
    search_index.remove(connection, INDEX, messages)
    moved = []
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for message in messages:
        new = next_id(connection, ticket)
        for child in ("message_party", "attachment"):
            connection.execute(
                f"UPDATE {child} SET message_id = ? WHERE message_id = ?",
                (new, message),
            )
        connection.execute(
            "UPDATE message SET id = ?, ticket_id = ? WHERE id = ?", (new, ticket, message)
        )
        connection.execute(
            "UPDATE import_row SET row_id = ? WHERE table_name = 'message' AND row_id = ?",
            (new, message),
        )
        moved.append(new)
    search_index.add(connection, INDEX, moved)
