"""The gate of a store that exists: a name where there are several, a passphrase, or the code."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from app.errors import KnownError
from app.i18n import _
from app.model.staff import Member
from app.vault import KeyringSecrets
from app.workflows import session as sessions
from app.workflows.session import Session
from ui.jobs import Jobs
from ui.theme.theme import Theme
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.gate_card import GateCard, field, labelled


class Unlock(GateCard):
    """Asks for what opens the store and says when it is open."""

    opened = Signal(object)
    """The :class:`Session`."""
    bug = Signal(object)

    def __init__(
        self, folder: Path, jobs: Jobs, theme: Theme, last: int = 0, told: str = ""
    ) -> None:
        """Make the gate.

        ``last`` is the id of the member who unlocked here before; ``told`` is a line to help
        whoever stands here.
        """
        super().__init__(theme, "lock", _("Unlock"), "")
        self._last = last
        self._folder = folder
        self._jobs = jobs
        self._by_code = False
        self._told = told
        self._opened: Session | None = None
        self.name = ChoiceButton(theme, _("Name"))
        self._name_box = labelled(_("Name"), self.name)
        self._name_box.hide()
        self._secret_box, self.secret = field(_("Passphrase"), secret=True)
        self.name.picked.connect(lambda _name: self._ask_anew())
        self._code_box, self.code = field(_("Recovery code"))
        self._code_box.hide()
        self.button = QPushButton(_("Unlock"))
        self.button.setProperty("role", "primary")
        self.button.clicked.connect(self._try)
        self.other_way = QPushButton()
        self.other_way.setProperty("role", "link")
        self.other_way.clicked.connect(self._swap)
        for line in (self.secret, self.code):
            line.returnPressed.connect(self._try)
        for widget in (self._name_box, self._secret_box, self._code_box):
            self.column.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self.other_way)
        row.addStretch(1)
        row.addWidget(self.button)
        self.column.addSpacing(6)
        self.column.addLayout(row)
        self._show_way()
        jobs.read(self, lambda: sessions.members_of(folder), self._on_members, failed=self._failed)

    def take_focus(self) -> None:
        """Put the keyboard where the typing begins."""
        (self.code if self._by_code else self.secret).setFocus()

    def _ask_anew(self) -> None:
        """Await the passphrase of who was chosen, in place of one that was another's."""
        self.messages.hide()
        self.secret.setFocus()
        self.secret.selectAll()

    def _on_members(self, members: tuple[Member, ...]) -> None:
        # With one member there is nothing to choose; with more, nobody's slot is tried in vain.
        last = next((member.name for member in members if member.id == self._last), None)
        self.name.set_choices([(member.name, member.name) for member in members], last)
        self._name_box.setVisible(len(members) > 1)

    def _swap(self) -> None:
        self._by_code = not self._by_code
        self.messages.hide()
        self._show_way()
        self.take_focus()

    def _show_way(self) -> None:
        self._secret_box.setVisible(not self._by_code)
        self._name_box.setVisible(not self._by_code and self.name.count() > 1)
        self._code_box.setVisible(self._by_code)
        self.other_way.setText(
            _("Use the passphrase") if self._by_code else _("Use the recovery code")
        )
        self.retitle(
            _("Unlock"),
            _("Type the recovery code that was printed when the store was made.")
            if self._by_code
            else self._told or _("The store is locked. Your passphrase opens it."),
        )

    def _try(self) -> None:
        if not self.button.isEnabled():
            return
        typed = self.code.text() if self._by_code else self.secret.text()
        if not typed:
            return
        self.messages.hide()
        self._busy(True)
        folder, name = self._folder, self.name.value if self.name.count() > 1 else None

        def open_store() -> Session:
            # Noted on the worker's thread: a window that closes meanwhile hears of it no more.
            self._opened = (
                sessions.unlock_with_recovery(folder, typed)
                if self_by_code
                else sessions.unlock(folder, typed, name)
            )
            return self._opened

        self_by_code = self._by_code
        self._jobs.write(self, open_store, self._on_open, failed=self._failed)

    def try_device(self) -> None:
        """Open the store with the keyring of this computer, as the user asked in the settings."""
        self.messages.hide()
        self._busy(True)

        def open_store() -> Session:
            # Noted on the worker's thread, for a window that closes meanwhile.
            self._opened = sessions.unlock_with_device(self._folder, KeyringSecrets())
            return self._opened

        self._jobs.write(self, open_store, self._on_open, failed=self._failed)

    def _busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy)
        self.button.setText(_("Unlocking…") if busy else _("Unlock"))
        for line in (self.secret, self.code):
            line.setReadOnly(busy)

    def _on_open(self, session: Session) -> None:
        self.secret.clear()
        self.code.clear()
        self._opened = None
        self.opened.emit(session)

    def leave(self) -> None:
        """Close a store that was unlocked and not entered, when the window closes on it."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def _failed(self, error: Exception) -> None:
        self._busy(False)
        if isinstance(error, KnownError):
            self.show_known(error)
        else:
            self.bug.emit(error)
        (self.code if self._by_code else self.secret).selectAll()
        self.take_focus()
