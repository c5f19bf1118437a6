"""The columns of the ticket list."""

from __future__ import annotations

from app.i18n import N_, _
from app.model import moments
from app.model.ticket import PRIORITY_LABELS, STATUS_LABELS, Priority, Status, TicketRow
from app.model.ticket_list import TicketSort
from ui.models.id_table import Cell, Column
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


COLUMNS: tuple[Column[TicketRow], ...] = (
    Column("number", N_("Number"), _number, 15, rank=2, sort=TicketSort.NEWEST),
    Column("title", N_("Title"), _title, 30, stretch=True),
    Column("requester", N_("Requester"), _requester, 16, rank=4),
    Column("status", N_("Status"), _status, 17, rank=1),
    Column("priority", N_("Priority"), _priority, 11, rank=5, sort=TicketSort.PRIORITY),
    Column("assignee", N_("Assignee"), _assignee, 13, rank=6),
    Column("updated", N_("Updated"), _updated, 11, rank=3, sort=TicketSort.UPDATED),
)
