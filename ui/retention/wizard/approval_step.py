"""The third step: a team lead other than the maker approves, or hears who must."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.i18n import _
from app.workflows.purge import Approver
from app.workflows.purge.wizard import STEP_LABELS, Opened, Step
from ui.pages import Context
from ui.retention.parts import Pane
from ui.retention.wizard.frame import StepPage
from ui.retention.wizard.summary import summary
from ui.widgets.facts import section
from ui.widgets.gate_card import field
from ui.widgets.plain_label import PlainLabel

_DIGITS = 12


class ApprovalStep(StepPage):
    """What would be approved, and the number, the passphrase and the reason to type."""

    asked = Signal(int, str, str)
    """(rows, passphrase, reason) to approve with."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Close"), _("Approve"))
        self.opened: Opened | None = None
        self.rows: QLineEdit | None = None
        self.secret: QLineEdit | None = None
        self.reason: QLineEdit | None = None
        self.look = QPushButton(_(STEP_LABELS[Step.LOOK]))
        self.pane = Pane(context.theme, _("The plan to approve"), alone=True)
        self.column.addWidget(self.pane, 1)
        self.end(self.look)
        self.onward.clicked.connect(self._ask)

    def show_plan(self, opened: Opened) -> None:
        """Show a frozen plan that waits for approval."""
        self.opened = opened
        self.rows = self.secret = self.reason = None
        theme = self.context.theme
        fits = opened.outdated is None
        form = section(theme, _("Approval"), self._form(opened)) if fits else None
        self.pane.show_parts(summary(theme, opened), form)
        self.onward.setVisible(self.rows is not None)
        self._allow()

    def take_focus(self) -> None:
        """Put the keyboard on the number, or on the passphrase once the number is right."""
        right = self.opened is not None and self._number == self.opened.plan.total
        (self.secret if right and self.secret else self.rows or self.back).setFocus()

    def _form(self, opened: Opened) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.context.theme.spacing.gap - 4)
        texts = {
            Approver.LEAD: _(
                "You may plan, and a team lead approves. The plan is saved: ask a team lead to"
                " unlock this store and open it on this page."
            ),
            Approver.ANOTHER_LEAD: _(
                "Nobody approves their own plan. It is saved: ask another team lead to unlock this"
                " store and open it on this page."
            ),
            Approver.ALONE: _(
                "You made this plan and are the only team lead: you may approve it with a written"
                " reason. The audit trail and the report mark it."
            ),
            Approver.MAY: _("Look at what goes before you approve it. It cannot be taken back."),
        }
        column.addWidget(PlainLabel(texts[opened.may], wrap=True))
        if opened.may not in {Approver.MAY, Approver.ALONE}:
            return box
        wanted = _("Type the number of rows that go or become anonymous: {rows}").format(
            rows=QLocale().toString(opened.plan.total)
        )
        rows, self.rows = field(wanted)
        self.rows.setMaxLength(_DIGITS)
        by_recovery = self.context.session.unlocked.by_recovery
        secret, self.secret = field(
            _("The recovery code, once more") if by_recovery else _("Your passphrase, once more"),
            secret=True,
        )
        boxes = [rows, secret]
        if opened.may is Approver.ALONE:
            reason, self.reason = field(_("Why nobody else can approve it"))
            boxes.append(reason)
        for one, line in zip(boxes, (self.rows, self.secret, self.reason), strict=False):
            # Not of the box: Qt would ask it for its height at the width of the page.
            one.setMaximumWidth(self.fontMetrics().horizontalAdvance("0") * 64)
            column.addWidget(one)
            if line is not None:
                line.textChanged.connect(self._allow)
                line.returnPressed.connect(self._ask)
        return box

    @property
    def _number(self) -> int | None:
        typed = "".join(c for c in (self.rows.text() if self.rows else "") if c.isdigit())
        return int(typed) if typed else None

    def _allow(self, *_text: str) -> None:
        total = self.opened.plan.total if self.opened else -1
        self.onward.setEnabled(
            self._number == total
            and self.secret is not None
            and bool(self.secret.text())
            and (self.reason is None or bool(self.reason.text().strip()))
        )

    def _ask(self) -> None:
        if self.onward.isEnabled() and self.secret is not None and self._number is not None:
            reason = self.reason.text() if self.reason is not None else ""
            self.asked.emit(self._number, self.secret.text(), reason)

    def forget_secret(self) -> None:
        """Empty the passphrase's field, whatever came of it."""
        if self.secret is not None:
            self.secret.clear()
