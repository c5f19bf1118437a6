"""What a request comes to, in three groups: done, made anonymous, kept and on what ground."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.i18n import _, current_language
from app.model.keeper import RESTRICTED
from app.model.subject_request import GROUND_LABELS, Ground, RequestKind
from app.policy import load_policy
from app.workflows.requests import preview as previews
from app.workflows.requests.preview import Count, Kept, Preview
from ui.text import one_line
from ui.widgets.plain_label import PlainLabel

_SHOWN = 500
"""Kept records listed at once; the count says how many there are."""
_TOP = Qt.AlignmentFlag.AlignTop
_TITLE = 60  # characters of a kept record's title


def groups(preview: Preview | None) -> list[QWidget]:
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
        if any(kept.ground == previews.HELD for kept in preview.kept):
            text = _("While a hold is in force, nothing of this erasure can be carried out.")
            widgets.append(PlainLabel(text, tone="warning", wrap=True))
        if any(kept.ground == RESTRICTED for kept in preview.kept):
            text = _(
                "Somebody else had their data restricted. While that lasts, nothing of this erasure"
                " can be carried out."
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
    categories = load_policy().categories
    box, grid = _grid()
    for number, one in enumerate(counts):
        category = categories[one.category].label(current_language())
        grid.addWidget(PlainLabel(f"{one.rows:n}"), number, 0, _TOP)
        grid.addWidget(PlainLabel(_(one.label), wrap=True), number, 1, _TOP)
        grid.addWidget(PlainLabel(category, tone="muted", wrap=True), number, 2, _TOP)
    grid.setColumnStretch(1, 1)
    return box


def _listed(kept: list[Kept]) -> QWidget:
    """Lay out every kept record under what it is."""
    box, grid = _grid()
    for number, label in enumerate(dict.fromkeys(one.label for one in kept)):
        same = [one for one in kept if one.label == label]
        titles = [one_line(one.title, _TITLE) or _("(no name)") for one in same[:_SHOWN]]
        grid.addWidget(PlainLabel(f"{len(same):n}"), number, 0, _TOP)
        grid.addWidget(PlainLabel(_(label), wrap=True), number, 1, _TOP)
        grid.addWidget(PlainLabel("\n".join(titles), tone="muted", wrap=True), number, 2, _TOP)
    grid.setColumnStretch(2, 1)
    return box


def _grid() -> tuple[QWidget, QGridLayout]:
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    return box, grid


def _ground(code: str) -> str:
    if code == previews.HELD:
        return _(GROUND_LABELS[Ground.HOLD])
    if code == RESTRICTED:
        return _("somebody else's data, which is restricted")
    return load_policy().purposes[code].label(current_language())
