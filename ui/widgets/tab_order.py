"""Tab goes through a window as one reads it, whichever part of it was made last."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget


def go_by_tab(window: QWidget, *, forward: bool) -> bool:
    """Give the keyboard to what stands next in a window; say whether there is anything.

    Qt goes by when a part was made: a chip that comes with a search would be last of all.
    """
    here = window.focusWidget()
    parts = [part for part in _in_order(window) if part is here or _stops(part)]
    if not parts:
        return False
    if not forward:
        parts.reverse()
    place = (parts.index(here) + 1) % len(parts) if here in parts else 0
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    parts[place].setFocus(reason)
    _bring_in_sight(parts[place])
    return True


def _bring_in_sight(part: QWidget) -> None:
    around = part.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(part)
        around = around.parentWidget()


def first_stop(part: QWidget) -> QWidget | None:
    """Return what Tab comes to first below a part."""
    return next((below for below in _in_order(part) if _stops(below)), None)


def _stops(part: QWidget) -> bool:
    return (
        bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and part.isEnabled()
        and part.focusProxy() is None
    )


def _in_order(part: QWidget) -> Iterator[QWidget]:
    """Yield what is seen below a part, each before what it holds."""
    for child in _read(_children(part)):
        yield child
        yield from _in_order(child)


def _children(part: QWidget) -> list[QWidget]:
    kind = Qt.FindChildOption.FindDirectChildrenOnly
    found: list[QWidget] = part.findChildren(QWidget, options=kind)
    return [child for child in found if child.isVisible() and not child.isWindow()]


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
