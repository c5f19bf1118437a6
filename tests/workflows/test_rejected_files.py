"""What an import rejected is told of it afterwards, also of files of which nothing landed."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import KnownError
from app.store.arrivals import Arrivals
from app.store.store import Store
from app.workflows import devices, import_files, imports
from app.workflows.import_files import ImportKind
from app.workflows.session import Session
from tests.workflows.importing import mail

_FIELDS = "serial,manufacturer\n"


def _table(folder: Path, name: str, *rows: str) -> Path:
    path = folder / name
    path.write_text(_FIELDS + "\n".join(rows), "utf-8")
    return path


def _counts(session: Session) -> list[tuple[int, int, int]]:
    """Return what the list of imports tells of each."""
    found = imports.together(imports.listed(session))
    return [(one.created, one.updated, one.rejected) for one in found]


def test_rows_of_a_file_of_which_nothing_landed_count_with_its_import(
    session: Session, tmp_path: Path
) -> None:
    bad = _table(tmp_path, "bad.csv", *["PF3K1XQ7,Lenovo,too many"] * 12)
    good = _table(tmp_path, "good.csv", "PF3K1XQ7,Lenovo")
    unreadable = tmp_path / "unreadable.csv"
    unreadable.write_bytes(b"\x89PNG\r\n\x1a\n" * 40)
    done, _changes = import_files.run(session, ImportKind.DEVICES, [bad, good, unreadable], {})
    assert done.count("rejected") == 13
    assert _counts(session) == [(1, 0, 13)]
    (whole,) = imports.together(imports.listed(session))
    assert whole.open == done.batches
    assert len(done.batches) == 1  # there is nothing to take back of the others
    imports.undo(session, *whole.open)
    (whole,) = imports.together(imports.listed(session))
    assert whole.undone_at is not None
    assert (whole.open, whole.rejected) == ((), 13)


def test_mails_that_could_not_be_read_count_with_their_import(
    session: Session, tmp_path: Path
) -> None:
    good = mail(tmp_path, "a.eml", From="piet@example.org", Subject="Printer")
    paths = [good]
    for number in range(3):
        paths.append(tmp_path / f"no-mail-{number}.eml")
        paths[-1].write_bytes(b"")
    done, _changes = import_files.run(session, ImportKind.MAIL, paths, {})
    assert (done.count("ticket"), done.count("rejected")) == (1, 3)
    assert _counts(session) == [(1, 0, 3)]


def test_mails_of_a_file_that_has_no_room_count_with_their_import(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise KnownError("ticket_full", "The ticket is full.", "")

    monkeypatch.setattr(Arrivals, "write", full)
    one = mail(tmp_path, "a.eml", From="piet@example.org", Subject="Printer")
    done, _changes = import_files.run(session, ImportKind.MAIL, [one], {})
    assert (done.count("rejected"), done.batches) == (1, ())
    assert _counts(session) == [(0, 0, 1)]


def test_nothing_is_kept_of_files_that_are_only_looked_at_where_one_has_no_room(
    session: Session, tmp_path: Path
) -> None:
    """The full disk takes back all that was looked at; the next file must not land for that."""
    large = _table(
        tmp_path, "a.csv", *(f"BIG{number:05}X,{'Lenovo' * 20}" for number in range(600))
    )
    small = _table(tmp_path, "b.csv", "PF3K1XQ7,Lenovo")
    with session.store.write() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 20}")
    seen = import_files.preview(session, ImportKind.DEVICES, [large, small], {})
    assert seen.counts == {"rejected": 2}
    assert devices.count(session) == 0
    assert _counts(session) == []
    done, _changes = import_files.run(session, ImportKind.DEVICES, [small], {})
    assert done.lands == 1


def test_an_import_is_listed_without_them_where_they_cannot_be_written(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_store: Store) -> None:
        raise KnownError("disk_full", "The disk is full.", "")

    monkeypatch.setattr(Store, "write", full)
    done, _changes = import_files.run(
        session, ImportKind.DEVICES, [_table(tmp_path, "a.csv", "PF3K1XQ7,Lenovo")], {}
    )
    assert done.count("rejected") == 1
    assert _counts(session) == []
