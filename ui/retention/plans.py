"""The purges: plans that wait, runs that were cut short, and reports."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.i18n import _
from app.workflows.purge import known
from app.workflows.purge.known import STATE_LABELS, Known, State
from ui.pages import Context
from ui.retention.parts import ListAndPane, Pane, Panel, primary, titled
from ui.text import long_moment, one_line
from ui.widgets.empty_state import EmptyState
from ui.widgets.facts import pairs
from ui.widgets.flow_layout import row_of
from ui.widgets.plain_label import PlainLabel
from ui.widgets.small_table import Row, SmallTable

_TONES = {
    State.PLANNED: "warning",
    State.APPROVED: "accent",
    State.BEGUN: "danger",
    State.FINISHED: "success",
}


class PlansPanel(Panel):
    """The list of plans that were saved on this workstation, and the chosen one."""

    open_asked = Signal(object)
    """The :class:`~app.workflows.purge.known.Known` plan to go on with."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        theme = context.theme
        self.table = SmallTable(
            theme,
            _("Purges"),
            [_("State"), _("Rows"), _("Since"), _("By"), _("File")],
            stretch=0,
            spare=(3, 4, 2),  # they stand beside it too
            numbers=(1,),
            least=18,
        )
        empty = EmptyState(
            theme,
            "purge",
            _("No purge was planned yet"),
            _("Plan one to see what the retention rules have reached. Planning destroys nothing."),
        )
        self.pane = Pane(theme, _("The chosen purge"))
        self.body = ListAndPane(theme, self.table, empty, self.pane)
        self.column.addWidget(self.body, 1)
        self.table.chosen.connect(self._show_plan)
        self.table.opened.connect(self.open_asked)

    def look(self) -> None:
        """Ask the store which plans it knows of."""
        session = self.context.session
        self.context.jobs.read(
            self,
            lambda: known.listed(session),
            self._show,
            failed=self.context.show_error,
            slot=self.slot,
        )

    def _show(self, found: tuple[Known, ...]) -> None:
        self.table.show_rows(
            [Row(one.digest, one, _texts(one), tone=_TONES[one.state]) for one in found]
        )
        self.body.show_any(bool(found))

    def _show_plan(self, one: Known | None) -> None:
        self.body.show_chosen([] if one is None else self._parts(one))

    def _parts(self, one: Known) -> list[QWidget]:
        tone = _TONES[one.state] if one.state is not State.BEGUN else "danger"
        facts = pairs(
            [
                (_("Rows"), QLocale().toString(one.rows)),
                (_("Planned by"), one_line(one.planned_by, 60)),
                (_("Since"), long_moment(one.at)),
                (_("Plan"), str(one.plan)),
                (_("Report"), str(one.report or "")),
                (_("Digest"), one.digest),
            ]
        )
        parts = [titled(_("Purge"), _(STATE_LABELS[one.state]), tone), facts]
        if one.state is State.BEGUN:
            text = _(
                "It was stopped, or the program ended. Finished batches stay done; the same plan"
                " goes on where it stopped."
            )
            parts.append(PlainLabel(text, wrap=True))
        text = {
            State.PLANNED: _("Open it"),
            State.APPROVED: _("Open it"),
            State.BEGUN: _("Go on with it"),
            State.FINISHED: _("Show the report"),
        }[one.state]
        go_on = primary(text)
        go_on.clicked.connect(partial(self.open_asked.emit, one))
        forget = QPushButton(_("Take off this list"))
        forget.clicked.connect(partial(self.forget, one))
        buttons = [go_on] if one.state is State.BEGUN else [go_on, forget]
        return [*parts, row_of(*buttons)]

    def forget(self, one: Known) -> None:
        """Leave a plan out of the list; its files stay."""
        session = self.context.session
        self.write(
            lambda: known.forget(session, one.digest),
            _("It is off the list; its files stay where they are."),
        )


def _texts(one: Known) -> tuple[str, ...]:
    return (
        _(STATE_LABELS[one.state]),
        QLocale().toString(one.rows),
        long_moment(one.at),
        one.by,
        one.plan.name,
    )
