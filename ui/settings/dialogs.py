"""What is asked before the staff or a passphrase changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from app.i18n import _, ngettext
from app.model.staff import ROLE_LABELS, Member, Role
from app.settings import APPLICATION
from app.vault import KeyringSecrets
from app.workflows import members
from ui import prompts
from ui.clipboard import copy_for_a_while
from ui.pages import Context
from ui.strength import Strength, strength
from ui.text import in_two_lines
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.form_dialog import FormDialog
from ui.widgets.gate_card import field, labelled
from ui.widgets.plain_label import PlainLabel


class _StaffDialog(FormDialog):
    """A form whose work is a change of the staff or a key."""

    def __init__(
        self,
        context: Context,
        title: str,
        action: str,
        parent: QWidget,
        done: Callable[[], None],
    ) -> None:
        super().__init__(context, title, action, parent)
        self._done = done

    def say(self, text: str) -> None:
        """Say what this is about, above the fields."""
        self.form.addWidget(PlainLabel(text, tone="muted", wrap=True))

    def ask(self, label: str, *, secret: bool = True) -> QLineEdit:
        """Add a field."""
        box, line = field(label, secret=secret)
        self.form.addWidget(box)
        line.textChanged.connect(self.check)
        return line

    def check(self) -> None:
        """Let it be sent when it is complete."""
        self.submit.setEnabled(self.is_complete())

    def is_complete(self) -> bool:
        """Whether everything needed is there."""
        return True

    def write(self, work: Callable[[], Any]) -> None:
        """Do the work, and close when it is done."""
        self.set_busy(True)
        self.messages.hide()

        def done(_result: object) -> None:
            self.accept()
            self._done()

        self.context.jobs.write(self, work, done, failed=self.refused)


class _NewPassphrase:
    """Two fields that must agree, and what to think of them."""

    def __init__(self, dialog: _StaffDialog, label: str) -> None:
        self.line = dialog.ask(label)
        self.again = dialog.ask(_("Once more"))
        self.advice = PlainLabel(role="small", tone="muted", wrap=True)
        dialog.form.addWidget(self.advice)
        self.line.textChanged.connect(self._advise)
        self.again.textChanged.connect(self._advise)
        self._advise()

    @property
    def is_good(self) -> bool:
        return (
            strength(self.line.text()) is not Strength.SHORT
            and self.line.text() == self.again.text()
        )

    def _advise(self) -> None:
        typed = self.line.text()
        text, tone = {
            Strength.SHORT: (
                _("At least ten characters; a few unrelated words are easy to keep."),
                "muted",
            ),
            Strength.WEAK: (_("Could be guessed: make it longer, or use more words."), "warning"),
            Strength.GOOD: (_("Good."), "success"),
            Strength.STRONG: (_("Strong."), "success"),
        }[strength(typed)]
        if self.again.text() and self.again.text() != typed:
            text, tone = _("The two passphrases differ."), "danger"
        self.advice.setText(text)
        self.advice.set_tone(tone)


class ChangePassphrase(_StaffDialog):
    """The passphrase of whoever is at work."""

    def __init__(self, context: Context, parent: QWidget, done: Callable[[], None]) -> None:
        super().__init__(context, _("Change your passphrase"), _("Change"), parent, done)
        self.old = self.ask(_("The current passphrase"))
        self.at_fault["wrong_passphrase"] = self.old
        self.new = _NewPassphrase(self, _("The new passphrase"))
        self.check()

    def is_complete(self) -> bool:
        """Whether everything needed is there."""
        return bool(self.old.text()) and self.new.is_good

    def send(self) -> None:
        """Change it."""
        session, old, new = self.context.session, self.old.text(), self.new.line.text()
        self.write(lambda: members.change_passphrase(session, old, new))


class AddMember(_StaffDialog):
    """A new member of staff, with a first passphrase to hand over."""

    def __init__(self, context: Context, parent: QWidget, done: Callable[[], None]) -> None:
        super().__init__(context, _("Add a member of staff"), _("Add"), parent, done)
        self.name = self.ask(_("Name"), secret=False)
        self.role = ChoiceButton(context.theme, _("Role"))
        self.role.set_choices([(role, _(ROLE_LABELS[role])) for role in Role], Role.TECHNICIAN)
        self.form.addWidget(labelled(_("Role"), self.role))
        self.new = _NewPassphrase(self, _("A first passphrase, which they change themselves"))
        self.check()

    def is_complete(self) -> bool:
        """Whether everything needed is there."""
        return bool(self.name.text().strip()) and self.new.is_good

    def send(self) -> None:
        """Add them."""
        session, name, role = self.context.session, self.name.text(), self.role.value
        passphrase = self.new.line.text()
        self.write(lambda: members.add(session, name, role, passphrase))


class ResetPassphrase(_StaffDialog):
    """A new passphrase for a member of staff who forgot theirs."""

    def __init__(
        self, context: Context, member: Member, parent: QWidget, done: Callable[[], None]
    ) -> None:
        title = _("A new passphrase for {name}").format(name=member.name)
        super().__init__(context, title, _("Change"), parent, done)
        self._member = member
        self.say(_("The old one no longer opens the store. Everything else stays theirs."))
        self.new = _NewPassphrase(self, _("A first passphrase, which they change themselves"))
        self.check()

    def is_complete(self) -> bool:
        """Whether everything needed is there."""
        return self.new.is_good

    def send(self) -> None:
        """Give it to them."""
        session, name, new = self.context.session, self._member.name, self.new.line.text()
        self.write(lambda: members.reset_passphrase(session, name, new))


class RemoveMember(_StaffDialog):
    """Somebody leaves: the store gets another key, so that no old copy of theirs opens it."""

    def __init__(
        self, context: Context, member: Member, parent: QWidget, done: Callable[[], None]
    ) -> None:
        title = _("Remove {name}?").format(name=member.name)
        super().__init__(context, title, _("Remove"), parent, done)
        self._member = member
        self.say(
            _(
                "They can no longer open the store. It is encrypted anew under another key, which"
                " takes a while in a large store; what they wrote stays, under their name."
            )
        )
        self.tickets = PlainLabel(wrap=True)
        self.heir = ChoiceButton(context.theme, _("Their unfinished tickets"))
        self._heirs = labelled(_("Their unfinished tickets"), self.heir)
        for widget in (self.tickets, self._heirs):
            widget.hide()
            self.form.addWidget(widget)
        session = context.session
        context.jobs.read(
            self,
            lambda: (members.unfinished(session, member), members.members(session)),
            self._offer,
            failed=self.refused,
        )

    def _offer(self, found: tuple[int, tuple[Member, ...]]) -> None:
        """Offer to give what they leave unfinished to a colleague."""
        count, staff = found
        if not count:
            return
        said = ngettext(
            "{count} unfinished ticket is theirs. It goes to whom you choose here.",
            "{count} unfinished tickets are theirs. They go to whom you choose here.",
            count,
        )
        self.tickets.setText(said.format(count=QLocale().toString(count)))
        nobody = ("", _("Nobody: they wait among the unassigned"))
        names = [member.name for member in staff if member.id != self._member.id]
        self.heir.set_choices([nobody, *((name, name) for name in names)], "")
        self.tickets.show()
        self._heirs.show()
        self.fit()

    def send(self) -> None:
        """Remove them; the store is written anew in the background."""
        session, name, heir = self.context.session, self._member.name, self.heir.value or ""
        self.accept()
        self.context.jobs.long(
            self.context.jobs,
            _("Encrypting the store anew"),
            lambda _progress: members.remove(session, name, heir),
            lambda _changes: self._done(),
            writes=True,
            failed=self.context.show_error,
        )


class RememberComputer(_StaffDialog):
    """The keyring of this computer opens the store when the program starts."""

    def __init__(self, context: Context, parent: QWidget, done: Callable[[], None]) -> None:
        super().__init__(context, _("Remember this computer"), _("Remember"), parent, done)
        self.say(
            _(
                "When the program starts, the keyring of this computer opens the store without"
                " your passphrase: whoever is at work under your account here can open it. After"
                " the window locked, it asks for the passphrase all the same."
            )
        )
        self.secret = self.ask(_("Your passphrase"))
        self.check()

    def is_complete(self) -> bool:
        """Whether everything needed is there."""
        return bool(self.secret.text())

    def send(self) -> None:
        """Let the keyring keep a secret of its own for the slot."""
        session, typed = self.context.session, self.secret.text()
        self.write(lambda: members.remember_device(session, typed, KeyringSecrets()))


class NewRecoveryCode(FormDialog):
    """Makes a recovery code and shows it, once."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, _("A new recovery code"), _("Make it"), parent)
        self.text = PlainLabel(
            _("The old code opens nothing from then on. Nobody can show the new one again."),
            tone="muted",
            wrap=True,
        )
        self.form.addWidget(self.text)
        self._code = ""

    def send(self) -> None:
        """Make it; once it was shown and written down, close."""
        if self._code:
            self.accept()
            return
        self.set_busy(True)
        session = self.context.session
        self.context.jobs.write(
            self, lambda: members.new_recovery_code(session), self._show, failed=self.refused
        )

    def _show(self, code: str) -> None:
        self._code = code
        self.text.setText(
            _(
                "Print it or write it down, and keep it where only the team lead can reach it."
                " It is shown only now."
            )
        )
        self.code = PlainLabel(in_two_lines(code), role="code", wrap=True, selectable=True)
        self.code.setAccessibleName(_("Recovery code"))
        copy, printing = QPushButton(_("Copy")), QPushButton(_("Print…"))
        copy.clicked.connect(
            lambda: copy_for_a_while(code, self, partial(self.messages.tell, "success"))
        )
        title = _("Recovery code of {application}").format(application=APPLICATION)
        printing.clicked.connect(lambda: prompts.print_text(self, title, f"{title}\n\n{code}\n"))
        ways = QWidget()
        row = QHBoxLayout(ways)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(copy)
        row.addWidget(printing)
        row.addStretch(1)
        self.kept = QCheckBox(_("I have written it down"))
        for widget in (self.code, ways, self.kept):
            self.form.addWidget(widget)
        self.set_busy(False)
        self.submit.setText(_("Done"))
        self.submit.setEnabled(False)
        self.kept.toggled.connect(self.submit.setEnabled)
        self.cancel.hide()
        self.fit()
        copy.setFocus()

    def reject(self) -> None:
        """Escape does not throw away a code that nobody wrote down."""
        if not self._code or self.kept.isChecked():
            super().reject()
