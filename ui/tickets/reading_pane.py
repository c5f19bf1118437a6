"""The ticket that is being read: what it is, its conversation, and the field to answer in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _, ngettext
from app.model.conversation import AttachmentRow, LinkedDevice, MessageRow, Ticket
from app.model.staff_texts import Draft, DraftKind
from app.model.ticket import (
    CHANNEL_LABELS,
    PRIORITY_LABELS,
    STATUS_LABELS,
    TRANSITIONS,
    Priority,
    Status,
    format_number,
)
from ui.attached.files import Files
from ui.attached.preview import Preview
from ui.pages import Context
from ui.text import long_moment, many_lines, one_line
from ui.tickets import actions
from ui.tickets.composer import Composer
from ui.tickets.dialogs import LINK_LABELS
from ui.tickets.message_card import MessageCard
from ui.tickets.timeline import Timeline
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.flow_box import FlowBox
from ui.widgets.ground import paint_ground
from ui.widgets.plain_label import PlainLabel

AT_ONCE = 8
"""Messages shown when a ticket opens, the latest ones; the earlier ones come when asked for."""
_MORE = 30
_KEPT = 16
"""Cards kept, empty and hidden, for the tickets to come."""
_SETTLED = 400  # milliseconds after which the conversation is laid out for certain


class ReadingPane(QWidget):
    """Shows one ticket. It asks for nothing and changes nothing: its page does."""

    status_picked = Signal(object)
    priority_picked = Signal(object)
    assignee_picked = Signal(object)
    ticket_asked = Signal(object)
    """Another ticket that this one points at is wanted: its id."""
    device_asked = Signal(object)
    """A device that the ticket is about is wanted: its id."""

    def __init__(self, context: Context, files: Files) -> None:
        super().__init__()
        paint_ground(self)
        theme = context.theme
        self._context = context
        self._theme = theme
        self._files = files
        self._me = context.session.member.name
        self.ticket: Ticket | None = None
        self._shown_from = 0
        self._came_later: list[MessageCard] = []
        self._mark_acts: list[Callable[[], object]] = []
        self.number = PlainLabel(tone="muted", selectable=True)
        self.title = PlainLabel(role="title", wrap=True, selectable=True)
        self.about = PlainLabel(tone="muted", wrap=True, selectable=True)
        self.status = ChoiceButton(theme, _("Status"))
        self.priority = ChoiceButton(theme, _("Priority"))
        self.assignee = ChoiceButton(theme, _("Assignee"))
        self.status.picked.connect(self.status_picked)
        self.priority.picked.connect(self.priority_picked)
        self.assignee.picked.connect(self.assignee_picked)
        self.composer = Composer(context)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(self._make_head())
        self._column.addWidget(_line())
        self._column.addWidget(self._make_conversation(), 1)
        self._column.addWidget(_line())
        self._column.addWidget(self.composer)
        # The cards are laid out as the loop turns, pictures come later still: until then the end
        # of the conversation moves, and is what is shown.
        self._at_end = QTimer(self)
        self._at_end.setSingleShot(True)
        self._at_end.setInterval(_SETTLED)
        bar = self.conversation.verticalScrollBar()
        bar.rangeChanged.connect(lambda *_range: self._stay_at_end())
        bar.actionTriggered.connect(lambda _action: self._at_end.stop())
        self._take_sizes()
        theme.changed.connect(self._take_sizes)

    def _make_head(self) -> QVBoxLayout:
        self._head = QVBoxLayout()
        self.more = QPushButton(_("More"))
        self.more.setProperty("role", "chip")
        self.more.clicked.connect(self._show_menu)
        top = QHBoxLayout()
        top.addWidget(self.number)
        top.addStretch(1)
        top.addWidget(self.more)
        self._head.addLayout(top)
        self._head.addWidget(self.title)
        self._head.addWidget(self.about)
        row = FlowBox(spacing=8)
        for button in (self.status, self.priority, self.assignee):
            row.add(button)
        self._head.addSpacing(4)
        self._head.addWidget(row)
        self.marks_box = FlowBox(above=4)
        self._mark_buttons: list[QPushButton] = []
        self._head.addWidget(self.marks_box)
        return self._head

    def _make_conversation(self) -> QWidget:
        self.conversation = QScrollArea()
        self.conversation.setWidgetResizable(True)
        self.conversation.setFrameShape(QFrame.Shape.NoFrame)
        self.conversation.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.conversation.setAccessibleName(_("Conversation"))
        inner = QWidget()
        paint_ground(inner)
        self._cards = QVBoxLayout(inner)
        self.earlier = QPushButton()
        self.earlier.setProperty("role", "link")
        self.earlier.clicked.connect(self._show_earlier)
        self._cards.addWidget(self.earlier, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._cards.addStretch(1)
        self.conversation.setWidget(inner)
        self.timeline = Timeline(self._theme)
        self.middle = QStackedWidget()
        self.middle.addWidget(self.conversation)
        self.middle.addWidget(self.timeline)
        return self.middle

    def show_ticket(self, ticket: Ticket) -> None:
        """Show a ticket, from its latest message; what did not change stays where it is."""
        before, self.ticket = self.ticket, ticket
        row = ticket.row
        self.number.setText(row.number)
        self.title.setText(one_line(row.title) or _("(no title)"))
        said = about(ticket)
        if ticket.restricted:
            said = _("{about} · restricted: kept, not changed").format(about=said)
        self.about.setText(said)
        offered = [s for s in Status if s is row.status or s in TRANSITIONS[row.status]]
        self.status.set_choices([(s, _(STATUS_LABELS[s])) for s in offered], row.status)
        self.priority.set_choices([(p, _(PRIORITY_LABELS[p])) for p in Priority], row.priority)
        self._show_assignee(row.assignee)
        self._show_marks(ticket)
        name = one_line(row.requester, 80) or one_line(ticket.requester_email, 80)
        self.composer.canned.values = {"name": name, "number": row.number, "me": self._me}
        if before is not None and before.row.id != row.id:
            self.middle.setCurrentWidget(self.conversation)
        if self.middle.currentWidget() is self.timeline:
            self.timeline.show_changes(ticket.changes)
        if before is None or before.row.id != row.id or before.messages != ticket.messages:
            self._show_messages(ticket.messages)

    def _show_marks(self, ticket: Ticket) -> None:
        """Show the queue, category, tags, devices, and the tickets that this one points at."""
        self._mark_acts.clear()
        row = ticket.row
        for name, text in (
            ("queue", row.queue),
            ("category", row.category),
            *(("tags", tag) for tag in ticket.tags),
        ):
            if text:
                self._mark(one_line(text, 40), partial(self._run, name))
        for device in ticket.devices:
            self._mark_device(device)
        if ticket.merged_into is not None:
            said = _("Merged into {number}").format(number=format_number(ticket.merged_into))
            self._mark(said, partial(self.ticket_asked.emit, ticket.merged_into))
        for link in ticket.links:
            number, title = format_number(link.id), one_line(link.title, 30)
            self._mark(
                f"{_(LINK_LABELS[link.kind])}: {number} {title}",
                partial(self.ticket_asked.emit, link.id),
            )
        self._end_marks()
        self.marks_box.setVisible(bool(self._mark_acts))

    def _mark_device(self, device: LinkedDevice) -> None:
        from app.model.device import title  # noqa: PLC0415 - no list needs it

        name = f"{_('Device')}: {one_line(title(device), 40)}"
        self._mark(name, partial(self.device_asked.emit, device.id))

    def marks(self) -> list[QPushButton]:
        """Return the buttons of the tags, the devices and other tickets."""
        return self._mark_buttons[: len(self._mark_acts)]

    def _mark(self, text: str, act: Callable[[], object]) -> None:
        """Put a button behind those that were put since the marks began anew."""
        place = len(self._mark_acts)
        self._mark_acts.append(act)
        if place == len(self._mark_buttons):
            button = QPushButton()
            button.setProperty("role", "chip")
            button.clicked.connect(partial(self._act, place))
            self._mark_buttons.append(button)
            self.marks_box.add(button)
        button = self._mark_buttons[place]  # much quicker than another one
        button.setText(text.replace("&", "&&"))
        button.show()

    def _act(self, place: int) -> None:
        self._mark_acts[place]()

    def _end_marks(self) -> None:
        """Empty and hide the buttons that nothing is left for."""
        for button in self._mark_buttons[len(self._mark_acts) :]:
            button.setText("")
            button.hide()

    def _run(self, name: str) -> None:
        self._context.actions.run(f"tickets.{name}")

    def _show_menu(self) -> None:
        menu = actions.menu(self._context, self)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def toggle_history(self) -> None:
        """Show what was changed, or the conversation again."""
        shown = self.middle.currentWidget() is self.timeline
        if self.ticket is not None and not shown:
            self.timeline.show_changes(self.ticket.changes)
        self.middle.setCurrentWidget(self.conversation if shown else self.timeline)

    # Sending on

    def forward_last(self) -> None:
        """Begin to send the latest message on."""
        if self.ticket is not None and self.ticket.messages:
            self._forward(self.ticket.messages[-1])

    def _forward(self, message: MessageRow) -> None:
        if self.composer.text.strip():
            self.composer.write(DraftKind.FORWARD)  # what is half written is not thrown away
            return
        author = one_line(message.author, 100) or one_line(message.author_address, 100)
        head = _("---- Message of {author}, {moment} ----").format(
            author=author, moment=long_moment(message.created_at)
        )
        text = f"\n\n{head}\n\n{many_lines(message.text).strip()}"
        self.composer.put(Draft(DraftKind.FORWARD, text))
        self.composer.write(DraftKind.FORWARD)

    def _preview(self, file: AttachmentRow) -> None:
        dialog = Preview(self._theme, self._files, file, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _make_card(self, message: MessageRow) -> MessageCard:
        card = MessageCard(self._theme, message, self._files)
        card.file_asked.connect(self._preview)
        card.forward_asked.connect(self._forward)
        return card

    def _show_assignee(self, assignee: str) -> None:
        names = dict.fromkeys(name for name in ("", self._me, assignee))
        choices = [(name, self._say_assignee(name)) for name in names]
        self.assignee.set_choices(choices, assignee)

    def _say_assignee(self, name: str) -> str:
        if not name:
            return _("Nobody")
        return _("{name} (me)").format(name=name) if name == self._me else name

    def _show_messages(self, messages: tuple[MessageRow, ...]) -> None:
        self._shown_from = max(0, len(messages) - AT_ONCE)
        for card in self._came_later:  # among the others the keyboard would find them last
            self._remove(card)
        self._came_later.clear()
        self._fill(messages[self._shown_from :])
        self._show_earlier_button()
        self._at_end.start()
        self._stay_at_end()

    def _fill(self, messages: Sequence[MessageRow]) -> None:
        """Show messages in the cards that are there; others are made only where none fits.

        What comes new comes last, and the cards keep their order, which is also the keyboard's.
        """
        free = self._all_cards()
        unused: list[MessageCard] = []
        for message in messages:
            place = next((n for n, card in enumerate(free) if card.fits(message)), len(free))
            unused += free[:place]
            if place < len(free):
                card = free[place]
                card.show_message(message)
                card.show()
            else:
                self._cards.insertWidget(self._cards.count() - 1, self._make_card(message))
            free = free[place + 1 :]
        unused += free
        for number, card in enumerate(unused):
            if card.pictures or number >= _KEPT:
                self._remove(card)
            else:
                card.forget()

    def _remove(self, card: MessageCard) -> None:
        self._cards.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _all_cards(self) -> list[MessageCard]:
        found = (self._cards.itemAt(place) for place in range(self._cards.count()))
        widgets = (item.widget() for item in found if item is not None)
        return [widget for widget in widgets if isinstance(widget, MessageCard)]

    def cards(self) -> list[MessageCard]:
        """Return the cards of the messages that are shown, in their order."""
        return [card for card in self._all_cards() if not card.isHidden()]

    def _show_earlier(self) -> None:
        if self.ticket is None:
            return
        first = max(0, self._shown_from - _MORE)
        for number, message in enumerate(self.ticket.messages[first : self._shown_from], start=1):
            card = self._make_card(message)
            self._came_later.append(card)
            self._cards.insertWidget(number, card)
        self._shown_from = first
        self._show_earlier_button()

    def _show_earlier_button(self) -> None:
        hidden = self._shown_from
        self.earlier.setVisible(hidden > 0)
        self.earlier.setText(
            ngettext(
                "Show {count} earlier message", "Show {count} earlier messages", hidden
            ).format(count=hidden)
        )

    def _stay_at_end(self) -> None:
        if self._at_end.isActive():
            bar = self.conversation.verticalScrollBar()
            bar.setValue(bar.maximum())

    def _take_sizes(self) -> None:
        spacing = self._theme.spacing
        self._head.setContentsMargins(spacing.page, spacing.page, spacing.page, spacing.gap)
        self._head.setSpacing(4)
        self._cards.setContentsMargins(spacing.page, spacing.gap, spacing.page, spacing.gap)
        self._cards.setSpacing(spacing.unit + 2)


def about(ticket: Ticket) -> str:
    """Say in a line who asked, from where, by which way, when, and by when it is due."""
    row = ticket.row
    who = one_line(row.requester) or _("No requester")
    if ticket.requester_email and ticket.requester_email != row.requester:
        who = f"{who} <{one_line(ticket.requester_email)}>"
    parts = [
        who,
        one_line(row.organisation),
        _(CHANNEL_LABELS[row.channel]),
        long_moment(row.created_at),
        _("due {moment}").format(moment=long_moment(row.due_at)) if row.due_at else "",
    ]
    return "\u00a0\u00a0· ".join(part for part in parts if part)


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("line", "true")
    line.setFixedHeight(1)
    return line
