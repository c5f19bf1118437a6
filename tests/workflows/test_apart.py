"""Work in a process of its own: it takes turns at writing, and nothing is lost when either dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import i18n
from app.errors import Cancelled, KnownError
from app.model.changes import no_progress
from app.store import engine, lock, residue
from app.store.residue_sample import Sample
from app.workflows import apart, members
from app.workflows.session import Session, unlock
from tests.store.example import keep, kept
from tests.workflows import guest_work
from tests.workflows.conftest import LEAD, LEAD_PASSPHRASE, TECHNICIAN

ROOT = Path(__file__).resolve().parents[2]
POSIX_ONLY = pytest.mark.skipif(os.name == "nt", reason="POSIX signals and locks")
LINUX_ONLY = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def not_told(_what: object) -> None:
    """Tell nobody."""


def test_what_it_writes_is_there_for_every_read_at_once(session: Session) -> None:
    seen: list[tuple[object, set[str]]] = []

    def look(_done: int, _total: int | None) -> None:
        seen.append((session.store.state, kept(session.store)))

    told: list[object] = []
    session.store.remembered.keep("plan", 1, 2)
    process = apart.run(session, look, told.append, guest_work.keep_words, ["vpn", "wifi"])
    assert process not in {os.getpid(), None}
    assert kept(session.store) == {"vpn", "wifi"}
    assert told == ["kept"]
    assert seen[0][1] == set()
    assert session.store.state not in {None, seen[0][0]}
    assert not len(session.store.remembered)
    assert not list(session.folder.glob("lock.*"))


def test_its_changes_and_those_of_this_program_stand_in_one_line(session: Session) -> None:
    theirs, ours = [f"g{n}" for n in range(60)], [f"h{n}" for n in range(60)]
    errors: list[Exception] = []

    def write() -> None:
        try:
            for word in ours:
                keep(session.store, word)
        except Exception as error:
            errors.append(error)

    thread = threading.Thread(target=write)
    started = [False]

    def begin(_done: int, _total: int | None) -> None:
        if not started[0]:
            started[0] = True
            thread.start()

    apart.run(session, begin, not_told, guest_work.keep_words, theirs)
    thread.join()
    assert not errors
    assert kept(session.store) == {*theirs, *ours}


def test_a_change_of_this_program_waits_until_its_transaction_is_over(session: Session) -> None:
    order: list[str] = []

    def write() -> None:
        with session.store.write() as connection:
            order.extend(row[0] for row in connection.execute("SELECT name FROM tag"))

    thread = threading.Thread(target=write)
    apart.run(
        session,
        no_progress,
        lambda _what: thread.start(),
        guest_work.hold_the_writer,
        seconds=0.3,
    )
    thread.join()
    assert order == ["slow"]


@POSIX_ONLY
def test_a_copy_that_it_puts_in_place_is_what_everybody_reads_and_writes(session: Session) -> None:
    keep(session.store, "before")
    inode = session.store.path.stat().st_ino
    stop, errors = threading.Event(), list[str]()

    def read() -> None:
        while not stop.is_set():
            try:
                assert "before" in kept(session.store)
            except KnownError as error:
                errors.append(error.code)

    thread = threading.Thread(target=read)
    thread.start()
    apart.run(session, no_progress, not_told, guest_work.compact)
    stop.set()
    thread.join()
    assert session.store.path.stat().st_ino != inode
    assert set(errors) <= {"interrupted", "store_locked"}  # a page reads again then
    keep(session.store, "ours")
    assert kept(session.store) == {"before", "after", "ours"}
    session.close()
    again = unlock(session.folder, LEAD_PASSPHRASE, LEAD)
    assert kept(again.store) == {"before", "after", "ours"}
    again.close()


def test_no_copy_takes_the_place_under_another_process(session: Session) -> None:
    """It would go on in the file that nobody opens any more, and what it did would be lost."""
    refused: list[str] = []

    def try_to_change_the_key(_what: object) -> None:
        for act in (
            session.store.compact,
            lambda: session.store.rekey(bytes(32)),
            lambda: members.remove(session, TECHNICIAN),
        ):
            with pytest.raises(KnownError) as met:
                act()
            refused.append(met.value.code)

    apart.run(
        session, no_progress, try_to_change_the_key, guest_work.write_after_telling, word="kept"
    )
    assert refused == ["store_busy"] * 3
    assert not session.unlocked.rekey_pending
    assert sorted(path.name for path in session.folder.glob("helpdesk.db.*")) == []
    with session.store.hosting():  # of another
        done = apart.run(session, no_progress, not_told, guest_work.compact_beside_another)
    assert done == "store_busy"
    assert kept(session.store) == {"kept", "went on"}
    apart.run(session, no_progress, not_told, guest_work.compact)
    members.remove(session, TECHNICIAN)
    assert kept(session.store) == {"kept", "went on", "after"}


@POSIX_ONLY
@pytest.mark.parametrize(
    "work", [guest_work.die_amid_a_change, guest_work.die_before_the_copy_is_in_place]
)
def test_where_its_process_dies_the_rest_goes_on_and_nothing_is_half_done(
    session: Session, work: Callable[..., None]
) -> None:
    keep(session.store, "before")
    with pytest.raises(KnownError) as refused:
        apart.run(session, no_progress, not_told, work)
    assert refused.value.code == "stopped_early"
    assert refused.value.hint
    keep(session.store, "ours")
    assert kept(session.store) == {"before", "ours"}


def test_what_a_user_can_act_on_comes_in_their_language(session: Session) -> None:
    i18n.set_language("nl")
    try:
        with pytest.raises(KnownError) as refused:
            apart.run(session, no_progress, not_told, guest_work.refuse)
    finally:
        i18n.set_language("en")
    assert refused.value.code == "disk_full"
    assert refused.value.message == "De opslag is vergrendeld."
    assert refused.value.hint == "hint"


@pytest.mark.parametrize(
    ("work", "kind"),
    [(guest_work.fail, ValueError), (guest_work.fail_unsendably, RuntimeError)],
)
def test_of_a_defect_it_says_where_it_was(
    session: Session, work: Callable[..., None], kind: type[Exception]
) -> None:
    with pytest.raises(kind) as met:
        apart.run(session, no_progress, not_told, work)
    said = "".join([*map(str, met.value.args), *getattr(met.value, "__notes__", ())])
    assert "guest_work.py" in said
    assert work.__name__ in said


def test_a_stop_ends_it_and_what_it_put_by_comes_back(session: Session) -> None:
    kept_by, over = Sample(), Sample()
    session.unfinished.update({"other": kept_by, "over": over})

    def stop(_done: int, _total: int | None) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        apart.run(session, stop, not_told, guest_work.put_by, plan="digest")
    assert set(session.unfinished) == {"other", "digest"}
    assert not list(session.folder.glob("lock.*"))


def test_it_signs_with_the_key_of_whoever_unlocked_the_store(session: Session) -> None:
    signature, member = apart.run(session, no_progress, not_told, guest_work.sign)
    session.require_lead().public_key().verify(signature, b"text")
    assert member == session.member


@LINUX_ONLY
def test_no_key_stands_among_its_arguments_or_in_its_surroundings_or_in_a_file(
    session: Session, tmp_path: Path
) -> None:
    signing = session.require_lead().private_bytes_raw()
    go_on = tmp_path / "go-on"
    told = apart.run(
        session,
        no_progress,
        lambda _what: go_on.touch(),
        guest_work.wait_for,
        file=go_on,
    )
    for secret in (session.unlocked.store_key, signing):
        for form in (secret.hex(), secret.hex().encode().hex()):
            assert form not in told["cmdline"]
            assert form not in told["environ"]
        for path in tmp_path.rglob("*"):
            if path.is_file():
                assert secret not in path.read_bytes()
                assert secret.hex().encode() not in path.read_bytes()


HOST = """
import sys
from pathlib import Path
from app.model.changes import no_progress
from app.workflows import apart
from app.workflows.session import unlock
from tests.workflows import guest_work
if __name__ == "__main__":
    session = unlock(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
    tell = lambda _what: print("waiting", flush=True)
    apart.run(session, no_progress, tell, guest_work.wait_for, file=Path(sys.argv[4]))
"""


@pytest.fixture
def killed_host(session: Session, tmp_path: Path) -> Iterator[Callable[[], None]]:
    """Have a program with work in a process of its own; what is returned kills the program."""
    session.close()
    host = subprocess.Popen(  # noqa: S603 - our own script, in a process of its own
        [
            sys.executable,
            "-c",
            HOST,
            str(session.folder),
            LEAD_PASSPHRASE,
            LEAD,
            str(tmp_path / "no"),
        ],
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    assert host.stdout is not None
    assert host.stdout.readline() == b"waiting\n"

    def kill() -> None:
        host.kill()
        host.wait()
        assert host.stdout is not None
        host.stdout.close()

    yield kill
    kill()  # where the test came to no end


def guest_of(folder: Path) -> int:
    """Return the number of the process that works in a store as a guest."""
    (path,) = folder.glob("lock.*")
    return int(path.suffix[1:])


@POSIX_ONLY
def test_it_ends_when_its_program_is_killed_and_the_next_one_waits_for_that(
    session: Session, killed_host: Callable[[], None]
) -> None:
    with pytest.raises(KnownError) as refused:
        unlock(session.folder, LEAD_PASSPHRASE, LEAD)
    assert refused.value.code == "store_in_use"
    killed_host()
    again = unlock(session.folder, LEAD_PASSPHRASE, LEAD)
    assert kept(again.store) == set()
    assert not list(session.folder.glob("lock.*"))
    again.close()


@POSIX_ONLY
def test_while_it_outlives_its_program_no_other_has_the_store(
    session: Session, killed_host: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "_PATIENCE", 0.1)
    guest = guest_of(session.folder)
    os.kill(guest, signal.SIGSTOP)
    try:
        killed_host()
        with pytest.raises(KnownError) as refused:
            unlock(session.folder, LEAD_PASSPHRASE, LEAD)
    finally:
        os.kill(guest, signal.SIGCONT)
    assert refused.value.code == "store_in_use"
    assert str(guest) in refused.value.message
    monkeypatch.setattr(lock, "_PATIENCE", 10.0)
    unlock(session.folder, LEAD_PASSPHRASE, LEAD).close()


OPEN_ELSEWHERE = """
import fcntl, sys
with open(sys.argv[1], "rb+") as file:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 510, 0x40000002)
    except OSError:
        print("yes")
    else:
        print("no")
"""
"""Asks what a process asks that leaves a database: whether another has it open, as the engine marks
that in the file. The last to leave removes the log."""


@POSIX_ONLY
def test_a_search_of_the_pages_takes_no_lock_from_the_engine(session: Session) -> None:
    keep(session.store, "before")
    for _turn in range(2):
        assert residue.search(session.store, session.unlocked.store_key, Sample()).whole
    asked = subprocess.run(  # noqa: S603 - our own script, in a process of its own
        [sys.executable, "-c", OPEN_ELSEWHERE, session.store.path],
        check=True,
        capture_output=True,
        text=True,
    )
    assert asked.stdout == "yes\n"


@POSIX_ONLY
def test_its_leaving_removes_nothing_that_this_program_works_with(session: Session) -> None:
    keep(session.store, "before")
    assert residue.search(session.store, session.unlocked.store_key, Sample()).whole
    apart.run(session, no_progress, not_told, guest_work.leave_soon)
    keep(session.store, "ours")
    other = engine.connect(session.store.path, session.unlocked.store_key, read_only=True)
    assert {row[0] for row in other.execute("SELECT name FROM tag")} == {"before", "ours"}
    other.close()
