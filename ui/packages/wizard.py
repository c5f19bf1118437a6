"""The wizard: one step after the other, each in its own view, with what was said carried along."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.errors import Cancelled, KnownError
from app.i18n import N_, _
from app.model.changes import Changes
from app.workflows import package_order, requests
from app.workflows.export import ExportResult
from app.workflows.package_order import Order, Step
from ui.packages.contents import ContentsStep
from ui.packages.delivery import DeliveryStep
from ui.packages.files import FilesStep
from ui.packages.mentions import MentionsStep
from ui.packages.others import OthersStep
from ui.packages.result import MakingStep, ResultStep
from ui.packages.step import StepView
from ui.packages.whose import WhoseStep
from ui.pages import Context
from ui.tasks import Task
from ui.widgets.current_stack import CurrentStack
from ui.widgets.enter_key import leads_on
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain_label import PlainLabel
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.step_strip import StepStrip

_TITLES = {
    Step.WHOSE: N_("Whose and when"),
    Step.CONTENTS: N_("What is in it"),
    Step.MENTIONS: N_("Named by others"),
    Step.OTHERS: N_("Other people"),
    Step.FILES: N_("Attachments"),
    Step.DELIVERY: N_("How"),
    Step.RESULT: N_("Result"),
}
_MAKING = N_("Making the package")
_WIDEST = 120
"""Characters beside each other: what is asked and told is read, not scanned."""
_ASKED = (
    Step.WHOSE,
    Step.CONTENTS,
    Step.MENTIONS,
    Step.OTHERS,
    Step.FILES,
    Step.DELIVERY,
)
"""The steps that one goes through forth and back."""


class Wizard(QWidget):
    """Leads from a person to a package."""

    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.step = Step.WHOSE
        self.order: Order | None = None
        self._task: Task | None = None
        self.whose = WhoseStep(context)
        self.contents = ContentsStep(context)
        self.mentions = MentionsStep(context)
        self.others = OthersStep(context)
        self.files = FilesStep(context)
        self.delivery = DeliveryStep(context)
        self.making = MakingStep(context)
        self.result = ResultStep(context)
        self._views: dict[Step, StepView] = {
            Step.WHOSE: self.whose,
            Step.CONTENTS: self.contents,
            Step.MENTIONS: self.mentions,
            Step.OTHERS: self.others,
            Step.FILES: self.files,
            Step.DELIVERY: self.delivery,
            Step.MAKING: self.making,
            Step.RESULT: self.result,
        }
        self.title = PlainLabel(role="title", wrap=True)
        self.messages = MessageBar(context.theme)
        self.cancel = QPushButton(_("Cancel"))
        self.back = QPushButton(_("Back"))
        self.forth = QPushButton(_("Next"))
        self.forth.setProperty("role", "primary")
        self.strip = StepStrip(context.theme, {step: _(text) for step, text in _TITLES.items()})
        self._stack = CurrentStack()
        self._lay_out()
        for view in self._views.values():
            view.changed.connect(self._allow)
        self.cancel.clicked.connect(self.leave)
        self.back.clicked.connect(self.go_back)
        self.forth.clicked.connect(self.go_on)
        self.making.stop_asked.connect(self._stop)
        self.result.removed.connect(self.leave)
        context.jobs.task_moved.connect(self._on_moved)

    def _lay_out(self) -> None:
        spacing = self.context.theme.spacing
        wide = (self.contents, self.mentions, self.others, self.files)
        for step, view in self._views.items():
            area = ScrollArea(_(_TITLES[step]) if step in _TITLES else _(_MAKING))
            area.setWidgetResizable(True)
            area.setFrameShape(ScrollArea.Shape.NoFrame)
            view.setObjectName("scrolled")
            if view not in wide:
                view.setMaximumWidth(self.fontMetrics().averageCharWidth() * _WIDEST)
            area.setWidget(view)
            self._stack.addWidget(area)
        buttons = QHBoxLayout()
        buttons.setSpacing(spacing.unit)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.forth)
        column = QVBoxLayout(self)
        page = spacing.page
        column.setContentsMargins(page, page, page, page)
        column.setSpacing(spacing.gap)
        column.addWidget(self.title)
        column.addWidget(self.strip)
        column.addWidget(self.messages)
        column.addWidget(self._stack, 1)
        column.addLayout(buttons)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Let Ctrl+Enter lead on from any field."""
        if not leads_on(event, self.forth):
            super().keyPressEvent(event)

    @property
    def is_making(self) -> bool:
        """Whether a package is being made."""
        return self.step is Step.MAKING

    @property
    def must_stay(self) -> bool:
        """Whether another package cannot be begun yet: one is made, or its passphrase shown."""
        return self.is_making or (self.step is Step.RESULT and self.result.shows_passphrase)

    def begin(self, order: Order | None = None, request: int | None = None) -> None:
        """Begin anew, with a person or with nobody, for the request of this id."""
        for view in self._views.values():
            view.leave()
        self.order = order
        self.messages.hide()
        self.whose.begin(order, request)
        self._show(Step.WHOSE)

    # Coming back to it

    def remember(self) -> dict[str, Any] | None:
        """Return what was said so far; None where nothing would come back."""
        if self.step not in _ASKED or self.whose.person.person is None:
            return None
        order = self.order
        with suppress(KnownError):  # a period that ends before it begins is not kept
            order = self._answered()
        return None if order is None else order.kept()

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Begin with what was said before."""
        self.begin(package_order.restored(kept))

    # Going through it

    def go_on(self) -> None:
        """Go to the next step; the last one makes the package, and after it one is done."""
        if self.step is Step.RESULT:
            self._finish()
            return
        try:
            self.order = self._answered()
            if self.step is Step.DELIVERY:
                self._make()
                return
        except KnownError as error:
            self.messages.tell("danger", error.message, error.hint)
            return
        self.messages.hide()
        self._show(self._after(1))

    def go_back(self) -> None:
        """Go to the step before; what was said stays."""
        self.messages.hide()
        if self.order is not None and self.step is not Step.WHOSE:
            self.order = self._views[self.step].answered(self.order)
        self._views[self.step].leave()
        self._show(self._after(-1))

    def _after(self, way: int) -> Step:
        """Return the next step, or the one before, that has something to ask."""
        at = _ASKED.index(self.step) + way
        while self._is_empty(_ASKED[at]):
            if self.order is not None:
                self.order = self._views[_ASKED[at]].passed_over(self.order)
            at += way
        return _ASKED[at]

    def _is_empty(self, step: Step) -> bool:
        counted = self.contents.counted
        if counted is None:
            return False
        return not {Step.FILES: counted.files, Step.MENTIONS: counted.mentions}.get(step, 1)

    def leave(self) -> None:
        """Give it up."""
        for view in self._views.values():
            view.leave()
        self.order = None
        self._show(Step.WHOSE)
        self.closed.emit()

    def take_focus(self) -> None:
        """Put the keyboard where this step begins."""
        self._views[self.step].take_focus()

    def _answered(self) -> Order:
        person = self.whose.person.person
        if self.order is not None:
            return self._views[self.step].answered(self.order)
        if person is None:
            raise RuntimeError("nobody is chosen")
        return self._views[self.step].answered(Order(person.id))

    def _show(self, step: Step) -> None:
        self.step = step
        view = self._views[step]
        if self.order is not None:
            view.enter(self.order)
        self._stack.setCurrentIndex(list(self._views).index(step))
        self.strip.show_step(Step.DELIVERY if step is Step.MAKING else step)
        asked = step in _ASKED
        self.cancel.setVisible(asked)
        self.back.setVisible(asked and step is not Step.WHOSE)
        self.forth.setVisible(step is not Step.MAKING)
        self.forth.setText(self._on_text())
        self._allow()
        if self.isVisible():
            view.take_focus()

    def _on_text(self) -> str:
        if self.step is Step.DELIVERY:
            return _("Make the package")
        if self.step is Step.RESULT:
            return _("I have noted it: done") if self.result.shows_passphrase else _("Done")
        return _("Next")

    def _allow(self) -> None:
        name = self.whose.name
        self.title.setText(
            _("Package for {name}").format(name=name) if name else _("Make a package")
        )
        self.forth.setEnabled(self._views[self.step].can_go_on)

    # Making it

    def _make(self) -> None:
        order = self.order
        if order is None:
            raise RuntimeError("nobody is chosen")
        target = self.delivery.target()
        self.messages.hide()
        session = self.context.session
        self.making.begin()
        self._show(Step.MAKING)
        self._task = self.context.jobs.long(
            self,
            _(_MAKING),
            lambda progress: package_order.make(session, order, target, progress),
            self._made,
            writes=False,  # but for a note at the end: others go on writing meanwhile
            failed=self._failed,
        )

    def _stop(self) -> None:
        if self._task is None:
            return
        self.making.stop.setEnabled(False)
        if not self._task.stop():
            self._failed(Cancelled())

    def _on_moved(self, task: Task) -> None:
        if task is self._task:
            self.making.show_progress(task)

    def _made(self, result: tuple[ExportResult, Changes]) -> None:
        self._task = None
        self.result.show_result(result[0])
        self._show(Step.RESULT)
        self.context.tell(_("The package is made"))

    def _failed(self, error: Exception) -> None:
        self._task = None
        self._show(Step.DELIVERY)
        if isinstance(error, KnownError):
            self.messages.tell("danger", error.message, error.hint)
        elif isinstance(error, Cancelled):
            self.messages.tell("info", _("Stopped. Nothing of the package was left."))
        else:
            self.context.show_error(error)

    def _finish(self) -> None:
        answered = None if self.order is None else self.order.request_number
        self.leave()
        if answered is not None:
            self._go_on_with(answered)

    def _go_on_with(self, number: int) -> None:
        """Go to the request that the package answers: its closing letter comes next."""
        session = self.context.session
        self.context.jobs.read(
            self,
            lambda: requests.get(session, number).id,
            lambda row: self.context.go("requests", row),
            failed=self.context.show_error,
        )
