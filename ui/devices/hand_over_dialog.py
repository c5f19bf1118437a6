"""Gives a device to somebody, or takes it back: one dialog for both."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.i18n import N_, _
from app.model.changes import Changes
from app.model.device import STATE_LABELS, Device, DeviceState
from app.workflows import devices
from ui.devices.columns import title
from ui.pages import Context
from ui.text import one_line
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.facts import link
from ui.widgets.form_dialog import FormDialog
from ui.widgets.gate_card import field, labelled
from ui.widgets.person_picker import PersonPicker
from ui.widgets.plain_label import PlainLabel
from ui.widgets.typed import mark_typed

_LONGEST = 300  # characters of a name or an address
_GIVE = N_("Hand over to somebody")
_TAKE = N_("Take back")
_AFTER_RETURN = (
    DeviceState.IN_STOCK,
    DeviceState.IN_REPAIR,
    DeviceState.RETIRED,
    DeviceState.LOST,
    DeviceState.STOLEN,
)


class HandOverDialog(FormDialog):
    """Who gets the device, or where it goes when it comes back."""

    handed_over = Signal(object, str)
    """It was done: the :class:`Device` as it was before, and what is to be said of it."""

    def __init__(self, context: Context, parent: QWidget, device: Device) -> None:
        super().__init__(context, _("Hand over or take back"), _(_GIVE), parent)
        self._device = device
        owner = one_line(device.row.owner)
        had = _("{owner} has it now.").format(owner=owner) if owner else _("Nobody has it now.")
        self.form.addWidget(PlainLabel(title(device.row), role="heading", wrap=True))
        self.form.addWidget(PlainLabel(had, tone="muted", wrap=True))
        self.way = ChoiceButton(context.theme, _("What is to happen"))
        ways = [(_GIVE, _(_GIVE)), (_TAKE, _(_TAKE))] if owner else [(_GIVE, _(_GIVE))]
        self.way.set_choices(ways)
        self.way.setVisible(len(ways) > 1)
        self.form.addWidget(self.way)
        self.person = PersonPicker(context, _("Who gets it"))
        self._to = labelled(_("Who gets it"), self.person)
        self.form.addWidget(self._to)
        self._lay_out_new()
        self.state = ChoiceButton(context.theme, _("Where it goes"))
        self.state.set_choices([(s, _(STATE_LABELS[s])) for s in _AFTER_RETURN])
        self._becomes = labelled(_("Where it goes"), self.state)
        self.form.addWidget(self._becomes)
        self.form.addStretch(1)
        self.way.picked.connect(self._show_way)
        self.person.picked.connect(self._on_picked)
        self.person.offered.connect(self.fit)
        self._show_way()
        self.person.line.setFocus()

    def _lay_out_new(self) -> None:
        """Let somebody get it who is not on record yet, as on their first day."""
        self.unknown = link(_("Somebody who is not on record yet"))
        self.unknown.clicked.connect(self._ask_new)
        self._new = QWidget()
        name, self.new_name = field(_("Name"))
        email, self.new_email = field(_("E-mail address"))
        self.at_fault = dict.fromkeys(("address_taken", "address_needed"), self.new_email)
        row = QHBoxLayout(self._new)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.context.theme.spacing.unit)
        for box, line in ((name, self.new_name), (email, self.new_email)):
            line.setMaxLength(_LONGEST)
            line.textChanged.connect(self._show_way)
            row.addWidget(box, 1)
        self._is_new = False
        self.form.addWidget(self.unknown, alignment=Qt.AlignmentFlag.AlignLeft)
        self.form.addWidget(self._new)

    def _ask_new(self) -> None:
        typed = self.person.line.text().strip()
        (self.new_email if "@" in typed else self.new_name).setText(typed)
        mark_typed(self.new_name, self.new_email)
        self._is_new = True
        self.person.line.clear()
        self._show_way()
        (self.new_email if self.new_name.text() else self.new_name).setFocus()

    def _on_picked(self) -> None:
        if self.person.person is not None:
            self._is_new = False
        self._show_way()

    @property
    def _new_person(self) -> tuple[str, str] | None:
        """The name and address of whoever gets it, while that is somebody new."""
        name, email = self.new_name.text().strip(), self.new_email.text().strip()
        return (name, email) if self._is_new and (name or email) else None

    def _show_way(self, *_way: object) -> None:
        giving = self.way.value == _GIVE
        self._to.setVisible(giving)
        self.unknown.setVisible(giving and not self._is_new and self.person.person is None)
        self._new.setVisible(giving and self._is_new)
        self._becomes.setVisible(not giving)
        self._action = _("Hand over") if giving else _("Take back")
        self.set_busy(False)
        known = self.person.person is not None or self._new_person is not None
        self.submit.setEnabled(not giving or known)

    def send(self) -> None:
        """Give it, or take it back."""
        row, session = self._device.row, self.context.session
        person = self.person.person if self.way.value == _GIVE else None
        new = self._new_person if self.way.value == _GIVE and person is None else None
        if self.way.value == _GIVE and person is None:
            if self.person.is_open:  # it may be meant instead of whoever is new
                self.tell_fault(
                    self.person.line,
                    _("Who gets the device has not been chosen."),
                    _("Nothing was kept yet. Choose somebody from the list, or empty the field."),
                )
                return
            if new is None:
                return
        state: DeviceState = self.state.value
        self.messages.hide()
        self.set_busy(True)

        def work() -> Changes:
            if new is not None:
                return devices.hand_over_to_new(
                    session, row.id, row.version, name=new[0], email=new[1]
                )
            return devices.hand_over(
                session, row.id, person.id if person else None, row.version, state=state
            )

        def done(_changes: Changes) -> None:
            self.accept()
            who = person.display_name if person else "" if new is None else new[0] or new[1]
            said = (
                _("{person} has it now. Ctrl+Z undoes it.").format(person=one_line(who, 60))
                if who
                else _("It was taken back. Ctrl+Z undoes it.")
            )
            self.handed_over.emit(self._device, said)

        self.context.jobs.write(self, work, done, failed=self.refused)
