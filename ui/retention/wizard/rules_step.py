"""The first step: by which rules, and as on which day."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QWidget

from app.errors import KnownError
from app.i18n import _, current_language
from app.workflows import retention
from app.workflows.purge.wizard import Wish
from app.workflows.retention import Reached
from ui.pages import Context
from ui.retention.wizard.frame import StepPage
from ui.retention.words import ACTION_LABELS, due, period
from ui.tasks import Slot
from ui.widgets.check_box import CheckBox
from ui.widgets.day_field import DayField
from ui.widgets.plain_label import PlainLabel

_SHARES = (4, 3, 4)
"""How a rule, its period and what is due share the room."""


class RulesStep(StepPage):
    """A box for each rule with how many rows it has reached."""

    wanted = Signal(object)
    """The :class:`Wish` to look at."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Close"), _("Look at what goes"))
        self._slot = Slot()
        self.boxes: dict[str, CheckBox] = {}
        self.day = DayField(context.theme, _("As on"))
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        line = QHBoxLayout()
        line.addWidget(PlainLabel(_("As on")))
        line.addWidget(self.day)
        line.addStretch(1)
        text = _(
            "Choose the rules to purge by. Nothing is destroyed by planning: the next step shows"
            " every row, and a team lead approves the plan before anything goes."
        )
        self.column.addWidget(PlainLabel(text, tone="muted", wrap=True))
        self.column.addLayout(line)
        self.column.addWidget(self._area, 1)
        self.end()
        self.onward.clicked.connect(lambda: self.wanted.emit(self.wish))
        self.day.textChanged.connect(lambda _text: self._look())

    def begin(self) -> None:
        """Offer every rule in force, as on today."""
        self.boxes.clear()
        self.onward.setEnabled(False)
        self.day.clear()
        self.day.show_day(retention.today())

    @property
    def wish(self) -> Wish:
        """What is chosen."""
        chosen = tuple(code for code, box in self.boxes.items() if box.isChecked())
        return Wish(rules=chosen, as_of=self._day or retention.today())

    @property
    def _day(self) -> date | None:
        """The day in the field; None for one that cannot be read, or is still to come."""
        try:
            day = self.day.read()
        except KnownError:
            return None
        return day if day is not None and day <= retention.today() else None

    def take_focus(self) -> None:
        """Put the keyboard on the first rule."""
        first = next((box for box in self.boxes.values() if box.isEnabled()), None)
        (first or self.day).setFocus()

    def _look(self) -> None:
        session, day = self.context.session, self._day
        if day is None:
            self._slot.clear()
            self.onward.setEnabled(False)
            return
        self.context.jobs.read(
            self,
            lambda: retention.reached(session, day),
            self._show,
            failed=self.context.show_error,
            slot=self._slot,
        )

    def _show(self, found: tuple[Reached, ...]) -> None:
        before = {code: box.isChecked() for code, box in self.boxes.items()}
        had_focus = any(box.hasFocus() for box in self.boxes.values()) or not before
        inner = QWidget()
        inner.setObjectName("scrolled")
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        self.boxes = {}
        for number, one in enumerate(found):
            code, policy = one.rule.code, one.rule.policy
            box = CheckBox(policy.label(current_language()))
            box.setEnabled(one.rule.active)
            box.setChecked(before.get(code, one.rows > 0) and one.rule.active)
            box.toggled.connect(self._allow)
            self.boxes[code] = box
            said = _("{period}, then {action}").format(
                period=period(one.rule.period), action=_(ACTION_LABELS[one.rule.action])
            )
            if not one.rule.active:
                said = _("stopped")
            grid.addWidget(box, number, 0)
            grid.addWidget(PlainLabel(said, tone="muted", wrap=True), number, 1)
            tone = "" if one.going else "muted"
            grid.addWidget(PlainLabel(due(one), tone=tone, wrap=True), number, 2)
        for place, share in enumerate(_SHARES):
            grid.setColumnStretch(place, share)
        grid.setRowStretch(len(found), 1)
        self._area.setWidget(inner)
        self._allow()
        if had_focus and self.isVisible():
            self.take_focus()

    def _allow(self, *_checked: bool) -> None:
        chosen = any(box.isChecked() for box in self.boxes.values())
        self.onward.setEnabled(chosen and self._day is not None)
