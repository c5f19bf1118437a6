"""Tab goes through a window as one reads it, whichever part of it was made last."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QScrollArea, QWidget

_ABOUT = 24  # pixels seen above and below


def go_by_tab(window: QWidget, *, forward: bool) -> bool:
    """Give the keyboard to what stands next in a window; say whether there is anything.

    Qt goes by when a part was made: a chip that comes with a search would be last of all. It asks
    here too for what was just hidden or disabled; what is near by takes its place.
    """
    here = window.focusWidget()
    if not window.isAncestorOf(here):
        part = next(filter(_stops, _below(window, None, forward)), None)
    elif here.isVisible() and here.isEnabled():
        part = next(filter(_stops, _onward(window, here, forward)), here)
    else:
        part = _near(window, here)
    if part is None:
        return False
    reasons = Qt.FocusReason
    part.setFocus(reasons.TabFocusReason if forward else reasons.BacktabFocusReason)
    bring_in_sight(part)
    return True


def _onward(window: QWidget, here: QWidget, forward: bool) -> Iterator[QWidget]:
    """Yield what stands behind a part, or before it, nearest first, and then all around again.

    It goes outward from there: a window may hold far more than what lies between two stops.
    """
    if forward:
        yield from _below(here, here, forward)
    for at, row in _around(window, here):
        if not forward and at is not here:
            yield at
        yield from _beside(at, row, here, forward)
    yield from _below(window, here, forward)


def _near(window: QWidget, here: QWidget) -> QWidget | None:
    """Return what is closest around: what stands behind, else before."""
    for at, row in _around(window, here):
        itself = (at,) if at is not here and at.isVisible() else ()
        behind, before = (_beside(at, row, here, forward) for forward in (True, False))
        part = next(filter(_stops, chain(behind, itself, before)), None)
        if part is not None:
            return part
    return None


def _around(window: QWidget, here: QWidget) -> list[tuple[QWidget, list[QWidget]]]:
    """Return a part and what is around it, inside out, each with what stands in a row with it.

    They are looked for from the window inwards. To ask a part what is around it makes every class
    of widgets there is, when Qt's own are met; and what nothing lists is forgotten by the binding
    after this, with all of Qt's own in it.
    """
    found: list[tuple[QWidget, list[QWidget]]] = []
    part = window
    while part is not here:
        row = list(_read(_children(part, here)))
        part = next(child for child in row if child is here or child.isAncestorOf(here))
        found.append((part, row))
    return found[::-1]


def _beside(
    part: QWidget, row: list[QWidget], at_work: QWidget, forward: bool
) -> Iterator[QWidget]:
    """Yield what stands behind a part in its row, or before it, from there."""
    place = row.index(part)
    for other in row[place + 1 :] if forward else reversed(row[:place]):
        yield from _whole(other, at_work, forward)


def bring_in_sight(part: QWidget) -> None:
    """Scroll what is around a part until it is seen: to the side only for less than half of it."""
    around = part.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            bring_in_sight_in(around, part)
        around = around.parentWidget()


def bring_in_sight_in(area: QScrollArea, part: QWidget) -> None:
    """Scroll one area as :func:`bring_in_sight` does.

    To ask what is around a part makes every class of widgets there is, when Qt's own are met.
    """
    across = area.horizontalScrollBar()
    before = across.value()
    area.ensureWidgetVisible(part, 0, _ABOUT)
    shown = area.widget()
    left = 0 if shown is None else part.mapTo(shown, QPoint()).x() - before
    seen = min(left + part.width(), across.pageStep()) - max(left, 0)
    if seen >= min(part.width(), across.pageStep()) / 2:
        across.setValue(before)


def first_stop(part: QWidget) -> QWidget | None:
    """Return what Tab comes to first below a part."""
    return next(filter(_stops, _below(part, None, forward=True)), None)


def _stops(part: QWidget) -> bool:
    return (
        bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and part.isEnabled()
        and part.focusProxy() is None
    )


def _below(part: QWidget, at_work: QWidget | None, forward: bool) -> Iterator[QWidget]:
    """Yield what is seen below a part, and what had the keyboard, each before what it holds.

    Not ``forward``, it yields the same from the end.
    """
    children = list(_read(_children(part, at_work)))
    for child in children if forward else reversed(children):
        yield from _whole(child, at_work, forward)


def _whole(part: QWidget, at_work: QWidget | None, forward: bool) -> Iterator[QWidget]:
    if forward:
        yield part
    yield from _below(part, at_work, forward)
    if not forward:
        yield part


def _children(part: QWidget, at_work: QWidget | None) -> list[QWidget]:
    kind = Qt.FindChildOption.FindDirectChildrenOnly
    found: list[QWidget] = part.findChildren(QWidget, options=kind)
    return [
        child
        for child in found
        if not child.isWindow()
        and (
            child.isVisible()
            or (at_work is not None and (child is at_work or child.isAncestorOf(at_work)))
        )
    ]


def _read(parts: list[QWidget]) -> Iterator[QWidget]:
    """Yield parts row by row, each row from the left.

    What begins above the middle of the first of a row is beside it.
    """
    left = sorted(parts, key=lambda part: part.y())
    begin = 0
    while begin < len(left):
        end = left[begin].y() + left[begin].height() / 2
        behind = begin
        while behind < len(left) and left[behind].y() <= end:
            behind += 1
        yield from sorted(left[begin:behind], key=lambda part: (part.x(), part.y()))
        begin = behind
