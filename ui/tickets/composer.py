"""Where a reply, a note or a forward is written, with the files that go with it."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Qt, Signal
from PySide6.QtGui import QImage, QImageWriter, QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.errors import KnownError
from app.i18n import _
from app.model.mail import MailAttachment
from app.model.staff_texts import Draft, DraftKind
from ui import prompts
from ui.attached.limit import require_small
from ui.pages import Context
from ui.tasks import Task
from ui.text import file_name, size
from ui.theme import icons
from ui.tickets.canned_menu import CannedMenu
from ui.tickets.kind_buttons import KindButtons
from ui.tickets.writing_field import WritingField
from ui.widgets.bounded_area import BoundedArea
from ui.widgets.enter_key import is_ctrl_enter
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.plain_label import ElidedLabel, PlainLabel

IN_ADDRESS = -1
"""Where the keyboard is, in the field for the address of a forward."""
_LINES = 4
_FEWEST_LINES = 2  # in a low window
_SHARE = 4  # a long text takes this part of the window


class Composer(QWidget):
    """Three kinds of text, one field, and a button that adds it to the conversation."""

    submitted = Signal(object)
    """The :class:`Draft` to be added to the conversation."""
    edited = Signal()
    """What is written is another than it was."""
    left = Signal()
    """Escape was pressed."""
    _reply_hint = ""  # until it is known whether anybody asked

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._theme = context.theme
        self._putting = False
        self.kind = DraftKind.REPLY
        self.attached: list[MailAttachment] = []
        self.to = QLineEdit()
        self.to.setPlaceholderText(_("E-mail address to forward to"))
        self.to.setAccessibleName(_("Forward to"))
        self.to.setMaxLength(320)
        self.to.textEdited.connect(self._on_edited)
        consent = _("Share a person's data with others only with their consent.")
        self.consent = PlainLabel(consent, role="small", tone="muted", wrap=True)
        self.consent_brief = ElidedLabel(consent, role="small", tone="muted")
        self._ticket: int | None = None
        self._reads: set[Task] = set()  # of files for what is being written
        self._low = self._lowest = self._is_open = False
        self.kinds = KindButtons(context.theme)
        self.kinds.choose(self.kind)
        self.kinds.picked.connect(self.write)
        self.editor = WritingField()
        self.editor.textChanged.connect(self._on_edited)
        self.editor.files_given.connect(self.attach_paths)
        self.editor.picture_given.connect(self._attach_picture)
        self.canned = CannedMenu(context)
        self.canned.picked.connect(self.insert)
        self.attach = QPushButton(_("Attach"))
        self.attach.setAccessibleName(_("Attach"))
        self.attach.setProperty("role", "nav")
        self.attach.clicked.connect(self._choose_files)
        self.submit = QPushButton()
        self.submit.setProperty("role", "primary")
        self.submit.setToolTip("Ctrl+Enter")
        self.submit.clicked.connect(self._submit)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.kinds)
        self._column.addWidget(self.to)
        self._column.addWidget(self.consent)
        self._column.addWidget(self.consent_brief)
        self._column.addWidget(self.editor)
        files = QWidget()
        self._files = FlowLayout(files)
        self._files_box = BoundedArea(_("Attached files"), files)
        self._column.addWidget(self._files_box)
        self._column.addWidget(self._make_last())
        self._theme.changed.connect(self._dress)
        self._dress()
        self._update()
        self._show_files()

    def _make_last(self) -> QWidget:
        self._last = QWidget()
        last = FlowLayout(self._last, spacing=4)
        last.addWidget(self.attach)
        last.addWidget(self.canned)
        last.push()
        last.addWidget(self.submit)
        return self._last

    def be_about(self, ticket: int) -> None:
        """Say which ticket is answered; what is still read for another one is not attached."""
        if ticket != self._ticket:
            self._ticket = ticket
            if self._reads:
                self._reads.clear()
                self._update()

    def say_who_asked(self, *, anybody: bool) -> None:
        """Say whether the ticket has a requester, whom a reply is for."""
        reply = _("Write a reply to the requester")
        hint = reply if anybody else _("No requester: a reply is only kept with the ticket")
        if hint != self._reply_hint:
            self._reply_hint = hint
            self._update()

    @property
    def text(self) -> str:
        """What is written so far."""
        return self.editor.toPlainText()

    @property
    def writing(self) -> Draft:
        """All that is written so far."""
        to = self.to.text() if self.kind is DraftKind.FORWARD else ""
        writing = Draft(self.kind, self.text, to, tuple(self.attached))
        return Draft() if writing.is_empty else writing

    def write(self, kind: DraftKind) -> None:
        """Begin or go on writing a kind of text."""
        self.kind = kind
        self.kinds.choose(kind)
        self._is_open = True
        self._update()
        if kind is DraftKind.FORWARD and not self.to.text():
            self.to.setFocus()
        else:
            self.editor.setFocus()

    @property
    def keyboard(self) -> int | None:
        """The cursor's place in the text while one writes there, None while one does not.

        It is :data:`IN_ADDRESS` in the field for the address.
        """
        at_work = self.window().focusWidget()  # the window itself may not be the one at work
        if at_work is self.to:
            return IN_ADDRESS
        return self.editor.textCursor().position() if at_work is self.editor else None

    def take_keyboard(self, at: int) -> None:
        """Go on writing where :attr:`keyboard` was."""
        self.write(self.kind)
        if at == IN_ADDRESS:
            self.to.setFocus()
            return
        self.editor.setFocus()
        cursor = self.editor.textCursor()
        cursor.setPosition(min(at, self.editor.document().characterCount() - 1))
        self.editor.setTextCursor(cursor)

    def offer_canned(self) -> None:
        """Go on writing what is begun, with a canned reply that one chooses."""
        self.write(self.kind)
        self.editor.setFocus()
        self.canned.offer()

    def put(self, writing: Draft) -> None:
        """Take up what was half written, without telling anyone."""
        self._putting = True
        self.kind = writing.kind
        self.kinds.choose(writing.kind)
        self._is_open = self.editor.hasFocus() or self.to.hasFocus()
        self.to.setText(writing.recipient)
        self.editor.setPlainText(writing.text)
        if writing.kind is not DraftKind.FORWARD:  # one writes above what is sent on
            self.editor.moveCursor(QTextCursor.MoveOperation.End)
        self.attached = list(writing.files)
        self._reads.clear()
        self._putting = False
        self._show_files()
        self._update()

    def insert(self, text: str) -> None:
        """Put a text in at the cursor."""
        self.editor.insertPlainText(text)
        self.editor.setFocus()

    def set_busy(self, busy: bool) -> None:
        """Keep the text as it is while it is being kept."""
        self.editor.setReadOnly(busy)
        self._update()

    # Files

    def _choose_files(self) -> None:
        """Attach what is chosen; one writes on then, where a letter is no key of the page."""
        if paths := prompts.choose_files(self, _("Attach files")):
            self.attach_paths(paths)
            self.editor.setFocus()

    def attach_paths(self, paths: Sequence[Path]) -> None:
        """Read files and attach them; one that is too large or cannot be read is told."""
        if paths:
            self.attach_read(lambda: [_read(path) for path in paths])

    def attach_read(
        self, read: Callable[[], list[MailAttachment]], *, only: DraftKind | None = None
    ) -> None:
        """Attach what is read off the window's thread, if it is still for what is being written.

        Until then that is not handed in. With ``only`` it is not for another kind of text either:
        what is sent on is not for the requester.
        """

        def attach(files: list[MailAttachment]) -> None:
            if task in self._reads and only in {None, self.kind}:
                self._attach(files)
            else:  # a large file takes a while to read
                self._context.tell(_("Nothing was attached: you went on with something else."))
            end()

        def fail(error: Exception) -> None:
            end()
            self._context.show_error(error)

        def end() -> None:
            self._reads.discard(task)
            self._update()

        task = self._context.jobs.read(self, read, attach, failed=fail)
        self._reads.add(task)
        self._update()

    @property
    def _awaits_files(self) -> bool:
        return any(not task.is_void for task in self._reads)

    def _attach(self, files: list[MailAttachment]) -> None:
        self.attached += files
        self._show_files()
        self._on_edited()

    def _attach_picture(self, picture: object) -> None:
        if not isinstance(picture, QImage) or picture.isNull():
            return
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, b"png").write(picture)
        name = _("picture-{number}.png").format(number=len(self.attached) + 1)
        self._attach([MailAttachment(name, "image/png", bytes(buffer.data().data()))])

    def _show_files(self) -> None:
        self._files.clear()
        for file in self.attached:
            text = f"{file_name(file.filename, 40)} ({size(file.size)})"
            chip = QPushButton(text.replace("&", "&&"))
            chip.setProperty("role", "chip")
            chip.setProperty("on", "true")
            chip.setIcon(icons.icon("close", self._theme.palette.muted, 14))
            chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            chip.setAccessibleName(_("Remove {file}").format(file=text))
            chip.clicked.connect(lambda _checked=False, f=file, c=chip: self._detach(f, c))
            self._files.addWidget(chip)
        self._files_box.setVisible(bool(self.attached))
        self._update()

    def _detach(self, file: MailAttachment, chip: QPushButton) -> None:
        """Take a file away, and nothing else: the keyboard goes to the one beside it."""
        self.attached.remove(file)
        self._files.drop(chip)
        self._files_box.setVisible(bool(self.attached))
        self._on_edited()

    # What it looks like

    def _on_edited(self, *_text: str) -> None:
        self._update()
        if not self._putting:
            self.edited.emit()

    def _submit(self) -> None:
        if self.submit.isEnabled():
            self.submitted.emit(self.writing)
        elif self._awaits_files:
            self._context.tell(_("A file is still being read. Try again in a moment."))

    def _update(self) -> None:
        said = {
            DraftKind.REPLY: (_("Add reply"), self._reply_hint),
            DraftKind.NOTE: (_("Add note"), _("Only staff read this note")),
            DraftKind.FORWARD: (_("Add forward"), _("Write what goes with it")),
        }
        button, hint = said[self.kind]
        forward = self.kind is DraftKind.FORWARD
        shown = not self._lowest or self._is_open or not self.writing.is_empty
        self.to.setVisible(shown and forward)
        self.consent.setVisible(shown and forward and not self._lowest)
        self.consent_brief.setVisible(shown and forward and self._lowest)
        self.editor.setVisible(shown)
        self._last.setVisible(shown)
        any_text = bool(self.text.strip()) or bool(self.attached)
        ready = any_text and (not forward or bool(self.to.text().strip()))
        self.submit.setText(button)
        self.submit.setEnabled(ready and not self.editor.isReadOnly() and not self._awaits_files)
        self.editor.mark_internal(self.kind is DraftKind.NOTE)
        self.editor.setPlaceholderText(hint)
        self.editor.setAccessibleName(hint)

    def be_low(self, low: bool, *, lowest: bool = False) -> None:
        """Take less room in a low window; in the lowest, that of the buttons until one writes.

        While one writes there, what goes along is offered by drawings, and its files scroll. To be
        called with every size of the window: a long text takes its part of it.
        """
        changed = (low, lowest) != (self._low, self._lowest)
        self._low, self._lowest = low, lowest
        self._make_room()
        if changed:
            self.canned.be_drawing(lowest)
            self.attach.setText("" if lowest else _("Attach"))
            self.attach.setToolTip(_("Attach") if lowest else "")
            self._files_box.bound(self.attach.sizeHint().height() if lowest else None)
            self._dress()
            self._update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Let the keys of the text work from the fields and buttons around it too."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif is_ctrl_enter(event):
            self._submit()
        else:
            super().keyPressEvent(event)

    def _leave(self) -> None:
        self._is_open = False
        self.left.emit()
        self._update()

    def _make_room(self) -> None:
        """Say how few and how many lines are seen of what is written."""
        if self._low:
            least, most = _FEWEST_LINES, _FEWEST_LINES if self._lowest else _LINES
        else:
            in_window = self.window().height() // self.editor.fontMetrics().lineSpacing()
            least, most = _LINES, in_window // _SHARE
        self.editor.set_room(least, most, self._theme.spacing.field)

    def _dress(self) -> None:
        spacing = self._theme.spacing
        self._column.setContentsMargins(spacing.page, spacing.unit, spacing.page, spacing.gap)
        self._column.setSpacing(spacing.unit)
        self._make_room()
        muted = self._theme.palette.muted
        self.attach.setIcon(icons.icon("attach", muted, 16))


def _read(path: Path) -> MailAttachment:
    """Read a file to be attached. Raises ``KnownError("file_unfit")``."""
    if path.is_dir():
        raise KnownError(
            "file_unfit",
            _("A folder cannot be attached."),
            _("Nothing was attached. Attach the files in it, or one archive of them."),
        )
    try:
        require_small(path.stat().st_size)
        content = path.read_bytes()
    except OSError as error:
        raise KnownError(
            "file_unfit",
            _("A file could not be read."),
            _("It was not attached. See whether it is still there and may be read."),
        ) from error
    media_type, _encoding = mimetypes.guess_type(path.name)
    return MailAttachment(path.name, media_type or "application/octet-stream", content)
