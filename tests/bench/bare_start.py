"""The least that a program must do to show a page of tickets: ``DATABASE KEY`` as arguments."""

from __future__ import annotations

import sys

from sqlcipher3 import dbapi2


def main(database: str, key: str) -> None:
    """Read the newest tickets and print them."""
    connection = dbapi2.connect(database)
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    rows = connection.execute(
        "SELECT ticket.id, title, status, priority, channel, queue.name, category.name,"
        " person.display_name, organisation.name, staff.name, ticket.created_at,"
        " ticket.updated_at, due_at FROM ticket LEFT JOIN queue ON queue.id = queue_id"
        " LEFT JOIN category ON category.id = category_id"
        " LEFT JOIN person ON person.id = requester_id"
        " LEFT JOIN organisation ON organisation.id = ticket.organisation_id"
        " LEFT JOIN staff ON staff.id = assignee_id ORDER BY ticket.id DESC LIMIT 200"
    ).fetchall()
    for row in rows:
        print(*row)
    connection.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
