"""Gives a device a seat of a licence."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QWidget

from app.i18n import _
from app.model.device import Device, LicenceSeat
from app.workflows import devices
from ui.devices.columns import title
from ui.pages import Context
from ui.text import one_line
from ui.widgets.fault import ask_for
from ui.widgets.form_dialog import FormDialog
from ui.widgets.gate_card import field
from ui.widgets.plain_label import PlainLabel


class LicenceDialog(FormDialog):
    """A known licence by its product's name, or a new one, with its seats."""

    def __init__(self, context: Context, parent: QWidget, device: Device) -> None:
        super().__init__(context, _("Give a licence"), _("Give"), parent)
        self._device = device
        self._known: tuple[LicenceSeat, ...] = ()
        self._shown: LicenceSeat | None = None
        self.form.addWidget(PlainLabel(title(device.row), role="heading", wrap=True))
        product, self.product = field(_("Product"))
        vendor, self.vendor = field(_("Vendor"))
        seats, self.seats = field(_("Number of seats"))
        self.product.setMaxLength(300)
        self.vendor.setMaxLength(300)
        self.seats.setMaxLength(6)
        self.seats.setText("1")
        self.told = PlainLabel(role="small", tone="muted", wrap=True)
        for widget in (product, vendor, seats, self.told):
            self.form.addWidget(widget)
        self.form.addStretch(1)
        ask_for(self.product)
        self.at_fault["no_seat_left"] = self.seats
        self.product.textChanged.connect(self._show_known)
        self.vendor.textChanged.connect(self._show_known)
        self._show_known()
        session = context.session
        context.jobs.read(
            self, lambda: devices.listed_licences(session), self._offer, failed=context.show_error
        )
        self.product.setFocus()

    def _offer(self, known: tuple[LicenceSeat, ...]) -> None:
        self._known = known
        completer = QCompleter([one_line(licence.product) for licence in known], self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        # Typed on in the field itself: nothing lies over what is being read.
        completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        self.product.setCompleter(completer)
        self._show_known()

    def _match(self) -> LicenceSeat | None:
        """Return the known licence of the product that was typed, of its vendor if one is."""
        product, vendor = self.product.text().strip(), self.vendor.text().strip()
        fits = [one for one in self._known if one.product == product]
        return next((one for one in fits if not vendor or one.vendor == vendor), None)

    def _show_known(self) -> None:
        known = self._match()
        if known is not self._shown:  # else what was typed there stays
            self.seats.setText(str(known.seats) if known else "1")
            self._shown = known
        self.submit.setEnabled(bool(self.product.text().strip()))
        if known is None:
            self.told.setText(_("A product that is not known yet becomes a new licence."))
            return
        self.told.setText(
            _("Known: {taken} of {seats} seats taken").format(taken=known.taken, seats=known.seats)
        )

    def send(self) -> None:
        """Give the device a seat."""
        known = self._match()
        product = self.product.text().strip()
        vendor = known.vendor if known else self.vendor.text().strip()
        typed = self.seats.text().strip()
        seats = int(typed) if typed.isdecimal() and typed.isascii() else 0
        if not seats:
            said = _("The number of seats is a whole number, 1 or more.")
            self.tell_fault(self.seats, said)
            return
        session, device = self.context.session, self._device.row.id
        changed = None if known and known.seats == seats else seats
        self.do(
            lambda: devices.assign_licence(
                session, product, vendor=vendor, seats=changed, device_id=device
            )
        )
