"""The first steps in a new store: three, and the last one makes a real ticket."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from app.i18n import N_, _
from app.model.changes import Changes
from ui.actions import Actions
from ui.jobs import Jobs
from ui.widgets.plain_label import PlainLabel


class _Step(NamedTuple):
    title: str
    text: str
    button: str
    action: str
    """The id of what the button does."""


_STEPS = (
    _Step(
        N_("Everything is one key away"),
        N_(
            "Ctrl+K does or finds anything: type a few letters of an action, a ticket, a device"
            " or a person. F1 lists all keys."
        ),
        N_("Show all keys"),
        "window.keys",
    ),
    _Step(
        N_("Lock it when you leave"),
        N_(
            "Ctrl+L hides everything and closes the store. It also locks by itself after a while"
            " without work; you come back to where you were. The settings say after how long."
        ),
        N_("Open the settings"),
        "go.settings",
    ),
    _Step(
        N_("Make your first ticket"),
        N_(
            "Somebody calls, or stands at your desk: write down who it is and what is wrong. Mail"
            " and device lists that you have already can be imported later."
        ),
        N_("New ticket"),
        "tickets.new",
    ),
)


class Guide(QFrame):
    """Stands above the page until its last step is taken, or it is sent away."""

    def __init__(self, actions: Actions, jobs: Jobs) -> None:
        super().__init__()
        self._actions = actions
        self._step = 0
        self._is_done = False
        self.setProperty("notice", "info")
        self._title = PlainLabel(role="heading", wrap=True)
        self._text = PlainLabel(wrap=True)
        self.act = QPushButton()
        self.act.clicked.connect(self._act)
        self.next = QPushButton(_("Next"))
        self.next.setProperty("role", "primary")
        self.next.clicked.connect(self._go_on)
        self.leave = QPushButton(_("Skip these steps"))
        self.leave.setProperty("role", "link")
        self.leave.clicked.connect(self.hide)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addWidget(self.act)
        buttons.addWidget(self.next)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 12)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addLayout(buttons)
        jobs.changed.connect(self._on_changed)
        self.hide()

    @property
    def step(self) -> int | None:
        """Which step is to be taken next; None when all were, or the rest were sent away."""
        return None if self.isHidden() or self._is_done else self._step

    def start(self) -> None:
        """Begin with the first step."""
        self.resume(0)
        self.next.setFocus()

    def resume(self, step: int) -> None:
        """Go on at a step, as after a lock; the keyboard stays where it is."""
        self._is_done = False
        self._show_step(step)
        self.show()

    def _go_on(self) -> None:
        if self._step + 1 < len(_STEPS):
            self._show_step(self._step + 1)
        else:
            self.hide()

    def _show_step(self, number: int) -> None:
        self._step = number
        step = _STEPS[number]
        title = _("Step {number} of {count}: {title}").format(
            number=number + 1, count=len(_STEPS), title=_(step.title)
        )
        self._say(title, _(step.text))
        self.act.setText(_(step.button))
        self.act.show()
        last = number == len(_STEPS) - 1
        if last and self.next.hasFocus():  # else Qt gives the keyboard to what skips the step
            self.act.setFocus()
        self.next.setVisible(not last)
        self._emphasise(self.act, last)
        self.leave.setText(_("Skip these steps"))

    def _say(self, title: str, text: str) -> None:
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(f"{title} {text}")

    @staticmethod
    def _emphasise(button: QPushButton, primary: bool) -> None:
        button.setProperty("role", "primary" if primary else "")
        button.style().polish(button)

    def _act(self) -> None:
        self._actions.run(_STEPS[self._step].action)

    def _on_changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.tickets and self._step == len(_STEPS) - 1:
            self._say(
                _("That is your first ticket"),
                _("Answer it below, or set its status. There is more in the list of keys: F1."),
            )
            self._is_done = True
            self.act.hide()
            self.leave.setText(_("Close"))
