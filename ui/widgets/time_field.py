"""A field for a time of the day, without the arrows that nobody hits."""

from __future__ import annotations

from PySide6.QtWidgets import QTimeEdit

from ui.widgets.number_field import SIDE


class TimeField(QTimeEdit):
    """Hours and minutes; its digits stand as far from the edge as text does in other fields."""

    def __init__(self, name: str) -> None:
        """Make the field; ``name`` is what it is called to who does not see it."""
        super().__init__()
        self.setAccessibleName(name)
        self.setDisplayFormat("HH:mm")
        # A stylesheet's padding does not reach the line inside.
        self.lineEdit().setTextMargins(SIDE, 0, SIDE, 0)
