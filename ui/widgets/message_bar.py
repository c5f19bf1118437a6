"""Tells what happened, what was kept and what to do, without standing in the way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.i18n import _
from ui.theme import icons
from ui.theme.theme import Theme
from ui.widgets.announce import announce
from ui.widgets.icon_label import IconLabel
from ui.widgets.plain_label import PlainLabel

ICONS = {"info": "info", "success": "check", "warning": "warning", "danger": "warning"}


class MessageBar(QFrame):
    """One message above the page; the next takes its place, a press on the cross removes it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._action: Callable[[], None] | None = None
        self._stays = False
        self._icon = IconLabel(theme, "info", "info", 20)
        self.message = PlainLabel(role="heading", wrap=True, selectable=True)
        self.hint = PlainLabel(wrap=True, selectable=True)
        self._button = QPushButton()
        self._button.clicked.connect(self._act)
        self._close = QToolButton()
        self._close.setProperty("role", "icon")
        self._close.setAccessibleName(_("Close this message"))
        self._close.setToolTip(_("Close this message"))
        self._close.clicked.connect(self.hide)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.message)
        texts.addWidget(self.hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 8, 10)
        row.setSpacing(12)
        row.addWidget(self._icon)
        row.addLayout(texts, 1)
        row.addWidget(self._button)
        row.addWidget(self._close)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def tell(
        self,
        kind: str,
        message: str,
        hint: str = "",
        *,
        button: str = "",
        action: Callable[[], None] | None = None,
        stays: bool = False,
    ) -> None:
        """Show a message of a kind: info, success, warning or danger; a button may do one thing.

        One that ``stays`` is not gone with the press: its button asks first whether to do it.
        """
        self.setProperty("notice", kind)
        self.style().polish(self)
        self._icon.show_icon(ICONS[kind], kind)
        self.message.setText(message)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self._action, self._stays = action, stays
        self._button.setText(button)
        self._button.setVisible(action is not None)
        said = f"{message} {hint}".strip()
        self.setAccessibleName(said)
        self.show()
        announce(self, said, at_once=kind in {"warning", "danger"})

    def _act(self) -> None:
        if not self._stays:
            self.hide()
        if self._action is not None:
            self._action()

    def _dress(self) -> None:
        self._close.setIcon(icons.icon("close", self._theme.palette.muted))
