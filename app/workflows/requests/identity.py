"""Who is behind a request: checked before anything is disclosed, changed or destroyed.

Only the outcome is kept, the method and who did it, never a copy of a document.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

from app.errors import KnownError
from app.i18n import _
from app.model import moments
from app.model.changes import Changes
from app.model.subject_request import IDENTITY_LABELS, PauseReason, RequestState, SubjectRequest
from app.store import requests
from app.workflows.requests import timing
from app.workflows.requests.steps import FOLLOWS, advance, note, require_open
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

IDENTITY_METHODS = tuple(IDENTITY_LABELS)
"""A code sent to the known address, a call back to the known number, or in person."""
DIGITS = 8
ATTEMPTS = 5
"""Wrong answers after which a code is void."""
VALID_DAYS = 7


def challenge(session: Session, number: int) -> tuple[str, Changes]:
    """Make a code for the letter to the known address, whose filing stops the clock.

    A code made before is void. The code itself is kept nowhere; only its hash is.
    """
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    salt = secrets.token_hex(16)
    at = moments.now()
    with session.store.write() as connection:
        request = requests.get(connection, number)
        _require_unidentified(request)
        requests.open_challenge(
            connection,
            request.id,
            salt=salt,
            code_hash=_hash(code, salt),
            at=at,
            expires_at=at + VALID_DAYS * 86_400,
        )
        note(session, connection, "identity_challenged", request)
    return f"{code[:4]} {code[4:]}", Changes(requests=frozenset({request.id}))


def _require_unidentified(request: SubjectRequest) -> None:
    require_open(request)
    if request.state not in FOLLOWS[RequestState.IDENTIFIED]:
        raise KnownError(
            "step_done",
            _("This step was done already."),
            _("Nothing was done a second time. Look at the request again."),
        )


def _hash(code: str, salt: str) -> str:
    digest = hashlib.scrypt(code.encode(), salt=bytes.fromhex(salt), n=2**14, r=8, p=1)
    return digest.hex()


def answer(session: Session, number: int, code: str) -> Changes:
    """Check the code that the person gave back; the right one settles their identity.

    Raises ``KnownError``: ``no_code`` when none is open or it expired, ``wrong_code``, which is
    counted: after five the code is void.
    """
    given = "".join(character for character in code if character.isdecimal())
    with session.store.write() as connection:
        request = requests.get(connection, number)
        _require_unidentified(request)
        found = requests.challenge(connection, request.id)
        if found is None or found.expires_at < moments.now():
            raise _no_code()
        if hmac.compare_digest(_hash(given, found.salt), found.code_hash):
            requests.drop_challenge(connection, request.id)
            request = timing.resume_in(session, connection, request)
            return _identified(session, connection, request, "code")
        # The attempt is counted whatever is raised: so it is raised after the transaction.
        requests.count_attempt(connection, found.id)
        left = ATTEMPTS - found.attempts - 1
        if left == 0:
            requests.drop_challenge(connection, request.id)
        note(session, connection, "identity_code_wrong", request, left=left)
    raise KnownError(
        "wrong_code",
        _("This is not the code that was sent."),
        _("Attempts left: {count}. After the last one a new code must be sent.").format(count=left),
    )


def _no_code() -> KnownError:
    return KnownError(
        "no_code",
        _("There is no code open for this request, or it expired."),
        _("Nothing was recorded. Send a new code to the known address."),
    )


def verify_identity(session: Session, number: int, method: str) -> Changes:
    """Note that the person's identity was checked, by which method and by whom."""
    if method not in IDENTITY_METHODS:
        raise KnownError(
            "identity_method",
            _("This is no way to check who somebody is. Possible: {methods}.").format(
                methods=", ".join(IDENTITY_METHODS)
            ),
            _("Nothing was recorded."),
        )
    with session.store.write() as connection:
        request = _settle(session, connection, number)
        return _identified(session, connection, request, method)


def _settle(session: Session, connection: Connection, number: int) -> SubjectRequest:
    """Return a request whose code is not waited for any more, and whose clock runs again."""
    request = requests.get(connection, number)
    _require_unidentified(request)
    requests.drop_challenge(connection, request.id)
    if request.pause_reason is PauseReason.IDENTITY:
        return timing.resume_in(session, connection, request)
    return request


def _identified(
    session: Session, connection: Connection, request: SubjectRequest, method: str
) -> Changes:
    return advance(
        session,
        connection,
        request,
        RequestState.IDENTIFIED,
        "identity_verified",
        values={
            "identity_method": method,
            "identity_staff_id": session.staff_id,
            "identity_at": moments.now(),
        },
        method=method,
    )


def override(session: Session, number: int, reason: str) -> Changes:
    """Let a request go on without a check; only a lead may, and states why.

    Raises ``KnownError``: ``lead_needed``, ``reason_needed``.
    """
    session.require_lead()
    if not reason.strip():
        raise KnownError(
            "reason_needed",
            _("Going on without a check of the identity needs a written reason."),
            _("Nothing was changed. Say why it is certain who is asking."),
        )
    with session.store.write() as connection:
        request = _settle(session, connection, number)
        return advance(
            session,
            connection,
            request,
            RequestState.IDENTIFIED,
            "identity_overridden",
            values={
                "identity_override": 1,
                "identity_reason": reason.strip(),
                "identity_staff_id": session.staff_id,
                "identity_at": moments.now(),
            },
        )
