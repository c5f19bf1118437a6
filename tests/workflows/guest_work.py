"""Work for a process of its own; it finds these by their names."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

from app.errors import KnownError
from app.i18n import _
from app.model.changes import Progress
from app.store.residue_sample import Sample
from app.workflows.apart import Told
from app.workflows.session import Session


def keep_words(session: Session, progress: Progress, told: Told, words: list[str]) -> int:
    """Write each word in a transaction of its own; return this process's number."""
    for done, word in enumerate(words):
        progress(done, len(words))
        with session.store.write_piece() as connection:
            connection.execute("INSERT INTO tag (name) VALUES (?)", (word,))
        time.sleep(0.002)
    told("kept")
    return os.getpid()


def hold_the_writer(session: Session, _progress: Progress, told: Told, *, seconds: float) -> None:
    """Be amid a transaction for so long."""
    with session.store.write() as connection:
        connection.execute("INSERT INTO tag (name) VALUES ('slow')")
        told("writing")
        time.sleep(seconds)


def write_after_telling(session: Session, _progress: Progress, told: Told, *, word: str) -> None:
    """Tell that it is there, and then write."""
    told("here")
    with session.store.write() as connection:
        connection.execute("INSERT INTO tag (name) VALUES (?)", (word,))


def die_amid_a_change(session: Session, _progress: Progress, _told: Told) -> None:
    """Be killed with a change that was not committed."""
    with session.store.write() as connection:
        connection.execute("INSERT INTO tag (name) VALUES ('half')")
        os.kill(os.getpid(), signal.SIGKILL)


def compact(session: Session, _progress: Progress, _told: Told) -> None:
    """Put a copy in the store's place, and write to it."""
    session.store.compact()
    with session.store.write() as connection:
        connection.execute("INSERT INTO tag (name) VALUES ('after')")


def compact_beside_another(session: Session, progress: Progress, told: Told) -> str:
    """Put a copy in the store's place while there is another guest; return why that was refused."""
    told("here")
    try:
        session.store.compact()
    except KnownError as error:
        with session.store.write() as connection:
            connection.execute("INSERT INTO tag (name) VALUES ('went on')")
        progress(1, 1)
        return error.code
    return ""


def die_before_the_copy_is_in_place(session: Session, _progress: Progress, _told: Told) -> None:
    """Be killed while nobody has the database open."""
    with session.store._tenancy.others_aside():
        os.kill(os.getpid(), signal.SIGKILL)


def refuse(_session: Session, _progress: Progress, _told: Told) -> None:
    """Raise what a user can act on, in the user's language."""
    raise KnownError("disk_full", _("The store is locked."), "hint")


def fail(_session: Session, _progress: Progress, _told: Told) -> None:
    """Meet a defect."""
    raise ValueError("broken")


class Unsendable(Exception):  # noqa: N818 - an example
    """An error that no other process can make."""

    def __init__(self, first: int, second: int) -> None:
        super().__init__(first + second)


def fail_unsendably(_session: Session, _progress: Progress, _told: Told) -> None:
    """Meet a defect that does not go through a pipe."""
    raise Unsendable(1, 2)


def put_by(session: Session, progress: Progress, _told: Told, *, plan: str) -> None:
    """Put something by for later, and go on until stopped."""
    session.unfinished[plan] = Sample()
    session.unfinished.pop("over", None)
    while True:
        progress(1, 2)
        time.sleep(0.01)


def leave_soon(session: Session, _progress: Progress, _told: Told) -> None:
    """Read and leave."""
    with session.store.read() as connection:
        connection.execute("SELECT count(*) FROM tag").fetchone()


def sign(session: Session, _progress: Progress, _told: Told) -> tuple[bytes, Any]:
    """Sign something as the lead, and say who that is."""
    return session.require_lead().sign(b"text"), session.member


def wait_for(session: Session, progress: Progress, told: Told, *, file: Path) -> dict[str, str]:
    """Tell that it began, wait for a file, and return what the system tells of this process."""
    told("waiting")
    while not file.exists():
        progress(0, None)
        time.sleep(0.01)
    own = Path("/proc/self")
    with session.store.write() as connection:
        connection.execute("INSERT INTO tag (name) VALUES ('waited')")
    return {name: own.joinpath(name).read_bytes().hex() for name in ("cmdline", "environ")}
