"""The frame of a dialog: fields in a column, what is wrong above the buttons, one thing to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.errors import KnownError
from app.i18n import _
from ui.pages import Context
from ui.widgets.dialog import Dialog
from ui.widgets.enter_key import is_ctrl_enter
from ui.widgets.fault import point_at
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain_label import PlainLabel
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.tab_order import first_stop
from ui.widgets.typed import characters_typed, note_given

T = TypeVar("T")

_OF_SCREEN = 0.86  # of its height, at most; what is longer scrolls
_SOON_TYPED = 12  # characters that nobody minds to type again


class FormDialog(Dialog):
    """A dialog that stays open while its work is done, and shows what keeps it from being done."""

    WIDTH = 58
    """In digits; more where there is much to read."""

    def __init__(self, context: Context, title: str, action: str, parent: QWidget) -> None:
        """Make the dialog; ``action`` is the text of the button that does the work."""
        super().__init__(parent)
        self.context = context
        spacing = context.theme.spacing
        self.setWindowTitle(title)
        inner = QWidget()
        inner.setObjectName("scrolled")
        self.form = QVBoxLayout(inner)
        self.form.setContentsMargins(spacing.page, spacing.page, spacing.page, spacing.unit)
        self.form.setSpacing(spacing.gap - 4)
        self.form.setAlignment(Qt.AlignmentFlag.AlignTop)  # no room to spare goes into texts
        self.form.addWidget(PlainLabel(title, role="title", wrap=True))
        self._inner = inner
        inner.installEventFilter(self)
        self._area = ScrollArea(title)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidget(inner)
        self.messages = MessageBar(context.theme)
        self.at_fault: dict[str, QLineEdit | QPlainTextEdit] = {}
        """By the code of an error, the field that it is about."""
        self._action = action
        self.submit = QPushButton(action)
        self.submit.setProperty("role", "primary")
        self.submit.setDefault(True)
        self.submit.clicked.connect(self.send)
        self.cancel = QPushButton(_("Cancel"))
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.buttons = QHBoxLayout()
        self.buttons.setContentsMargins(spacing.page, spacing.unit, spacing.page, spacing.page)
        self.buttons.setSpacing(spacing.unit)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.submit)
        self._told = QVBoxLayout()
        self._told.setContentsMargins(spacing.page, 0, spacing.page, 0)
        self._told.addWidget(self.messages)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._area, 1)
        column.addLayout(self._told)
        column.addLayout(self.buttons)

    def lay_note(self, note: PlainLabel) -> None:
        """Put a line where the dialog tells what is wrong, and grow by it."""
        self._told.addWidget(note)

    def be_read_only(self) -> None:
        """Let the one button close what is only read."""
        self.cancel.hide()
        self.submit.setProperty("role", "")

    def send(self) -> None:
        """Do the work; each dialog says what that is."""

    def do(self, work: Callable[[], T], done: Callable[[T], object] | None = None) -> None:
        """Change the store, tell ``done`` what came of it, and close."""

        def close(result: T) -> None:
            if done is not None:
                done(result)
            self.accept()

        self.messages.hide()
        self.set_busy(True)
        self.context.jobs.write(self, work, close, failed=self.refused)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """Wide enough to type in, as high as its fields want, and never beyond the screen."""
        needed = self._inner.minimumSizeHint().width() + self._area.verticalScrollBar().width()
        wide = max(self.fontMetrics().horizontalAdvance("0") * self.WIDTH, needed)
        wanted = self._inner.sizeHint().height()
        if self._inner.hasHeightForWidth():  # the hint is of texts in a narrower column
            wanted = self._inner.heightForWidth(wide)
        told = self._told.totalHeightForWidth(wide)
        high = wanted + told + self.buttons.sizeHint().height() + 8
        room = self.screen().availableSize() * _OF_SCREEN
        return QSize(min(wide, room.width()), min(high, room.height()))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's own name
        """Fit once the fields have their font: before, they ask for too little."""
        super().showEvent(event)
        self.fit()
        note_given(self)
        # Qt would begin at the button where no field was given the keyboard.
        if self.focusWidget() is None and (field := first_stop(self._inner)) is not None:
            field.setFocus()

    def fit(self) -> None:
        """Grow to what the fields want now; it never shrinks under the user's hands."""
        layout = self._inner.layout()
        if layout is not None:
            layout.activate()
        wanted = self.sizeHint()
        self.resize(max(self.width(), wanted.width()), max(self.height(), wanted.height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """Grow with what is shown in addition: what was found, what is wrong."""
        if event.type() is QEvent.Type.LayoutRequest and self.isVisible():
            self.fit()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Let Ctrl+Enter do the work from any field, also one in which Enter begins a line."""
        if is_ctrl_enter(event):
            if self.submit.isEnabled():
                self.send()
            return
        super().keyPressEvent(event)

    def reject(self) -> None:
        """Leave; what would have to be typed again is not thrown away without a question."""
        if characters_typed(self) <= _SOON_TYPED or self._may_be_lost():
            super().reject()

    def _may_be_lost(self) -> bool:
        from ui import prompts  # noqa: PLC0415 - loads the system's own dialogs

        return prompts.confirm(
            self,
            self.windowTitle(),
            _("What you typed here would be lost."),
            _("Throw it away"),
            _("Go on typing"),
        )

    def set_busy(self, busy: bool) -> None:
        """Show that the work is being done; nothing can be asked twice meanwhile."""
        self.submit.setEnabled(not busy)
        self.submit.setText(_("One moment…") if busy else self._action)

    def refused(self, error: Exception) -> None:
        """Show why the work was not done; what was typed stays."""
        self.set_busy(False)
        if isinstance(error, KnownError):
            self.tell_fault(self._field_at_fault(error.code), error.message, error.hint)
        else:
            self.context.show_error(error)

    def tell_fault(
        self, field: QLineEdit | QPlainTextEdit | None, message: str, hint: str = ""
    ) -> None:
        """Tell what keeps the work from being done, and lead to the field that it is about."""
        self.messages.tell("danger", message, hint)
        self.fit()
        if field is not None:
            point_at(field, message)
            self._area.ensureWidgetVisible(field)

    def _field_at_fault(self, code: str) -> QLineEdit | QPlainTextEdit | None:
        if code == "no_day":
            from ui.widgets.day_field import unread_day  # noqa: PLC0415 - loads a calendar

            return unread_day(self)
        return self.at_fault.get(code)
