"""What a ticket is, above its conversation: its number, title, state, and what it points at."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.i18n import _
from app.model.conversation import LinkedDevice, Ticket
from app.model.ticket import (
    CHANNEL_LABELS,
    PRIORITY_LABELS,
    STATUS_LABELS,
    TRANSITIONS,
    Priority,
    Status,
    format_number,
)
from ui.pages import Context
from ui.text import isolated, long_moment, one_line
from ui.theme import icons
from ui.tickets import actions
from ui.tickets.dialogs import LINK_LABELS
from ui.tickets.marks import Marks
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.flow_box import FlowBox
from ui.widgets.paragraph import Paragraph
from ui.widgets.plain_label import ElidedLabel, PlainLabel
from ui.widgets.self_laid import SelfLaid
from ui.widgets.vertical_layout import VerticalLayout

_DRAWING = 14  # pixels


class ReadingHead(SelfLaid):
    """Shows it, and says what is picked. It changes nothing: the page does."""

    status_picked = Signal(object)
    priority_picked = Signal(object)
    assignee_picked = Signal(object)
    ticket_asked = Signal(object)
    """Another ticket that this one points at is wanted: its id."""
    device_asked = Signal(object)
    """A device that the ticket is about is wanted: its id."""

    def __init__(self, context: Context) -> None:
        column = VerticalLayout()
        super().__init__(column)
        theme = context.theme
        self._context = context
        self._theme = theme
        self._me = context.session.member.name
        self.number = PlainLabel(tone="muted", selectable=True, parent=self)
        self.title = Paragraph(role="title", parent=self)
        self.about = Paragraph(tone="muted", parent=self)
        self.status = ChoiceButton(theme, _("Status"), keep_ground=True)
        self.priority = ChoiceButton(theme, _("Priority"), keep_ground=True)
        self.assignee = ChoiceButton(theme, _("Assignee"), keep_ground=True)
        self.status.picked.connect(self.status_picked)
        self.priority.picked.connect(self.priority_picked)
        self.assignee.picked.connect(self.assignee_picked)
        self._is_low = False
        self._ticket: Ticket | None = None
        self.brief = ElidedLabel(role="heading", parent=self)
        self.restricted = Paragraph(tone="warning", parent=self)
        self.restricted.setText(_("Restricted: kept, not changed"))
        self.restricted.hide()
        self.state = ElidedLabel(tone="muted", parent=self)
        self.fold = QPushButton(self)
        self.fold.setProperty("role", "chip")
        self.fold.setCheckable(True)
        self.fold.toggled.connect(lambda _on: self._show_parts())
        self.more = QPushButton(_("More"), self)
        self.more.setProperty("role", "chip")
        self.more.setAccessibleName(_("More"))
        self.more.clicked.connect(self._show_menu)
        top = QHBoxLayout()
        top.addWidget(self.number)
        top.addStretch(1)
        top.addWidget(self.fold)
        top.addWidget(self.more)
        column.setSpacing(4)
        column.add_row(top)
        for part in (self.brief, self.title, self.restricted, self.state, self.about):
            column.add(part)
        self._row = FlowBox(spacing=8)
        self._row.setParent(self)
        for button in (self.status, self.priority, self.assignee):
            self._row.add(button)
        column.add(self._row, above=4)
        self.marks = Marks(theme)
        self.marks.setParent(self)
        column.add(self.marks)
        self._take_sizes()
        theme.changed.connect(self._take_sizes)

    def be_low(self, low: bool) -> None:
        """In a low window, show in two lines what a ticket is until one asks for all of it."""
        if low != self._is_low:
            self._is_low = low
            if low:
                self._say_briefly()
            else:  # of another ticket, they would outlive this one
                self.brief.setText("")
                self.state.setText("")
            self._show_parts()

    @property
    def place(self) -> QWidget:
        """Below which a choice of a property opens."""
        return self.state if self._is_folded else self._row

    @property
    def _is_folded(self) -> bool:
        return self._is_low and not self.fold.isChecked()

    def _show_parts(self) -> None:
        folded = self._is_folded
        briefly: tuple[QWidget, ...] = (self.brief, self.state)
        wholly: tuple[QWidget, ...] = (self.title, self.about, self._row)
        for part in (*briefly, *wholly):
            part.setVisible(folded is (part in briefly))
        self._show_marks()
        self.fold.setVisible(self._is_low)
        self.more.setText("" if self._is_low else _("More"))
        dots = icons.icon("more", self._theme.palette.muted, _DRAWING)
        self.more.setIcon(dots if self._is_low else QIcon())
        self.more.setToolTip(_("More") if self._is_low else "")
        said = _("Show all of the ticket's properties") if folded else _("Show less of the ticket")
        self.fold.setAccessibleName(said)
        self.fold.setToolTip(said)
        name = "chevron-down" if folded else "chevron-up"
        self.fold.setIcon(icons.icon(name, self._theme.palette.muted, _DRAWING))
        self.lay_out()

    def show_ticket(self, ticket: Ticket) -> None:
        """Show what a ticket is by now; the parts come into their places by :meth:`arrange`."""
        row, self._ticket = ticket.row, ticket
        self.number.setText(row.number)
        self.title.setText(one_line(row.title) or _("(no title)"))
        self.about.setText(about(ticket))
        self.restricted.setVisible(ticket.restricted)
        offered = [s for s in Status if s is row.status or s in TRANSITIONS[row.status]]
        self.status.set_choices([(s, _(STATUS_LABELS[s])) for s in offered], row.status)
        self.priority.set_choices([(p, _(PRIORITY_LABELS[p])) for p in Priority], row.priority)
        self._show_assignee(row.assignee)
        self._fill_marks(ticket)
        if self._is_low:
            self._say_briefly()
        self._show_marks()
        self.forget_sizes()
        self.take_height()

    def _say_briefly(self) -> None:
        """Say in two lines what a ticket is, in a low window; elsewhere nobody sees them."""
        if self._ticket is None:
            return
        row = self._ticket.row
        self.brief.setText(self.title.text())
        state = (
            row.requester or _("No requester"),
            _(STATUS_LABELS[row.status]),
            _(PRIORITY_LABELS[row.priority]),
            self._say_assignee(row.assignee),
            row.queue,
            *self._ticket.tags,
        )
        self.state.setText(" · ".join(one_line(part, 40) for part in state if part))

    def _show_marks(self) -> None:
        self.marks.setVisible(not self._is_folded and bool(self.marks.buttons))

    def _fill_marks(self, ticket: Ticket) -> None:
        """Name the queue, category, tags, devices, and the tickets that this one points at."""
        self.marks.begin()
        row = ticket.row
        for name, drawing, kind, text in (
            ("queue", "queue", _("Queue"), row.queue),
            ("category", "category", _("Category"), row.category),
            *(("tags", "tag", _("Tag"), tag) for tag in ticket.tags),
        ):
            if text:
                self.marks.put(one_line(text, 40), partial(self._run, name), drawing, kind)
        for device in ticket.devices:
            self._mark_device(device)
        if ticket.merged_into is not None:
            said = _("Merged into {number}").format(number=format_number(ticket.merged_into))
            self.marks.put(said, partial(self.ticket_asked.emit, ticket.merged_into), "merge")
        for link in ticket.links:
            number, title = format_number(link.id), one_line(link.title, 30)
            self.marks.put(
                f"{_(LINK_LABELS[link.kind])}: {number} {title}",
                partial(self.ticket_asked.emit, link.id),
                "link",
            )
        self.marks.end()

    def _mark_device(self, device: LinkedDevice) -> None:
        from app.model.device import title  # noqa: PLC0415 - no list needs it

        name, kind = one_line(title(device), 40), _("Device")
        self.marks.put(name, partial(self.device_asked.emit, device.id), "device", kind)

    def _run(self, name: str) -> None:
        self._context.actions.run(f"tickets.{name}")

    def _show_menu(self) -> None:
        menu = actions.menu(self._context, self)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _show_assignee(self, assignee: str) -> None:
        names = dict.fromkeys(name for name in ("", self._me, assignee))
        choices = [(name, self._say_assignee(name)) for name in names]
        self.assignee.set_choices(choices, assignee)

    def _say_assignee(self, name: str) -> str:
        if not name:
            return _("Nobody")
        return _("{name} (me)").format(name=name) if name == self._me else name

    def _take_sizes(self) -> None:
        page, gap = self._theme.spacing.page, self._theme.spacing.gap
        self.setContentsMargins(page, page, page, gap)
        self._show_parts()


def about(ticket: Ticket) -> str:
    """Say in a line who asked, from where, by which way, when, and by when it is due."""
    row = ticket.row
    who = one_line(row.requester) or _("No requester")
    if ticket.requester_email and ticket.requester_email != row.requester:
        who = f"{who} <{one_line(ticket.requester_email)}>"
    parts = [
        isolated(who),
        isolated(one_line(row.organisation)),
        _(CHANNEL_LABELS[row.channel]),
        long_moment(row.created_at),
        _("due {moment}").format(moment=long_moment(row.due_at)) if row.due_at else "",
    ]
    return "\u00a0· ".join(part for part in parts if part)
