"""The step at hand: what it is for, in plain words, and the controls that do it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.i18n import _, current_language
from app.model.moments import office_day
from app.model.subject_request import (
    KIND_LABELS,
    Missing,
    PauseReason,
    RequestKind,
    RequestState,
)
from app.policy import load_policy
from app.workflows.requests.finding import REASON_LABELS, Finding
from app.workflows.requests.guide import Guide
from app.workflows.requests.identity import ATTEMPTS
from ui.requests.acts import Acts
from ui.requests.course import say_now
from ui.requests.decision import DecisionForm
from ui.requests.preview_groups import groups
from ui.requests.words import step_text, who_acts
from ui.text import day, one_line
from ui.theme.theme import Theme
from ui.widgets.facts import link
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.plain_label import PlainLabel

_SIDES = 32
"""Pixels of a field beside what it asks for."""
_MANY = 3
"""Proposals without an answer from which on all may get the same at once."""

Button = tuple[str, Callable[[], None], bool]
"""Its text, what it does, and whether it is the one that leads on."""


def step_card(theme: Theme, acts: Acts, guide: Guide) -> QWidget:
    """Return the card of the step at hand."""
    card = QFrame()
    card.setProperty("card", "sunken")
    column = QVBoxLayout(card)
    side = theme.spacing.unit + 4
    column.setContentsMargins(side, side, side, side)
    column.setSpacing(theme.spacing.unit)
    step = guide.standing.next
    if guide.standing.request.state is RequestState.CLOSED:
        widgets = _closed(acts, guide)
    elif guide.standing.request.person_id is None:
        widgets = _orphaned(acts, guide)
    elif step is None:
        widgets = [
            PlainLabel(_("All is done"), role="heading"),
            PlainLabel(_("Nothing is missing any more."), wrap=True),
            _buttons((_("Close the request"), acts.close, True)),
        ]
    else:
        title = say_now(guide, step)
        who = _("To be done by: {who}").format(who=who_acts(guide))
        widgets = [
            PlainLabel(title, role="heading", wrap=True),
            PlainLabel(who, tone="muted", wrap=True),
            PlainLabel(step_text(step, guide.standing.request.kind), wrap=True),
            *_CONTROLS[step](theme, acts, guide),
        ]
    for widget in widgets:
        column.addWidget(widget)
    return card


def _buttons(*buttons: Button) -> QWidget:
    """Return buttons beside each other."""
    box = QWidget()
    row = FlowLayout(box)
    for text, act, primary in buttons:
        button = QPushButton(text)
        if primary:
            button.setProperty("role", "primary")
        button.clicked.connect(lambda _checked=False, do=act: do())
        row.addWidget(button)
    return box


def _closed(acts: Acts, guide: Guide) -> list[QWidget]:
    """Say that nothing is left to do, but for the report of an erasure that a crash prevented."""
    heading = PlainLabel(_("This request is closed."), role="heading")
    if not guide.unreported:
        text = _("There is nothing left to do. It stays in the register.")
        return [heading, PlainLabel(text, tone="muted", wrap=True)]
    text = _("The person was erased, but the program was cut off before the report was written.")
    told = PlainLabel(text, tone="warning", wrap=True)
    if not acts.is_lead:
        return [heading, told, _ask(guide)]
    return [heading, told, _buttons((_("Write the report…"), acts.write_report, True))]


def _orphaned(acts: Acts, guide: Guide) -> list[QWidget]:
    """Say that a request of somebody who was erased by another one can only be ended."""
    text = _("Nobody can answer this request any more. End it, so that it does not become late.")
    end: Button = (_("End the request…"), acts.withdraw, True)
    if guide.standing.request.state is RequestState.CARRIED_OUT:
        end = (_("Close the request"), acts.close, True)
    return [
        PlainLabel(_("The person was erased"), role="heading"),
        PlainLabel(text, wrap=True),
        _buttons(end),
    ]


def _ask(guide: Guide) -> QWidget:
    """Say whom to ask, and for what: the step is not for whoever is at work."""
    text = _("Ask {names} to unlock the store, open Requests and choose request {number}.").format(
        names=_(" or ").join(one_line(name, 80) for name in guide.approvers),
        number=guide.standing.request.number,
    )
    return PlainLabel(text, tone="warning", wrap=True)


# The controls of each step: all are given the same, and take of it what they need.


def _identity(_theme: Theme, acts: Acts, guide: Guide) -> list[QWidget]:
    """Offer the ways to find out who is asking, and the code that was sent, once one was."""
    sent = guide.challenge
    widgets: list[QWidget] = []
    if sent is not None:
        text = _(
            "A code was made; it is valid until {day}. Type it here once the person gives it back."
            " Attempts left: {count}. If the letter was lost, send a new code: the one before is"
            " void then."
        ).format(day=day(office_day(sent.expires_at).isoformat()), count=ATTEMPTS - sent.attempts)
        widgets += [PlainLabel(text, wrap=True), _code_line(acts)]
    elif guide.standing.request.pause_reason is PauseReason.IDENTITY:
        text = _("No code is open any more: it was wrong too often. Send a new one.")
        widgets.append(PlainLabel(text, tone="warning", wrap=True))
    buttons: list[Button] = [
        (_("I called back a known number"), lambda: acts.verified("callback"), False),
        (_("I checked it in person"), lambda: acts.verified("in_person"), False),
    ]
    if guide.addresses:
        text = _("Send a code…") if sent is None else _("Send a new code…")
        buttons.insert(0, (text, acts.send_code, sent is None))
    if acts.is_lead:
        buttons.append((_("Go on without a check…"), acts.override, False))
    buttons.append((_("Refuse: identity not shown"), acts.refuse_unknown, False))
    return [*widgets, _buttons(*buttons)]


def _code_line(acts: Acts) -> QWidget:
    """Return the field for the code that came back, with its button."""
    code = QLineEdit()
    asked = _("The code that came back")
    code.setAccessibleName(asked)
    code.setPlaceholderText(asked)
    code.setMinimumWidth(code.fontMetrics().horizontalAdvance(asked) + _SIDES)
    code.setMaxLength(40)
    check = QPushButton(_("Check the code"))
    check.setProperty("role", "primary")
    check.setEnabled(False)
    code.textChanged.connect(lambda text: check.setEnabled(bool(text.strip())))
    code.returnPressed.connect(check.click)
    check.clicked.connect(lambda: acts.answer_code(code.text()))
    line = QWidget()
    row = FlowLayout(line)
    row.addWidget(code)
    row.addWidget(check)
    return line


def _clarification(_theme: Theme, acts: Acts, _guide: Guide) -> list[QWidget]:
    return [_buttons((_("The answer came"), acts.resume, True))]


def _finding(_theme: Theme, acts: Acts, guide: Guide) -> list[QWidget]:
    """Show what was found, each to be answered, and lead on once all is."""
    widgets = [_proposal(acts, found) for found in guide.findings]
    waiting = sum(found.accepted is None for found in guide.findings)
    buttons: list[Button] = [(_("Look for more records"), acts.look, not acts.looked)]
    if acts.looked and not guide.findings:
        widgets.append(PlainLabel(_("Nothing more was found."), wrap=True))
    if waiting:
        text = _("To be answered: {count}").format(count=waiting)
        widgets.append(PlainLabel(text, tone="warning", wrap=True))
        if waiting >= _MANY:
            buttons += [
                (_("The rest is theirs"), partial(acts.answer_rest, accepted=True), False),
                (_("The rest is not theirs"), partial(acts.answer_rest, accepted=False), False),
            ]
    elif acts.looked or guide.findings:
        buttons.append((_("These are all: go on"), acts.confirm, True))
    return [*widgets, _buttons(*buttons)]


def _proposal(acts: Acts, found: Finding) -> QWidget:
    """Show a record that may be the person's: what, why, and what was said of it."""
    proposal = found.proposal
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    label = one_line(found.label) or "–"
    if proposal.address:
        column.addWidget(PlainLabel(label, role="heading", wrap=True))
    else:
        shown = link(label, _("Look at {record}").format(record=label))
        shown.setToolTip(_("Look at it; the back key returns here"))
        shown.clicked.connect(lambda: acts.show_proposal(proposal))
        column.addWidget(shown)
    reason = _(REASON_LABELS[proposal.kind, proposal.reason])
    column.addWidget(PlainLabel(reason, tone="muted", wrap=True))
    named = proposal.kind == "mention"
    theirs, not_theirs = (
        (_("It means them"), _("It means somebody else"))
        if named
        else (_("It is theirs"), _("It is not theirs"))
    )
    said = {True: _("Theirs"), False: _("Not theirs"), None: ""}[found.accepted]
    if named and found.accepted is not None:
        said = theirs if found.accepted else not_theirs
    if said:
        column.addWidget(PlainLabel(said, tone="success" if found.accepted else "muted"))
    answers: list[Button] = [
        (theirs, partial(acts.answer_finding, found.id, accepted=True), False),
        (not_theirs, partial(acts.answer_finding, found.id, accepted=False), False),
    ]
    if found.accepted is not None:  # only the other answer is left to give
        answers = answers[1:] if found.accepted else answers[:1]
    column.addWidget(_buttons(*answers))
    return box


def _preview(_theme: Theme, acts: Acts, guide: Guide) -> list[QWidget]:
    return [*groups(guide.preview), _buttons((_("I have looked at it: go on"), acts.seen, True))]


def _decision(theme: Theme, acts: Acts, guide: Guide) -> list[QWidget]:
    """Show what is decided on, above the form of the decision."""
    form = DecisionForm(theme)
    decide = QPushButton(_("Decide"))
    decide.setProperty("role", "primary")
    form.changed.connect(lambda: decide.setEnabled(form.is_whole))
    decide.clicked.connect(lambda: acts.decide(form.decision, form.grounds))
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(decide)
    row.addStretch(1)
    return [*groups(guide.preview), form, line]


def _extension(_theme: Theme, acts: Acts, _guide: Guide) -> list[QWidget]:
    return [_buttons((_("Write the letter…"), acts.write_extension, True))]


def _closing(_theme: Theme, acts: Acts, _guide: Guide) -> list[QWidget]:
    return [_buttons((_("Write the letter…"), acts.write_closing, True))]


def _approval(_theme: Theme, acts: Acts, guide: Guide) -> list[QWidget]:
    """Let a second lead approve an erasure, or the only one with a reason; others ask one."""
    shown = groups(guide.preview)
    if not acts.is_lead or guide.needs_another:
        return [*shown, _ask(guide)]
    if guide.needs_reason:
        text = _("You are the only team lead and took this request in: give a written reason.")
        if guide.standing.request.made_by_id is None:
            text = _("Nobody knows who took this request in: give a written reason.")
        shown.append(PlainLabel(text, tone="warning", wrap=True))
    return [*shown, _buttons((_("Approve the erasure…"), acts.approve, True))]


def _carrying_out(_theme: Theme, acts: Acts, guide: Guide) -> list[QWidget]:
    """Lead to what the kind of request asks for; an erasure may wait for others, and for a lead."""
    kind = guide.standing.request.kind
    shown = groups(guide.preview) if kind is RequestKind.ERASE else []
    if kind is RequestKind.ERASE and guide.others_open:
        return [*shown, *_others_open(acts, guide)]
    if kind is RequestKind.ERASE and not acts.is_lead:
        return [*shown, _ask(guide)]
    text, act = {
        RequestKind.ACCESS: (_("Make the package…"), acts.make_package),
        RequestKind.PORT: (_("Make the package…"), acts.make_package),
        RequestKind.RECTIFY: (_("Correct the values…"), acts.rectify),
        RequestKind.ERASE: (_("Erase the person…"), acts.erase),
        RequestKind.RESTRICT: (_("Restrict the data"), acts.restrict),
        RequestKind.OBJECT: (_("Choose the purposes…"), acts.object_to),
        RequestKind.STOP_ACCOUNT: (_("Close the account"), acts.stop_account),
    }[kind]
    return [*shown, _buttons((text, act, True))]


def _others_open(acts: Acts, guide: Guide) -> list[QWidget]:
    """Say which requests an erasure waits for, and lead there."""
    text = _(
        "This person waits for the answer to another request. Give it first, or end that request:"
        " once the person is erased, nobody can answer it."
    )
    buttons: list[Button] = [
        (
            _("Show request {number}: {kind}").format(
                number=other.number, kind=_(KIND_LABELS[other.kind]).lower()
            ),
            partial(acts.show_request, other.id),
            True,
        )
        for other in guide.others_open
    ]
    return [PlainLabel(text, tone="warning", wrap=True), _buttons(*buttons)]


def _third_parties(_theme: Theme, acts: Acts, guide: Guide) -> list[QWidget]:
    """Show to whom data was passed on, each to be told."""
    widgets: list[QWidget] = []
    categories = load_policy().categories
    for disclosure in guide.to_tell:
        widgets.append(PlainLabel(one_line(disclosure.recipient), role="heading", wrap=True))
        text = _("received {category} on {day}").format(
            category=categories[disclosure.category].label(current_language()).lower(),
            day=day(office_day(disclosure.at).isoformat()),
        )
        widgets.append(PlainLabel(text, tone="muted", wrap=True))
        write: Button = (_("Write the letter…"), partial(acts.notify, disclosure.id), False)
        said: Button = (_("They were told"), partial(acts.told, disclosure.id), True)
        widgets.append(_buttons(write, said))
    return widgets


_CONTROLS: dict[Missing, Callable[[Theme, Acts, Guide], list[QWidget]]] = {
    Missing.IDENTITY: _identity,
    Missing.CLARIFICATION: _clarification,
    Missing.FINDING: _finding,
    Missing.PREVIEW: _preview,
    Missing.DECISION: _decision,
    Missing.EXTENSION_NOTICE: _extension,
    Missing.CLOSING_LETTER: _closing,
    Missing.APPROVAL: _approval,
    Missing.CARRYING_OUT: _carrying_out,
    Missing.THIRD_PARTIES: _third_parties,
}
