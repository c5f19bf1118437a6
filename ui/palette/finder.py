"""What the palette finds in the store. Called on the workers' threads."""

from __future__ import annotations

from app.i18n import _
from app.model.device import KIND_LABELS, DeviceRow
from app.model.person import PersonRow
from app.model.ticket import STATUS_LABELS, TicketRow
from app.model.ticket_query import of_queue
from app.workflows import devices, people, tickets, views
from app.workflows.session import Session
from ui.palette.entry import Entry, Kind
from ui.palette.matching import best
from ui.text import one_line

EACH = 5
"""Rows of a kind: the palette is for what one knows, the pages are for looking around."""


def find(session: Session, kind: Kind, typed: str) -> list[Entry]:
    """Return what of a kind a few letters find."""
    finders = {
        Kind.VIEW: _views,
        Kind.TICKET: _tickets,
        Kind.DEVICE: _devices,
        Kind.PERSON: _people,
    }
    return finders[kind](session, typed)


def _views(session: Session, typed: str) -> list[Entry]:
    """Return the staff's views and the queues, as they stand in the navigation."""
    kept = [
        Entry(Kind.VIEW, one_line(view.name), one_line(view.query), "menu", view.query)
        for view in views.every(session)
        if view.query
    ]
    queues = [
        Entry(Kind.VIEW, one_line(queue), _("Queue"), "queue", of_queue(queue))
        for queue in tickets.vocabulary(session)["queue"]
    ]
    return [*best(typed, [(entry, entry.title, "") for entry in (*kept, *queues)], EACH)]


def _tickets(session: Session, typed: str) -> list[Entry]:
    return [_ticket(row) for row in tickets.meant(session, typed, EACH)]


def _ticket(row: TicketRow) -> Entry:
    about = " · ".join(filter(None, (row.number, _(STATUS_LABELS[row.status]), row.requester)))
    return Entry(Kind.TICKET, one_line(row.title), one_line(about), "ticket", row.id)


def _devices(session: Session, typed: str) -> list[Entry]:
    ids = devices.page(session, typed, limit=EACH).ids
    rows = devices.rows(session, ids)
    return [_device(rows[row]) for row in ids if row in rows]


def _device(row: DeviceRow) -> Entry:
    made = f"{row.manufacturer} {row.model}".strip()
    kind = _(KIND_LABELS[row.kind])
    about = " · ".join(filter(None, (kind, row.serial or row.asset_tag, row.owner)))
    return Entry(Kind.DEVICE, one_line(row.name or made or kind), one_line(about), "device", row.id)


def _people(session: Session, typed: str) -> list[Entry]:
    ids = people.page(session, typed, limit=EACH).ids
    rows = people.rows(session, ids)
    return [_person(rows[row]) for row in ids if row in rows]


def _person(row: PersonRow) -> Entry:
    about = " · ".join(filter(None, (row.email, row.organisation)))
    return Entry(Kind.PERSON, one_line(row.display_name), one_line(about), "person", row.id)
