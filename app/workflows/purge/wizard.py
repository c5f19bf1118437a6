"""The steps of a purge and what each needs; the window only shows them.

A plan goes on where its file and the audit trail say it is: whoever opens it, on another day or
after a crash, comes to the step that is next.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from app.errors import KnownError
from app.i18n import N_, _
from app.model.changes import Changes, Progress
from app.store import named
from app.workflows import apart, retention
from app.workflows.purge import approval, planning, preview
from app.workflows.purge.approval import Approver, approver
from app.workflows.purge.frozen import Plan, read, write
from app.workflows.purge.known import State, state_of
from app.workflows.purge.planning import Exempt
from app.workflows.purge.preview import Preview
from app.workflows.purge.report import Report, read_report
from app.workflows.purge.running import Stage, check, run
from app.workflows.session import Session


class Step(StrEnum):
    """One page of the wizard."""

    RULES = "rules"
    LOOK = "look"
    APPROVAL = "approval"
    RUN = "run"
    REPORT = "report"


STEP_LABELS = {
    Step.RULES: N_("Rules"),
    Step.LOOK: N_("Look at what goes"),
    Step.APPROVAL: N_("Approval"),
    Step.RUN: N_("Carrying out"),
    Step.REPORT: N_("Report"),
}
_NEXT = {
    State.PLANNED: Step.APPROVAL,
    State.APPROVED: Step.RUN,
    State.BEGUN: Step.RUN,
    State.FINISHED: Step.REPORT,
}
_OUTDATED = {"plan_outdated", "held"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to plan."""

    rules: tuple[str, ...] = ()
    """Codes; none means all that are in force."""
    as_of: date | None = None
    exempt: tuple[Exempt, ...] = ()
    meant: tuple[int, ...] = ()
    replaces: str = ""
    """The digest of the plan that is made anew by it; empty for a new one."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A frozen plan as it is opened: what it comes to, how far it is, and what is next."""

    preview: Preview
    file: Path
    state: State
    step: Step
    may: Approver
    """What whoever opened it may do about its approval."""
    made_by: str
    approved_by: str
    """The name of the lead who approved it; empty before."""
    outdated: KnownError | None
    """What in the store is not as it was planned; None while the plan can be carried out."""

    @property
    def plan(self) -> Plan:
        """The plan itself."""
        return self.preview.plan


def look(session: Session, wish: Wish) -> Preview:
    """Draft what is wished for and return what it comes to; nothing is changed or frozen."""
    drafted = planning.draft(
        session, wish.rules, wish.as_of, wish.exempt, wish.meant, replaces=wish.replaces
    )
    return preview.of(session, drafted)


def look_anew(session: Session, old: Plan) -> Preview:
    """Draft an outdated plan anew and return what it comes to now."""
    return preview.of(session, planning.redraft(session, old))


def wish_of(drafted: Plan) -> Wish:
    """Return what a draft was made of, to change it."""
    return Wish(
        rules=tuple(rule["code"] for rule in drafted.body["rules"]),
        as_of=date.fromisoformat(drafted.body["as_of"]),
        exempt=planning.exempt_of(drafted),
        meant=tuple(drafted.body["meant"]),
        replaces=drafted.body.get("replaces", ""),
    )


def freeze(
    session: Session, drafted: Plan, meant: Sequence[int], out: Path
) -> tuple[Opened, Changes]:
    """Freeze exactly the draft that was looked at, save it and open it.

    ``meant`` are the people whom the uncertain names were said to mean.
    """
    whole = Plan({**drafted.body, "meant": sorted(set(meant))})
    write(session, planning.freeze(session, whole), out)
    return opened(session, out), Changes(holds=True)


def approve(
    session: Session, file: Path, rows: int, secret: str, reason: str
) -> tuple[Opened, Changes]:
    """Approve a plan with the number typed and the passphrase asked again, and open it."""
    approval.approve(session, file, reason, rows=rows, secret=secret)
    return opened(session, file), Changes(holds=True)


_running: set[str] = set()
_running_lock = threading.Lock()


def carry_out(
    session: Session,
    opened: Opened,
    report: Path,
    progress: Progress,
    *,
    told: Callable[[Stage], None],
    end_here: bool = False,
) -> tuple[Report, Changes]:
    """Run an approved plan, or end one that was begun; the PDF lies beside the signed report.

    It runs in a process of its own, so that the window keeps its turns. Raises
    ``KnownError("already_running")`` where this program runs the same plan, and as
    :func:`app.workflows.purge.run` does.
    """
    digest = opened.plan.digest  # to read the file holds the window up, so the other process does
    with _running_lock:
        if digest in _running:
            raise KnownError(
                "already_running",
                _("This plan is being carried out already."),
                _("Nothing was begun twice. Its progress stands at the foot of the window."),
            )
        _running.add(digest)
    try:
        pdf = report.with_suffix(".pdf")
        changes = apart.run(
            session, progress, told, _run, opened.file, report=report, pdf=pdf, end_here=end_here
        )
    finally:
        with _running_lock:
            _running.discard(digest)
    return read_report(session, report), changes


def _run(
    session: Session,
    progress: Progress,
    told: Callable[[Stage], None],
    file: Path,
    *,
    report: Path,
    pdf: Path,
    end_here: bool,
) -> Changes:
    """Run a plan where :func:`app.workflows.apart.run` is."""
    _body, changes = run(session, file, report, progress, pdf=pdf, told=told, end_here=end_here)
    return changes


def opened(session: Session, file: Path) -> Opened:
    """Open a frozen plan at the step that is next. Raises ``KnownError`` as reading one does."""
    found = read(session, file)
    state = state_of(session, found.digest)
    if state is State.APPROVED and found.approval is None:
        state = State.PLANNED  # another copy of the file was approved
    with session.store.read() as connection:
        names = named.staff_names(connection)
    outdated = None
    if state is not State.FINISHED:
        try:
            check(session, found)
        except KnownError as error:
            if not is_outdated(error):
                raise
            outdated = error
    approved_by = (found.approval or {}).get("approved_by", 0)
    return Opened(
        preview=preview.of(session, found),
        file=file,
        state=state,
        step=_NEXT[state],
        may=approver(session, found),
        made_by=names.get(found.body["made_by"], ""),
        approved_by=names.get(approved_by, ""),
        outdated=outdated,
    )


def is_outdated(error: Exception) -> bool:
    """Whether an error says that a plan does not fit the store any more: it can be made anew."""
    return isinstance(error, KnownError) and error.code in _OUTDATED


def plan_name(drafted: Plan) -> str:
    """Return the name to offer for a plan's file."""
    return f"purge-plan-{drafted.body['as_of']}.json"


def report_name() -> str:
    """Return the name to offer for a report's file."""
    return f"purge-report-{retention.today().isoformat()}.json"
