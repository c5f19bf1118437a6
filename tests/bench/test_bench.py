"""The measurements themselves work: ours and bare SQL give the same on a small store."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.store import engine
from app.store.store import DATABASE
from app.vault import Vault
from tests.bench import exporting, run, stores, table
from tests.bench.figures import percentile
from tests.bench.secret import LEAD, PASSPHRASE


def test_ours_and_bare_sql_agree_on_every_list_filter_and_search(tmp_path: Path) -> None:
    stores, scratch = tmp_path / "stores", tmp_path / "scratch"
    stores.mkdir()
    scratch.mkdir()
    report = run.measure(
        stores, scratch, 1_200, ["lists", "filters", "searches", "writes"], repeats=2
    )
    assert len(report.figures) > 50
    text = table.as_text([report])
    assert "1,200 tickets" in text
    assert str(tmp_path) not in text + json.dumps(table.as_json([report]))


def test_packages_and_bare_dumps_are_made_of_the_same_people(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "PEOPLE", 1)
    folders = [tmp_path / name for name in ("stores", "scratch", "room")]
    for folder in folders:
        folder.mkdir()
    built = stores.build(folders[0], 1_200)
    copy = stores.copy(built, folders[1], "exporting")
    session = stores.open_session(copy)
    try:
        with stores.bare(session) as bare:
            one = exporting.each_person(session, bare, folders[2])
        figures = list(exporting.much(session, copy, folders[2], ((10, 1), (20, 2))))
    finally:
        session.close()
    assert one.bare
    assert [figure.unit for figure in figures] == ["s", "MiB"]
    assert all(figure.ours > 0 and figure.bare for figure in figures)
    assert list(folders[2].iterdir()) == []


def test_a_store_of_an_older_schema_is_refused_with_what_to_do(tmp_path: Path) -> None:
    built = stores.build(tmp_path, 50)
    key = Vault.open(built.folder).unlock(PASSPHRASE, LEAD).store_key
    connection = engine.connect(built.folder / DATABASE, key)
    connection.execute("PRAGMA user_version = 7")
    connection.close()
    with pytest.raises(stores.UnfitStoreError, match=r"has schema 7, .*Remove it"):
        stores.build(tmp_path, 50)


def test_of_a_hundred_figures_99_do_not_exceed_the_99th_percentile() -> None:
    assert percentile([float(n) for n in range(100, 0, -1)], 99) == 99
    assert percentile([float(n) for n in range(200)], 99) == 197
    assert percentile([3.0, 1.0, 2.0], 50) == 2
    assert percentile([7.0], 99) == 7
