"""Saved views of the ticket list, shared by the staff of a store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.errors import KnownError
from app.i18n import _
from app.model import moments
from app.model.changes import Changes
from app.model.staff_texts import SavedView
from app.model.ticket_list import TicketSort
from app.model.ticket_query import parse
from app.store import views
from app.workflows.session import Session


def every(session: Session) -> tuple[SavedView, ...]:
    """Return all by name."""
    with session.store.read() as connection:
        return views.every(connection)


def _values(
    name: str, query: str, sort: TicketSort, descending: bool, columns: Sequence[str]
) -> dict[str, Any]:
    name = " ".join(name.split())
    if not name:
        raise KnownError(
            "view_needs_name",
            _("A view needs a name."),
            _("Nothing was saved. Say in a word or two what it shows."),
        )
    at = moments.now()
    parse(query, now=at)  # a view that cannot be read would fail whoever opens it
    return {
        "name": name,
        "query": query.strip(),
        "sort": sort.value,
        "descending": int(descending),
        "columns": " ".join(columns),
        "updated_at": at,
    }


def add(
    session: Session,
    name: str,
    query: str,
    sort: TicketSort,
    *,
    descending: bool,
    columns: Sequence[str] = (),
) -> tuple[int, Changes]:
    """Keep a new view. Raises ``KnownError("view_needs_name")`` and ``QueryError``."""
    values = _values(name, query, sort, descending, columns)
    with session.store.write() as connection:
        view = views.add(connection, values)
    return view, Changes(settings=True)


def change(
    session: Session,
    view: SavedView,
    *,
    name: str,
    query: str,
    sort: TicketSort,
    descending: bool,
    columns: Sequence[str] = (),
) -> Changes:
    """Make a view, as it was read, another. Raises ``KnownError("changed_meanwhile")`` too."""
    values = _values(name, query, sort, descending, columns)
    with session.store.write() as connection:
        views.change(connection, view.id, view.version, values)
    return Changes(settings=True)


def remove(session: Session, view_id: int) -> Changes:
    """Remove a view; the tickets it shows stay."""
    with session.store.write() as connection:
        views.remove(connection, view_id)
    return Changes(settings=True)
