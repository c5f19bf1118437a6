"""Files that came with messages: shown, saved, and opened elsewhere only when the user says so."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path, PurePath

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from app.errors import KnownError
from app.files import write_atomically
from app.i18n import _
from app.model.conversation import AttachmentRow
from app.model.mail import MailAttachment
from app.workflows import tickets
from app.workflows.attached_text import Shown, how_shown, readable
from ui import prompts
from ui.attached.limit import require_small
from ui.attached.pictures import MAX_BYTES, MEDIA_TYPES, read_picture
from ui.outside import open_attached
from ui.pages import Context
from ui.text import file_name, long_moment

_PROGRAMS = frozenset(
    """
    .app .appimage .bash .bat .bin .cmd .com .command .cpl .deb .desktop .dll .dmg .elf .exe .hta
    .inf .iso .jar .js .jse .lnk .msc .msi .msp .pif .pkg .ps1 .psm1 .py .pyw .reg .rpm .run .scf
    .scr .sh .url .vb .vbe .vbs .wsf .wsh .xll
    """.split()  # noqa: SIM905 - words, not a list of quotes
)
"""Endings of files that a system runs, or that lead to one that it runs."""


class Files(QObject):
    """Reads files out of the store off the window's thread.

    What is opened with another program is written, in plain, to a folder that only this user may
    enter; the folder is removed when the store is locked or the window closes.
    """

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._folders: list[Path] = []
        folders = self._folders  # this object itself is gone when the signal comes
        self.destroyed.connect(lambda: _remove(folders))
        weakref.finalize(self, _remove, folders)  # what was written while this went away

    def _bytes(self, file: AttachmentRow, limit: int | None = None) -> bytes:
        content = bytearray()
        for piece in tickets.attachment(self._context.session, file.id):
            content += piece
            if limit is not None and len(content) >= limit:
                break
        return bytes(content)

    def whole(self, files: Sequence[AttachmentRow]) -> list[MailAttachment]:
        """Read files to be sent on; not on the window's thread.

        Raises ``KnownError("file_unfit")`` where one is too large to be sent.
        """
        for one in files:
            require_small(one.size)
        return [MailAttachment(one.filename, one.media_type, self._bytes(one)) for one in files]

    @staticmethod
    def may_be_picture(file: AttachmentRow) -> bool:
        """Whether it is worth trying to show a file as a picture."""
        return file.media_type.lower() in MEDIA_TYPES and file.size <= MAX_BYTES

    @staticmethod
    def may_be_text(file: AttachmentRow) -> bool:
        """Whether a file can be read as text."""
        return how_shown(file.filename, file.media_type) is not None

    def picture(
        self,
        owner: QObject,
        file: AttachmentRow,
        bound: QSize,
        done: Callable[[QImage | None], None],
    ) -> None:
        """Read a picture no larger than ``bound``; None for what is none."""
        self._context.jobs.read(
            owner,
            lambda: read_picture(self._bytes(file), bound),
            done,
            failed=lambda _error: done(None),
        )

    def text(self, owner: QObject, file: AttachmentRow, done: Callable[[str], None]) -> None:
        """Read what a file says: the beginning of a text, a mail, or an invitation."""
        shown = how_shown(file.filename, file.media_type) or Shown.TEXT
        limit = shown.value
        self._context.jobs.read(
            owner,
            lambda: readable(self._bytes(file, limit)[:limit], shown, long_moment),
            done,
            failed=self._context.show_error,
        )

    def save(self, file: AttachmentRow) -> None:
        """Ask where a file is to be saved, and write it there, in plain."""
        path = prompts.choose_save(self._window, _("Save file"), safe_name(file.filename))
        if path is None:
            return

        def work() -> None:
            write_atomically(path, self._bytes(file))

        self._context.jobs.read(
            self,
            work,
            lambda _nothing: self._context.tell(_("The file was saved, in plain.")),
            failed=self._context.show_error,
        )

    def open(self, file: AttachmentRow) -> None:
        """Open a file with the system's own program for it, after a question."""
        name = safe_name(file.filename)
        if PurePath(name).suffix.lower() in _PROGRAMS:
            self._context.show_error(
                KnownError(
                    "program_not_opened",
                    _("This file may be a program. It is not opened from here."),
                    _("It stays in the store. If you must have it, save it and check it first."),
                )
            )
            return
        question = _(
            "Open “{name}” with another program? It is written to a private folder for that, not"
            " encrypted, and removed when the store is locked. Open only what you expect."
        )
        shown = question.format(name=file_name(name, 80))
        if not prompts.confirm(self._window, _("Open file"), shown, _("Open it")):
            return

        def work() -> Path:
            folder = Path(tempfile.mkdtemp(prefix="cne-helpdesk-"))  # only this user may enter
            self._folders.append(folder)
            path = folder / name
            path.touch(mode=0o600)
            path.write_bytes(self._bytes(file))
            return path

        def show(path: Path) -> None:
            open_attached(self._context, self, path)

        self._context.jobs.read(self, work, show, failed=self._context.show_error)


def _remove(folders: list[Path]) -> None:
    for folder in folders:
        with suppress(OSError):  # a program that still has a file open may keep it on Windows
            shutil.rmtree(folder)
    folders.clear()


def safe_name(filename: str) -> str:
    """Return a file name without folders or characters that mean something to a system."""
    name = PurePath(file_name(filename, 120).replace("\\", "/")).name
    kept = "".join(c for c in name if c not in '<>:"/|?*' and c.isprintable()).strip(" .")
    return kept or _("file")
