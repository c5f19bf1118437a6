"""Migrations: each wholly or not at all, after a copy, and never backwards."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from app.errors import KnownError
from app.store import dump_schema, engine, migrate
from app.store.store import Store
from tests.store.raw import Rows, everything

KEY = secrets.token_bytes(32)
GOOD = "CREATE TABLE extra (id INTEGER PRIMARY KEY, word TEXT NOT NULL);\n"
BAD = "INSERT INTO extra (word) VALUES ('half');\nINSERT INTO extra (word) VALUES (NULL);\n"
NEWEST = migrate.steps()[-1][0]


def with_steps(patch: pytest.MonkeyPatch, *scripts: str) -> None:
    found = migrate.steps()
    more = [(NEWEST + place, script) for place, script in enumerate(scripts, start=1)]
    patch.setattr(migrate, "steps", lambda: [*found, *more])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store = Store(tmp_path, KEY, create=True)
    with store.write() as connection:
        connection.execute("INSERT INTO tag (name) VALUES ('vpn')")
    store.close()
    return tmp_path


def state(folder: Path) -> tuple[int, Rows]:
    connection = engine.connect(folder / "helpdesk.db", KEY)
    try:
        return migrate.schema_version(connection), everything(connection)
    finally:
        connection.close()


def state_of_copies(folder: Path) -> list[tuple[int, Rows]]:
    """Return what each copy brings back when it takes the store's place, oldest schema first."""
    found = []
    for copy in migrate.copies(folder):
        copy.replace(folder / "helpdesk.db")
        found.append(state(folder))
    return found


def test_the_snapshot_is_the_schema() -> None:
    renew = "renew it with: python -m app.store.dump_schema"
    assert dump_schema.SNAPSHOT.read_text("utf-8") == dump_schema.newest(), renew


def test_the_snapshot_holds_all_that_the_steps_make() -> None:
    made = sum(
        script.count("CREATE ") - script.count("DROP ") for _version, script in migrate.steps()
    )
    assert dump_schema.SNAPSHOT.read_text("utf-8").count("CREATE ") == made


def test_steps_are_numbered_without_a_gap() -> None:
    assert [version for version, _script in migrate.steps()] == list(range(1, NEWEST + 1))


def test_a_script_is_cut_into_whole_statements() -> None:
    script = (
        "-- two; things\nCREATE TABLE a (x TEXT DEFAULT ';');\n"
        "CREATE TRIGGER t BEFORE DELETE ON a\nBEGIN SELECT 1; SELECT 2;\nEND;\n-- the end\n"
    )
    first, second = migrate.statements(script)
    assert "DEFAULT ';'" in first
    assert second.endswith("END;\n")


def test_a_script_whose_last_statement_does_not_end_is_refused() -> None:
    with pytest.raises(ValueError, match="does not end"):
        migrate.statements("CREATE TABLE a (x);\nCREATE TABLE b (x)\n")


def test_before_a_migration_an_encrypted_copy_of_the_store_is_made(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(folder)
    with_steps(monkeypatch, GOOD)
    Store(folder, KEY).close()
    (copy,) = folder.glob(f"{migrate.COPY_PREFIX}*")
    assert copy.stat().st_mode & 0o777 == 0o600
    assert not copy.read_bytes().startswith(b"SQLite")
    copy.replace(folder / "helpdesk.db")
    assert state(folder) == before


def test_a_new_store_has_no_copy_of_nothing(tmp_path: Path) -> None:
    Store(tmp_path, KEY, create=True).close()
    assert not list(tmp_path.glob(f"{migrate.COPY_PREFIX}*"))


def test_the_next_migration_takes_the_older_copy_away(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / f"{migrate.COPY_PREFIX}0000").write_bytes(b"old")
    with_steps(monkeypatch, GOOD)
    Store(folder, KEY).close()
    assert [p.name for p in folder.glob(f"{migrate.COPY_PREFIX}*")] == [
        f"{migrate.COPY_PREFIX}{NEWEST + 1:04d}-from-{NEWEST:04d}"
    ]


def test_a_migration_that_was_cut_short_goes_on_and_keeps_the_copy_of_before_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(folder)
    with monkeypatch.context() as patch:
        with_steps(patch, GOOD, BAD)
        for _again in range(3):
            with pytest.raises(dbapi2.IntegrityError):
                Store(folder, KEY)
    halfway = state(folder)
    with_steps(monkeypatch, GOOD, "CREATE TABLE z (x);")
    Store(folder, KEY).close()
    assert state(folder)[0] == NEWEST + 2
    assert state_of_copies(folder) == [before, halfway]


def test_what_was_done_in_a_store_between_two_halves_of_a_migration_is_in_a_copy(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(folder)
    with monkeypatch.context() as patch:
        with_steps(patch, GOOD, BAD)
        with pytest.raises(dbapi2.IntegrityError):
            Store(folder, KEY)
    with monkeypatch.context() as patch:
        with_steps(patch, GOOD)
        store = Store(folder, KEY)  # by a program of the schema that the migration came to
        with store.write() as connection:
            connection.execute("INSERT INTO tag (name) VALUES ('printer')")
        store.close()
    worked = state(folder)
    with_steps(monkeypatch, GOOD, "CREATE TABLE z (x);")
    Store(folder, KEY).close()
    assert state_of_copies(folder) == [before, worked]


def test_a_copy_is_made_anew_where_its_migration_came_to_no_step(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        with_steps(patch, BAD)
        with pytest.raises(dbapi2.OperationalError):
            Store(folder, KEY)
    store = Store(folder, KEY)  # by the program that came before, for want of the new one
    with store.write() as connection:
        connection.execute("INSERT INTO tag (name) VALUES ('printer')")
    store.close()
    before = state(folder)
    with_steps(monkeypatch, GOOD)
    Store(folder, KEY).close()
    (copy,) = migrate.copies(folder)
    copy.replace(folder / "helpdesk.db")
    assert state(folder) == before


def test_a_step_that_fails_leaves_the_store_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(folder)
    with monkeypatch.context() as patch:
        with_steps(patch, GOOD + BAD)
        with pytest.raises(dbapi2.IntegrityError):
            Store(folder, KEY)
    assert state(folder) == before
    Store(folder, KEY).close()


def test_steps_before_the_one_that_fails_stay_done(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_steps(monkeypatch, GOOD, BAD)
    with pytest.raises(dbapi2.IntegrityError):
        Store(folder, KEY)
    version, rows = state(folder)
    assert version == NEWEST + 1
    assert rows["extra"] == []


def test_a_newer_schema_is_left_untouched(folder: Path) -> None:
    connection = engine.connect(folder / "helpdesk.db", KEY)
    connection.execute(f"PRAGMA user_version = {NEWEST + 1}")
    connection.close()
    before = (folder / "helpdesk.db").read_bytes()
    with pytest.raises(KnownError) as caught:
        Store(folder, KEY)
    assert caught.value.code == "newer_schema"
    assert caught.value.hint
    assert (folder / "helpdesk.db").read_bytes() == before


KILLED = """
import os, signal, sys
from pathlib import Path
from app.store import engine, migrate
from app.store.store import Store
found, count = migrate.steps(), int(sys.argv[3])
script = sys.argv[4]
newest = found[-1][0]
migrate.steps = lambda: [*found, (newest + 1, script), (newest + 2, "CREATE TABLE z (x);")]
real_connect = engine.connect
def connect(*args, **kwargs):
    connection = real_connect(*args, **kwargs)
    left = [count]
    def step(_statement):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    connection.set_trace_callback(step)
    return connection
engine.connect = connect
Store(Path(sys.argv[1]), bytes.fromhex(sys.argv[2])).close()
"""


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
@pytest.mark.parametrize("statement", range(1, 13))
def test_a_kill_in_the_middle_of_a_migration_loses_nothing(
    folder: Path, statement: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    version, before = state(folder)
    script = "\n".join((GOOD, "INSERT INTO extra (word) VALUES ('whole');", "DELETE FROM tag;"))
    done = subprocess.run(  # noqa: S603 - our own script, which ends itself
        [sys.executable, "-c", KILLED, str(folder), KEY.hex(), str(statement), script],
        check=False,
        cwd=Path(__file__).resolve().parents[2],
        stderr=subprocess.DEVNULL,
    )
    assert done.returncode == -signal.SIGKILL
    reached, after = state(folder)
    if reached == version:
        assert after == before
    else:
        assert [row[1] for row in after["extra"]] == ["whole"]
        assert after["tag"] == []
        assert ("z" in after) == (reached == version + 2)
    with_steps(monkeypatch, script, "CREATE TABLE z (x);")
    Store(folder, KEY).close()
    assert state(folder)[0] == version + 2
    found = state_of_copies(folder)
    assert found[0] == (version, before)
    assert found[1:] == ([(reached, after)] if reached == version + 1 else [])


FIXTURES = Path(__file__).parent / "fixtures"


@pytest.mark.parametrize(
    "made", sorted(FIXTURES.glob("schema-*/helpdesk.db")), ids=lambda made: made.parent.name
)
def test_a_store_of_each_released_schema_comes_up_to_date(made: Path, tmp_path: Path) -> None:
    """A release keeps one small store of its schema beside this test."""
    key = bytes.fromhex((made.parent / "key.txt").read_text("ascii").strip())
    (tmp_path / "helpdesk.db").write_bytes(made.read_bytes())
    store = Store(tmp_path, key)
    with store.read() as connection:
        assert migrate.dump_schema(connection) == dump_schema.newest()
    store.close()
