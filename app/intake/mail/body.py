"""What a reader is shown of a tree of parts: text, HTML and files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape

from app.i18n import _
from app.intake.mail.calendar import describe_event
from app.intake.mail.charsets import charset_in_html, decode_text, known_codec
from app.intake.mail.filenames import safe_filename, suffix_for
from app.intake.mail.flowed import unwrap_flowed
from app.intake.mail.headers import Headers
from app.intake.mail.limits import MAX_TEXT_CHARS
from app.intake.mail.mime import Part, read_headers
from app.intake.mail.notes import Notes
from app.intake.mail.plain import clean_text
from app.intake.mail.tnef import TnefMessage, is_tnef, read_tnef
from app.intake.mail.transfer import take_uuencoded
from app.intake.markup import html_to_text, is_cut_off, reply_in_html, sanitise_html
from app.model.mail import MailAttachment

_STAND_INS = ("text/enriched", "text/richtext", "message/delivery-status")
"""Types that are shown as text where the mail has no other."""
_ENRICHED_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]{0,60})>")
_PGP_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
_PGP_SIGNATURE = "\n-----BEGIN PGP SIGNATURE-----"
_PGP_END = "-----END PGP SIGNATURE-----"
_CID = re.compile(r"\bcid:([^\s\"'<>)]{1,250})", re.IGNORECASE)
_UNREADABLE = ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted")


@dataclass(slots=True)
class Body:
    """The parts of a mail in the order a reader meets them."""

    text: str = ""
    html: str | None = None
    reply: str | None = None
    """The new text where the HTML's structure tells it; None where it does not."""
    attachments: list[MailAttachment] = field(default_factory=list)


@dataclass(slots=True)
class _Block:
    """One stretch of the mail, in one or both of its forms."""

    plain: str | None = None
    html: str | None = None


@dataclass(slots=True)
class _File:
    """A part that is kept as a file, its name as the sender wrote it."""

    name: str
    media_type: str
    content: bytes
    content_id: str = ""
    location: str = ""


def read_body(root: Part, notes: Notes) -> Body:
    """Return what a reader is shown of ``root``."""
    return _BodyReader(notes).read(root)


class _BodyReader:
    """Walks the parts once; collects stretches of text, and files."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._files: list[_File] = []
        self._stand_ins: list[str] = []
        """What the mail says where it has no text: an appointment, why it was not delivered."""
        self._of_outlook: list[_Block] = []
        """The copies of the text in a winmail.dat."""
        self._room = MAX_TEXT_CHARS
        """Characters of text that may still be taken."""

    def read(self, root: Part) -> Body:
        """Return what a reader is shown; the parts are walked once."""
        blocks = self._walk(root, root=True)
        body = Body()
        if not any(self._shown_text(block).strip() for block in blocks):
            # Outlook's own copy of the text counts only where the mail itself has none.
            blocks += self._of_outlook
        texts = [self._shown_text(block) for block in blocks]
        body.text = "\n\n".join(text.strip("\n") for text in texts if text.strip())
        if not body.text:
            body.text = "\n\n".join(text.strip("\n") for text in self._stand_ins if text.strip())
        html = _whole_html(blocks)
        if html is not None:
            body.html = sanitise_html(html)
            reply = reply_in_html(html)
            body.reply = clean_text(reply) if reply is not None else None
        body.attachments = self._attachments(html or "")
        return body

    def _shown_text(self, block: _Block) -> str:
        """Return the text of a stretch: the plain form unless that is empty."""
        if block.plain is not None and block.plain.strip():
            return block.plain
        return clean_text(html_to_text(block.html)) if block.html else ""

    def _walk(self, part: Part, *, root: bool = False, first: bool = True) -> list[_Block]:
        """Return the stretches of text in a part, and keep its files.

        A text with a file's name is a file, unless it is the ``first`` of its parent. A plain text
        that is all there is (``root``) is shown even where the mail calls it an attachment.
        """
        kind = part.media_type
        if kind == "multipart/alternative":
            return self._alternative(part)
        if kind.startswith("multipart/"):
            if kind == "multipart/encrypted":
                self._notes.add(
                    _("The mail is encrypted; its text cannot be read here."), lost=True
                )
            blocks: list[_Block] = []
            for number, child in enumerate(part.children):
                blocks += self._walk(child, first=number == 0)
            return blocks
        shown = part.disposition != "attachment" and (first or not part.filename)
        if kind == "text/plain" and (shown or (root and not part.filename)):
            return self._plain(part)
        if kind == "text/html" and shown:
            return [_Block(html=self._decoded(part))]
        self._keep(part)
        return []

    def _alternative(self, part: Part) -> list[_Block]:
        """Take the last HTML and the first plain text of the versions of one text.

        A version made of several stretches, text and pictures among them, stands as it is.
        """
        versions = [self._walk(child) for child in part.children]
        versions = [version for version in versions if version]
        if len(versions) < 2:
            return versions[0] if versions else []
        plains = [v for v in versions if all(block.html is None for block in v)]
        htmls = [v for v in versions if any(block.html for block in v)]
        block = _Block()
        if plains:
            block.plain = "\n\n".join(b.plain or "" for b in plains[0])
        if htmls:
            block.html = _whole_html(htmls[-1])
        return [block]

    def _plain(self, part: Part) -> list[_Block]:
        """Return a plain text less the files that were once written into texts by uuencode."""
        text = self._decoded(part)
        if part.parameters.get("format", "").lower() == "flowed":
            text = unwrap_flowed(text, part.parameters.get("delsp", "").lower() == "yes")
        text, files = take_uuencoded(text)
        for name, content in files:
            self._files.append(_File(name, "application/octet-stream", content))
        return [_Block(plain=_without_armour(text))]

    def _decoded(self, part: Part) -> str:
        """Return a part's text, as much of it as there is room for."""
        data = part.content(self._notes)
        charset = part.parameters.get("charset", "")
        if part.media_type == "text/html" and not known_codec(charset):
            charset = charset_in_html(data)
        text, certain = decode_text(data[: 4 * MAX_TEXT_CHARS], charset)
        if not certain:
            self._notes.add(_("The character set of the text had to be guessed."))
        if len(text) > self._room or (part.media_type == "text/html" and is_cut_off(text)):
            self._notes.add(_("The text is too long; only its beginning was kept."), lost=True)
            text = text[: self._room]
        self._room -= len(text)
        return clean_text(text)

    def _keep(self, part: Part) -> None:
        """Keep a part as a file, and open it where that is how a reader sees it."""
        content = part.content(self._notes)
        kind = part.media_type
        if is_tnef(content):
            self._unwrap(read_tnef(content, self._notes))
            return
        if kind in _UNREADABLE:
            self._notes.add(
                _("The mail is encrypted or sealed; its text cannot be read here."), lost=True
            )
        if kind in ("text/calendar", "application/ics"):
            text = decode_text(content, part.parameters.get("charset", "") or "utf-8")[0]
            self._stand_ins.append(describe_event(text))
        elif kind in _STAND_INS and part.disposition != "attachment":
            text = clean_text(decode_text(content, part.parameters.get("charset", ""))[0])
            plain = kind == "message/delivery-status"
            self._stand_ins.append(text if plain else _enriched_text(text))
        content_id = part.headers.text("content-id").strip("<> ")
        location = part.headers.text("content-location")
        name = part.filename or _message_name(kind, content)
        self._files.append(_File(name, kind, content, content_id, location))

    def _unwrap(self, message: TnefMessage) -> None:
        """Put the body and the files of a winmail.dat where the mail's own would be."""
        self._of_outlook.append(_Block(clean_text(message.text), clean_text(message.html) or None))
        for file in message.files:
            if file.message is not None:
                content = _as_eml(file.message)
                name = f"{file.message.subject or file.name or 'message'}.eml"
                self._files.append(_File(name, "message/rfc822", content))
            else:
                kind = file.media_type or "application/octet-stream"
                self._files.append(_File(file.name, kind, file.content, file.content_id))

    def _attachments(self, html: str) -> list[MailAttachment]:
        """Return the files with safe names; those that the HTML shows are part of the text."""
        shown = {match[1].lower() for match in _CID.finditer(html)}
        attachments = []
        for number, file in enumerate(self._files, 1):
            fallback = f"attachment-{number}{suffix_for(file.media_type)}"
            attachments.append(
                MailAttachment(
                    filename=safe_filename(file.name, fallback),
                    media_type=file.media_type,
                    content=file.content,
                    content_id=file.content_id,
                    inline=bool(file.content_id) and file.content_id.lower() in shown,
                )
            )
        return attachments


def _whole_html(blocks: list[_Block]) -> str | None:
    """Join stretches as HTML; None where none of them is HTML."""
    if not any(block.html for block in blocks):
        return None
    pieces = []
    for block in blocks:
        if block.html:
            pieces.append(block.html)
        elif block.plain:
            pieces.append(f"<div>{escape(block.plain.strip()).replace(chr(10), '<br>')}</div>")
    return "<hr>".join(pieces)


def _without_armour(text: str) -> str:
    """Return what a text signed within the text (RFC 4880) says, without the signature."""
    begin = text.find(_PGP_SIGNED)
    headers_end = text.find("\n\n", begin)
    if begin < 0 or headers_end < 0 or (begin and text[begin - 1] != "\n"):
        return text
    signed, signature, rest = text[headers_end + 2 :].partition(_PGP_SIGNATURE)
    _base64, end, behind = rest.partition(_PGP_END)
    signed = f"\n{signed}".replace("\n- -", "\n-")[1:]
    return text[:begin] + signed + (behind if signature and end else "")


def _enriched_text(text: str) -> str:
    """Return text/enriched (RFC 1896) without its commands."""
    text = re.sub(r"(?is)<param>.{0,2000}?</param>", "", text[:MAX_TEXT_CHARS])
    text = _ENRICHED_TAG.sub("", text).replace("<<", "<")
    return re.sub(r"\n(\n*)", lambda m: m[1] or " ", text)


def _message_name(kind: str, content: bytes) -> str:
    """Return a file name for a mail within the mail, from its subject."""
    if kind not in ("message/rfc822", "message/global"):
        return ""
    headers: Headers = read_headers(content, 0, len(content), Notes())[0]
    subject = headers.text("subject")
    return f"{subject}.eml" if subject else ""


def _as_eml(message: TnefMessage) -> bytes:
    """Write a mail out of a winmail.dat as the .eml that other programs open."""
    # Imported here: a mail within a winmail.dat is rare and the import is not free.
    from email.message import EmailMessage  # noqa: PLC0415 - see above
    from email.policy import SMTP  # noqa: PLC0415 - see above

    eml = EmailMessage(policy=SMTP)
    eml["Subject"] = " ".join(safe_filename(message.subject, " ").split())
    eml.set_content(clean_text(message.text))
    if message.html:
        eml.add_alternative(clean_text(message.html), subtype="html")
    for file in message.files:
        content = _as_eml(file.message) if file.message else file.content
        name = safe_filename(file.name)
        eml.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return eml.as_bytes()
