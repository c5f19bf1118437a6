"""The sheet of keys: every action that has one, as the registry knows them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QVBoxLayout,
    QWidget,
)

from app.i18n import _
from ui.actions import Action, Actions, native_key
from ui.widgets.dialog import Dialog
from ui.widgets.plain_label import PlainLabel
from ui.widgets.scroll_area import ScrollArea


class ShortcutSheet(Dialog):
    """Lists the keys of the page at work, of the whole window, and of the other pages."""

    def __init__(
        self, actions: Actions, titles: Mapping[str, str], page: str, parent: QWidget
    ) -> None:
        """Make the sheet; ``titles`` names the pages, ``page`` is the one at work."""
        super().__init__(parent)
        self.setWindowTitle(_("Keys"))
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 4, 16, 4)
        column.setSpacing(6)
        pages = [page, "", *(other for other in titles if other != page)]
        for each in pages:
            keyed = [action for action in actions if action.page == each and action.keys]
            if keyed:
                title = _(titles[each]) if each else _("Everywhere")
                column.addWidget(PlainLabel(title, role="heading", tone="accent"))
                column.addLayout(_grid(keyed))
                column.addSpacing(10)
        column.addStretch(1)
        area = ScrollArea(_("Keys"))
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 12, 16)
        whole.setSpacing(10)
        whole.addWidget(PlainLabel(_("Keys"), role="title"))
        whole.addWidget(
            PlainLabel(
                _("A single letter works while no text field has the keyboard."),
                tone="muted",
                wrap=True,
            )
        )
        whole.addWidget(area, 1)
        whole.addWidget(buttons)
        wide = inner.sizeHint().width() + 70
        self.resize(max(wide, 420), min(inner.sizeHint().height() + 170, 640))


def _grid(actions: list[Action]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    for row, action in enumerate(actions):
        title = PlainLabel(_(action.title))
        keys = PlainLabel("   ".join(native_key(key) for key in action.keys), tone="muted")
        keys.setAlignment(Qt.AlignmentFlag.AlignRight)
        keys.setAccessibleName(
            f"{_(action.title)}: {', '.join(native_key(key) for key in action.keys)}"
        )
        grid.addWidget(title, row, 0)
        grid.addWidget(keys, row, 1)
    return grid
