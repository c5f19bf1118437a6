"""Does every step of a request on copies of a store, killed at one statement after the other.

Its own process, without threads, so that it can fork: a fork costs a hundredth of a new process.
Only what is to be killed is forked: what comes after it is done sooner here.
"""

from __future__ import annotations

import os
import random
import secrets
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from app.model import moments
from app.model.letter import LetterKind
from app.model.subject_request import Decision, ExtensionReason, PauseReason, RequestKind
from app.store import audit
from app.workflows import erasure, people, requests, restriction
from app.workflows.export import export
from app.workflows.requests import (
    approval,
    carrying_out,
    finding,
    identity,
    letters,
    preview,
    third_parties,
    timing,
)
from app.workflows.requests.carrying_out import Correction
from app.workflows.session import Session, unlock
from tests.workflows.conftest import LEAD, LEAD_PASSPHRASE, make_store
from tests.workflows.killing import in_child, state
from tests.workflows.requests.conftest import sanne

MOMENTS = 2
"""Statements of each step at which it is killed, spread over all it has."""

Step = Callable[[Session], object]
K, D = RequestKind, Decision


def _number(session: Session) -> int:
    return requests.listed(session)[0].number


def _person(session: Session) -> int:
    found = people.resolve(session, "sanne@example.nl")
    assert found
    return found


def _new(kind: RequestKind) -> Step:
    return lambda s: requests.new(s, kind, _person(s))


def _checked(session: Session) -> object:
    return requests.verify_identity(session, _number(session), "callback")


def _granted(session: Session) -> object:
    return requests.decide(session, _number(session), D.GRANTED)


def _found(session: Session) -> object:
    return finding.look(session, _number(session))


def _answered(session: Session) -> object:
    number = _number(session)
    for one in finding.look(session, number):
        finding.answer(session, number, one.id, accepted=True)
    return None


def _letter(kind: LetterKind) -> Step:
    def write(session: Session) -> object:
        number = _number(session)
        return letters.file(session, number, letters.draft(session, number, kind))

    return write


def _code(session: Session) -> object:
    return identity.challenge(session, _number(session))


def _wrong(session: Session) -> object:
    from app.errors import KnownError  # noqa: PLC0415 - this step alone expects one

    try:
        return identity.answer(session, _number(session), "x")
    except KnownError:
        return None


def _packed(session: Session) -> object:
    out = session.folder / "package.zip"
    out.unlink(missing_ok=True)
    return export(session, _person(session), out, request_number=_number(session))


def _told(session: Session) -> object:
    number = _number(session)
    return third_parties.told(session, number, third_parties.to_tell(session, number)[0].id)


def _consented(session: Session) -> object:
    return third_parties.consent(session, _person(session), "licences", "Reparateur BV")


def _disclosed(session: Session) -> object:
    return third_parties.disclose(session, _person(session), "Reparateur BV", "device")


def _withdrawn(session: Session) -> object:
    person = _person(session)
    return third_parties.withdraw(session, third_parties.consents(session, person)[0].id)


def _closed(session: Session) -> object:
    return requests.close(session, _number(session))


def _erased(session: Session) -> object:
    number = _number(session)
    gone = erasure.is_unreported(session, number)
    return erasure.erase(
        session, 0 if gone else _person(session), number, out=session.folder / "report.json"
    )


ROADS: tuple[tuple[tuple[str, Step], ...], ...] = (
    (
        ("take in", _new(K.ACCESS)),
        ("send a code", _code),
        ("wrong code", _wrong),
        ("check", _checked),
        ("look", _found),
        ("answer", _answered),
        ("confirm", lambda s: finding.confirm(s, _number(s))),
        ("seen", lambda s: preview.seen(s, _number(s))),
        ("pause", lambda s: timing.pause(s, _number(s), PauseReason.CLARIFICATION)),
        ("resume", lambda s: timing.resume(s, _number(s))),
        ("extend", lambda s: timing.extend(s, _number(s), ExtensionReason.COMPLEX)),
        ("write of it", _letter(LetterKind.EXTENSION)),
        ("decide", _granted),
        ("make the package", _packed),
        ("closing letter", _letter(LetterKind.COMPLETION)),
        ("close", _closed),
    ),
    (
        ("take in", _new(K.RESTRICT)),
        ("let it go on", lambda s: identity.override(s, _number(s), "known for years")),
        ("decide", _granted),
        ("consent", _consented),
        ("disclose", _disclosed),
        ("withdraw", _withdrawn),
        ("restrict", lambda s: carrying_out.restrict(s, _number(s))),
        ("tell", _told),
        ("lift", lambda s: restriction.lift_restriction(s, _person(s), told=True)),
    ),
    (
        ("take in", _new(K.RECTIFY)),
        ("check", _checked),
        ("decide", _granted),
        (
            "correct",
            lambda s: carrying_out.rectify(
                s,
                _number(s),
                Correction("Sanne Bakker", addresses={"s.boer@example.nl": "sb@example.nl"}),
            ),
        ),
    ),
    (
        ("take in", _new(K.OBJECT)),
        ("check", _checked),
        ("decide", _granted),
        ("object", lambda s: carrying_out.object_to(s, _number(s), ["improve", "licences"])),
        ("lift", lambda s: restriction.lift_objection(s, _person(s), "improve")),
    ),
    (
        ("take in", _new(K.STOP_ACCOUNT)),
        ("check", _checked),
        ("decide", _granted),
        ("stop", lambda s: carrying_out.stop_account(s, _number(s))),
    ),
    (
        ("take in", _new(K.ERASE)),
        ("check", _checked),
        ("decide", _granted),
        ("approve", lambda s: approval.approve(s, _number(s), "the only lead")),
        ("erase", _erased),
    ),
)
"""Requests of several kinds from their first step to their last."""


def seeded() -> None:
    """Draw the same ids and codes each time, so that two stores can be compared."""
    pick = random.Random(7)  # noqa: S311 - a test's example
    secrets.randbits = pick.getrandbits  # type: ignore[assignment]
    secrets.randbelow = pick.randrange  # type: ignore[assignment]
    secrets.token_hex = lambda nbytes=16: pick.randbytes(nbytes or 16).hex()


def trail(session: Session) -> list[str]:
    """Return what the audit trail tells, after a look that it is whole."""
    with session.store.read() as connection:
        assert audit.verify(connection) == []
        return [entry.action for entry in audit.entries(connection)]


def done(folder: Path, step: Step, fatal: int = 0) -> tuple[list[object], int]:
    """Do a step and die at the statement ``fatal``; else return how the store is and all it ran."""
    session = unlock(folder, LEAD_PASSPHRASE, LEAD)
    count = 0

    def counted(_statement: str) -> None:
        nonlocal count
        count += 1
        if count == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    seeded()
    with session.store.maintenance() as connection:
        connection.set_trace_callback(counted)
    step(session)
    with session.store.maintenance() as connection:
        connection.set_trace_callback(None)
    how = told(session)
    session.close()
    return how, count


def looked(folder: Path) -> list[object]:
    """Return how a store is."""
    session = unlock(folder, LEAD_PASSPHRASE, LEAD)
    how = told(session)
    session.close()
    return how


def gone_on(folder: Path, step: Step, after: object) -> tuple[list[object], list[object]]:
    """Return how a store is that was killed, and how it is once the step is done."""
    session = unlock(folder, LEAD_PASSPHRASE, LEAD)
    found = told(session)
    if found != after:
        seeded()
        step(session)
    how = told(session)
    session.close()
    return found, how


def told(session: Session) -> list[object]:
    """Return how a store is, to be compared."""
    return [state(session), trail(session)]


def killed_at(folder: Path, step: Step, fatal: int, before: object, after: object) -> str:
    """Kill a step at a statement and do it again; return what is wrong, or nothing."""
    copy = folder.with_name("copy")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    ended = in_child(lambda: done(copy, step, fatal))
    if ended != -signal.SIGKILL:
        return f"ended with {ended}"
    found, made_good = gone_on(copy, step, after)
    if found not in (before, after) and step is not _erased and step is not _answered:
        return "was done by half"
    return "" if made_good == after else "could not be done again"


def walked(here: Path, name: str, step: Step) -> int:
    """Kill a step at its moments, print what went wrong, do it for good; return the kills."""
    before = looked(here)
    calm = here.with_name("calm")
    shutil.rmtree(calm, ignore_errors=True)
    shutil.copytree(here, calm)
    after, count = done(calm, step)
    fatal = sorted({1 + place * (count - 1) // MOMENTS for place in range(MOMENTS + 1)})
    for statement in fatal:
        wrong = killed_at(here, step, statement, before, after)
        if wrong:
            print(f"{name}, statement {statement} of {count}: {wrong}")
    shutil.rmtree(here)
    shutil.copytree(calm, here)
    return len(fatal)


def set_out(here: Path) -> None:
    """Make the store that a road begins with."""
    session = make_store(here)
    person = sanne(session)
    people.add_email(session, person, "s.boer@example.nl")
    people.add(session, display_name="Sanne de Boer", email="sanne@example.org")
    session.close()


def main(folder: Path) -> None:
    """Print what went wrong, a line each, and at the end how many kills there were."""
    at = moments.from_iso("2026-11-23T08:00:00")
    moments.now = lambda: at
    kills = 0
    for number, road in enumerate(ROADS):
        here = folder / f"road-{number}"
        set_out(here)
        for name, step in road:
            kills += walked(here, f"road {number}, {name}", step)
    print(kills)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
