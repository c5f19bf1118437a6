"""Removing a member of staff changes the store key, whatever cuts it short."""

from __future__ import annotations

import os
import pkgutil
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.errors import KnownError
from app.model.staff import Role
from app.model.ticket import Channel, Status
from app.model.ticket_edit import Edit
from app.store import engine, fts5
from app.store.store import DATABASE, FRESH_COPY, Store
from app.workflows import bulk_edit, members, tickets
from app.workflows.session import Session, unlock
from tests.forensics.page_reader import UnreadablePageError, read_pages
from tests.store.raw import Rows, data_rows
from tests.workflows.conftest import (
    LEAD,
    LEAD_PASSPHRASE,
    TECHNICIAN,
    TECHNICIAN_PASSPHRASE,
)

LIVELY = ("audit", "staff", "setting")
"""What the removal itself writes."""


@pytest.fixture
def filled(session: Session) -> Session:
    for number in range(5):
        tickets.create(session, title=f"Ticket {number}", channel=Channel.COUNTER, text="vpn " * 99)
    return session


def rows(session: Session) -> Rows:
    with session.store.read() as connection:
        return data_rows(connection, without=LIVELY)


def code_of(error: pytest.ExceptionInfo[KnownError]) -> str:
    assert error.value.hint
    return error.value.code


def test_who_stays_finds_every_row_and_who_left_opens_nothing(filled: Session) -> None:
    before, old_key = rows(filled), filled.unlocked.store_key
    (filled.folder / "helpdesk.db.before-0001").write_bytes(b"an old copy")
    members.remove(filled, TECHNICIAN)
    assert rows(filled) == before
    filled.close()
    assert not list(filled.folder.glob("helpdesk.db.before-*"))
    assert not (filled.folder / FRESH_COPY).exists()
    with pytest.raises(KnownError) as caught:
        unlock(filled.folder, TECHNICIAN_PASSPHRASE)
    assert code_of(caught) == "wrong_passphrase"
    with pytest.raises(UnreadablePageError):
        list(read_pages(filled.folder / DATABASE, old_key))
    with pytest.raises(KnownError) as caught:
        Store(filled.folder, old_key)
    assert code_of(caught) == "not_a_store"
    again = unlock(filled.folder, LEAD_PASSPHRASE)
    assert rows(again) == before
    assert tickets.count(again, "vpn") == 5  # the search index came along
    again.close()


def test_the_new_database_keeps_the_safeguards(filled: Session) -> None:
    members.remove(filled, TECHNICIAN)
    with filled.store.maintenance() as connection:
        assert connection.execute("PRAGMA secure_delete").fetchone()[0] == 1
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert engine.page_problems(connection) == []
    with filled.store.write() as connection:
        for index in fts5.SEARCH_INDEXES:
            assert fts5.index_is_sound(connection, index)
            found = connection.execute(f"SELECT v FROM {index}_config WHERE k = 'secure-delete'")  # noqa: S608 - our own names
            assert found.fetchone() == (1,)
    (path,) = (filled.folder / DATABASE,)
    assert os.name == "nt" or path.stat().st_mode & 0o077 == 0


def test_a_technician_removes_nobody(session: Session) -> None:
    session.close()
    technician = unlock(session.folder, TECHNICIAN_PASSPHRASE)
    with pytest.raises(KnownError) as caught:
        members.remove(technician, LEAD)
    technician.close()
    assert code_of(caught) == "lead_needed"


def test_who_has_left_stays_a_name_on_their_work(filled: Session) -> None:
    members.remove(filled, TECHNICIAN)
    with filled.store.read() as connection:
        found = connection.execute("SELECT active FROM staff WHERE name = ?", (TECHNICIAN,))
        assert found.fetchone() == (0,)
    assert [member.name for member in members.members(filled)] == [LEAD]


def assigned(session: Session) -> tuple[int, int]:
    """Give the technician two tickets, one of which is finished; return open, finished."""
    unfinished, finished = tickets.page(session, "", limit=2).ids
    for ticket in (unfinished, finished):
        tickets.assign(session, ticket, TECHNICIAN, tickets.get(session, ticket).row.version)
    set_status(session, finished, Status.CLOSED)
    return unfinished, finished


def set_status(session: Session, ticket: int, status: Status) -> None:
    tickets.set_status(session, ticket, status, tickets.get(session, ticket).row.version)


def test_what_somebody_leaves_unfinished_is_unassigned_and_the_rest_stays_theirs(
    filled: Session,
) -> None:
    unfinished, finished = assigned(filled)
    changes = members.remove(filled, TECHNICIAN)
    assert changes.tickets == {unfinished}
    assert unfinished in tickets.page(filled, "assignee:none").ids
    last = tickets.get(filled, unfinished).changes[-1]
    assert (last.field, last.staff) == ("assignee_id", LEAD)
    assert tickets.get(filled, finished).row.assignee == TECHNICIAN
    # Somebody of the same name is another member of staff, and both are found by it.
    members.add(filled, TECHNICIAN, Role.TECHNICIAN, TECHNICIAN_PASSPHRASE)
    assert tickets.page(filled, f'assignee:"{TECHNICIAN}"').ids == (finished,)


def test_what_somebody_leaves_unfinished_is_given_to_a_colleague(filled: Session) -> None:
    unfinished, finished = assigned(filled)
    members.remove(filled, TECHNICIAN, LEAD)
    assert tickets.page(filled, "assignee:me").ids == (unfinished,)
    assert tickets.get(filled, finished).row.assignee == TECHNICIAN


def test_nobody_is_removed_where_the_colleague_is_not_on_the_staff(filled: Session) -> None:
    with pytest.raises(KnownError) as caught:
        members.remove(filled, TECHNICIAN, "Niemand Bekend")
    assert code_of(caught) == "no_such_member"
    assert len(members.members(filled)) == 2


def test_what_is_opened_again_after_its_assignee_left_is_unassigned(filled: Session) -> None:
    _unfinished, finished = assigned(filled)
    members.remove(filled, TECHNICIAN)
    set_status(filled, finished, Status.OPEN)
    assert finished in tickets.page(filled, "assignee:none status:open").ids


def test_undoing_gives_nothing_back_to_somebody_who_left(filled: Session) -> None:
    unfinished, _finished = assigned(filled)
    outcome, _changes = bulk_edit.edit(filled, {unfinished: None}, Edit(assignee=LEAD))
    members.remove(filled, TECHNICIAN)
    undone, _changes = bulk_edit.undo(filled, outcome)
    assert undone.changed == (unfinished,)
    assert unfinished in tickets.page(filled, "assignee:none").ids


STEPS = (
    "app.store.engine.copy_to",
    "app.store.readers.Readers.close",
    "app.store.engine.checkpoint",
    "pathlib.Path.replace",
    "app.store.store.sync_folder",
    "app.store.migrate.remove_copies",
    "app.vault.vault.Vault.finish_rekey",
    "app.store.named.keep_staff",
    "app.store.audit.append",
)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_an_error_at_any_step_keeps_the_store_open_for_who_stays(
    filled: Session, monkeypatch: pytest.MonkeyPatch, step: str, after: bool
) -> None:
    before = rows(filled)
    with monkeypatch.context() as patch:
        owner, _, name = step.rpartition(".")
        real = _resolve(owner, name)

        def fail(*args: object, **kwargs: object) -> None:
            if after:
                real(*args, **kwargs)
            raise KnownError("injected", "This step failed.", "Try again.")

        patch.setattr(step, fail)
        with pytest.raises(KnownError):
            members.remove(filled, TECHNICIAN)
    if not filled.store.closed:
        assert rows(filled) == before
    filled.close()
    settled(filled.folder, before)


def _resolve(owner: str, name: str) -> Any:
    return getattr(pkgutil.resolve_name(owner), name)


def settled(folder: Path, before: Rows) -> None:
    """Check that a removal that was cut short is settled at the next unlock, either way."""
    unlock(folder, LEAD_PASSPHRASE, LEAD).close()  # settles it
    again = unlock(folder, LEAD_PASSPHRASE, LEAD)  # and it stays so
    assert rows(again) == before
    assert not again.unlocked.rekey_pending
    assert not (folder / FRESH_COPY).exists()
    if any(member.name == TECHNICIAN for member in members.members(again)):
        members.remove(again, TECHNICIAN)
    assert rows(again) == before
    again.close()
    with pytest.raises(KnownError):
        unlock(folder, TECHNICIAN_PASSPHRASE)


KILLED = """
import os, signal, sys
from pathlib import Path
from app.workflows import members
from app.workflows.session import unlock
session = unlock(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
left = int(sys.argv[5])
def fatal(real):
    def call(*args, **kwargs):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **kwargs)
    return call
for module, name in ((os, "fsync"), (os, "replace"), (os, "rename"), (os, "unlink"), (os, "chmod")):
    setattr(module, name, fatal(getattr(module, name)))
members.remove(session, sys.argv[4])
"""


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_a_kill_at_any_step_keeps_the_store_open_for_who_stays(
    filled: Session, tmp_path: Path
) -> None:
    before = rows(filled)
    filled.close()
    for fatal in range(1, 40):
        folder = tmp_path / f"killed-{fatal}"
        shutil.copytree(filled.folder, folder)
        arguments = [str(folder), LEAD_PASSPHRASE, LEAD, TECHNICIAN, str(fatal)]
        done = subprocess.run(  # noqa: S603 - our own script, which ends itself
            [sys.executable, "-c", KILLED, *arguments],
            check=False,
            cwd=Path(__file__).resolve().parents[2],
        )
        if done.returncode == 0:
            assert fatal > 8  # two key files and a database were written and put in place
            return
        assert done.returncode == -signal.SIGKILL
        settled(folder, before)
    pytest.fail("the removal never came to its end")
