"""Further records that may be a person's: looked for, and kept with what staff said of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.model.person import email_key
from app.model.subject_request import RequestKind
from app.store import mentions
from app.store.rows import insert

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection


NAMED = "name"
"""Why a message is proposed that names the person by a name which nobody else on record has."""
_SORTING = "sorting"
"""Why a tag or queue is proposed that holds a single name, or one that others have too."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A record that may be the person's as well, and why."""

    kind: str
    """person, address, device or mention."""
    reason: str
    other_id: int | None = None
    device_id: int | None = None
    message_id: int | None = None
    address: str = ""
    """Of a mention in what staff sort by: its table and id."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A proposal that is kept with its request."""

    id: int
    proposal: Proposal
    label: str
    """What the record shows of itself: a name, an address, a model, a ticket's title."""
    accepted: bool | None
    """None until somebody answered."""


def propose(connection: Connection, person: int, kind: RequestKind) -> Iterator[Proposal]:
    """Yield the records that may be a person's as well, as far as a kind of request asks."""
    name, user_name = connection.execute(
        "SELECT display_name, user_name FROM person WHERE id = ?", (person,)
    ).fetchone()
    seen: set[int] = set()
    for proposal in _people(connection, person, name, user_name):
        if proposal.other_id is not None and proposal.other_id not in seen:
            seen.add(proposal.other_id)
            yield proposal
    yield from _addresses(connection, person, name)
    yield from _devices(connection, person, user_name)
    yield from _mentions(connection, person, name, kind)


def _people(connection: Connection, person: int, name: str, user_name: str) -> Iterator[Proposal]:
    if name:
        rows = connection.execute(
            "SELECT id FROM person WHERE display_name = ? COLLATE NOCASE AND id <> ?",
            (name, person),
        )
        for (other,) in rows.fetchall():
            yield Proposal("person", "same_name", other_id=other)
    names = {user_name} - {""} | {local for local, _domain in _own_addresses(connection, person)}
    for value in sorted(names):
        rows = connection.execute(
            "SELECT id FROM person WHERE user_name = ? AND id <> ?", (value, person)
        )
        for (other,) in rows.fetchall():
            yield Proposal("person", "same_user_name", other_id=other)
        # All addresses with this local part, by the index: "@" is followed by "A".
        rows = connection.execute(
            "SELECT person_id FROM person_email WHERE address_key >= ? AND address_key < ?"
            " AND person_id <> ?",
            (f"{email_key(value)}@", f"{email_key(value)}A", person),
        )
        for (other,) in rows.fetchall():
            yield Proposal("person", "same_local_part", other_id=other)


def _own_addresses(connection: Connection, person: int) -> list[tuple[str, str]]:
    rows = connection.execute("SELECT address FROM person_email WHERE person_id = ?", (person,))
    found = []
    for (address,) in rows:
        local, _at, domain = address.rpartition("@")
        found.append((local, domain))
    return found


def _addresses(connection: Connection, person: int, name: str) -> Iterator[Proposal]:
    """Yield addresses of nobody on record to which mail went in the person's name."""
    if not name:
        return
    rows = connection.execute(
        "SELECT DISTINCT message_party.address_key FROM message_party"
        " JOIN message ON message.id = message_party.message_id"
        " JOIN ticket ON ticket.id = message.ticket_id"
        " WHERE message_party.person_id IS NULL AND message_party.name = ? COLLATE NOCASE"
        " ORDER BY 1",
        (name,),
    )
    for (address,) in rows.fetchall():
        yield Proposal("address", "same_name", address=address)


def _devices(connection: Connection, person: int, user_name: str) -> Iterator[Proposal]:
    rows = connection.execute(
        "SELECT DISTINCT device.id FROM ticket"
        " JOIN ticket_device ON ticket_device.ticket_id = ticket.id"
        " JOIN device ON device.id = ticket_device.device_id"
        " WHERE ticket.requester_id = ? AND device.owner_id IS NULL",
        (person,),
    )
    found = {row[0] for row in rows}
    for device in sorted(found):
        yield Proposal("device", "in_ticket", device_id=device)
    if len(user_name) < mentions.SHORTEST_USER_NAME:
        return
    rows = connection.execute(
        "SELECT id FROM device WHERE owner_id IS NULL AND instr(lower(name), lower(?)) > 0",
        (user_name,),
    )
    for (device,) in rows.fetchall():
        if device not in found:
            yield Proposal("device", "named_after", device_id=device)


_NAMED = frozenset({RequestKind.ACCESS, RequestKind.PORT, RequestKind.ERASE})
"""The kinds of request for which it matters who is meant in a message of somebody else."""


def _mentions(
    connection: Connection, person: int, name: str, kind: RequestKind
) -> Iterator[Proposal]:
    """Yield messages of others that name the person, or hold an address of theirs.

    An address is nobody else's: an erasure blacks it out unasked, and asks of names alone.
    """
    telling = mentions.telling_values(connection, person)
    seen: set[int] = set()
    if len(name.split()) > 1 and (name not in telling or kind in _NAMED):
        reason = NAMED if name in telling else "shared_name"
        for message in _others_with(connection, person, (name,), kind):
            seen.add(message)
            yield Proposal("mention", reason, message_id=message)
    addresses = tuple(value for value in telling if "@" in value)
    if addresses and kind in _NAMED - {RequestKind.ERASE}:
        for message in _others_with(connection, person, addresses, kind):
            if message not in seen:
                yield Proposal("mention", "address", message_id=message)
    if kind is RequestKind.ERASE:
        for table, rows in mentions.uncertain_sorting(connection, person).items():
            for row in sorted(rows):
                yield Proposal("mention", _SORTING, address=f"{table}:{row}")


def _others_with(
    connection: Connection, person: int, values: tuple[str, ...], kind: RequestKind
) -> Iterator[int]:
    """Yield the messages with one of these values that are not the person's own.

    What somebody else wrote in the person's ticket is not theirs, and goes with it when it is
    erased.
    """
    goes = "1" if kind is RequestKind.ERASE else "message.author_id IS NULL"
    for message, _texts in mentions.find(connection, values).get("message", []):
        own = connection.execute(
            "SELECT 1 FROM message JOIN ticket ON ticket.id = message.ticket_id"
            " WHERE message.id = :message AND (message.author_id = :person"
            f" OR (ticket.requester_id = :person AND {goes}))",
            {"message": message, "person": person},
        ).fetchone()
        if own is None:
            yield message


def keep(connection: Connection, request: int, proposals: Iterator[Proposal]) -> int:
    """Keep the proposals that are not kept with a request yet; return how many are new."""
    known = {finding.proposal for finding in listed(connection, request)}
    fresh = [proposal for proposal in proposals if proposal not in known]
    for proposal in fresh:
        insert(
            connection,
            "request_finding",
            {
                "request_id": request,
                "kind": proposal.kind,
                "reason": proposal.reason,
                "other_id": proposal.other_id,
                "device_id": proposal.device_id,
                "message_id": proposal.message_id,
                "address": proposal.address,
            },
        )
    return len(fresh)


def listed(connection: Connection, request: int) -> tuple[Finding, ...]:
    """Return what was proposed for a request, in the order of its finding."""
    rows = connection.execute(
        "SELECT request_finding.id, request_finding.kind, reason, other_id, device_id,"
        " message_id, request_finding.address,"
        " CASE request_finding.kind"
        "   WHEN 'person' THEN trim(coalesce(person.display_name, '') || ' '"
        "     || coalesce((SELECT address FROM person_email WHERE person_id = other_id"
        "       ORDER BY id LIMIT 1), ''))"
        "   WHEN 'device' THEN trim(device.manufacturer || ' ' || device.model || ' '"
        "     || device.name)"
        "   WHEN 'mention' THEN (SELECT ticket.title FROM message JOIN ticket"
        "     ON ticket.id = message.ticket_id WHERE message.id = message_id)"
        "   ELSE request_finding.address END,"
        " accepted FROM request_finding"
        " LEFT JOIN person ON person.id = other_id"
        " LEFT JOIN device ON device.id = device_id"
        " WHERE request_id = ? ORDER BY request_finding.id",
        (request,),
    )
    found = []
    for key, *proposed, shown, accepted in rows.fetchall():
        proposal, label = Proposal(*proposed), shown or ""
        if proposal.reason == _SORTING:
            label = mentions.said_of_sorting(connection, *_place(proposal.address))
        found.append(Finding(key, proposal, label, None if accepted is None else bool(accepted)))
    return tuple(found)


def _place(address: str) -> tuple[str, int]:
    table, _colon, row = address.partition(":")
    return table, int(row)


def accepted_sorting(connection: Connection, request: int) -> dict[str, list[int]]:
    """Return what staff sort by of which they said that it means the person, by table."""
    found: dict[str, list[int]] = {}
    for (address,) in connection.execute(
        "SELECT address FROM request_finding"
        " WHERE request_id = ? AND kind = 'mention' AND reason = ? AND accepted = 1",
        (request, _SORTING),
    ):
        table, row = _place(address)
        found.setdefault(table, []).append(row)
    return found


def answer(
    connection: Connection,
    request: int,
    finding: int,
    *,
    accepted: bool,
    staff_id: int | None,
    at: int,
) -> bool:
    """Keep what was said of a proposal; False when the request has none of this id."""
    cursor = connection.execute(
        "UPDATE request_finding SET accepted = ?, staff_id = ?, at = ?"
        " WHERE id = ? AND request_id = ?",
        (int(accepted), staff_id, at, finding, request),
    )
    return cursor.rowcount == 1


def accepted_messages(connection: Connection, request: int) -> set[int]:
    """Return the messages of others of which staff said that they mean the person."""
    answers = answered_messages(connection, request)
    return {message for message, accepted in answers.items() if accepted}


def answered_messages(connection: Connection, request: int) -> dict[int, bool]:
    """Return, for messages of others, whether staff said that they mean the person."""
    rows = connection.execute(
        "SELECT message_id, accepted FROM request_finding"
        " WHERE request_id = ? AND kind = 'mention' AND accepted IS NOT NULL"
        " AND message_id IS NOT NULL",
        (request,),
    )
    return {message: bool(accepted) for message, accepted in rows}


def of_namesakes(connection: Connection, request: int) -> set[int]:
    """Return the messages of others of which staff said that somebody else is named in them."""
    rows = connection.execute(
        "SELECT message_id FROM request_finding"
        " WHERE request_id = ? AND kind = 'mention' AND reason = ? AND accepted = 0",
        (request, NAMED),
    )
    return {row[0] for row in rows}
