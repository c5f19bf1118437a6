"""Searches, look-ups and single records, each beside the best SQL written by hand for it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from app.workflows import devices, people, tickets
from app.workflows.session import Session
from tests.bench.figures import Case
from tests.bench.lists import PAGE, same_ids

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_HITS = (
    "SELECT DISTINCT rowid / 65536 FROM message_text WHERE message_text MATCH ?"
    f" ORDER BY rowid DESC LIMIT {PAGE}"
)
_JOINED = (
    "SELECT DISTINCT ticket.id FROM message_text"
    " CROSS JOIN ticket ON ticket.id = message_text.rowid / 65536"
    f" WHERE message_text MATCH ? AND {{condition}} ORDER BY message_text.rowid DESC LIMIT {PAGE}"
)
_NOT_IN_TICKET = (
    "NOT EXISTS (SELECT 1 FROM message_text AS other WHERE other.message_text MATCH ?"
    " AND other.rowid BETWEEN ticket.id * 65536 AND ticket.id * 65536 + 65535)"
)
_OPEN_FIRST = (
    "SELECT id FROM ticket INDEXED BY ticket_status WHERE status = 'open' AND EXISTS"
    " (SELECT 1 FROM message_text WHERE message_text MATCH ?"
    " AND rowid BETWEEN ticket.id * 65536 AND ticket.id * 65536 + 65535)"
    f" ORDER BY id DESC LIMIT {PAGE}"
)
_TAG = (
    "EXISTS (SELECT 1 FROM ticket_tag WHERE tag_id = (SELECT id FROM tag WHERE name = ?)"
    " AND ticket_id = ticket.id)"
)
_TEXTS: tuple[tuple[str, str, bool, str, tuple[str, ...]], ...] = (
    ("rare word", "voorraadplanning", False, _HITS, ('"voorraadplanning"',)),
    ("word in a tenth of all", "laptop", False, _HITS, ('"laptop"',)),
    ("word in half of all", "helpdesk", False, _HITS, ('"helpdesk"',)),
    ("phrase", '"met vriendelijke groet"', False, _HITS, ('"met vriendelijke groet"',)),
    ("phrase, rarer", '"gedeelde postbus"', False, _HITS, ('"gedeelde postbus"',)),
    ("two words", "laptop certificaat", False, _HITS, ('"laptop" AND "certificaat"',)),
    ("two common words", "helpdesk lokaal", False, _HITS, ('"helpdesk" AND "lokaal"',)),
    ("two words that never meet", "voicemail modem", False, _HITS, ('"voicemail" AND "modem"',)),
    ("typing: la", "la", True, _HITS, ('"la" *',)),
    ("typing: lapt", "lapt", True, _HITS, ('"lapt" *',)),
    ("typing: helpdesk wacht", "helpdesk wacht", True, _HITS, ('"helpdesk" AND "wacht" *',)),
    (
        "laptop status:closed",
        "laptop status:closed",
        False,
        _JOINED.format(condition="status = 'closed'"),
        ('"laptop"',),
    ),
    ("laptop status:open", "laptop status:open", False, _OPEN_FIRST, ('"laptop"',)),
    (
        "certificaat tag:vpn",
        "certificaat tag:vpn",
        False,
        _JOINED.format(condition=_TAG),
        ('"certificaat"', "vpn"),
    ),
    (
        "laptop -certificaat",
        "laptop -certificaat",
        False,
        _JOINED.format(condition=_NOT_IN_TICKET),
        ('"laptop"', '"certificaat"'),
    ),
    (
        "-helpdesk",
        "-helpdesk",
        False,
        f"SELECT id FROM ticket WHERE {_NOT_IN_TICKET} ORDER BY id DESC LIMIT {PAGE}",
        ('"helpdesk"',),
    ),
)


def texts(session: Session, bare: Connection) -> Iterator[Case[Any]]:
    """Full-text searches."""
    for name, query, typing, sql, parameters in _TEXTS:
        yield _text(session, bare, name, query, typing=typing, sql=sql, parameters=parameters)
    name, _id = bare.execute(
        "SELECT display_name, id FROM person ORDER BY id LIMIT 1 OFFSET 7"
    ).fetchone()
    yield _text(session, bare, "a person's name", f'"{name}"', sql=_HITS, parameters=(f'"{name}"',))


def _text(
    session: Session,
    bare: Connection,
    name: str,
    query: str,
    *,
    sql: str,
    parameters: tuple[str, ...],
    typing: bool = False,
) -> Case[Any]:
    return Case(
        "search",
        name,
        lambda _none: tickets.page(session, query, limit=PAGE, typing=typing),
        lambda _none: bare.execute(sql, parameters).fetchall(),
        (None,),
        repeats=100,
        alike=same_ids,
    )


def identifiers(session: Session, bare: Connection) -> Iterator[Case[Any]]:
    """Devices by identifier, whole and in part; people by name and by address."""
    found = bare.execute(
        "SELECT kind, canonical, device_id FROM device_identifier"
        " WHERE kind IN ('serial', 'imei') ORDER BY device_id LIMIT 400"
    ).fetchall()
    imeis = [row[1] for row in found if row[0] == "imei"][:20]
    serials = [row[1] for row in found if row[0] == "serial"][:20]
    for name, wanted, rare in (
        ("whole IMEI", imeis, True),
        ("last six digits of an IMEI", [i[-6:] for i in imeis], False),
        ("first eight digits of an IMEI", [i[:8] for i in imeis], False),
        ("whole serial", serials, False),
        ("four characters of a serial", [s[3:7] for s in serials], False),
    ):
        yield Case(
            "identifier",
            name,
            lambda text: devices.page(session, text, limit=PAGE),
            partial(_devices, bare, rare=rare),
            wanted,
            alike=same_ids,
        )
    addresses = [
        row[0] for row in bare.execute("SELECT address FROM person_email ORDER BY id LIMIT 20")
    ]
    domains = [address[address.index("@") :] for address in addresses]
    for name, wanted in (("by address", addresses), ("by domain", domains)):
        yield Case(
            "person",
            name,
            lambda text: people.page(session, text, limit=PAGE),
            lambda text: bare.execute(
                _PEOPLE, (_pieces(text), text.lower(), text.lower())
            ).fetchall(),
            wanted,
            alike=same_ids,
        )


_DEVICES = (
    "SELECT id FROM device WHERE id IN ({found} UNION SELECT device.id FROM person_text JOIN device"
    " ON device.owner_id = person_text.rowid WHERE person_text MATCH ?)"
    f" ORDER BY updated_at DESC, id DESC LIMIT {PAGE}"
)
_MATCHING = "SELECT rowid FROM device_text WHERE device_text MATCH ?"
_LOOKED_AT = (
    "SELECT source.id FROM device_text CROSS JOIN device_text_source AS source"
    " ON source.id = device_text.rowid WHERE device_text MATCH ?"
    " AND (instr(lower(source.label), ?) OR instr(lower(source.identifiers), ?))"
)
_PEOPLE = (
    "SELECT id FROM person WHERE id IN (SELECT source.id FROM person_text"
    " CROSS JOIN person_text_source AS source ON source.id = person_text.rowid"
    " WHERE person_text MATCH ?"
    " AND (instr(lower(source.names), ?) OR instr(lower(source.addresses), ?)))"
    f" ORDER BY lower(display_name), id LIMIT {PAGE}"
)


def _devices(bare: Connection, text: str, *, rare: bool) -> list[tuple[Any, ...]]:
    if rare:
        return bare.execute(
            _DEVICES.format(found=_LOOKED_AT), (_pieces(text), text, text, f'"{text}"')
        ).fetchall()
    return bare.execute(
        _DEVICES.format(found=_MATCHING),
        (f'label : "{text}" OR identifiers : "{text}"', f'"{text}"'),
    ).fetchall()


def _pieces(text: str) -> str:
    """Return what few but those match that hold a whole text: what it begins with, in threes."""
    return " AND ".join(f'"{text[at : at + 3]}"' for at in range(0, min(len(text) - 2, 18), 3))


_MESSAGES = """
SELECT message.id, direction, author_id, coalesce(person.display_name, staff.name),
    (SELECT address FROM person_email WHERE person_id = author_id ORDER BY id LIMIT 1),
    message.created_at, text, reply_text, html
FROM message LEFT JOIN person ON person.id = author_id LEFT JOIN staff ON staff.id = staff_id
WHERE ticket_id = ? ORDER BY message.created_at, message.id
"""
_TICKET = """
SELECT ticket.*, queue.name, category.name, person.display_name, organisation.name, staff.name,
    (SELECT address FROM person_email WHERE person_id = requester_id ORDER BY id LIMIT 1)
FROM ticket LEFT JOIN queue ON queue.id = queue_id LEFT JOIN category ON category.id = category_id
LEFT JOIN person ON person.id = requester_id
LEFT JOIN organisation ON organisation.id = ticket.organisation_id
LEFT JOIN staff ON staff.id = assignee_id WHERE ticket.id = ?
"""
_PARTS = (
    "SELECT tag.name FROM ticket_tag JOIN tag ON tag.id = tag_id WHERE ticket_id = ? ORDER BY 1",
    "SELECT at, staff.name, field, old_value, new_value FROM ticket_change"
    " LEFT JOIN staff ON staff.id = staff_id WHERE ticket_id = ? ORDER BY ticket_change.id",
    "SELECT device.id, kind, name, manufacturer, model FROM ticket_device"
    " JOIN device ON device.id = device_id WHERE ticket_id = ? ORDER BY 1",
    "SELECT other.id, title, status, kind FROM ticket_link JOIN ticket AS other"
    " ON other.id = other_id WHERE ticket_id = ? UNION SELECT other.id, title, status, kind"
    " FROM ticket_link JOIN ticket AS other ON other.id = ticket_id WHERE other_id = ? ORDER BY 1",
    "SELECT attachment.* FROM attachment JOIN message ON message.id = message_id"
    " WHERE ticket_id = ? ORDER BY attachment.id",
)


def single(session: Session, bare: Connection) -> Iterator[Case[Any]]:
    """One ticket, whole."""
    (count,) = bare.execute("SELECT count(*) FROM ticket").fetchone()
    wanted = [
        bare.execute("SELECT id FROM ticket LIMIT 1 OFFSET ?", (count * n // 40,)).fetchone()[0]
        for n in range(40)
    ]
    yield Case(
        "ticket",
        "open one",
        lambda ticket: tickets.get(session, ticket),
        lambda ticket: _whole(bare, ticket),
        wanted,
        alike=lambda ours, parts: (
            [m.id for m in ours.messages] == [row[0] for row in parts[1]]
            and list(ours.tags) == [row[0] for row in parts[2]]
        ),
    )


def _whole(bare: Connection, ticket: int) -> list[list[Any]]:
    parts = [
        bare.execute(_TICKET, (ticket,)).fetchall(),
        bare.execute(_MESSAGES, (ticket,)).fetchall(),
    ]
    for sql in _PARTS:
        parts.append(bare.execute(sql, (ticket,) * sql.count("?")).fetchall())
    return parts
