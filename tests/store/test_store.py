"""The open store: its safeguards, isolation, and what it says when something is in the way."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from app.model.ticket import Channel, Priority
from app.store import engine
from app.store.store import DATABASE, Store
from app.workflows import tickets
from app.workflows.session import Session
from tests.store.example import KEY, keep, kept, kept_by, refusal
from tests.workflows.conftest import planted

ROOT = Path(__file__).resolve().parents[2]
POSIX_ONLY = pytest.mark.skipif(os.name == "nt", reason="POSIX signals, permissions and limits")


# Safeguards


def test_the_writer_logs_ahead_overwrites_what_it_deletes_and_syncs(store: Store) -> None:
    with store.maintenance() as connection:

        def pragma(name: str) -> object:
            return connection.execute(f"PRAGMA {name}").fetchone()[0]

        assert pragma("journal_mode") == "wal"
        assert pragma("secure_delete") == 1
        assert pragma("foreign_keys") == 1
        assert pragma("temp_store") == 2  # memory
        assert pragma("synchronous") == 2  # full


def test_a_piece_of_long_work_waits_for_no_disk_but_every_other_change_does(store: Store) -> None:
    with store.write_piece() as connection:
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 1  # normal
        connection.execute("INSERT INTO tag (name) VALUES ('vpn')")
    assert kept(store) == {"vpn"}
    with pytest.raises(dbapi2.IntegrityError):
        spoil_a_piece(store)
    assert kept(store) == {"vpn"}
    with store.write() as connection:
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2  # full


def spoil_a_piece(store: Store) -> None:
    with store.write_piece() as connection:
        connection.execute("INSERT INTO tag (name) VALUES ('wifi')")
        connection.execute("INSERT INTO tag (name) VALUES ('wifi')")


def test_long_work_moves_its_log_itself_and_no_small_change_has_to(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_LOG", 1)
    monkeypatch.setattr(engine, "_LOG_OF_LONG_WORK", 30)

    def pages_to_move() -> int:
        _busy, pages, moved = store.reader().execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
        return int(pages - moved)

    with store.maintenance() as connection:
        assert engine.checkpoint(connection)
    waiting = []
    for _piece in range(9):
        with store.write_piece() as connection:
            connection.execute("INSERT INTO tag (name) VALUES (?)", (planted(),))
        waiting.append(pages_to_move())
        keep(store, planted())
        assert pages_to_move() > waiting[-1]  # it moved nothing
    assert 0 in waiting
    assert max(waiting) < 30
    with store.maintenance() as connection:
        assert engine.checkpoint(connection)
    keep(store, planted())
    assert pages_to_move() == 0  # the engine sees to it again


def test_readers_keep_nothing_on_disk_and_cannot_write(store: Store) -> None:
    with store.read() as connection:
        assert connection.execute("PRAGMA temp_store").fetchone()[0] == 2
        assert connection.execute("PRAGMA query_only").fetchone()[0] == 1
    refusal("read_only", lambda: write_by_reader(store))


def write_by_reader(store: Store) -> None:
    with store.read() as connection:
        connection.execute("INSERT INTO tag (name) VALUES ('x')")


def test_the_search_indexes_overwrite_what_they_delete(store: Store) -> None:
    with store.read() as connection:
        for index in engine.SEARCH_INDEXES:
            (on,) = connection.execute(
                f"SELECT v FROM {index}_config WHERE k = 'secure-delete'"  # noqa: S608 - our own names
            ).fetchone()
            assert on == 1


@POSIX_ONLY
def test_only_the_owner_may_read_the_files(store: Store) -> None:
    keep(store, "vpn")
    for path in store.folder.iterdir():
        assert path.stat().st_mode & 0o077 == 0, path.name


def test_no_file_is_readable_without_the_key(store: Store) -> None:
    word = planted()
    keep(store, word)
    store.close()
    assert kept_by(store.folder) == {word}
    for path in store.folder.iterdir():
        assert word.encode() not in path.read_bytes()
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(store.path).execute("SELECT * FROM tag")


# Reading and writing side by side


def test_a_reader_sees_what_was_committed_when_it_began(store: Store) -> None:
    keep(store, "before")
    with store.read() as connection:
        assert connection.execute("SELECT count(*) FROM tag").fetchone() == (1,)
        thread = threading.Thread(target=keep, args=(store, "meanwhile"))
        thread.start()
        thread.join()  # a reader never holds a writer up
        assert connection.execute("SELECT count(*) FROM tag").fetchone() == (1,)
    assert kept(store) == {"before", "meanwhile"}


def test_nobody_sees_an_open_transaction(store: Store) -> None:
    with store.write() as connection:
        connection.execute("INSERT INTO tag (name) VALUES ('half')")
        assert kept(store) == set()
    assert kept(store) == {"half"}


def test_a_write_that_raises_is_taken_back_whole(store: Store) -> None:
    def act() -> None:
        with store.write() as connection:
            connection.execute("INSERT INTO tag (name) VALUES ('half')")
            with store.write() as inner:  # joins the transaction around it
                inner.execute("INSERT INTO tag (name) VALUES ('other half')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert kept(store) == set()


@pytest.mark.parametrize("before", [(), ("vpn",)])
def test_a_part_that_fails_is_taken_back_by_itself_whether_it_comes_first_or_not(
    store: Store, before: tuple[str, ...]
) -> None:
    with store.write():
        for name in before:
            keep(store, name)
        for name in ("wifi", "modem"):
            with pytest.raises(dbapi2.IntegrityError):
                keep_twice(store, name)
        keep(store, "printer")
    assert kept(store) == {*before, "printer"}


def keep_twice(store: Store, name: str) -> None:
    with store.write():
        keep(store, name)
        keep(store, name)


def test_what_comes_first_in_a_transaction_needs_no_copies_of_what_it_changes(
    store: Store,
) -> None:
    done: list[str] = []
    with store.write() as connection:
        connection.set_trace_callback(done.append)
        keep(store, "vpn")
        assert not any(statement.startswith("SAVEPOINT") for statement in done)
        keep(store, "wifi")
        assert any(statement.startswith("SAVEPOINT") for statement in done)
        connection.set_trace_callback(None)
    assert kept(store) == {"vpn", "wifi"}


def test_writers_of_many_threads_take_turns(store: Store) -> None:
    def work(thread: int) -> None:
        for turn in range(20):
            keep(store, f"{thread}-{turn}")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kept(store)) == 80


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    store.close()
    refusal("store_locked", lambda: kept(store))
    refusal("store_locked", lambda: keep(store, "late"))


def test_two_editors_of_one_row_cannot_overwrite_each_other(session: Session) -> None:
    ticket, _ = tickets.create(session, title="Printer", channel=Channel.COUNTER, text="x")
    version = tickets.get(session, ticket).row.version
    tickets.change(session, ticket, version, title="The first one's title")
    refusal(
        "changed_meanwhile",
        lambda: tickets.change(session, ticket, version, priority=Priority.HIGH),
    )
    row = tickets.get(session, ticket).row
    assert (row.title, row.priority) == ("The first one's title", Priority.NORMAL)


# One program at a time


SECOND = """
import sys
from pathlib import Path
from app.errors import KnownError
from app.store.store import Store
try:
    Store(Path(sys.argv[1]), bytes.fromhex(sys.argv[2])).close()
except KnownError as error:
    print(error.code, error.message, error.hint, sep="\\n")
"""


def run(script: str, *arguments: object, code: int = 0) -> str:
    done = subprocess.run(  # noqa: S603 - our own script, in a process of its own
        [sys.executable, "-c", script, *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == code, done.stderr
    return done.stdout


def test_a_second_program_is_told_who_has_the_store(store: Store) -> None:
    keep(store, "vpn")
    code, message, hint = run(SECOND, store.folder, KEY.hex()).splitlines()
    assert code == "store_in_use"
    assert str(os.getpid()) in message
    assert hint
    assert kept(store) == {"vpn"}
    store.close()
    assert run(SECOND, store.folder, KEY.hex()) == ""


@POSIX_ONLY
def test_a_killed_program_lets_the_store_go(tmp_path: Path) -> None:
    Store(tmp_path, KEY, create=True).close()
    run(KILLED, tmp_path, KEY.hex(), "open", code=-signal.SIGKILL)
    assert kept_by(tmp_path) == set()


# Killed programs


KILLED = """
import os, signal, sys
from pathlib import Path
from app.store.store import Store
store = Store(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
die = lambda: os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[3] == "open":
    die()
with store.write() as connection:
    connection.execute("INSERT INTO tag (name) VALUES ('committed')")
if sys.argv[3] == "after":
    die()
with store.write() as connection:
    for number in range(20000):
        connection.execute("INSERT INTO tag (name) VALUES (?)", (f"half {number} " + "x" * 400,))
    die()
"""


@POSIX_ONLY
@pytest.mark.parametrize("moment", ["after", "inside"])
def test_a_kill_loses_no_commit_and_keeps_no_half_one(tmp_path: Path, moment: str) -> None:
    Store(tmp_path, KEY, create=True).close()
    run(KILLED, tmp_path, KEY.hex(), moment, code=-signal.SIGKILL)
    store = Store(tmp_path, KEY)
    assert kept(store) == {"committed"}
    with store.maintenance() as connection:
        assert engine.page_problems(connection) == []
    store.close()


# Full disks


FULL = """
import subprocess, sys
from pathlib import Path
from app.errors import KnownError
from app.store.store import Store
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", sys.argv[1]], check=True)
folder, key = Path(sys.argv[1]), bytes.fromhex(sys.argv[2])
store = Store(folder, key, create=True)
kept = 0
try:
    while True:
        with store.write() as connection:
            for _ in range(20):
                connection.execute("INSERT INTO tag (name) VALUES (hex(randomblob(1000)))")
        kept += 20
except KnownError as error:
    print(error.code, bool(error.hint))
with store.read() as connection:
    assert connection.execute("SELECT count(*) FROM tag").fetchone() == (kept,)
store.close()
store = Store(folder, key)
with store.read() as connection:
    assert connection.execute("SELECT count(*) FROM tag").fetchone() == (kept,)
store.close()
print(kept > 0)
"""


ALREADY_FULL = """
import os, subprocess, sys
from pathlib import Path
from app.errors import KnownError
from app.store.store import Store
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", sys.argv[1]], check=True)
folder, key = Path(sys.argv[1]), bytes.fromhex(sys.argv[2])
log_stays = sys.argv[3] == "with-its-log"
store = Store(folder, key, create=True)
with store.write() as connection:
    connection.execute("INSERT INTO tag (name) VALUES ('kept')")
if log_stays:  # as a program that was killed leaves it
    log = {name: (folder / name).read_bytes() for name in ("helpdesk.db", "helpdesk.db-wal")}
store.close()
if log_stays:
    for name, content in log.items():
        (folder / name).write_bytes(content)
    (folder / "helpdesk.db-shm").write_bytes(bytes(32_768))
filling = open(folder / "filling", "wb", buffering=0)
try:
    for size in (4096, 1):
        while True:
            try:
                filling.write(bytes(size))
            except OSError:
                break
    try:
        store = Store(folder, key)
        print("opens")
        with store.read() as connection:
            assert connection.execute("SELECT name FROM tag").fetchall() == [("kept",)]
        store.close()
    except KnownError as error:
        print(error.code, bool(error.hint))
finally:
    filling.close()
os.unlink(folder / "filling")
store = Store(folder, key)
with store.read() as connection:
    assert connection.execute("SELECT name FROM tag").fetchall() == [("kept",)]
store.close()
"""


def on_a_disk_of_its_own(folder: Path, script: str, *arguments: str) -> list[str]:
    """Run a script that mounts a small disk where only it sees it; return the words it says."""
    unshare = shutil.which("unshare")
    probe = [unshare or "", "-Urm", "mount", "-t", "tmpfs", "tmpfs", str(folder)]
    if not unshare or subprocess.run(probe, check=False, capture_output=True).returncode:  # noqa: S603 - fixed words
        pytest.skip("a disk of its own for the test cannot be mounted here")
    done = subprocess.run(  # noqa: S603 - our own script
        [unshare, "-Urm", sys.executable, "-c", script, str(folder), KEY.hex(), *arguments],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@POSIX_ONLY
def test_a_full_disk_takes_only_the_change_that_did_not_fit(tmp_path: Path) -> None:
    assert on_a_disk_of_its_own(tmp_path, FULL) == ["disk_full", "True", "True"]


@POSIX_ONLY
def test_a_store_on_a_disk_that_is_full_opens_or_says_that_it_is(tmp_path: Path) -> None:
    assert on_a_disk_of_its_own(tmp_path, ALREADY_FULL, "closed") == ["disk_full", "True"]
    assert on_a_disk_of_its_own(tmp_path, ALREADY_FULL, "with-its-log") == ["opens"]


LIMITED = """
import resource, signal, sys
from pathlib import Path
from app.errors import KnownError
from app.store.store import Store
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = Store(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    with store.write() as connection:
        connection.execute("INSERT INTO tag (name) VALUES (hex(randomblob(1000000)))")
except KnownError as error:
    print(error.code, bool(error.hint))
store.close()
"""


@POSIX_ONLY
def test_a_write_that_the_system_refuses_loses_nothing(store: Store) -> None:
    keep(store, "vpn")
    store.close()
    assert run(LIMITED, store.folder, KEY.hex()).split() == ["disk_error", "True"]
    assert kept_by(store.folder) == {"vpn"}


# Folders that may not be written


AS_NOBODY = """
import os, sys
from pathlib import Path
from app.errors import KnownError
from app.store.store import Store
os.setgid(65534); os.setuid(65534)
try:
    Store(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
except KnownError as error:
    print(error.code, bool(error.hint))
"""


@POSIX_ONLY
@pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() != 0, reason="only root can become somebody else"
)
@pytest.mark.parametrize(
    ("folder_mode", "file_mode"), [(0o555, 0o444), (0o777, 0o444), (0o555, 0o666)]
)
def test_a_store_that_may_not_be_written_says_so(folder_mode: int, file_mode: int) -> None:
    folder = Path("/tmp") / f"cne-helpdesk-{secrets.token_hex(4)}"  # noqa: S108 - others may enter it
    folder.mkdir()
    try:
        Store(folder, KEY, create=True).close()
        before = (folder / DATABASE).read_bytes()
        for path in folder.iterdir():
            path.chmod(file_mode)
        folder.chmod(folder_mode)
        assert run(AS_NOBODY, folder, KEY.hex()).split() == ["read_only", "True"]
        assert (folder / DATABASE).read_bytes() == before
    finally:
        shutil.rmtree(folder)


# Making it smaller


def test_a_reader_that_opens_while_the_store_is_made_smaller_reads_the_new_file(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store, "vpn")
    seen: list[set[str]] = []
    written = threading.Event()
    checkpoint = engine.checkpoint

    def read() -> None:
        seen.append(kept(store))
        written.wait(10)
        seen.append(kept(store))

    reader = threading.Thread(target=read)

    def checkpoint_with_a_read(connection: sqlite3.Connection) -> bool:
        if not reader.ident:
            reader.start()  # right before the copy takes the place
            reader.join(0.2)
        return checkpoint(connection)

    monkeypatch.setattr(engine, "checkpoint", checkpoint_with_a_read)
    store.compact()
    keep(store, "wifi")
    written.set()
    reader.join()
    assert "vpn" in seen[0]
    assert seen[1] == {"vpn", "wifi"}
