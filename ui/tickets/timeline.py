"""What was changed in a ticket, when and by whom, as one reads it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.i18n import N_, _
from app.model.conversation import ChangeRow
from app.model.ticket import PRIORITY_LABELS, STATUS_LABELS, Priority, Status
from ui.text import long_moment, one_line
from ui.theme.theme import Theme
from ui.widgets.plain_label import PlainLabel
from ui.widgets.scroll_area import ScrollArea

_FIELDS = {
    "status": N_("Status"),
    "priority": N_("Priority"),
    "queue_id": N_("Queue"),
    "category_id": N_("Category"),
    "assignee_id": N_("Assignee"),
    "due_at": N_("Due"),
    "closed_at": N_("Closed"),
    "tags": N_("Tags"),
    "devices": N_("Devices"),
    "title": N_("Title"),
    "requester_id": N_("Requester"),
    "organisation_id": N_("Organisation"),
}
_OTHER_TICKETS = {
    "merged_into_id": N_("Merged into {number}"),
    "merged_here": N_("{number} was merged into this ticket"),
    "split_off": N_("Messages split off as {number}"),
    "split_from": N_("Split off from {number}"),
}
"""What is said of another ticket; the new value is its number."""
_MOMENTS = frozenset({"due_at", "closed_at"})
_SHOWN = 200
"""Changes shown, the latest ones."""


def say(change: ChangeRow) -> str:
    """Say a change without its moment: what became what."""
    if change.field in _OTHER_TICKETS:
        return _(_OTHER_TICKETS[change.field]).format(number=one_line(change.new, 120))
    label = _(_FIELDS[change.field]) if change.field in _FIELDS else change.field
    if not change.old and not change.new:
        return _("{field} changed").format(field=label)
    old, new = (_value(change.field, value) for value in (change.old, change.new))
    return _("{field}: {old} → {new}").format(field=label, old=old, new=new)


def _value(field: str, value: str) -> str:
    if not value:
        return _("none")
    if field == "status" and value in set(Status):
        return _(STATUS_LABELS[Status(value)])
    if field == "priority" and value in set(Priority):
        return _(PRIORITY_LABELS[Priority(value)])
    if field in _MOMENTS and value.isdecimal():
        return long_moment(int(value))
    return one_line(value, 120)


class Timeline(ScrollArea):
    """A line for each change, the latest first."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(_("History of changes"))
        self._theme = theme
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_changes(self, changes: Sequence[ChangeRow]) -> None:
        """Show a ticket's changes."""
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        spacing = self._theme.spacing
        column.setContentsMargins(spacing.page, spacing.gap, spacing.page, spacing.gap)
        column.setSpacing(spacing.unit)
        # The moment of closing says no more than the status that came with it.
        told = [change for change in changes if change.field != "closed_at"]
        for change in reversed(told[-_SHOWN:]):
            who = one_line(change.staff, 60) or _("The program")
            moment = long_moment(change.at)
            column.addWidget(PlainLabel(say(change), wrap=True))
            column.addWidget(PlainLabel(f"{moment} · {who}", role="small", tone="muted", wrap=True))
            column.addSpacing(4)
        if not told:
            column.addWidget(PlainLabel(_("Nothing was changed yet."), tone="muted"))
        column.addStretch(1)
        self.setWidget(inner)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        """A line: in the lowest window what one writes takes nearly all."""
        return QSize(super().minimumSizeHint().width(), self.fontMetrics().height())

    def texts(self) -> list[str]:
        """Return what is shown, line by line."""
        return [label.text() for label in self.findChildren(PlainLabel)]
