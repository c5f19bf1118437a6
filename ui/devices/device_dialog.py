"""Makes a device by hand, or changes one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from app.i18n import _
from app.intake.days import read_day
from app.model.changes import Changes
from app.model.device import KIND_LABELS, STATE_LABELS, Device, DeviceKind, DeviceRow, DeviceState
from app.model.identifiers import IdentifierKind
from app.workflows import devices
from ui.devices.columns import title
from ui.devices.identifier_fields import IdentifierFields
from ui.pages import Context
from ui.tasks import Slot
from ui.widgets.check_box import CheckBox
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.day_field import DayField
from ui.widgets.form_dialog import FormDialog
from ui.widgets.gate_card import labelled
from ui.widgets.person_picker import PersonPicker
from ui.widgets.plain_label import PlainLabel

_LONGEST = 300  # characters of a name, make, model or place
_DAYS = ("purchased_on", "warranty_until")


class DeviceDialog(FormDialog):
    """The properties of a device; nothing is kept before the button is pressed."""

    made = Signal(object)
    """The id of the device that was made or changed."""
    known_asked = Signal(object)
    """The device that has the identifier already is wanted instead: its id."""

    def __init__(
        self, context: Context, parent: QWidget, *, device: Device | None = None, prefill: str = ""
    ) -> None:
        """Change ``device``, or make a new one with the identifier ``prefill`` filled in."""
        super().__init__(
            context,
            _("Change device") if device else _("New device"),
            _("Save") if device else _("Add device"),
            parent,
        )
        self._device = device
        self._known_slot = Slot()
        self._known: DeviceRow | None = None
        theme = context.theme
        self.kind = ChoiceButton(theme, _("Kind"))
        self.kind.set_choices([(k, _(t)) for k, t in KIND_LABELS.items()], DeviceKind.LAPTOP)
        # Who gets a new device is asked here; later it is handed over, and has a state instead.
        self.owner = None if device else PersonPicker(context, _("Given to"))
        self.state = ChoiceButton(theme, _("State")) if device else None
        self.identifiers = IdentifierFields(theme, device.identifiers if device else ())
        self.known = PlainLabel(role="small", tone="warning", wrap=True)
        self.open_known = QPushButton(_("Open that device"))
        self.open_known.setProperty("role", "link")
        self.open_known.setAutoDefault(False)
        self.private = CheckBox(_("The owner's own, not managed by us"))
        self._lay_out()
        if device is not None:
            self._fill(device)
        self.identifiers.edited.connect(self._look_for_known)
        if device is None:
            self._guessing = self.identifiers.edited.connect(self._guess_kind)
            self.kind.picked.connect(self._stop_guessing)
        self.open_known.clicked.connect(self._on_open_known)
        self._show_known(None)
        self.at_fault["device_blank"] = self.identifiers.fields[0].line
        if prefill:
            self.identifiers.fill(prefill)
        self.identifiers.fields[-1 if not prefill else 0].line.setFocus()

    def _lay_out(self) -> None:
        self.form.addWidget(labelled(_("Identifiers"), self.identifiers))
        self.form.addWidget(self.known)
        self.form.addWidget(self.open_known)
        boxes: dict[str, QWidget] = {}
        self._lines: dict[str, QLineEdit] = {}
        for name, label in (
            ("manufacturer", _("Make")),
            ("model", _("Model")),
            ("name", _("Name")),
            ("location", _("Location")),
            ("organisation", _("Organisation")),
            ("purchased_on", _("Bought on")),
            ("warranty_until", _("Warranty until")),
        ):
            line = DayField(self.context.theme, label) if name in _DAYS else QLineEdit()
            line.setAccessibleName(label)
            if name not in _DAYS:
                line.setMaxLength(_LONGEST)
            boxes[name] = labelled(label, line)
            self._lines[name] = line
        kinds = [labelled(_("Kind"), self.kind)]
        if self.state is not None:
            self.state.set_choices([(s, _(t)) for s, t in STATE_LABELS.items()])
            kinds.append(labelled(_("State"), self.state))
        for pair in (
            kinds,
            [boxes["manufacturer"], boxes["model"]],
            [boxes["name"], boxes["location"]],
            [boxes["organisation"]],
            [boxes["purchased_on"], boxes["warranty_until"]],
        ):
            row = QHBoxLayout()
            row.setSpacing(self.context.theme.spacing.gap)
            for box in pair:
                row.addWidget(box, 1)
            self.form.addLayout(row)
        if self.owner is not None:
            self.form.addWidget(labelled(_("Given to"), self.owner))
        self.form.addWidget(self.private)
        self.form.addStretch(1)

    def _fill(self, device: Device) -> None:
        row = device.row
        self.kind.set_value(row.kind)
        if self.state is not None:
            self.state.set_value(row.state)
        self.private.setChecked(device.private)
        for name, line in self._lines.items():
            text = device.purchased_on if name == "purchased_on" else getattr(row, name)
            if isinstance(line, DayField):
                line.show_day(date.fromisoformat(text) if text else None)
            else:
                line.setText(text)
            line.setCursorPosition(0)

    def _guess_kind(self) -> None:
        """A thing with an IMEI is nearly always a telephone."""
        imei = (IdentifierKind.IMEI, IdentifierKind.IMEISV, IdentifierKind.MEID)
        if any(i.kind in imei for i in self.identifiers.identifiers()):
            self.kind.set_value(DeviceKind.PHONE)

    def _stop_guessing(self, _kind: object) -> None:
        """Somebody said what it is."""
        self.identifiers.edited.disconnect(self._guessing)
        self.kind.picked.disconnect(self._stop_guessing)

    def take_identifier(self, text: str) -> None:
        """Fill in what was scanned while another field has the keyboard."""
        self.identifiers.fill(text)

    # An identifier that is known already

    def _look_for_known(self) -> None:
        given = self.identifiers.identifiers()
        session, make = self.context.session, self._lines["manufacturer"].text()
        self.context.jobs.read(
            self,
            lambda: devices.with_identifier(session, given, make),
            self._show_known,
            failed=self.context.show_error,
            slot=self._known_slot,
        )

    def _show_known(self, row: DeviceRow | None) -> None:
        if row is not None and self._device is not None and row.id == self._device.row.id:
            row = None
        self._known = row
        self.known.setVisible(row is not None)
        self.open_known.setVisible(row is not None)
        if row is not None:
            said = _("This identifier is {device}'s, which is in the inventory already.")
            self.known.setText(said.format(device=title(row)))

    def _on_open_known(self) -> None:
        if self._known is not None:
            known = self._known.id
            self.reject()
            if not self.isVisible():
                self.known_asked.emit(known)

    # Saving

    def send(self) -> None:
        """Keep what was typed; what cannot be read is pointed at instead."""
        unreadable = self.identifiers.unreadable()
        if unreadable is not None:
            self.tell_fault(
                unreadable.line,
                _("One of the identifiers was not recognised."),
                _("Nothing was kept yet. Choose what it is, or remove it."),
            )
            return
        if self.owner is not None and self.owner.is_open:
            self.tell_fault(
                self.owner.line,
                _("Who gets the device has not been chosen."),
                _("Nothing was kept yet. Choose somebody from the list, or empty the field."),
            )
            return
        self.messages.hide()
        self.set_busy(True)
        self.context.jobs.write(self, self._work(), self._done, failed=self.refused)

    def _work(self) -> Callable[[], tuple[int, Changes]]:
        """Return the write, with everything it needs taken from the fields."""
        session, device = self.context.session, self._device
        typed = {name: line.text().strip() for name, line in self._lines.items()}
        kind: DeviceKind = self.kind.value
        state: DeviceState | None = self.state.value if self.state else None
        identifiers, private = self.identifiers.identifiers(), self.private.isChecked()
        owner = self.owner.person.id if self.owner and self.owner.person else None

        def work() -> tuple[int, Changes]:
            texts = {
                name: read_day(text) if name in _DAYS else text for name, text in typed.items()
            }
            if device is None:
                return devices.create(
                    session,
                    kind=kind,
                    identifiers=identifiers,
                    owner_id=owner,
                    private=private,
                    **texts,
                )
            changes = devices.change(
                session,
                device.row.id,
                device.row.version,
                kind=kind,
                state=state,
                identifiers=identifiers,
                private=private,
                **texts,
            )
            return device.row.id, changes

        return work

    def _done(self, result: tuple[int, Changes]) -> None:
        self.made.emit(result[0])
        self.accept()
