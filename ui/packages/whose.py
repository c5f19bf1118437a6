"""The first step: whose data, for which request, of which days."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QWidget

from app.errors import KnownError
from app.i18n import _
from app.model import moments
from app.model.date_range import DateRange
from app.model.person import PersonRow
from app.model.subject_request import KIND_LABELS
from app.workflows import package_order, people
from app.workflows.package_order import Order, Whose
from ui.packages.step import StepView
from ui.pages import Context
from ui.tasks import Slot
from ui.text import day, one_line
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.day_field import DayField
from ui.widgets.gate_card import labelled
from ui.widgets.person_picker import PersonPicker
from ui.widgets.plain_label import PlainLabel
from ui.widgets.tab_stop import stop_at_chosen


class WhoseStep(StepView):
    """Finds the person and shows the requests that wait for a package."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            _("Whose data, and of when"),
            _("A package holds everything that is kept about one person, ready for them to read."),
        )
        self._slot = Slot()
        self._whose: Whose | None = None
        self._said: Order | None = None
        self._wanted: int | None = None
        self.person = PersonPicker(context, _("Whose data"))
        self.request = ChoiceButton(context.theme, _("The request it answers"))
        self._request_box = labelled(_("The request it answers"), self.request)
        self.everything = QRadioButton(_("Everything that is kept"))
        self.period = QRadioButton(_("A period, both days included"))
        self.everything.setChecked(True)
        stop_at_chosen(self.everything, self.period)
        self._days = QWidget()
        days = QHBoxLayout(self._days)
        days.setContentsMargins(self.indent, 0, 0, 0)
        theme = context.theme
        self.first, self.last = DayField(theme, _("From")), DayField(theme, _("Up to"))
        today = moments.office_day(moments.now())
        for edit, name, start in (
            (self.first, _("From"), today - timedelta(days=365)),
            (self.last, _("Up to"), today),
        ):
            edit.show_day(start)
            edit.textChanged.connect(lambda _text: self.changed.emit())
            days.addWidget(labelled(name, edit))
        days.addStretch(1)
        self.language = PlainLabel(tone="muted", wrap=True)
        self.column.addWidget(labelled(_("Whose data"), self.person))
        self.column.addWidget(self.language)
        self.column.addWidget(self._request_box)
        self.column.addWidget(self.everything)
        self.column.addWidget(self.period)
        self.column.addWidget(self._days)
        self.column.addStretch(1)
        self.person.picked.connect(self._look)
        self.period.toggled.connect(self._days.setVisible)
        self.period.toggled.connect(lambda _on: self.changed.emit())
        self._days.hide()
        self._show(None)

    def begin(self, order: Order | None, request: int | None = None) -> None:
        """Start with nobody, or with what was said before; ``request`` is the id of one."""
        self._said, self._wanted = order, request
        self.everything.setChecked(True)
        self.person.line.clear()
        self.person.person = None
        self._show(None)
        if order is None:
            return
        days = order.days
        self.period.setChecked(not days.is_everything)
        for edit, chosen in ((self.first, days.first), (self.last, days.last)):
            if chosen is not None:
                edit.show_day(chosen)
        session, person = self.context.session, order.person_id

        def choose(rows: dict[int, PersonRow]) -> None:
            if person in rows:
                self.person.choose(rows[person])

        self.context.jobs.read(
            self,
            lambda: people.rows(session, (person,)),
            choose,
            failed=self.context.show_error,
            slot=self._slot,
        )

    @property
    def name(self) -> str:
        """Who is chosen, in words; empty while nobody is."""
        row = self.person.person
        return "" if row is None else one_line(row.display_name or row.email, 60)

    @property
    def can_go_on(self) -> bool:
        """Somebody is chosen, and looked at."""
        person, found = self.person.person, self._whose
        is_known = person is not None and found is not None and found.person.row.id == person.id
        return is_known and (self.everything.isChecked() or self._period is not None)

    def answered(self, order: Order) -> Order:
        """Return the order for this person, request and period."""
        person = self.person.person
        if person is None:
            return order
        days = DateRange()
        if self.period.isChecked() and (period := self._period) is not None:
            days = DateRange(*period)
        return package_order.changed(
            order if order.person_id == person.id else Order(person.id),
            days=days,
            request_number=self.request.value,
        )

    @property
    def _period(self) -> tuple[date, date] | None:
        """The days in the fields; None while one is missing or cannot be read."""
        try:
            first, last = self.first.read(), self.last.read()
        except KnownError:
            return None
        return (first, last) if first and last else None

    def take_focus(self) -> None:
        """Put the keyboard into the field, or on what is asked of the person in it."""
        (self.person.line if self.person.person is None else self.everything).setFocus()

    def _look(self) -> None:
        self._show(None)
        if (row := self.person.person) is None:
            return
        session = self.context.session
        self.context.jobs.read(
            self,
            lambda: package_order.whose(session, row.id),
            self._show,
            failed=self.context.show_error,
            slot=self._slot,
        )

    def _show(self, found: Whose | None) -> None:
        self._whose = found
        waiting = () if found is None else found.requests
        choices: list[tuple[int | None, str]] = [
            (
                request.number,
                _("{number}: {kind}, answer by {day}").format(
                    number=request.number,
                    kind=_(KIND_LABELS[request.kind]).lower(),
                    day=day(request.answer_by),
                ),
            )
            for request in waiting
        ]
        wanted = {request.number for request in waiting if request.id == self._wanted}
        if self._said is not None:
            wanted |= {r.number for r in waiting if r.number == self._said.request_number}
        choices.append((None, _("None: the person did not ask by a request")))
        self.request.set_choices(choices)
        if wanted:
            self.request.set_value(wanted.pop())
        self._request_box.setVisible(bool(waiting))
        self.language.setVisible(found is not None)
        if found is not None:
            self.language.setText(
                _("It is written in English, the person's language.")
                if found.language == "en"
                else _("It is written in Dutch.")
            )
        self.changed.emit()
