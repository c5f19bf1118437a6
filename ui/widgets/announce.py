"""Lets a screen reader say at once what came to be shown elsewhere than at the keyboard."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def announce(widget: QWidget) -> None:
    """Have a widget read by its accessible name, whatever is being read."""
    from PySide6.QtGui import QAccessible, QAccessibleEvent  # noqa: PLC0415 - 200 names

    QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.Alert))
