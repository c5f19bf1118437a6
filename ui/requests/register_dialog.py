"""The register: every request with its times and nobody's name, the figures, and the export."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.errors import KnownError
from app.i18n import N_, _, ngettext
from app.model.subject_request import (
    DECISION_LABELS,
    GROUND_LABELS,
    KIND_LABELS,
    STATE_LABELS,
    Decision,
    Ground,
    RequestKind,
    RequestState,
)
from app.workflows.requests import register
from app.workflows.requests.register import Entry, Figures
from ui import prompts
from ui.pages import Context
from ui.requests.words import METHOD_LABELS
from ui.tasks import Slot
from ui.text import day
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.day_field import DayField
from ui.widgets.dialog import Dialog
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.gate_card import labelled
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain_label import PlainLabel
from ui.widgets.small_table import Row, SmallTable
from ui.widgets.whole_row import WholeRow

_ON_TIME = {True: N_("Yes"), False: N_("No"), None: ""}


def _grounds(entry: Entry) -> str:
    return ", ".join(_(GROUND_LABELS[Ground(code)]) for code in entry.grounds.split())


_COLUMNS: tuple[tuple[str, Callable[[Entry], str]], ...] = (
    (N_("Number"), lambda e: str(e.number)),
    (N_("Kind"), lambda e: _(KIND_LABELS[RequestKind(e.kind)])),
    (N_("Last step"), lambda e: _(STATE_LABELS[RequestState(e.state)])),
    (N_("Received"), lambda e: day(e.received)),
    (N_("Promised by"), lambda e: day(e.due)),
    (N_("Due by law"), lambda e: day(e.due_statutory)),
    (N_("Closed"), lambda e: day(e.closed)),
    (N_("Working days"), lambda e: "" if e.handling_days is None else str(e.handling_days)),
    (N_("On time"), lambda e: _(_ON_TIME[e.on_time]) if e.on_time is not None else ""),
    (N_("Days paused"), lambda e: str(e.paused_days) if e.paused_days else ""),
    (N_("Extended"), lambda e: day(e.extended)),
    (N_("Identity"), lambda e: _(METHOD_LABELS[e.identity_method]) if e.identity_method else ""),
    (N_("Decision"), lambda e: _(DECISION_LABELS[Decision(e.decision)]) if e.decision else ""),
    (N_("Grounds"), _grounds),
)
_GROUNDS = 13
_DAYS = (7, 9)
_SPARE = (10, 11, 9, 5, 7, 2, 8, 3, 6, 4)
"""Columns that are hidden where room is short, in this order; the chosen request has them all."""


class RegisterDialog(Dialog):
    """Shows the requests that fit, and writes what is shown for an auditor."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._slot = Slot()
        self.entries: tuple[Entry, ...] = ()
        spacing, theme = context.theme.spacing, context.theme
        self.setWindowTitle(_("Register of requests"))
        filters = self._make_filters()
        self.messages = MessageBar(theme)
        self.figures = PlainLabel(role="heading", wrap=True)
        titles = [_(heading) for heading, _say in _COLUMNS]
        self.table = SmallTable(
            theme,
            _("Register of requests"),
            titles,
            stretch=_GROUNDS,
            spare=_SPARE,
            numbers=_DAYS,
        )
        self.export = QPushButton(_("Export…"))
        self.export.setAutoDefault(False)
        self.export.clicked.connect(self.save)
        close = QPushButton(_("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        text = _("Nobody is named: the export goes to an auditor as it is.")
        buttons.addWidget(PlainLabel(text, tone="muted", wrap=True), 1)
        buttons.addWidget(self.export)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(spacing.page, spacing.page, spacing.page, spacing.page)
        column.setSpacing(spacing.gap)
        column.addWidget(PlainLabel(_("Register of requests"), role="title"))
        column.addWidget(filters)
        column.addWidget(self.messages)
        column.addWidget(self.figures)
        column.addWidget(WholeRow(theme, self.table, titles, _("The chosen request")), 1)
        column.addLayout(buttons)
        room = self.screen().availableSize() * 0.86
        wide = self.fontMetrics().averageCharWidth() * 170
        self.resize(min(room.width(), wide), min(room.height(), 640))
        self.look()

    def _make_filters(self) -> QWidget:
        theme = self._context.theme
        self.kind = ChoiceButton(theme, _("Kind"))
        kinds = [(kind, _(text)) for kind, text in KIND_LABELS.items()]
        self.kind.set_choices([("", _("All kinds")), *kinds])
        self.state = ChoiceButton(theme, _("State"))
        self.state.set_choices(
            [("", _("Open and closed")), ("open", _("Open")), ("closed", _("Closed"))]
        )
        self.start = DayField(theme, _("Received from"))
        self.end = DayField(theme, _("Received up to and including"))
        for line in (self.start, self.end):
            line.editingFinished.connect(self.look)
        filters = QWidget()
        row = FlowLayout(filters, spacing=theme.spacing.gap)
        row.addWidget(labelled(_("Kind"), self.kind))
        row.addWidget(labelled(_("State"), self.state))
        row.addWidget(labelled(_("Received from"), self.start))
        row.addWidget(labelled(_("Up to and including"), self.end))
        for chooser in (self.kind, self.state):  # Enter in a field looks, and opens no menu
            chooser.setAutoDefault(False)
        self.kind.picked.connect(lambda _value: self.look())
        self.state.picked.connect(lambda _value: self.look())
        return filters

    def look(self) -> None:
        """Read the requests that fit what is chosen."""
        self.messages.hide()
        try:
            start, end = self.start.read(), self.end.read()
        except KnownError as error:
            self.messages.tell("danger", error.message, error.hint)
            return
        session, state = self._context.session, self.state.value
        kinds = [RequestKind(self.kind.value)] if self.kind.value else []
        self._context.jobs.read(
            self,
            lambda: register.entries(
                session,
                kinds=kinds,
                open_only=state == "open",
                closed_only=state == "closed",
                received_from=start,
                received_to=end,
            ),
            self._show,
            failed=self._context.show_error,
            slot=self._slot,
        )

    def _show(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        self.figures.setText(say_figures(register.figures(entries)))
        self.export.setEnabled(bool(entries))
        rows = []
        for entry in entries:
            texts = tuple(say(entry) for _heading, say in _COLUMNS)
            rows.append(Row(entry.number, texts, texts))
        self.table.show_rows(rows)

    def save(self) -> None:
        """Write what is shown, as a table for a spreadsheet or as JSON by the name's ending."""
        out = prompts.choose_save(self, _("Where to write the register"), "register.csv")
        if out is None:
            return
        entries, context = self.entries, self._context

        def failed(error: Exception) -> None:
            if isinstance(error, KnownError):
                self.messages.tell("danger", error.message, error.hint)
            else:
                context.show_error(error)

        def done(_nothing: None) -> None:
            self.messages.tell("success", _("The register is written."), str(out))

        context.jobs.read(self, lambda: register.save(entries, out), done, failed=failed)


def say_figures(figures: Figures) -> str:
    """Say the figures on one line."""
    count = figures.requests
    said = [ngettext("{count} request", "{count} requests", count).format(count=count)]
    said.append(_("closed: {count}").format(count=figures.closed))
    said.append(_("overdue: {count}").format(count=figures.overdue))
    if figures.median_handling_days is not None:
        days = QLocale().toString(figures.median_handling_days, "f", 1)
        said.append(_("half of them within {days} working days").format(days=days))
    if figures.share_on_time is not None:
        share = QLocale().toString(100 * figures.share_on_time, "f", 0)
        said.append(_("on time: {share}%").format(share=share))
    return " · ".join(said)
