"""Changes of tickets' properties: each can be undone, and says what stood in its way."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from app.errors import KnownError
from app.i18n import _, ngettext
from app.model.changes import Changes, Progress, no_progress
from app.workflows import bulk_edit
from app.workflows.bulk_edit import Edit, Outcome
from app.workflows.restriction import restricted
from ui.pages import Context

_AT_ONCE = 200  # tickets that are changed in no time
_KEPT = 20  # edits that can be undone, the latest ones


class TicketWork(QObject):
    """Edits tickets for the page, and undoes its edits one after the other."""

    refused = Signal()
    """Something was not changed: what is shown may be out of date."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._done: list[Outcome] = []
        self._made: dict[int, int] = {}

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to undo."""
        return bool(self._done)

    def edit(
        self,
        versions: Mapping[int, int | None],
        what: Edit,
        then: Callable[[], None] | None = None,
    ) -> None:
        """Change tickets as they were seen; ``then`` is called when every one was changed."""
        if not versions:
            return
        session, made = self._context.session, self._made
        # What this very program made of a ticket may not be shown yet; it is no other's change.
        seen = {t: None if v is None else max(v, made.get(t, 0)) for t, v in versions.items()}

        def done(result: tuple[Outcome, Changes]) -> None:
            outcome, _changes = result
            if outcome.changed:
                self._done = [*self._done[-_KEPT + 1 :], outcome]
                made.update({t: was.version for t, was in outcome.before.items()})
            self._tell(outcome)
            left = outcome.unfit or outcome.changed_meanwhile or outcome.restricted
            if then is not None and not left:
                then()

        def work(progress: Progress) -> tuple[Outcome, Changes]:
            return bulk_edit.edit(session, seen, what, progress)

        self._run(len(seen), work, done, self._failed)

    def undo(self) -> None:
        """Undo the latest edit that was not undone yet."""
        if not self._done:
            return
        session, last = self._context.session, self._done.pop()

        def done(result: tuple[Outcome, Changes]) -> None:
            outcome, _changes = result
            self._done = [bulk_edit.after_undo(e, last, outcome) for e in self._done]
            count = len(outcome.changed)
            said = ngettext("{count} ticket is as before.", "{count} tickets are as before.", count)
            self._context.tell(said.format(count=count))
            if outcome.changed_meanwhile:
                self._explain_late(len(outcome.changed_meanwhile))
            elif outcome.restricted:
                self._failed(restricted())

        def work(progress: Progress) -> tuple[Outcome, Changes]:
            return bulk_edit.undo(session, last, progress)

        def failed(error: Exception) -> None:
            self._done.append(last)  # nothing was undone: it still can be
            self._failed(error)

        self._run(len(last.before), work, done, failed)

    def _run(
        self,
        count: int,
        work: Callable[[Progress], tuple[Outcome, Changes]],
        done: Callable[[tuple[Outcome, Changes]], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Do the work in the window's writing lane; what takes its time is shown and can stop."""
        jobs = self._context.jobs
        if count <= _AT_ONCE:
            jobs.write(self, lambda: work(no_progress), done, failed=failed)
        else:
            title = _("Changing tickets")
            jobs.long(self, title, work, done, writes=True, failed=failed)

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
            self._context.tell(said.format(count=count))
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
                message.format(count=count),
                _("It was left as it is. Reopen a finished ticket first."),
            )
            self._failed(error)
        elif outcome.restricted:
            self._failed(restricted())

    def _explain_late(self, count: int) -> None:
        message = ngettext(
            "Somebody else changed {count} ticket meanwhile.",
            "Somebody else changed {count} tickets meanwhile.",
            count,
        )
        hint = _("Theirs was kept and yours was not made. Look again, then repeat it.")
        self._failed(KnownError("changed_meanwhile", message.format(count=count), hint))
