"""The list of what a package blacks out: a line for each value, checked where it goes."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.i18n import N_, _
from app.workflows.package_review import Fate, Group, Review
from ui.text import one_line
from ui.widgets.plain_cells import RIGHT

_COLUMNS = (N_("Black out"), N_("Text"), N_("Why"), N_("Places"))
_FATES = {Fate.BLACK: N_("Yes"), Fate.PARTLY: N_("Partly"), Fate.STANDS: N_("No")}
_NUMBER = 3
_TEXT = 80  # characters of a value

AnyIndex = QModelIndex | QPersistentModelIndex


class FindingsModel(QAbstractTableModel):
    """Shows a review; what is decided is told to it, and it tells the view."""

    def __init__(self) -> None:
        super().__init__()
        self.review = Review(())

    def show_review(self, review: Review) -> None:
        """Show another review."""
        self.beginResetModel()
        self.review = review
        self.endResetModel()

    def group(self, row: int) -> Group | None:
        """Return a line's value, None where there is no such line."""
        return self.review.groups[row] if 0 <= row < len(self.review.groups) else None

    def decided(self, row: int) -> None:
        """Show what was decided of a line's value."""
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(_COLUMNS) - 1))

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's own
        """How many values there are."""
        return 0 if parent.isValid() else len(self.review.groups)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's own
        """How many columns there are."""
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the view and screen readers ask of a cell."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_(_COLUMNS[index.column()])}: {self._text(index)}"
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == _NUMBER:
            return RIGHT
        return None

    def _text(self, index: AnyIndex) -> str:
        group = self.review.groups[index.row()]
        return (
            _(_FATES[self.review.fate(group)]),
            one_line(group.text, _TEXT),
            group.reason,
            str(len(group.places)),
        )[index.column()]

    def headerData(  # noqa: N802 - Qt's own name
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """The title of a column."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return _(_COLUMNS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole and section == _NUMBER:
            return RIGHT
        return None
