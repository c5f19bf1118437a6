"""What the query narrows the list to, as chips that go away when pressed, and a menu for more."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QPushButton

from app.i18n import N_, _, current_language
from app.model import query_edit
from app.model.query_edit import QueryPart
from app.model.ticket_query_words import (
    CHOICE_BY_WORD,
    CHOICES,
    ME,
    NONE,
    NONE_WORDS,
    SPECIAL_ASSIGNEES,
    Field,
    fold,
    shown,
)
from ui.text import one_line
from ui.theme import icons
from ui.theme.theme import Theme
from ui.widgets.flow_box import FlowBox

FIELD_LABELS = {
    Field.STATUS: N_("Status"),
    Field.PRIORITY: N_("Priority"),
    Field.CHANNEL: N_("Channel"),
    Field.QUEUE: N_("Queue"),
    Field.CATEGORY: N_("Category"),
    Field.ASSIGNEE: N_("Assignee"),
    Field.REQUESTER: N_("Requester"),
    Field.ORGANISATION: N_("Organisation"),
    Field.TAG: N_("Tags"),
    Field.DEVICE: N_("Device"),
    Field.NUMBER: N_("Number"),
    Field.CREATED: N_("Created"),
    Field.UPDATED: N_("Updated"),
    Field.CLOSED: N_("Closed"),
    Field.DUE: N_("Due"),
    Field.ANSWERED: N_("First answer"),
    Field.HAS: N_("Has"),
    Field.IS: N_("Is"),
}
_OFFERED = (
    Field.STATUS,
    Field.ASSIGNEE,
    Field.PRIORITY,
    Field.QUEUE,
    Field.CATEGORY,
    Field.TAG,
    Field.CHANNEL,
    Field.DUE,
    Field.ANSWERED,
    Field.HAS,
)
_PERIODS = frozenset({Field.CREATED, Field.UPDATED, Field.CLOSED, Field.DUE})
_MENU_LENGTH = 40  # names in a menu; further ones are found by typing
_CHIP = 40  # characters


class FilterBar(FlowBox):
    """Shows a query's parts and changes its text; the text in the field is the truth."""

    changed = Signal(str)
    """The query is to be this text."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._text = self._shown = ""
        self._known: Mapping[str, tuple[str, ...]] = {}
        self.more = QPushButton(_("Filter"))
        self.more.setProperty("role", "chip")
        self.more.setProperty("opens", "menu")
        self.more.setAccessibleName(_("Add a filter"))
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.more.setMenu(self.menu)
        self.add(self.more)
        self._parts: tuple[QueryPart, ...] = ()
        self._made: list[QPushButton] = []
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def chips(self) -> list[QPushButton]:
        """Those that are shown, in the order of the query."""
        return [*self._made[: len(self._parts)]]

    def set_known(self, known: Mapping[str, tuple[str, ...]]) -> None:
        """Say which queues, categories, tags and members of staff there are."""
        self._known = known

    def take_query(self, text: str) -> None:
        """Add to this query from now on; its parts are shown by :meth:`show_parts`."""
        self._text = text

    def show_parts(self) -> None:
        """Show the parts of the query."""
        if self._text == self._shown:
            return
        self._shown = self._text
        parts = query_edit.parts(self._text)
        said = [say(part) for part in self._parts]
        self._parts = parts
        if [say(part) for part in parts] != said:
            self._show_chips()

    def _show_chips(self) -> None:
        # The same chips again and again: to make one costs more than all else of a key press.
        while len(self._made) < len(self._parts):
            self._made.append(self._make_chip(len(self._made)))
        for part, chip in zip(self._parts, self._made, strict=False):
            chip.setText(one_line(say(part), _CHIP).replace("&", "&&"))
            chip.setAccessibleName(_("Remove the filter {filter}").format(filter=chip.text()))
        for place, chip in enumerate(self._made):
            chip.setVisible(place < len(self._parts))

    def _make_chip(self, place: int) -> QPushButton:
        chip = QPushButton()
        chip.setProperty("role", "chip")
        chip.setProperty("on", "true")
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands behind
        chip.setIcon(self._cross())
        chip.clicked.connect(lambda: self._take_off(place))
        self.add(chip)
        return chip

    def _take_off(self, place: int) -> None:
        said = say(self._parts[place])
        for part in query_edit.parts(self._text):  # somebody may have typed on
            if say(part) == said:
                self.changed.emit(query_edit.without(self._text, part.start, part.end))
                return

    def _cross(self) -> QIcon:
        return icons.icon("close", self._theme.palette.muted, 14)

    def _fill_menu(self) -> None:
        self.menu.clear()
        for field in _OFFERED:
            choices = self._choices(field)
            if not choices:
                continue
            below = self.menu.addMenu(_(FIELD_LABELS[field]))
            for value, text in choices[:_MENU_LENGTH]:
                action = below.addAction(one_line(text, 60).replace("&", "&&"))
                action.triggered.connect(
                    lambda _checked=False, f=field, v=value: self.changed.emit(
                        query_edit.with_value(self._text, f, [v], current_language())
                    )
                )

    def _choices(self, field: Field) -> list[tuple[str, str]]:
        if field in CHOICES:
            words = [shown(choice, current_language()) for choice in CHOICES[field]]
            return [(word, _sentence(word)) for word in words]
        names = [(name, name) for name in self._known.get(field.value, ())]
        if field is Field.ASSIGNEE:
            return [(ME, _("Me")), (NONE, _("Nobody")), *names]
        return [(NONE, _("None")), *names] if names else []

    def _dress(self) -> None:
        self.more.setIcon(icons.icon("filter", self._theme.palette.muted, 14))
        for chip in self._made:
            chip.setIcon(self._cross())


def say(part: QueryPart) -> str:
    """Say a part of a query the way a chip does."""
    label = _(FIELD_LABELS[part.field])
    value = part.text if part.field in _PERIODS and not _is_choice(part) else _values(part)
    if part.field in _PERIODS and value is part.text:
        return value
    if part.negated:
        return _("{field}: not {value}").format(field=label, value=value)
    return _("{field}: {value}").format(field=label, value=value)


def _is_choice(part: QueryPart) -> bool:
    return all(fold(value) in CHOICE_BY_WORD.get(part.field, {}) for value in part.values)


def _values(part: QueryPart) -> str:
    known = CHOICE_BY_WORD.get(part.field, {})
    said = []
    for value in part.values:
        choice = known.get(fold(value))
        if choice is not None:
            said.append(_sentence(shown(choice, current_language())).lower())
        elif part.field is Field.ASSIGNEE and fold(value) in SPECIAL_ASSIGNEES:
            said.append(_("me"))
        elif fold(value) in NONE_WORDS:
            said.append(_("none"))
        else:
            said.append(value)
    return ", ".join(said)


def _sentence(word: str) -> str:
    """Return a word of the query language as one reads it in a menu."""
    text = word.replace("-", " ") if word != "e-mail" else word
    return text[:1].upper() + text[1:]
