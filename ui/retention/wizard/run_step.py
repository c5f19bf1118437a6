"""The fourth step: the run, with its progress, a pause and a way to stop and go on later."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QLocale, QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.errors import Cancelled
from app.i18n import N_, _, ngettext
from app.workflows.purge import Brake, Stage, State
from app.workflows.purge.wizard import STEP_LABELS, Opened, Step
from ui.pages import Context
from ui.retention.parts import Pane
from ui.retention.wizard.frame import StepPage
from ui.retention.wizard.summary import summary
from ui.task_display import time_left
from ui.tasks import Task
from ui.widgets.plain_label import PlainLabel

_STAGES = {
    Stage.ROWS: N_("Destroying, batch by batch"),
    Stage.CLEANING: N_("Cleaning up the search index and the log"),
    Stage.SEARCHING: N_("Searching every page for what was destroyed"),
}
_STOPPED = N_("Stopped. Finished batches stay done; the plan can go on.")
_STOPPED_CLEANING = N_(
    "Stopped. All rows are destroyed. Go on to finish the clean-up and to get the report."
)
_STEPS = 1_000
_LOOK_EVERY = 150  # milliseconds between two looks at how far the run is


class RunStep(StepPage):
    """What would go, and from its begin how far it is."""

    asked = Signal(bool)
    """To run the plan; True to end it here, with a report of what was done."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Close"), "")
        self.opened: Opened | None = None
        self.stage = Stage.ROWS
        self.brake = Brake()
        self._task: Task | None = None
        self.pane = Pane(context.theme, _("The plan to carry out"), alone=True)
        self.look = QPushButton(_(STEP_LABELS[Step.LOOK]))
        self.end_here = QPushButton(_("End it here, with a report…"))
        self.pause = QPushButton(_("Pause"))
        self.stop = QPushButton(_("Stop"))
        self._progress = QWidget()
        self.said = PlainLabel(role="heading", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.bar.setAccessibleName(_("How far the purge is"))
        self.left = PlainLabel(tone="muted", wrap=True)
        lines = QVBoxLayout(self._progress)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(context.theme.spacing.unit)
        for widget in (self.said, self.bar, self.left):
            lines.addWidget(widget)
        self.column.addWidget(self._progress)
        self.column.addWidget(self.pane, 1)
        self.end(self.look, self.end_here, self.pause, self.stop)
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK_EVERY)
        self._looking.timeout.connect(self._show_progress)
        self.onward.clicked.connect(lambda: self.asked.emit(False))
        self.end_here.clicked.connect(lambda: self.asked.emit(True))
        self.pause.clicked.connect(self._pause_or_go_on)
        self.stop.clicked.connect(self._stop)

    def show_plan(self, opened: Opened) -> None:
        """Show an approved plan, begun or not."""
        self.opened = opened
        self.pane.show_parts(summary(self.context.theme, opened))
        self._show_buttons()

    @property
    def is_running(self) -> bool:
        """Whether the plan is being carried out now."""
        return self._task is not None

    def take_focus(self) -> None:
        """Put the keyboard on what leads on."""
        (self.pause if self.is_running else self.onward).setFocus()

    def show_running(self, task: Task) -> None:
        """Show that the run goes on."""
        self._task = task
        if self.opened is not None:
            begun = replace(self.opened, state=State.BEGUN)
            self.pane.show_parts(summary(self.context.theme, begun))
        self._looking.start()
        self._show_buttons()
        self._show_progress()
        self.take_focus()

    def show_stopped(self, error: Exception) -> None:
        """Show that the run is over before its end, and what can be done."""
        self._over()
        if isinstance(error, Cancelled):
            rows = self.stage is Stage.ROWS
            self.said.setText(_(_STOPPED if rows else _STOPPED_CLEANING))
            self.left.setText("")
            self.bar.hide()
            self._progress.show()

    def _over(self) -> None:
        self._looking.stop()
        self._task = None
        self.brake.go_on()
        self._show_buttons()

    def finish(self) -> None:
        """Show that nothing runs any more."""
        self._over()

    def _show_buttons(self) -> None:
        opened, running = self.opened, self.is_running
        if opened is None:
            return
        begun = opened.state is State.BEGUN
        fits = opened.outdated is None
        lead = self.context.session.signing_key is not None
        rows = QLocale().toString(opened.plan.total)
        if opened.plan.groups["anonymise"]:
            text = ngettext("Carry out: {rows} row…", "Carry out: {rows} rows…", opened.plan.total)
        else:
            text = ngettext("Destroy {rows} row…", "Destroy {rows} rows…", opened.plan.total)
        self.onward.setText(_("Go on…") if begun else text.format(rows=rows))
        self.onward.setVisible(lead and fits and not running)
        self.look.setVisible(not running)
        self.end_here.setVisible(lead and begun and not running)
        self.pause.setVisible(running)
        self.stop.setVisible(running)
        self.back.setEnabled(not running)
        self.pause.setText(_("Pause"))
        self.bar.setVisible(running)
        self._progress.setVisible(running or not lead or begun)
        if running:
            return
        self.left.setText("")
        if not lead:
            self.said.setText(_("Ask a team lead to open this plan and carry it out."))
        elif begun:
            self.said.setText(_("It was begun and stopped. Finished batches stay done."))

    def _pause_or_go_on(self) -> None:
        if self.brake.is_on:
            self.brake.go_on()
        else:
            self.brake.pause()
        self._show_progress()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            rows = self.stage is Stage.ROWS
            self.said.setText(_("Stopping after this batch…") if rows else _("Stopping…"))
            self.stop.setEnabled(False)

    @property
    def _total_at_begin(self) -> int:
        """How many rows there are until it is told: of a run that goes on, some are done."""
        opened = self.opened
        return opened.plan.total if opened and opened.state is not State.BEGUN else 0

    def _show_progress(self) -> None:
        if self._task is None:
            return
        report, rows = self._task.report, self.stage is Stage.ROWS
        paused = self.brake.is_on
        if self.stop.isEnabled():
            self.said.setText(_("Paused") if paused else _(_STAGES[self.stage]))
        self.pause.setText(_("Go on") if paused else _("Pause"))
        total = report.total or (self._total_at_begin if rows else 0)
        if total and self.stage is not Stage.CLEANING:
            self.bar.setRange(0, _STEPS)
            self.bar.setValue(min(_STEPS, report.done * _STEPS // total))
            number = QLocale().toString
            text = (_("{done} of {total} rows") if rows else _("{done} of {total} pages")).format(
                done=number(report.done), total=number(total)
            )
            left = "" if paused else time_left(report.seconds_left)
            self.left.setText(" · ".join(filter(None, (text, left))))
        else:
            self.bar.setRange(0, 0)
            self.left.setText("")
