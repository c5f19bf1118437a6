"""What can be done with the chosen tickets together, below the list while there are several."""

from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QFrame, QPushButton

from app.i18n import _, ngettext
from ui.actions import Actions
from ui.theme.theme import Theme
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.plain_label import PlainLabel

_ACTIONS = ("status", "priority", "assign", "queue", "category", "tags")


class BulkBar(QFrame):
    """How many tickets are chosen, and a button for each property they have."""

    def __init__(self, theme: Theme, actions: Actions) -> None:
        super().__init__()
        self.setProperty("card", "sunken")
        self.count = PlainLabel(role="heading")
        self.count.setMinimumHeight(self.fontMetrics().height() + 8)  # as high as the buttons
        flow = FlowLayout(self)
        flow.setContentsMargins(theme.spacing.page, 8, theme.spacing.page, 8)
        flow.addWidget(self.count)
        self.buttons: dict[str, QPushButton] = {}
        for name in _ACTIONS:
            action = actions.get(f"tickets.{name}")
            if action is None:
                continue
            button = QPushButton(_(action.title))
            button.setProperty("role", "chip")
            button.setToolTip(action.shown_key)
            button.clicked.connect(lambda _checked=False, a=action.id: actions.run(a))
            self.buttons[name] = button
            flow.addWidget(button)
        self.hide()

    def show_count(self, count: int | None) -> None:
        """Say how many tickets are chosen, None while they are counted; one needs no bar."""
        self.setVisible(count is None or count > 1)
        if count is None:
            self.count.setText(_("All tickets chosen"))
        elif count > 1:
            said = ngettext("{count} ticket chosen", "{count} tickets chosen", count)
            self.count.setText(said.format(count=QLocale().toString(count)))
        for button in self.buttons.values():  # by its key alone nobody hears that it changes many
            told = filter(None, (self.count.text(), button.toolTip()))
            button.setAccessibleDescription(" · ".join(told))
