"""One piece of work in a process of its own; prints the most memory it took, in KiB."""

from __future__ import annotations

import sys
from pathlib import Path

from app.model.ticket_list import Key, TicketSort
from app.workflows import ticket_lists
from app.workflows.session import Session, unlock
from tests.bench.peak import peak_kib
from tests.bench.secret import LEAD, PASSPHRASE

_QUERIES = ("", "status:open", "tag:vpn", "queue:Netwerk", "laptop", "helpdesk lokaal", "certific")
_PAGES = 40


def browse(session: Session) -> None:
    """Page through lists in each order and through searches, reading rows and tickets."""
    from app.workflows import tickets  # noqa: PLC0415 - a start is measured without them

    for sort in TicketSort:
        after: Key | None = None
        for _page in range(_PAGES):
            page = ticket_lists.page(session, "", sort, after=after)
            ticket_lists.rows(session, page.ids)
            after = page.next
            if after is None:
                break
    for query in _QUERIES:
        page = ticket_lists.page(session, query, typing=True)
        ticket_lists.rows(session, page.ids)
        ticket_lists.count(session, query, stop_at=10_000, typing=True)
        for ticket in page.ids[:20]:
            tickets.get(session, ticket)


def main(work: str, folder: str, *arguments: str) -> None:
    """Do the work on the store in a folder."""
    session = unlock(Path(folder), PASSPHRASE, LEAD)
    try:
        if work == "browse":
            browse(session)
        elif work == "import":
            from app.workflows import import_mail  # noqa: PLC0415 - as above

            for _result in import_mail.import_mail(session, [Path(a) for a in arguments]):
                pass
        elif work == "export":
            from app.workflows import export  # noqa: PLC0415 - as above

            export.export(session, int(arguments[0]), Path(arguments[1]))
        elif work == "dump":
            from tests.bench import exporting, stores  # noqa: PLC0415 - as above

            with stores.bare(session) as connection:
                exporting.dump(connection, int(arguments[0]), Path(arguments[1]))
        elif work == "first-page":
            ticket_lists.rows(session, ticket_lists.page(session).ids)
        else:
            raise SystemExit(f"unknown work {work}")
    finally:
        session.close()
    print(peak_kib())


if __name__ == "__main__":
    main(*sys.argv[1:])
