"""Finding the person: further records of theirs, each proposed with its reason and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.errors import KnownError
from app.i18n import N_, _
from app.model import moments
from app.model.changes import Changes
from app.model.subject_request import RequestState, SubjectRequest
from app.model.ticket import PLACES
from app.store import device_rows, devices, findings, merges, people, requests, search_index
from app.store.findings import Finding, Proposal
from app.store.rows import not_found
from app.workflows.requests.steps import (
    advance,
    require_identified,
    require_nothing_granted,
    require_open,
)
from app.workflows.restriction import require_unrestricted
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

__all__ = ["REASON_LABELS", "Finding", "Proposal", "answer", "confirm", "look", "ticket_of"]

REASON_LABELS = {
    ("person", "same_name"): N_("Another record has the same name"),
    ("person", "same_user_name"): N_("Another record has the user name"),
    ("person", "same_local_part"): N_("Another record has the address at another domain"),
    ("address", "same_name"): N_("Mail went to this address in the person's name"),
    ("device", "in_ticket"): N_("A device without a user, in a ticket of the person"),
    ("device", "named_after"): N_("A device without a user, named after the user name"),
    ("mention", "name"): N_("A message of another names this person"),
    ("mention", "address"): N_("A message of another holds an address of this person"),
    ("mention", "shared_name"): N_("A message of another names this name, which others have too"),
    ("mention", "sorting"): N_("It sorts others' tickets, and holds a name that may mean them"),
}
"""Why each kind of record is proposed, as English source texts."""


def ticket_of(message: int) -> int:
    """Return the ticket that a message stands in."""
    return message // PLACES


def look(session: Session, number: int) -> tuple[Finding, ...]:
    """Look for further records of the person and keep the proposals with the request.

    What was proposed and answered before stays as it is. Returns them all.
    """
    with session.store.write() as connection:
        request, person = _open(requests.get(connection, number))
        findings.keep(connection, request.id, findings.propose(connection, person, request.kind))
        return findings.listed(connection, request.id)


def _open(request: SubjectRequest) -> tuple[SubjectRequest, int]:
    require_open(request)
    require_identified(request)
    if request.person_id is None:
        raise not_found(_("Person"))
    return request, request.person_id


def answer(session: Session, number: int, finding: int, *, accepted: bool) -> Changes:
    """Say of a proposal whether it is the person's. Raises ``KnownError("not_found")``."""
    with session.store.write() as connection:
        request, _person = _answerable(connection, number)
        known = findings.answer(
            connection,
            request.id,
            finding,
            accepted=accepted,
            staff_id=session.staff_id,
            at=moments.now(),
        )
        if not known:
            raise not_found(_("Proposal"))
    return Changes(requests=frozenset({request.id}))


def answer_rest(session: Session, number: int, *, accepted: bool) -> Changes:
    """Say the same of every proposal that has no answer yet, in one transaction."""
    with session.store.write() as connection:
        request, _person = _answerable(connection, number)
        for one in findings.listed(connection, request.id):
            if one.accepted is None:
                findings.answer(
                    connection,
                    request.id,
                    one.id,
                    accepted=accepted,
                    staff_id=session.staff_id,
                    at=moments.now(),
                )
    return Changes(requests=frozenset({request.id}))


def _answerable(connection: Connection, number: int) -> tuple[SubjectRequest, int]:
    """Return a request whose proposals may be answered, and its person."""
    request, person = _open(requests.get(connection, number))
    if request.state is not RequestState.IDENTIFIED:
        raise KnownError(
            "step_done",
            _("This step was done already."),
            _("Nothing was done a second time. Look at the request again."),
        )
    return request, person


def confirm(session: Session, number: int) -> Changes:
    """Make what was accepted the person's, in one transaction, and go on to the preview.

    Accepted records of people become one with the person's, addresses theirs, devices theirs.
    Raises ``KnownError``: ``unanswered`` while a proposal waits for its answer, ``restricted``
    where what was accepted would change data that is, ``granted_waits`` where something granted
    to one of them is still to be done.
    """
    with session.store.write() as connection:
        request, person = _open(requests.get(connection, number))
        found = findings.listed(connection, request.id)
        waiting = sum(finding.accepted is None for finding in found)
        if waiting:
            raise KnownError(
                "unanswered",
                _("Proposals without an answer: {count}.").format(count=waiting),
                _("Nothing was changed. Accept or reject each of them."),
            )
        advance(
            session,
            connection,
            request,
            RequestState.FOUND,
            "person_found",
            accepted=sum(finding.accepted is True for finding in found),
            rejected=sum(finding.accepted is False for finding in found),
        )
        at = moments.now()
        accepted = [finding.proposal for finding in found if finding.accepted]
        if any(proposal.kind != "mention" for proposal in accepted):
            require_unrestricted(connection, "person", person)
        for proposal in accepted:
            require_unrestricted(connection, "person", proposal.other_id)
            require_unrestricted(connection, "device", proposal.device_id)
            if proposal.other_id is not None and proposal.other_id != person:
                require_nothing_granted(connection, proposal.other_id, person)
                merges.merge_people(connection, proposal.other_id, person)
            if proposal.kind == "address" and people.by_email(connection, proposal.address) is None:
                people.add_email(connection, person, proposal.address)
            if proposal.device_id is not None:
                row = device_rows.rows(connection, (proposal.device_id,))[proposal.device_id]
                with search_index.changing(connection, devices.INDEX, (row.id,)):
                    devices.change(connection, row.id, row.version, {"owner_id": person}, at)
    return Changes(requests=frozenset({request.id}), everything=True)
