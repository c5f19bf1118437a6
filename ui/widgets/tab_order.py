"""Tab goes through a window as one reads it, whichever part of it was made last."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

_ABOUT = 24  # pixels seen above and below


def go_by_tab(window: QWidget, *, forward: bool) -> bool:
    """Give the keyboard to what stands next in a window; say whether there is anything.

    Qt goes by when a part was made: a chip that comes with a search would be last of all. It asks
    here too for what was just hidden or disabled; what is near by takes its place.
    """
    here = window.focusWidget()
    parts = [part for part in _in_order(window, here) if part is here or _stops(part)]
    if here not in parts:
        found = (parts if forward else parts[::-1])[:1]
    elif here.isVisible() and here.isEnabled():
        found = [parts[(parts.index(here) + (1 if forward else -1)) % len(parts)]]
    else:
        found = _near(here, parts)
    for part in found:
        reasons = Qt.FocusReason
        part.setFocus(reasons.TabFocusReason if forward else reasons.BacktabFocusReason)
        bring_in_sight(part)
    return bool(found)


def _near(here: QWidget, parts: list[QWidget]) -> list[QWidget]:
    """Return what is closest around: what stands behind, else before."""
    place, around = parts.index(here), here.parentWidget()
    while around is not None:
        behind = [part for part in parts[place + 1 :] if around.isAncestorOf(part)]
        before = [part for part in parts[:place] if around.isAncestorOf(part)]
        if behind or before:
            return behind[:1] or before[-1:]
        around = around.parentWidget()
    return []


def bring_in_sight(part: QWidget) -> None:
    """Scroll what is around a part up or down until it is seen, and never to the side."""
    around = part.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            bring_in_sight_in(around, part)
        around = around.parentWidget()


def bring_in_sight_in(area: QScrollArea, part: QWidget) -> None:
    """Scroll one area as :func:`bring_in_sight` does.

    To ask what is around a part makes every class of widgets there is, when Qt's own are met.
    """
    side = area.horizontalScrollBar().value()
    area.ensureWidgetVisible(part, 0, _ABOUT)
    area.horizontalScrollBar().setValue(side)


def first_stop(part: QWidget) -> QWidget | None:
    """Return what Tab comes to first below a part."""
    return next((below for below in _in_order(part, None) if _stops(below)), None)


def _stops(part: QWidget) -> bool:
    return (
        bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and part.isEnabled()
        and part.focusProxy() is None
    )


def _in_order(part: QWidget, at_work: QWidget | None) -> Iterator[QWidget]:
    """Yield what is seen below a part, and what had the keyboard, each before what it holds."""
    for child in _read(_children(part, at_work)):
        yield child
        yield from _in_order(child, at_work)


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
    while left:
        first = left[0]
        end = first.y() + first.height() / 2
        row = [part for part in left if part.y() <= end]
        left = left[len(row) :]
        yield from sorted(row, key=lambda part: (part.x(), part.y()))
