"""Stopping, starting and extending the clock of a request, each with its reason."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from app.errors import KnownError
from app.i18n import _
from app.model.changes import Changes
from app.model.subject_request import ExtensionReason, PauseReason, SubjectRequest
from app.store import requests
from app.workflows.requests import clock
from app.workflows.requests.steps import changed, note, require_open, today
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


def pause(session: Session, number: int, reason: PauseReason) -> Changes:
    """Stop the clock from today on, until the person gives what they were asked for.

    Raises ``KnownError("paused")`` when it stands still already.
    """
    with session.store.write() as connection:
        request = requests.get(connection, number)
        require_open(request)
        if request.paused_on:
            raise KnownError(
                "paused",
                _("The clock of this request stands still already."),
                _("Nothing was changed."),
            )
        pause_in(session, connection, request, reason)
    return changed(request)


def pause_in(
    session: Session, connection: Connection, request: SubjectRequest, reason: PauseReason
) -> SubjectRequest:
    """Stop the clock in the open transaction; return the request as it is then."""
    requests.change(
        connection, request, {"paused_on": today().isoformat(), "pause_reason": reason.value}
    )
    note(session, connection, "request_paused", request, reason=reason.value)
    return requests.get(connection, request.number)


def resume(session: Session, number: int) -> Changes:
    """Let the clock run again from today: what was asked for came. Both last days move on.

    Raises ``KnownError("not_paused")``.
    """
    with session.store.write() as connection:
        request = requests.get(connection, number)
        require_open(request)
        if not request.paused_on:
            raise KnownError(
                "not_paused", _("The clock of this request runs."), _("Nothing was changed.")
            )
        resume_in(session, connection, request)
    return changed(request)


def resume_in(session: Session, connection: Connection, request: SubjectRequest) -> SubjectRequest:
    """Let the clock run in the open transaction; return the request as it is then."""
    if not request.paused_on or request.pause_reason is None:
        return request
    start = date.fromisoformat(request.paused_on)
    requests.add_pause(connection, request.id, request.pause_reason, start, today())
    requests.change(
        connection,
        request,
        {"paused_on": "", "pause_reason": None, **_last_days(connection, request)},
    )
    note(session, connection, "request_resumed", request, days=(today() - start).days)
    return requests.get(connection, request.number)


def extend(session: Session, number: int, reason: ExtensionReason) -> Changes:
    """Extend the law's month by two, on one of the two grounds the law knows, once.

    The person must be told within the month, which the request asks for from now on. Raises
    ``KnownError``: ``extended``, ``too_late``.
    """
    with session.store.write() as connection:
        request = requests.get(connection, number)
        require_open(request)
        if request.extended_on:
            raise KnownError(
                "extended",
                _("This request was extended before, and the law allows it once."),
                _("Nothing was changed."),
            )
        if today().isoformat() > request.due_statutory_on:
            raise KnownError(
                "too_late",
                _("The month in which an extension can be announced is over."),
                _("Nothing was changed. Answer the request as soon as possible."),
            )
        requests.change(
            connection,
            request,
            {
                "extended_on": today().isoformat(),
                "extension_reason": reason.value,
                **_last_days(connection, request, extended=True),
            },
        )
        note(session, connection, "request_extended", request, reason=reason.value)
    return changed(request)


def _last_days(
    connection: Connection, request: SubjectRequest, *, extended: bool = False
) -> dict[str, Any]:
    received = date.fromisoformat(request.received_on)
    pauses = requests.pauses(connection, request.id)
    extended = extended or bool(request.extended_on)
    return {
        "due_on": clock.promised(received, pauses).isoformat(),
        "due_statutory_on": clock.statutory(received, pauses, extended=extended).isoformat(),
    }
