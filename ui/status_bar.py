"""The line below the pages: what was done, and the long work that goes on."""

from __future__ import annotations

from PySide6.QtWidgets import QStatusBar

from ui.jobs import Jobs
from ui.task_display import TaskDisplay
from ui.theme.theme import Theme
from ui.widgets.announce import announce

_TOLD_FOR = 6_000  # milliseconds


class StatusBar(QStatusBar):
    """Says for a while what was done, and shows the work that takes its time."""

    def __init__(self, jobs: Jobs, theme: Theme) -> None:
        super().__init__()
        self.addPermanentWidget(TaskDisplay(jobs, theme))
        self.setSizeGripEnabled(False)

    def say(self, text: str) -> None:
        """Say what was done, to who sees the window and who does not."""
        self.showMessage(text, _TOLD_FOR)
        announce(self, text)
