"""Offers, while a query is typed, the fields and values that may be meant."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit

from app.i18n import current_language
from app.model.ticket_query_words import Field
from ui.text import place_of, qt_place

if TYPE_CHECKING:  # loaded when first shown
    from ui.widgets.suggestions import Suggestions


class QueryCompletion(QObject):
    """Completes the text of a search field at its cursor."""

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        self._line = line
        self._known: dict[Field, tuple[str, ...]] = {}
        line.textEdited.connect(self._offer)

    @cached_property
    def suggestions(self) -> Suggestions:
        """What is offered, made when somebody types."""
        from ui.widgets.suggestions import Suggestions  # noqa: PLC0415 - no list needs it

        made = Suggestions(self._line, preselect=False)
        made.chosen.connect(self._take)
        return made

    def set_known(self, known: Mapping[str, tuple[str, ...]]) -> None:
        """Say which queues, categories, tags and members of staff there are."""
        self._known = {Field(name): words for name, words in known.items()}

    @property
    def _cursor(self) -> int:
        return place_of(self._line.text(), self._line.cursorPosition())

    def _offer(self, *_text: str) -> None:
        from app.model.query_completion import complete  # noqa: PLC0415 - no list needs it

        text, cursor = self._line.text(), self._cursor
        if not text[:cursor].strip() or text[cursor - 1 : cursor].isspace():
            self.suggestions.offer([])
            return
        found = complete(text, cursor, known=self._known, language=current_language())
        typed = text[found.replace_from : cursor]
        offered = [word for word in found.candidates if word != typed]
        self.suggestions.offer(
            [((found.replace_from, found.replace_to, word), word) for word in offered]
        )

    def _take(self, taken: tuple[int, int, str]) -> None:
        start, end, word = taken
        text = self._line.text()
        end = max(end, self._cursor)
        space = "" if word.endswith(":") or text[end : end + 1].isspace() else " "
        before = f"{text[:start]}{word}{space}"
        self._line.setText(before + text[end:])
        self._line.setCursorPosition(qt_place(before, len(before)))
        self._line.setFocus()
        if word.endswith(":"):
            self._offer()
