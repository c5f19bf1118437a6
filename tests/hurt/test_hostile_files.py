"""Files made to hurt, taken in through the workflows: a clear answer in bounded time and memory."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.store import fts5
from app.workflows import devices, people, tickets
from app.workflows.import_devices import import_devices
from app.workflows.import_mail import import_mail
from app.workflows.session import Session
from tests.memory import MIB, grows_at_most
from tests.store.raw import data_rows
from tests.workflows.conftest import session

__all__ = ["session"]

HEAD = b"From: a@example.org\r\nSubject: x\r\nMessage-ID: <1@x.example>\r\n"


def nested(depth: int) -> bytes:
    message = HEAD + b"\r\nthe innermost\r\n"
    for _ in range(depth):
        message = HEAD + b"Content-Type: message/rfc822\r\n\r\n" + message
    return message


def multipart(parts: int) -> bytes:
    part = b"--b\r\nContent-Type: text/plain\r\n\r\npart\r\n"
    return HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part * parts + b"--b--\r\n"


MAILS: dict[str, Callable[[], bytes]] = {
    "fifty nested mails": lambda: nested(50),
    "five hundred nested mails": lambda: nested(500),
    "ten thousand parts": lambda: multipart(10_000),
    "a header bomb": lambda: HEAD + b"X: y\r\n" * 200_000 + b"\r\nx",
    "a long header": lambda: b"From: " + b"a" * 5 * MIB + b"@example.org\r\n\r\nx",
    "ten thousand addresses": lambda: (
        HEAD + b"To: " + b", ".join(b"p%d@example.org" % n for n in range(10_000)) + b"\r\n\r\nx"
    ),
    "html tags that never close": lambda: (
        HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div><p><b><a href='x'>" * 20_000
    ),
    "quotes in quotes": lambda: HEAD + b"\r\n" + b"".join(b">" * n + b" x\r\n" for n in range(900)),
    "nothing": lambda: b"",
    "zeroes": lambda: bytes(MIB),
    "noise": lambda: bytes(range(256)) * 4096,
    "words for the database": lambda: (
        b"From: \"Robert'); DROP TABLE person;--\" <r@example.org>\r\nSubject: x'); DELETE FROM"
        b' ticket; -- " AND NEAR(\r\n\r\n* ^ " NOT AND OR title: {x} \'\r\n'
    ),
}

_ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DEVICES: dict[str, Callable[[], bytes]] = {
    "a line of thirty megabytes": lambda: b"serial,name\nPF3K1XQ7," + b"x" * 30 * MIB + b"\n",
    "a quote that never closes": lambda: b'serial,name\nPF3K1XQ7,"' + b"x,y\n" * 20_000,
    "a million columns": lambda: b"serial," + b"a," * 1_000_000 + b"\nPF3K1XQ7\n",
    "expanding entities": lambda: (  # noqa: PLW0108 - a row like the others
        f'<!DOCTYPE r [<!ENTITY l0 "lol">{_ENTITIES}]><REQUEST>&l9;</REQUEST>'.encode()
    ),
    "an outside entity": lambda: (
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><REQUEST>&x;</REQUEST>'
    ),
    "json ten thousand deep": lambda: b"[" * 10_000 + b"]" * 10_000,
    "objects ten thousand deep": lambda: b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "a huge number": lambda: b'[{"serial": ' + b"9" * 1_000_000 + b"}]",
    "a compressed bomb": lambda: gzip.compress(b'[{"serial": "' + bytes(100 * MIB) + b'"}]'),
    "many devices of one serial": lambda: json.dumps(
        [{"serial": "PF3K1XQ7", "name": f"pc {n}"} for n in range(2_000)]
    ).encode(),
    "words for the database": lambda: (
        b"serial,name,owner\nPF3K'1XQ7\"; --,x'); DROP TABLE device; --,o'brien@example.org\n"
    ),
}


@pytest.fixture
def bounded() -> Iterator[None]:
    """Fail a test that needs far more memory than its input."""
    with grows_at_most(300):
        yield


def sound(session: Session) -> None:
    with session.store.write() as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert all(fts5.index_is_sound(connection, name) for name in fts5.SEARCH_INDEXES)
        assert "ticket" in data_rows(connection)


@pytest.mark.timeout(30)
@pytest.mark.usefixtures("bounded")
@pytest.mark.parametrize("name", MAILS)
def test_a_hostile_mail_gets_an_answer_and_hurts_nobody(
    session: Session, tmp_path: Path, name: str
) -> None:
    good = tmp_path / "good.eml"
    good.write_bytes(HEAD.replace(b"<1@", b"<good@") + b"\r\nprinter\r\n")
    hostile = tmp_path / "hostile.eml"
    hostile.write_bytes(MAILS[name]())
    results = list(import_mail(session, [hostile, good]))
    assert results[-1].action in {"ticket", "reply"}
    for result in results:
        assert result.action in {"ticket", "reply", "skipped", "rejected"}
        assert (result.action == "rejected") == bool(result.error)
    assert tickets.page(session, "printer").ids
    assert people.count(session) >= 1
    for ticket in tickets.page(session).ids:
        tickets.get(session, ticket)
    sound(session)


@pytest.mark.timeout(30)
@pytest.mark.usefixtures("bounded")
@pytest.mark.parametrize("name", DEVICES)
def test_a_hostile_inventory_gets_an_answer_and_hurts_nobody(
    session: Session, tmp_path: Path, name: str
) -> None:
    hostile = tmp_path / "hostile.csv"
    hostile.write_bytes(DEVICES[name]())
    good = tmp_path / "good.csv"
    good.write_text("serial,name\nQQ77ZZ99,pc\n")
    results = list(import_devices(session, [hostile, good]))
    assert results[-1].action == "create"
    for result in results:
        assert (result.action == "rejected") == bool(result.error)
    assert devices.page(session, "QQ77ZZ99").ids
    sound(session)


def test_words_of_the_search_language_in_data_are_only_words(
    session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "x.eml"
    path.write_bytes(MAILS["words for the database"]())
    (result,) = import_mail(session, [path])
    assert result.action == "ticket"
    for query in ('"x\'); DELETE FROM ticket"', "near", '"and near"', "delete*", "-nothing"):
        assert len(tickets.page(session, query).ids) == 1, query
    assert people.page(session, "DROP TABLE").ids
    for text in ('"', "'", "*", "(", "a\x00b", '""""', "^", "NEAR(", "a" * 1999):
        people.page(session, text)
        devices.page(session, text)
        people.count(session, text)
        devices.count(session, text)
    for query in ('"a\x00b"', "a\x00b", "a\x00b*", "-a\x00b", "from:a\x00b", "device:a\x00bcd"):
        assert tickets.page(session, query).next is None
        tickets.count(session, query)
