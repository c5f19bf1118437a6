"""The queues, categories and tags of a store, to be renamed, merged and removed."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QScrollArea

from app.i18n import N_, _, ngettext
from app.model.changes import Changes
from app.model.staff import Role
from app.model.vocabulary import FoundWords, Vocabulary, Word
from app.workflows import vocabularies
from ui.pages import Context
from ui.settings.section import Section
from ui.settings.word_dialogs import RenameWord, ask_to_remove
from ui.tasks import Slot
from ui.text import one_line
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.flow_layout import row_of
from ui.widgets.plain_label import PlainLabel
from ui.widgets.search_field import SearchField
from ui.widgets.small_table import Row, SmallTable

_KINDS: tuple[tuple[Vocabulary, str], ...] = (
    ("queue", N_("Queues")),
    ("category", N_("Categories")),
    ("tag", N_("Tags")),
)
_TITLE = N_("Queues, categories and tags")
_ROWS = 6
"""Seen at once, at most, so that the other settings stay near."""


def words_section(context: Context) -> Section:
    """Return the list for a team lead; others are told whose work it is."""
    session = context.session
    if session.member.role is Role.LEAD and session.signing_key is not None:
        return WordsSection(context)
    section = Section(_(_TITLE))
    text = _("A team lead can rename, merge and remove them.")
    section.add_widget(PlainLabel(text, tone="muted", wrap=True))
    return section


class WordsSection(Section):
    """A list that is found in by typing; what can be done with the chosen name is below it."""

    def __init__(self, context: Context) -> None:
        super().__init__(_(_TITLE))
        self._context = context
        self._found, self._counted = Slot(), Slot()
        self._shown = FoundWords((), 0)
        self._counts: dict[int, int] = {}
        self._rows = _ROWS
        self._is_stale = True
        self.kind = ChoiceButton(context.theme, _("List"))
        self.kind.set_choices([(table, _(label)) for table, label in _KINDS], "queue")
        self.add(_("List"), _("Each name comes into being as it is used."), self.kind)
        self.search = SearchField(context.theme, _("Find a name"), _("Find a name"))
        self.table = SmallTable(
            context.theme, _("Names"), [_("Name"), _("Tickets")], stretch=0, numbers=(1,)
        )
        self.more = PlainLabel(role="small", tone="muted", wrap=True)
        self.rename, self.remove = QPushButton(_("Rename…")), QPushButton(_("Remove…"))
        for widget in (self.search, self.table, self.more, row_of(self.rename, self.remove)):
            self.add_widget(widget)
        self._connect()
        self._show_chosen(None)
        self._fit()

    def _connect(self) -> None:
        self.kind.picked.connect(lambda _table: self._look_anew())
        self.search.typed.connect(self._find)
        self.search.left_down.connect(self._go_to_table)
        self.table.chosen.connect(self._show_chosen)
        self.table.opened.connect(lambda _word: self._rename())
        self.rename.clicked.connect(self._rename)
        self.remove.clicked.connect(self._remove)
        self._context.theme.changed.connect(self._fit)
        self._context.jobs.changed.connect(self._on_changed)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's own name
        """Look once somebody does: nothing is counted for a page that is not seen."""
        super().showEvent(event)
        self._fit()
        if self._is_stale:
            self._look_anew()

    @property
    def table_name(self) -> Vocabulary:
        """Which of the lists is shown."""
        chosen: Vocabulary = self.kind.value
        return chosen

    def _fit(self) -> None:
        rows = self.table.verticalHeader().defaultSectionSize() * self._rows
        header = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(rows + header + 2 * self.table.frameWidth())

    def _on_changed(self, changes: Changes) -> None:
        if changes.tickets or changes.everything:
            self._is_stale = True
            if self.isVisible():
                self._look_anew()

    # The list

    def _look_anew(self) -> None:
        """Look and count again; what was counted may be of another list, or of before."""
        self._counts.clear()
        self._is_stale = False
        self._look()

    def _find(self, _text: str) -> None:
        self._look()
        self._bring_into_view()

    def _look(self) -> None:
        session, table, text = self._context.session, self.table_name, self.search.line.text()
        self._context.jobs.read(
            self, lambda: vocabularies.find(session, table, text), self._show, slot=self._found
        )

    def _show(self, found: FoundWords) -> None:
        before, place = self.table.chosen_row(), self.table.currentRow()
        self._shown = found
        if not self.search.line.text():  # what is below does not move while somebody types
            self._rows = min(max(len(found.words), 1), _ROWS)
            self._fit()
        self._fill()
        if before is not None and self.table.chosen_row() is None and found.words:
            self.table.selectRow(min(max(place, 0), len(found.words) - 1))  # beside what went
        self.more.setText(_what_is_not_shown(found))
        self.more.setVisible(bool(self.more.text()))
        self._count()

    def _fill(self) -> None:
        said = QLocale().toString
        self.table.show_rows(
            [
                Row(
                    word.id,
                    word,
                    (word.name, said(self._counts[word.id]) if word.id in self._counts else "…"),
                )
                for word in self._shown.words
            ]
        )

    def _count(self) -> None:
        """Count the tickets of what is shown and was not counted yet."""
        session, table = self._context.session, self.table_name
        words = [word.id for word in self._shown.words if word.id not in self._counts]
        if words:
            self._context.jobs.read(
                self,
                lambda: vocabularies.counts(session, table, words),
                self._show_counts,
                slot=self._counted,
            )

    def _show_counts(self, counts: dict[int, int]) -> None:
        self._counts |= counts
        self._fill()

    def _bring_into_view(self) -> None:
        """Show what is found, too: the page goes no further than to the field by itself."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            for part in (self.rename, self.search):  # where both have no room, the field
                area.ensureWidgetVisible(part)

    def _go_to_table(self) -> None:
        self._bring_into_view()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.table.chosen_row() is None:
            self.table.selectRow(0)

    # The chosen name

    def _show_chosen(self, word: Word | None) -> None:
        for button, said, unchosen in (
            (self.rename, _("Rename {name}"), _("Rename the chosen name")),
            (self.remove, _("Remove {name}"), _("Remove the chosen name")),
        ):
            if word is None and button.hasFocus():
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            button.setEnabled(word is not None)
            name = unchosen if word is None else said.format(name=one_line(word.name))
            button.setAccessibleName(name)

    def _chosen(self) -> Word | None:
        row = self.table.chosen_row()
        return None if row is None else row.value

    def _rename(self) -> None:
        if (word := self._chosen()) is not None:
            dialog = RenameWord(self._context, self, self.table_name, word)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def _remove(self) -> None:
        if (word := self._chosen()) is not None:
            ask_to_remove(self._context, self, self.table_name, word)


def _what_is_not_shown(found: FoundWords) -> str:
    if not found.total:
        return _("There is none.")
    more = found.total - len(found.words)
    if not more:
        return ""
    text = ngettext(
        "{count} more: type a part of its name.", "{count} more: type a part of the name.", more
    )
    return text.format(count=QLocale().toString(more))
