"""The small questions of the tickets page: names, another ticket, some of the messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.i18n import N_, _
from app.model.changes import Changes
from app.model.conversation import LinkedTicket, MessageRow, Ticket
from app.model.ticket import LinkKind, TicketRow, format_number, parse_number
from app.workflows import ticket_links, tickets
from ui.pages import Context
from ui.tasks import Slot
from ui.text import long_moment, one_line
from ui.tickets.word_field import WordField
from ui.widgets.announce import announce
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.form_dialog import FormDialog
from ui.widgets.gate_card import field, labelled
from ui.widgets.plain_label import PlainLabel
from ui.widgets.removable_row import RemovableRow
from ui.widgets.suggestions import Suggestions

LINK_LABELS = {
    LinkKind.RELATED: N_("Related"),
    LinkKind.DUPLICATE: N_("Duplicate"),
    LinkKind.PARENT: N_("Part of the same matter"),
    LinkKind.SPLIT: N_("Split off"),
}
_OFFERED = 8  # tickets
_ROOM = 6  # lines for the names that are offered below a field


class WordsDialog(FormDialog):
    """Asks for names from a vocabulary and hands them on; the page does the work."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        title: str,
        fields: Sequence[WordField],
        take: Callable[[], None],
    ) -> None:
        super().__init__(context, title, _("Change"), parent)
        self._take = take
        for each in fields:
            self.form.addWidget(each.box)
        self.form.addSpacing(_ROOM * self.fontMetrics().height())
        self.form.addStretch(1)
        fields[0].begin()
        self._only = fields[0] if len(fields) == 1 and not fields[0].many else None
        if self._only is not None:
            self._only.suggestions.chosen.connect(self.send)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's own name
        """Show which names there are, where one of them is the answer."""
        super().showEvent(event)
        if self._only is not None:
            QTimer.singleShot(0, self, self._only.offer_all)  # once it has its size

    def send(self) -> None:
        """Hand the names on, once: a name that is taken and Ctrl+Enter both ask for it."""
        if self.isVisible():
            self.accept()
            self._take()


class OtherTicketDialog(FormDialog):
    """Finds another ticket by its number or words, and does something with the two."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        ticket: Ticket,
        *,
        merge: bool,
    ) -> None:
        title = _("Merge into another ticket") if merge else _("Link with another ticket")
        super().__init__(context, title, _("Merge") if merge else _("Link"), parent)
        self._ticket = ticket
        self._merge = merge
        self._slot = Slot()
        self.other: TicketRow | None = None
        box, self.line = field(_("Its number, or words from it"))
        self.line.setMaxLength(300)
        self.suggestions = Suggestions(self.line, preselect=True)
        self.suggestions.chosen.connect(self.choose)
        self.line.textEdited.connect(self._look)
        self.found = PlainLabel(role="heading", wrap=True)
        self.whose = PlainLabel(tone="warning", wrap=True)
        self.whose.hide()
        said = _(
            "The messages, devices and tags of {number} move to the other ticket. {number} is"
            " closed and points there. This cannot be undone."
        )
        said_none = _("No ticket found. Type another number or word.")
        self.none = PlainLabel(said_none, role="small", tone="muted")
        self.none.hide()
        self.form.addWidget(box)
        self.form.addWidget(self.none)
        self.form.addWidget(self.found)
        if merge:
            text = said.format(number=ticket.row.number)
            self.form.addWidget(PlainLabel(text, tone="muted", wrap=True))
            self.form.addWidget(self.whose)
        else:
            for there in ticket.links:
                self._show_link(there)
            self.kind = ChoiceButton(context.theme, _("Kind"))
            kinds = [kind for kind in LinkKind if kind is not LinkKind.SPLIT]
            self.kind.set_choices([(kind, _(LINK_LABELS[kind])) for kind in kinds])
            self.form.addWidget(labelled(_("Kind"), self.kind))
        self.form.addSpacing(9 * self.fontMetrics().height())  # room for what is offered
        self.form.addStretch(1)
        self.submit.setEnabled(False)
        self.line.setFocus()

    def _show_link(self, there: LinkedTicket) -> None:
        """Show a link that is there; its cross takes it away at once."""
        session, own = self.context.session, self._ticket.row.id
        number, title = format_number(there.id), one_line(there.title, 60)

        def remove() -> None:
            self.context.jobs.write(
                self,
                lambda: ticket_links.unlink(session, own, there.id),
                lambda _changes: row.hide(),
                failed=self.refused,
            )

        name = f"{_(LINK_LABELS[there.kind])}: {number} {title}"
        row = RemovableRow(self.context.theme, name, remove)
        self.form.insertWidget(1, row)

    def take_identifier(self, text: str) -> None:
        """Look for the ticket whose number was scanned."""
        if parse_number(text) is None:
            super().take_identifier(text)
        else:
            self.line.setText(text)
            self.line.setFocus()
            self._look(text)

    def _look(self, text: str) -> None:
        self.other = None
        self.none.hide()
        self.found.setText("")
        self.whose.hide()
        self.submit.setEnabled(False)
        if not text.strip():
            self._slot.clear()
            self.suggestions.offer([])
            return
        session, own = self.context.session, self._ticket.row.id

        def look() -> list[TicketRow]:
            found = tickets.meant(session, text, _OFFERED + 1)
            return [row for row in found if row.id != own][:_OFFERED]

        self.context.jobs.read(
            self, look, self._offer, failed=self.context.show_error, slot=self._slot
        )

    def _offer(self, rows: list[TicketRow]) -> None:
        self.none.setVisible(not rows)
        if not rows:
            announce(self.line, self.none.text())
        self.suggestions.offer([(row, _say(row)) for row in rows])

    def choose(self, row: TicketRow) -> None:
        """Take a ticket."""
        self.other = row
        self._slot.clear()  # what was typed on would be answered beside it
        self.none.hide()
        self.line.setText(row.number)
        self.found.setText(_say(row))
        self._say_whose(row)
        self.submit.setEnabled(True)
        self.submit.setFocus()

    def _say_whose(self, row: TicketRow) -> None:
        """Warn before what one person wrote comes to stand in another one's ticket."""
        own, other = self._ticket.row.requester_id, row.requester_id
        if not self._merge or own is None or other is None or own == other:
            return
        text = _("{number} has another requester: {person}. What is answered there is for them.")
        self.whose.setText(text.format(number=row.number, person=one_line(row.requester, 80)))
        self.whose.show()
        announce(self.whose, self.whose.text())
        self.fit()

    def send(self) -> None:
        """Merge or link the two."""
        if self.other is None:
            return
        session, own, other = self.context.session, self._ticket.row.id, self.other.id
        kind: LinkKind = LinkKind.RELATED if self._merge else self.kind.value

        def work() -> Changes:
            if self._merge:
                return ticket_links.merge(session, own, other)
            return ticket_links.link(session, own, other, kind)

        self.set_busy(True)
        self.context.jobs.write(self, work, self._on_done, failed=self.refused)

    def _on_done(self, _changes: Changes) -> None:
        self.accept()
        if self.other is None:
            return
        said = (
            _("{number} was merged into {other}.")
            if self._merge
            else _("{number} and {other} are linked.")
        )
        self.context.tell(said.format(number=self._ticket.row.number, other=self.other.number))
        if self._merge:
            self.context.arrive("tickets", self.other.id)


def _say(row: TicketRow) -> str:
    return " · ".join(part for part in (row.number, one_line(row.title, 80), row.requester) if part)


class SplitDialog(FormDialog):
    """Chooses the messages that belong elsewhere, and the title of their new ticket."""

    def __init__(self, context: Context, parent: QWidget, ticket: Ticket) -> None:
        super().__init__(context, _("Split this ticket"), _("Split off"), parent)
        self._ticket = ticket
        box, self.title = field(_("Title of the new ticket"))
        self.title.setMaxLength(500)
        self.title.setPlaceholderText(one_line(ticket.row.title, 100))
        self.messages_list = QListWidget()
        self.messages_list.setAccessibleName(_("Messages"))
        self.messages_list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.messages_list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for message in ticket.messages:
            item = QListWidgetItem(_say_message(message))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.messages_list.addItem(item)
        self.form.addWidget(labelled(_("Messages that move; Space ticks one"), self.messages_list))
        self.form.addWidget(box)
        self.messages_list.setCurrentRow(0)
        self.messages_list.setFocus()

    def send(self) -> None:
        """Make the new ticket and show it."""
        ticked = [
            message.id
            for place, message in enumerate(self._ticket.messages)
            if self.messages_list.item(place).checkState() is Qt.CheckState.Checked
        ]
        title = " ".join(self.title.text().split()) or self._ticket.row.title
        session, own = self.context.session, self._ticket.row.id
        self.set_busy(True)
        self.context.jobs.write(
            self,
            lambda: ticket_links.split(session, own, ticked, title),
            self._on_done,
            failed=self.refused,
        )

    def _on_done(self, result: tuple[int, Changes]) -> None:
        self.accept()
        self.context.tell(_("Split off as {number}.").format(number=format_number(result[0])))
        self.context.arrive("tickets", result[0])


def _say_message(message: MessageRow) -> str:
    author = one_line(message.author, 40) or one_line(message.author_address, 40)
    return f"{long_moment(message.created_at)} · {author}: {one_line(message.reply_text, 90)}"
