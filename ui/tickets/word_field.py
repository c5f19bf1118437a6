"""A field for names from a vocabulary, such as queues and tags: those in use are offered."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.widgets.gate_card import labelled
from ui.widgets.suggestions import Suggestions

_LONGEST = 200


class WordField:
    """One name, or with ``many`` several with commas between them; ``box`` is the widget."""

    def __init__(self, label: str, *, many: bool = False, hint: str = "") -> None:
        self._many = many
        self._known: tuple[str, ...] = ()
        self.line = QLineEdit()
        self.line.setAccessibleName(label)
        self.line.setMaxLength(_LONGEST)
        self.line.setPlaceholderText(hint)
        self.box: QWidget = labelled(label, self.line)
        self.suggestions = Suggestions(self.line, preselect=False)
        self.suggestions.chosen.connect(self._take)
        self.line.textEdited.connect(self._offer)

    def set_known(self, known: Sequence[str]) -> None:
        """Say which names are in use."""
        self._known = tuple(known)

    def begin(self) -> None:
        """Put the keyboard into it: what is typed takes a name's place, or comes behind several."""
        self.line.setFocus()
        if not self._many:
            self.line.selectAll()
        elif self.line.text():
            self.line.setText(f"{self.line.text()}, ")
            # Later: a dialog that is shown selects the text of the field that has the keyboard.
            QTimer.singleShot(0, self.line, lambda: self.line.end(False))

    @property
    def word(self) -> str:
        """The name."""
        return " ".join(self.line.text().split())

    @property
    def words(self) -> tuple[str, ...]:
        """The names, each once."""
        tidy = (" ".join(part.split()) for part in self.line.text().split(","))
        return tuple(dict.fromkeys(word for word in tidy if word))

    def _offer(self, text: str) -> None:
        typed = (text.rpartition(",")[2] if self._many else text).strip().casefold()
        fitting = [w for w in self._known if typed in w.casefold() and w.casefold() != typed]
        self.suggestions.offer([(word, word) for word in fitting[:20]] if typed else [])

    def _take(self, word: str) -> None:
        if not self._many:
            self.line.setText(word)
            return
        before = self.line.text().rpartition(",")[0]
        self.line.setText(f"{before}, {word}, " if before else f"{word}, ")
