"""Pages of the list of devices: those that are looked for, in an order, by its index."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from app.model.device_list import DeviceFind, DeviceSort, parse_find
from app.model.identifiers import behind_label, normalise_fragment, search_form
from app.model.moments import now, office_day
from app.store import search_index
from app.store.named import name_key
from app.store.rows import listed, marks

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

_HELD = "SELECT rowid AS id FROM device_text WHERE device_text MATCH ?"
_OWNERS = (
    "SELECT device.id FROM person_text JOIN device ON device.owner_id = person_text.rowid"
    " WHERE person_text MATCH ?"
)
_ORGANISATIONS = (
    "SELECT id FROM organisation WHERE name_key = ? UNION ALL"
    " SELECT id FROM organisation WHERE instr(name_key, ?)"
    " AND NOT EXISTS (SELECT 1 FROM organisation WHERE name_key = ?)"
)
_WHOLE_NUMBER = 14
"""Digits of the shortest number that one device alone has; an IMEI has one more to check it."""
_SAME = 3
"""Different digits that a number without meaning may have: many devices have their pieces."""

_NAME = "lower(person.display_name)"
_LAST_ID = 2**63 - 1
_ORDER = {
    DeviceSort.UPDATED: "device.updated_at",
    DeviceSort.NAME: (
        "lower(CASE device.name WHEN '' THEN device.manufacturer || ' ' || device.model"
        " ELSE device.name END)"
    ),
    DeviceSort.KIND: "device.kind",
    DeviceSort.STATE: "device.state",
    DeviceSort.OWNER: (
        f"coalesce((SELECT {_NAME} FROM person WHERE person.id = device.owner_id), '')"
    ),
    DeviceSort.WARRANTY: "coalesce(nullif(device.warranty_until, ''), '9999-12-31')",
}
_INDEX = {
    DeviceSort.UPDATED: "device_updated",
    DeviceSort.NAME: "device_name",
    DeviceSort.KIND: "device_kind",
    DeviceSort.STATE: "device_state",
    DeviceSort.WARRANTY: "device_warranty_last",
}
"""By order, the index that holds it; of an owner's name it is another table's."""
_FEW = 1_000
"""Devices of some kinds or states up to which all are read and sorted."""
_SAMPLE = 1_000
_PART = 25
"""A list is walked for letters that at least one of so many devices begins with."""
_LIKE_NAMES = frozenset({DeviceSort.NAME, DeviceSort.KIND})
"""Orders in which devices whose names begin alike stand together, perhaps at the far end."""
_COUNTED = 20_000
"""Devices up to which it is told which of two filters has fewer."""


def _match(
    find: DeviceFind, today: date, in_order: DeviceSort | None = None
) -> tuple[str, tuple[Any, ...]]:
    """Return the condition that a device is one of those looked for, for a list in some order."""
    parts, parameters = [], []
    for column, values in _filters(find):
        is_one = f"{column} IN ({marks(values)})"
        if in_order is None or in_order.value == column:
            parts.append(f"device.{is_one}")
        else:  # by its own index: what is walked in another order then reads no device's row
            parts.append(
                f"EXISTS (SELECT 1 FROM device AS other INDEXED BY device_{column}"
                f" WHERE other.{is_one} AND other.id = device.id)"
            )
        parameters += values
    if find.organisation:
        parts.append(f"device.organisation_id IN ({_ORGANISATIONS})")
        parameters += [name_key(find.organisation)] * 3
    if find.warranty_days is not None:
        # A retired device's warranty matters to nobody.
        parts.append(f"{_ORDER[DeviceSort.WARRANTY]} BETWEEN ? AND ? AND device.state <> 'retired'")
        last = today + timedelta(days=find.warranty_days)
        parameters += [today.isoformat(), last.isoformat()]
    if find.text:
        sql, given = _text_match(find.text)
        parts.append(sql)
        parameters += given
    return " AND ".join(parts) or "1", tuple(parameters)


def _filters(find: DeviceFind) -> list[tuple[str, list[str]]]:
    """Return the columns that have to have one of some values."""
    asked = (("kind", find.kinds), ("state", find.states))
    return [(column, [value.value for value in values]) for column, values in asked if values]


def _text_match(text: str) -> tuple[str, tuple[Any, ...]]:
    """Return the condition that a device has a fragment in an identifier, label or owner."""
    if not search_index.is_fragment(text):
        like = "(device.name LIKE ? ESCAPE '\\' OR device.model LIKE ? ESCAPE '\\')"
        return like, (search_index.like_start(text),) * 2
    found, given = _holding(text)
    return f"device.id IN ({found})", given


def _holding(text: str) -> tuple[str, tuple[str, ...]]:
    """Return SQL for the devices that have a fragment in an identifier, label or owner.

    Of several words each may stand in another of them: a make and a model, a model and an owner.
    A device that is found in two ways comes twice.
    """
    whole, given = _holding_whole(text)
    several, words = _holding_words(search_index.words(text))
    return (f"{whole} UNION ALL {several}", (*given, *words)) if several else (whole, given)


def _holding_words(words: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return SQL for the devices that have each of some words somewhere; nothing for none."""
    parts, given = [], []
    for word in words:
        sought = search_index.a_word(word)
        fragment = normalise_fragment(word)
        held = f"label : ({sought})"
        if search_index.is_fragment(fragment):
            held += f" OR identifiers : ({search_index.quoted(fragment)})"
        parts.append(f"SELECT id FROM ({_HELD} UNION ALL {_OWNERS})")
        given += [held, sought]
    found = " INTERSECT ".join(parts)
    return f"SELECT id FROM ({found})" if parts else "", tuple(given)


def _holding_whole(text: str) -> tuple[str, tuple[str, ...]]:
    """Return SQL for the devices that have a fragment as it stands."""
    fragment = normalise_fragment(text)
    wanted = {"label": text}
    if search_index.is_fragment(fragment):
        wanted["identifiers"] = fragment
    found, given = search_index.holding("device_text", wanted, rare=_is_whole_number(fragment))
    found, given = f"{found} UNION ALL {_OWNERS}", (*given, search_index.quoted(text))
    piece = search_form(behind_label(text))  # of an identifier: it has not the form of a whole one
    if piece != fragment and search_index.is_fragment(piece):
        found += f" UNION ALL {_HELD}"
        given = (*given, f"identifiers : {search_index.quoted(piece)}")
    return found, given


def _is_whole_number(fragment: str) -> bool:
    return fragment.isdigit() and len(set(fragment)) > _SAME and len(fragment) >= _WHOLE_NUMBER


def _is_common(connection: Connection, text: str) -> bool:
    """Whether many devices have a fragment, counted no further than tells it."""
    if not search_index.is_fragment(text) or _is_whole_number(normalise_fragment(text)):
        return False
    return search_index.many(connection, *_holding(text))


def _hint(connection: Connection, find: DeviceFind, sort: DeviceSort) -> str:
    """Return what index to go by, or none where the engine finds the devices by their text.

    Many rows found would all be read to be sorted; the index in their order holds no more than
    is compared, and is left as soon as the page is full.
    """
    index = _INDEX.get(sort, "")
    if _is_letters(find.text):
        by_the_way = sort not in _LIKE_NAMES and _many_begin_so(connection, find)
        return f" INDEXED BY {index}" if by_the_way else " NOT INDEXED"
    if find.text and not _is_common(connection, find.text):
        return " NOT INDEXED"
    if find.warranty_days is not None and not find.text:
        index = _INDEX[DeviceSort.WARRANTY]
    elif sort is DeviceSort.NAME and len(find.kinds) == 1 and not find.text:
        index = "device_kind_name"
    return f" INDEXED BY {index}" if index else ""


def _is_letters(text: str) -> bool:
    """Whether a text is too short for the search index."""
    return bool(text) and not search_index.is_fragment(text)


def _many_begin_so(connection: Connection, find: DeviceFind) -> bool:
    """Whether a large part of all devices is looked for: ids are random, so any of them tell."""
    sql, parameters = _match(find, office_day(now()))
    some = f"(SELECT * FROM device NOT INDEXED LIMIT {_SAMPLE}) AS device"
    (count,) = connection.execute(f"SELECT count(*) FROM {some} WHERE {sql}", parameters).fetchone()
    return bool(_PART * count >= _SAMPLE)


def _few(
    connection: Connection, find: DeviceFind, sql: str, parameters: tuple[Any, ...]
) -> list[int] | None:
    """Return the ids of all devices looked for, if they are few enough to be sorted."""
    filters = _filters(find)
    if not filters or find.warranty_days is not None:
        return None
    column, values = min(filters, key=lambda one: _holds(connection, *one))
    if find.text and not _is_common(connection, find.text):
        return None  # it finds them sooner
    walked = f"device INDEXED BY device_{column} WHERE device.{column} IN ({marks(values)})"
    asked = f"SELECT device.id FROM {walked} AND {sql}"
    found = connection.execute(f"{asked} LIMIT {_FEW + 1}", (*values, *parameters)).fetchall()
    return None if len(found) > _FEW else [row[0] for row in found]


def _holds(connection: Connection, column: str, values: Sequence[str]) -> int:
    """Return how many devices have one of some values, counted no further than many."""
    sql = f"SELECT 1 FROM device INDEXED BY device_{column} WHERE {column} IN ({marks(values)})"
    counted = f"SELECT count(*) FROM ({sql} LIMIT {_COUNTED})"
    return int(connection.execute(counted, tuple(values)).fetchone()[0])


def paged(
    connection: Connection,
    find: str,
    *,
    behind: bool,
    limit: int,
    sort: DeviceSort,
    descending: bool,
) -> tuple[str, tuple[Any, ...]]:
    """Return the statement for (what it is sorted by, id) of devices, and its parameters.

    With ``behind`` it is that for a later page, and the key's value and id come first.
    """
    wanted = parse_find(find)
    today, hint = office_day(now()), ""
    sql, parameters = _match(wanted, today, sort)
    few = _few(connection, wanted, sql, parameters)
    if few is not None:
        these, given = listed(few)
        sql, parameters, hint = f"device.id IN {these}", (given,), " NOT INDEXED"
    elif wanted.organisation:
        sql, parameters = _match(wanted, today)  # it has few of all devices: by its own index
    elif sort is DeviceSort.OWNER:
        if _is_walked(connection, wanted):
            return _by_owner(wanted, behind=behind, descending=descending, limit=limit)
        sql, parameters = _match(wanted, today)
    elif _filters(wanted) and _is_letters(wanted.text):
        sql, parameters = _match(wanted, today)  # each row is read
    else:
        hint = _hint(connection, wanted, sort)
        if "device_kind_name" in hint:
            sql, parameters = f"device.kind = ? AND {sql}", (wanted.kinds[0].value, *parameters)
    direction, beyond = ("DESC", "<") if descending else ("ASC", ">")
    order = _ORDER[sort]
    bound = f"({order}, device.id) {beyond} (?, ?) AND " if behind else ""
    return (
        f"SELECT {order}, device.id FROM device{hint} WHERE {bound}{sql}"
        f" ORDER BY {order} {direction}, device.id {direction} LIMIT {limit}",
        parameters,
    )


def _is_walked(connection: Connection, find: DeviceFind) -> bool:
    """Whether so many devices are looked for that a page of them is soon met in any order."""
    if find.warranty_days is not None:
        return False
    if _is_letters(find.text):
        return _many_begin_so(connection, find)
    return not find.text or _is_common(connection, find.text)


def _by_owner(
    find: DeviceFind, *, behind: bool, descending: bool, limit: int
) -> tuple[str, tuple[Any, ...]]:
    """Return the statement that walks people by name for their devices, and what is nobody's.

    Each of the two stands in its order, so that the engine merges them and sorts no more than what
    people of one name have. Which devices are looked for is found out once: asked of each that is
    walked, its row would be read.
    """
    sql, parameters = _match(find, office_day(now()))
    direction, beyond = ("DESC", "<") if descending else ("ASC", ">")
    first, nobodys, owned = [], "", ""
    if behind:  # what is nobody's is beyond a name, or behind it, as a whole
        first.append("key (value, id) AS (VALUES (?, ?))")
        key = "(SELECT value FROM key)"
        last = f"CASE {key} WHEN '' THEN (SELECT id FROM key) ELSE {_LAST_ID} END"
        nobodys = f" AND device.id {beyond} {last}"
        owned = (
            f" AND {_NAME} {beyond}= {key}"
            f" AND ({_NAME}, device.id) {beyond} (SELECT value, id FROM key)"
        )
    if parameters:
        first.append(f"wanted AS MATERIALIZED (SELECT device.id FROM device WHERE {sql})")
        # With the plus no id is looked up by: the engine would try all of them for each person.
        nobodys += " AND +device.id IN wanted"
        owned += " AND +device.id IN wanted"
    return (
        f"{'WITH ' * bool(first)}{', '.join(first)} SELECT * FROM ("
        "SELECT '', device.id FROM device INDEXED BY device_nobody"
        f" WHERE owner_id IS NULL{nobodys} ORDER BY device.id {direction} LIMIT {limit})"
        f" UNION ALL SELECT {_NAME}, device.id FROM person INDEXED BY person_name"
        " CROSS JOIN device INDEXED BY device_owner"
        f" WHERE device.owner_id = person.id{owned}"
        f" ORDER BY 1 {direction}, 2 {direction} LIMIT {limit}",
        parameters,
    )


def firsts(connection: Connection, find: str, limit: int) -> list[int]:
    """Return the devices changed last of those looked for."""
    asked = paged(
        connection, find, behind=False, limit=limit, sort=DeviceSort.UPDATED, descending=True
    )
    return [row[1] for row in connection.execute(*asked)]


def count(connection: Connection, find: str) -> int:
    """Return how many devices ``page`` gives in all."""
    wanted = parse_find(find)
    if search_index.is_fragment(wanted.text) and wanted == DeviceFind(text=wanted.text):
        found, given = _holding(wanted.text)  # each of them is a device: no row need be read
        distinct = f"SELECT count(DISTINCT id) FROM ({found})"
        return int(connection.execute(distinct, given).fetchone()[0])
    sql, parameters = _match(wanted, office_day(now()))
    return int(
        connection.execute(f"SELECT count(*) FROM device WHERE {sql}", parameters).fetchone()[0]
    )
