"""Every dialog alone, then the calendar and the menus."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from tests.ui.every_dialog import GROUPS
from ui.main_window import MainWindow
from ui.widgets.day_field import DayField

Settle = Callable[[Callable[[], bool]], None]


def pictures(window: MainWindow, settle: Settle) -> Iterator[tuple[str, QWidget]]:
    """Yield each by the name of its class; what there are more of is numbered."""
    workspace = window.workspace
    assert workspace is not None
    jobs = workspace.context.jobs
    workspace.go("tickets")
    seen: dict[str, int] = {}
    for group in GROUPS:
        for dialog in group(window, workspace, workspace.context):
            dialog.open()
            settle(lambda: not jobs.is_busy)
            name = re.sub(r"(?<!^)(?=[A-Z])", "-", type(dialog).__name__.strip("_")).lower()
            seen[name] = seen.get(name, 0) + 1
            yield f"dialog-{name}" + (f"-{seen[name]}" if seen[name] > 1 else ""), dialog
            dialog.done(0)
            dialog.deleteLater()
    field = DayField(workspace.context.theme, "day")
    field.setParent(window)
    field.show()
    field.open_calendar()
    settle(lambda: QApplication.activePopupWidget() is not None)
    calendar = QApplication.activePopupWidget()
    assert calendar is not None
    yield "dialog-calendar", calendar
    calendar.close()
    field.deleteLater()
    yield from _menus(window, settle)


def _menus(window: MainWindow, settle: Settle) -> Iterator[tuple[str, QWidget]]:
    assert window.workspace is not None
    for page in ("tickets", "devices"):
        window.workspace.go(page)
        settle(lambda: True)
        for number, button in enumerate(window.workspace.page(page).findChildren(QAbstractButton)):
            menu = button.menu() if isinstance(button, QPushButton | QToolButton) else None
            if isinstance(menu, QMenu) and button.isVisible():
                menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
                settle(menu.isVisible)
                yield f"menu-{page}-{number}", menu
                menu.close()
