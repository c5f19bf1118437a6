"""While a purge destroys, the helpdesk goes on: lists answer and tickets open."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.model.ticket_edit import Edit
from app.workflows import drafts
from app.workflows.purge.wizard import Step
from app.workflows.session import Session
from tests.ui.example_store import PASSPHRASE
from tests.ui.retention.conftest import LEFT, Office
from tests.ui.retention.purging import approved, closed, run
from ui.tickets.page import TicketsPage
from ui.tickets.targets import Targets


class HeldUp:
    """Holds a purge up amid the transaction of a batch, until it may go on."""

    def __init__(self, session: Session) -> None:
        self.inside = threading.Event()
        self.go_on = threading.Event()
        with session.store.maintenance() as connection:
            connection.set_trace_callback(self._meet)

    def _meet(self, statement: str) -> None:
        if statement.startswith("DELETE FROM ticket "):
            self.inside.set()
            self.go_on.wait(60)


def test_keys_are_answered_and_a_ticket_opens_while_a_batch_is_under_way(
    qtbot: QtBot, office: Office, saved: Path
) -> None:
    page = office.enter(PASSPHRASE)
    approved(qtbot, page)
    purge = HeldUp(page.context.session)
    qtbot.mouseClick(page.wizard.run.onward, LEFT)
    qtbot.waitUntil(purge.inside.is_set)
    assert office.window is not None
    assert office.window.workspace is not None
    office.window.workspace.go("tickets")
    tickets = office.window.workspace.page("tickets")
    assert isinstance(tickets, TicketsPage)
    qtbot.waitUntil(lambda: tickets.model.rowCount() > 1)
    tickets.search()
    qtbot.keyClicks(office.window.focusWidget(), "kastje")
    qtbot.waitUntil(lambda: tickets.model.rowCount() == 1)
    tickets.view.setFocus()
    qtbot.keyClick(tickets.view, Qt.Key.Key_Home)
    qtbot.waitUntil(
        lambda: tickets.ticket is not None and tickets.ticket.row.id == office.old.recent
    )
    assert page.wizard.run.is_running  # and the batch has not moved
    assert len(closed(page, office)) == 12
    tickets.search()
    field = office.window.focusWidget()
    purge.go_on.set()
    qtbot.waitUntil(lambda: page.wizard.step is Step.REPORT, timeout=20_000)
    assert closed(page, office) == []
    assert office.window.focusWidget() is field  # the end takes nobody's keyboard away
    assert list(saved.glob("purge-report-*.json"))


def test_nothing_of_before_a_purge_stays_in_the_window_to_be_put_back(
    qtbot: QtBot, office: Office
) -> None:
    page = office.enter(PASSPHRASE)
    approved(qtbot, page)
    assert office.window is not None
    workspace = office.window.workspace
    assert workspace is not None
    workspace.context.go("tickets", office.old.recent)
    tickets = workspace.page("tickets")
    assert isinstance(tickets, TicketsPage)
    qtbot.waitUntil(
        lambda: tickets.ticket is not None and tickets.ticket.row.id == office.old.recent
    )
    editor = tickets.pane.composer.editor
    qtbot.keyClicks(editor, "Ask jan.weg@example.nl")  # whose account is closed, and due
    session = page.context.session
    qtbot.waitUntil(lambda: drafts.get(session, office.old.recent) is not None, timeout=10_000)
    tickets.work.edit(Targets({office.old.recent: None}), Edit(title="Lost key"))
    qtbot.waitUntil(lambda: tickets.work.can_undo)
    workspace.go("retention")
    run(qtbot, page)
    qtbot.waitUntil(lambda: "jan.weg" not in editor.toPlainText())
    assert editor.toPlainText() == "Ask █████"
    assert not tickets.work.can_undo
    assert not workspace.can_go_back
