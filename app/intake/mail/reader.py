"""One mail, from its bytes to what the helpdesk keeps of it."""

from __future__ import annotations

from app.i18n import _
from app.intake.mail.addresses import parse_addresses
from app.intake.mail.automatic import is_automatic
from app.intake.mail.body import Body, read_body
from app.intake.mail.charsets import known_codec
from app.intake.mail.headers import Headers, parse_date, parse_ids
from app.intake.mail.limits import MAX_ADDRESSES
from app.intake.mail.mime import Part, parse_mime
from app.intake.mail.notes import Notes
from app.intake.mail.plain import one_line
from app.intake.mail.quotes import reply_text
from app.model.mail import IncomingMail, MailAddress
from app.model.ticket import find_numbers

_SENDER_FIELDS = ("from", "reply-to", "sender", "return-path", "x-envelope-from")


def read_mail(raw: bytes) -> IncomingMail:
    """Read a mail as a mail reader would show it.

    Never raises for what the bytes hold: what is broken is read as far as it goes, and
    ``warnings`` say what was guessed or left out. The caller checks the size beforehand
    (:data:`app.intake.mail.limits.MAX_MAIL_BYTES`).
    """
    notes = Notes()
    root = parse_mime(raw, notes)
    headers = root.headers
    headers.charset_hint = _body_charset(root)
    body = read_body(root, notes)
    sender = _sender(headers, notes)
    subject, whole_subject = _subject(headers, notes)
    reply = _reply(body)
    sent_at = parse_date(headers.raw("date"))
    if sent_at is None and headers.first("date"):
        notes.add(_("The date of the mail could not be read."))
    reply_to, to, cc = (_mailboxes(headers, field, notes) for field in ("reply-to", "to", "cc"))
    return IncomingMail(
        sender=sender,
        subject=subject,
        whole_subject=whole_subject,
        text=body.text,
        reply_text=reply,
        html=body.html,
        message_id=next(iter(parse_ids(headers.raw("message-id"))), ""),
        in_reply_to=parse_ids(headers.raw("in-reply-to")),
        references=parse_ids(headers.raw("references")),
        reply_to=reply_to,
        to=to,
        cc=cc,
        sent_at=sent_at,
        ticket_ids=find_numbers(subject),
        attachments=tuple(body.attachments),
        automatic=is_automatic(headers, sender, subject),
        warnings=notes.texts,
        left_out=notes.left_out,
    )


def _subject(headers: Headers, notes: Notes) -> tuple[str, str]:
    """Return the subject, and the whole of one that is too long for a line."""
    whole, subject = one_line(headers.decoded("subject")), headers.text("subject")
    if headers.is_cut("subject"):
        notes.add(_("Of the subject only the beginning was read."), lost=True)
    return subject, "" if subject == whole else whole


def _mailboxes(headers: Headers, field: str, notes: Notes) -> tuple[MailAddress, ...]:
    found = parse_addresses(headers.raw(field))
    if len(found) == MAX_ADDRESSES:
        text = _("Of a list of addresses only the first {count} were read.")
        notes.add(text.format(count=MAX_ADDRESSES), lost=True)
    return found


def _reply(body: Body) -> str:
    """Return the new text by the markup or by the lines, whichever finds more that is old."""
    by_lines = reply_text(body.text)
    if body.reply is None:
        return by_lines
    by_markup = reply_text(body.reply)
    return min(by_lines, by_markup, key=lambda text: len("".join(text.split())))


def _sender(headers: Headers, notes: Notes) -> MailAddress | None:
    best: MailAddress | None = None
    for field in _SENDER_FIELDS:
        found = parse_addresses(headers.raw(field))
        reachable = next((mailbox for mailbox in found if mailbox.address), None)
        if reachable is not None:
            if field != "from":
                notes.add(_("The sender was taken from another field; From could not be read."))
            if best is not None and not reachable.name:
                return MailAddress(best.name, reachable.address)
            return reachable
        best = best or next(iter(found), None)
    notes.add(_("The mail names no sender that can be answered."))
    return best


def _body_charset(part: Part) -> str:
    """Return the character set that the first text part declares, the best guess for headers."""
    if part.media_type.startswith("text/"):
        declared = part.parameters.get("charset", "")
        return declared if known_codec(declared) not in ("", "utf-8", "ascii") else ""
    return next((found for child in part.children if (found := _body_charset(child))), "")
