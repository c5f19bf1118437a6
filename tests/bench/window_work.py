"""The work in the window on one store.

The milliseconds of each key press until what it asked for was painted, the longest pauses of the
event loop, and the memory that was taken.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.bench import window_drive as drive
from tests.bench.peak import peak_kib
from tests.bench.window_drive import Painted, Pauses
from ui.imports.page import ImportsPage
from ui.main_window import MainWindow
from ui.tickets.page import TicketsPage
from ui.unlock import Unlock

FILTERS = (
    "status:open",
    "tag:vpn",
    "queue:Netwerk",
    "assignee:me",
    "priority:urgent",
    "status:closed",
    "status:open tag:vpn",
    "channel:website",
)
WORDS = (
    "laptop",
    "netwerk",
    "certificaat",
    "printer",
    "helpdesk",
    "agenda",
    "telefoon",
    "account",
)
_PAGES = 8  # presses of Page Down before the list begins anew


class Work:
    """Presses keys in the window and notes how long each took to be painted."""

    def __init__(
        self,
        window: MainWindow,
        page: TicketsPage,
        repeats: int,
        settle: Callable[[MainWindow], None] = drive.settle,
    ) -> None:
        """``settle`` waits before each press until what came before it is over."""
        self._window = window
        self._page = page
        self._repeats = repeats
        self._settle = settle
        self.times: dict[str, list[float]] = {}

    def run(self) -> None:
        """Measure each case."""
        for name, steps in (
            ("filter", self.filter()),
            ("search", self._search()),
            ("sort", self._sort()),
            ("scroll by page", self._scroll()),
            ("open a ticket", self.open()),
        ):
            self.times[name] = list(itertools.islice(steps, self._repeats))

    def _until_painted(
        self, act: Callable[[], object], widget: QWidget, ready: Callable[[], bool]
    ) -> float:
        self._settle(self._window)
        painted = Painted(widget, ready)
        started = time.perf_counter()
        act()
        painted.wait()
        return (painted.at - started) * 1000

    def _rows(self, act: Callable[[], object]) -> float:
        """Return what it took until the list that was asked for is painted, with its rows."""
        before = self._page.model.query

        def ready() -> bool:
            return self._page.model.query is not before and drive.list_is_shown(self._page)

        return self._until_painted(act, self._page.view.viewport(), ready)

    def _type_over(self, typed: str) -> None:
        self._page.search()
        drive.text(self._window, typed)
        self._settle(self._window)

    def filter(self) -> Iterator[float]:
        """Give the milliseconds of the last letter of one filter after the other."""
        for query in itertools.cycle(FILTERS):
            self._type_over(query[:-1])
            yield self._rows(lambda last=query[-1]: drive.text(self._window, last))  # type: ignore[misc]

    def _search(self) -> Iterator[float]:
        """Each letter of a word from the second on; of one alone few lists have any row."""
        for word in itertools.cycle(WORDS):
            self._type_over(word[0])
            for letter in word[1:]:
                yield self._rows(lambda key=letter: drive.text(self._window, key))  # type: ignore[misc]

    def _sort(self) -> Iterator[float]:
        """A press on the header of a column, on its one side and its other."""
        self._clear()
        view = self._page.view
        header = view.horizontalHeader()
        pressed = header.viewport()  # Python's name for it takes the binding 40 ms to make
        sortable = [
            number
            for number, column in enumerate(view.table.columns)
            if column.sort is not None and not view.isColumnHidden(number)
        ]
        for number in itertools.cycle(sortable):
            place = QPoint(header.sectionViewportPosition(number) + 30, header.height() // 2)
            yield self._rows(
                lambda at=place: QTest.mouseClick(  # type: ignore[misc]
                    pressed, Qt.MouseButton.LeftButton, pos=at
                )
            )

    def _scroll(self) -> Iterator[float]:
        self._begin()
        view = self._page.view
        for number in itertools.count(1):
            before = view.verticalScrollBar().value()

            def ready(before: int = before) -> bool:
                moved = view.verticalScrollBar().value() != before
                return moved and drive.list_is_shown(self._page)

            yield self._until_painted(
                lambda: drive.key(self._window, Qt.Key.Key_PageDown), view.viewport(), ready
            )
            if number % _PAGES == 0:
                self._begin()

    def open(self) -> Iterator[float]:
        """Give the milliseconds of opening one ticket after the other."""
        self._begin()
        view = self._page.view
        conversation = self._page.pane.conversation.widget()
        assert conversation is not None
        for number in itertools.count(1):
            before = view.chosen_id

            def ready(before: int | None = before) -> bool:
                shown = self._page.ticket
                return shown is not None and shown.row.id == view.chosen_id != before

            yield self._until_painted(
                lambda: drive.key(self._window, Qt.Key.Key_Down),
                conversation,
                ready,
            )
            if number % _PAGES == 0:
                drive.key(self._window, Qt.Key.Key_PageDown)

    def _clear(self) -> None:
        self._page.search()
        drive.key(self._window, Qt.Key.Key_Backspace)
        self._settle(self._window)

    def _begin(self) -> None:
        self._page.view.setFocus()
        drive.key(self._window, Qt.Key.Key_Home)
        self._settle(self._window)


def search_without_waiting(window: MainWindow, page: TicketsPage) -> float:
    """Type words quickly, as nobody waits for an answer; return the longest pause."""
    with Pauses() as pauses:
        for word in WORDS:
            page.search()
            for letter in f"{word} {WORDS[0]}":
                drive.text(window, letter)
                drive.turn(30)
        drive.settle(window)
    return pauses.longest


def import_mails(window: MainWindow, mailbox: Path) -> dict[str, float]:
    """Look at a mailbox and import it; return the longest pause of each."""
    workspace = window.workspace
    assert workspace is not None
    workspace.go("imports")
    page = workspace.page("imports")
    assert isinstance(page, ImportsPage)
    drive.settle(window, 300)
    with Pauses() as looking:
        page.take([mailbox])
        drive.wait_until(lambda: page.preview.go.isVisible() and page.preview.go.isEnabled())
        drive.settle(window, 300)
    with Pauses() as importing:
        page.preview.go.setFocus()
        drive.key(window, Qt.Key.Key_Space)
        drive.wait_until(page.messages.isVisible)
        drive.settle(window, 300)
    workspace.go("tickets")
    drive.settle(window, 300)
    return {"looking at an import": looking.longest, "import": importing.longest}


def lock(window: MainWindow) -> float:
    """Lock by key and wait for the gate; return the longest pause."""
    with Pauses() as pauses:
        drive.shortcut(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        drive.wait_until(lambda: window.findChild(Unlock) is not None)
        drive.turn(300)
    return pauses.longest


def unlock(window: MainWindow) -> tuple[float, TicketsPage]:
    """Unlock by typing; return the longest pause, until all is at rest, and the page."""
    drive.turn(300)
    with Pauses() as pauses:
        page = drive.unlock(window)
        drive.settle(window, 600)
    return pauses.longest, page


def measure(mailbox: Path, repeats: int) -> dict[str, Any]:
    """Do all of it in the window that was opened."""
    window = drive.main_window()
    window.resize(1280, 800)
    found: dict[str, Any] = {"pauses": {}}
    pauses: dict[str, float] = found["pauses"]
    pauses["first unlock"], page = unlock(window)
    work = Work(window, page, repeats)
    work.run()
    found["times"] = work.times
    pauses["search"] = search_without_waiting(window, page)
    found["memory"] = peak_kib() / 1024
    pauses["lock"] = lock(window)
    pauses["unlock"], page = unlock(window)
    pauses |= import_mails(window, mailbox)
    found["memory with an import"] = peak_kib() / 1024
    from tests.bench.window_purge import purge_beside  # noqa: PLC0415 - it presses keys as above

    pauses["purge"], during = purge_beside(window, page)
    found["times"] |= {f"{name} during a purge": times for name, times in during.items()}
    return found
