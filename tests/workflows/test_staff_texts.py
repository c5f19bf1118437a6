"""Drafts, canned replies and saved views: kept, shared as they should be, and forgotten."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import KnownError
from app.model.conversation import BLACKED_OUT
from app.model.mail import MailAttachment
from app.model.staff_texts import Draft, DraftKind, fill_placeholders, unknown_placeholders
from app.model.ticket import Channel
from app.model.ticket_list import TicketSort
from app.model.ticket_query import QueryError
from app.store.messages import CHUNK_BYTES
from app.store.store import DATABASE
from app.workflows import canned, drafts, erasure, people, tickets, views
from app.workflows.session import Session
from tests.forensics.page_reader import find_values
from tests.workflows.conftest import planted
from tests.workflows.residue import granted


def make_ticket(session: Session, requester: int | None = None) -> int:
    return tickets.create(session, title="Scherm", channel=Channel.EMAIL, requester_id=requester)[0]


def test_a_draft_is_there_again_after_the_lock_and_only_its_writers(
    session: Session, technician: Callable[[], Session]
) -> None:
    ticket = make_ticket(session)
    drafts.save(session, ticket, Draft(DraftKind.REPLY, "Beste"))
    drafts.save(session, ticket, Draft(DraftKind.NOTE, "Beste Piet,"))
    assert drafts.get(session, ticket) == Draft(DraftKind.NOTE, "Beste Piet,")
    other = technician()
    assert drafts.get(other, ticket) is None
    drafts.save(other, ticket, Draft(DraftKind.REPLY, "Dag"))
    drafts.discard(other, ticket)
    assert drafts.get(other, ticket) is None
    other.close()


def test_a_draft_of_a_forward_keeps_where_it_is_to_go(session: Session) -> None:
    ticket = make_ticket(session)
    draft = Draft(DraftKind.FORWARD, "Kunnen jullie meekijken?", "leverancier@exam")
    drafts.save(session, ticket, draft)
    assert drafts.get(session, ticket) == draft
    drafts.save(session, ticket, Draft(DraftKind.FORWARD, "", "leverancier@example.com"))
    assert drafts.get(session, ticket) == Draft(DraftKind.FORWARD, "", "leverancier@example.com")


def test_a_drafts_files_come_back_and_are_not_written_anew_with_every_word(
    session: Session,
) -> None:
    ticket = make_ticket(session)
    scan = MailAttachment("scan.png", "image/png", secrets.token_bytes(CHUNK_BYTES + 1))
    log, empty = MailAttachment("log.txt", "text/plain", b"regel"), MailAttachment("x", "y/z", b"")

    def rows() -> list[int]:
        with session.store.read() as connection:
            found = connection.execute("SELECT rowid FROM draft_file_chunk ORDER BY rowid")
            return [row[0] for row in found]

    draft = Draft(DraftKind.REPLY, "Bes", files=(scan, log, empty))
    drafts.save(session, ticket, draft)
    assert drafts.get(session, ticket) == draft
    before = rows()
    assert len(before) == 3
    drafts.save(session, ticket, Draft(DraftKind.REPLY, "Beste", files=(scan, log)))
    assert rows() == before
    drafts.save(session, ticket, Draft(DraftKind.REPLY, "", files=(log,)))
    assert drafts.get(session, ticket) == Draft(DraftKind.REPLY, "", files=(log,))
    drafts.discard(session, ticket)
    assert drafts.get(session, ticket) is None
    assert rows() == []


def test_an_empty_draft_is_none(session: Session) -> None:
    ticket = make_ticket(session)
    drafts.save(session, ticket, Draft(DraftKind.REPLY, "Beste"))
    drafts.save(session, ticket, Draft(DraftKind.REPLY, "  \n"))
    assert drafts.get(session, ticket) is None


def test_a_draft_for_a_ticket_that_is_gone_is_not_kept(session: Session) -> None:
    drafts.save(session, 20_269_999_999, Draft(DraftKind.REPLY, "Beste"))
    assert drafts.get(session, 20_269_999_999) is None


def test_an_erasure_takes_drafts_along_and_blacks_views_and_replies_out(
    session: Session, tmp_path: Path
) -> None:
    name, secret = f"{planted()} {planted()}", planted()
    address, addressee = f"{planted()}@example.nl", f"{planted()}@example.nl"
    person, _ = people.add(session, display_name=name, email=address)
    ticket = make_ticket(session, person)
    others = make_ticket(session)
    sent_on = make_ticket(session)
    drafts.save(session, ticket, Draft(DraftKind.FORWARD, f"Dag, {secret}", addressee))
    drafts.save(session, sent_on, Draft(DraftKind.FORWARD, "Kijk eens mee.", address))
    drafts.save(session, others, Draft(DraftKind.NOTE, f"Vraag het {name} eens."))
    views.add(session, f"Van {name}", f'requester:"{name}"', TicketSort.NEWEST, descending=True)
    canned.add(session, f"Voor {name}", f"Dag {name}, het is klaar.")
    values: list[str | bytes] = [secret, address, addressee, *name.split()]
    key = session.unlocked.store_key
    assert set(find_values(session.folder / DATABASE, key, values)) == set(values)
    erasure.erase(session, person, granted(session, person))
    assert find_values(session.folder / DATABASE, key, values) == {}
    assert drafts.get(session, ticket) is None
    kept = drafts.get(session, others)
    assert kept is not None
    assert kept.text.startswith("Vraag het █")
    assert drafts.get(session, sent_on) == Draft(DraftKind.FORWARD, "Kijk eens mee.", BLACKED_OUT)
    (view,) = views.every(session)
    assert view.version == 2
    assert tickets.page(session, view.query).ids == ()


def test_a_view_keeps_all_that_makes_the_list(session: Session) -> None:
    view, changes = views.add(
        session,
        "  Mijn   werk ",
        "assignee:me status:unfinished",
        TicketSort.DUE,
        descending=False,
        columns=("number", "title"),
    )
    assert changes.settings
    (kept,) = views.every(session)
    assert (kept.id, kept.name, kept.sort, kept.descending, kept.columns) == (
        view,
        "Mijn werk",
        TicketSort.DUE,
        False,
        ("number", "title"),
    )
    views.change(session, kept, name="Werk", query="", sort=TicketSort.NEWEST, descending=True)
    with pytest.raises(KnownError, match="Somebody else"):
        views.change(session, kept, name="Later", query="", sort=TicketSort.NEWEST, descending=True)
    assert [v.name for v in views.every(session)] == ["Werk"]
    views.remove(session, view)
    assert views.every(session) == ()


def test_a_view_that_nobody_could_open_is_refused(session: Session) -> None:
    with pytest.raises(QueryError):
        views.add(session, "Kapot", "status:opne", TicketSort.NEWEST, descending=True)
    with pytest.raises(KnownError, match="name"):
        views.add(session, " ", "", TicketSort.NEWEST, descending=True)


def test_a_canned_reply_is_kept_changed_and_removed(session: Session) -> None:
    reply, _ = canned.add(session, "Herstart", "Dag {name},\n\nStart opnieuw op.\n\n{me}")
    (kept,) = canned.every(session)
    canned.change(session, reply, kept.version, "Herstarten", kept.text)
    with pytest.raises(KnownError, match="Somebody else"):
        canned.change(session, reply, kept.version, "Anders", kept.text)
    with pytest.raises(KnownError, match="name and a text"):
        canned.add(session, "Leeg", "  ")
    assert [found.name for found in canned.every(session)] == ["Herstarten"]
    canned.remove(session, reply)
    assert canned.every(session) == ()


def test_placeholders_are_filled_once_and_other_braces_stay() -> None:
    values = {"name": "{number}", "number": "CNE-2026-000001", "me": "Noor"}
    text = "Dag {name}, {number} {other} {} {{me}} {name"
    assert fill_placeholders(text, values) == (
        "Dag {number}, CNE-2026-000001 {other} {} {Noor} {name"
    )
    assert fill_placeholders("{name}", {}) == "{name}"


def test_what_only_looks_like_a_placeholder_is_found() -> None:
    text = "Dag {name}, {naam} en {naam}: {number}, {2}, {a b}, { me } en {onbekend_woord}."
    assert unknown_placeholders(text) == ("{naam}", "{onbekend_woord}")
    assert unknown_placeholders("{me}") == ()
