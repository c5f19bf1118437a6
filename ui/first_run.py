"""The first day: where the store is kept, who leads, the passphrase, and the recovery code."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.errors import KnownError
from app.i18n import _
from app.settings import APPLICATION
from app.workflows import session as sessions
from app.workflows.session import Session
from ui import prompts
from ui.clipboard import copy_for_a_while
from ui.jobs import Jobs
from ui.strength import Strength, strength
from ui.text import in_two_lines
from ui.theme.theme import Theme
from ui.widgets.announce import announce
from ui.widgets.fault import ask_for, point_at
from ui.widgets.gate_card import GateCard, field, labelled
from ui.widgets.plain_label import ElidedLabel, PlainLabel

_TONES = {
    Strength.SHORT: "muted",
    Strength.WEAK: "warning",
    Strength.GOOD: "success",
    Strength.STRONG: "success",
}


def _differ() -> str:
    return _("The two passphrases differ.")


def _holds_anything(folder: Path) -> bool:
    """Whether a folder has something in it; of one that cannot be read it is told later."""
    with suppress(OSError):
        return any(folder.iterdir())
    return False


class FirstRun(GateCard):
    """Makes a store; it is entered only after the recovery code was written down."""

    makes_store = True
    opened = Signal(object)
    """The :class:`Session`."""
    bug = Signal(object)

    def __init__(self, folder: Path, jobs: Jobs, theme: Theme) -> None:
        super().__init__(
            theme,
            "lock",
            _("Set up a new store"),
            _(
                "Tickets, devices and people are kept encrypted on this computer. Only your"
                " passphrase, or the recovery code you get next, opens them."
            ),
        )
        self._folder = folder
        self._jobs = jobs
        self._session: Session | None = None
        self.kept = QCheckBox(_("I have written it down"))
        self._form = self._make_form()
        self.column.addWidget(self._form)

    def _make_form(self) -> QWidget:
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(12)
        name_box, self.name = field(_("Your name (you become the team lead)"))
        secret_box, self.secret = field(_("Passphrase"), secret=True)
        again_box, self.again = field(_("Passphrase, once more"), secret=True)
        self.advice = PlainLabel(role="small", tone="muted", wrap=True)
        self.place = ElidedLabel(str(self._folder), tone="muted")
        change = QPushButton(_("Change…"))
        change.clicked.connect(self._choose_place)
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.place, 1)
        row.addWidget(change)
        self.button = QPushButton(_("Make the store"))
        self.button.setProperty("role", "primary")
        self.button.clicked.connect(self._make)
        ask_for(self.name, self.secret, self.again)
        for line in (self.name, self.secret, self.again):
            line.returnPressed.connect(self._make)
            line.textChanged.connect(self._advise)
        last = QHBoxLayout()
        last.addStretch(1)
        last.addWidget(self.button)
        for widget in (name_box, secret_box, self.advice, again_box):
            column.addWidget(widget)
        column.addWidget(labelled(_("Kept in"), place))
        column.addSpacing(4)
        column.addLayout(last)
        self._advise()
        return form

    def take_focus(self) -> None:
        """Put the keyboard where the typing begins."""
        self.name.setFocus()

    def _choose_place(self) -> None:
        chosen = prompts.choose_folder(self, _("Where to keep the store"), self._folder.parent)
        if chosen is None:
            return
        # A folder that holds other things gets one of its own for the store.
        self._folder = chosen / APPLICATION if _holds_anything(chosen) else chosen
        self.place.setText(str(self._folder))

    def _advise(self) -> None:
        typed, again = self.secret.text(), self.again.text()
        judged = strength(typed)
        text = {
            Strength.SHORT: _("At least ten characters; a few unrelated words are easy to keep."),
            Strength.WEAK: _("Could be guessed: make it longer, or use more words."),
            Strength.GOOD: _("Good."),
            Strength.STRONG: _("Strong."),
        }[judged]
        tone = _TONES[judged]
        if not typed.startswith(again):  # not while it is still being typed
            text, tone = _differ(), "danger"
        self.advice.setText(text)
        self.advice.set_tone(tone)

    def _at_fault(self) -> tuple[QLineEdit, str] | None:
        """Return the first field that keeps the store from being made, and what is wrong."""
        typed = self.secret.text()
        if not self.name.text().strip():
            return self.name, _("Your name is needed.")
        if strength(typed) is Strength.SHORT:
            return self.secret, self.advice.text()
        return None if typed == self.again.text() else (self.again, _differ())

    def _make(self) -> None:
        if not self.button.isEnabled():
            return
        if (fault := self._at_fault()) is not None:
            field, said = fault
            self.advice.setText(said)
            self.advice.set_tone("danger")
            announce(self.advice, said, at_once=True)
            point_at(field, said)
            return
        self.messages.hide()
        self._busy(True)
        folder, name, typed = self._folder, self.name.text().strip(), self.secret.text()

        def make() -> tuple[Session, str]:
            # Noted on the worker's thread: a window that closes meanwhile hears of it no more.
            self._session, code = sessions.create_store(folder, name, typed)
            return self._session, code

        self._jobs.write(self, make, self._show_code, failed=self._failed)

    def _busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy)
        self.button.setText(_("Making the store…") if busy else _("Make the store"))

    def _failed(self, error: Exception) -> None:
        self._busy(False)
        if isinstance(error, KnownError):
            self.show_known(error)
        else:
            self.bug.emit(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Let Enter go on from the box that was ticked."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and self.kept.hasFocus():
            self.enter.click()
        else:
            super().keyPressEvent(event)

    # The recovery code

    def _show_code(self, made: tuple[Session, str]) -> None:
        _session, code = made
        self.secret.clear()
        self.again.clear()
        self._form.hide()
        self.retitle(
            _("Keep the recovery code"),
            _(
                "It opens the store when every passphrase is forgotten, and is shown only now."
                " Print it or write it down, and keep it where only the team lead can reach it."
            ),
        )
        self.code = PlainLabel(in_two_lines(code), role="code", wrap=True, selectable=True)
        self.code.setAccessibleName(_("Recovery code"))
        self.copy = QPushButton(_("Copy"))
        self.copy.clicked.connect(
            lambda: copy_for_a_while(code, self, partial(self.messages.tell, "success"))
        )
        self.print = QPushButton(_("Print…"))
        self.print.clicked.connect(lambda: self._print(code))
        self.enter = QPushButton(_("Continue"))
        self.enter.setProperty("role", "primary")
        self.enter.setEnabled(False)
        self.kept.toggled.connect(self.enter.setEnabled)
        self.enter.clicked.connect(self._on_enter)
        ways = QHBoxLayout()
        ways.addWidget(self.copy)
        ways.addWidget(self.print)
        ways.addStretch(1)
        last = QHBoxLayout()
        last.addWidget(self.kept)
        last.addStretch(1)
        last.addWidget(self.enter)
        self.column.addSpacing(8)
        self.column.addWidget(self.code)
        self.column.addLayout(ways)
        self.column.addSpacing(8)
        self.column.addLayout(last)
        self.copy.setFocus()

    def _print(self, code: str) -> None:
        title = _("Recovery code of {application}").format(application=APPLICATION)
        prompts.print_text(self, title, f"{title}\n\n{code}\n")

    def _on_enter(self) -> None:
        self.opened.emit(self._session)
        self._session = None

    def leave(self) -> None:
        """Close a store that was made and not entered, when the window closes on it."""
        if self._session is not None:
            self._session.close()
            self._session = None
