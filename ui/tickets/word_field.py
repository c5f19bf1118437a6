"""A field for names from a vocabulary, such as queues and tags: those in use are offered.

A name that begins as what is typed is taken by Enter: half a name is seldom a new one. What would
be new says so in a row of its own, by which it is made all the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from app.i18n import _
from ui.widgets.gate_card import labelled
from ui.widgets.suggestions import Suggestions

_LONGEST = 200
_OFFERED = 20


class WordField:
    """One name, or with ``many`` several with commas between them; ``box`` is the widget."""

    def __init__(self, label: str, *, many: bool = False, hint: str = "") -> None:
        self.many = many
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
        if not self.many:
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

    def offer_all(self) -> None:
        """Offer every name in use, before anything is typed."""
        words = self._known[:_OFFERED]
        self.suggestions.offer([(word, word) for word in words], unasked=True)

    def _offer(self, text: str) -> None:
        typed = " ".join((text.rpartition(",")[2] if self.many else text).split())
        if not typed:
            self.suggestions.offer([])
            return
        small = typed.casefold()
        there = {word.casefold() for word in self.words} - {small} if self.many else set()
        known = [word for word in self._known if word.casefold() not in there]
        begin = [word for word in known if word.casefold().startswith(small)]
        hold = [word for word in known if small in word.casefold() and word not in begin]
        is_known = any(word.casefold() == small for word in begin)
        fitting = [w for w in (*begin, *hold) if w.casefold() != small][:_OFFERED]
        offered = [(word, word) for word in fitting]
        if not is_known:
            offered.append((typed, _("New: “{name}”").format(name=typed)))
        self.suggestions.offer(offered, preselect=bool(begin) and not is_known)

    def _take(self, word: str) -> None:
        if not self.many:
            self.line.setText(word)
            return
        before = self.line.text().rpartition(",")[0]
        self.line.setText(f"{before}, {word}, " if before else f"{word}, ")
