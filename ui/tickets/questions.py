"""What is asked before tickets are changed: small menus and dialogs, for one ticket or many."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from app.i18n import _
from app.model.ticket import PRIORITY_LABELS, STATUS_LABELS, TRANSITIONS, Priority, Status
from app.model.ticket_edit import Edit
from ui.tickets.property_menu import make_menu

if TYPE_CHECKING:  # the page asks these questions about itself
    from ui.tickets.page import TicketsPage
    from ui.tickets.word_field import WordField


class Questions:
    """Asks, and hands the answers to the page."""

    def __init__(self, page: TicketsPage) -> None:
        self._page = page

    def status(self) -> None:
        """Choose a status for the tickets at hand."""
        single = self._page.ticket if self._page.targets().one else None
        offered = [
            s
            for s in Status
            if single is None or s is single.row.status or s in TRANSITIONS[single.row.status]
        ]
        edit = self._later()
        self._pick(
            self._page.pane.head.status,
            make_menu(
                self._page,
                [(s, _(STATUS_LABELS[s])) for s in offered],
                lambda status: edit(Edit(status=status)),
                chosen=single.row.status if single else None,
            ),
        )

    def priority(self) -> None:
        """Choose a priority for the tickets at hand."""
        single = self._page.ticket if self._page.targets().one else None
        edit = self._later()
        self._pick(
            self._page.pane.head.priority,
            make_menu(
                self._page,
                [(p, _(PRIORITY_LABELS[p])) for p in Priority],
                lambda priority: edit(Edit(priority=priority)),
                chosen=single.row.priority if single else None,
            ),
        )

    def assignee(self) -> None:
        """Choose who is to do the tickets at hand."""
        names = dict.fromkeys(
            (self._page.context.session.member.name, *self._page.list.known["assignee"])
        )
        choices = [(name, name) for name in names]
        edit = self._later()
        self._pick(
            self._page.pane.head.assignee,
            make_menu(
                self._page,
                [*choices, ("", _("Nobody"))],
                lambda name: edit(Edit(assignee=name)),
            ),
        )

    def _pick(self, button: QWidget, menu: QMenu) -> None:
        many = self._page.targets().are_several
        if not button.isVisible():
            button = self._page.pane.head.place
        place = self._page.list.bulk if many else button
        menu.popup(place.mapToGlobal(QPoint(0, 0 if many else button.height())))

    def queue(self) -> None:
        """Ask for the queue of the tickets at hand."""
        from ui.tickets.word_field import WordField  # noqa: PLC0415 - no list needs it

        word = WordField(_("Queue"), hint=_("Empty takes them out of their queue"))
        edit = self._later()
        self._ask_word("queue", word, lambda: edit(Edit(queue=word.word)))

    def category(self) -> None:
        """Ask for the category of the tickets at hand."""
        from ui.tickets.word_field import WordField  # noqa: PLC0415 - no list needs it

        word = WordField(_("Category"), hint=_("Empty takes their category away"))
        edit = self._later()
        self._ask_word("category", word, lambda: edit(Edit(category=word.word)))

    def _ask_word(self, name: str, word: WordField, take: Callable[[], None]) -> None:
        from ui.tickets.dialogs import WordsDialog  # noqa: PLC0415 - no list needs it

        word.set_known(self._page.list.known.get(name, ()))
        if self._page.targets().one and (ticket := self._page.ticket) is not None:
            word.line.setText(getattr(ticket.row, name))
        title = _("Change queue") if name == "queue" else _("Change category")
        _open(WordsDialog(self._page.context, self._page, title, [word], take))

    def tags(self) -> None:
        """Ask for the tags of the ticket, or which to add to and take from several."""
        from ui.tickets.dialogs import WordsDialog  # noqa: PLC0415 - no list needs it
        from ui.tickets.word_field import WordField  # noqa: PLC0415 - as above

        known = self._page.list.known.get("tag", ())
        targets = self._page.targets()
        if targets.one and (ticket := self._page.ticket) is not None:
            tags = WordField(_("Tags"), many=True, hint=_("Separated by commas"))
            tags.line.setText(", ".join(ticket.tags))
            fields = [tags]

            def take() -> None:
                self._page.work.edit(targets, Edit(tags=tags.words))

        else:
            add = WordField(_("Add"), many=True, hint=_("Separated by commas"))
            remove = WordField(_("Take away"), many=True, hint=_("Separated by commas"))
            fields = [add, remove]

            def take() -> None:
                self._page.work.edit(targets, Edit(add_tags=add.words, remove_tags=remove.words))

        for each in fields:
            each.set_known(known)
        _open(WordsDialog(self._page.context, self._page, _("Change tags"), fields, take))

    def title(self) -> None:
        """Ask for another title of the ticket."""
        from ui.tickets.property_dialogs import TitleDialog  # noqa: PLC0415 - loaded when first shown

        if (ticket := self._page.ticket) is not None:
            _open(TitleDialog(self._page.context, self._page, ticket, self._later()))

    def requester(self) -> None:
        """Ask who the ticket's requester is."""
        from ui.tickets.property_dialogs import RequesterDialog  # noqa: PLC0415 - loaded when first shown

        if (ticket := self._page.ticket) is not None:
            _open(RequesterDialog(self._page.context, self._page, ticket, self._later()))

    def due(self) -> None:
        """Ask by when the tickets at hand are to be done."""
        from ui.tickets.property_dialogs import DueDialog  # noqa: PLC0415 - loaded when first shown

        single = self._page.ticket if self._page.targets().one else None
        due_at = single.row.due_at if single is not None else None
        _open(DueDialog(self._page.context, self._page, due_at, self._later()))

    def _later(self) -> Callable[[Edit], None]:
        """Return what changes the tickets that are at hand now, as they are seen now.

        By the answer another one may be at hand: a ticket that was finished just before gives way
        to the next one, after other work perhaps.
        """
        targets = self._page.targets()
        return lambda what: self._page.work.edit(targets, what)

    def other_ticket(self, *, merge: bool) -> None:
        """Ask for another ticket, to merge this one into or to link it with."""
        from ui.tickets.dialogs import OtherTicketDialog  # noqa: PLC0415 - no list needs it

        if (ticket := self._page.ticket) is not None:
            self._page.put_away()  # what is half written goes along with a merge
            _open(OtherTicketDialog(self._page.context, self._page, ticket, merge=merge))

    def devices(self) -> None:
        """Ask which devices this ticket is about."""
        from ui.tickets.devices_dialog import DevicesDialog  # noqa: PLC0415 - loaded when first shown

        if (ticket := self._page.ticket) is not None:
            _open(DevicesDialog(self._page.context, self._page, ticket))

    def split(self) -> None:
        """Ask which messages belong in a ticket of their own."""
        from ui.tickets.dialogs import SplitDialog  # noqa: PLC0415 - no list needs it

        if (ticket := self._page.ticket) is None:
            return
        if len(ticket.messages) < 2:
            said = _("{number} has one message: there is nothing to split off.")
            self._page.context.tell(said.format(number=ticket.row.number))
            return
        _open(SplitDialog(self._page.context, self._page, ticket))


def _open(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
