"""Consents, to whom data was given, and telling them of what changed (AVG, article 19)."""

from __future__ import annotations

from app.errors import KnownError
from app.i18n import _
from app.model import moments
from app.model.changes import Changes
from app.policy import load_policy
from app.store import audit, people, request_records, requests
from app.store.request_records import Consent, Disclosure
from app.store.rows import not_found
from app.workflows.requests.steps import note, require_open
from app.workflows.restriction import require_purpose, unknown_purpose
from app.workflows.session import Session

__all__ = ["Consent", "Disclosure"]


def consent(
    session: Session, person_id: int, purpose: str, recipient: str = ""
) -> tuple[int, Changes]:
    """Record that a person agreed to a use of the policy, or to passing data on for it.

    ``recipient`` is empty for a use of our own. Raises ``KnownError("unknown_purpose")``.
    """
    if purpose not in load_policy().purposes:
        raise unknown_purpose()
    with session.store.write() as connection:
        people.get(connection, person_id)
        made = request_records.add_consent(
            connection,
            person_id,
            recipient=recipient.strip(),
            purpose=purpose,
            at=moments.now(),
        )
        audit.append(
            connection,
            session.member,
            "consent_given",
            table="person",
            row=person_id,
            detail={"consent": made, "purpose": purpose},
        )
    return made, Changes(people=frozenset({person_id}))


def withdraw(session: Session, consent_id: int, of: int | None = None) -> Changes:
    """Note that a person took a consent back.

    Raises ``KnownError("not_found")`` for one that there is not, that was taken back already or,
    with ``of``, that is not of this person.
    """
    with session.store.write() as connection:
        found = request_records.consent(connection, consent_id)
        if (
            found is None
            or of not in {None, found[0]}
            or not request_records.withdraw_consent(connection, consent_id, moments.now())
        ):
            raise not_found(_("Consent"))
        person, _consent = found
        audit.append(
            connection,
            session.member,
            "consent_withdrawn",
            table="person",
            row=person,
            detail={"consent": consent_id},
        )
    return Changes(people=frozenset({person}))


def consents(session: Session, person_id: int) -> tuple[Consent, ...]:
    """Return a person's consents, the newest first."""
    with session.store.read() as connection:
        return request_records.consents(connection, person_id)


def disclosures(session: Session, person_id: int) -> tuple[Disclosure, ...]:
    """Return what was passed on of a person's data, the newest first."""
    with session.store.read() as connection:
        return request_records.disclosures(connection, person_id)


def disclose(
    session: Session, person_id: int, recipient: str, category: str
) -> tuple[int, Changes]:
    """Record that a category of a person's data was given to a third party.

    Raises ``KnownError``: ``no_consent`` without the person's consent to this recipient, which
    P-130 article 3 demands, ``unknown_category``; ``restricted`` or ``objected`` where the person
    had the use stopped.
    """
    recipient = recipient.strip()
    if category not in load_policy().categories:
        raise KnownError(
            "unknown_category",
            _("The policy knows no such category."),
            _("Nothing was recorded."),
        )
    with session.store.write() as connection:
        allowed = request_records.consents_to(connection, person_id, recipient)
        if not allowed:
            raise KnownError(
                "no_consent",
                _("The person gave no consent to passing data on to this recipient."),
                _("Nothing was recorded. Data is shared only with consent (P-130, article 3)."),
            )
        objected = request_records.objections(connection, person_id)
        consent_used = next((c for c in allowed if c.purpose not in objected), allowed[0])
        require_purpose(connection, person_id, consent_used.purpose)
        made = request_records.add_disclosure(
            connection,
            person_id,
            consent=consent_used.id,
            recipient=consent_used.recipient,
            category=category,
            staff_id=session.staff_id,
            at=moments.now(),
        )
        audit.append(
            connection,
            session.member,
            "data_disclosed",
            table="person",
            row=person_id,
            detail={"disclosure": made, "category": category},
        )
    return made, Changes(people=frozenset({person_id}))


def to_tell(session: Session, number: int) -> tuple[Disclosure, ...]:
    """Return the disclosures whose recipients must still be told of a request."""
    with session.store.read() as connection:
        return request_records.untold(connection, requests.get(connection, number))


def told(session: Session, number: int, disclosure_id: int) -> Changes:
    """Note that the recipient of a disclosure was told of a request; a second time adds nothing.

    Raises ``KnownError("not_found")`` for a disclosure that is not of the request's person.
    """
    with session.store.write() as connection:
        request = requests.get(connection, number)
        require_open(request)
        if request.person_id is None:
            raise not_found(_("Person"))
        known = {d.id for d in request_records.disclosures(connection, request.person_id)}
        if disclosure_id not in known:
            raise not_found(_("Disclosure"))
        if disclosure_id in {d.id for d in request_records.untold(connection, request)}:
            request_records.note_told(
                connection,
                disclosure_id,
                request.id,
                staff_id=session.staff_id,
                at=moments.now(),
            )
            note(session, connection, "recipient_told", request, disclosure=disclosure_id)
    return Changes(requests=frozenset({request.id}))
