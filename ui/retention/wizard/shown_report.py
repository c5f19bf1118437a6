"""Finds the report of a purge that was carried out, shows it and checks it once more."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.errors import KnownError
from app.i18n import _
from app.workflows import purge
from app.workflows.purge import Known, Report, known
from ui import prompts
from ui.pages import Context
from ui.retention.wizard.report_step import ReportStep
from ui.widgets.message_bar import MessageBar


class ShownReport(QObject):
    """What the last step of the wizard shows."""

    shown = Signal()
    """A report stands in the step."""
    given_up = Signal(object)
    """There is none to show: the error, or None where the user chose no file."""

    def __init__(self, context: Context, step: ReportStep, messages: MessageBar) -> None:
        super().__init__(step)
        self._context = context
        self._step = step
        self._messages = messages
        self._file: Path | None = None

    def show_known(self, digest: str) -> None:
        """Show the report of a plan that was carried out."""
        session = self._context.session

        def show(found: tuple[Known, ...]) -> None:
            one = next((one for one in found if one.digest == digest), None)
            if one is not None:
                self.show_of(one)
                return
            self.given_up.emit(
                KnownError(
                    "plan_finished",
                    _("This plan was carried out already."),
                    _("Nothing more was destroyed. Make a new plan."),
                )
            )

        self._context.jobs.read(
            self, lambda: known.listed(session), show, failed=self.given_up.emit
        )

    def show_of(self, one: Known) -> None:
        """Show the report of a purge; where it is not in its place any more, ask for it."""
        session, report = self._context.session, one.report
        if report is None or not report.exists():
            chosen = prompts.choose_files(self._step, _("The report of this purge"))
            if not chosen:
                self.given_up.emit(None)
                return
            report = chosen[0]
        where = report
        pdf = one.pdf if one.pdf is not None and one.pdf.exists() else None
        self._context.jobs.read(
            self,
            lambda: purge.read_report(session, where),
            lambda found: self.show(found, where, pdf),
            failed=self.given_up.emit,
        )

    def show(self, report: Report, file: Path, pdf: Path | None) -> None:
        """Show a report that was read, and say so where something was found after all."""
        self._file = file
        self._step.show_report(report, file, pdf)
        searched = report.body["residue"]
        if searched and searched["found"]:
            self._messages.tell(
                "danger",
                _("Something of what was destroyed is still in the store's pages."),
                _("Close all programs that use the store, unlock it again and run 'doctor'."),
            )
        self.shown.emit()

    def check_again(self) -> None:
        """Read the file once more and say whether it is whole."""
        file, session = self._file, self._context.session
        if file is None:
            return

        def good(_report: Report) -> None:
            self._messages.tell("success", _("The report is whole: its signature is this store's."))

        def failed(error: Exception) -> None:
            if isinstance(error, KnownError):
                self._messages.tell("danger", error.message, error.hint)
            else:
                self._context.show_error(error)

        self._context.jobs.read(self, lambda: purge.read_report(session, file), good, failed=failed)
