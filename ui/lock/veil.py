"""What is shown while the store closes: nothing of anyone's, and whether it is still writing."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from app.errors import KnownError
from app.i18n import _
from ui.theme.theme import Theme
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain_label import PlainLabel

_SAY_AFTER = 300  # milliseconds; most of the time it is gone before
_WIDTH = 52  # digits


class Veil(QWidget):
    """Hides everything at once; says what goes on when it takes a moment, and what went wrong."""

    left = Signal()
    """Read what went wrong: the window may go."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("gate")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.failure: Exception | None = None
        self.is_offered = False
        """Whether nothing is left to do but to read what went wrong."""
        self.text = PlainLabel(
            _("What was being written is finished first, then the store is closed."),
            tone="muted",
            wrap=True,
        )
        self._title = PlainLabel(_("Finishing…"), role="title")
        self.messages = MessageBar(theme)
        self.button = QPushButton(_("Close"))
        self.button.setProperty("role", "primary")
        self.button.clicked.connect(self.left)
        self.button.hide()
        self._card = QFrame()
        self._card.setProperty("card", "plain")
        self._card.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * _WIDTH)
        column = QVBoxLayout(self._card)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addWidget(self.text)
        column.addWidget(self.messages)
        column.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignRight)
        self._card.hide()
        grid = QGridLayout(self)
        grid.addWidget(self._card, 0, 0, Qt.AlignmentFlag.AlignCenter)
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(self._card.show)
        timer.start(_SAY_AFTER)

    def show_failure(self, error: Exception) -> None:
        """Say what could not be kept; the first failure stays until it was read."""
        if self.failure is not None:
            return
        self.failure = error
        if isinstance(error, KnownError):
            self.messages.tell("danger", error.message, error.hint)
        else:
            self.messages.tell(
                "danger",
                _("The last change could not be written."),
                _("What was saved before is safe. Look at it once more when you open the store."),
            )
        self._title.setText(_("Not everything was written"))
        self._card.show()

    def offer_to_leave(self) -> None:
        """The store is closed: let the user close the window when the message was read."""
        self.is_offered = True
        self.text.setText(_("The store is closed."))
        self.button.show()
        self.button.setFocus()
