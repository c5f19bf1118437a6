"""The start page: what waits, and how the work goes; each number leads to its list."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.i18n import N_, _, current_language
from app.model import moments
from app.model.changes import Changes
from app.model.subject_request import KIND_LABELS
from app.policy import load_policy
from app.workflows import start_page
from app.workflows.retention import Due
from app.workflows.start_page import Counted, Figures, Today
from ui.pages import Context, Page
from ui.start.lines import Line, Lines
from ui.start.tiles import Tile, Tiles
from ui.tasks import Slot
from ui.text import MONTHS, day, one_line, short_moment
from ui.widgets.chart import BarChart, Series
from ui.widgets.plain_label import PlainLabel

_PURGES, _HOLDS = "purges", "holds"
"""Lists of the retention page."""
_SETTLE = 400  # milliseconds: many changes in a row are looked at once
_AGES = (
    N_("today"),
    N_("this week"),
    N_("this month"),
    N_("1 to 3 months"),
    N_("older"),
)
_RESPONSES = (
    N_("1 hour"),
    N_("4 hours"),
    N_("1 day"),
    N_("3 days"),
    N_("later"),
    N_("not yet"),
)


class StartPage(Page):
    """Tiles with numbers, what is due first, and three charts."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        theme = context.theme
        self._today_slot = Slot()
        self._figures_slot = Slot()
        self._due_slot = Slot()
        self._figures: Figures | None = None
        self._stale = True
        self.tiles = {
            "my_work": Tile(_("My work")),
            "overdue": Tile(_("Overdue")),
            "unassigned": Tile(_("Unassigned")),
            "warranty": Tile(_("Warranty ends within 60 days")),
            "requests": Tile(_("Requests due or soon due")),
            "purge": Tile(_("Due for purge")),
        }
        self.next = Lines(theme, _("Mine, due first"))
        self.warranty = Lines(theme, _("Warranty ending"))
        self.requests = Lines(theme, _("Open requests"))
        self.purge = Lines(theme, _("Due for purge"))
        self.flow = BarChart(theme, _("Created and closed by day"))
        self.ages = BarChart(theme, _("Unfinished by age"))
        self.responses = BarChart(theme, _("First answer, tickets of the last 30 days"))
        self._lay_out()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE)
        self._settle.timeout.connect(self.look)
        self.flow.opened.connect(self._open_day)
        self.ages.opened.connect(lambda place, _series: self._open_age(place))
        self.responses.opened.connect(lambda place, _series: self._open_response(place))
        for tile in self.tiles.values():
            tile.asked.connect(self._open)
        context.jobs.changed.connect(self._on_changed)

    def _lay_out(self) -> None:
        spacing = self.context.theme.spacing
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(spacing.page, spacing.page, spacing.page, spacing.page)
        column.setSpacing(spacing.gap)
        self.greeting = PlainLabel(role="title", wrap=True)
        column.addWidget(self.greeting)
        column.addWidget(Tiles(list(self.tiles.values()), spacing.unit))
        grid = QGridLayout()
        grid.setHorizontalSpacing(spacing.page)
        grid.setVerticalSpacing(spacing.page)
        flow = self._chart(self.flow, _("Created and closed by day"))
        grid.addWidget(flow, 0, 0, 1, 2)
        grid.addWidget(self._chart(self.ages, _("Unfinished by age")), 1, 0)
        title = _("First answer, tickets of the last 30 days")
        grid.addWidget(self._chart(self.responses, title), 1, 1)
        grid.addWidget(self.next, 2, 0)
        beside = QVBoxLayout()
        beside.setSpacing(spacing.gap)
        beside.addWidget(self.warranty)
        beside.addWidget(self.requests)
        beside.addWidget(self.purge)
        beside.addStretch(1)
        grid.addLayout(beside, 2, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def _chart(self, chart: BarChart, title: str) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.context.theme.spacing.unit)
        head = QHBoxLayout()
        head.addWidget(PlainLabel(title, role="heading", wrap=True), 1)
        if chart is self.flow:
            for name, tone in ((_("Created"), "accent"), (_("Closed"), "success")):
                head.addWidget(PlainLabel(f"■ {name}", tone=tone))
        column.addLayout(head)
        column.addWidget(chart)
        return box

    # The page as the window knows it

    def take_focus(self) -> None:
        """Put the keyboard on the first number."""
        self.tiles["my_work"].setFocus()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's own name
        """Look again where something changed while another page was at work."""
        super().showEvent(event)
        if self._stale:
            self.look()

    def _on_changed(self, _changes: Changes) -> None:
        self._stale = True
        if self.isVisible():
            self._settle.start()

    def look(self) -> None:
        """Ask the store for everything the page shows."""
        self._stale = False
        session, jobs = self.context.session, self.context.jobs
        failed = self.context.show_error
        jobs.read(
            self,
            lambda: start_page.today(session),
            self._show_today,
            failed=failed,
            slot=self._today_slot,
        )
        jobs.read(
            self,
            lambda: start_page.due_for_purge(session),
            self._show_due,
            failed=failed,
            slot=self._due_slot,
        )
        jobs.read(
            self,
            lambda: start_page.measure(session),
            self._show_figures,
            failed=failed,
            slot=self._figures_slot,
        )

    def _show_today(self, today: Today) -> None:
        name = one_line(self.context.session.member.name, 60)
        self.greeting.setText(_("Good day, {name}").format(name=name))
        for tile, counted, page, tone in (
            ("my_work", today.my_work, "tickets", "accent"),
            ("overdue", today.overdue, "tickets", "danger"),
            ("unassigned", today.unassigned, "tickets", "warning"),
            ("warranty", today.warranty, "devices", "warning"),
            ("requests", today.pressing, "requests", "danger"),
        ):
            self.tiles[tile].show_count(counted, page, tone if counted.count else "muted")
        now = moments.now()
        go = self.context.go
        self.next.show_lines(
            [
                (
                    row.number,
                    one_line(row.title, 90),
                    short_moment(row.due_at, now) if row.due_at is not None else "",
                    partial(go, "tickets", row.id),
                )
                for row in today.next
            ],
            _("Nothing is assigned to you."),
        )
        self.warranty.show_lines(
            [
                (
                    one_line(row.name or f"{row.manufacturer} {row.model}", 60) or row.serial,
                    one_line(row.owner, 60),
                    day(row.warranty_until),
                    partial(go, "devices", row.id),
                )
                for row in today.devices
            ],
            _("No warranty ends soon."),
        )
        self.requests.show_lines(
            [
                (
                    _(KIND_LABELS[request.kind]),
                    one_line(request.person, 60),
                    day(request.due_on),
                    partial(go, "requests", request.id),
                )
                for request in today.requests
            ],
            _("No request is open."),
        )

    def _show_due(self, due: Due) -> None:
        count = Counted(sum(due.rows.values()), _PURGES)
        self.tiles["purge"].show_count(count, "retention", "warning" if count.count else "muted")
        policy, language, number = load_policy(), current_language(), QLocale().toString
        lines: list[Line] = [
            (
                policy.retention[code].label(language),
                _("less what is kept: a plan counts that") if code in due.unsure else "",
                number(rows) + ("+" if rows >= start_page.COUNT_TO else ""),
                partial(self.context.find, "retention", _PURGES),
            )
            for code, rows in due.rows.items()
        ]
        lines += [
            (
                _("Hold {number}").format(number=hold),
                _("is to be looked at again"),
                "",
                partial(self.context.find, "retention", _HOLDS),
            )
            for hold in due.reviews
        ]
        self.purge.show_lines(lines, _("Nothing is due for purge."))

    def _show_figures(self, figures: Figures) -> None:
        self._figures = figures
        labels = [f"{one.day} {_(MONTHS[one.month - 1])}" for one in figures.days]
        self.flow.show_values(
            labels,
            [
                Series(_("Created"), "accent", tuple(one.count for one in figures.created)),
                Series(_("Closed"), "success", tuple(one.count for one in figures.closed)),
            ],
            label_every=5,
            can_open=True,
        )
        ages = Series("", "accent", tuple(one.count for one in figures.ages))
        self.ages.show_values([_(text) for text in _AGES], [ages], can_open=True)
        answered = Series("", "accent", tuple(one.count for one in figures.responses))
        self.responses.show_values([_(text) for text in _RESPONSES], [answered], can_open=True)

    # Going to a list

    def _open(self, page: str, query: str) -> None:
        self.context.find(page, query)

    def _open_day(self, place: int, series: int) -> None:
        if self._figures is not None:
            counted = (self._figures.created, self._figures.closed)[series][place]
            self.context.find("tickets", counted.query)

    def _open_age(self, place: int) -> None:
        if self._figures is not None:
            self.context.find("tickets", self._figures.ages[place].query)

    def _open_response(self, place: int) -> None:
        if self._figures is not None:
            self.context.find("tickets", self._figures.responses[place].query)
