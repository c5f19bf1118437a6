"""Puts the latest change of a person back."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.i18n import _
from app.model.changes import Changes
from app.model.person import Person
from app.workflows import people
from ui.pages import Context


class PersonUndo(QObject):
    """Knows how a person was, in memory alone: what was wrong about somebody is kept nowhere."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._before: Person | None = None
        context.jobs.changed.connect(self._on_changed)

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to undo."""
        return self._before is not None

    def note(self, before: Person) -> None:
        """Know how a person was that has just been changed."""
        self._before = before
        self._context.tell(_("The person was changed. Ctrl+Z undoes it."))

    def undo(self) -> None:
        """Make the person what they were, unless somebody changed them since."""
        if (before := self._before) is None:
            return
        self._before = None
        session, row = self._context.session, before.row
        self._context.write(
            self,
            lambda: people.change(
                session,
                row.id,
                row.version + 1,
                display_name=row.display_name,
                user_name=row.user_name,
                organisation=row.organisation,
                language=before.language,
            ),
            _("The person is as before."),
        )

    def _on_changed(self, changes: Changes) -> None:
        """Keep nothing of whoever was changed since, or erased."""
        before = self._before
        if before is not None and (
            changes.everything or changes.destroyed or before.row.id in changes.people
        ):
            self._before = None
