"""The window: the gate while the store is locked, the workspace once it is open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt
from PySide6.QtGui import QCloseEvent, QMouseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from app.settings import APPLICATION
from app.workflows import session as sessions
from app.workflows.session import Session
from ui.errors import BugDialog
from ui.first_run import FirstRun
from ui.jobs import Jobs
from ui.pages import PageSpec
from ui.preferences import Preferences, save
from ui.task_display import TaskDisplay
from ui.theme.theme import Theme
from ui.unlock import Unlock
from ui.workspace import Workspace

_TOLD_FOR = 6_000  # milliseconds that the status bar says what was done

_MOUSE = {Qt.MouseButton.BackButton: "window.back", Qt.MouseButton.ForwardButton: "window.forward"}


class MainWindow(QMainWindow):
    """One window on one store."""

    def __init__(
        self,
        folder: Path,
        theme: Theme,
        pages: Sequence[PageSpec],
        *,
        preferences: Preferences,
        preferences_folder: Path,
        session: Session | None = None,
    ) -> None:
        """Make a window on ``folder``; with a session it is unlocked already."""
        super().__init__()
        self._folder = folder
        self._theme = theme
        self._pages = tuple(pages)
        self._preferences = preferences
        self._preferences_folder = preferences_folder
        self._session: Session | None = None
        self._workspace: Workspace | None = None
        self._closing = False
        self.jobs = Jobs(self)
        self.setWindowTitle(APPLICATION)
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self._tasks = TaskDisplay(self.jobs, theme)
        self.statusBar().addPermanentWidget(self._tasks)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().messageChanged.connect(self._show_status)
        self._tasks.appeared.connect(self._show_status)
        self.resize(1240, 800)
        if preferences.geometry:
            self.restoreGeometry(QByteArray.fromBase64(preferences.geometry.encode("ascii")))
        self._given = session

    def start(self) -> None:
        """Show the window: the gate, or the pages of the session it was given."""
        self.show()
        if (handle := self.windowHandle()) is not None:
            handle.installEventFilter(self)
        if self._given is not None:
            given, self._given = self._given, None
            self._enter(given)
        else:
            self._show_gate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """Let the mouse's own buttons go back and forward, whatever lies below the pointer."""
        if (
            self._workspace is not None
            and watched is self.windowHandle()
            and isinstance(event, QMouseEvent)
            and event.type() is QEvent.Type.MouseButtonPress
            and (action := _MOUSE.get(event.button()))
        ):
            self._workspace.registry.run(action)
            return True
        return super().eventFilter(watched, event)

    @property
    def workspace(self) -> Workspace | None:
        """The pages, while the store is open."""
        return self._workspace

    # The gate

    def _show_gate(self) -> None:
        gate: Unlock | FirstRun
        if sessions.store_exists(self._folder):
            gate = Unlock(self._folder, self.jobs, self._theme)
        else:
            gate = FirstRun(self._folder, self.jobs, self._theme)
        gate.opened.connect(self._enter)
        gate.bug.connect(self.report_bug)
        self._put(gate)
        self.statusBar().hide()
        gate.take_focus()

    def _enter(self, session: Session) -> None:
        self._session = session
        self._folder = session.folder
        workspace = Workspace(session, self.jobs, self._theme, self._pages, self.report_bug)
        workspace.said.connect(lambda text: self.statusBar().showMessage(text, _TOLD_FOR))
        workspace.lock_asked.connect(self.lock)
        self._workspace = workspace
        self._put(workspace)
        self._show_status()
        workspace.go(self._pages[0].id)

    def _show_status(self, *_text: str) -> None:
        """Show the status bar while it has something to say."""
        bar = self.statusBar()
        bar.setVisible(bool(bar.currentMessage()) or self._tasks.is_busy())

    def _put(self, widget: QWidget) -> None:
        """Make a widget the whole of the window; what was there is gone at once."""
        while (old := self._stack.currentWidget()) is not None:
            old.hide()
            self._stack.removeWidget(old)
            old.deleteLater()
        self._stack.addWidget(widget)

    # Locking and closing

    def lock(self) -> None:
        """Hide everything at once, then close the store when its last write is done."""
        session = self._session
        if session is None:
            return
        self._session = self._workspace = None
        veil = QWidget()
        veil.setObjectName("gate")
        self._put(veil)
        self.statusBar().clearMessage()
        self.jobs.alone(self, session.close, lambda _closed: self._show_gate(), failed=self._unsafe)

    def _unsafe(self, error: Exception) -> None:
        self._show_gate()
        self.report_bug(error)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's own name
        """Finish what is being written, close the store, and only then go."""
        if self._closing:
            event.accept()
            return
        self._closing = True
        geometry = self.saveGeometry().toBase64().toStdString()
        self._preferences.geometry = geometry
        save(self._preferences_folder, self._preferences)
        session, self._session = self._session or self._given, None
        self.hide()
        self.jobs.close()
        gate = self._stack.currentWidget()
        if isinstance(gate, FirstRun):
            gate.leave()
        if session is not None:
            session.close()
        event.accept()

    def report_bug(self, error: BaseException) -> None:
        """Show a bug with a report that holds no values."""
        dialog = BugDialog(error, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
