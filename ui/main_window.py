"""The window: the gate while the store is locked, the workspace once it is open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from app.errors import KnownError
from app.i18n import _
from app.settings import APPLICATION
from app.workflows.session import Session
from ui.gate import make_gate
from ui.history import Place
from ui.jobs import Jobs
from ui.language import speak
from ui.loading import load_ahead
from ui.lock.by_key import LOCK_ASKED, LockKeyInMenus
from ui.lock.hearing import Hearing
from ui.lock.idle import IdleWatch
from ui.lock.return_place import ReturnPlace
from ui.lock.veil import Veil
from ui.mouse_travel import MouseTravel
from ui.pages import PageSpec
from ui.preferences import Preferences, save
from ui.status_bar import StatusBar
from ui.theme.theme import Theme
from ui.turns import in_later_turn
from ui.unlock import Unlock
from ui.upkeep import Upkeep
from ui.widgets.enter_key import presses_button, watch_focus
from ui.widgets.gate_card import GateCard
from ui.widgets.tab_order import go_by_tab
from ui.window_size import usual_size
from ui.workspace import Workspace


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
        passphrase: str | None = None,
    ) -> None:
        """Make a window on ``folder``; with a session it is unlocked already.

        ``passphrase`` is one to tell, of example data that are nobody's secret.
        """
        super().__init__()
        watch_focus()
        self._folder = folder
        self._theme = theme
        theme.dress(self)
        self._pages = tuple(pages)
        self._preferences = preferences
        self._preferences_folder = preferences_folder
        self._spoken = preferences.language
        self._session: Session | None = None
        self._workspace: Workspace | None = None
        self._closing = False
        self._shut = self._may_go = False
        self._veil: Veil | None = None
        self.idle = IdleWatch(self)
        self.idle.idle.connect(self.lock)
        LockKeyInMenus(self)
        self._hearing = Hearing(self)
        self._hearing.locked.connect(self.lock)
        self.jobs = Jobs(self)
        self.jobs.failed.connect(self._on_failed)
        self._return_place = ReturnPlace(self.jobs, self)
        self._upkeep = Upkeep(self.jobs, self.idle, self.report_bug, self)
        self._passphrase = passphrase
        self._entitle()
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self._status = StatusBar(self.jobs, theme)
        self.setStatusBar(self._status)
        self.resize(usual_size(self.screen().availableSize()))
        if preferences.geometry:
            self.restoreGeometry(QByteArray.fromBase64(preferences.geometry.encode("ascii")))
        self._given = session

    def _entitle(self) -> None:
        self.setWindowTitle(f"{APPLICATION} · {self._told}" if self._told else APPLICATION)

    @property
    def _told(self) -> str:
        """The passphrase that everybody may know, in words; empty for a store of one's own."""
        known = self._passphrase
        return _("Example data. Passphrase: {text}").format(text=known) if known else ""

    def start(self) -> None:
        """Show the window: the gate, or the pages of the session it was given."""
        self.show()
        if (handle := self.windowHandle()) is not None:
            MouseTravel(handle, self).asked.connect(self._run)
        if self._given is not None:
            given, self._given = self._given, None
            self._enter(given)
        else:
            self._show_gate()
            gate = self._stack.currentWidget()
            if isinstance(gate, Unlock) and self._preferences.remembered:
                gate.try_device()  # as the program starts, and not after it locked

    def _run(self, action: str) -> None:
        """Do an action while the store is open."""
        if self._workspace is not None:
            self._workspace.registry.run(action)

    def focusNextPrevChild(self, forward: bool, /) -> bool:  # noqa: N802 - Qt's own name
        """Let Tab go as one reads."""
        return go_by_tab(self, forward=forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        """Let Enter press the button that has the keyboard."""
        if not presses_button(self, event):
            super().keyPressEvent(event)

    @property
    def pages(self) -> tuple[PageSpec, ...]:
        """The pages, in the order of the navigation."""
        return self._pages

    @property
    def workspace(self) -> Workspace | None:
        """The pages, while the store is open."""
        return self._workspace

    # The gate

    def _show_gate(self) -> None:
        last, told = self._preferences.member_id, self._told
        gate = make_gate(self._folder, self.jobs, self._theme, last=last, told=told)
        gate.opened.connect(self._enter)
        gate.bug.connect(self.report_bug)
        self._put(gate)
        self._status.hide()
        gate.take_focus()
        if (ahead := self._pages[0].ahead) is not None:  # while the passphrase is typed
            load_ahead(self.jobs, gate, ahead)

    def _enter(self, session: Session) -> None:
        self._session = session
        self._folder = session.folder
        if self._closing:  # it was unlocked while the window was already on its way out
            return
        gate = self._stack.currentWidget()
        if not session.unlocked.by_recovery and session.member.id != self._preferences.member_id:
            self._preferences.member_id = session.member.id  # offered first from now on
            save(self._preferences_folder, self._preferences)
        self._make_workspace(session, is_new=isinstance(gate, GateCard) and gate.makes_store)
        self._hearing.begin()

    def _make_workspace(
        self, session: Session, *, is_new: bool = False, place: Place | None = None
    ) -> None:
        """Make the pages: each step in a turn of its own, so that the window answers in between.

        ``place`` is where to go on, where it is not the one that the store kept.
        """
        workspace = Workspace(
            session,
            self.jobs,
            self._theme,
            self._pages,
            self.report_bug,
            preferences=self._preferences,
            use_preferences=self.use_preferences,
        )
        workspace.said.connect(self._status.say)
        workspace.lock_asked.connect(self.lock)
        self._workspace = None
        in_later_turn(workspace, lambda: self._put_workspace(workspace, session, place, is_new))

    def _put_workspace(
        self, workspace: Workspace, session: Session, place: Place | None, is_new: bool
    ) -> None:
        if self._session is not session:  # it locked or closes meanwhile
            workspace.deleteLater()
            return
        self._put(workspace)
        self._status.show()  # also with nothing to say: the page must not jump when it speaks
        self.idle.start(self._preferences.idle_minutes)

        def make(place: Place | None) -> None:
            in_later_turn(workspace, lambda: self._make_page(workspace, session, place, is_new))

        if place is None:
            self._return_place.find(session, workspace, make)
        else:
            make(place)

    def _make_page(
        self, workspace: Workspace, session: Session, place: Place | None, is_new: bool
    ) -> None:
        workspace.make(
            self._pages[0].id if place is None else place.page,
            lambda: self._session is session,
            lambda: self._show_page(workspace, session, place, is_new),
        )

    def _show_page(
        self, workspace: Workspace, session: Session, place: Place | None, is_new: bool
    ) -> None:
        self._workspace = workspace
        if place is None:
            workspace.go(self._pages[0].id)
        else:
            workspace.return_to(place)
        if is_new:
            workspace.show_guide()
        self._upkeep.begin(session)

    def use_preferences(self) -> None:
        """Keep what the user chose and use it at once, the language too."""
        save(self._preferences_folder, self._preferences)
        self._theme.choose(self._preferences.scheme, self._preferences.density)
        self.idle.start(self._preferences.idle_minutes)
        if self._preferences.language != self._spoken:
            self._spoken = self._preferences.language
            app = QApplication.instance()
            if isinstance(app, QApplication):
                speak(app, self._spoken)
            self._entitle()
            if self._workspace is not None:
                # Every text is asked for anew: the pages are made again, at the same place. What
                # is half written is kept first, so that the new pages find it.
                self._workspace.put_away()
                self.jobs.write(self, lambda: None, lambda _kept: self._make_again())

    def _make_again(self) -> None:
        session, workspace = self._session, self._workspace
        if session is None or workspace is None:
            return
        self._make_workspace(session, place=workspace.place_to_return_to)

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
        session, workspace = self._session, self._workspace
        if session is None:
            return
        try:
            if workspace is not None:
                workspace.put_away()
                self._return_place.keep(session, workspace)
        finally:  # a fault of the program is no reason to leave it open
            self._cover()
            self.jobs.alone(
                self,
                lambda: self._return_place.close(session),
                lambda _closed: self._on_locked(),
                failed=self._unsafe,
            )

    def customEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own name
        """Lock when the key was pressed in a dialog or a menu."""
        if event.type() == LOCK_ASKED:
            self.lock()

    def _cover(self) -> None:
        """Put the veil over everything, dialogs too."""
        self._session = self._workspace = None
        self.idle.stop()
        self._upkeep.stop()
        self._veil = Veil(self._theme)
        self._veil.left.connect(self.close)
        self._put(self._veil)
        for window in QApplication.topLevelWidgets():
            if window is not self and window.isVisible():
                window.hide()
        self._status.clearMessage()

    def _on_locked(self) -> None:
        if self._closing:
            return
        veil, self._veil = self._veil, None
        failed = veil.failure if veil is not None else None
        self._show_gate()
        gate = self._stack.currentWidget()
        if failed is not None and isinstance(gate, GateCard):
            if isinstance(failed, KnownError):
                gate.show_known(failed)
            else:
                self.report_bug(failed)

    def _unsafe(self, error: Exception) -> None:
        self._show_gate()
        self.report_bug(error)

    def _on_failed(self, error: Exception) -> None:
        """Tell what went wrong with a change whose page is gone."""
        if self._veil is not None:
            self._veil.show_failure(error)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's own name
        """Finish what is being written, in sight, close the store, and only then go."""
        if self._shut or self._may_go or (self._closing and self._is_read):
            self.shut()
            event.accept()
            return
        event.ignore()
        if self._closing:
            return
        self._closing = True
        geometry = self.saveGeometry().toBase64().toStdString()
        self._preferences.geometry = geometry
        save(self._preferences_folder, self._preferences)
        if self._session is not None and self._workspace is not None:
            self._workspace.put_away()
            self._return_place.keep(self._session, self._workspace)
        if not self.jobs.is_writing:
            self.shut()
            event.accept()
            return
        session = self._session
        if self._workspace is not None:
            self._cover()
        self._session = session
        self._wind_up()

    @property
    def _is_read(self) -> bool:
        """Whether the window stayed for a message only, and that was read."""
        return self._veil is not None and self._veil.is_offered

    def _wind_up(self) -> None:
        """Close the store after the last write; one that an unlock opens meanwhile as well."""
        session, self._session = self._session, None

        def close() -> None:
            if session is not None:
                self._return_place.close(session)

        def failed(error: Exception) -> None:
            if self._veil is not None:
                self._veil.show_failure(error)
            done(None)

        def done(_closed: None) -> None:
            if self._session is not None:
                self._wind_up()
            elif self._veil is not None and self._veil.failure is not None:
                self._veil.offer_to_leave()
            else:
                self._may_go = True
                self.close()  # and not hidden before: the program ends when its last window closes

        self.jobs.alone(self, close, done, failed=failed)

    @property
    def is_shut(self) -> bool:
        """Whether the store is closed and every thread has ended."""
        return self._shut

    def shut(self) -> None:
        """Close the store and end the threads, now; called once more it does nothing."""
        if self._shut:
            return
        self._shut = self._closing = True
        session, self._session = self._session or self._given, None
        self._given = None
        self.idle.stop()
        self._upkeep.stop()
        self._hearing.close()
        self.hide()
        self.jobs.close()
        gate = self._stack.currentWidget()
        if isinstance(gate, GateCard):
            gate.leave()
        if session is not None:
            session.close()

    def report_bug(self, error: BaseException) -> None:
        """Show a bug with a report that holds no values."""
        from ui.errors import BugDialog  # noqa: PLC0415 - as a rule never

        dialog = BugDialog(error, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
