"""Runs a purge again and again on copies of a store, killed at random moments, then resumed.

Its own process, without threads, so that it can fork: a fork costs a hundredth of a new process.
Only what is to be killed is forked: what comes after it is done sooner here.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from app.errors import KnownError
from app.model import moments
from app.store import cleanup, index_merge, pace
from app.workflows import purge
from app.workflows.purge import running
from app.workflows.session import Session, unlock
from tests.store.raw import data_rows

MADE_BY_THE_RUN = ("audit", "setting", "issued_document")


@dataclass(frozen=True)
class Job:
    """What is run; written into the process's standard input as JSON."""

    store: str
    plan: str
    passphrase: str
    now: int
    large: int
    """Index documents from which on the plan for large destructions is taken."""
    moments: int
    """How often it is killed."""
    seed: int


def in_child(work: Callable[[], object]) -> int:
    """Do something in a child of this process; return how it ended, negative for a signal."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def state(session: Session) -> str:
    """Return a digest of every row but those that tell of the run itself."""
    with session.store.read() as connection:
        rows = data_rows(connection, without=MADE_BY_THE_RUN)
    return hashlib.sha256(repr(sorted(rows.items())).encode()).hexdigest()


def purged(job: Job, folder: Path, fatal: int = 0) -> tuple[list[object], int]:
    """Run the purge and die at the statement ``fatal``; else return how it ended and all it ran."""
    session = unlock(folder, job.passphrase)
    done = 0

    def step(_statement: str) -> None:
        nonlocal done
        done += 1
        if done == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    with session.store.maintenance() as connection:
        connection.set_trace_callback(step)
    report = folder / "report.json"
    try:
        purge.run(session, Path(job.plan), report)
    except KnownError as error:
        if error.code != "plan_finished":  # killed after the very last of it
            raise
    with session.store.maintenance() as connection:
        connection.set_trace_callback(None)
    body = json.loads(report.read_bytes())["body"]
    outcome = [state(session), body["rows"], body["blacked_out"]]
    session.close()
    return outcome, done


def main() -> None:
    """Print what went wrong, a line each, and at the end how many kills there were."""
    job = Job(**json.load(sys.stdin))
    moments.now = lambda: job.now
    running.BATCH, cleanup.FEWEST = 3, job.large
    pace.PAUSE = 0  # nobody else wants the store
    # In many pieces, to be killed between them too.
    index_merge._SMALL, index_merge._STEP, index_merge._FIRST, index_merge._MOST = 0, 1, 1, 1
    folder = Path(job.store)
    calm = folder.with_name("calm")
    shutil.copytree(folder, calm)
    wanted, statements = purged(job, calm)
    pick, kills = random.Random(job.seed), 0  # noqa: S311 - a test's example
    for turn in range(job.moments):
        copy = folder.with_name(f"copy-{turn}")
        shutil.copytree(folder, copy)
        for part in (1, 8)[: pick.randint(1, 2)]:  # the second time what is left is shorter
            fatal = pick.randrange(1, statements // part)
            ended = in_child(lambda copy=copy, fatal=fatal: purged(job, copy, fatal))  # type: ignore[misc] # bound now
            if ended == 0:
                break
            if ended != -signal.SIGKILL:
                print(f"turn {turn}, statement {fatal}: ended with {ended}")
            kills += 1
        if purged(job, copy)[0] != wanted:
            print(f"turn {turn}: ended otherwise than the undisturbed run")
        shutil.rmtree(copy)
    print(kills)


def sent(job: Job) -> bytes:
    """Return what the process reads."""
    return json.dumps(asdict(job)).encode()


if __name__ == "__main__":
    main()
