"""Long work in the status bar: what it is, how far, how long still, and a way to stop it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QToolButton, QWidget

from app.i18n import _, ngettext
from ui.jobs import Jobs
from ui.tasks import Task
from ui.theme import icons
from ui.theme.theme import Theme
from ui.widgets.announce import announce
from ui.widgets.plain_label import ElidedLabel, PlainLabel

_STEPS = 1_000


class TaskDisplay(QWidget):
    """Shows every titled task that runs, one beside the other."""

    def __init__(self, jobs: Jobs, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: dict[Task, _TaskRow] = {}
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 8, 0)
        self._layout.setSpacing(16)
        self._layout.addWidget(_room(theme))
        jobs.task_moved.connect(self._on_moved)
        jobs.task_ended.connect(self._on_ended)
        jobs.held_up.connect(self._on_held_up)

    def _on_moved(self, task: Task) -> None:
        if task not in self._rows:
            self._rows[task] = _TaskRow(task, self._theme)
            self._layout.addWidget(self._rows[task])
        self._rows[task].show_progress()

    def _on_held_up(self, task: Task) -> None:
        if (row := self._rows.get(task)) is not None:
            row.say_held_up()

    def _on_ended(self, task: Task) -> None:
        if (row := self._rows.pop(task, None)) is not None:
            row.deleteLater()
        if task.has_succeeded:  # what failed or was stopped is told by who asked for it
            announce(self, _("{task}: done").format(task=task.title))


def _room(theme: Theme) -> QWidget:
    """Keep room for a task while there is none: the page above does not jump when one comes."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(PlainLabel(" "))
    row.addWidget(_stop_button(theme))
    policy = box.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    box.setSizePolicy(policy)
    box.setFixedWidth(0)
    box.hide()
    return box


def _stop_button(theme: Theme) -> QToolButton:
    found = QToolButton()
    found.setProperty("role", "icon")
    found.setIcon(icons.icon("close", theme.palette.muted, 14))
    return found


class _TaskRow(QWidget):
    def __init__(self, task: Task, theme: Theme) -> None:
        super().__init__()
        self._task = task
        self._holds_up = False
        self._left = ElidedLabel(tone="muted")  # beside two others there may be no room for it
        self._left.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(120, 6)
        self._bar.setAccessibleName(task.title)
        stop = _stop_button(theme)
        stop.setAccessibleName(_("Stop: {task}").format(task=task.title))
        stop.setToolTip(_("Stop"))
        stop.clicked.connect(self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(PlainLabel(task.title))
        row.addWidget(self._bar)
        row.addWidget(self._left)
        row.addWidget(stop)

    def _stop(self) -> None:
        self._task.cancel()
        if not self._task.has_begun:  # that it never will is known only when its turn would come
            self.hide()

    def say_held_up(self) -> None:
        """Say that a change of the user waits for this."""
        self._holds_up = True
        self.show_progress()

    def show_progress(self) -> None:
        report = self._task.report
        if not self._task.has_begun:
            self._bar.setRange(0, 1)
            self._left.setText(_("waits its turn"))
            return
        if report.total:
            self._bar.setRange(0, _STEPS)
            self._bar.setValue(min(_STEPS, report.done * _STEPS // report.total))
        else:
            self._bar.setRange(0, 0)
        left = _("Paused") if self._task.is_paused() else time_left(report.seconds_left)
        self._left.setText(_("your change is made after this") if self._holds_up else left)


def time_left(seconds: float | None) -> str:
    """Say how long something still takes, no more exactly than anyone can know."""
    if seconds is None:
        return ""
    if seconds < 60:
        return _("less than a minute left")
    if seconds < 3_600:
        minutes = round(seconds / 60)
        return ngettext("{count} minute left", "{count} minutes left", minutes).format(
            count=minutes
        )
    hours = round(seconds / 3_600)
    return ngettext("{count} hour left", "{count} hours left", hours).format(count=hours)
