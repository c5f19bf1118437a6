"""Ask for a ticket's title, its requester, and by when it is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QDateTime, QTime
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from app.errors import KnownError
from app.i18n import _
from app.model.conversation import Ticket
from app.model.ticket_edit import Edit
from app.workflows.tickets import clean_title
from ui.pages import Context
from ui.text import one_line
from ui.widgets.day_field import DayField
from ui.widgets.fault import ask_for
from ui.widgets.form_dialog import FormDialog
from ui.widgets.gate_card import field, labelled
from ui.widgets.person_picker import PersonPicker
from ui.widgets.plain_label import PlainLabel
from ui.widgets.time_field import TimeField

_TITLE_LENGTH = 500
_END_OF_DAY = QTime(17, 0)

Take = Callable[[Edit], None]


class TitleDialog(FormDialog):
    """Asks what a ticket is about, in a few words."""

    def __init__(self, context: Context, parent: QWidget, ticket: Ticket, take: Take) -> None:
        super().__init__(context, _("Change title"), _("Change"), parent)
        self._take = take
        box, self.line = field(_("Title"))
        self.line.setMaxLength(_TITLE_LENGTH)
        self.line.setText(ticket.row.title)
        ask_for(self.line)
        self.at_fault["title_needed"] = self.line
        self.form.addWidget(box)
        self.form.addStretch(1)
        self.line.setFocus()
        self.line.selectAll()

    def send(self) -> None:
        """Hand the title on; an empty one is refused."""
        try:
            title = clean_title(self.line.text())
        except KnownError as error:
            self.refused(error)
            return
        self._take(Edit(title=title))
        self.accept()


class RequesterDialog(FormDialog):
    """Asks whose ticket it is."""

    def __init__(self, context: Context, parent: QWidget, ticket: Ticket, take: Take) -> None:
        super().__init__(context, _("Change requester"), _("Change"), parent)
        self._take = take
        now = one_line(ticket.row.requester, 80) or _("No requester")
        self.requester = PersonPicker(context, _("Requester"))
        self.requester.picked.connect(self._on_picked)
        self.requester.offered.connect(self.fit)
        self.at_fault["requester_open"] = self.requester.line
        said = _("The ticket is with them from then on. What was written keeps its writer.")
        self.form.addWidget(PlainLabel(_("Now: {name}").format(name=now)))
        self.form.addWidget(labelled(_("Requester"), self.requester))
        self.nobody = QCheckBox(_("No requester"))
        self.nobody.toggled.connect(self.requester.setDisabled)
        self.form.addWidget(self.nobody)
        self.form.addWidget(PlainLabel(said, tone="muted", wrap=True))
        self.form.addStretch(1)
        self.requester.line.setFocus()

    def _on_picked(self) -> None:
        if self.requester.person is not None:
            self.submit.setFocus()

    def send(self) -> None:
        """Hand on who was picked; while nobody is, say so."""
        person = self.requester.person
        if self.nobody.isChecked():
            self._take(Edit(requester=0))
        elif person is not None:
            self._take(Edit(requester=person.id))
        else:
            error = KnownError(
                "requester_open",
                _("Who the requester is has not been chosen."),
                _("Choose somebody from the list, or tick that there is no requester."),
            )
            self.refused(error)
            return
        self.accept()


class DueDialog(FormDialog):
    """Asks by when tickets are to be done."""

    def __init__(self, context: Context, parent: QWidget, due_at: int | None, take: Take) -> None:
        super().__init__(context, _("Change due moment"), _("Change"), parent)
        self._take = take
        self.day, self.time = DayField(context.theme, _("Due")), TimeField(_("Time"))
        if due_at is None:
            due = QDateTime(QDate.currentDate().addDays(1), _END_OF_DAY)
        else:
            due = QDateTime.fromSecsSinceEpoch(due_at)
        day = due.date()
        self.day.show_day(date(day.year(), day.month(), day.day()))
        self.time.setTime(due.time())
        self.none = QCheckBox(_("No due moment"))
        row = QHBoxLayout()
        row.setSpacing(context.theme.spacing.unit)
        row.addWidget(labelled(_("Due"), self.day), 1)
        row.addWidget(labelled(_("Time"), self.time))
        for part in (self.day, self.time):
            self.none.toggled.connect(part.setDisabled)
        self.form.addLayout(row)
        self.form.addWidget(self.none)
        self.form.addStretch(1)
        self.day.setFocus()
        self.day.selectAll()

    def send(self) -> None:
        """Hand the moment on, or that there is none."""
        try:
            day = None if self.none.isChecked() else self.day.read()
        except KnownError as error:
            self.refused(error)
            return
        due_at = 0
        if day is not None:
            moment = QDateTime(QDate(day.year, day.month, day.day), self.time.time())
            due_at = moment.toSecsSinceEpoch()
        self._take(Edit(due_at=due_at))
        self.accept()
