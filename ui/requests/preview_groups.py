"""What a request comes to, in three groups: done, made anonymous, kept and on what ground."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.i18n import _, current_language
from app.model.keeper import RESTRICTED
from app.model.subject_request import GROUND_LABELS, Ground, RequestKind
from app.policy import load_policy
from app.workflows.requests import preview as previews
from app.workflows.requests.preview import Count, Kept, Preview
from ui.text import day as say_day
from ui.text import one_line
from ui.widgets.plain_label import ElidedLabel, PlainLabel

_SHOWN = 500
"""Kept records listed at once; the count says how many there are."""
_TOP, _RIGHT = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignRight
_TITLE = 60  # characters of a kept record's title
_COUNT = 24  # pixels, so that the lists below each other align


def groups(preview: Preview | None) -> list[QWidget]:
    """Return the three groups of a preview, those that are empty left out."""
    if preview is None:
        return []
    done = {
        RequestKind.ACCESS: _("Will be disclosed"),
        RequestKind.PORT: _("Will be disclosed"),
        RequestKind.ERASE: _("Will be destroyed"),
        RequestKind.RESTRICT: _("Will only be kept"),
    }.get(preview.kind, _("Will be changed"))
    widgets: list[QWidget] = []
    for heading, counts in ((done, preview.can), (_("Will be made anonymous"), preview.anonymous)):
        if counts:
            widgets += [PlainLabel(heading, role="heading"), _counted(counts)]
    if preview.kept:
        heading = _("Must stay: {count}").format(count=len(preview.kept))
        widgets.append(PlainLabel(heading, role="heading"))
        if any(kept.ground == previews.HELD for kept in preview.kept):
            text = _(
                "While a hold is in force, nothing of this erasure can be carried out. Refuse it on"
                " that ground, or extend the time and wait until the hold is released."
            )
            widgets.append(PlainLabel(text, tone="warning", wrap=True))
        if any(kept.ground == RESTRICTED for kept in preview.kept):
            text = _(
                "Somebody else had their data restricted. While that lasts, nothing of this erasure"
                " can be carried out. Extend the time and wait until it is lifted, or refuse it for"
                " the rights of others."
            )
            widgets.append(PlainLabel(text, tone="warning", wrap=True))
        for ground in dict.fromkeys(kept.ground for kept in preview.kept):
            shown = [kept for kept in preview.kept if kept.ground == ground]
            text = _("Ground: {ground}").format(ground=_ground(ground))
            widgets += [PlainLabel(text, wrap=True), _listed(shown)]
    if not widgets:
        widgets.append(PlainLabel(_("Nothing of the person is kept here."), wrap=True))
    return widgets


def _counted(counts: tuple[Count, ...]) -> QWidget:
    """Lay out how many there are of each kind, by category of the policy."""
    box, grid = _grid()
    for number, one in enumerate(counts):
        _head(grid, number, one.rows, one.label, one.category)
    return box


def _listed(kept: list[Kept]) -> QWidget:
    """Lay out every kept record under what it is; the same words stand once, with how often."""
    box, grid = _grid()
    for label in dict.fromkeys(one.label for one in kept):
        same = [one for one in kept if one.label == label]
        _head(grid, grid.rowCount(), len(same), label, same[0].category)
        said = Counter(_say(one) for one in same[:_SHOWN])
        if not any(said):  # none has a word of its own, such as what hangs under a ticket
            continue
        named = [(text or _("(no name)"), times) for text, times in said.items()]
        lines = [text if times == 1 else f"{text} ({times}×)" for text, times in named]
        grid.addWidget(
            PlainLabel("\n".join(lines), tone="muted", wrap=True), grid.rowCount(), 1, 1, 2
        )
    return box


def _say(kept: Kept) -> str:
    words = (one_line(kept.title, _TITLE), say_day(kept.day) if kept.day else "")
    return " · ".join(filter(None, words))


def _head(grid: QGridLayout, place: int, rows: int, label: str, category: str) -> None:
    """Put how many there are of what into a row, with its category."""
    grid.addWidget(PlainLabel(QLocale().toString(rows)), place, 0, _TOP | _RIGHT)
    grid.addWidget(PlainLabel(_(label), wrap=True), place, 1, _TOP)
    if found := load_policy().categories.get(category):
        text = found.label(current_language())
        grid.addWidget(ElidedLabel(text, tone="muted"), place, 2, _TOP)


def _grid() -> tuple[QWidget, QGridLayout]:
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    grid.setColumnMinimumWidth(0, _COUNT)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(2, 1)
    return box, grid


def _ground(code: str) -> str:
    if code == previews.HELD:
        return _(GROUND_LABELS[Ground.HOLD])
    if code == RESTRICTED:
        return _("somebody else's data, which is restricted")
    return load_policy().purposes[code].label(current_language())
