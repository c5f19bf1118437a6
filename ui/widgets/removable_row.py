"""A line that says what is there, with a cross that takes it away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.i18n import _
from ui.theme.theme import Theme
from ui.widgets.icon_button import icon_button
from ui.widgets.plain_label import ElidedLabel


class RemovableRow(QWidget):
    """``name`` beside its cross; the cross asks for nothing and calls ``remove``."""

    def __init__(self, theme: Theme, name: str, remove: Callable[[], object]) -> None:
        super().__init__()
        self.cross = icon_button(theme, "close", _("Take {name} off").format(name=name))
        self.cross.clicked.connect(lambda _checked: remove())
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(ElidedLabel(name), 1)
        line.addWidget(self.cross)
