"""The buttons that say what is written: a reply, a note or a forward, in one row at any width."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.i18n import _
from app.model.staff_texts import DraftKind
from ui.theme import icons
from ui.theme.theme import Theme
from ui.widgets.tab_stop import stop_at_chosen

_BETWEEN = 4  # pixels
_DRAWING = 16
_DRAWINGS = {DraftKind.REPLY: "reply", DraftKind.NOTE: "note", DraftKind.FORWARD: "forward"}


class _Form(IntEnum):
    """What a button shows, the widest first."""

    BOTH = 0
    TEXT = 1
    DRAWING = 2


class KindButtons(QWidget):
    """One of them is chosen. In less room they show their texts alone, or their drawings."""

    picked = Signal(object)
    """The :class:`DraftKind` whose button was pressed, the chosen one too."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._form = _Form.BOTH
        self._widths: dict[_Form, int] = {}
        self._texts = {
            DraftKind.REPLY: _("Reply"),
            DraftKind.NOTE: _("Internal note"),
            DraftKind.FORWARD: _("Forward…"),
        }
        self.buttons: dict[DraftKind, QPushButton] = {}
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_BETWEEN)
        for kind, text in self._texts.items():
            button = QPushButton(text)
            button.setProperty("role", "nav")
            button.setAccessibleName(text)
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, k=kind: self.picked.emit(k))
            group.addButton(button)
            self.buttons[kind] = button
            row.addWidget(button)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        stop_at_chosen(*self.buttons.values())
        theme.changed.connect(self._dress)
        self._dress()

    def choose(self, kind: DraftKind) -> None:
        """Show which kind is written."""
        self.buttons[kind].setChecked(True)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """Room for the drawings."""
        high = max(button.sizeHint().height() for button in self.buttons.values())
        return QSize(self._width(_Form.DRAWING), high)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """Room for all."""
        return QSize(self._width(_Form.BOTH), self.minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """Show as much as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own name
        """Fit anew in other letters."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._widths.clear()
            self._fit()

    def _fit(self) -> None:
        fitting = (form for form in _Form if self._width(form) <= self.width())
        self._show(next(fitting, _Form.DRAWING))

    def _width(self, form: _Form) -> int:
        """Return how wide the buttons are in a form; each is tried once."""
        if form not in self._widths:
            before = self._form
            self._show(form)
            hints = [button.sizeHint().width() for button in self.buttons.values()]
            self._widths[form] = sum(hints) + _BETWEEN * (len(hints) - 1)
            self._show(before)
        return self._widths[form]

    def _show(self, form: _Form) -> None:
        if form == self._form:
            return
        self._form = form
        self._dress()

    def _dress(self) -> None:
        for kind, button in self.buttons.items():
            text, colour = self._texts[kind], self._theme.palette.muted
            drawn = icons.icon(_DRAWINGS[kind], colour, _DRAWING)
            button.setIcon(QIcon() if self._form is _Form.TEXT else drawn)
            button.setText("" if self._form is _Form.DRAWING else text)
            button.setToolTip(text if self._form is _Form.DRAWING else "")
