"""After each destruction the program itself searches the pages, and says what it found."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from app.documents.signing import read_signed
from app.errors import Cancelled, KnownError
from app.model.ticket import Channel
from app.store import cleanup, engine, fts5, residue, residue_pages
from app.store.residue import Residue
from app.store.residue_sample import Sample
from app.store.store import DATABASE
from app.workflows import destruction, erasure, people, tickets
from app.workflows.destruction import Destroyed
from app.workflows.session import Session
from tests.forensics.page_reader import read_pages
from tests.workflows.conftest import planted
from tests.workflows.residue import Somebody, granted, plant


@pytest.fixture
def somebody(session: Session, tmp_path: Path) -> Somebody:
    return plant(session, tmp_path / "inbox")


def destroyed(session: Session, somebody: Somebody) -> Destroyed:
    result = Destroyed()
    with destruction.thorough(session, result), session.store.write() as connection:
        destruction.erase_in(connection, (somebody.person,), result)
    return result


def searched(session: Session, sample: Sample) -> Residue:
    return residue.search(session.store, session.unlocked.store_key, sample)


def test_an_erasures_report_says_what_was_looked_for_and_that_nothing_was_found(
    session: Session, somebody: Somebody, tmp_path: Path
) -> None:
    out = tmp_path / "report.json"
    erasure.erase(session, somebody.person, granted(session, somebody.person), out=out)
    document = read_signed(out.read_bytes(), trusted=session.trusted_keys())
    found = document.body["residue"]
    assert document.trusted
    assert found["values"] >= 20
    assert found["found"] == {}
    assert found["whole"]
    assert found["pages"] == found["pages_total"] > 50


@pytest.mark.parametrize("safeguard", ["secure_delete", "index", "log"])
def test_a_safeguard_that_is_off_is_found_out(
    session: Session, somebody: Somebody, safeguard: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with session.store.maintenance() as connection:
        if safeguard == "secure_delete":
            connection.execute("PRAGMA secure_delete = OFF")
        elif safeguard == "index":
            fts5.set_index_secure_delete(connection, on=False)
        else:
            monkeypatch.setattr(cleanup, "settle", lambda *_given: False)
    found = searched(session, destroyed(session, somebody).sample)
    assert found.whole
    assert sum(found.found.values()) > 0
    with pytest.raises(KnownError, match="residue_found"):
        destruction.require_none_left(found.as_counts())
    assert not [name for name in found.found if name.split(".")[0] not in _tables(session)]


def _tables(session: Session) -> set[str]:
    with session.store.read() as connection:
        rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {row[0] for row in rows}


def test_what_stands_elsewhere_by_right_is_no_residue(session: Session) -> None:
    word = f"{planted()} {planted()}"
    person, _ = people.add(session, display_name="Jan Jansen", email="jan@example.nl")
    for requester in (person, None):
        tickets.create(
            session, title=word, channel=Channel.COUNTER, text=word, requester_id=requester
        )
    _report, result = erasure.erase(session, person, granted(session, person))
    assert result.residue is not None
    assert result.residue.found == {}


def test_the_search_reads_what_an_independent_reader_reads(session: Session) -> None:
    found = Residue()
    key = session.unlocked.store_key
    with session.store.page_file() as file:
        parts = residue_pages.contents(file, session.store.log_path, key, found)
        ours = [page for part in parts for page in _pages(part)]
    theirs = [page.content for page in read_pages(session.folder / DATABASE, key)]
    assert found.pages == found.total == len(theirs)
    digest = hashlib.sha256()
    for page in theirs:  # ours leaves out the file's first sixteen bytes, which are not encrypted
        content = page.replace(b"SQLite format 3\0", bytes(16), 1).ljust(4096, b"\0")
        digest.update(content if any(content) else b"")
    assert hashlib.sha256(b"".join(ours)).hexdigest() == digest.hexdigest()


def _pages(part: bytearray) -> list[bytes]:
    """Return the pages in which there is anything."""
    pages = (bytes(part[start : start + 4096]) for start in range(0, len(part), 4096))
    return [page for page in pages if any(page)]


def test_a_search_that_is_stopped_or_takes_too_long_says_so(
    session: Session, somebody: Somebody
) -> None:
    sample = destroyed(session, somebody).sample
    key = session.unlocked.store_key

    def stop_among_pages(_done: int, total: int | None) -> None:
        if total is not None:
            raise Cancelled

    def stop_while_choosing(_done: int, _total: int | None) -> None:
        raise Cancelled

    stopped = residue.search(session.store, key, sample, stop_among_pages)
    late = residue.search(session.store, key, sample, seconds=0)
    for found in (stopped, late):
        assert 0 < found.pages < found.total
        assert not found.as_counts()["whole"]
    early = residue.search(session.store, key, sample, stop_while_choosing).as_counts()
    assert not early["whole"]
    assert early["verdict"] == "nothing_proved"


def test_a_page_that_cannot_be_read_is_not_taken_for_searched(
    session: Session, somebody: Somebody
) -> None:
    destroyed(session, somebody)
    with session.store.path.open("rb+") as file:
        file.seek(10 * 4096)
        file.write(b"x" * 32)
    found = searched(session, Sample())
    assert found.unreadable == 1
    assert not found.whole


def test_a_report_that_cannot_be_written_is_known_before_anything_is_destroyed(
    session: Session, somebody: Somebody, tmp_path: Path
) -> None:
    request = granted(session, somebody.person)
    taken = tmp_path / "taken.json"
    taken.write_text("mine")
    for out in (taken, tmp_path / "nowhere" / "report.json"):
        with pytest.raises(KnownError):
            erasure.erase(session, somebody.person, request, out=out)
        assert people.get(session, somebody.person).row.id == somebody.person
    assert taken.read_text() == "mine"


def test_an_erasure_killed_before_its_report_is_reported_when_asked_again(
    session: Session, somebody: Somebody, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = granted(session, somebody.person)
    out = tmp_path / "report.json"

    def killed(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(residue, "search", killed)
        with pytest.raises(KeyboardInterrupt):
            erasure.erase(session, somebody.person, request, out=out)
    assert not out.exists()
    assert erasure.is_unreported(session, request)
    _report, result = erasure.erase(session, 0, request, out=out)
    body = json.loads(out.read_text())["body"]
    assert body["rows"]["person"] == result.rows["person"] == 1
    assert body["residue"] is None
    assert not erasure.is_unreported(session, request)
    with pytest.raises(KnownError):
        erasure.erase(session, somebody.person, request)


def test_the_fresh_copy_is_smaller_and_stays_owed_while_the_disk_has_no_room_for_it(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, _ = people.add(session, display_name="Jan Jansen", email="jan@example.nl")
    for _turn in range(100):
        text = " ".join(planted() for _ in range(600))
        tickets.create(session, title="x", channel=Channel.COUNTER, text=text, requester_id=person)
    kept = people.add(session, display_name="Piet Ander", email="piet@example.nl")[0]
    with session.store.maintenance() as connection:
        engine.checkpoint(connection)
    monkeypatch.setattr(cleanup, "_ROOM", 2**60)
    request = granted(session, person)
    _report, result = erasure.erase(session, person, request)
    assert result.renewed is not None
    assert result.renewed.left == "disk_space"
    assert cleanup.owes_copy(session.store)
    size = session.store.path.stat().st_size
    monkeypatch.undo()
    renewed = cleanup.renew(session.store)
    assert renewed.left == ""
    assert not cleanup.owes_copy(session.store)
    assert renewed.pages_after * 4096 == session.store.path.stat().st_size < size / 2
    assert people.get(session, kept).row.display_name == "Piet Ander"
    with session.store.maintenance() as connection:
        assert engine.page_problems(connection) == []
        assert all(fts5.index_is_sound(connection, name) for name in fts5.SEARCH_INDEXES)
    assert searched(session, Sample()).whole  # the new file opens with the same key
