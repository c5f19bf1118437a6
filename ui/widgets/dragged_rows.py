"""Rows of a list on their way to an entry of the navigation."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDrag, QPixmap
from PySide6.QtWidgets import QWidget

from ui.theme.theme import Theme
from ui.widgets.plain_label import PlainLabel

ROWS = "application/x-cne-helpdesk-rows"
"""What is dragged holds nothing: its rows are those that its list has chosen."""


def dragged_rows() -> QMimeData:
    """Return what a list hands on when its chosen rows are dragged."""
    data = QMimeData()
    data.setData(ROWS, b"")
    return data


def drag(source: QWidget, theme: Theme, said: str) -> None:
    """Drag the rows that ``source`` has chosen, shown by what is said of them."""
    moved = QDrag(source)
    moved.setMimeData(dragged_rows())
    moved.setPixmap(_picture(theme, said))
    moved.exec(Qt.DropAction.LinkAction)


def _picture(theme: Theme, text: str) -> QPixmap:
    label = PlainLabel(text)
    label.setMargin(theme.spacing.unit)
    label.setAutoFillBackground(True)
    label.adjustSize()
    picture = label.grab()
    label.deleteLater()
    return picture
