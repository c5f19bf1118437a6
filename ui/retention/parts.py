"""What the three lists of the page share: a table on the left, what is chosen on the right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.model.changes import Changes
from app.model.staff import Role
from ui.pages import Context
from ui.tasks import Slot
from ui.theme.theme import Theme
from ui.widgets.detail_area import DetailArea
from ui.widgets.empty_state import EmptyState
from ui.widgets.form_dialog import FormDialog
from ui.widgets.plain_label import PlainLabel
from ui.widgets.small_table import SmallTable
from ui.widgets.splitter import Splitter

_BOTH, _BESIDE, _BESIDE_DIGITS = 1080, 400, 34
"""How a list and what is chosen share the room at first: in pixels, and with large letters."""


class Pane(DetailArea):
    """Shows what is chosen; it is built anew each time."""

    def __init__(self, theme: Theme, name: str, *, alone: bool = False) -> None:
        """Make the pane; ``alone`` on its page it begins where the page does."""
        super().__init__(name)
        self._theme = theme
        self._alone = alone
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_parts(self, parts: Iterable[QWidget], last: QWidget | None = None) -> None:
        """Show these below each other; what is still to be made, each in a turn of its own.

        A long report takes its time to make and lay out, and the window answers in between.
        ``last`` stands below them and is there at once: the keyboard may be put into it.
        """
        spacing = self._theme.spacing
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        side = 0 if self._alone else spacing.page
        column.setContentsMargins(side, spacing.unit, spacing.page, spacing.page)
        column.setSpacing(spacing.gap)
        if last is not None:
            column.addWidget(last)
        column.addStretch(1)
        below = column.count()
        if isinstance(parts, Sequence):
            for part in parts:
                column.insertWidget(column.count() - below, part)
        else:
            _add_in_turns(inner, column, iter(parts), below)
        self.setWidget(inner)


def _add_in_turns(
    inner: QWidget, column: QVBoxLayout, parts: Iterator[QWidget], below: int
) -> None:
    """Add the next part above the ``below`` last ones, and the others in turns of their own."""
    part = next(parts, None)
    if part is not None:
        column.insertWidget(column.count() - below, part)
        QTimer.singleShot(0, inner, partial(_add_in_turns, inner, column, parts, below))


class ListAndPane(Splitter):
    """A table, or what is said where it is empty, beside the pane."""

    def __init__(self, theme: Theme, table: SmallTable, empty: EmptyState, pane: Pane) -> None:
        super().__init__()
        self._table, self._empty, self._pane = table, empty, pane
        self._left = QStackedWidget()
        self._left.addWidget(table)
        self._left.addWidget(empty)
        self.setChildrenCollapsible(False)
        self.addWidget(self._left)
        self.addWidget(pane)
        self.setStretchFactor(0, 5)
        self.setStretchFactor(1, 3)
        beside = max(_BESIDE, self.fontMetrics().horizontalAdvance("0") * _BESIDE_DIGITS)
        self.setSizes([_BOTH - beside, beside])
        pane.hide()

    def show_any(self, any_rows: bool) -> None:
        """Show the table, or what is said in its place."""
        self._left.setCurrentWidget(self._table if any_rows else self._empty)
        if not any_rows:
            self._pane.hide()

    def show_chosen(self, parts: Sequence[QWidget]) -> None:
        """Show what is chosen; nothing where there is nothing to show."""
        if parts:
            self._pane.show_parts(parts)
        self._pane.setVisible(bool(parts))


def titled(text: str, under: str = "", tone: str = "muted") -> QWidget:
    """Return a title with a line under it."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(PlainLabel(text, role="title", wrap=True))
    if under:
        column.addWidget(PlainLabel(under, tone=tone, wrap=True))
    return box


def primary(text: str) -> QPushButton:
    """Return the button that leads on."""
    button = QPushButton(text)
    button.setProperty("role", "primary")
    return button


class Panel(QWidget):
    """One of the lists of the page; a dialog of it is open at a time."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.slot = Slot()
        self.dialog: FormDialog | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(context.theme.spacing.unit)

    @property
    def is_lead(self) -> bool:
        """Whether whoever is at work is a team lead."""
        session = self.context.session
        return session.member.role is Role.LEAD and session.signing_key is not None

    def look(self) -> None:
        """Ask the store for what the list shows; each list says how."""

    def open_dialog(self, dialog: FormDialog) -> None:
        """Open a dialog over the page."""
        self.dialog = dialog
        dialog.finished.connect(self._on_closed)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_closed(self, _result: int) -> None:
        self.dialog = None

    def write(self, work: Callable[[], Changes], said: str) -> None:
        """Change the store and say so."""
        self.context.write(self, work, said)
