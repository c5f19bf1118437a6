"""Hostile names, texts and attachments come out of the store whole, and do nothing."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from pathlib import Path

import pytest

from app.model.mail import MailAttachment
from app.model.ticket import Channel
from app.store.people import NewPerson, add
from app.workflows import export, people, tickets
from app.workflows.session import Session
from tests.documents.test_package import HOSTILE
from tests.workflows.packages import forms, opened, squeezed

NAMES = (
    '<script>alert("naam")</script>',
    "=cmd|' /C calc'!A0",
    "\u202eneb ki",
    "Zo\u200bë",
    "x" * 20_000,
)
FILES = (
    "../../../etc/passwd",
    "..\\..\\Windows\\win.ini",
    "CON",
    "nul.txt",
    "com1",
    "\u202egnp.exe",
    "a" * 400 + ".pdf",
    "<img src=x onerror=alert(1)>.png",
    "",
)


def read(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def package(session: Session, tmp_path: Path) -> dict[str, bytes]:
    person = people.add(session, display_name=NAMES[0], email="x@example.nl")[0]
    files = [
        MailAttachment(name, "application/octet-stream", f"inhoud {number}".encode())
        for number, name in enumerate(FILES)
    ]
    texts = [text.replace("\ud800", "") for text in HOSTILE[:-1]]  # the store takes UTF-8 alone
    for number, text in enumerate([*texts, "a" * 1_000_000]):
        tickets.create(
            session,
            title=(text.strip()[:80] or "x"),
            channel=Channel.EMAIL,
            text=text,
            requester_id=person,
            attachments=files if number == 0 else (),
        )
    export.export(session, person, tmp_path / "p", unsealed=True)
    return read(tmp_path / "p")


def test_every_form_holds_every_text_and_none_does_anything(package: dict[str, bytes]) -> None:
    html = package["index.html"].decode()
    assert not re.search(r"<\s*(script|img|iframe|svg|object|embed|link|base)", html, re.I)
    data = json.loads(package["data.json"])
    tickets_ = next(s for s in data["sections"] if s["title"] == "Tickets")["records"]
    kept = {
        field["value"]
        for ticket in tickets_
        for message in ticket["records"]
        for field in message["fields"]
        if field["name"] == "text"
    }
    assert "a" * 1_000_000 in kept
    assert "{{ 7 * 7 }}{% raw %}" in kept
    assert "\t=1+1" in kept
    csv.field_size_limit(10_000_000)
    for name, content in package.items():
        if name.startswith("csv/"):
            rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
            cells = [cell for row in rows for cell in row]
            assert not [c for c in cells if c.startswith(tuple("=+-@\t\r\n"))], name
    pdf = b"".join(c for n, c in package.items() if n.startswith("overview"))
    for active in (b"/JavaScript", b"/JS", b"/URI", b"/Launch", b"/EmbeddedFile"):
        assert active not in pdf
    for form, text in forms(package).items():
        plain = unescape(squeezed(text)).replace('\\"', '"').replace('""', '"')
        assert '<script>alert("naam")</script>' in plain, form


def test_attachments_stay_in_their_folder_under_names_that_any_system_takes(
    package: dict[str, bytes],
) -> None:
    paths = sorted(name for name in package if name.startswith("files/"))
    assert len(paths) == len(FILES)
    reserved = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
    for number, path in enumerate(paths):
        base = path.removeprefix("files/")
        assert "/" not in base
        assert not set(base) & set('<>:"|?*\\')
        assert base.isprintable()
        assert not reserved.fullmatch(base)
        assert len(base.encode()) <= 255
        assert package[path] == f"inhoud {number}".encode()


@pytest.mark.parametrize("name", NAMES)
def test_any_name_may_be_a_person_s(session: Session, tmp_path: Path, name: str) -> None:
    with session.store.write() as connection:
        person = add(connection, NewPerson(name, 1))
    made, _ = export.export(session, person, tmp_path / "p.zip")
    files = opened(made)
    data = json.loads(files["data.json"])
    assert data["subject"]["name"] == name
    cell = files["csv/person.csv"].decode("utf-8-sig").splitlines()[1].split(";")[3]
    assert not cell.strip('"').startswith(("=", "+", "-", "@"))
    assert "<script>" not in files["index.html"].decode()


def test_what_an_attachment_holds_is_the_person_s_and_no_other_s(
    session: Session, tmp_path: Path
) -> None:
    made = {}
    for who in ("eigen", "ander"):
        person = people.add(session, display_name=f"Persoon {who}")[0]
        tickets.create(
            session,
            title="Vraag",
            channel=Channel.EMAIL,
            text="zie bijlage",
            requester_id=person,
            attachments=[MailAttachment("a.bin", "application/x-a", who.encode() * 50_000)],
        )
        made[who] = person
    files = opened(export.export(session, made["eigen"], tmp_path / "p.zip")[0])
    assert files["files/00001.bin"] == b"eigen" * 50_000
    assert not [name for name, content in files.items() if b"ander" * 3 in content]
