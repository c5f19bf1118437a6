"""What the query narrows the list to, as chips that go away when pressed, and a menu for more."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

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
from ui.widgets.flow_layout import FlowLayout

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


class FilterBar(QWidget):
    """Shows a query's parts and changes its text; the text in the field is the truth."""

    changed = Signal(str)
    """The query is to be this text."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._text = ""
        self._known: Mapping[str, tuple[str, ...]] = {}
        self.add = QPushButton(_("Filter"))
        self.add.setProperty("role", "chip")
        self.add.setProperty("opens", "menu")
        self.add.setAccessibleName(_("Add a filter"))
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.add.setMenu(self.menu)
        self._flow = FlowLayout(self)
        self._flow.addWidget(self.add)
        self.chips: list[QPushButton] = []
        theme.changed.connect(self._dress)
        self._dress()

    def set_known(self, known: Mapping[str, tuple[str, ...]]) -> None:
        """Say which queues, categories, tags and members of staff there are."""
        self._known = known

    def show_query(self, text: str) -> None:
        """Show the parts of a query."""
        if text == self._text:
            return
        self._text = text
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = [self._chip(part) for part in query_edit.parts(text)]
        for chip in self.chips:
            self._flow.addWidget(chip)
        self._dress()
        self.updateGeometry()

    def _chip(self, part: QueryPart) -> QPushButton:
        chip = QPushButton(one_line(say(part), _CHIP).replace("&", "&&"))
        chip.setProperty("role", "chip")
        chip.setProperty("on", "true")
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands behind
        chip.setAccessibleName(_("Remove the filter {filter}").format(filter=chip.text()))
        chip.clicked.connect(
            lambda: self.changed.emit(query_edit.without(self._text, part.start, part.end))
        )
        return chip

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
        muted = self._theme.palette.muted
        self.add.setIcon(icons.icon("filter", muted, 14))
        for chip in self.chips:
            chip.setIcon(icons.icon("close", muted, 14))


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
