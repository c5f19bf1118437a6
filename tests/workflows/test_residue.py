"""After an erasure nothing of the person is left in any page, index or log."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

from app.store import cleanup, engine, fts5
from app.store.store import DATABASE
from app.workflows import destruction, erasure, tickets
from app.workflows.session import Session, finish_cleanup
from tests.forensics.page_reader import find_in_files, find_values, read_pages
from tests.workflows.conftest import reopened
from tests.workflows.residue import Somebody, granted, plant
from tests.workflows.residue_office import CANNOT_HOLD, administer, without_a_value

WORDS_THAT_ARE_MOVED = 9
"""A seed of made-up words."""


@pytest.fixture
def somebody(session: Session, tmp_path: Path) -> Somebody:
    who = plant(session, tmp_path / "inbox")
    administer(who)
    return who


def left(session: Session, who: Somebody) -> dict[str | bytes, list[str]]:
    """Look for the person's values in every page and log frame, as the files are now."""
    return find_values(session.folder / DATABASE, session.unlocked.store_key, who.values())


def some_left(session: Session, who: Somebody, *values: str) -> bool:
    """Whether any value stands whole on a page or log frame: enough to prove a find."""
    needles = [v if isinstance(v, bytes) else v.encode() for v in values or who.values()]
    pages = read_pages(session.folder / DATABASE, session.unlocked.store_key)
    return any(needle in page.content for page in pages for needle in needles)


def erase(session: Session, who: Somebody) -> bytes:
    return erasure.erase(session, who.person, granted(session, who.person))[0]


def test_every_planted_value_is_found_before_the_erasure(
    session: Session, somebody: Somebody
) -> None:
    session = reopened(session)  # the log is moved into the database
    assert set(left(session, somebody)) == set(somebody.values())
    assert not some_left(session, somebody, somebody.first_title)
    session.close()


def test_hundreds_of_values_stand_in_every_column_that_can_hold_one(
    session: Session, somebody: Somebody
) -> None:
    granted(session, somebody.person)
    assert len(somebody.values()) > 200
    with session.store.read() as connection:
        assert without_a_value(connection) == CANNOT_HOLD


@pytest.mark.parametrize("large", [False, True], ids=["small plan", "large plan"])
def test_an_erasure_leaves_none_of_them(
    session: Session, somebody: Somebody, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    monkeypatch.setattr(cleanup, "FEWEST", 0 if large else 10_000)
    report = erase(session, somebody)
    assert left(session, somebody) == {}
    again = reopened(session)
    assert left(again, somebody) == {}
    with again.store.write() as connection:
        assert all(fts5.index_is_sound(connection, name) for name in fts5.SEARCH_INDEXES)
    again.close()
    for value in somebody.values():
        assert (value if isinstance(value, bytes) else value.encode()) not in report


def without_a_fresh_copy(patch: pytest.MonkeyPatch) -> None:
    """As where the disk has no room for one."""
    patch.setattr(cleanup, "renew", lambda *_given, **_named: cleanup.Renewed(1, 1, "disk_space"))


def test_what_the_engine_moved_from_page_to_page_goes_with_a_fresh_copy(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With these words it leaves some of them in the unused middle of a page of an index."""
    monkeypatch.setattr(cleanup, "FEWEST", 10_000)
    with monkeypatch.context() as patch:
        words = random.Random(WORDS_THAT_ARE_MOVED)  # noqa: S311 - the same words each time
        patch.setattr(secrets, "token_bytes", words.randbytes)
        who = plant(session, tmp_path / "inbox")
        administer(who)
    with monkeypatch.context() as patch:
        without_a_fresh_copy(patch)
        erase(session, who)
    assert left(session, who)
    assert cleanup.renew(session.store).left == ""
    assert left(session, who) == {}


def test_a_fresh_copy_that_a_crash_prevented_is_made_after_the_next_unlock(
    session: Session, somebody: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        without_a_fresh_copy(patch)
        erase(session, somebody)
    before = (session.folder / DATABASE).stat().st_ino
    again = reopened(session)
    assert again.cleanup_owed
    finish_cleanup(again)
    assert (session.folder / DATABASE).stat().st_ino != before
    assert not cleanup.owes_copy(again.store)
    assert left(again, somebody) == {}
    again.close()


def _secure_delete_off(session: Session, _patch: pytest.MonkeyPatch) -> None:
    with session.store.maintenance() as connection:
        connection.execute("PRAGMA secure_delete = OFF")


def _index_secure_delete_off(session: Session, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(cleanup, "FEWEST", 10_000)  # a merge would take them along
    with session.store.write() as connection:
        fts5.set_index_secure_delete(connection, on=False)


def _no_checkpoint(_session: Session, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(engine, "checkpoint", lambda _connection: True)


def _no_merge(_session: Session, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(cleanup, "FEWEST", 0)
    patch.setattr(cleanup, "_merge_indexes", lambda *_given: True)


@pytest.mark.parametrize(
    "safeguard", [_secure_delete_off, _index_secure_delete_off, _no_checkpoint, _no_merge]
)
def test_without_one_of_the_safeguards_some_are_found(
    session: Session,
    somebody: Somebody,
    monkeypatch: pytest.MonkeyPatch,
    safeguard: Callable[[Session, pytest.MonkeyPatch], None],
) -> None:
    safeguard(session, monkeypatch)
    without_a_fresh_copy(monkeypatch)
    erase(session, somebody)
    assert some_left(session, somebody)


def test_a_clean_up_that_a_crash_cut_off_is_made_good_after_the_next_unlock(
    session: Session, somebody: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    for plan in (10_000, 0):
        with monkeypatch.context() as patch:
            patch.setattr(cleanup, "FEWEST", plan)
            patch.setattr(cleanup, "settle", lambda *_given: False)  # as if killed before it
            patch.setattr(engine, "checkpoint", lambda _connection: True)  # also on locking
            without_a_fresh_copy(patch)
            if plan:
                erase(session, somebody)
                assert some_left(session, somebody)
            else:
                with (
                    destruction.thorough(session, destruction.Destroyed(), expected=1),
                    session.store.write() as connection,
                ):
                    destruction.destroy_rows(
                        connection,
                        {"ticket": {somebody.others_ticket}},
                        destruction.Destroyed(),
                    )
            session.close()
        again = reopened(session)
        if again.cleanup_owed:
            finish_cleanup(again)
        assert left(again, somebody) == {}
        with again.store.read() as connection:
            for index in fts5.SEARCH_INDEXES:
                found = connection.execute(
                    f"SELECT v FROM {index}_config WHERE k = 'secure-delete'"  # noqa: S608 - our own names
                )
                assert found.fetchone() == (1,)
            owed = connection.execute("SELECT value FROM setting WHERE key = 'cleanup_owed'")
            assert owed.fetchone() is None
        session.store, session.unlocked, session.vault = again.store, again.unlocked, again.vault


def test_a_reader_that_holds_the_log_back_is_told_and_made_good_later(
    session: Session, somebody: Somebody
) -> None:
    import threading  # noqa: PLC0415 - this test alone reads from a second thread

    begun, done = threading.Event(), threading.Event()

    def read() -> None:
        with session.store.read() as connection:
            connection.execute("SELECT count(*) FROM message").fetchone()
            begun.set()
            done.wait(20)

    thread = threading.Thread(target=read)
    thread.start()
    begun.wait()
    request = granted(session, somebody.person)
    with session.store.maintenance() as connection:
        connection.execute("PRAGMA busy_timeout = 50")
    _report, result = erasure.erase(session, somebody.person, request)
    done.set()
    thread.join()
    assert not result.log_cut
    assert cleanup.settle(session.store)
    assert cleanup.renew(session.store).left == ""
    assert left(session, somebody) == {}


def test_a_copy_that_a_migration_left_goes_too(session: Session, somebody: Somebody) -> None:
    copy = session.folder / "helpdesk.db.before-0001"
    with session.store.maintenance() as connection:
        engine.copy_to(connection, copy)
    erase(session, somebody)
    assert not copy.exists()


def test_nothing_the_program_writes_holds_a_value_in_plain(
    session: Session, somebody: Somebody, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setenv("SQLITE_TMPDIR", str(temporary))
    values = somebody.values()
    assert find_in_files(somebody.inbox, values)  # the search does find what is there
    for word in somebody.words[:3]:
        tickets.page(session, word)
    erase(session, somebody)
    folders = [session.folder, temporary]
    folders += [Path(value) for value in _homes() if Path(value).is_dir()]
    for folder in folders:
        assert find_in_files(folder, values) == {}
    session.close()
    assert find_in_files(session.folder, values) == {}


def _homes() -> list[str]:
    import os  # noqa: PLC0415 - only here

    return [os.environ[name] for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")]
