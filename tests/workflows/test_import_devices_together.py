"""Rows of one inventory file are taken in many at a time, and become what each alone would."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from app.workflows import imports
from app.workflows.import_devices import import_devices
from app.workflows.session import Session, unlock
from tests.store_copies import StoreCopies
from tests.workflows.conftest import LEAD, LEAD_PASSPHRASE, make_office

_MADE = (
    "SELECT name, manufacturer, location, external_id, address, state, device.version,"
    " device_identifier.kind, canonical, as_given FROM device"
    " LEFT JOIN person_email ON person_id = owner_id LEFT JOIN device_identifier"
    " ON device_id = device.id",
    "SELECT device.name, address, until FROM device_custody JOIN device ON device.id = device_id"
    " JOIN person_email USING (person_id)",
    "SELECT device.name FROM device_text JOIN device ON device.id = device_text.rowid"
    " WHERE device_text MATCH 'magazijn'",
)
_HEADINGS = ("name", "manufacturer", "serial", "mac", "asset tag", "owner", "location")
_NUMBER_OF_ROWS = 330  # so that they are taken in as four groups
_AT = 1_790_000_000


def _rows(chance: random.Random) -> list[list[str]]:
    """Rows of which many have a serial, an address or a tag in common with some before them."""
    few = _NUMBER_OF_ROWS // 3

    def some(text: str) -> str:
        number = chance.randrange(few)
        return chance.choice(("", text.format(number, number % 256)))

    rows = [
        [
            f"PC-{place}",
            chance.choice(("Dell", "Dell Inc.", "Lenovo", "")),
            some("PF3K{:03d}Q"),
            some("00:1B:63:84:45:{1:02X}"),
            some("CNE-{}"),
            some("mens{}@example.nl"),
            chance.choice(("Magazijn", "")),
        ]
        for place in range(_NUMBER_OF_ROWS)
    ]
    return [row for place, row in enumerate(rows) for _again in range(2 if place % 20 == 0 else 1)]


def _file(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([_HEADINGS, *rows])
    return path


def _made(session: Session) -> list[list[tuple[Any, ...]]]:
    with session.store.read() as connection:
        return [sorted(connection.execute(sql).fetchall(), key=repr) for sql in _MADE]


@pytest.fixture
def twin(tmp_path: Path, store_copies: StoreCopies) -> Iterator[Session]:
    """Another store like that of ``session``."""
    store_copies.copy(make_office, tmp_path / "twin")
    opened = unlock(tmp_path / "twin", LEAD_PASSPHRASE, LEAD)
    yield opened
    opened.close()


@pytest.mark.parametrize("seed", range(3))
def test_a_file_becomes_what_its_rows_become_one_by_one(
    session: Session, twin: Session, tmp_path: Path, seed: int
) -> None:
    rows = _rows(random.Random(seed))  # noqa: S311 - a test's example
    alone = [_file(tmp_path / f"{place:03d}.csv", [row]) for place, row in enumerate(rows)]
    first = list(import_devices(session, alone, at=_AT))
    before = _made(twin)
    together = list(import_devices(twin, [_file(tmp_path / "all.csv", rows)], at=_AT))
    assert [(r.action, r.error) for r in together] == [(r.action, r.error) for r in first]
    assert {r.action for r in together} == {"create", "update", "rejected", "unchanged"}
    place_of = {result.device: place for place, result in reversed(list(enumerate(first)))}
    same_as = {result.device: place for place, result in reversed(list(enumerate(together)))}
    assert [same_as[r.device] for r in together] == [place_of[r.device] for r in first]
    assert _made(twin) == _made(session)
    (batch,) = imports.listed(twin)
    imports.undo(twin, batch.id)
    assert _made(twin) == before
