"""Imports: real material twice makes nothing twice, and bad rows leave the good ones alone."""

from __future__ import annotations

import json
from collections import Counter
from email.message import EmailMessage
from pathlib import Path

import pytest

from app.errors import KnownError
from app.model.identifiers import IdentifierKind
from app.model.ticket import Channel, Direction
from app.workflows import devices, imports, people, ticket_links, tickets
from app.workflows.import_devices import MOST_REJECTED, import_devices
from app.workflows.import_mail import import_mail
from app.workflows.session import Session
from tests.conftest import Clock
from tests.workflows.conftest import SAMPLES
from tests.workflows.importing import mail, receive, rows, sound, table, take
from tests.workflows.residue import identifier, imei

WITH_SAMPLES = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the samples beside the checkout are not here"
)
SERIAL, IMEI, MAC, TAG = (
    IdentifierKind.SERIAL,
    IdentifierKind.IMEI,
    IdentifierKind.MAC,
    IdentifierKind.ASSET_TAG,
)


# The real material


@WITH_SAMPLES
def test_the_samples_taken_in_twice_make_nothing_twice(session: Session) -> None:
    files = sorted(path for path in (SAMPLES / "devices").rglob("*") if path.is_file())
    counts = []
    for _turn in range(3):
        mails = Counter(result.action for result in import_mail(session, [SAMPLES / "mail"]))
        found = Counter(result.action for result in import_devices(session, files))
        totals = tickets.count(session), people.count(session), devices.count(session)
        counts.append((mails, found, totals))
    first, second, third = counts
    assert first[0]["ticket"] > 100
    assert first[1]["create"] > 10
    assert second[0]["ticket"] == second[0]["reply"] == second[1]["create"] == 0
    assert second[0]["skipped"] == sum(first[0].values()) - first[0]["rejected"]
    assert (second[0], second[1], second[2][::2]) == (third[0], third[1], third[2][::2])
    assert first[2][::2] == second[2][::2]
    assert sound(session)


@WITH_SAMPLES
def test_every_import_of_the_samples_undone_leaves_an_empty_store(
    session: Session, clock: Clock
) -> None:
    before = rows(session)
    files = sorted(path for path in (SAMPLES / "devices").rglob("*") if path.is_file())
    order = []
    for path in [*sorted((SAMPLES / "mail" / "chatwoot").iterdir()), *files]:
        known = {batch.id for batch in imports.listed(session)}
        clock.advance(seconds=60)
        (receive if path.suffix == ".eml" else take)(session, path)
        order += [b.id for b in imports.listed(session) if b.id not in known]
    assert tickets.count(session) > 5
    for batch in reversed(order):
        imports.undo(session, batch)
    assert rows(session) == before
    assert sound(session)


def test_a_dry_run_says_what_would_happen_and_keeps_nothing(
    session: Session, tmp_path: Path
) -> None:
    before = rows(session)
    path = mail(tmp_path, "a.eml", From="piet@example.org", Subject="Printer")
    (result,) = import_mail(session, [path], dry_run=True)
    assert result.action == "ticket"
    found = list(import_devices(session, [table(tmp_path, "serial", "PF3K1XQ7")], dry_run=True))
    assert [row.action for row in found] == ["create"]
    assert rows(session) == before


# Devices


def test_a_bad_row_is_rejected_with_its_place_and_the_good_ones_land(
    session: Session, tmp_path: Path
) -> None:
    path = table(
        tmp_path, "serial,name", "PF3K1XQ7,one", "To be filled by O.E.M.,two", "PF3K3XQ7,three"
    )
    results = take(session, path)
    assert [result.action for result in results] == ["create", "rejected", "create"]
    assert results[1].row == "3"
    assert results[1].error
    assert "two" not in results[1].error
    assert devices.count(session) == 2


def test_a_file_of_nothing_but_rejected_rows_is_not_read_without_end(
    session: Session, tmp_path: Path
) -> None:
    endless = table(tmp_path, "serial,name", "PF3K1XQ7,pc", *["x"] * (2 * MOST_REJECTED))
    results = take(session, endless)
    assert [r.action for r in results[:2]] == ["create", "rejected"]
    assert len(results) == 1 + MOST_REJECTED + 1
    assert "what follows was not read" in results[-1].error
    assert results[-1].row == str(MOST_REJECTED + 3)
    assert devices.page(session).ids


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("PF3K1XQ7,HP,,,", "pf3k1xq7,Hewlett-Packard Company,,,", True),
        ("PF3K1XQ7,Dell Inc.,,,", "PF3K1XQ7,,,,", True),
        ("PF3K1XQ7,Dell,,,", "PF3K1XQ7,Lenovo,,,", False),
        (",,490154203237518,,", ",,49-015420-323751-8,,", True),
        (",,,00:1B:63:84:45:E6,", ",,,001b.6384.45e6,", True),
        (",,,,CNE-1001", ",,,,cne-1001", True),
        ("PF3K1XQ7,Dell,,,CNE-1001", "PF3K2XQ7,Dell,,,CNE-1001", False),
        ("PF3K1XQ7,Dell,,00:1B:63:84:45:E6,", ",,,00-1B-63-84-45-E6,CNE-7", True),
    ],
)
def test_one_device_is_known_again_by_what_names_it(
    session: Session, tmp_path: Path, first: str, second: str, same: bool
) -> None:
    heading = "serial,manufacturer,imei,mac,asset tag"
    (made,) = take(session, table(tmp_path, heading, first))
    (again,) = take(session, table(tmp_path, heading, second))
    assert made.action == "create", made.error
    if same:
        assert again.device == made.device
    else:
        assert again.action in {"create", "rejected"}
        assert again.device != made.device


def _report(path: Path, **said: object) -> Path:
    path.write_text(json.dumps({"deviceid": "pc-12", "itemtype": "Computer", **said}), "utf-8")
    return path


def test_a_partial_report_waits_for_that_of_its_device(session: Session, tmp_path: Path) -> None:
    part = _report(tmp_path / "a.json", partial=True, content={"softwares": [{"name": "Editor"}]})
    stray = _report(tmp_path / "b.json", partial=True, deviceid="pc-13", content={})
    whole = _report(tmp_path / "c.json", content={"bios": {"ssn": "PF3K1XQ7"}})
    results = list(import_devices(session, [part, stray, whole]))
    assert [(Path(one.file).name, one.action) for one in results] == [
        ("c.json", "create"),
        ("a.json", "update"),
        ("b.json", "rejected"),
    ]
    (device,) = devices.page(session).ids
    assert [one.name for one in devices.get(session, device).software] == ["Editor"]


def test_a_row_that_names_two_devices_is_rejected(session: Session, tmp_path: Path) -> None:
    one, two = imei(), "PF3K1XQ7"
    take(session, table(tmp_path, "serial,imei", f"{two},", f",{one}"))
    before = rows(session)
    (result,) = take(session, table(tmp_path, "serial,imei", f"{two},{one}"))
    assert result.action == "rejected"
    assert rows(session) == before


def test_what_a_file_does_not_say_stays(session: Session, tmp_path: Path) -> None:
    heading = "serial,name,location"
    (made,) = take(session, table(tmp_path, heading, "PF3K1XQ7,pc 1,zolder"))
    (again,) = take(session, table(tmp_path, "serial,name", "PF3K1XQ7,pc 1"))
    assert again.action == "unchanged"
    (again,) = take(session, table(tmp_path, "serial,name", "PF3K1XQ7,pc 2"))
    assert again.action == "update"
    assert made.device is not None
    row = devices.get(session, made.device).row
    assert (row.name, row.location) == ("pc 2", "zolder")


@pytest.mark.parametrize(
    "fragment", ["PF3K1X", "f3k1xq", "3K1XQ7", "00-1b-63", "1b63.84", "45:e6", "CNE-10", "laptop 7"]
)
def test_a_device_is_found_by_any_fragment(session: Session, fragment: str) -> None:
    given = [(SERIAL, "PF3K1XQ7"), (MAC, "00:1B:63:84:45:E6"), (TAG, "CNE-1001")]
    device, _ = devices.create(
        session, name="laptop 77", identifiers=[identifier(kind, raw) for kind, raw in given]
    )
    devices.create(session, name="pc", identifiers=[identifier(SERIAL, "QQ99ZZ88")])
    assert devices.page(session, fragment).ids == (device,)
    assert devices.count(session, fragment) == 1


def test_a_device_known_by_an_identifier_is_not_made_twice_by_hand(session: Session) -> None:
    same = [identifier(IMEI, "490154203237518")]
    devices.create(session, identifiers=same)
    with pytest.raises(KnownError, match="device_known"):
        devices.create(session, identifiers=same)
    assert devices.count(session) == 1


# Undo


def test_an_answer_to_a_merged_ticket_goes_where_it_went(session: Session, tmp_path: Path) -> None:
    receive(session, mail(tmp_path, "1.eml", From="piet@example.org", Message_ID="<1@x.example>"))
    (first,) = tickets.page(session).ids
    into, _ = tickets.create(session, title="Printer", channel=Channel.COUNTER, text="x")
    number = tickets.get(session, first).row.number
    ticket_links.merge(session, first, into)
    by_number = mail(tmp_path, "2.eml", "a", From="piet@example.org", Subject=f"Re: {number}")
    by_answer = mail(tmp_path, "3.eml", "b", From="piet@example.org", In_Reply_To="<1@x.example>")
    target = tickets.get(session, into).row.number
    assert [r.ticket for r in receive(session, by_number, by_answer)] == [target, target]


def _in_parts(path: Path, parts: int, **headers: str) -> Path:
    message = EmailMessage()
    for header, value in headers.items():
        message[header.replace("_", "-")] = value
    message.set_content("zie bijlagen")
    for number in range(parts):
        message.add_attachment(b"x", maintype="text", subtype="csv", filename=f"{number}.csv")
    path.write_bytes(message.as_bytes())
    return path


def test_what_was_left_out_of_a_mail_is_kept_with_it(session: Session, tmp_path: Path) -> None:
    before = rows(session)
    many = _in_parts(tmp_path / "1.eml", 1_001, From="piet@example.org", Message_ID="<1@x.example>")
    (first,) = receive(session, many)
    says = "Only the first 1000 parts of the mail were read."
    assert says in first.warnings
    answer = mail(tmp_path, "2.eml", "wel", From="piet@example.org", In_Reply_To="<1@x.example>")
    more = _in_parts(tmp_path / "3.eml", 1_001, From="p@example.org", In_Reply_To="<1@x.example>")
    assert [r.action for r in receive(session, answer, more)] == ["reply", "reply"]
    (ticket,) = tickets.page(session).ids
    messages = tickets.get(session, ticket).messages
    told = [message.direction is Direction.NOTE for message in messages]
    assert told == [False, True, False, False, True]
    assert all(says in message.text for message in messages if message.direction is Direction.NOTE)
    for batch in imports.listed(session):
        imports.undo(session, batch.id)
    assert rows(session) == before
    assert sound(session)


def test_a_subject_too_long_for_a_title_stands_in_a_note(session: Session, tmp_path: Path) -> None:
    long = " ".join([*["woord"] * 300, "einde"])
    ids = {"Message_ID": "<1@x.example>"}
    first = mail(tmp_path, "1.eml", From="piet@example.org", Subject=long, **ids)
    short = mail(tmp_path, "2.eml", From="els@example.org", Subject="x" * 500)
    says = "The subject is too long for a title; a note holds the whole of it."
    assert [says in r.warnings for r in receive(session, first, short)] == [True, False]
    one, other = (tickets.get(session, ticket) for ticket in sorted(tickets.page(session).ids))
    assert one.row.title == long[:500]
    assert [message.direction for message in one.messages] == [Direction.IN, Direction.NOTE]
    assert one.messages[-1].text.endswith(f": {long}")
    assert len(other.messages) == 1


@pytest.mark.parametrize("between", [b" ", b"\n "], ids=["one line", "folded"])
def test_a_subject_longer_than_is_read_says_so(
    session: Session, tmp_path: Path, between: bytes
) -> None:
    path = tmp_path / "1.eml"
    subject = between.join([b"woord"] * 12_000)
    path.write_bytes(b"From: piet@example.org\nSubject: " + subject + b"\n\nx\n")
    (result,) = receive(session, path)
    says = "Of the subject only the beginning was read."
    assert says in result.warnings
    (ticket,) = tickets.page(session).ids
    assert says in tickets.get(session, ticket).messages[-1].text
