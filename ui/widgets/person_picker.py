"""Finds a person while one types: a field, and under it whom it may mean."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.i18n import _
from app.model.person import PersonRow
from app.workflows import people
from ui.pages import Context
from ui.tasks import Slot
from ui.text import one_line
from ui.widgets.announce import announce, tell_rows
from ui.widgets.drawn_field import DrawnField
from ui.widgets.plain_label import PlainLabel, set_whole_tip
from ui.widgets.suggestions import LOOKS_UP, height_of

_SHOWN = 6  # people offered at once
_BETWEEN = " · "
_ROLE = Qt.ItemDataRole.UserRole


def person_line(row: PersonRow) -> str:
    """Return a person on one line: name, address, organisation."""
    parts = (row.display_name, row.email, row.organisation)
    return _BETWEEN.join(dict.fromkeys(one_line(part, 80) for part in parts if part))


class _Line(DrawnField):
    moved = Signal(int)
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Let the arrows walk through the people and Enter take one."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.property("choosing"):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class PersonPicker(QWidget):
    """One person, found by any piece of name, user name or address."""

    picked = Signal()
    """Another person was picked, or none is any more."""

    offered = Signal()
    """Other people are offered: the field takes more room or less."""

    def __init__(self, context: Context, name: str) -> None:
        """Make the field; ``name`` is what a screen reader calls it."""
        super().__init__()
        self._context = context
        self._slot = Slot()
        self.person: PersonRow | None = None
        self.left_out: int | None = None
        """Who is not offered: whose record the dialog is about."""
        self.line = _Line(context.theme)
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(_("A piece of the name, user name or address"))
        self.line.setMaxLength(200)
        self.line.put_cross()
        self.line.setProperty(LOOKS_UP, True)
        self.found = QListWidget()
        self.found.setAccessibleName(_("People found"))
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the field keeps the keyboard
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.found.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.found.hide()
        tell_rows(self.found, self.line)
        self.nobody = PlainLabel(_("Nobody found. Type another piece."), role="small", tone="muted")
        self.nobody.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.line)
        column.addWidget(self.found)
        column.addWidget(self.nobody)
        self.line.textEdited.connect(self._on_typed)
        self.line.textChanged.connect(self._on_cleared)
        self.line.moved.connect(self._move)
        self.line.entered.connect(self._take)
        self.found.itemClicked.connect(self._take)
        self.setFocusProxy(self.line)

    @property
    def is_open(self) -> bool:
        """Whether something is typed and nobody is picked yet."""
        return self.person is None and bool(self.line.text().strip())

    def choose(self, row: PersonRow) -> None:
        """Take a person as if picked."""
        self.person = row
        self._show_person()
        self._offer({})
        self.picked.emit()

    def _show_person(self) -> None:
        """Show as much of who is picked as there is room for: nothing is cut within a word."""
        if self.person is None:
            return
        whole = shown = person_line(self.person)
        while self.line.lacks_room_for(shown) and _BETWEEN in shown:
            shown = shown.rpartition(_BETWEEN)[0]
        if shown != self.line.text():
            self.line.setText(shown)
            self.line.setCursorPosition(0)
        set_whole_tip(self.line, whole if shown != whole else "")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """Show more of who is picked, or less."""
        super().resizeEvent(event)
        self._show_person()

    def _on_cleared(self, text: str) -> None:
        if not text:
            self._on_typed("")

    def _on_typed(self, text: str) -> None:
        if self.person is not None:
            self.person = None
            set_whole_tip(self.line, "")
            self.picked.emit()
        if not text.strip():
            self._slot.clear()
            self._offer({})
            return
        session, left_out = self._context.session, self.left_out

        def look() -> dict[int, PersonRow]:
            found = people.page(session, text, limit=_SHOWN + 1).ids
            offered = [person for person in found if person != left_out][:_SHOWN]
            rows = people.rows(session, offered)
            return {person: rows[person] for person in offered if person in rows}

        self._context.jobs.read(
            self, look, self._show, failed=self._context.show_error, slot=self._slot
        )

    def _show(self, rows: dict[int, PersonRow]) -> None:
        self._offer(rows)
        self.nobody.setVisible(not rows)
        if not rows:
            announce(self.line, self.nobody.text())
        self.offered.emit()

    def _offer(self, rows: dict[int, PersonRow]) -> None:
        self.nobody.hide()
        self.found.clear()
        for row in rows.values():
            item = QListWidgetItem(person_line(row))
            item.setData(_ROLE, row)
            self.found.addItem(item)
        if rows:  # before it is seen: a dialog grows with what it shows, and does not shrink
            self.found.setCurrentRow(0)
            self.found.setFixedHeight(height_of(self.found, len(rows)))
        self.found.setVisible(bool(rows))
        self.line.setProperty("choosing", bool(rows))

    def _move(self, step: int) -> None:
        if count := self.found.count():
            self.found.setCurrentRow(max(0, min(count - 1, self.found.currentRow() + step)))

    def _take(self, *_item: object) -> None:
        item = self.found.currentItem()
        if item is not None:
            self.choose(item.data(_ROLE))
