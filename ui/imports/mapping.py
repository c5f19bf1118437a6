"""Says which column of a table holds what: the program's guess, and a choice for each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.i18n import _
from app.workflows.import_files import Field, Heading
from ui.imports.words import FIELD_LABELS
from ui.text import one_line
from ui.theme.theme import Theme
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.plain_label import ElidedLabel, PlainLabel

_ROWS_SHOWN = 6
_NAME = 60  # characters


class Mapping(QScrollArea):
    """One line for each column: its heading, its first values, and what it is read as."""

    picked = Signal()
    """The user said what a column holds."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.choices: dict[str, ChoiceButton] = {}
        self._headings: tuple[Heading, ...] = ()
        self._said: dict[str, str] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("Columns of the file"))

    def show_headings(self, headings: Sequence[Heading]) -> None:
        """Show the columns of another file; what was said of the last one is forgotten."""
        self._headings = tuple(headings)
        self._said = {}
        self.choices = {}
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, self._theme.spacing.unit, 0)
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._theme.spacing.gap)
        grid.setVerticalSpacing(4)
        fields = [(field, _(label)) for field, label in FIELD_LABELS.items()]
        for row, heading in enumerate(self._headings):
            name = one_line(heading.name, _NAME)
            grid.addWidget(PlainLabel(name, wrap=True), row, 0)
            grid.addWidget(ElidedLabel(", ".join(heading.examples), tone="muted"), row, 1)
            choice = ChoiceButton(
                self._theme, _("What column “{column}” holds").format(column=name)
            )
            choice.set_choices(fields, heading.field or Field.IGNORE)
            choice.picked.connect(lambda field, h=heading.name: self._on_picked(h, field))
            self.choices[heading.name] = choice
            grid.addWidget(choice, row, 2)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        column.addLayout(grid)
        column.addStretch(1)
        self.setWidget(inner)
        line = inner.sizeHint().height() // max(1, len(self._headings))
        self.setMaximumHeight(line * min(_ROWS_SHOWN, len(self._headings)) + 8)

    @property
    def column_map(self) -> dict[str, str]:
        """What the user said, heading to field; the rest is guessed."""
        return dict(self._said)

    def _on_picked(self, heading: str, field: Field) -> None:
        self._said[heading] = field.value
        self.picked.emit()
