"""The columns of the ticket list."""

from __future__ import annotations

from app.i18n import N_, _
from app.model import moments
from app.model.ticket import (
    CHANNEL_LABELS,
    PRIORITY_LABELS,
    STATUS_LABELS,
    UNFINISHED,
    Priority,
    Status,
    TicketRow,
)
from app.model.ticket_list import TicketSort
from ui.models.column import Cell, Column
from ui.text import one_line, short_moment

STATUS_TONES = {
    Status.NEW: "accent",
    Status.OPEN: "success",
    Status.WAITING_PERSON: "warning",
    Status.WAITING_THIRD_PARTY: "violet",
    Status.RESOLVED: "muted",
    Status.CLOSED: "field_border",
}
_PRIORITY_MARKS = {
    Priority.LOW: ("chevron-down", "muted"),
    Priority.NORMAL: ("", ""),
    Priority.HIGH: ("chevron-up", "warning"),
    Priority.URGENT: ("warning", "danger"),
}


def _number(row: TicketRow) -> Cell:
    return Cell(row.number, quiet=True)


def _title(row: TicketRow) -> Cell:
    return Cell(one_line(row.title) or _("(no title)"))


def _requester(row: TicketRow) -> Cell:
    return Cell(one_line(row.requester))


def _status(row: TicketRow) -> Cell:
    return Cell(_(STATUS_LABELS[row.status]), "dot", STATUS_TONES[row.status])


def _priority(row: TicketRow) -> Cell:
    icon, tone = _PRIORITY_MARKS[row.priority]
    return Cell(_(PRIORITY_LABELS[row.priority]), icon, tone, quiet=not icon)


def _assignee(row: TicketRow) -> Cell:
    return Cell(one_line(row.assignee) or "–", quiet=not row.assignee)


def _updated(row: TicketRow) -> Cell:
    return Cell(short_moment(row.updated_at, moments.now()), quiet=True)


def _queue(row: TicketRow) -> Cell:
    return Cell(one_line(row.queue))


def _category(row: TicketRow) -> Cell:
    return Cell(one_line(row.category))


def _organisation(row: TicketRow) -> Cell:
    return Cell(one_line(row.organisation))


def _channel(row: TicketRow) -> Cell:
    return Cell(_(CHANNEL_LABELS[row.channel]), quiet=True)


def _created(row: TicketRow) -> Cell:
    return Cell(short_moment(row.created_at, moments.now()), quiet=True)


def _due(row: TicketRow) -> Cell:
    if row.due_at is None:
        return Cell("")
    late = row.status in UNFINISHED and row.due_at < moments.now()
    text = short_moment(row.due_at, moments.now())
    return Cell(text, "warning" if late else "", "danger")


COLUMNS: tuple[Column[TicketRow], ...] = (
    Column("number", N_("Number"), _number, 16, rank=4, sort=TicketSort.NEWEST, falls=True),
    Column("title", N_("Title"), _title, 22, stretch=True),
    Column("requester", N_("Requester"), _requester, 16, rank=3),
    Column("status", N_("Status"), _status, 22, rank=1),
    Column("priority", N_("Priority"), _priority, 11, rank=5, sort=TicketSort.PRIORITY, falls=True),
    Column("assignee", N_("Assignee"), _assignee, 13, rank=6),
    Column("updated", N_("Updated"), _updated, 9, rank=2, sort=TicketSort.UPDATED, falls=True),
    Column("due", N_("Due"), _due, 12, rank=7, sort=TicketSort.DUE, extra=True),
    Column("queue", N_("Queue"), _queue, 14, rank=8, extra=True),
    Column("category", N_("Category"), _category, 14, rank=9, extra=True),
    Column("organisation", N_("Organisation"), _organisation, 16, rank=10, extra=True),
    Column("channel", N_("Channel"), _channel, 12, rank=11, extra=True),
    Column("created", N_("Created"), _created, 11, rank=12, extra=True),
)
