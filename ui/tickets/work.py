"""Changes of tickets' properties: each can be undone, and says what stood in its way."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QLocale, QObject, Signal

from app.errors import KnownError
from app.i18n import _, ngettext
from app.model.changes import Changes, Progress, no_progress
from app.model.ticket_edit import Edit
from ui.pages import Context
from ui.tickets.targets import Targets

if TYPE_CHECKING:  # loaded with the first change
    from app.workflows.bulk_edit import Outcome

T = TypeVar("T")
_AT_ONCE = 200  # tickets that are changed in no time
_KEPT = 20  # edits that can be undone, the latest ones
_KEPT_TICKETS = 1_000_000  # what memory may take: of more than one edit, no more tickets


class TicketWork(QObject):
    """Edits tickets for the page, and undoes its edits one after the other."""

    begun = Signal(object, object)
    """A change begins: the :class:`Targets` and the :class:`Edit`."""
    refused = Signal()
    """Something was not changed: what is shown may be out of date."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        # What was done is written where changes are made, one after the other: each knows those
        # before it, though the window was not told of them yet.
        self._done: list[Outcome] = []
        self._put_back: dict[int, int] = {}  # the versions that were made by undoing
        self._is_long = False  # what was asked for last
        context.jobs.changed.connect(self._on_changed)

    def _on_changed(self, changes: Changes) -> None:
        """Put nothing back that was destroyed since: an old title may name whoever was erased."""
        if changes.destroyed:
            self._done.clear()
            self._put_back.clear()

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to undo, or one may be on its way."""
        return bool(self._done) or self._context.jobs.is_writing

    def edit(
        self,
        targets: Targets,
        what: Edit,
        then: Callable[[], None] | None = None,
    ) -> None:
        """Change tickets as they were seen; ``then`` is called when every one was changed."""
        if not targets:
            return
        self.begun.emit(targets, what)
        query = targets.query

        def done(result: tuple[Outcome, Changes]) -> None:
            outcome, _changes = result
            self._tell(outcome)
            left = outcome.unfit or outcome.changed_meanwhile or outcome.restricted
            if then is not None and not left:
                then()

        def work(progress: Progress) -> tuple[Outcome, Changes]:
            outcome, changes = self._make(targets, what, progress)
            if outcome.changed:
                self._done = _latest([*self._done, outcome])
            return outcome, changes

        self._is_long = query is not None or len(targets.versions) > _AT_ONCE
        self._run(work, done, self._failed, is_long=self._is_long)

    def _make(self, targets: Targets, what: Edit, progress: Progress) -> tuple[Outcome, Changes]:
        """Make a change, of each ticket as it was seen or as this window made it since."""
        from app.workflows import bulk_edit  # noqa: PLC0415 - no list needs it

        session, query = self._context.session, targets.query
        seen = {t: v and max(v, self._made_of(t)) for t, v in targets.versions.items()}
        if query is None:
            return bulk_edit.edit(session, seen, what, progress)
        return bulk_edit.edit_found(
            session,
            query.text,
            what,
            progress,
            typing=query.typing,
            versions=seen,
            left_out=targets.left_out,
        )

    def _made_of(self, ticket: int) -> int:
        """Return the version that this very window made of a ticket: it may not be shown yet."""
        made = (done.before[ticket].version for done in self._done if ticket in done.before)
        return max((self._put_back.get(ticket, 0), *made))

    def undo(self) -> None:
        """Undo the latest edit that was not undone yet."""
        if not self.can_undo:
            return

        def done(result: tuple[Outcome, Changes] | None) -> None:
            if result is None:
                return
            outcome, _changes = result
            count = len(outcome.changed)
            said = ngettext("{count} ticket is as before.", "{count} tickets are as before.", count)
            self._context.tell(said.format(count=QLocale().toString(count)))
            if outcome.changed_meanwhile:
                self._explain_late(len(outcome.changed_meanwhile))
            elif outcome.restricted:
                self._explain_restricted()

        last = next(reversed(self._done), None)
        is_long = self._is_long if last is None else len(last.before) > _AT_ONCE
        self._run(self._undo_latest, done, self._failed, is_long=is_long)

    def _undo_latest(self, progress: Progress) -> tuple[Outcome, Changes] | None:
        """Put the latest edit back, None where there is none; those before it can still be."""
        from app.workflows import bulk_edit  # noqa: PLC0415 - loaded by what is undone

        last = next(reversed(self._done), None)  # it stays there until it is undone
        if last is None:
            return None
        outcome, changes = bulk_edit.undo(self._context.session, last, progress)
        self._done = [bulk_edit.after_undo(edit, last, outcome) for edit in self._done[:-1]]
        if len(outcome.changed) <= _AT_ONCE:
            self._put_back |= {t: last.before[t].version + 1 for t in outcome.changed}
        return outcome, changes

    def _run(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        *,
        is_long: bool,
    ) -> None:
        """Do the work in the window's writing lane; what takes its time is shown and can stop."""
        jobs = self._context.jobs
        if is_long:
            title = _("Changing tickets")
            jobs.long(self, title, work, done, writes=True, failed=failed)
        else:
            jobs.write(self, lambda: work(no_progress), done, failed=failed)

    def _failed(self, error: Exception) -> None:
        self._context.show_error(error)
        self.refused.emit()

    def _tell(self, outcome: Outcome) -> None:
        if count := len(outcome.changed):
            said = ngettext(
                "{count} ticket was changed. Ctrl+Z undoes it.",
                "{count} tickets were changed. Ctrl+Z undoes it.",
                count,
            )
            self._context.tell(said.format(count=QLocale().toString(count)))
        if outcome.changed_meanwhile:
            self._explain_late(len(outcome.changed_meanwhile))
        elif count := len(outcome.unfit):
            message = ngettext(
                "{count} ticket cannot go from its status to that one.",
                "{count} tickets cannot go from their status to that one.",
                count,
            )
            error = KnownError(
                "transition",
                message.format(count=QLocale().toString(count)),
                _("It was left as it is. Reopen a finished one first; a merged one stays closed."),
            )
            self._failed(error)
        elif outcome.restricted:
            self._explain_restricted()

    def _explain_restricted(self) -> None:
        from app.workflows.restriction import restricted  # noqa: PLC0415 - seldom needed

        self._failed(restricted())

    def _explain_late(self, count: int) -> None:
        message = ngettext(
            "Somebody else changed {count} ticket meanwhile.",
            "Somebody else changed {count} tickets meanwhile.",
            count,
        )
        hint = _("Theirs was kept and yours was not made. Look again, then repeat it.")
        self._failed(
            KnownError("changed_meanwhile", message.format(count=QLocale().toString(count)), hint)
        )


def _latest(done: list[Outcome]) -> list[Outcome]:
    """Return as many of the latest edits as may be kept, the last one always."""
    kept, tickets = [done[-1]], len(done[-1].before)
    for edit in reversed(done[-_KEPT:-1]):
        tickets += len(edit.before)
        if tickets > _KEPT_TICKETS:
            break
        kept.insert(0, edit)
    return kept
