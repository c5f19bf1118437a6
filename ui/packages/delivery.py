"""The fourth step: sealed or not, and where to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QRadioButton

from app.i18n import _
from app.workflows import package_order
from app.workflows.package_order import Order
from ui import prompts
from ui.packages.step import StepView
from ui.pages import Context
from ui.widgets.gate_card import labelled
from ui.widgets.plain_label import PlainLabel
from ui.widgets.tab_stop import stop_at_chosen


class DeliveryStep(StepView):
    """Asks how the package is to be handed over, and where it is written."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            _("How it is handed over"),
            _("The person receives the package one way and its passphrase another."),
        )
        self._order: Order | None = None
        self.sealed = QRadioButton(_("Sealed: one file that a passphrase opens"))
        self.sealed.setChecked(True)
        self.unsealed = QRadioButton(_("Unsealed: a folder that anyone can read"))
        self._lead = package_order.may_unseal(context.session)
        self.unsealed.setEnabled(self._lead)
        stop_at_chosen(self.sealed, self.unsealed)
        self.place = QLineEdit()
        self.place.setMaxLength(1_000)
        self.choose = QPushButton(_("Choose…"))
        row = QHBoxLayout()
        row.addWidget(labelled(_("Write it to"), self.place), 1)
        row.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignBottom)
        self.place.setAccessibleName(_("Write it to"))
        self.column.addWidget(self.sealed)
        self.column.addWidget(
            self._note(
                _(
                    "A ZIP with AES-256, which 7-Zip, WinZip and Keka open. The program makes the"
                    " passphrase and shows it once, when the package is there."
                )
            )
        )
        self.column.addWidget(self.unsealed)
        self.column.addWidget(
            self._note(
                _("Only for a carrier that is sealed itself, such as an encrypted stick.")
                if self._lead
                else _("Only a team lead may do this.")
            )
        )
        self.column.addSpacing(context.theme.spacing.unit)
        self.column.addLayout(row)
        self.column.addWidget(
            PlainLabel(
                _("Once it was handed over it has to be removed here; the program reminds you."),
                tone="muted",
                wrap=True,
            )
        )
        self.column.addStretch(1)
        self.choose.clicked.connect(self._choose)
        self.sealed.toggled.connect(self._rename)
        self.place.textChanged.connect(lambda _text: self.changed.emit())

    def _note(self, text: str) -> PlainLabel:
        label = PlainLabel(text, tone="muted", wrap=True)
        label.setContentsMargins(self.indent, 0, 0, 0)
        return label

    def enter(self, order: Order) -> None:
        """Show what was said before."""
        known = self._order
        self._order = order
        self.unsealed.setChecked(order.unsealed and self._lead)
        self.sealed.setChecked(not self.unsealed.isChecked())
        if not self.place.text() or known is None or known.person_id != order.person_id:
            self.place.setText(str(Path.home() / package_order.file_name(order)))

    @property
    def can_go_on(self) -> bool:
        """A place is named."""
        return bool(self.place.text().strip())

    def answered(self, order: Order) -> Order:
        """Return the order, sealed or not."""
        return replace(order, unsealed=self.unsealed.isChecked())

    def target(self) -> Path:
        """Return where it goes. Raises ``KnownError``."""
        return package_order.require_target(self.place.text())

    def take_focus(self) -> None:
        """Put the keyboard on the first choice."""
        (self.unsealed if self.unsealed.isChecked() else self.sealed).setFocus()

    def _rename(self, sealed: bool) -> None:
        self.place.setText(package_order.named(self.place.text(), sealed=sealed))

    def _choose(self) -> None:
        if self._order is None:
            return
        name = package_order.file_name(self.answered(self._order))
        if out := prompts.choose_save(self, _("Where to write the package"), name):
            self.place.setText(str(out))
