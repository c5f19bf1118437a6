"""What staff do with people and organisations. Every function may be called from any thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.errors import KnownError
from app.i18n import _
from app.model import moments
from app.model.changes import Changes
from app.model.person import AccountState, Person, PersonRow, whole_address
from app.model.ticket_list import IdPage, Key
from app.store import audit, merges, named, people
from app.store.people import NewPerson
from app.store.rows import not_found
from app.workflows import planned_pages
from app.workflows.restriction import require_unrestricted
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


def page(session: Session, find: str = "", *, after: Key | None = None, limit: int = 200) -> IdPage:
    """Return the next ids of people by name whose name, user name or address holds ``find``."""
    return planned_pages.page(
        session,
        ("people", find),
        lambda connection, behind, limit: people.paged(
            connection, find, behind=behind, limit=limit
        ),
        after,
        limit,
    )


def rows(session: Session, ids: Sequence[int]) -> dict[int, PersonRow]:
    """Return what a list shows of these people; ids that are gone are left out."""
    with session.store.read() as connection:
        return people.rows(connection, ids)


def count(session: Session, find: str = "") -> int:
    """Return how many people ``page`` gives in all."""
    with session.store.read() as connection:
        return people.count(connection, find)


def get(session: Session, person_id: int) -> Person:
    """Return a person, whole. Raises ``KnownError("not_found")``."""
    with session.store.read() as connection:
        return people.get(connection, person_id)


def resolve(session: Session, text: str) -> int:
    """Return the person an id, e-mail address or user name means.

    Raises ``KnownError("not_found")`` without repeating what was typed.
    """
    with session.store.read() as connection:
        found = people.by_email(connection, text) or people.by_user_name(connection, text)
        number = moments.parse_id(text)
        if found is None and number is not None and people.rows(connection, (number,)):
            found = number
    if found is None:
        raise not_found(_("Person"))
    return found


def add(
    session: Session,
    *,
    display_name: str,
    email: str = "",
    user_name: str = "",
    organisation: str = "",
    language: str = "",
) -> tuple[int, Changes]:
    """Add a person.

    Raises ``KnownError``: ``address_taken`` for a known address, ``address_needed`` for none.
    """
    at = moments.now()
    email = whole_address(email) if email else ""
    with session.store.write() as connection:
        if email and people.by_email(connection, email) is not None:
            raise _address_taken()
        person = people.add(
            connection,
            NewPerson(
                display_name,
                at,
                email=email,
                user_name=user_name,
                organisation_id=named.organisation_id(connection, organisation)
                if organisation.strip()
                else None,
                language=language,
            ),
        )
    return person, Changes(people=frozenset({person}))


def _address_taken() -> KnownError:
    return KnownError(
        "address_taken",
        _("This address belongs to a person already."),
        _("Nothing was changed. Open that person, or merge the two records."),
    )


def change(
    session: Session,
    person_id: int,
    version: int,
    *,
    display_name: str | None = None,
    user_name: str | None = None,
    organisation: str | None = None,
    language: str | None = None,
    account_state: AccountState | None = None,
) -> Changes:
    """Change a person; None leaves a property as it is.

    Raises ``KnownError``: ``restricted``, and ``name_needed`` where somebody would lose theirs.
    """
    at = moments.now()
    with session.store.write() as connection:
        if display_name is not None and not display_name.strip():
            _require_nameless(connection, person_id)
        values = _values(connection, display_name, user_name, organisation, language)
        if account_state is not None:
            values["account_state"] = account_state.value
            values["account_closed_at"] = at if account_state is AccountState.CLOSED else None
        return _change(connection, person_id, version, values, at)


def _require_nameless(connection: Connection, person_id: int) -> None:
    """Refuse to take the name of somebody who has one; who came without may stay so."""
    if people.get(connection, person_id).row.display_name.strip():
        raise KnownError(
            "name_needed",
            _("A person needs a name."),
            _("Nothing was changed. Type the name, or the address by which you know them."),
        )


def _values(
    connection: Connection,
    display_name: str | None,
    user_name: str | None,
    organisation: str | None,
    language: str | None,
) -> dict[str, object]:
    """Return the columns of a person that are given values."""
    given = {"display_name": display_name, "user_name": user_name, "language": language}
    values: dict[str, object] = {name: value for name, value in given.items() if value is not None}
    if organisation is not None:
        values["organisation_id"] = (
            named.organisation_id(connection, organisation) if organisation.strip() else None
        )
    return values


def _change(
    connection: Connection, person_id: int, version: int, values: dict[str, object], at: int
) -> Changes:
    require_unrestricted(connection, "person", person_id)
    people.change(connection, person_id, version, values, at)
    return Changes(people=frozenset({person_id}))


def put_back(session: Session, before: Person) -> Changes:
    """Undo the latest change of a person, who was this ``before`` it; the account stays.

    Raises ``KnownError``: ``changed_meanwhile``, ``restricted``.
    """
    row = before.row
    with session.store.write() as connection:
        values = _values(
            connection, row.display_name, row.user_name, row.organisation, before.language
        )
        return _change(connection, row.id, row.version + 1, values, moments.now())


def add_email(session: Session, person_id: int, address: str) -> Changes:
    """Give a person one more address.

    Raises ``KnownError``: ``address_taken``, ``restricted``, ``address_needed`` for what is none.
    """
    address = whole_address(address)
    with session.store.write() as connection:
        require_unrestricted(connection, "person", person_id)
        if people.by_email(connection, address) is not None:
            raise _address_taken()
        people.add_email(connection, person_id, address)
    return Changes(people=frozenset({person_id}))


def merge(session: Session, person_id: int, into_id: int) -> Changes:
    """Make two records of one person one: all that is ``person_id``'s becomes ``into_id``'s.

    Every reference on the data map is moved; the merged record is gone afterwards. Raises
    ``KnownError``: ``same_person``, ``not_found``, ``restricted``, ``granted_waits``.
    """
    from app.workflows.requests.steps import require_nothing_granted  # noqa: PLC0415 - for it alone

    if person_id == into_id:
        raise KnownError(
            "same_person",
            _("These are one and the same record."),
            _("Nothing was changed. Choose another person."),
        )
    with session.store.write() as connection:
        for person in (person_id, into_id):
            people.get(connection, person)
        require_unrestricted(connection, "person", person_id, into_id)
        require_nothing_granted(connection, person_id, into_id)
        merges.merge_people(connection, person_id, into_id)
        audit.append(
            connection,
            session.member,
            "people_merged",
            table="person",
            row=into_id,
            detail={"merged": person_id},
        )
    return Changes(people=frozenset({person_id, into_id}), everything=True)
