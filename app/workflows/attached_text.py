"""What a file that came with a message says, for whoever reads it in the program."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from pathlib import PurePath

from app.i18n import _
from app.model.mail import IncomingMail, MailAddress

_LONGEST = 400_000  # characters of what is shown: a mail may hold more text, or many names


class Shown(Enum):
    """How a file's text is read; the values are how many of its bytes are."""

    TEXT = 400_000
    MAIL = 8_000_000
    """A mail that was sent on as a file: who wrote what, without what carries it."""
    EVENT = 200_000
    """An invitation."""


_BY_TYPE = {
    "message/rfc822": Shown.MAIL,
    "text/calendar": Shown.EVENT,
    "application/ics": Shown.EVENT,
    "application/json": Shown.TEXT,
    "application/xml": Shown.TEXT,
}
_BY_ENDING = {
    ".eml": Shown.MAIL,
    ".ics": Shown.EVENT,
    **dict.fromkeys((".csv", ".json", ".log", ".md", ".txt", ".xml"), Shown.TEXT),
}
_UNTOLD = {"", "application/octet-stream", "text/plain"}
"""What many senders call a file of whatever kind; its name then says more."""


def how_shown(filename: str, media_type: str) -> Shown | None:
    """Say how a file's text is read; None for what is no text."""
    kind = media_type.lower()
    told = None if kind in _UNTOLD else _BY_TYPE.get(kind)
    if told is None and kind in _UNTOLD:
        told = _BY_ENDING.get(PurePath(filename.lower()).suffix)
    return told or (Shown.TEXT if kind.startswith("text/") else None)


def readable(content: bytes, shown: Shown, say_moment: Callable[[int], str]) -> str:
    """Return what a file's first bytes say; ``say_moment`` writes when a mail was sent."""
    if len(content) >= shown.value:
        content = _without_half(content)
    if shown is Shown.MAIL:
        from app.intake.mail.reader import read_mail  # noqa: PLC0415 - no list needs it

        return _say_mail(read_mail(content), say_moment)[:_LONGEST]
    from app.intake.mail.charsets import decode_text  # noqa: PLC0415 - as above

    text = decode_text(content)[0]
    if shown is Shown.EVENT:
        from app.intake.mail.calendar import describe_event  # noqa: PLC0415 - as above

        return describe_event(text) or text
    return text


def _without_half(content: bytes) -> bytes:
    """Return bytes of UTF-8 without the letter that they were cut off in; others as they are.

    By half a letter the whole of them would be taken for those of another character set.
    """
    try:
        content.decode()
    except UnicodeDecodeError as error:
        if error.end == len(content) and error.reason == "unexpected end of data":
            return content[: error.start]
    return content


def _say_mail(mail: IncomingMail, say_moment: Callable[[int], str]) -> str:
    said = (
        (_("Sender"), "" if mail.sender is None else _say_address(mail.sender)),
        (_("To"), ", ".join(map(_say_address, mail.to))),
        (_("Sent"), "" if mail.sent_at is None else say_moment(mail.sent_at)),
        (_("Subject"), mail.whole_subject or mail.subject),
        (_("Files"), ", ".join(file.filename for file in mail.attachments)),
    )
    head = "\n".join(f"{title}: {value}" for title, value in said if value)
    return f"{head}\n\n{mail.text}"


def _say_address(mailbox: MailAddress) -> str:
    if mailbox.name and mailbox.address:
        return f"{mailbox.name} <{mailbox.address}>"
    return mailbox.name or mailbox.address
