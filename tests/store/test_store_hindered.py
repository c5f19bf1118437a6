"""What the store says and keeps when a program, a kill, a disk or a folder is in its way."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.store import engine
from app.store.store import DATABASE, FRESH_COPY, Store
from tests.store.example import KEY, keep, kept, kept_by

ROOT = Path(__file__).resolve().parents[2]
POSIX_ONLY = pytest.mark.skipif(os.name == "nt", reason="POSIX signals, permissions and limits")


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


CUT_OFF_COPY = """
import os, signal, sys
from pathlib import Path
from app.store.store import FRESH_COPY, Store
from app.store.store import Store
store = Store(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
def die_amid_the_copy():
    if (store.folder / f"{FRESH_COPY}-journal").exists():
        os.kill(os.getpid(), signal.SIGKILL)
with store.maintenance() as connection:
    connection.set_progress_handler(die_amid_the_copy, 10)
store.rekey(bytes.fromhex(sys.argv[3]))
"""


@POSIX_ONLY
def test_a_kill_amid_a_copy_under_a_new_key_leaves_nothing_behind(tmp_path: Path) -> None:
    store = Store(tmp_path, KEY, create=True)
    keep(store, "vpn")
    store.close()
    whole = sorted(path.name for path in tmp_path.iterdir())
    other = secrets.token_bytes(32)
    run(CUT_OFF_COPY, tmp_path, KEY.hex(), other.hex(), code=-signal.SIGKILL)
    assert (tmp_path / f"{FRESH_COPY}-journal").exists()
    assert kept_by(tmp_path) == {"vpn"}
    assert sorted(path.name for path in tmp_path.iterdir()) == whole


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
