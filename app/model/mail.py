"""A mail as a reader would read it, whatever state it arrived in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class MailAddress:
    """One mailbox; ``address`` is empty when only a name could be read."""

    name: str
    address: str


@dataclass(frozen=True)
class MailAttachment:
    """A file that came with a mail, decoded."""

    filename: str
    """A safe base name: no folders, no control characters; made up where there was none."""
    media_type: str
    content: bytes
    content_id: str = ""
    """Without angle brackets; empty when the mail gives none."""
    inline: bool = False
    """The mail's HTML shows it in its text."""

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.content)

    @cached_property
    def sha256(self) -> str:
        """Hex digest of the content."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class IncomingMail:
    """One mail, decoded. Every text is plain and safe to show; nothing here is interpreted."""

    sender: MailAddress | None
    """From, or the best of Reply-To, Sender and Return-Path where From is unreadable."""
    subject: str
    text: str
    """The visible text: the plain part, else the HTML's visible text."""
    reply_text: str
    """``text`` less quoted mail and signature; the whole text where nothing would be left."""
    whole_subject: str = ""
    """The subject of which ``subject`` is the beginning alone; empty where that is all of it."""
    html: str | None = None
    """Sanitised HTML without remote or local resources; ``cid:`` images only."""
    message_id: str = ""
    """Without angle brackets."""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    """Oldest first, without angle brackets."""
    reply_to: tuple[MailAddress, ...] = ()
    to: tuple[MailAddress, ...] = ()
    cc: tuple[MailAddress, ...] = ()
    sent_at: int | None = None
    """UTC seconds; None where the Date header is absent or unreadable."""
    ticket_ids: tuple[int, ...] = ()
    """Tickets named as CNE-2026-000123 in the subject, in order."""
    attachments: tuple[MailAttachment, ...] = ()
    automatic: bool = False
    """An auto-reply, bounce or list mail (RFC 3834): never answered automatically."""
    warnings: tuple[str, ...] = field(default=())
    """What had to be guessed or left out, in the user's language, without personal values."""
    left_out: tuple[str, ...] = field(default=())
    """Those of ``warnings`` that say what of the mail was lost."""


@dataclass(frozen=True, slots=True)
class MailSource:
    """Where one mail in a file or folder came from, and what reading it gave."""

    path: str
    """The file, with ``#3`` behind it for the third mail of a mailbox file."""
    mail: IncomingMail | None
    error: str = ""
    """Why the mail could not be read; empty when it could."""
