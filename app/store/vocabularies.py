"""Queues, categories and tags: how many tickets have one, and how one goes or gets a new name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from app.model import query_edit
from app.model.ticket_query_words import Field
from app.model.vocabulary import FoundWords, Vocabulary, Word
from app.store import bulk, restrictions, views
from app.store.named import name_key, sequence_of
from app.store.rows import BATCH, listed

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

FIELDS: dict[Vocabulary, Field] = {
    "queue": Field.QUEUE,
    "category": Field.CATEGORY,
    "tag": Field.TAG,
}
_CHANGES = 20_000  # of the history, looked through at once
_HAVING = {
    "queue": "SELECT {what} FROM ticket WHERE queue_id = ?",
    "category": "SELECT {what} FROM ticket WHERE category_id = ?",
    "tag": "SELECT {what} FROM ticket_tag WHERE tag_id = ?",
}
_ID = {"queue": "id", "category": "id", "tag": "ticket_id"}


def find(connection: Connection, table: Vocabulary, text: str, limit: int) -> FoundWords:
    """Return the words whose name holds a text, in whatever capitals, by name."""
    key = name_key(text)
    found = [word for word in _all(connection, table) if key in name_key(word.name)]
    found.sort(key=lambda word: (name_key(word.name), word.name))
    return FoundWords(tuple(found[:limit]), len(found))


def _all(connection: Connection, table: Vocabulary) -> Iterator[Word]:
    return (Word(*row) for row in connection.execute(f"SELECT id, name FROM {table}"))


def same(connection: Connection, table: Vocabulary, name: str, than: int) -> Word | None:
    """Return the word that has a name, in whatever capitals, other than the one of an id."""
    key = name_key(name)
    found = [w for w in _all(connection, table) if w.id != than and name_key(w.name) == key]
    return min(found, key=lambda word: (word.name != name, word.id), default=None)


def is_there(connection: Connection, table: Vocabulary, word: Word) -> bool:
    """Whether a word is still as it was read."""
    sql = f"SELECT 1 FROM {table} WHERE id = ? AND name = ?"
    return connection.execute(sql, word).fetchone() is not None


def count(connection: Connection, table: Vocabulary, word: int) -> int:
    """Return how many tickets have a word."""
    sql = _HAVING[table].format(what="count(*)")
    return int(connection.execute(sql, (word,)).fetchone()[0])


def tickets(connection: Connection, table: Vocabulary, word: int) -> Iterator[tuple[int, ...]]:
    """Yield the tickets that have a word, some at a time; each may lose it meanwhile."""
    column = _ID[table]
    sql = _HAVING[table].format(what=column) + f" AND {column} > ? ORDER BY {column} LIMIT {BATCH}"
    last = 0
    while found := tuple(row[0] for row in connection.execute(sql, (word, last))):
        last = found[-1]
        yield found


def move(
    connection: Connection,
    table: Vocabulary,
    word: int,
    into: int | None,
    ids: Sequence[int],
    *,
    at: int,
    staff_id: int | None,
) -> int:
    """Give tickets another word for one that they have, or none; return how many.

    Those of people whose data is only kept keep it. The history tells of it, of a tag without the
    old name: it may be somebody's.
    """
    kept = restrictions.among(connection, "ticket", ids)
    moved = [ticket for ticket in ids if ticket not in kept]
    among, given = listed(moved)
    if table == "tag":
        field, old, new = "tags", "", ""
        changes = ""
        _move_tags(connection, word, into, moved)
    else:
        field, old, new = f"{table}_id", str(word), "" if into is None else str(into)
        changes = f", {table}_id = :into"
    connection.execute(
        f"UPDATE ticket SET updated_at = max(updated_at, :at), version = version + 1{changes}"
        f" WHERE id IN {among.replace('?', ':ids')}",
        {"at": at, "into": into, "ids": given},
    )
    connection.execute(
        "INSERT INTO ticket_change (ticket_id, staff_id, at, field, old_value, new_value)"
        " SELECT value, ?, ?, ?, ?, ? FROM json_each(?)",
        (staff_id, at, field, old, new, given),
    )
    return len(moved)


def _move_tags(connection: Connection, tag: int, into: int | None, ids: Sequence[int]) -> None:
    among, given = listed(ids)
    if into is not None:  # first: a ticket that has no tag for a moment is noted as such
        connection.execute(
            "INSERT INTO ticket_tag (tag_id, ticket_id) SELECT ?, value FROM json_each(?)"
            " WHERE true ON CONFLICT DO NOTHING",
            (into, given),
        )
    connection.execute(
        f"DELETE FROM ticket_tag WHERE tag_id = ? AND ticket_id IN {among}", (tag, given)
    )


def rename(connection: Connection, table: Vocabulary, word: int, name: str) -> None:
    """Give a word another name, which no other word has."""
    connection.execute(f"UPDATE {table} SET name = ? WHERE id = ?", (name, word))


def remove(connection: Connection, table: Vocabulary, word: int) -> None:
    """Remove a word that no ticket has; the history tells nobody of another by its number."""
    bulk.set_sequence(connection, sequence_of(table), word)
    connection.execute(f"DELETE FROM {table} WHERE id = ?", (word,))


# Texts that name one


def latest_change(connection: Connection) -> int:
    """Return the number of the latest step of any ticket's history."""
    row = connection.execute("SELECT max(id) FROM ticket_change").fetchone()
    return int(row[0] or 0)


def forget_tag(connection: Connection, old: str, new: str | None) -> Iterator[int]:
    """Put a tag's new name, or none, into the history of all tickets, piece by piece.

    Yields how far it is, in numbers of steps.
    """
    sql = (
        "SELECT id, old_value, new_value FROM ticket_change WHERE id > ? AND id <= ?"
        " AND field = 'tags' AND (instr(old_value, ?) > 0 OR instr(new_value, ?) > 0)"
    )
    for begin in range(0, latest_change(connection), _CHANGES):
        end = begin + _CHANGES
        changed = []
        for step, *texts in connection.execute(sql, (begin, end, old, old)).fetchall():
            before, after = (_without(text, old, new) for text in texts)
            if before == after:  # it was all that changed
                before = after = ""
            if [before, after] != texts:
                changed.append((before, after, step))
        connection.executemany(
            "UPDATE ticket_change SET old_value = ?, new_value = ? WHERE id = ?", changed
        )
        yield end


def _without(tags: str, old: str, new: str | None) -> str:
    """Return tags as the history lists them, with another in the place of one, or without it."""
    within = f", {tags}, "
    gone = new is None or f", {new}, " in within
    within = within.replace(f", {old}, ", ", " if gone else f", {new}, ")
    return within[2:-2]


def views_asking(connection: Connection, table: Vocabulary, name: str) -> int:
    """Return how many saved views ask for a word."""
    field = FIELDS[table]
    return sum(query_edit.asks_for(view.query, field, name) for view in views.every(connection))


def rename_in_queries(
    connection: Connection, table: Vocabulary, old: str, new: str, at: int
) -> int:
    """Let saved views and holds ask for a word by its new name; return how many views do."""
    field, count = FIELDS[table], 0
    for view in views.every(connection):
        query = query_edit.with_name(view.query, field, old, new)
        if query != view.query:
            count += 1
            views.change(connection, view.id, view.version, {"query": query, "updated_at": at})
    for hold, query in connection.execute(
        "SELECT id, query FROM hold WHERE query <> ''"
    ).fetchall():
        renamed = query_edit.with_name(query, field, old, new)
        if renamed != query:
            connection.execute("UPDATE hold SET query = ? WHERE id = ?", (renamed, hold))
    return count


def is_held(connection: Connection, table: Vocabulary, name: str, today: str) -> bool:
    """Whether a hold that is in force finds its tickets by a word."""
    found = connection.execute(
        "SELECT query FROM hold WHERE query <> '' AND released_at IS NULL"
        " AND (until_on = '' OR until_on >= ?)",
        (today,),
    )
    return any(query_edit.asks_for(query, FIELDS[table], name) for (query,) in found)
