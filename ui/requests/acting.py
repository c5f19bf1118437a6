"""What the acts on a request have in common: the request that is shown, and where they are done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.model.changes import Changes
from app.model.staff import Role
from app.workflows.requests.guide import Guide
from ui.pages import Context
from ui.widgets.form_dialog import FormDialog


class Acting:
    """Knows the request that is shown and does work on it; the page shows what came of it."""

    def __init__(
        self, context: Context, page: QWidget, open_dialog: Callable[[FormDialog], None]
    ) -> None:
        self._context = context
        self._page = page
        self._open = open_dialog
        self._session = context.session
        self.guide: Guide | None = None

    @property
    def number(self) -> int:
        """The request's number."""
        if self.guide is None:
            raise RuntimeError("no request is shown")
        return self.guide.standing.request.number

    @property
    def is_lead(self) -> bool:
        """Whether whoever is at work is a team lead."""
        return self._session.member.role is Role.LEAD

    def _write(self, work: Callable[[], Changes], said: str) -> None:
        def done(_changes: Changes) -> None:
            self._context.tell(said)

        self._context.jobs.write(self._page, work, done, failed=self._context.show_error)
