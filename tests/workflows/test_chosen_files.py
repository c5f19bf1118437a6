"""What is known of files before and after they are looked at: how much they hold, what changed."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from app.errors import Cancelled, KnownError
from app.model.changes import Progress, no_progress
from app.workflows import chosen_files, devices, import_files
from app.workflows.import_files import ImportKind
from app.workflows.session import Session

MAIL = "From: Sanne Bos <sanne.bos@example.nl>\nSubject: Scherm\nMessage-ID: <{}@example.nl>\n\nx\n"

_GIVE_BACK = "PRAGMA shrink_memory"
_IO = Path("/proc/self/io")


def table(path: Path, rows: int) -> Path:
    lines = "".join(f"SERIE{number:06d},Lenovo\n" for number in range(rows))
    path.write_text("serial,manufacturer\n" + lines, encoding="utf-8")
    return path


def mailbox(path: Path, mails: int) -> Path:
    begin = "From sanne@example.nl Mon Nov 23 09:00:00 2026\n"
    path.write_text("\n".join(begin + MAIL.format(number) for number in range(mails)))
    return path


def bytes_read() -> int:
    """Return how many bytes this program has read from files so far."""
    return int(_IO.read_text().split("rchar: ")[1].split()[0])


def test_how_long_a_look_takes_is_told_from_about_how_many_rows_there_are(
    session: Session, tmp_path: Path
) -> None:
    tables = [table(tmp_path / "a.csv", 250), table(tmp_path / "b.csv", 3)]
    folder = tmp_path / "mails"
    (folder / "deeper").mkdir(parents=True)
    mailbox(folder / "box", 20)
    (folder / "deeper" / "1.eml").write_text(MAIL.format("one"))
    for kind, paths, rows in (
        (ImportKind.DEVICES, tables, 253),
        (ImportKind.MAIL, [folder], 21),
    ):
        said: list[tuple[int, int | None]] = []
        outcome = import_files.preview(
            session, kind, paths, {}, lambda *told, said=said: said.append(told)
        )
        assert len(outcome.rows) == rows
        assert {total for _done, total in said} == {None, rows}  # None while it is not known
        assert max(done for done, _total in said) <= rows


def test_a_large_file_is_judged_by_its_beginning(tmp_path: Path) -> None:
    path = table(tmp_path / "groot.csv", 150_000)
    assert chosen_files.expected_lines(path) == pytest.approx(150_000, rel=0.01)
    assert chosen_files.expected_lines(tmp_path / "weg.csv") == 1


@pytest.mark.skipif(not _IO.exists(), reason="only Linux tells what was read")
def test_of_a_folder_of_mails_hardly_more_than_their_beginnings_is_read_before_the_look(
    tmp_path: Path,
) -> None:
    current = tmp_path / "Maildir" / "cur"
    current.mkdir(parents=True)
    for number in range(50):
        (current / f"{number}.host:2,S").write_text(MAIL.format(number) + "x" * 50_000)
    before = bytes_read()
    assert chosen_files.expected_mails([tmp_path]) == 50
    assert bytes_read() - before < 50 * 1_000


def test_the_first_look_at_many_files_can_be_stopped(session: Session, tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.eml").write_text(MAIL.format(number))
    for work in (
        lambda stop: chosen_files.state_of([tmp_path], stop),
        lambda stop: chosen_files.expected_mails([tmp_path], stop),
        lambda stop: import_files.preview(session, ImportKind.MAIL, [tmp_path], {}, stop),
        lambda stop: import_files.preview(
            session, ImportKind.DEVICES, [table(tmp_path / "a.csv", 1)], {}, stop
        ),
    ):
        said: list[tuple[int, int | None]] = []

        def stop(*told: int | None, said: list[Any] = said) -> None:
            said.append(told)
            if len(said) == 2:
                raise Cancelled

        with pytest.raises(Cancelled):
            work(stop)
        assert said == [(0, None)] * 2


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes")
def test_a_folder_of_mails_with_a_pipe_in_it_is_looked_at_like_another(
    session: Session, tmp_path: Path
) -> None:
    folder = tmp_path / "mails"
    folder.mkdir()
    (folder / "1.eml").write_text(MAIL.format("one"))
    os.mkfifo(folder / "pipe")
    waits = threading.Timer(5, _write_to, [folder / "pipe"])  # else a look that opens it never ends
    waits.start()
    outcome = import_files.preview(session, ImportKind.MAIL, [folder], {})
    assert waits.is_alive()
    waits.cancel()
    assert outcome.counts == {"ticket": 1, "rejected": 1}


def _write_to(pipe: Path) -> None:
    pipe.write_bytes(b"")


def test_nothing_lands_of_files_that_are_others_than_those_that_were_looked_at(
    session: Session, tmp_path: Path
) -> None:
    path = table(tmp_path / "lijst.csv", 3)
    seen = import_files.preview(session, ImportKind.DEVICES, [path], {})
    table(path, 5)
    with pytest.raises(KnownError, match="files_changed"):
        import_files.run(session, ImportKind.DEVICES, [path], {}, looked_at=seen)
    assert devices.count(session) == 0
    seen = import_files.preview(session, ImportKind.DEVICES, [path], {})
    done, _changes = import_files.run(session, ImportKind.DEVICES, [path], {}, looked_at=seen)
    assert done.lands == devices.count(session) == 5


def test_a_file_that_came_went_or_was_written_anew_is_a_change(tmp_path: Path) -> None:
    box = mailbox(tmp_path / "box", 2)
    (tmp_path / "sub").mkdir()
    states = [chosen_files.state_of([tmp_path])]
    (tmp_path / "sub" / "new.eml").write_text(MAIL.format("new"))
    states.append(chosen_files.state_of([tmp_path]))
    os.utime(box, (1, 1))
    states.append(chosen_files.state_of([tmp_path]))
    box.unlink()
    states.append(chosen_files.state_of([tmp_path]))
    assert len(set(states)) == len(states)
    assert chosen_files.state_of([tmp_path]) == states[-1]


def test_memory_is_given_back_before_and_after_files_are_looked_at_and_imported(
    session: Session, tmp_path: Path
) -> None:
    path = table(tmp_path / "lijst.csv", 3)
    work: dict[str, Callable[[Progress], object]] = {
        "look": lambda told: import_files.preview(session, ImportKind.DEVICES, [path], {}, told),
        "import": lambda told: import_files.run(session, ImportKind.DEVICES, [path], {}, told),
    }

    def stop(done: int, _total: int | None) -> None:
        if done:
            raise Cancelled

    with session.store.maintenance() as connection:
        writer = connection
    for name, begin in work.items():
        for progress in (no_progress, stop):
            said: list[str] = []
            writer.set_trace_callback(said.append)
            with pytest.raises(Cancelled) if progress is stop else nullcontext():
                begin(progress)
            writer.set_trace_callback(None)
            given_back = [place for place, one in enumerate(said) if one == _GIVE_BACK]
            assert given_back == [0, len(said) - 1], (name, progress)
            assert len(said) > 2


def test_a_store_that_was_locked_meanwhile_does_not_hide_why_an_import_ended(
    session: Session,
) -> None:
    def lock_and_stop() -> None:
        session.close()
        raise Cancelled

    with pytest.raises(Cancelled), import_files._room_in_memory(session):
        lock_and_stop()
