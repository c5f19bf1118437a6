"""The ticket that is being read: what it is, its conversation, and the field to answer in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _
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
from ui.tickets.conversation import Conversation
from ui.tickets.dialogs import LINK_LABELS
from ui.tickets.timeline import Timeline
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.flow_box import FlowBox
from ui.widgets.ground import paint_ground
from ui.widgets.paragraph import Paragraph
from ui.widgets.plain_label import PlainLabel


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
        self._mark_acts: list[Callable[[], object]] = []
        self.number = PlainLabel(tone="muted", selectable=True)
        self.title = Paragraph(role="title")
        self.about = Paragraph(tone="muted")
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
        self.conversation = Conversation(self._theme, self._files)
        self.conversation.file_asked.connect(self._preview)
        self.conversation.forward_asked.connect(self._forward)
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
            self.conversation.show_messages(ticket.messages)

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

    def _show_assignee(self, assignee: str) -> None:
        names = dict.fromkeys(name for name in ("", self._me, assignee))
        choices = [(name, self._say_assignee(name)) for name in names]
        self.assignee.set_choices(choices, assignee)

    def _say_assignee(self, name: str) -> str:
        if not name:
            return _("Nobody")
        return _("{name} (me)").format(name=name) if name == self._me else name

    def _take_sizes(self) -> None:
        spacing = self._theme.spacing
        self._head.setContentsMargins(spacing.page, spacing.page, spacing.page, spacing.gap)
        self._head.setSpacing(4)


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
