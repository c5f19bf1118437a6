"""What was changed in a ticket, when and by whom, as one reads it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.i18n import N_, _
from app.model.conversation import ChangeRow, Ticket
from app.model.ticket import (
    CHANNEL_LABELS,
    PRIORITY_LABELS,
    STATUS_LABELS,
    Direction,
    Priority,
    Status,
)
from ui.text import long_moment, one_line
from ui.theme.theme import Theme
from ui.widgets.plain_label import PlainLabel
from ui.widgets.scroll_area import ScrollArea

_FIELDS = {
    "status": N_("Status"),
    "priority": N_("Priority"),
    "queue_id": N_("Queue"),
    "category_id": N_("Category"),
    "assignee_id": N_("Assignee"),
    "due_at": N_("Due"),
    "closed_at": N_("Closed"),
    "tags": N_("Tags"),
    "devices": N_("Devices"),
    "title": N_("Title"),
    "requester_id": N_("Requester"),
    "organisation_id": N_("Organisation"),
}
_OTHER_TICKETS = {
    "merged_into_id": N_("Merged into {number}"),
    "merged_here": N_("{number} was merged into this ticket"),
    "split_off": N_("Messages split off as {number}"),
    "split_from": N_("Split off from {number}"),
}
"""What is said of another ticket; the new value is its number."""
_MOMENTS = frozenset({"due_at", "closed_at"})
_SHOWN = 200
"""Changes shown, the latest ones."""


def say(change: ChangeRow) -> str:
    """Say a change without its moment: what became what."""
    if change.field in _OTHER_TICKETS:
        return _(_OTHER_TICKETS[change.field]).format(number=one_line(change.new, 120))
    label = _(_FIELDS[change.field]) if change.field in _FIELDS else change.field
    if not change.old and not change.new:
        return _("{field} changed").format(field=label)
    old, new = (_value(change.field, value) for value in (change.old, change.new))
    return _("{field}: {old} → {new}").format(field=label, old=old, new=new)


def _value(field: str, value: str) -> str:
    if not value:
        return _("none")
    if field == "status" and value in set(Status):
        return _(STATUS_LABELS[Status(value)])
    if field == "priority" and value in set(Priority):
        return _(PRIORITY_LABELS[Priority(value)])
    if field in _MOMENTS and value.isdecimal():
        return long_moment(int(value))
    return one_line(value, 120)


def beginning(ticket: Ticket) -> tuple[str, str] | None:
    """Say how a ticket began, and with whom; of a split its first step tells it."""
    at = ticket.row.created_at
    if any(change.field == "split_from" and change.at == at for change in ticket.changes):
        return None
    # Messages of before may have been merged into it since.
    first = next((message for message in ticket.messages if message.created_at == at), None)
    if first is not None and first.direction is not Direction.IN:
        return _("Ticket made"), first.author
    said = _("Came in: {channel}").format(channel=_(CHANNEL_LABELS[ticket.row.channel]))
    return said, "" if first is None else first.author or first.author_address


class Timeline(ScrollArea):
    """A line for each change, the latest first, and at the end how the ticket began."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(_("History of changes"))
        self._theme = theme
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_history(self, ticket: Ticket) -> None:
        """Show how a ticket began and what was changed since."""
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        spacing = self._theme.spacing
        column.setContentsMargins(spacing.page, spacing.gap, spacing.page, spacing.gap)
        column.setSpacing(spacing.unit)
        # The moment of closing says no more than the status that came with it.
        told = [change for change in ticket.changes if change.field != "closed_at"]
        for change in reversed(told[-_SHOWN:]):
            who = one_line(change.staff, 60) or _("The program")
            _add_step(column, say(change), change.at, who)
        if (begun := beginning(ticket)) is not None:
            said, whom = begun
            _add_step(column, said, ticket.row.created_at, one_line(whom, 60))
        column.addStretch(1)
        self.setWidget(inner)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """A line: in the lowest window what one writes takes nearly all."""
        return QSize(super().minimumSizeHint().width(), self.fontMetrics().height())

    def texts(self) -> list[str]:
        """Return what is shown, line by line."""
        return [label.text() for label in self.findChildren(PlainLabel)]


def _add_step(column: QVBoxLayout, said: str, at: int, who: str) -> None:
    column.addWidget(PlainLabel(said, wrap=True))
    whence = " · ".join(filter(None, (long_moment(at), who)))
    column.addWidget(PlainLabel(whence, role="small", tone="muted", wrap=True))
    column.addSpacing(4)
