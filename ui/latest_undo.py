"""Puts the latest change that a page made of one of its rows back."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject

from app.i18n import N_
from app.model.changes import Changes
from ui.actions import Action
from ui.pages import Context


class _Latest(NamedTuple):
    row: int
    put_back: Callable[[], Changes]
    said: str


class LatestUndo(QObject):
    """Knows how a row was, in memory alone: what was wrong about somebody is kept nowhere."""

    def __init__(
        self,
        context: Context,
        page: str,
        touched: Callable[[Changes], frozenset[int]],
        *,
        shown: Callable[[int], None],
        parent: QObject,
    ) -> None:
        """Add the action to a page.

        ``touched`` names the page's rows among changes, and ``shown`` shows one that is put back.
        """
        super().__init__(parent)
        self._context = context
        self._touched = touched
        self._shown = shown
        self._latest: _Latest | None = None
        context.jobs.changed.connect(self._on_changed)
        context.actions.add(
            Action(
                f"{page}.undo",
                N_("Undo"),
                self.undo,
                ("Ctrl+Z",),
                page=page,
                icon="undo",
                enabled=lambda: self.can_undo,
            )
        )

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to undo."""
        return self._latest is not None

    def note(self, row: int, put_back: Callable[[], Changes], *, done: str, undone: str) -> None:
        """Know how a row that has just been changed is put back; say what was and will be done.

        ``put_back`` is called off the window's thread, and refuses a row that somebody else
        changed since.
        """
        self._latest = _Latest(row, put_back, undone)
        self._context.tell(done)

    def undo(self) -> None:
        """Make the row what it was, unless somebody changed it since."""
        if (latest := self._latest) is None:
            return
        self._latest = None
        self._shown(latest.row)
        self._context.write(self, latest.put_back, latest.said)

    def _on_changed(self, changes: Changes) -> None:
        """Keep nothing of whoever or whatever was changed since, or erased."""
        latest = self._latest
        if latest is not None and (
            changes.everything or changes.destroyed or latest.row in self._touched(changes)
        ):
            self._latest = None
