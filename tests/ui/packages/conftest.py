"""A window on the packages page, and somebody to make a package of."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.model.ticket import Channel
from app.workflows import (
    people,
    tickets,
)
from app.workflows.session import Session
from tests.ui.entering import go_to
from ui import prompts
from ui.main_window import MainWindow
from ui.packages.page import PackagesPage

_TEXT = (
    "Mijn collega Pieter Hoekstra zei dat ik kon mailen. Bel Anouk de Wit op 06-12345678."
    " Mijn buurman Kareltje weet er ook van, en Pieter Hoekstra dus.\r\n\U0001f600 Groet, Mees"
)


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> PackagesPage:
    page = go_to(window, "packages", PackagesPage)
    qtbot.waitUntil(page.register.empty.isVisible)
    return page


@pytest.fixture
def session(page: PackagesPage) -> Session:
    return page.context.session


@pytest.fixture
def mees(session: Session) -> int:
    person = people.resolve(session, "mees.jansen@example.nl")
    tickets.create(
        session, title="Geen bereik", channel=Channel.EMAIL, text=_TEXT, requester_id=person
    )
    return person


@pytest.fixture
def agree(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Answer every question yes, and keep what was asked."""
    asked: list[str] = []

    def confirm(_parent: object, title: str, _question: str, _yes: str) -> bool:
        asked.append(title)
        return True

    monkeypatch.setattr(prompts, "confirm", confirm)
    return asked
