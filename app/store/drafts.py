"""Drafts: one for each member of staff in each ticket, with the files that are to go with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.model.staff_texts import Draft, DraftKind
from app.store.messages import chunks
from app.store.rows import insert

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

    from app.model.mail import MailAttachment


def put(connection: Connection, ticket: int, staff: int | None, draft: Draft, at: int) -> None:
    """Keep a draft in the place of the one before; its files are not written anew."""
    values = {
        "kind": draft.kind.value,
        "text": draft.text,
        "recipient": draft.recipient,
        "updated_at": at,
    }
    row = _row(connection, ticket, staff)
    if row is None:
        row = insert(connection, "draft", {"ticket_id": ticket, "staff_id": staff, **values})
    else:
        changes = ", ".join(f"{name} = ?" for name in values)
        connection.execute(f"UPDATE draft SET {changes} WHERE id = ?", (*values.values(), row))
    _keep_files(connection, row, draft.files)


def get(connection: Connection, ticket: int, staff: int | None) -> Draft | None:
    """Return a draft, None when there is none."""
    row = connection.execute(
        "SELECT kind, text, recipient, id FROM draft WHERE ticket_id = ? AND staff_id IS ?",
        (ticket, staff),
    ).fetchone()
    if row is None:
        return None
    kind, text, recipient, draft = row
    return Draft(DraftKind(kind), text, recipient, _files(connection, draft))


def move(connection: Connection, ticket: int, into: int) -> None:
    """Give a ticket's drafts to another one, but for those of whoever writes there already.

    Two texts are never made one: the one may be a note for staff and the other a reply.
    """
    connection.execute(
        "UPDATE draft SET ticket_id = :into WHERE ticket_id = :ticket AND NOT EXISTS"
        " (SELECT 1 FROM draft AS there"
        "  WHERE there.ticket_id = :into AND there.staff_id IS draft.staff_id)",
        {"ticket": ticket, "into": into},
    )


def remove(connection: Connection, ticket: int, staff: int | None) -> None:
    """Throw a draft away, with its files."""
    if (row := _row(connection, ticket, staff)) is not None:
        _keep_files(connection, row, ())
        connection.execute("DELETE FROM draft WHERE id = ?", (row,))


def _row(connection: Connection, ticket: int, staff: int | None) -> int | None:
    row = connection.execute(
        "SELECT id FROM draft WHERE ticket_id = ? AND staff_id IS ?", (ticket, staff)
    ).fetchone()
    return None if row is None else int(row[0])


def _keep_files(connection: Connection, draft: int, files: Sequence[MailAttachment]) -> None:
    """Let a draft have these files: those it had up to the first that differs stay as they are."""
    had = connection.execute(
        "SELECT id, filename, media_type, sha256 FROM draft_file WHERE draft_id = ? ORDER BY id",
        (draft,),
    ).fetchall()
    same = 0
    for (_row, *known), file in zip(had, files, strict=False):
        if known != [file.filename, file.media_type, file.sha256]:
            break
        same += 1
    for row, *_known in had[same:]:
        connection.execute("DELETE FROM draft_file_chunk WHERE draft_file_id = ?", (row,))
        connection.execute("DELETE FROM draft_file WHERE id = ?", (row,))
    for file in files[same:]:
        _add_file(connection, draft, file)


def _add_file(connection: Connection, draft: int, file: MailAttachment) -> None:
    row = insert(
        connection,
        "draft_file",
        {
            "draft_id": draft,
            "filename": file.filename,
            "media_type": file.media_type,
            "size": file.size,
            "sha256": file.sha256,
        },
    )
    connection.executemany(
        "INSERT INTO draft_file_chunk (draft_file_id, place, data) VALUES (?, ?, ?)",
        chunks(row, file.content),
    )


def _files(connection: Connection, draft: int) -> tuple[MailAttachment, ...]:
    from app.model.mail import MailAttachment  # noqa: PLC0415 - no list needs it

    rows = connection.execute(
        "SELECT id, filename, media_type FROM draft_file WHERE draft_id = ? ORDER BY id", (draft,)
    ).fetchall()
    return tuple(
        MailAttachment(name, media_type, _content(connection, row))
        for row, name, media_type in rows
    )


def _content(connection: Connection, file: int) -> bytes:
    pieces = connection.execute(
        "SELECT data FROM draft_file_chunk WHERE draft_file_id = ? ORDER BY place", (file,)
    )
    return b"".join(piece for (piece,) in pieces)
