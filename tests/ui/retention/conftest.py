"""A store in which something is due, its staff, and a window for each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.model.staff import Role
from app.workflows import members
from app.workflows.session import Session, unlock
from tests.ui.entering import enter, go_to
from tests.ui.example_store import LEAD, PASSPHRASE, make_store
from tests.ui.retention.old_store import Old, fill_old
from ui import prompts
from ui.main_window import MainWindow
from ui.retention.page import RetentionPage

LEFT = Qt.MouseButton.LeftButton
SECOND, SECOND_PASSPHRASE = "Carla Voorbeeld", "kolibrie anker pannenkoek"
TECHNICIAN, TECHNICIAN_PASSPHRASE = "Bram Voorbeeld", "staple wagon onion"


@dataclass
class Office:
    """A store with its staff, and the windows that were opened on it one after the other."""

    folder: Path
    old: Old
    qtbot: QtBot
    open_window: Callable[[Path], MainWindow]
    window: MainWindow | None = None

    def leave(self) -> None:
        """Close the window that is open, as a person does."""
        if self.window is not None:
            self.window.close()
            self.qtbot.waitUntil(partial(getattr, self.window, "is_shut"))
            self.window = None

    def enter(self, passphrase: str) -> RetentionPage:
        """Unlock the store by typing, and go to the retention page."""
        self.leave()
        self.window = self.open_window(self.folder)
        enter(self.qtbot, self.window, passphrase)
        page = go_to(self.window, "retention", RetentionPage)
        self.qtbot.waitUntil(lambda: page.rules.table.rowCount() > 0 and page.due.text() != "")
        return page

    def work(self, act: Callable[[Session], object]) -> None:
        """Let the lead do something without the window, while nobody has the store open."""
        self.leave()
        session = unlock(self.folder, PASSPHRASE, LEAD)
        act(session)
        session.close()


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Answer the system's dialogs: every question yes, every file in a folder of the test."""
    folder = tmp_path / "saved"
    folder.mkdir()
    monkeypatch.setattr(prompts, "choose_save", lambda _parent, _title, name: folder / name)
    monkeypatch.setattr(prompts, "confirm", lambda *_texts: True)
    return folder


@pytest.fixture
def office(
    qtbot: QtBot, tmp_path: Path, open_window: Callable[[Path], MainWindow], saved: Path
) -> Office:
    """A store with a lead and a technician, in which old tickets, people and devices are due."""
    session, _code = make_store(tmp_path / "store")
    old = fill_old(session)
    members.add(session, TECHNICIAN, Role.TECHNICIAN, TECHNICIAN_PASSPHRASE)
    session.close()
    assert saved.is_dir()
    return Office(tmp_path / "store", old, qtbot, open_window)


def add_second_lead(session: Session) -> None:
    """Give the store a lead besides its first."""
    members.add(session, SECOND, Role.LEAD, SECOND_PASSPHRASE)


def button(widget: QWidget, text: str) -> QPushButton:
    """Return the button of a text that is offered."""
    found = widget.findChildren(QPushButton)
    return next(b for b in found if b.text() == text and b.isVisible() and b.isEnabled())


def press(qtbot: QtBot, widget: QWidget, text: str) -> None:
    """Press the button of a text, once it is offered."""
    qtbot.waitUntil(lambda: offers(widget, text))
    qtbot.mouseClick(button(widget, text), LEFT)


def offers(widget: QWidget, text: str) -> bool:
    """Whether a button of this text is offered."""
    found = widget.findChildren(QPushButton)
    return any(b.text() == text and b.isVisible() and b.isEnabled() for b in found)
