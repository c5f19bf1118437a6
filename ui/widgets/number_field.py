"""A field for a whole number, without the arrows that nobody hits."""

from __future__ import annotations

from PySide6.QtWidgets import QSpinBox

SIDE = 8  # pixels


class NumberField(QSpinBox):
    """A number whose digits stand as far from the edge as text does in other fields."""

    def __init__(self, name: str) -> None:
        """Make the field; ``name`` is what it is called to who does not see it."""
        super().__init__()
        self.setAccessibleName(name)
        # A stylesheet's padding does not reach the line inside.
        self.lineEdit().setTextMargins(SIDE, 0, SIDE, 0)
