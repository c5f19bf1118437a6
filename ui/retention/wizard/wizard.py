"""The wizard of a purge: which step is shown, and the jobs that lead from one to the next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import Cancelled, KnownError
from app.i18n import _
from app.model.changes import Changes
from app.workflows.purge import Known, Plan, Report, Stage, State, wizard
from app.workflows.purge.preview import Preview
from app.workflows.purge.wizard import STEP_LABELS, Opened, Step, Wish
from ui import prompts
from ui.pages import Context
from ui.retention.wizard.approval_step import ApprovalStep
from ui.retention.wizard.frame import StepPage
from ui.retention.wizard.look_step import LookStep
from ui.retention.wizard.report_step import ReportStep
from ui.retention.wizard.rules_step import RulesStep
from ui.retention.wizard.run_step import RunStep
from ui.retention.wizard.shown_report import ShownReport
from ui.tasks import Task
from ui.widgets.current_stack import CurrentStack
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain_label import PlainLabel
from ui.widgets.step_strip import StepStrip


class PurgeWizard(QWidget):
    """Shows one step at a time; a frozen plan always at the step that is next."""

    left = Signal()
    """The user is done, or gave up."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        theme = context.theme
        self.opened: Opened | None = None
        self._task: Task | None = None
        self._report: Path | None = None
        self.messages = MessageBar(theme)
        self.strip = StepStrip(theme, {step: _(text) for step, text in STEP_LABELS.items()})
        self.rules = RulesStep(context)
        self.look = LookStep(context)
        self.approval = ApprovalStep(context)
        self.run = RunStep(context)
        self.report = ReportStep(context)
        self._shown_report = ShownReport(context, self.report, self.messages)
        self._steps: dict[Step, StepPage] = {
            Step.RULES: self.rules,
            Step.LOOK: self.look,
            Step.APPROVAL: self.approval,
            Step.RUN: self.run,
            Step.REPORT: self.report,
        }
        self._stack = CurrentStack()
        for step in self._steps.values():
            self._stack.addWidget(step)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.spacing.gap)
        column.addWidget(PlainLabel(_("Purge"), role="title"))
        column.addWidget(self.strip)
        column.addWidget(self.messages)
        column.addWidget(self._stack, 1)
        self._connect()

    def _connect(self) -> None:
        self.rules.wanted.connect(self.look_at)
        self.rules.back.clicked.connect(self.leave)
        self.look.wanted.connect(self.look_at)
        self.look.back.clicked.connect(self._leave_look)
        self.look.onward.clicked.connect(self.freeze)
        self.approval.back.clicked.connect(self.leave)
        self.approval.look.clicked.connect(self.look_at_frozen)
        self.run.look.clicked.connect(self.look_at_frozen)
        self.approval.asked.connect(self.approve)
        self.run.back.clicked.connect(self.leave)
        self.run.asked.connect(self.carry_out)
        self.report.onward.clicked.connect(self.leave)
        self.report.back.clicked.connect(self._shown_report.check_again)
        self._shown_report.shown.connect(lambda: self._show(Step.REPORT))
        self._shown_report.given_up.connect(self._stop_showing)

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return next(
            step for step, page in self._steps.items() if page is self._stack.currentWidget()
        )

    def _show(self, step: Step) -> None:
        self._stack.setCurrentWidget(self._steps[step])
        self.strip.show_step(step)
        if self.isVisible():  # a run may end while somebody types on another page
            self._steps[step].take_focus()

    def take_focus(self) -> None:
        """Put the keyboard where work on the step begins."""
        self._steps[self.step].take_focus()

    def leave(self) -> None:
        """Go back to the lists; a draft that was not frozen is given up."""
        if self.run.is_running:
            return
        if self._task is not None:
            self._task.make_void()
            self._task = None
        self.messages.hide()
        self.opened = None
        self.left.emit()

    # Planning

    def begin(self) -> None:
        """Start a plan: choose its rules."""
        if self.run.is_running:
            self._show(Step.RUN)
            return
        self.messages.hide()
        self.opened = None
        self.rules.begin()
        self._show(Step.RULES)

    def look_at(self, wish: Wish) -> None:
        """Work out what a wish comes to and show it; nothing is changed."""
        session = self.context.session
        self._work_out(lambda: wizard.look(session, wish))

    def look_at_frozen(self) -> None:
        """Show the rows of the plan that is to be approved or carried out."""
        if self.opened is not None:
            self.look.show_preview(self.opened.preview, frozen=True)
            self._show(Step.LOOK)

    def _leave_look(self) -> None:
        opened = self.opened if self.look.frozen else None
        self._show(Step.RULES if opened is None else opened.step)

    def plan_anew(self, old: Plan) -> None:
        """Work an outdated plan out anew."""
        session = self.context.session
        self._work_out(lambda: wizard.look_anew(session, old))

    def _work_out(self, work: Callable[[], Preview]) -> None:
        if self._task is not None:
            self._task.make_void()
        self.messages.hide()
        self._set_waiting(True)
        self._task = self.context.jobs.long(
            self,
            _("Working out what is due"),
            lambda _progress: work(),
            self._show_preview,
            writes=False,
            failed=self._failed,
        )

    def _show_preview(self, found: Preview) -> None:
        self._task = None
        self._set_waiting(False)
        self.look.show_preview(found)
        self._show(Step.LOOK)

    def freeze(self) -> None:
        """Freeze the plan that was looked at, and save it where the user says."""
        found, meant = self.look.preview, self.look.wish.meant
        if found is None or self._task is not None:
            return
        name = wizard.plan_name(found.plan)
        out = prompts.choose_save(self, _("Where to save the plan"), name)
        if out is None:
            return
        session, where = self.context.session, out

        def done(result: tuple[Opened, Changes]) -> None:
            self._show_opened(result[0])

        self._write(lambda: wizard.freeze(session, found.plan, meant, where), done)

    # A frozen plan

    def open(self, one: Known) -> None:
        """Go on with a plan that is known; one that was carried out shows its report."""
        if one.state is State.FINISHED:
            self._shown_report.show_of(one)
        else:
            self.open_file(one.plan)

    def open_file(self, file: Path) -> None:
        """Open a plan's file at the step that is next."""
        if self.run.is_running:
            self._show(Step.RUN)
            return
        session = self.context.session
        self.messages.hide()
        self.context.jobs.read(
            self, lambda: wizard.opened(session, file), self._show_opened, failed=self._give_up
        )

    def _show_opened(self, opened: Opened) -> None:
        self._set_waiting(False)
        self.opened = opened
        step = opened.step
        if step is Step.REPORT:
            self._shown_report.show_known(opened.plan.digest)
            return
        if step is Step.APPROVAL:
            self.approval.show_plan(opened)
        else:
            self.run.show_plan(opened)
        if opened.outdated is not None:
            self._offer_anew(opened.outdated)
        self._show(step)

    def _offer_anew(self, error: KnownError) -> None:
        """Say what in the store is not as it was planned, and offer to make the plan anew."""
        if self.opened is None:
            return
        plan = self.opened.plan
        begun = self.opened.state is State.BEGUN
        self.messages.tell(
            "warning",
            error.message,
            _("Nothing more was destroyed. Make the plan anew: it is shown and approved again.")
            if begun
            else _("Nothing was destroyed. Make the plan anew: it is shown and approved again."),
            button=_("Make the plan anew"),
            action=lambda: self.plan_anew(plan),
        )

    def approve(self, rows: int, secret: str, reason: str) -> None:
        """Approve the plan that is shown."""
        if self.opened is None:
            return
        session, file = self.context.session, self.opened.file
        self.approval.onward.setEnabled(False)

        def done(result: tuple[Opened, Changes]) -> None:
            self.context.tell(_("The plan is approved."))
            self._show_opened(result[0])

        self._write(lambda: wizard.approve(session, file, rows, secret, reason), done)
        self.approval.forget_secret()

    # Carrying out

    def carry_out(self, end_here: bool) -> None:
        """Run the plan, or end it here, after the place of the report is chosen."""
        opened = self.opened
        if opened is None or self.run.is_running:
            return
        name = wizard.report_name()
        out = prompts.choose_save(self, _("Where to write the signed report"), name)
        if out is None:
            return
        self.messages.hide()
        self._report = out
        session, jobs, step = self.context.session, self.context.jobs, self.run
        step.stage = Stage.ROWS

        def told(stage: Stage) -> None:
            step.stage = stage  # read by the step's timer; nothing of Qt is touched here
            jobs.tell(Changes(destroyed=True))  # nothing of before is put back meanwhile

        brake = step.brake
        task = self.context.jobs.long(
            self,
            _("Purge"),
            lambda progress: wizard.carry_out(
                session, opened, out, brake.on(progress), told=told, end_here=end_here
            ),
            self._show_done,
            writes=True,
            in_turns=True,  # the helpdesk goes on between two batches
            failed=self._run_failed,
        )
        task.is_paused = lambda: brake.is_on
        step.show_running(task)

    def _show_done(self, result: tuple[Report, Changes]) -> None:
        self.run.finish()
        report, _changes = result
        if self._report is not None:
            self._shown_report.show(report, self._report, self._report.with_suffix(".pdf"))

    def _run_failed(self, error: Exception) -> None:
        opened = self.opened
        self.run.show_stopped(error)
        # Finished batches stay done.
        self.context.jobs.changed.emit(Changes(everything=True, destroyed=True))
        if opened is None:
            return
        if wizard.is_outdated(error) and isinstance(error, KnownError):
            self._offer_anew(error)
        elif isinstance(error, KnownError):
            self.messages.tell("danger", error.message, error.hint)
        elif not isinstance(error, Cancelled):
            self.context.show_error(error)
        self._look_how_far(opened.file)

    def _look_how_far(self, file: Path) -> None:
        """Show how far a run came that is over before its end."""
        session = self.context.session

        def show(opened: Opened) -> None:
            self.opened = opened
            if opened.step is Step.RUN:
                self.run.show_plan(opened)

        self.context.jobs.read(self, lambda: wizard.opened(session, file), show)

    # What is under way, and what went wrong

    def _stop_showing(self, error: Exception | None) -> None:
        """Go back to the lists, where there is no report to show; say why, if it is an error."""
        if error is None:
            self.left.emit()
        else:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        """Go back to the lists and say why."""
        self.leave()
        self.context.show_error(error)

    def _write(
        self,
        work: Callable[[], tuple[Opened, Changes]],
        done: Callable[[tuple[Opened, Changes]], None],
    ) -> None:
        self.messages.hide()
        self._set_waiting(True)
        self.context.jobs.write(self, work, done, failed=self._failed)

    def _set_waiting(self, waiting: bool) -> None:
        """Let nothing be asked twice while something is worked out."""
        self._stack.setEnabled(not waiting)

    def _failed(self, error: Exception) -> None:
        self._task = None
        self._set_waiting(False)
        if isinstance(error, KnownError):
            self.messages.tell("danger", error.message, error.hint)
        elif not isinstance(error, Cancelled):
            self.context.show_error(error)
        if self.step is Step.APPROVAL and self.isVisible():
            self.approval.take_focus()
