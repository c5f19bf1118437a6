"""A package for a period holds what is of these days, what is of no time, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.errors import KnownError
from app.model.date_range import DateRange
from app.model.device import DeviceKind
from app.model.mail import MailAttachment
from app.model.moments import start_of_day
from app.model.subject_request import RequestKind
from app.model.ticket import Channel
from app.store import subject_data
from app.store.data_map import DATA_MAP
from app.workflows import devices, export, people, redaction, requests, tickets
from app.workflows.session import Session
from tests.workflows.packages import everything, opened

JUNE = DateRange(date(2026, 6, 1), date(2026, 6, 30))
FIRST, LAST = start_of_day(date(2026, 6, 1)), start_of_day(date(2026, 7, 1)) - 1


@pytest.fixture
def sanne(session: Session) -> int:
    return people.add(session, display_name="Sanne de Boer", email="sanne@example.nl")[0]


@pytest.fixture
def wrote(session: Session, sanne: int) -> Callable[..., int]:
    """Let Sanne write a ticket whose first message and itself are of a moment."""

    def write(text: str, at: int, ticket_at: int | None = None, filename: str = "") -> int:
        files = (MailAttachment(filename, "text/plain", text.encode()),) if filename else ()
        ticket, _ = tickets.create(
            session,
            title=f"Over {text}",
            channel=Channel.EMAIL,
            text=text,
            requester_id=sanne,
            attachments=files,
        )
        with session.store.write() as connection:
            connection.execute(
                "UPDATE message SET created_at = ? WHERE ticket_id = ?", (at, ticket)
            )
            connection.execute(
                "UPDATE ticket SET created_at = ? WHERE id = ?",
                (at if ticket_at is None else ticket_at, ticket),
            )
        return ticket

    return write


def packed(
    session: Session, person: int, days: DateRange, folder: Path
) -> tuple[dict[str, bytes], Any]:
    made, _ = export.export(session, person, folder / "p.zip", days=days)
    files = opened(made)
    return files, json.loads(files["data.json"])


def test_the_first_and_the_last_moment_of_it_are_in(
    session: Session, sanne: int, wrote: Callable[..., int], tmp_path: Path
) -> None:
    for text, at in (
        ("tevroegje", FIRST - 1),
        ("eerstemoment", FIRST),
        ("laatstemoment", LAST),
        ("telaatje", LAST + 1),
    ):
        wrote(text, at, filename=f"{text}.txt")
    files, data = packed(session, sanne, JUNE, tmp_path)
    text = everything(files)
    assert "eerstemoment" in text
    assert "laatstemoment" in text
    assert "tevroegje" not in text
    assert "telaatje" not in text
    assert len([name for name in files if name.startswith("files/")]) == 2
    assert data["period"] == {"first": "2026-06-01", "last": "2026-06-30"}
    assert "01-06-2026 tot en met 30-06-2026" in files["index.html"].decode()
    assert "01-06-2026 tot en met 30-06-2026" in files["README.txt"].decode()


def test_a_ticket_from_before_comes_along_for_its_messages_of_these_days(
    session: Session, sanne: int, wrote: Callable[..., int], tmp_path: Path
) -> None:
    ticket = wrote("oudegeschiedenis", FIRST - 100)
    tickets.reply(session, ticket, "nieuwantwoord")
    with session.store.write() as connection:
        connection.execute(
            "UPDATE message SET created_at = ? WHERE text = 'nieuwantwoord'", (LAST,)
        )
    files, data = packed(session, sanne, JUNE, tmp_path)
    assert "nieuwantwoord" in everything(files)
    [shown] = next(s for s in data["sections"] if s["title"] == "Tickets")["records"]
    assert [m["table"] for m in shown["records"]] == ["message"]


def test_what_held_meanwhile_is_in_and_what_ended_before_is_not(
    session: Session, sanne: int, tmp_path: Path
) -> None:
    made, _ = devices.create(session, kind=DeviceKind.LAPTOP, manufacturer="Dell", model="Latitude")
    with session.store.write() as connection:
        for since, until in ((FIRST - 900, FIRST - 1), (FIRST - 900, FIRST), (LAST, None)):
            connection.execute(
                "INSERT INTO device_custody (device_id, person_id, since, until)"
                " VALUES (?, ?, ?, ?)",
                (made, sanne, since, until),
            )
        connection.execute(
            "INSERT INTO device_custody (device_id, person_id, since) VALUES (?, ?, ?)",
            (made, sanne, LAST + 1),
        )
        held = subject_data.count_of(connection, sanne, DATA_MAP["device_custody"], JUNE)
    assert held == 2


def test_what_is_of_no_time_is_always_in(session: Session, sanne: int, tmp_path: Path) -> None:
    files, data = packed(session, sanne, DateRange(last=date(2020, 1, 1)), tmp_path)
    assert "sanne@example.nl" in files["index.html"].decode()
    assert data["period"] == {"first": None, "last": "2020-01-01"}
    assert data["sections"][0]["records"]


def test_days_and_moments_of_one_row_are_compared_each_in_its_own_way(
    session: Session, sanne: int
) -> None:
    requests.new(session, RequestKind.ACCESS, sanne, date(2026, 5, 20))
    table = DATA_MAP["subject_request"]
    with session.store.write() as connection:
        assert subject_data.count_of(connection, sanne, table, JUNE) == 1  # not closed yet
        connection.execute("UPDATE subject_request SET closed_at = ?", (FIRST - 1,))
        assert subject_data.count_of(connection, sanne, table, JUNE) == 0
        connection.execute(
            "UPDATE subject_request SET received_on = '2026-06-30', closed_at = NULL"
        )
        assert subject_data.count_of(connection, sanne, table, JUNE) == 1
        connection.execute("UPDATE subject_request SET received_on = '2026-07-01'")
        assert subject_data.count_of(connection, sanne, table, JUNE) == 0


def test_only_what_is_in_it_is_reviewed(
    session: Session, sanne: int, wrote: Callable[..., int]
) -> None:
    wrote("bel 06-12345678", FIRST - 1)
    wrote("bel 06-87654321", FIRST)
    assert {f.text for f in redaction.findings(session, sanne, days=JUNE)} == {"06-87654321"}


def test_a_period_that_ends_before_it_begins_writes_nothing(
    session: Session, sanne: int, tmp_path: Path
) -> None:
    days = DateRange(date(2026, 6, 2), date(2026, 6, 1))
    with pytest.raises(KnownError, match="bad_range"):
        export.export(session, sanne, tmp_path / "p.zip", days=days)
    assert not (tmp_path / "p.zip").exists()


@pytest.mark.parametrize("table", subject_data.exported_tables(), ids=lambda table: table.name)
def test_each_table_says_when_its_rows_were_or_is_of_no_time(session: Session, table: Any) -> None:
    of_no_time = {"person", "person_email", "device", "device_identifier", "device_software"}
    assert bool(table.when or table.dated_by) != (table.name in of_no_time)
    with session.store.read() as connection:  # its columns are there and compare
        assert subject_data.count_of(connection, 1, table, JUNE) == 0
