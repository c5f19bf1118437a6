"""A fresh copy of the store is owed from a destruction on until it took the place, and is told."""

from __future__ import annotations

import random
import signal
from collections.abc import Iterable
from pathlib import Path

import pytest

from app.errors import Cancelled, KnownError
from app.model.changes import Progress, no_progress
from app.model.ticket import Channel
from app.store import cleanup, engine, fts5, index_borders, index_merge
from app.store.store import DATABASE, FRESH_COPY, Store
from app.workflows import destruction, erasure, imports, people, tickets
from app.workflows.import_mail import import_mail
from app.workflows.session import Session, finish_cleanup
from tests.forensics.page_reader import find_values
from tests.workflows.conftest import planted, reopened
from tests.workflows.residue import granted


@pytest.fixture
def jan(session: Session) -> int:
    return people.add(session, display_name=f"Jan {planted()}", email="jan@example.nl")[0]


def no_room(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(cleanup, "_ROOM", 2**60)


def test_a_copy_that_a_process_died_at_goes_also_where_there_is_no_room_for_another(
    session: Session, jan: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = session.folder / FRESH_COPY
    with session.store.maintenance() as connection:
        engine.copy_to(connection, left)
    request = granted(session, jan)
    no_room(monkeypatch)
    _report, result = erasure.erase(session, jan, request)
    assert result.renewed is not None
    assert result.renewed.left == "disk_space"
    assert not left.exists()
    with session.store.maintenance() as connection:
        engine.copy_to(connection, left)  # by one that was asked to make good for it
    assert cleanup.renew(session.store).left == "disk_space"
    assert not left.exists()


def test_what_is_destroyed_while_another_copy_is_made_stays_owed(
    session: Session, jan: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    erasure.erase(session, jan, granted(session, jan))
    with session.store.write() as connection:
        cleanup.owe_copy(connection)
    compact = Store.compact

    def compact_and_destroy_once_more(store: Store, _progress: Progress | None) -> None:
        compact(store)
        with monkeypatch.context() as patch:
            patch.setattr(Store, "compact", compact)
            cleanup.renew(store)
        with store.write() as connection:
            cleanup.owe_copy(connection)

    with monkeypatch.context() as patch:
        patch.setattr(Store, "compact", compact_and_destroy_once_more)
        assert cleanup.renew(session.store).left == ""
    assert cleanup.owes_copy(session.store)


def test_a_copy_is_stopped_amid_its_writing_and_stays_owed_until_it_is_made(
    session: Session, jan: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with session.store.write() as connection:
        cleanup.owe_copy(connection)
    monkeypatch.setattr(engine, "_STEPS", 10)
    seen: list[tuple[int, int | None]] = []

    def stopped_amid(done: int, total: int | None) -> None:
        seen.append((done, total))
        if (session.folder / FRESH_COPY).exists() and len(seen) > 50:
            raise Cancelled

    before = (session.folder / DATABASE).stat().st_ino
    renewed = finish_cleanup(session, stopped_amid)
    assert renewed is not None
    assert renewed.left == "stopped"
    with session.store.maintenance() as connection:
        pages, free = engine.page_counts(connection)
    assert seen[-1][1] == pages - free  # those that a copy has
    assert not (session.folder / FRESH_COPY).exists()
    assert (session.folder / DATABASE).stat().st_ino == before
    assert cleanup.owes_copy(session.store)
    assert people.get(session, jan).row.id == jan
    people.add(session, display_name="Piet")  # the writer goes on as ever
    assert finish_cleanup(session) is not None
    assert not cleanup.owes_copy(session.store)
    assert (session.folder / DATABASE).stat().st_ino != before


def test_whoever_breaks_a_copy_off_does_not_wait_for_it(
    session: Session, jan: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with session.store.write() as connection:
        cleanup.owe_copy(connection)
    monkeypatch.setattr(engine, "_STEPS", 10)

    def break_off(_done: int, _total: int | None) -> None:
        if (session.folder / FRESH_COPY).exists():
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        finish_cleanup(session, break_off)
    assert not (session.folder / FRESH_COPY).exists()
    assert cleanup.owes_copy(session.store)
    assert people.get(session, jan).row.id == jan


def test_a_log_that_the_copy_emptied_is_reported_as_emptied(
    session: Session, jan: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    request, settle, tried = granted(session, jan), cleanup.settle, list[int]()

    def held_back_at_first(store: Store, progress: Progress = no_progress) -> bool:
        tried.append(1)
        return len(tried) > 1 and settle(store, progress)

    monkeypatch.setattr(cleanup, "settle", held_back_at_first)
    _report, result = erasure.erase(session, jan, request)
    assert result.log_cut
    with session.store.read() as connection:
        sql = "SELECT count(*) FROM setting WHERE key = 'cleanup_owed'"
        assert connection.execute(sql).fetchone() == (0,)


def test_a_merge_that_meets_a_full_disk_says_that_the_erasure_stands_and_its_report_is_made_later(
    session: Session, jan: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _number in range(3):
        tickets.create(
            session, title=planted(), channel=Channel.EMAIL, text=planted(), requester_id=jan
        )
    request, report = granted(session, jan), tmp_path / "report"
    monkeypatch.setattr(cleanup, "FEWEST", 0)
    monkeypatch.setattr(cleanup, "_OF", 10**12)  # a merge is cheaper

    def full(*_given: object) -> None:
        raise KnownError("disk_full", "The disk is full; the last change was not made.", "")

    with monkeypatch.context() as patch:
        patch.setattr(index_merge, "merge", full)
        with pytest.raises(KnownError) as caught:
            erasure.erase(session, jan, request, out=report)
    assert caught.value.code == "cleanup_owed"
    assert "was destroyed" in caught.value.message
    assert "The change is kept." in caught.value.hint
    assert tickets.count(session) == 0
    assert cleanup.owes_merge(session.store)
    assert not report.exists()
    assert erasure.is_unreported(session, request)  # which the request offers
    erasure.erase(session, jan, request, out=report)
    assert report.exists()
    assert not cleanup.owes_merge(session.store)


def test_a_copy_that_is_not_made_is_an_error_that_says_so(session: Session, jan: int) -> None:
    after = {"residue": None, "size": {"left": "disk_space"}}
    with pytest.raises(KnownError) as caught:
        destruction.require_whole(after)
    assert caught.value.code == "copy_owed"
    _report, result = erasure.erase(session, jan, granted(session, jan))
    destruction.require_whole(destruction.after_counts(result))


def test_a_disk_that_is_full_before_the_copy_is_begun_leaves_it_owed_and_the_report_is_made(
    session: Session, jan: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise KnownError("disk_full", "The disk is full.", "Free some space.")

    request = granted(session, jan)
    monkeypatch.setattr(index_borders, "put_right_in", full)
    _report, result = erasure.erase(session, jan, request)
    assert result.renewed is not None
    assert result.renewed.left == "disk_space"
    assert cleanup.owes_copy(session.store)
    assert not erasure.is_unreported(session, request)


def test_a_report_that_could_not_be_written_is_made_when_asked_again(
    session: Session, jan: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request, out = granted(session, jan), tmp_path / "report.json"

    def killed(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(erasure, "write_atomically", killed)
        with pytest.raises(KeyboardInterrupt):
            erasure.erase(session, jan, request, out=out)
    assert not out.exists()
    report, _result = erasure.erase(session, 0, request, out=out)
    assert out.read_bytes() == report
    assert not erasure.is_unreported(session, request)


def test_what_an_undone_import_brought_goes_with_a_copy_after_the_next_unlock(
    session: Session, tmp_path: Path
) -> None:
    words, mail = [planted() for _ in range(40)], tmp_path / "wrong.eml"
    head = "From: piet@example.org\nTo: support@example.com\nMessage-ID: <1@example.org>\n"
    mail.write_text(f"{head}Subject: {words[0]}\n\n{' '.join(words)}\n")
    list(import_mail(session, [mail]))
    with session.store.maintenance() as connection:
        connection.execute("PRAGMA secure_delete = OFF")  # as where the engine moves something
    imports.undo(session, imports.listed(session)[0].id)
    path, key = session.folder / DATABASE, session.unlocked.store_key
    assert find_values(path, key, words)
    again = reopened(session)
    assert again.cleanup_owed
    renewed = finish_cleanup(again)
    assert renewed is not None
    assert renewed.left == ""
    assert not cleanup.owes_copy(again.store)
    assert find_values(path, key, words) == {}
    again.close()


def borders(session: Session) -> set[bytes]:
    """Return the words by which the pages of the index of messages are found."""
    with session.store.read() as connection:
        rows = connection.execute("SELECT term FROM message_text_idx").fetchall()
    return {bytes(term[1:]) for (term,) in rows}


def test_no_word_of_somebody_erased_is_left_by_which_a_page_of_the_index_is_found(
    session: Session, jan: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_FIRST", "_STEP", "_MOST"):
        monkeypatch.setattr(index_merge, name, 1)  # at the begin of a piece a whole word is kept
    monkeypatch.setattr(index_merge, "_SMALL", 0)
    monkeypatch.setattr(cleanup, "FEWEST", 10_000)
    hers, others = ([planted() for _ in range(900)] for _ in range(2))
    for words, requester in ((hers, jan), (others, None)):
        for start in range(0, len(words), 90):
            text = " ".join(words[start : start + 90])
            tickets.create(
                session, title="x", channel=Channel.COUNTER, text=text, requester_id=requester
            )
    index_merge.merge(session.store, "message_text", no_progress)
    assert borders(session) & {word.encode() for word in hers}
    erasure.erase(session, jan, granted(session, jan))
    assert not borders(session) & {word.encode() for word in hers}
    assert find_values(session.store.path, session.unlocked.store_key, hers) == {}
    with session.store.write() as connection:
        assert fts5.index_is_sound(connection, "message_text")
    for word in others[::90]:
        assert len(tickets.page(session, word).ids) == 1


def test_no_deleted_word_is_found_again_where_an_index_is_still_to_be_merged(
    session: Session, jan: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody's purge may be under way when another's erasure lets a copy take the place."""
    monkeypatch.setattr(index_borders, "_SHORTEST", 0)
    hers = [planted() for _ in range(60)]
    for words, requester in ((hers, jan), ([planted() for _ in range(60)], None)):
        tickets.create(
            session,
            title="x",
            channel=Channel.COUNTER,
            text=" ".join(words),
            requester_id=requester,
        )
    with session.store.write() as connection:
        connection.execute("INSERT INTO message_text (message_text, rank) VALUES ('pgsz', 60)")
        while fts5.begin_merge(connection, "message_text", 1_000):
            pass
        cleanup.owe(connection, merge=True)
        destruction.erase_in(connection, (jan,), destruction.Destroyed())
    index_borders.put_right(session.store)
    assert [word for word in hers if tickets.page(session, word).ids] == []
    with session.store.write() as connection:
        assert fts5.index_is_sound(connection, "message_text")
    finish_cleanup(session)
    assert not borders(session) & {word.encode() for word in hers}


def test_borders_are_put_right_while_an_index_takes_in_merges_and_loses(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_borders, "_AT_ONCE", 3)
    monkeypatch.setattr(index_borders, "_SHORTEST", 0)
    pick = random.Random(4)  # noqa: S311 - the same example each time
    with session.store.write() as connection:
        told = "INSERT INTO message_text (message_text, rank) VALUES (?, ?)"
        connection.execute(told, ("pgsz", 100))
    kept: dict[int, set[str]] = {}
    for turn in range(150):
        if pick.random() < 0.6 or not kept:
            words = {made_up(pick) for _word in range(20)}
            person, _ = people.add(session, display_name=f"Mens {turn}")
            tickets.create(
                session,
                title="x",
                channel=Channel.COUNTER,
                text=" ".join(sorted(words)),
                requester_id=person,
            )
            kept[person] = {_as_indexed(word) for word in words}
        elif pick.random() < 0.3:
            with session.store.write() as connection:
                connection.execute(told, ("merge", pick.choice((1, 2, -1, -3))))
        else:
            person = pick.choice(list(kept))
            del kept[person]
            with session.store.write() as connection:
                destruction.erase_in(connection, (person,), destruction.Destroyed())
        if turn % 15 == 0:
            index_borders.put_right(session.store)
            there = {b"x", b"", *(word.encode() for words in kept.values() for word in words)}
            assert [one for one in borders(session) if not _begins_any(one, there)] == []
            with session.store.write() as connection:
                assert fts5.index_is_sound(connection, "message_text")


@pytest.fixture
def small_pages(session: Session) -> None:
    """So that few words lie on many pages of the index."""
    with session.store.write() as connection:
        told = "INSERT INTO message_text (message_text, rank) VALUES ('pgsz', ?)"
        connection.execute(told, (64,))


def write(session: Session, person: int, words: Iterable[str]) -> int:
    """Take a ticket with words in, which then lie in one piece of the index."""
    ticket, _ = tickets.create(
        session, title="x", channel=Channel.COUNTER, text=" ".join(words), requester_id=person
    )
    with session.store.write() as connection:
        connection.execute("INSERT INTO message_text (message_text) VALUES ('optimize')")
    return ticket


@pytest.mark.usefixtures("small_pages")
def test_beginnings_of_words_are_found_after_the_last_words_of_an_index_are_gone(
    session: Session, jan: int
) -> None:
    """They lie on the page on which the words end, and that is found by one of those."""
    others = [f"{first}{second}{planted()}" for first in "abc" for second in "abcdef"]
    piet, _ = people.add(session, display_name="Piet")
    ticket = write(session, piet, others)
    greek = [f"\u03c9\u03c9\u03c9\u03c9\u03c9{planted()}" for _word in range(60)]
    write(session, jan, greek)
    assert max(borders(session) - {b""}, key=len).startswith("\u03c9\u03c9".encode())
    erasure.erase(session, jan, granted(session, jan))
    with session.store.write() as connection:
        assert fts5.index_is_sound(connection, "message_text")
    for word in others:
        for length in (2, 3):
            assert tickets.page(session, f"{word[:length]}*").ids == (ticket,), word[:length]
    assert "\u03c9".encode() not in b"".join(borders(session))


@pytest.mark.usefixtures("small_pages")
def test_a_short_name_of_another_script_is_at_no_border_of_the_beginnings_of_words(
    session: Session, jan: int
) -> None:
    """Three letters of it are a whole name, and the index of beginnings keeps three."""
    names = [f"\u738b\u5c0f{chr(0x4E00 + place)}" for place in range(200)]
    piet, _ = people.add(session, display_name="Piet")
    write(session, piet, names[::2])
    write(session, jan, names[1::2])
    gone = {name.encode() for name in names[1::2]}
    assert gone & borders(session)
    erasure.erase(session, jan, granted(session, jan))
    assert not gone & borders(session)
    assert {name.encode() for name in names[::2]} & borders(session)
    with session.store.write() as connection:
        assert fts5.index_is_sound(connection, "message_text")


def made_up(pick: random.Random) -> str:
    return "".join(pick.choices("abcd\u00e9\u0431", k=pick.choice((2, 9))))


def _as_indexed(word: str) -> str:
    return word.replace("\u00e9", "e")


def _begins_any(start: bytes, words: set[bytes]) -> bool:
    whole = start.decode(errors="ignore").encode()
    return any(word.startswith(whole) for word in words)
