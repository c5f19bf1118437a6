"""The step at hand: what it is for, in plain words, and the controls that do it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n import N_, _, current_language
from app.model.subject_request import (
    DECISION_LABELS,
    GROUND_LABELS,
    Decision,
    Ground,
    Missing,
    RequestKind,
    RequestState,
)
from app.policy import load_policy
from app.workflows.requests import preview as previews
from app.workflows.requests.finding import REASON_LABELS
from app.workflows.requests.guide import Guide
from app.workflows.requests.preview import Count, Preview
from ui.requests.acts import Acts
from ui.text import one_line
from ui.theme.theme import Theme
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.plain_label import PlainLabel

STEP_TITLES = {
    Missing.IDENTITY: N_("Check who is asking"),
    Missing.CLARIFICATION: N_("Wait for the clarification"),
    Missing.FINDING: N_("Find all records of the person"),
    Missing.PREVIEW: N_("Look at what would be done"),
    Missing.DECISION: N_("Decide"),
    Missing.EXTENSION_NOTICE: N_("Tell the person of the extension"),
    Missing.CLOSING_LETTER: N_("Write the closing letter"),
    Missing.APPROVAL: N_("Have a team lead approve the erasure"),
    Missing.CARRYING_OUT: N_("Carry it out"),
    Missing.THIRD_PARTIES: N_("Tell those who received the data"),
}
_TEXTS = {
    Missing.IDENTITY: N_(
        "Nothing is shown, changed or removed before it is certain that the request comes from"
        " this person. Send a code to an address we know, call back a number we know, or check it"
        " in person. Never keep a copy of an identity document."
    ),
    Missing.CLARIFICATION: N_(
        "The person was asked what they mean. The clock stands still until they answer."
    ),
    Missing.FINDING: N_(
        "The person may have more records: another address, another spelling. Look for them, and"
        " say of each whether it is theirs. What you accept becomes part of this person's record."
    ),
    Missing.PREVIEW: N_("This is what the request comes to. Nothing was done yet."),
    Missing.DECISION: N_(
        "Grant it, unless a law, a hold or the rights of others stand against it. A refusal, also"
        " of a part, needs its grounds."
    ),
    Missing.EXTENSION_NOTICE: N_(
        "The law wants the person to hear of the extension and its reason within the month."
    ),
    Missing.CLOSING_LETTER: N_("Tell the person what was decided and done, and how to complain."),
    Missing.APPROVAL: N_(
        "An erasure cannot be taken back, so a team lead other than the one who took the request"
        " in approves it."
    ),
    Missing.THIRD_PARTIES: N_(
        "These received data of the person and must hear what changed. Tell them, then say so here."
    ),
}
_CARRIED_OUT = {
    RequestKind.ACCESS: N_("Make the package: an encrypted file with everything we keep."),
    RequestKind.PORT: N_("Make the package: an encrypted file with everything we keep."),
    RequestKind.RECTIFY: N_("Type the right values. They are corrected in every place at once."),
    RequestKind.ERASE: N_(
        "Everything in the preview is destroyed for good. The holds are asked once more. Save the"
        " closing letter before: afterwards nobody here knows the name and address."
    ),
    RequestKind.RESTRICT: N_("The data is kept, shown as restricted and not changed any more."),
    RequestKind.OBJECT: N_("Choose the purposes for which the data is not used any more."),
    RequestKind.STOP_ACCOUNT: N_("The account is closed; its retention period starts today."),
}
_SHOWN = 200
"""Kept records listed at once; the count says how many there are."""


def step_card(theme: Theme, acts: Acts, guide: Guide) -> QWidget:
    """Return the card of the step at hand."""
    card = QFrame()
    card.setProperty("card", "sunken")
    column = QVBoxLayout(card)
    gap = theme.spacing.gap
    column.setContentsMargins(gap, gap, gap, gap)
    column.setSpacing(theme.spacing.unit)
    step = guide.standing.next
    if guide.standing.request.state is RequestState.CLOSED:
        column.addWidget(PlainLabel(_("This request is closed."), role="heading"))
    elif step is None:
        column.addWidget(PlainLabel(_("All is done"), role="heading"))
        column.addWidget(PlainLabel(_("Nothing is missing any more."), wrap=True))
        column.addWidget(_buttons((_("Close the request"), acts.close, True)))
    else:
        title = _("Now: {step}").format(step=_(STEP_TITLES[step]))
        column.addWidget(PlainLabel(title, role="heading", wrap=True))
        text = _TEXTS.get(step) or _CARRIED_OUT[guide.standing.request.kind]
        column.addWidget(PlainLabel(_(text), wrap=True))
        for widget in _CONTROLS[step](theme, acts, guide):
            column.addWidget(widget)
    return card


Button = tuple[str, Callable[[], None], bool]
"""Its text, what it does, and whether it is the one that leads on."""


def _buttons(*buttons: Button) -> QWidget:
    box = QWidget()
    row = FlowLayout(box)
    for text, act, primary in buttons:
        button = QPushButton(text)
        if primary:
            button.setProperty("role", "primary")
        button.clicked.connect(lambda _checked=False, do=act: do())
        row.addWidget(button)
    return box


def _identity(_theme: Theme, acts: Acts, guide: Guide) -> list[QWidget]:
    code = QLineEdit()
    code.setAccessibleName(_("The code that came back"))
    code.setPlaceholderText(_("The code that came back"))
    code.setMaxLength(40)
    check = QPushButton(_("Check the code"))
    check.setEnabled(False)
    code.textChanged.connect(lambda text: check.setEnabled(bool(text.strip())))
    code.returnPressed.connect(check.click)
    check.clicked.connect(lambda: acts.answer_code(code.text()))
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(code, 1)
    row.addWidget(check)
    buttons: list[Button] = [
        (_("Called back a known number"), lambda: acts.verified("callback"), False),
        (_("Checked in person"), lambda: acts.verified("in_person"), False),
    ]
    if guide.addresses:
        buttons.insert(0, (_("Send a code…"), acts.send_code, True))
    if acts.is_lead:
        buttons.append((_("Go on without a check…"), acts.override, False))
    buttons.append((_("Refuse: identity not shown"), acts.refuse_unknown, False))
    return [_buttons(*buttons), line]


def _clarification(_theme: Theme, acts: Acts, _guide: Guide) -> list[QWidget]:
    return [_buttons((_("The answer came"), acts.resume, True))]


def _finding(_theme: Theme, acts: Acts, guide: Guide) -> list[QWidget]:
    widgets: list[QWidget] = []
    for one in guide.findings:
        proposal = one.proposal
        box = QWidget()
        row = QVBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(PlainLabel(one_line(one.label) or "–", role="heading", wrap=True))
        reason = _(REASON_LABELS[proposal.kind, proposal.reason])
        row.addWidget(PlainLabel(reason, tone="muted", wrap=True))
        said = {True: _("Theirs"), False: _("Not theirs"), None: ""}[one.accepted]
        if said:
            row.addWidget(PlainLabel(said, tone="success" if one.accepted else "muted"))
        row.addWidget(
            _buttons(
                (_("It is theirs"), partial(acts.answer_finding, one.id, accepted=True), False),
                (
                    _("It is not theirs"),
                    partial(acts.answer_finding, one.id, accepted=False),
                    False,
                ),
            )
        )
        widgets.append(box)
    waiting = any(one.accepted is None for one in guide.findings)
    buttons: list[Button] = [(_("Look for more records"), acts.look, not acts.looked)]
    if acts.looked and not guide.findings:
        widgets.append(PlainLabel(_("Nothing more was found."), wrap=True))
    if (acts.looked or guide.findings) and not waiting:
        buttons.append((_("These are all: go on"), acts.confirm, True))
    return [*widgets, _buttons(*buttons)]


def _preview(theme: Theme, acts: Acts, guide: Guide) -> list[QWidget]:
    shown = _groups(theme, guide.preview)
    return [*shown, _buttons((_("I have looked at it: go on"), acts.seen, True))]


def _groups(_theme: Theme, preview: Preview | None) -> list[QWidget]:
    """Return the three groups of a preview, those that are empty left out."""
    if preview is None:
        return []
    done = {
        RequestKind.ACCESS: _("Will be disclosed"),
        RequestKind.PORT: _("Will be disclosed"),
        RequestKind.ERASE: _("Will be destroyed"),
    }.get(preview.kind, _("Will be changed"))
    widgets: list[QWidget] = []
    for heading, counts in ((done, preview.can), (_("Will be made anonymous"), preview.anonymous)):
        if counts:
            widgets += [PlainLabel(heading, role="heading"), _counted(counts)]
    if preview.kept:
        heading = _("Must stay: {count}").format(count=len(preview.kept))
        widgets.append(PlainLabel(heading, role="heading"))
        for ground in dict.fromkeys(kept.ground for kept in preview.kept):
            shown = [kept for kept in preview.kept if kept.ground == ground][:_SHOWN]
            lines = (f"{_(kept.label)}: {one_line(kept.title, 60)}".rstrip(": ") for kept in shown)
            widgets.append(PlainLabel(_ground(ground), tone="muted", wrap=True))
            widgets.append(PlainLabel("\n".join(lines), wrap=True))
        if any(kept.ground == previews.HELD for kept in preview.kept):
            text = _("While a hold is in force, nothing of this erasure can be carried out.")
            widgets.append(PlainLabel(text, tone="warning", wrap=True))
    return widgets


def _counted(counts: tuple[Count, ...]) -> QWidget:
    categories = load_policy().categories
    lines = (
        f"{_(one.label)}: {one.rows} ({categories[one.category].label(current_language())})"
        for one in counts
    )
    return PlainLabel("\n".join(lines), wrap=True)


def _ground(code: str) -> str:
    if code == previews.HELD:
        return _(GROUND_LABELS[Ground.HOLD])
    return load_policy().purposes[code].label(current_language())


def _decision(theme: Theme, acts: Acts, guide: Guide) -> list[QWidget]:
    choice = ChoiceButton(theme, _("Decision"))
    choice.set_choices([(one, _(text)) for one, text in DECISION_LABELS.items()])
    boxes: dict[Ground, QCheckBox] = {}
    grounds = QWidget()
    column = QVBoxLayout(grounds)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(PlainLabel(_("On these grounds"), role="heading"))
    for ground, text in GROUND_LABELS.items():
        boxes[ground] = QCheckBox(_(text))
        column.addWidget(boxes[ground])
    decide = QPushButton(_("Decide"))
    decide.setProperty("role", "primary")

    def allow(*_value: object) -> None:
        granted = choice.value is Decision.GRANTED
        grounds.setVisible(not granted)
        decide.setEnabled(granted or any(box.isChecked() for box in boxes.values()))

    def send() -> None:
        chosen = [ground for ground, box in boxes.items() if box.isChecked()]
        acts.decide(choice.value, [] if choice.value is Decision.GRANTED else chosen)

    choice.picked.connect(allow)
    for box in boxes.values():
        box.toggled.connect(allow)
    decide.clicked.connect(send)
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(choice)
    row.addWidget(decide)
    row.addStretch(1)
    grounds.setVisible(False)
    return [*_groups(theme, guide.preview), grounds, line]


def _extension(_theme: Theme, acts: Acts, _guide: Guide) -> list[QWidget]:
    return [_buttons((_("Write the letter…"), acts.write_extension, True))]


def _closing(_theme: Theme, acts: Acts, _guide: Guide) -> list[QWidget]:
    return [_buttons((_("Write the letter…"), acts.write_closing, True))]


def _approval(theme: Theme, acts: Acts, guide: Guide) -> list[QWidget]:
    shown = _groups(theme, guide.preview)
    if not acts.is_lead:
        return [*shown, PlainLabel(_("Ask a team lead to open this request."), tone="warning")]
    if guide.needs_reason:
        text = _("You are the only team lead and took this request in: give a written reason.")
        shown.append(PlainLabel(text, tone="warning", wrap=True))
    return [*shown, _buttons((_("Approve the erasure…"), acts.approve, True))]


def _carrying_out(_theme: Theme, acts: Acts, guide: Guide) -> list[QWidget]:
    kind = guide.standing.request.kind
    if kind is RequestKind.ERASE and not acts.is_lead:
        return [PlainLabel(_("Ask a team lead to open this request."), tone="warning")]
    text, act = {
        RequestKind.ACCESS: (_("Make the package…"), acts.make_package),
        RequestKind.PORT: (_("Make the package…"), acts.make_package),
        RequestKind.RECTIFY: (_("Correct the values…"), acts.rectify),
        RequestKind.ERASE: (_("Erase the person…"), acts.erase),
        RequestKind.RESTRICT: (_("Restrict the data"), acts.restrict),
        RequestKind.OBJECT: (_("Choose the purposes…"), acts.object_to),
        RequestKind.STOP_ACCOUNT: (_("Close the account"), acts.stop_account),
    }[kind]
    return [_buttons((text, act, True))]


def _third_parties(_theme: Theme, acts: Acts, guide: Guide) -> list[QWidget]:
    widgets: list[QWidget] = []
    for disclosure in guide.to_tell:
        widgets.append(PlainLabel(one_line(disclosure.recipient), role="heading", wrap=True))
        widgets.append(
            _buttons((_("They were told"), partial(acts.told, disclosure.id), True)),
        )
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
