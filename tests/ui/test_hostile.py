"""The same texts in every field of devices, people, requests and imports, on every page."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.model.changes import Changes
from app.model.identifiers import Identifier, IdentifierKind
from app.model.subject_request import RequestKind
from app.model.ticket import Channel
from app.workflows import devices, people, tickets
from app.workflows.requests import steps
from app.workflows.session import Session
from tests.ui.example_store import LEAD
from tests.ui.hostile import TEXTS, check
from ui.devices.page import DevicesPage
from ui.imports.page import ImportsPage
from ui.main_window import MainWindow
from ui.people.merge_dialog import MergeDialog
from ui.people.page import PeoplePage
from ui.workspace import Workspace

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(params=list(TEXTS.values()), ids=list(TEXTS))
def text(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(request.param).replace("{path}", (tmp_path / "seen.png").as_uri())


@pytest.fixture
def workspace(window: MainWindow) -> Workspace:
    assert window.workspace is not None
    return window.workspace


def plant(session: Session, text: str) -> tuple[int, int]:
    """Put a text into every field of a person, of what they have and of what they ask."""
    person, _changes = people.add(
        session,
        display_name=text,
        email=f"{''.join(text[:60].split())}@example.com",  # with a space it is no address
        user_name=text,
        organisation=text,
    )
    device, _changes = devices.create(
        session,
        name=text,
        manufacturer=text,
        model=text,
        identifiers=[
            Identifier(IdentifierKind.SERIAL, text.upper(), text),
            Identifier(IdentifierKind.ASSET_TAG, text.upper(), text),
        ],
        owner_id=person,
        location=text,
        organisation=text,
        warranty_until=(steps.today() + timedelta(days=9)).isoformat(),
    )
    steps.new(session, RequestKind.ACCESS, person)
    number, _changes = tickets.create(
        session,
        title=text,
        channel=Channel.COUNTER,
        text=text,
        requester_id=person,
        assignee=LEAD,
        queue=text,
    )
    tickets.change(session, number, 1, queue=f"{text}!")
    return person, device


def look(qtbot: QtBot, window: MainWindow, page: QWidget) -> None:
    """Whatever the page shows is plain, in order and no wider than it was."""
    qtbot.wait(30)
    for button in page.findChildren(QPushButton):
        if button.isVisible():
            assert button.width() <= page.width(), button.text()[:40]
        assert "\u202e" not in button.text()
    check(window)
    assert window.width() == 1280


def test_on_every_page(qtbot: QtBot, window: MainWindow, workspace: Workspace, text: str) -> None:
    session = workspace.context.session
    person, device = plant(session, text)
    request = steps.listed(session)[0].id
    workspace.context.jobs.write(workspace, lambda: Changes(everything=True))
    for name, item in (
        ("devices", device),
        ("people", person),
        ("organisations", None),
        ("requests", request),
        ("start", None),
        ("settings", None),
    ):
        workspace.go(name, item)
        page = workspace.page(name)
        if item is not None:
            qtbot.waitUntil(lambda p=page, i=item: p.item == i)  # type: ignore[misc]
        look(qtbot, window, page)
    workspace.palette_over.open()
    workspace.palette_over.line.setText(text[:150])
    look(qtbot, window, workspace.palette_over)
    workspace.palette_over.leave()
    look(qtbot, window, workspace.navigation)


def test_in_the_dialogs_of_devices_and_people(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, text: str
) -> None:
    session = workspace.context.session
    person, device = plant(session, text)
    workspace.go("devices", device)
    page = workspace.page("devices")
    assert isinstance(page, DevicesPage)
    qtbot.waitUntil(lambda: page.device is not None)
    for open_dialog in (page.edit, page.hand_over, page.give_licence, page.make_labels):
        open_dialog()
        assert page.dialog is not None
        width = page.dialog.width()
        qtbot.wait(30)
        check(page.dialog)
        assert page.dialog.width() == width
        page.dialog.reject()
    workspace.go("people", person)
    people_page = workspace.page("people")
    assert isinstance(people_page, PeoplePage)
    qtbot.waitUntil(lambda: people_page.overview is not None)
    for open_dialog in (people_page.edit, people_page.merge):
        open_dialog()
        dialog = people_page.dialog
        assert dialog is not None
        if isinstance(dialog, MergeDialog):
            dialog.other.line.setText(text[:200])
        qtbot.wait(30)
        check(dialog)
        dialog.reject()
    for kind in ("device", "ticket", "person"):
        people_page.show_kind(kind)
        qtbot.wait(30)
        if people_page.records is not None:
            check(people_page.records)
            people_page.records.reject()
            people_page.records = None


def test_in_a_file_that_is_imported(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, text: str, tmp_path: Path
) -> None:
    heading = json.dumps(text.replace("\x00", ""))[1:40].replace(";", "")
    cell = '"' + text.replace('"', '""').replace("\x00", "") + '"'
    path = tmp_path / "lijst.csv"
    path.write_text(f"Serienummer;{heading};Merk\nA1;{cell};{cell}\n{cell};;\n", encoding="utf-8")
    workspace.go("imports")
    page = workspace.page("imports")
    assert isinstance(page, ImportsPage)
    page.take([path])
    qtbot.waitUntil(lambda: bool(page.preview.outcome.rows))
    look(qtbot, window, page)
