"""The course of a request as a numbered list: done steps ticked, the one at hand marked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.i18n import _
from app.model.subject_request import Missing
from app.workflows.requests.guide import Guide
from ui.requests.words import STEP_TITLES
from ui.theme.theme import Theme
from ui.widgets.icon_label import IconLabel
from ui.widgets.plain_label import PlainLabel

_ICON = 16  # pixels


def say_now(guide: Guide, step: Missing) -> str:
    """Say which step is at hand, with its place in the course where it is part of it."""
    title = _(STEP_TITLES[step])
    steps = [one.what for one in guide.course]
    if step not in steps:
        return _("Now: {step}").format(step=title)
    return _("Step {place} of {count}: {step}").format(
        place=steps.index(step) + 1, count=_count(guide), step=title
    )


def _count(guide: Guide) -> int:
    return len(guide.course) + _is_closed_by_hand(guide)


def _is_closed_by_hand(guide: Guide) -> bool:
    """Whether closing is a step of its own: an erasure closes its request itself."""
    return guide.course[-1:] != () and guide.course[-1].what is not Missing.CARRYING_OUT


def course_list(theme: Theme, guide: Guide) -> QWidget:
    """Return every step by its number; screen readers hear which were done."""
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(6)
    lines: list[tuple[str, bool, Missing | None]] = [
        (_(STEP_TITLES[step.what]), step.done, step.what) for step in guide.course
    ]
    if _is_closed_by_hand(guide):
        lines.append((_("Close the request"), False, None))
    top = Qt.AlignmentFlag.AlignTop
    for row, (title, done, what) in enumerate(lines):
        here = what is guide.standing.next
        label = PlainLabel(
            f"{row + 1}. {title}",
            role="heading" if here else "",
            tone="" if here else "muted",
            wrap=True,
        )
        if done:
            grid.addWidget(IconLabel(theme, "check", "success", _ICON), row, 0, top)
            label.setAccessibleName(_("{step}: done").format(step=label.text()))
        elif here:
            grid.addWidget(IconLabel(theme, "chevron-right", "accent", _ICON), row, 0, top)
        grid.addWidget(label, row, 1)
    grid.setColumnMinimumWidth(0, _ICON)
    grid.setColumnStretch(1, 1)
    return box
