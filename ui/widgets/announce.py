"""Lets a screen reader say what changes where the keyboard is not."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QWidget


def announce(widget: QWidget, text: str, *, at_once: bool = False) -> None:
    """Have a text said by whatever reads the screen, if anything does.

    With ``at_once`` it does not wait for what is being said: for what went wrong. Qt tells an
    ``Alert`` to no screen reader on Linux, and an announcement to those of every system.
    """
    from PySide6.QtGui import (  # noqa: PLC0415 - 200 names, which no start needs
        QAccessible,
        QAccessibleAnnouncementEvent,
    )

    if not text or not QAccessible.isActive():
        return
    event = QAccessibleAnnouncementEvent(widget, text)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if at_once else politeness.Polite)
    QAccessible.updateAccessibility(event)


def tell_rows(view: QAbstractItemView, line: QLineEdit) -> None:
    """Have each row said that the arrows come to while the keyboard stays in ``line``.

    What is offered anew with each letter is said once, where the first row stays the same.
    """
    last = ""

    def say(now: QModelIndex) -> None:
        nonlocal last
        text = str(now.data(Qt.ItemDataRole.DisplayRole) or "")
        if text and text != last and line.hasFocus():
            last = text
            announce(line, text)

    def begin_anew(text: str) -> None:
        nonlocal last
        if not text:
            last = ""

    view.selectionModel().currentChanged.connect(say)
    line.textChanged.connect(begin_anew)
