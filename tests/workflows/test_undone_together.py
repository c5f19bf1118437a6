"""Files that were imported at once are taken back at once: all of them, or none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.errors import Cancelled, KnownError
from app.store import cleanup, fts5
from app.workflows import devices, import_files, imports
from app.workflows.import_files import ImportKind
from app.workflows.session import Session
from tests.workflows.importing import sound

_FILES, _ROWS = 3, 60
_FIELDS = "serial,manufacturer,model,location\n"


@pytest.fixture
def files(session: Session, tmp_path: Path) -> tuple[int, ...]:
    """Three files that were imported at once, the last first, with more rows than one merge is."""
    paths = []
    for number in range(_FILES):
        path = tmp_path / f"{number}.csv"
        lines = (f"SERIE{number}{row:04d},Lenovo,T{row},Zaal {row}\n" for row in range(_ROWS))
        path.write_text(_FIELDS + "".join(lines), "utf-8")
        paths.append(path)
    done, _changes = import_files.run(session, ImportKind.DEVICES, paths, {})
    assert _ROWS < cleanup.FEWEST < done.lands
    return done.batches


def _indexes(session: Session) -> list[Any]:
    """Return how the search indexes lie in the store: a merge lays them out anew."""
    with session.store.read() as connection:
        return [
            connection.execute(f"SELECT id, block FROM {name}_data").fetchall()  # noqa: S608 - our own names
            for name in fts5.SEARCH_INDEXES
        ]


def test_files_taken_back_at_once_all_stay_where_it_is_stopped_in_the_second(
    session: Session, files: tuple[int, ...]
) -> None:
    before = _indexes(session)
    said: list[tuple[int, int | None]] = []

    def stop(*told: int | None) -> None:
        said.append((told[0] or 0, told[1]))
        if said[-1][0] >= _ROWS:
            raise Cancelled

    with pytest.raises(Cancelled):
        imports.undo(session, *files, progress=stop)
    assert said[-1] == (_ROWS, _FILES * _ROWS)
    assert devices.count(session) == _FILES * _ROWS
    assert [batch.undone_at for batch in imports.listed(session)] == [None] * _FILES
    assert not cleanup.owes_merge(session.store)
    assert _indexes(session) == before  # nobody waited for a merge of what stays
    done, _changes = imports.undo(session, *files)
    assert (done.removed, devices.count(session)) == (_FILES * _ROWS, 0)
    assert sound(session)


def test_files_of_which_one_was_taken_back_meanwhile_stay_as_they_are(
    session: Session, files: tuple[int, ...]
) -> None:
    imports.undo(session, files[-1])
    with pytest.raises(KnownError, match="undone_already"):
        imports.undo(session, *files)
    assert devices.count(session) == (_FILES - 1) * _ROWS


def test_many_rows_of_several_small_files_are_merged_out_of_the_indexes_once(
    session: Session, files: tuple[int, ...]
) -> None:
    imports.undo(session, *files)
    left = _indexes(session)[fts5.SEARCH_INDEXES.index("device_text")]
    assert len(left) == 2  # what the index knows of itself, and no page of terms
    assert not cleanup.owes_merge(session.store)
