"""Mails in files and folders: .eml, mailbox files, Maildir, folders of any of these."""

from __future__ import annotations

import mmap
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.i18n import _
from app.intake.mail.limits import MAX_MAIL_BYTES
from app.intake.mail.reader import read_mail
from app.model.mail import MailSource

_PEEK_BYTES = 64 * 1024
_FROM_LINE = re.compile(
    rb"^From (?:\S{1,320}|\"[^\"\r\n]{1,300}\"\S{0,300}) .{0,20}\w{3} +\w{3} +\d{1,2} +\d{1,2}:\d\d"
)
_FIELD = re.compile(rb"([!-9;-~]{1,80})[ \t]*:")
_TELLING = {
    b"from",
    b"to",
    b"subject",
    b"date",
    b"received",
    b"message-id",
    b"return-path",
    b"mime-version",
    b"content-type",
    b"delivered-to",
    b"reply-to",
    b"sender",
    b"cc",
    b"x-mailer",
    b"in-reply-to",
}
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.M)
_MAILDIR_SKIPPED = {"tmp"}


def read_paths(paths: Iterable[Path]) -> Iterator[MailSource]:
    """Read every mail under some files and folders, one after another, in sorted order.

    A file that is no mail, is too large or cannot be opened gives a source with ``error``
    set; nothing is raised for it. Memory holds one mail at a time.
    """
    for path in paths:
        if path.is_dir():
            for file in _files_under(path):
                yield from _read_file(file)
        else:
            yield from _read_file(path)


def _files_under(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        # The folder itself is reported as a file that cannot be opened.
        yield folder
        return
    maildir = (folder / "cur").is_dir() and (folder / "new").is_dir()
    for entry in entries:
        if maildir and (entry.name in _MAILDIR_SKIPPED or _is_maildir_record(entry)):
            continue
        if entry.is_symlink() and entry.is_dir():
            # A link may lead back up, and round for ever.
            continue
        if entry.is_dir():
            yield from _files_under(entry)
        else:
            yield entry


def _is_maildir_record(entry: Path) -> bool:
    names = ("dovecot", "courier", "maildirfolder", "subscriptions", ".uidvalidity")
    return entry.is_file() and entry.name.lower().startswith(names)


def _read_file(path: Path) -> Iterator[MailSource]:
    name = str(path)
    try:
        if not path.is_file():
            missing = not path.exists()
            text = _("There is no such file.") if missing else _("This is not a readable file.")
            yield MailSource(name, None, text)
            return
        with path.open("rb") as file:
            head = file.read(_PEEK_BYTES)
            if not head.strip():
                yield MailSource(name, None, _("The file is empty."))
            elif not looks_like_mail(head):
                yield MailSource(name, None, _("This is not a mail."))
            elif path.suffix.lower() != ".eml" and _is_mailbox(head):
                with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                    yield from _read_mailbox(name, data)
            else:
                file.seek(0)
                yield _read_one(name, file.read(MAX_MAIL_BYTES + 1))
    except OSError as error:
        # The reason is the system's own; it names no person.
        text = _("The file could not be read: {reason}.")
        yield MailSource(name, None, text.format(reason=error.strerror or type(error).__name__))


def looks_like_mail(head: bytes) -> bool:
    """Say whether bytes begin as a mail does, behind blank and From_ lines."""
    telling = junk = 0
    for line in head.removeprefix(b"\xef\xbb\xbf").lstrip().splitlines()[:200]:
        if not line.strip(b"\r\n"):
            break
        match = _FIELD.match(line)
        if not match and line.startswith((b" ", b"\t", b"From ", b">From ")):
            continue
        if match and match[1].lower() in _TELLING:
            telling += 1
        elif not match:
            junk += 1
    return telling > 0 and junk <= telling


def _is_mailbox(head: bytes) -> bool:
    return bool(_FROM_LINE.match(head.lstrip()))


def _read_mailbox(name: str, data: mmap.mmap) -> Iterator[MailSource]:
    starts = _mail_starts(data)
    start = next(starts, 0)
    number = 0
    single = True
    while start < len(data):
        following = next(starts, len(data))
        number += 1
        single = single and following == len(data)
        source = name if single else f"{name}#{number}"
        if following - start > MAX_MAIL_BYTES:
            yield _too_large(source)
        else:
            raw = _QUOTED_FROM.sub(rb"\1", data[start:following])
            yield _read_one(source, raw)
        _let_go(data, start, following)
        start = following


def _let_go(data: mmap.mmap, start: int, end: int) -> None:
    """Tell the system that a mail was read: its pages would else stay in our memory."""
    if sys.platform == "linux":
        first, last = (place // mmap.PAGESIZE * mmap.PAGESIZE for place in (start, end))
        if last > first:
            data.madvise(mmap.MADV_DONTNEED, first, last - first)


def _mail_starts(data: mmap.mmap) -> Iterator[int]:
    """Yield where each mail starts: a From_ line at the top or behind a blank line."""
    position = 0
    while position >= 0:
        blank = position == 0 or data[max(0, position - 4) : position].endswith(
            (b"\n\n", b"\r\n\r\n", b"\n\r\n")
        )
        if blank and _FROM_LINE.match(data[position : position + 1000]):
            yield position
        found = data.find(b"\nFrom ", position)
        position = found + 1 if found >= 0 else -1


def _read_one(name: str, raw: bytes) -> MailSource:
    if len(raw) > MAX_MAIL_BYTES:
        return _too_large(name)
    return MailSource(name, read_mail(raw))


def _too_large(name: str) -> MailSource:
    text = _("The mail is larger than {size} MB and was left out.")
    return MailSource(name, None, text.format(size=MAX_MAIL_BYTES // 1024 // 1024))
