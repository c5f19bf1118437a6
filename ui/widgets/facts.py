"""What detail panes are made of: pairs of texts, and sections with a heading."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QVBoxLayout,
    QWidget,
)

from ui.text import one_line
from ui.theme.theme import Theme
from ui.widgets.flow_layout import FlowLayout, row_of
from ui.widgets.giving_button import GivingButton
from ui.widgets.plain_label import PlainLabel

_LINK = 70  # characters of a link
_NAME, _COUNT = 52, 7  # digits of what is counted, and of how much there is
_FIRST = 1_000  # times the room that a column of 1 is given
_LONG_NAME = 40  # characters from which the name of a fact may take a second line


def lines(*stretched: int, between: int = 6) -> tuple[QWidget, QGridLayout]:
    """Return a box and the grid in it, ``between`` pixels from row to row.

    ``stretched`` are the columns that share what room is left.
    """
    box = QWidget()
    rows = QGridLayout(box)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setHorizontalSpacing(16)
    rows.setVerticalSpacing(between)
    for column in stretched:
        rows.setColumnStretch(column, 1)
    return box, rows


def pairs(texts: Sequence[tuple[str, str | QWidget]], *, quiet_first: bool = True) -> QWidget:
    """Lay out pairs of texts; with ``quiet_first`` one without a second text is left out."""
    box, rows = lines(1)
    tones = ("muted", "") if quiet_first else ("", "muted")
    for number, pair in enumerate(pair for pair in texts if pair[1] or not quiet_first):
        for place, content in enumerate(pair):
            if isinstance(content, PlainLabel):  # at the left it would be as narrow as it can
                rows.addWidget(content, number, place)
                continue
            if isinstance(content, QWidget):
                rows.addWidget(content, number, place, Qt.AlignmentFlag.AlignLeft)
                continue
            wrap = place == 1 or (quiet_first and len(content) >= _LONG_NAME)
            label = PlainLabel(content, tone=tones[place], wrap=wrap, selectable=True)
            beside_widget = isinstance(pair[1], QWidget)
            flag = Qt.AlignmentFlag
            label.setAlignment(flag.AlignVCenter if beside_widget else flag.AlignTop)
            rows.addWidget(label, number, place)
    return box


def counts(texts: Sequence[tuple[str, str]]) -> QWidget:
    """Lay out what there is and how much of it.

    The numbers end below each other, in one group of counts as in the next of the same width.
    """
    box, rows = lines(2)
    digit = box.fontMetrics().horizontalAdvance("0")
    for number, (name, count) in enumerate(texts):
        label = PlainLabel(name, wrap=True, selectable=True)
        label.setMaximumWidth(digit * _NAME)
        shown = PlainLabel(count, tone="muted", selectable=True)
        shown.setMinimumWidth(digit * _COUNT)
        shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        rows.addWidget(label, number, 0)
        rows.addWidget(shown, number, 1)
    rows.setColumnStretch(0, _FIRST)  # as wide as may be, before anything is left over
    return box


def head(
    theme: Theme, kind: str, title: str, *buttons: QWidget, selectable: bool = False
) -> QWidget:
    """Return the title of what is shown, below what kind of thing it is and above its buttons."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(PlainLabel(kind, tone="muted"))
    column.addWidget(PlainLabel(title, role="title", wrap=True, selectable=selectable))
    if buttons:
        column.addSpacing(theme.spacing.unit)
        column.addWidget(row_of(*buttons, spacing=theme.spacing.unit))
    return box


def section(theme: Theme, heading: str, content: QWidget, *buttons: QWidget) -> QWidget:
    """Return a heading, with buttons beside it, above its content."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.spacing.unit)
    head = FlowLayout(spacing=theme.spacing.unit)
    head.addWidget(PlainLabel(heading, role="heading"))
    head.push()
    for button in buttons:
        head.addWidget(button)
    column.addLayout(head)
    column.addWidget(content)
    return box


class LinkButton(GivingButton):
    """A button that looks like a link, and gives way."""

    def __init__(self, text: str, name: str = "") -> None:
        super().__init__(one_line(text, _LINK).replace("&", "&&"))  # no underlined letter
        self.setProperty("role", "link")
        self.setAutoDefault(False)
        self.setAccessibleName(name or one_line(text, _LINK))


def link(text: str, name: str = "") -> LinkButton:
    """Return a link of one line; ``name`` is what a screen reader says in its place."""
    return LinkButton(text, name)
