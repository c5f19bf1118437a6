"""Shows one request: how its clock runs, the step at hand with all it takes, and what follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.i18n import _
from app.model.letter import LETTER_LABELS, LetterKind
from app.model.subject_request import (
    DECISION_LABELS,
    EXTENSION_LABELS,
    GROUND_LABELS,
    KIND_LABELS,
    PAUSE_LABELS,
    URGENCY_LABELS,
    Missing,
    PauseReason,
    RequestState,
    Urgency,
)
from app.policy import policy_on
from app.workflows.requests.guide import Guide
from ui.requests.acts import Acts
from ui.requests.columns import URGENCY_TONES, person_name
from ui.requests.course import course_list
from ui.requests.steps import step_card
from ui.requests.words import METHOD_LABELS
from ui.text import day, long_moment, one_line
from ui.theme.theme import Theme
from ui.widgets.detail_area import DetailArea, sheet
from ui.widgets.facts import link, pairs, section
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.giving_button import GivingButton
from ui.widgets.plain_label import PlainLabel

_TONES = {"danger", "warning", "success", "accent"}


def _stage(guide: Guide) -> tuple[int, Missing | None]:
    """Return which request it is and how far it came."""
    return guide.standing.request.id, guide.standing.next


class RequestPane(DetailArea):
    """Shows one request. What its buttons do is :class:`~ui.requests.acts.Acts`' work."""

    def __init__(self, theme: Theme, acts: Acts) -> None:
        super().__init__(_("Request"))
        self._theme = theme
        self._acts = acts
        self._step: QWidget | None = None

    def show_request(self, guide: Guide) -> None:
        """Show a request as it stands now; at the same step, where one had scrolled to."""
        before, self._acts.guide = self._acts.guide, guide
        same = before is not None and _stage(before) == _stage(guide)
        inner, column = sheet(self._theme)
        column.addLayout(self._head(guide))
        self._step = step_card(self._theme, self._acts, guide)
        column.addWidget(self._step)
        column.addWidget(self._facts(guide))
        if guide.course and guide.standing.request.person_id is not None:
            column.addWidget(section(self._theme, _("Steps"), course_list(self._theme, guide)))
        if guide.letters:
            column.addWidget(section(self._theme, _("Letters"), self._letters(guide)))
        request = guide.standing.request
        ended = request.state in {RequestState.CLOSED, RequestState.CARRIED_OUT}
        if not ended and request.person_id is not None:
            column.addWidget(section(self._theme, _("Also possible"), self._also(guide)))
        column.addStretch(1)
        (self.show_again if same else self.setWidget)(inner)

    def foremost(self) -> QWidget | None:
        """Return the step at hand: above it one only goes elsewhere."""
        return self._step

    def _head(self, guide: Guide) -> QVBoxLayout:
        standing, request = guide.standing, guide.standing.request
        head = QVBoxLayout()
        head.setSpacing(4)
        title = _("Request {number}: {kind}").format(
            number=request.number, kind=_(KIND_LABELS[request.kind]).lower()
        )
        head.addWidget(PlainLabel(title, role="title", wrap=True))
        if request.person_id is not None:
            person = link(person_name(standing))
            person.clicked.connect(self._acts.show_person)
            head.addWidget(person)
        else:
            head.addWidget(PlainLabel(person_name(standing), tone="muted"))
        tone = URGENCY_TONES[standing.urgency]
        text = _(URGENCY_LABELS[standing.urgency])
        waits = ""
        if request.pause_reason is not None:
            reason = _(PAUSE_LABELS[request.pause_reason])
            waits = _("{reason} since {day}").format(reason=reason, day=day(request.paused_on))
        if standing.urgency is Urgency.PAUSED:
            text, waits = waits, ""
        elif request.state is not RequestState.CLOSED:
            text = _("{urgency}: answer by {day}").format(urgency=text, day=day(request.answer_by))
        head.addWidget(
            PlainLabel(text, role="heading", tone=tone if tone in _TONES else "muted", wrap=True)
        )
        if waits:  # asked when it was late already
            head.addWidget(PlainLabel(waits, tone="muted", wrap=True))
        if guide.restricted:
            text = _("The data of this person is restricted.")
            head.addWidget(PlainLabel(text, tone="warning", wrap=True))
        return head

    def _facts(self, guide: Guide) -> QWidget:
        request = guide.standing.request
        grounds = ", ".join(_(GROUND_LABELS[ground]) for ground in request.grounds)
        reason = request.extension_reason
        method = "override" if request.identity_override else request.identity_method
        document = policy_on(date.fromisoformat(request.received_on)).document
        policy = link(
            _("{number}, version {version}").format(
                number=document.number, version=document.version
            )
        )
        policy.clicked.connect(self._acts.show_policy)
        facts: list[tuple[str, str]] = [
            (_("Received"), day(request.received_on)),
            (_("Promised by"), day(request.due_on)),
            (_("Due by law"), day(request.due_statutory_on)),
            (_("Extended"), _(EXTENSION_LABELS[reason]) if reason else ""),
            (_("Decision"), _(DECISION_LABELS[request.decision]) if request.decision else ""),
            (_("Grounds"), grounds),
            (_("Identity"), _(METHOD_LABELS[method]) if method else ""),
        ]
        return pairs([*((name, one_line(value)) for name, value in facts), (_("Policy"), policy)])

    def _letters(self, guide: Guide) -> QWidget:
        lines: list[tuple[str, str | QWidget]] = []
        for letter in guide.letters:
            show = link(_(LETTER_LABELS[LetterKind(letter.kind)]))
            show.clicked.connect(lambda _checked=False, shown=letter: self._acts.read(shown))
            lines.append((long_moment(letter.at), show))
        return pairs(lines)

    def _also(self, guide: Guide) -> QWidget:
        box = QWidget()
        row = FlowLayout(box)
        request = guide.standing.request
        offered = []
        if guide.standing.next is not None:
            offered += self._of_the_clock(guide)
        if request.state is RequestState.DECIDED:
            offered.append((_("Decide again…"), self._acts.decide_again))
        offered.append((_("Withdrawn or a mistake…"), self._acts.withdraw))
        for text, act in offered:
            button = GivingButton(text)
            button.clicked.connect(lambda _checked=False, do=act: do())
            row.addWidget(button)
        return box

    def _of_the_clock(self, guide: Guide) -> list[tuple[str, Callable[[], None]]]:
        """Offer what concerns the time a request takes, while something is left to do."""
        request, acts = guide.standing.request, self._acts
        offered: list[tuple[str, Callable[[], None]]] = []
        waits = request.pause_reason is PauseReason.CLARIFICATION
        if waits and guide.standing.next is not Missing.CLARIFICATION:
            offered.append((_("The answer came"), acts.resume))
        if request.decision is None:
            offered.append((_("Acknowledge receipt…"), acts.acknowledge))
        if not request.paused_on:
            offered.append((_("Ask what they mean…"), acts.ask_meaning))
            offered.append((_("Stop the clock: I asked what they mean"), acts.pause))
        if not request.extended_on:
            offered.append((_("Extend the time…"), acts.extend))
        return offered
