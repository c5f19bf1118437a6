"""What belongs to a ticket, as buttons in its head: where it lies, its devices, other tickets."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton

from ui.theme import icons
from ui.theme.theme import Theme
from ui.widgets.chip import Chip
from ui.widgets.flow_box import FlowBox

_DRAWING = 14  # pixels: no higher than the letters beside it


class Marks(FlowBox):
    """A row of buttons that is filled anew for each ticket."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(above=4)
        self._theme = theme
        self._buttons: list[QPushButton] = []
        self._drawn: list[str] = []
        self._acts: list[Callable[[], object]] = []
        theme.changed.connect(self._draw_anew)

    @property
    def buttons(self) -> list[QPushButton]:
        """Those that are shown, in their order."""
        return self._buttons[: len(self._acts)]

    def begin(self) -> None:
        """Put what is put from now on in place of what is shown."""
        self._acts.clear()

    def put(self, text: str, act: Callable[[], object], drawing: str = "", kind: str = "") -> None:
        """Put a button at the end; a ``drawing`` shows its ``kind``, which is said of it too."""
        place = len(self._acts)
        self._acts.append(act)
        if place == len(self._buttons):
            self._make_button(place)
        button = self._buttons[place]  # much quicker than another one
        button.setText(text.replace("&", "&&"))
        said = f"{kind}: {text}" if kind else ""
        button.setAccessibleName(said)
        button.setToolTip(said)
        if drawing != self._drawn[place]:
            self._drawn[place] = drawing
            self._draw(place)
        button.show()

    def end(self) -> None:
        """Empty and hide the buttons that nothing is left for."""
        for button in self._buttons[len(self._acts) :]:
            button.setText("")
            button.setAccessibleName("")
            button.setToolTip("")
            button.hide()
        self.setVisible(bool(self._acts))

    def _make_button(self, place: int) -> None:
        button = Chip()
        button.clicked.connect(partial(self._act, place))
        self._buttons.append(button)
        self._drawn.append("")
        self.add(button)

    def _act(self, place: int) -> None:
        self._acts[place]()

    def _draw_anew(self) -> None:
        for place in range(len(self._buttons)):
            self._draw(place)

    def _draw(self, place: int) -> None:
        name, side = self._drawn[place], icons.scaled(_DRAWING)
        drawn = icons.icon(name, self._theme.palette.muted, _DRAWING) if name else QIcon()
        self._buttons[place].setIconSize(QSize(side, side))
        self._buttons[place].setIcon(drawn)
