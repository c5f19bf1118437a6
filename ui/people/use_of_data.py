"""How a person stands to the use of their data: requests, marks, consents, who received what."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n import _, current_language
from app.model.moments import office_day
from app.model.subject_request import KIND_LABELS, STATE_LABELS, RequestState
from app.policy import load_policy
from app.workflows.requests.of_person import RESTRICTED, Consent, Mark, Standing
from ui.text import day, one_line
from ui.theme.theme import Theme
from ui.widgets.facts import lines, link, section
from ui.widgets.plain_label import PlainLabel


class UseOfData(QWidget):
    """A section of a person's page. It asks for nothing and changes nothing: the page does."""

    request_asked = Signal(object)
    """The row id of a request to show."""
    new_request_asked = Signal()
    lift_asked = Signal(object)
    """A mark to take off."""
    consent_asked = Signal()
    withdraw_asked = Signal(object)
    """The consent that was taken back."""
    disclosure_asked = Signal()

    def __init__(self, theme: Theme, standing: Standing, *, is_lead: bool) -> None:
        super().__init__()
        self._is_lead = is_lead
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.spacing.gap)
        new = link(_("New request…"), _("New request of this person"))
        new.clicked.connect(self.new_request_asked)
        column.addWidget(section(theme, _("Requests about their data"), self._asked(standing), new))
        if standing.marks:
            column.addWidget(
                section(theme, _("Restrictions and objections"), self._marks(standing))
            )
        consent = link(_("Record a consent…"))
        consent.clicked.connect(self.consent_asked)
        column.addWidget(section(theme, _("Consents"), self._consents(standing), consent))
        disclosure = link(_("Record that data was passed on…"))
        disclosure.clicked.connect(self.disclosure_asked)
        shown = self._disclosures(standing)
        column.addWidget(section(theme, _("Passed on to others"), shown, disclosure))

    def _asked(self, standing: Standing) -> QWidget:
        if not standing.requests:
            return PlainLabel(_("None."), tone="muted")
        box, grid = lines(0, 1, between=4)
        for number, request in enumerate(standing.requests):
            kind = _(KIND_LABELS[request.kind])
            shown = link(_("{number}: {kind}").format(number=request.number, kind=kind))
            shown.clicked.connect(partial(self._emit_request, request.id))
            grid.addWidget(shown, number, 0, Qt.AlignmentFlag.AlignLeft)
            if request.state is RequestState.CLOSED:
                text = _(STATE_LABELS[request.state])
            else:
                text = _("Answer by {day}").format(day=day(request.answer_by))
            grid.addWidget(PlainLabel(text, tone="muted", wrap=True), number, 1)
        return box

    def _emit_request(self, row: int, _checked: bool = False) -> None:
        self.request_asked.emit(row)

    def _marks(self, standing: Standing) -> QWidget:
        box, grid = lines(0, 1, between=4)
        for number, mark in enumerate(standing.marks):
            grid.addWidget(PlainLabel(say_mark(mark), wrap=True), number, 0)
            since = _("since {day}").format(day=_day(mark.since))
            if mark.request is not None:
                since = _("{since}, request {number}").format(since=since, number=mark.request)
            grid.addWidget(PlainLabel(since, tone="muted", wrap=True), number, 1)
            if self._is_lead:
                lift = link(_("Lift…"), _("Lift: {mark}").format(mark=say_mark(mark)))
                lift.clicked.connect(lambda _checked=False, m=mark: self.lift_asked.emit(m))
                grid.addWidget(lift, number, 2)
        if not self._is_lead:
            text = _("A team lead can lift them.")
            grid.addWidget(PlainLabel(text, tone="muted"), len(standing.marks), 0, 1, 2)
        return box

    def _consents(self, standing: Standing) -> QWidget:
        if not standing.consents:
            return PlainLabel(_("None recorded."), tone="muted")
        box, grid = lines(0, 1, between=4)
        for number, consent in enumerate(standing.consents):
            taken_back = consent.withdrawn_at
            tone = "" if taken_back is None else "muted"
            grid.addWidget(PlainLabel(say_consent(consent), tone=tone, wrap=True), number, 0)
            text = _("given {day}").format(day=_day(consent.given_at))
            if taken_back is not None:
                text = _("{given}, withdrawn {day}").format(given=text, day=_day(taken_back))
            grid.addWidget(PlainLabel(text, tone="muted", wrap=True), number, 1)
            if taken_back is None:
                name = _("Withdraw: {consent}").format(consent=say_consent(consent))
                withdraw = link(_("Withdraw…"), name)
                withdraw.clicked.connect(
                    lambda _checked=False, c=consent: self.withdraw_asked.emit(c)
                )
                grid.addWidget(withdraw, number, 2)
        return box

    def _disclosures(self, standing: Standing) -> QWidget:
        if not standing.disclosures:
            return PlainLabel(_("Nothing was passed on."), tone="muted")
        box, grid = lines(0, 1, between=4)
        categories = load_policy().categories
        for number, disclosure in enumerate(standing.disclosures):
            what = categories[disclosure.category].label(current_language())
            text = _("{recipient}: {category}").format(
                recipient=one_line(disclosure.recipient, 80), category=what.lower()
            )
            grid.addWidget(PlainLabel(text, wrap=True), number, 0)
            said = _day(disclosure.at)
            if told := standing.told.get(disclosure.id):
                numbers = ", ".join(map(str, told))
                said = _("{day}; told of request {numbers}").format(day=said, numbers=numbers)
            grid.addWidget(PlainLabel(said, tone="muted", wrap=True), number, 1)
        return box


def say_mark(mark: Mark) -> str:
    """Say in words what a mark stops."""
    if mark.kind == RESTRICTED:
        return _("Restricted: only kept")
    return _("Objection: {purpose}").format(purpose=say_purpose(mark.purpose))


def say_consent(consent: Consent) -> str:
    """Say in words to what a person agreed."""
    purpose = say_purpose(consent.purpose)
    if not consent.recipient:
        return purpose
    return _("{recipient}: {purpose}").format(
        recipient=one_line(consent.recipient, 80), purpose=purpose
    )


def say_purpose(code: str) -> str:
    """Say a purpose of the policy in the user's language."""
    return load_policy().purposes[code].label(current_language())


def _day(moment: int) -> str:
    return day(office_day(moment).isoformat())
