"""A request goes from receipt to close by its steps, each once, and says what it lacks."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from app.model.letter import LetterKind
from app.model.subject_request import (
    Decision,
    Ground,
    Missing,
    RequestKind,
    RequestState,
)
from app.store import audit
from app.workflows import erasure, export, requests
from app.workflows.requests import finding, letters, preview, standing
from app.workflows.requests.standing import Actor
from app.workflows.session import Session, unlock
from tests.workflows.conftest import LEAD, LEAD_PASSPHRASE
from tests.workflows.requests.conftest import granted, refused, request_of, sanne


def lacks(session: Session, number: int) -> tuple[Missing, ...]:
    return standing.of(session, number).missing


def test_an_access_request_goes_through_every_step(session: Session, tmp_path: Path) -> None:
    person = sanne(session)
    request, _ = requests.new(session, RequestKind.ACCESS, person)
    number = request.number
    told = [standing.of(session, number).next]
    requests.verify_identity(session, number, "callback")
    told.append(standing.of(session, number).next)
    finding.look(session, number)
    finding.confirm(session, number)
    told.append(standing.of(session, number).next)
    preview.seen(session, number)
    told.append(standing.of(session, number).next)
    requests.decide(session, number, Decision.GRANTED)
    told.append(standing.of(session, number).next)
    export.export(session, person, tmp_path / "p.zip", request_number=number)
    told.append(standing.of(session, number).next)
    letters.file(session, number, letters.draft(session, number, LetterKind.COMPLETION))
    told.append(standing.of(session, number).next)
    requests.close(session, number, only_whole=True)
    assert told == [
        Missing.IDENTITY,
        Missing.FINDING,
        Missing.PREVIEW,
        Missing.DECISION,
        Missing.CARRYING_OUT,
        Missing.CLOSING_LETTER,
        None,
    ]
    closed = standing.of(session, number)
    assert (closed.request.state, closed.actor) == (RequestState.CLOSED, Actor.NOBODY)
    with session.store.read() as connection:
        assert audit.verify(connection) == []


def test_what_is_not_whole_is_not_closed_as_whole(session: Session) -> None:
    number = granted(session, RequestKind.ACCESS, sanne(session))
    with refused("request_lacks"):
        requests.close(session, number, only_whole=True)
    requests.close(session, number)
    with session.store.read() as connection:
        entry = audit.entries(connection, limit=1)[0]
    assert json.loads(entry.detail)["lacks"] == "carrying_out closing_letter"


def test_a_step_is_done_once_and_in_its_turn(session: Session) -> None:
    number = request_of(session, RequestKind.RESTRICT, sanne(session))
    with refused("step_done"):
        requests.verify_identity(session, number, "code")
    preview.seen(session, number)
    with refused("step_done"):
        preview.seen(session, number)
    with refused("step_done"):
        finding.confirm(session, number)
    requests.decide(session, number, Decision.GRANTED)
    with refused("step_done"):
        preview.seen(session, number)


def test_nothing_is_decided_before_the_identity_is_known(session: Session) -> None:
    request, _ = requests.new(session, RequestKind.ERASE, sanne(session))
    for act in (
        lambda: requests.decide(session, request.number, Decision.GRANTED),
        lambda: finding.look(session, request.number),
        lambda: preview.seen(session, request.number),
    ):
        with refused("identity_unchecked"):
            act()
    assert requests.get(session, request.number).state is RequestState.RECEIVED


def test_a_request_of_nobody_known_is_refused_for_that(session: Session) -> None:
    request, _ = requests.new(session, RequestKind.ACCESS, sanne(session))
    requests.decide(session, request.number, Decision.REFUSED, [Ground.IDENTITY])
    found = requests.get(session, request.number)
    assert (found.decision, found.grounds) == (Decision.REFUSED, (Ground.IDENTITY,))
    assert lacks(session, request.number) == (Missing.CLOSING_LETTER,)


def test_what_was_refused_is_not_carried_out(session: Session) -> None:
    person = sanne(session)
    number = request_of(session, RequestKind.ERASE, person)
    requests.decide(session, number, Decision.REFUSED, [Ground.HOLD])
    with refused("not_granted"):
        erasure.erase(session, person, number, "the only lead")


def test_before_an_erasure_the_letter_comes_first(session: Session) -> None:
    number = granted(session, RequestKind.ERASE, sanne(session))
    assert lacks(session, number) == (
        Missing.CLOSING_LETTER,
        Missing.APPROVAL,
        Missing.CARRYING_OUT,
    )


def test_a_package_is_noted_once_however_often_it_is_made(session: Session, tmp_path: Path) -> None:
    person = sanne(session)
    number = granted(session, RequestKind.PORT, person)
    for name in ("a.zip", "b.zip"):
        export.export(session, person, tmp_path / name, request_number=number)
    with session.store.read() as connection:
        actions = [entry.action for entry in audit.entries(connection)]
    assert actions.count("request_carried_out") == 1
    assert actions.count("package_made") == 2


_KILLED = """
    import os, signal, sys
    from pathlib import Path
    from app.model.subject_request import Decision
    from app.store import requests as rows
    from app.workflows import requests
    from app.workflows.session import unlock

    session = unlock(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
    number, place = int(sys.argv[4]), sys.argv[5]
    change = rows.change

    def killed(connection, request, values):
        if place == "after":
            change(connection, request, values)
        os.kill(os.getpid(), signal.SIGKILL)

    rows.change = killed
    requests.decide(session, number, Decision.GRANTED)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is not Windows'")
@pytest.mark.parametrize("place", ["before", "after"])
def test_a_step_cut_off_by_a_kill_was_not_done_and_can_be_done(
    session: Session, place: str
) -> None:
    number = request_of(session, RequestKind.ACCESS, sanne(session))
    session.close()
    run = subprocess.run(  # noqa: S603 - our own interpreter and words
        [
            sys.executable,
            "-c",
            textwrap.dedent(_KILLED),
            str(session.folder),
            LEAD_PASSPHRASE,
            LEAD,
            str(number),
            place,
        ],
        cwd=Path(__file__).parents[3],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        check=False,
        capture_output=True,
    )
    assert run.returncode == -signal.SIGKILL, run.stderr
    again = unlock(session.folder, LEAD_PASSPHRASE, LEAD)
    try:
        assert requests.get(again, number).state is RequestState.IDENTIFIED
        requests.decide(again, number, Decision.GRANTED)
        assert requests.get(again, number).state is RequestState.DECIDED
        with again.store.read() as connection:
            assert audit.verify(connection) == []
            decided = [e for e in audit.entries(connection) if e.action == "request_decided"]
        assert len(decided) == 1
    finally:
        again.close()


@pytest.mark.long
@pytest.mark.timeout(300)  # a hundred processes and more, one after the other
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL and no fork")
def test_every_step_survives_a_kill_at_any_of_its_statements(tmp_path: Path) -> None:
    run = subprocess.run(  # noqa: S603 - our own interpreter and words
        [sys.executable, "-m", "tests.workflows.requests.killing", str(tmp_path)],
        cwd=Path(__file__).parents[3],
        check=False,
        capture_output=True,
    )
    assert run.returncode == 0, run.stderr.decode()
    *wrong, kills = run.stdout.decode().splitlines()
    assert not wrong
    assert int(kills) > 80
