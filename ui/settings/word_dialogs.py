"""What is asked before a queue, category or tag gets another name or goes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QWidget

from app.errors import KnownError
from app.i18n import N_, _, ngettext
from app.model.changes import Changes, Progress
from app.model.vocabulary import Foreseen, Tidied, Vocabulary, Word
from app.workflows import vocabularies
from ui import prompts
from ui.pages import Context
from ui.text import one_line
from ui.widgets.fault import ask_for
from ui.widgets.form_dialog import FormDialog
from ui.widgets.gate_card import field
from ui.widgets.plain_label import PlainLabel

_LONGEST = 200  # characters, as where one is given to a ticket
_SHOWN = 60  # characters of a name in a question
_TITLES: dict[Vocabulary, str] = {
    "queue": N_("Rename queue"),
    "category": N_("Rename category"),
    "tag": N_("Rename tag"),
}


class RenameWord(FormDialog):
    """Another name; one that is there already is asked about, and makes one of the two."""

    def __init__(self, context: Context, parent: QWidget, table: Vocabulary, word: Word) -> None:
        super().__init__(context, _(_TITLES[table]), _("Rename"), parent)
        self._table = table
        self._word = word
        text = _("Saved views and the history of tickets have the new name from then on.")
        self.form.addWidget(PlainLabel(text, tone="muted", wrap=True))
        box, self.name = field(_("Name"))
        self.name.setMaxLength(_LONGEST)
        self.name.setText(word.name)
        self.name.selectAll()
        self.form.addWidget(box)
        ask_for(self.name)
        self.at_fault = dict.fromkeys(("name_needed", "tag_with_comma"), self.name)
        self.name.setFocus()

    def send(self) -> None:
        """Look whether the name is there already."""
        session, table, word, name = self.context.session, self._table, self._word, self.name.text()
        self.messages.hide()
        self.set_busy(True)
        self.context.jobs.read(
            self,
            lambda: vocabularies.foresee(session, table, word, name),
            lambda foreseen: self._go_on(name, foreseen),
            failed=self.refused,
        )

    def _go_on(self, name: str, foreseen: Foreseen) -> None:
        self.set_busy(False)
        into = foreseen.into
        if into is not None and not _agrees_to_merge(self, self._word, into, foreseen):
            return
        session, table, word = self.context.session, self._table, self._word
        self.accept()
        _do(
            self.context,
            lambda progress: vocabularies.rename(
                session, table, word, name, into=into, progress=progress
            ),
            _("The name was changed.") if into is None else _("The two have become one."),
        )


def _agrees_to_merge(parent: QWidget, word: Word, into: Word, foreseen: Foreseen) -> bool:
    old, new = (one_line(each.name, _SHOWN) for each in (word, into))
    moving = ngettext(
        "“{new}” is there already. {count} ticket moves there, and “{old}” goes.",
        "“{new}” is there already. {count} tickets move there, and “{old}” goes.",
        foreseen.tickets,
    ).format(new=new, old=old, count=QLocale().toString(foreseen.tickets))
    parts = [moving]
    if foreseen.views:
        views = ngettext(
            "{count} saved view that asks for it asks for the other one then.",
            "{count} saved views that ask for it ask for the other one then.",
            foreseen.views,
        )
        parts.append(views.format(count=QLocale().toString(foreseen.views)))
    parts.append(_("This cannot be undone."))
    title = _("Merge “{old}” into “{new}”?").format(old=old, new=new)
    return prompts.confirm(parent, title, " ".join(parts), _("Merge"))


def ask_to_remove(context: Context, owner: QWidget, table: Vocabulary, word: Word) -> None:
    """Remove a word once somebody who knows what that does says so."""
    session = context.session

    def ask(foreseen: Foreseen) -> None:
        title = _("Remove “{name}”?").format(name=one_line(word.name, _SHOWN))
        if prompts.confirm(owner, title, _what_goes(table, foreseen), _("Remove")):
            _do(
                context,
                lambda progress: vocabularies.remove(session, table, word, progress),
                _("It was removed."),
            )

    context.jobs.read(
        owner,
        lambda: vocabularies.foresee(session, table, word),
        ask,
        failed=context.show_error,
    )


def _what_goes(table: Vocabulary, foreseen: Foreseen) -> str:
    count = foreseen.tickets
    if not count:
        parts = [_("No ticket has it.")]
    else:
        losing = {
            "queue": ngettext(
                "{count} ticket is in this queue and is in none then.",
                "{count} tickets are in this queue and are in none then.",
                count,
            ),
            "category": ngettext(
                "{count} ticket has this category and has none then.",
                "{count} tickets have this category and have none then.",
                count,
            ),
            "tag": ngettext(
                "{count} ticket loses this tag and keeps its others.",
                "{count} tickets lose this tag and keep their others.",
                count,
            ),
        }
        parts = [losing[table].format(count=QLocale().toString(count))]
    if foreseen.views:
        views = ngettext(
            "{count} saved view still asks for it: change or remove that view.",
            "{count} saved views still ask for it: change or remove those views.",
            foreseen.views,
        )
        parts.append(views.format(count=QLocale().toString(foreseen.views)))
    return " ".join([*parts, _("This cannot be undone.")])


def _do(context: Context, work: Callable[[Progress], tuple[Tidied, Changes]], said: str) -> None:
    """Do it beside other work, as it may be of very many tickets."""

    def done(result: tuple[Tidied, Changes]) -> None:
        kept = result[0].kept
        if not kept:
            context.tell(said)
            return
        text = ngettext(
            "{count} ticket keeps the name: its requester's data is restricted.",
            "{count} tickets keep the name: their requesters' data is restricted.",
            kept,
        )
        hint = _("So the name stays. Repeat it once the restriction is lifted.")
        context.show_error(
            KnownError("restricted", text.format(count=QLocale().toString(kept)), hint)
        )

    title = _("Changing queues, categories or tags")
    context.jobs.long(context.jobs, title, work, done, writes=True, failed=context.show_error)
