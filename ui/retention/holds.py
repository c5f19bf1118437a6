"""The holds: what each keeps, why and until when; placing one and releasing one."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QPushButton, QWidget

from app.i18n import N_, _
from app.workflows import holds
from app.workflows.holds import Held
from ui import prompts
from ui.pages import Context
from ui.retention.hold_dialog import HoldDialog
from ui.retention.parts import ListAndPane, Pane, Panel, titled
from ui.text import day, long_moment, one_line
from ui.widgets.empty_state import EmptyState
from ui.widgets.facts import link, pairs, section
from ui.widgets.flow_layout import row_of
from ui.widgets.plain_label import PlainLabel
from ui.widgets.small_table import Row, SmallTable

ON_LABELS = {
    "person": N_("Person"),
    "ticket": N_("Ticket"),
    "device": N_("Device"),
    "organisation": N_("Organisation"),
    "search": N_("Search"),
}
_PAGES = {
    "person": "people",
    "ticket": "tickets",
    "device": "devices",
    "organisation": "organisations",
}


class HoldsPanel(Panel):
    """The list of holds, those that ended included, and the chosen one whole."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        theme = context.theme
        self.table = SmallTable(
            theme,
            _("Holds"),
            [_("Hold"), _("On"), _("Which"), _("Until"), _("Look again")],
            stretch=2,
            spare=(1, 4, 3),  # they stand beside it too
            least=8,
        )
        empty = EmptyState(
            theme,
            "lock",
            _("No holds"),
            _("Place one where an obligation, dispute or agreement demands that data stays."),
        )
        self.pane = Pane(theme, _("The chosen hold"))
        self.body = ListAndPane(theme, self.table, empty, self.pane)
        self.column.addWidget(self.body, 1)
        self.table.chosen.connect(self._show_hold)

    def look(self) -> None:
        """Ask the store for the holds."""
        session = self.context.session
        self.context.jobs.read(
            self,
            lambda: holds.described(session),
            self._show,
            failed=self.context.show_error,
            slot=self.slot,
        )

    def _show(self, found: tuple[Held, ...]) -> None:
        self.table.show_rows(
            [Row(one.hold.number, one, _texts(one), tone=_tone(one)) for one in found]
        )
        self.body.show_any(bool(found))

    def _show_hold(self, one: Held | None) -> None:
        self.body.show_chosen([] if one is None else self._parts(one))

    def _parts(self, one: Held) -> list[QWidget]:
        hold = one.hold
        title = _("Hold {number}").format(number=hold.number)
        state, tone = _state(one)
        which: str | QWidget = one_line(one.label)
        if hold.query:
            show = link(hold.query)
            show.clicked.connect(partial(self.context.find, "tickets", hold.query))
            which = show
        elif hold.row is not None and one.label:
            show = link(one.label)
            show.clicked.connect(partial(self.context.go, _PAGES[hold.table], hold.row))
            which = show
        facts = pairs(
            [
                (_("On"), _(ON_LABELS[hold.table])),
                (_("Which"), which),
                (_("Until"), day(hold.until_on) or _("until it is released")),
                (_("Look again"), day(hold.review_on)),
                (_("Placed"), f"{long_moment(hold.placed_at)} · {one_line(hold.placed_by, 60)}"),
                (_("Released"), "" if hold.released_at is None else long_moment(hold.released_at)),
            ]
        )
        ground = PlainLabel(hold.ground, wrap=True, selectable=True)
        parts = [
            titled(title, state, tone),
            facts,
            section(self.context.theme, _("Ground"), ground),
        ]
        if hold.query:
            text = _("It keeps what the search finds whenever something is to be destroyed.")
            parts.append(PlainLabel(text, tone="muted", wrap=True))
        if hold.released_at is None:
            parts.append(self._releasing(one))
        return parts

    def _releasing(self, one: Held) -> QWidget:
        if not self.is_lead:
            return PlainLabel(_("A team lead can release this hold."), tone="muted", wrap=True)
        release = QPushButton(_("Release…"))
        release.clicked.connect(partial(self.release, one.hold.number))
        return row_of(release)

    def place(self) -> None:
        """Open the dialog that places a hold."""
        dialog = HoldDialog(self.context, self)
        dialog.placed.connect(self._on_placed)
        self.open_dialog(dialog)

    def _on_placed(self, number: int) -> None:
        self.context.tell(_("Hold {number} is placed.").format(number=number))

    def release(self, number: int) -> None:
        """Release a hold once the lead is sure."""
        if not prompts.confirm(
            self,
            _("Release the hold"),
            _(
                "What this hold keeps can be destroyed again, by its rules or on request. Is its"
                " ground gone?"
            ),
            _("Release"),
        ):
            return
        session = self.context.session
        self.write(lambda: holds.release(session, number), _("The hold is released."))


def _texts(one: Held) -> tuple[str, ...]:
    hold = one.hold
    until = day(hold.until_on)
    if hold.released_at is not None:
        until = _("released")
    elif not one.active:
        until = _("ended {day}").format(day=until)
    which = one.label or _("(no longer there)")
    return str(hold.number), _(ON_LABELS[hold.table]), which, until, day(hold.review_on)


def _tone(one: Held) -> str:
    if not one.active:
        return "field_border"
    return "warning" if one.review_due else "success"


def _state(one: Held) -> tuple[str, str]:
    if one.hold.released_at is not None:
        return _("Released: it keeps nothing any more."), "muted"
    if not one.active:
        return _("Ended: it keeps nothing any more."), "muted"
    if one.review_due:
        return _("In force. It is time to look at it again."), "warning"
    return _("In force."), "success"
