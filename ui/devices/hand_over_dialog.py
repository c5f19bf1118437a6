"""Gives a device to somebody, or takes it back: one dialog for both."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.i18n import N_, _
from app.model.changes import Changes
from app.model.device import STATE_LABELS, Device, DeviceState
from app.workflows import devices
from ui.devices.columns import title
from ui.pages import Context
from ui.text import one_line
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.form_dialog import FormDialog
from ui.widgets.gate_card import labelled
from ui.widgets.person_picker import PersonPicker
from ui.widgets.plain_label import PlainLabel

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
        self.state = ChoiceButton(context.theme, _("Where it goes"))
        self.state.set_choices([(s, _(STATE_LABELS[s])) for s in _AFTER_RETURN])
        self._becomes = labelled(_("Where it goes"), self.state)
        self.form.addWidget(self._becomes)
        self.form.addStretch(1)
        self.way.picked.connect(self._show_way)
        self.person.picked.connect(self._show_way)
        self.person.offered.connect(self.fit)
        self._show_way()
        self.person.line.setFocus()

    def _show_way(self, *_way: object) -> None:
        giving = self.way.value == _GIVE
        self._to.setVisible(giving)
        self._becomes.setVisible(not giving)
        self._action = _("Hand over") if giving else _("Take back")
        self.set_busy(False)
        self.submit.setEnabled(not giving or self.person.person is not None)

    def send(self) -> None:
        """Give it, or take it back."""
        row, session = self._device.row, self.context.session
        person = self.person.person if self.way.value == _GIVE else None
        if self.way.value == _GIVE and person is None:
            return
        state: DeviceState = self.state.value
        self.messages.hide()
        self.set_busy(True)

        def work() -> Changes:
            return devices.hand_over(
                session, row.id, person.id if person else None, row.version, state=state
            )

        def done(_changes: Changes) -> None:
            self.accept()
            said = (
                _("{person} has it now. Ctrl+Z undoes it.").format(
                    person=one_line(person.display_name, 60)
                )
                if person
                else _("It was taken back. Ctrl+Z undoes it.")
            )
            self.handed_over.emit(self._device, said)

        self.context.jobs.write(self, work, done, failed=self.refused)
