"""Where a request stands: what it still needs, who must act, and how its clock runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.i18n import N_, _
from app.model.register_queries import PRESSING
from app.model.subject_request import (
    KIND_LABELS,
    STATE_LABELS,
    URGENCY_LABELS,
    Missing,
    PauseReason,
    RequestKind,
    RequestState,
    SubjectRequest,
    Urgency,
)
from app.model.ticket_list import IdPage, Key
from app.store import requests
from app.workflows.members import leads, other_leads
from app.workflows.requests import clock
from app.workflows.requests.course import between, course
from app.workflows.requests.steps import today
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


class Actor(StrEnum):
    """Who must act next."""

    STAFF = "staff"
    LEAD = "lead"
    ANOTHER_LEAD = "another_lead"
    PERSON = "person"
    NOBODY = "nobody"


ACTOR_LABELS = {
    Actor.STAFF: N_("A member of staff"),
    Actor.LEAD: N_("A team lead"),
    Actor.ANOTHER_LEAD: N_("Another team lead than the one who took the request in"),
    Actor.PERSON: N_("The person who asks"),
    Actor.NOBODY: N_("Nobody: it is closed"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What a list and the guided request show of where a request stands."""

    request: SubjectRequest
    urgency: Urgency
    missing: tuple[Missing, ...]
    """In the order in which it is done; the first is the next step."""
    actor: Actor

    @property
    def next(self) -> Missing | None:
        """The next step; None when all is done and the request can be closed."""
        return self.missing[0] if self.missing else None


def of(session: Session, number: int) -> Standing:
    """Return where a request stands. Raises ``KnownError("not_found")``."""
    with session.store.read() as connection:
        request = requests.get(connection, number)
        lacks = missing(connection, request)
    return Standing(
        request, clock.urgency(request, today()), lacks, _actor(session, request, lacks)
    )


def listed(session: Session, *, open_only: bool = False) -> tuple[Standing, ...]:
    """Return every request with where it stands, by what is due first."""
    found = []
    with session.store.read() as connection:
        for request in requests.listed(connection, open_only=open_only):
            lacks = missing(connection, request)
            urgency = clock.urgency(request, today())
            found.append(Standing(request, urgency, lacks, _actor(session, request, lacks)))
    return tuple(found)


def pressing(session: Session) -> dict[Urgency, int]:
    """Return how many open requests there are of each urgency, for a badge."""
    with session.store.read() as connection:
        found = [clock.urgency(r, today()) for r in requests.listed(connection, open_only=True)]
    return {urgency: found.count(urgency) for urgency in Urgency if urgency in found}


def missing(connection: Connection, request: SubjectRequest) -> tuple[Missing, ...]:
    """Return what a request still needs to be whole, in the order in which it is done."""
    if request.state is RequestState.CLOSED:
        return ()
    lacks = [step.what for step in course(connection, request) if not step.done]
    waits = between(connection, request)
    if Missing.CLARIFICATION in waits:  # meanwhile it can be made certain who they are
        lacks.insert(int(lacks[:1] == [Missing.IDENTITY]), Missing.CLARIFICATION)
    if Missing.EXTENSION_NOTICE in waits:  # the law gives it a day of its own
        lacks.insert(0, Missing.EXTENSION_NOTICE)
    return tuple(lacks)


def _actor(session: Session, request: SubjectRequest, lacks: tuple[Missing, ...]) -> Actor:
    if request.state is RequestState.CLOSED:
        return Actor.NOBODY
    following = lacks[0] if lacks else None
    asked_who = request.pause_reason is PauseReason.IDENTITY and following is Missing.IDENTITY
    if asked_who or following is Missing.CLARIFICATION:
        return Actor.PERSON
    if following is Missing.APPROVAL:
        maker = request.made_by_id
        own = any(lead.id == maker for lead in leads(session))
        return Actor.ANOTHER_LEAD if own and other_leads(session, maker) else Actor.LEAD
    if following is Missing.CARRYING_OUT and request.kind is RequestKind.ERASE:
        return Actor.LEAD
    return Actor.STAFF


_PRESSES = {Urgency.OVERDUE, Urgency.DUE, Urgency.SOON}


def page(session: Session, find: str = "", *, after: Key | None = None, limit: int = 200) -> IdPage:
    """Return the next row ids of requests, by what is due first, that a text finds.

    Each of its words must stand in the number, kind, state, urgency or name of the person.
    """
    found = _found(session, find)
    start = 0
    if after is not None:
        start = next((n for n, request in enumerate(found, 1) if request.id == after.id), 0)
    shown = found[start : start + limit]
    more = len(found) > start + limit
    return IdPage(tuple(r.id for r in shown), Key(shown[-1].number, shown[-1].id) if more else None)


def rows(session: Session, ids: Sequence[int]) -> dict[int, Standing]:
    """Return where these requests stand, by row id; ids that are gone are left out."""
    wanted = set(ids)
    return {one.request.id: one for one in listed(session) if one.request.id in wanted}


def count(session: Session, find: str = "") -> int:
    """Return how many requests ``page`` gives in all."""
    return len(_found(session, find))


def _found(session: Session, find: str) -> list[SubjectRequest]:
    with session.store.read() as connection:
        every = requests.listed(connection)
    if find.strip() == PRESSING:
        return [request for request in every if clock.urgency(request, today()) in _PRESSES]
    words = find.casefold().split()
    return [request for request in every if all(word in _words(request) for word in words)]


def _words(request: SubjectRequest) -> str:
    shown = (
        str(request.number),
        request.person,
        _(KIND_LABELS[request.kind]),
        _(STATE_LABELS[request.state]),
        _(URGENCY_LABELS[clock.urgency(request, today())]),
    )
    return " ".join(shown).casefold()
