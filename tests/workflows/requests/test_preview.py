"""Before anything is done, the preview says what will be done and what must stay, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import KnownError
from app.model.subject_request import RequestKind
from app.model.ticket import Channel, Status
from app.workflows import erasure, export, holds, people, tickets
from app.workflows.requests import preview
from app.workflows.session import Session
from tests.workflows.requests.conftest import granted, request_of, sanne


@pytest.fixture
def person(session: Session) -> int:
    made = sanne(session)
    for title in ("Printer", "Muis"):
        tickets.create(
            session, title=title, channel=Channel.COUNTER, requester_id=made, text="Hij piept."
        )
    pim, _ = people.add(session, display_name="Pim Smit", email="pim@example.nl")
    tickets.create(
        session,
        title="Vraag",
        channel=Channel.COUNTER,
        requester_id=pim,
        text="Stond in de mail van sanne@example.nl.",
    )
    return made


def counts(shown: preview.Preview) -> dict[str, int]:
    return {count.label: count.rows for count in shown.can}


def test_an_access_is_counted_as_the_package_counts(
    session: Session, person: int, tmp_path: Path
) -> None:
    number = granted(session, RequestKind.ACCESS, person)
    shown = preview.of(session, number)
    made, _ = export.export(session, person, tmp_path / "p.zip", request_number=number)
    by_category: dict[str, int] = {}
    for count in shown.can:
        by_category[count.category] = by_category.get(count.category, 0) + count.rows
    assert by_category == made.counts
    assert shown.kept == ()


def test_an_erasure_does_what_its_preview_said(session: Session, person: int) -> None:
    number = granted(session, RequestKind.ERASE, person)
    shown = preview.of(session, number)
    _report, result = erasure.erase(session, person, number, "the only lead")
    assert counts(shown)["Tickets"] == result.rows["ticket"] == 2
    assert counts(shown)["Account"] == result.rows["person"] == 1
    named = [count.rows for count in shown.anonymous if "name the person" in count.label]
    assert sum(named) == sum(result.blacked_out.values()) == 1
    assert [(kept.label, kept.ground) for kept in shown.kept] == [
        ("Requests about data", "obligations")
    ]


def test_what_a_hold_keeps_is_listed_and_asked_again(session: Session, person: int) -> None:
    ticket = tickets.page(session).ids[1]
    holds.add(session, "ticket", ticket, "Geschil")
    number = granted(session, RequestKind.ERASE, person)
    shown = preview.of(session, number)
    held = [kept for kept in shown.kept if kept.ground == preview.HELD]
    assert {kept.label for kept in held} == {"Tickets", "Messages"}
    assert any(kept.row == ticket and "Muis" in kept.title for kept in held)
    assert counts(shown)["Tickets"] == 1
    with pytest.raises(KnownError, match=r"\(Messages: 1, Tickets: 1\)") as caught:
        erasure.erase(session, person, number, "the only lead")
    assert caught.value.code == "held"


def test_what_is_kept_is_called_as_people_call_it(session: Session, person: int) -> None:
    ticket = tickets.page(session).ids[1]
    version = tickets.get(session, ticket).row.version
    tickets.set_status(session, ticket, Status.OPEN, version)
    holds.add(session, "ticket", ticket, "Geschil")
    number = granted(session, RequestKind.ERASE, person)
    shown = preview.of(session, number)
    assert "Changes of tickets" in {kept.label for kept in shown.kept}
    with pytest.raises(KnownError) as caught:
        erasure.erase(session, person, number, "the only lead")
    assert "_" not in caught.value.message


@pytest.mark.parametrize("kind", list(RequestKind))
def test_every_kind_has_a_preview(session: Session, person: int, kind: RequestKind) -> None:
    assert preview.of(session, request_of(session, kind, person)).can
