"""Beside a list: what is chosen in it, as long as it wants to be, and no narrower than it can."""

from __future__ import annotations

from typing import NamedTuple, cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QFrame, QPushButton, QVBoxLayout, QWidget

from ui.theme.theme import Theme
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.tab_order import bring_in_sight, first_stop

_MOST = 56  # digits that it claims; what is wider still gives way


def sheet(theme: Theme) -> tuple[QWidget, QVBoxLayout]:
    """Return what an area is to show, with the room of a page, and the column for its parts."""
    inner = QWidget()
    inner.setObjectName("scrolled")
    column = QVBoxLayout(inner)
    page = theme.spacing.page
    column.setContentsMargins(page, page, page, page)
    column.setSpacing(theme.spacing.gap)
    return inner, column


class _Place(NamedTuple):
    """What one recognises a part by in what is built anew."""

    kind: type[QWidget]
    name: str


def _place(part: QWidget) -> _Place:
    text = part.text() if isinstance(part, QAbstractButton) else ""
    return _Place(type(part), text or part.accessibleName())


class DetailArea(ScrollArea):
    """Scrolls up and down alone: what does not fit beside each other takes room of the list."""

    def __init__(self, name: str) -> None:
        """Make it empty; ``name`` is what a screen reader calls it."""
        super().__init__(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_again(self, widget: QWidget) -> None:
        """Show ``widget``, of what was shown already, scrolled to where that was."""
        position = self.verticalScrollBar().value()
        stood = self._stood()
        super().setWidget(widget)
        self.updateGeometry()
        self.verticalScrollBar().setValue(position)
        if stood is not None and (part := self._called_so(stood) or self._onward()) is not None:
            part.setFocus()
            bring_in_sight(part)

    def setWidget(self, widget: QWidget) -> None:  # noqa: N802 - Qt's own name
        """Show ``widget`` in place of what was shown, from its top."""
        stood = self._stood()
        super().setWidget(widget)
        self.updateGeometry()
        if stood is not None and (part := self._called_so(stood) or self._entrance()) is not None:
            part.setFocus()

    def foremost(self) -> QWidget | None:
        """Return what is shown, or the part of it where the work goes on."""
        return self.widget()

    def take_keyboard(self) -> None:
        """Put the keyboard on the first thing to do in what is shown."""
        if (part := self._entrance()) is not None:
            part.setFocus()

    def _stood(self) -> _Place | None:
        """Return where in what is shown the keyboard is, also while a dialog has it instead."""
        shown = self.widget()
        part = cast("QWidget | None", self.window().focusWidget())  # the stubs forget that
        if part is None or shown is None or not shown.isAncestorOf(part):
            return None
        return _place(part)

    def _called_so(self, stood: _Place) -> QWidget | None:
        """Return the part called so in what is shown now, if there is one."""
        shown = self.widget()
        parts = shown.findChildren(stood.kind) if shown is not None else ()
        return next((part for part in parts if part.isEnabled() and _place(part) == stood), None)

    def _entrance(self) -> QWidget | None:
        foremost = self.foremost()
        return None if foremost is None else first_stop(foremost)

    def _onward(self) -> QWidget | None:
        """Return the button that leads on, else what is first: what was there is done."""
        foremost = self.foremost()
        buttons = foremost.findChildren(QPushButton) if foremost is not None else ()
        leads = (b for b in buttons if b.property("role") == "primary" and b.isEnabled())
        return next(leads, None) or self._entrance()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """As wide as what is shown must be, with the scroll bar."""
        least, shown = super().minimumSizeHint(), self.widget()
        if shown is None:
            return least
        bar = self.verticalScrollBar().sizeHint().width()
        most = self.fontMetrics().horizontalAdvance("0") * _MOST
        needed = min(shown.minimumSizeHint().width() + bar, most)
        return QSize(max(least.width(), needed), least.height())
