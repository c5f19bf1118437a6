"""The settings: looks, lock, keys and staff."""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping
from importlib import metadata
from typing import Any

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.i18n import N_, _, ngettext
from app.model.changes import Changes
from app.model.staff import ROLE_LABELS, Member, Role
from app.settings import APPLICATION
from app.vault import KeyringSecrets
from app.workflows import members
from ui.pages import Context, Page
from ui.preferences import IDLE_MINUTES
from ui.settings.dialogs import (
    AddMember,
    ChangePassphrase,
    NewRecoveryCode,
    RememberComputer,
    RemoveMember,
    ResetPassphrase,
)
from ui.settings.section import Section
from ui.settings.words import words_section
from ui.tasks import Slot
from ui.theme.tokens import Density, Scheme
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.form_dialog import FormDialog
from ui.widgets.plain_label import ElidedLabel, PlainLabel

_LANGUAGES = (("nl", N_("Nederlands")), ("en", N_("English")))
"""Each is shown in its own language: whoever cannot read the other finds the way back."""
_WIDTH = 92  # digits; longer lines are hard to read


class SettingsPage(Page):
    """Sections below each other; each choice is used and kept at once."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._slot = Slot()
        self._column = QVBoxLayout()
        self._column.setSpacing(context.theme.spacing.gap)
        self._column.addWidget(PlainLabel(_("Settings"), role="title"))
        for section in (
            self._make_looks(),
            self._make_lock(),
            self._make_staff(),
            self._make_words(),
            self._make_about(),
        ):
            self._column.addWidget(section)
        self._column.addStretch(1)
        self._lay_out()
        context.jobs.changed.connect(self._on_changed)
        self._ask_members()

    def take_focus(self) -> None:
        """Put the keyboard on the first choice."""
        self.scheme.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyboard(self) -> dict[str, Any]:
        """Return whether the keyboard is on the language: to choose one makes the page again."""
        return {"language": True} if self.window().focusWidget() is self.language else {}

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Put the keyboard back on the language, if it was there."""
        super().restore(kept)
        if kept.get("language") is True:
            self.language.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setLayout(self._column)
        inner.setMaximumWidth(self.fontMetrics().horizontalAdvance("0") * _WIDTH)
        page = self.context.theme.spacing.page
        self._column.setContentsMargins(page, page, page, page)
        ground = QWidget()
        ground.setObjectName("scrolled")
        around = QVBoxLayout(ground)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(inner)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows the choices that are gone to
        area.setWidget(ground)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    # Looks and lock

    def _make_looks(self) -> Section:
        theme, preferences = self.context.theme, self.context.preferences
        self.scheme = ChoiceButton(theme, _("Colours"))
        self.scheme.set_choices(
            [
                (Scheme.SYSTEM, _("As the system")),
                (Scheme.LIGHT, _("Light")),
                (Scheme.DARK, _("Dark")),
            ],
            preferences.scheme,
        )
        self.density = ChoiceButton(theme, _("Density"))
        self.density.set_choices(
            [(Density.COMFORTABLE, _("Comfortable")), (Density.COMPACT, _("Compact"))],
            preferences.density,
        )
        self.language = ChoiceButton(theme, _("Language"))
        self.language.set_choices(
            [("", _("As the system")), *_LANGUAGES],
            preferences.language,
        )
        self.scheme.picked.connect(lambda scheme: self._use(scheme=scheme))
        self.density.picked.connect(lambda density: self._use(density=density))
        self.language.picked.connect(lambda language: self._use(language=language))
        section = Section(_("Looks"))
        section.add(_("Colours"), "", self.scheme)
        section.add(_("Density"), _("Compact shows more rows."), self.density)
        section.add(_("Language"), "", self.language)
        return section

    def _make_lock(self) -> Section:
        self.idle = ChoiceButton(self.context.theme, _("Lock after"))
        self.idle.set_choices(
            [
                (n, ngettext("{count} minute", "{count} minutes", n).format(count=n))
                for n in IDLE_MINUTES
            ],
            self.context.preferences.idle_minutes,
        )
        self.idle.picked.connect(lambda minutes: self._use(idle_minutes=minutes))
        section = Section(_("Lock"))
        section.add(
            _("Without a key or the mouse, lock after"),
            _("It also locks by Ctrl+L, and on Linux with the screen."),
            self.idle,
        )
        return section

    def _use(self, **chosen: object) -> None:
        for name, value in chosen.items():
            setattr(self.context.preferences, name, value)
        self.context.use_preferences()

    # Keys and staff

    def _make_staff(self) -> Section:
        section = Section(_("Keys and staff"))
        session = self.context.session
        self.passphrase = self._button(_("Change…"), self._change_passphrase)
        self.remember_here = self._button(_("Remember…"), self._remember)
        self.forget = self._button(_("Forget"), self._forget)
        self.code = self._button(_("New code…"), self._new_code)
        self.add = self._button(_("Add…"), self._add_member)
        own = session.staff_id is not None  # who came by the recovery code has no slot
        lead = session.member.role is Role.LEAD and session.signing_key is not None
        section.add(_("Your passphrase"), "", self.passphrase).setVisible(own)
        section.add(
            _("This computer"),
            _("Its keyring can open the store when the program starts."),
            self.remember_here,
            self.forget,
        ).setVisible(own)
        section.add(
            _("Recovery code"), _("Opens the store when every passphrase is forgotten."), self.code
        ).setVisible(lead)
        section.add(_("Members of staff"), _("Who can open the store."), self.add)
        self.add.setVisible(lead)
        self._members = QWidget()
        self._member_column = QVBoxLayout(self._members)
        self._member_column.setContentsMargins(0, 0, 0, 0)
        self._member_column.setSpacing(8)
        self.resetters: dict[str, QPushButton] = {}
        self.removers: dict[str, QPushButton] = {}
        section.add_widget(self._members)
        self._show_remembered()
        return section

    def _button(self, text: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.clicked.connect(act)
        return button

    def _on_changed(self, changes: Changes) -> None:
        if changes.staff or changes.everything:
            self._ask_members()

    def _ask_members(self) -> None:
        session = self.context.session
        self.context.jobs.read(
            self, lambda: members.members(session), self._show_members, slot=self._slot
        )

    def _show_members(self, found: tuple[Member, ...]) -> None:
        while (item := self._member_column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.removers.clear()
        self.resetters.clear()
        own = self.context.session.member
        for member in found:
            self._member_column.addWidget(self._member_line(member, own))

    def _member_line(self, member: Member, own: Member) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(ElidedLabel(member.name), 1)
        row.addWidget(PlainLabel(_(ROLE_LABELS[member.role]), tone="muted"))
        if member.id != own.id and members.may_reset(self.context.session, member):
            reset = QPushButton(_("New passphrase…"))
            reset.setAccessibleName(_("A new passphrase for {name}").format(name=member.name))
            reset.clicked.connect(
                lambda: self._open(
                    ResetPassphrase(
                        self.context,
                        member,
                        self,
                        lambda: self.context.tell(_("The passphrase was changed.")),
                    )
                )
            )
            row.addWidget(reset)
            self.resetters[member.name] = reset
        if self.context.session.signing_key is not None and member.id != own.id:
            remove = QPushButton(_("Remove…"))
            remove.setAccessibleName(_("Remove {name}").format(name=member.name))
            remove.clicked.connect(
                lambda: self._open(
                    RemoveMember(
                        self.context,
                        member,
                        self,
                        lambda: self.context.tell(_("The member of staff was removed.")),
                    )
                )
            )
            row.addWidget(remove)
            self.removers[member.name] = remove
        return line

    def _open(self, dialog: FormDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _change_passphrase(self) -> None:
        def done() -> None:
            self.context.preferences.remembered = False  # the keyring's way in ends with it
            self.context.use_preferences()
            self._show_remembered()
            self.context.tell(_("Your passphrase was changed."))

        self._open(ChangePassphrase(self.context, self, done))

    def _add_member(self) -> None:
        self._open(
            AddMember(
                self.context, self, lambda: self.context.tell(_("The member of staff was added."))
            )
        )

    def _new_code(self) -> None:
        self._open(NewRecoveryCode(self.context, self))

    def _remember(self) -> None:
        self._open(RememberComputer(self.context, self, lambda: self._set_remembered(True)))

    def _forget(self) -> None:
        session = self.context.session
        self.context.jobs.write(
            self,
            lambda: members.forget_device(session, KeyringSecrets()),
            lambda _changes: self._set_remembered(False),
            failed=self.context.show_error,
        )

    def _set_remembered(self, remembered: bool) -> None:
        self.context.preferences.remembered = remembered
        self.context.use_preferences()
        self._show_remembered()
        self.context.tell(
            _("This computer is remembered.") if remembered else _("This computer is forgotten.")
        )

    def _show_remembered(self) -> None:
        remembered = self.context.preferences.remembered
        self.remember_here.setVisible(not remembered)
        self.forget.setVisible(remembered)

    # Queues, categories and tags

    def _make_words(self) -> Section:
        self.words = words_section(self.context)
        return self.words

    # About

    def _make_about(self) -> Section:
        section = Section(_("About"))
        section.add(APPLICATION, _version())
        section.add(
            _("Runs on"),
            f"Python {platform.python_version()} · Qt {qVersion()} · {platform.system()}",
        )
        section.add(_("The store"), str(self.context.session.folder))
        return section


def _version() -> str:
    try:
        return metadata.version("cne-helpdesk")
    except metadata.PackageNotFoundError:
        return _("from its source, not installed")
