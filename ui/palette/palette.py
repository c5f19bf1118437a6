"""The palette over the window: type a few letters, Enter does or opens what is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListView,
    QMainWindow,
    QStatusBar,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _
from ui.actions import Action, is_apart
from ui.pages import Context
from ui.palette.entry import PAGES, Entry, Kind
from ui.palette.finder import find
from ui.palette.lines import LineDelegate, Lines
from ui.palette.matching import best
from ui.tasks import Slot
from ui.widgets.announce import announce, tell_rows
from ui.widgets.plain_label import PlainLabel

_ACTIONS_ALONE = 40  # actions shown before anything is typed
_ACTIONS = 6  # and beside what the store has
_WIDTH = 76  # digits
_ROWS = 11
_FEWEST = 3
_AROUND = 32  # pixels: the margins and edges of the card, and the gap below the field
_LONGEST = 200  # characters one types here
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class Palette(QWidget):
    """Lies over the pages, dims the window, and goes when it is done or left."""

    def __init__(self, context: Context, pages: Sequence[str], over: QWidget) -> None:
        super().__init__(over)
        self._context = context
        self._kinds = [kind for kind, page in PAGES.items() if page in pages]
        self._slots = {kind: Slot() for kind in self._kinds}
        self._over = over
        self._before: QWidget | None = None
        self._shade: _Shade | None = None
        self._chosen: Entry | None = None
        """What the arrows went to; None while nobody pressed any."""
        self._awaited: set[Kind] = set()
        self._enter_pressed = False
        self._apart = False
        self.line = QLineEdit()
        self.line.setMaxLength(_LONGEST)
        self.line.setPlaceholderText(_("An action, a ticket, a device or a person"))
        self.line.setAccessibleName(_("Do or find anything"))
        self.line.textChanged.connect(self._search)
        self.line.installEventFilter(self)
        self.lines = Lines(self)
        self.view = QListView()
        self.view.setModel(self.lines)
        self.lines.modelReset.connect(self._keep_choice)  # after the view itself heard of it
        self.view.setItemDelegate(LineDelegate(self.lines, context.theme, self.view))
        self.view.setAccessibleName(_("What was found"))
        tell_rows(self.view, self.line)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setUniformItemSizes(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.clicked.connect(self._open)
        self.nothing = PlainLabel(_("Nothing found"), tone="muted")
        self.nothing.hide()
        self._card = QFrame(self)
        self._card.setProperty("card", "plain")
        column = QVBoxLayout(self._card)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.line)
        column.addWidget(self.nothing)
        column.addWidget(self.view, 1)
        over.installEventFilter(self)
        QApplication.instance().focusChanged.connect(self._on_focus)  # type: ignore[union-attr] # there is always an application
        self.hide()

    def open(self) -> None:
        """Show it, empty, with the keyboard in its field."""
        if self.isVisible():
            return
        self._before = QApplication.focusWidget()
        self.line.clear()
        self._search("")
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def leave(self) -> None:
        """Go, and give the keyboard back to where it was."""
        before, self._before = self._before, None
        self.hide()
        if before is not None:
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    # Finding

    def _search(self, text: str) -> None:
        typed = " ".join(text.split())
        self.lines.put(Kind.ACTION, self._actions(typed))
        self._chosen = None
        self._enter_pressed = False
        self._awaited = set(self._kinds) if typed else set()
        for kind in self._kinds:
            if typed:
                self._ask(kind, typed)
            else:
                self._slots[kind].clear()
                self.lines.put(kind, ())
        self._choose(0)
        self._say_nothing()

    def _ask(self, kind: Kind, typed: str) -> None:
        session = self._context.session

        def show(entries: list[Entry]) -> None:
            self.lines.put(kind, entries)
            self._awaited.discard(kind)
            self._say_nothing()
            if self._enter_pressed and not self._awaited:
                self._open(self.view.currentIndex(), apart=self._apart)

        def fail(error: Exception) -> None:
            show([])
            self._context.show_error(error)

        self._context.jobs.read(
            self, lambda: find(session, kind, typed), show, failed=fail, slot=self._slots[kind]
        )

    def _actions(self, typed: str) -> Sequence[Entry]:
        offered = [action for action in self._context.actions.available() if action.in_palette]
        found = best(
            typed,
            [(a, _(a.title), _(a.keywords) if a.keywords else "") for a in offered],
            _ACTIONS if typed else _ACTIONS_ALONE,
        )
        return [_entry(action) for action in found]

    def _say_nothing(self) -> None:
        nothing = self.lines.rowCount() == 0 and not self._awaited
        if nothing and self.nothing.isHidden():
            announce(self.line, self.nothing.text())
        self.nothing.setVisible(nothing)
        if not self._awaited:
            self._place()  # no higher than what was found; not while answers still come in

    # Choosing

    def _choose(self, row: int) -> None:
        row = max(0, min(row, self.lines.rowCount() - 1))
        self.view.setCurrentIndex(self.lines.index(row, 0))

    def _keep_choice(self) -> None:
        """Stay on the line chosen by the arrows when an answer comes in above it."""
        row = None if self._chosen is None else self.lines.row_of(self._chosen)
        self._choose(row or 0)

    def _enter(self) -> None:
        """Open what is chosen; what still stands there from an earlier text is not meant."""
        entry = self.lines.entry(self.view.currentIndex().row())
        if self._chosen is None and self._awaited and not (entry and entry.kind is Kind.ACTION):
            self._enter_pressed, self._apart = True, is_apart()
        else:
            self._open(self.view.currentIndex())

    def _open(self, index: QModelIndex, *, apart: bool = False) -> None:
        entry = self.lines.entry(index.row())
        if entry is None:
            return
        self.leave()
        if entry.kind is Kind.VIEW:
            self._context.find(PAGES[entry.kind], str(entry.target))
        elif isinstance(entry.target, str):
            self._context.actions.run(entry.target)
        elif apart:  # Ctrl was held when Enter was pressed, before the answers came
            self._context.go_apart(PAGES[entry.kind], entry.target)
        else:
            self._context.go(PAGES[entry.kind], entry.target)

    # Keys, the pointer and the frame

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """Move in the list while the keyboard stays in the field; keep the size of the window."""
        if event.type() is QEvent.Type.Resize and watched is self._over:
            self._place()
        if (
            watched is self.line
            and event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
        ):
            return self._on_key(Qt.Key(event.key()))
        return False

    def _on_key(self, key: Qt.Key) -> bool:
        if key in _MOVES:
            self._choose(self.view.currentIndex().row() + _MOVES[key])
            self._chosen = self.lines.entry(self.view.currentIndex().row())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Escape:
            self.leave()
        elif key not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):  # there is nowhere else to go
            return False
        return True

    def mousePressEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's own name
        """A press beside it closes it."""
        self.leave()

    def showEvent(self, _event: QShowEvent) -> None:  # noqa: N802 - Qt's own name
        """Dim the bar below the pages too."""
        window = self.window()
        if isinstance(window, QMainWindow) and self._shade is None:
            self._shade = _Shade(window.statusBar())
            self._shade.pressed.connect(self.leave)
            self.destroyed.connect(self._shade.deleteLater)

    def hideEvent(self, _event: QHideEvent) -> None:  # noqa: N802 - Qt's own name
        """Light the bar again."""
        if self._shade is not None:
            self._shade.hide()
            self._shade.deleteLater()
            self._shade = None

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's own name
        """Dim what lies below."""
        _dim(self)

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self.isVisible() and now is not None and not self.isAncestorOf(now):
            self.hide()

    def _place(self) -> None:
        over = self._over
        self.setGeometry(over.rect())
        metrics = self.fontMetrics()
        row = metrics.height() + self._context.theme.spacing.row
        width = min(metrics.horizontalAdvance("0") * _WIDTH, over.width() - 32)
        rows = max(_FEWEST, min(self.lines.rowCount(), _ROWS))
        height = min(row * rows + self.line.sizeHint().height() + _AROUND, over.height() - 32)
        top = max(16, min(over.height() // 10, over.height() - height - 16))
        self._card.setGeometry((over.width() - width) // 2, top, width, height)


def _dim(widget: QWidget) -> None:
    QPainter(widget).fillRect(widget.rect(), QColor(0, 0, 0, 90))


class _Shade(QWidget):
    """Dims the status bar, which is the window's and no part of the pages."""

    pressed = Signal()
    """The pointer was pressed on it."""

    def __init__(self, bar: QStatusBar) -> None:
        super().__init__(bar)
        bar.installEventFilter(self)
        self.setGeometry(bar.rect())
        self.show()
        self.raise_()

    def eventFilter(self, bar: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """Stay as wide as the bar."""
        if event.type() is QEvent.Type.Resize and isinstance(bar, QWidget):
            self.setGeometry(bar.rect())
        return False

    def mousePressEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's own name
        """A press beside the palette closes it."""
        self.pressed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's own name
        """Dim what lies below."""
        _dim(self)


def _entry(action: Action) -> Entry:
    return Entry(Kind.ACTION, _(action.title), action.shown_key, action.icon or "more", action.id)
