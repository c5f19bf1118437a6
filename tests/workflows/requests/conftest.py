"""A store with two leads and a technician, and requests brought to a step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from app.errors import KnownError
from app.model.staff import Role
from app.model.subject_request import Decision, RequestKind
from app.workflows import members, people, requests
from app.workflows.session import Session, unlock
from tests.workflows.conftest import LEAD, LEAD_PASSPHRASE, TECHNICIAN, TECHNICIAN_PASSPHRASE

SECOND, SECOND_PASSPHRASE = "Carla Voorbeeld", "velvet ladder tulip"

Change = Callable[[str], Session]


@pytest.fixture
def at_work(session: Session) -> Iterator[Change]:
    """Lock the store and unlock it as another member of staff."""
    secrets = {
        LEAD: LEAD_PASSPHRASE,
        TECHNICIAN: TECHNICIAN_PASSPHRASE,
        SECOND: SECOND_PASSPHRASE,
    }
    current = [session]

    def change(name: str) -> Session:
        current[-1].close()
        current.append(unlock(session.folder, secrets[name], name))
        return current[-1]

    yield change
    current[-1].close()


def add_second_lead(session: Session) -> None:
    members.add(session, SECOND, Role.LEAD, SECOND_PASSPHRASE)


def sanne(session: Session) -> int:
    return people.add(
        session, display_name="Sanne de Boer", email="sanne@example.nl", user_name="sdeboer"
    )[0]


def request_of(session: Session, kind: RequestKind, person: int) -> int:
    """Take a request in whose person is known for sure; return its number."""
    request, _ = requests.new(session, kind, person)
    requests.verify_identity(session, request.number, "in_person")
    return request.number


def granted(session: Session, kind: RequestKind, person: int) -> int:
    number = request_of(session, kind, person)
    requests.decide(session, number, Decision.GRANTED)
    return number


def refused(code: str) -> AbstractContextManager[None]:
    """Expect a known error of this code."""

    @contextmanager
    def expecting() -> Iterator[None]:
        with pytest.raises(KnownError) as caught:
            yield
        assert caught.value.code == code

    return expecting()
