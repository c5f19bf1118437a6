"""Records of one kind that are kept about a person: a table, and the chosen one whole."""

from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n import _
from app.model.package import FieldKind
from app.workflows.person_data import Records
from ui.text import day, long_moment, many_lines, size
from ui.theme.theme import Theme
from ui.widgets.small_table import Row, SmallTable
from ui.widgets.whole_row import WholeRow

_TEXT = 2_000  # characters of a value that is shown whole
_JUDGED = 50  # rows by which the widest column is found
_LEAST = 14  # digits of it


class RecordsView(QWidget):
    """Shows records and changes nothing."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._shown: WholeRow | None = None
        self.table: SmallTable | None = None
        """The records that are shown; None before there are any."""

    def clear(self) -> None:
        """Show none."""
        if self._shown is not None:
            self._shown.hide()
            self._shown.deleteLater()
        self._shown = self.table = None

    def show_records(self, records: Records) -> None:
        """Show these in the place of others; what none of them has is left out."""
        self.clear()
        texts = [[shown_value(kind, value) for kind, value in row] for row in records.rows]
        used = [n for n in range(len(records.headings)) if any(row[n] for row in texts)]
        titles = [records.headings[place] for place in used]
        rows = [[row[place] for place in used] for row in texts]
        widths = [max((len(row[n]) for row in rows[:_JUDGED]), default=0) for n in range(len(used))]
        widest = max(range(len(used)), key=widths.__getitem__, default=0)
        others = [place for place in range(len(used)) if place != widest]
        self.table = SmallTable(
            self._theme,
            records.label,
            titles or [records.label],
            stretch=widest,
            spare=others[:0:-1],  # the first of them stays; of the others the last goes first
            least=_LEAST,
        )
        self._shown = WholeRow(self._theme, self.table, titles, _("The chosen record"))
        self._column.addWidget(self._shown)
        self.table.show_rows([Row(number, row, row) for number, row in enumerate(rows)])
        if rows:
            self.table.selectRow(0)


def shown_value(kind: FieldKind, value: str | int | None) -> str:
    """Return a value of a row the way people read it."""
    if value is None:
        return ""
    if kind is FieldKind.MOMENT and isinstance(value, int):
        return long_moment(value)
    if kind is FieldKind.DAY and isinstance(value, str):
        return day(value)
    if kind is FieldKind.SIZE and isinstance(value, int):
        return size(value)
    if isinstance(value, int):
        return QLocale().toString(value)
    text = many_lines(value[: 2 * _TEXT])
    return text if len(text) <= _TEXT else f"{text[: _TEXT - 1]}…"
