"""Text made to hurt in every field that the data map calls text, on every page and in dialogs.

It is written into the rows themselves: whatever way a text came in, the window meets it here.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.model.changes import Changes
from app.model.device import Software
from app.model.mail import MailAttachment
from app.model.staff_texts import Draft, DraftKind
from app.model.ticket import Channel
from app.model.ticket_list import TicketSort
from app.store import devices as device_rows
from app.store.data_map import DATA_MAP
from app.store.data_map.types import Form
from app.workflows import canned, devices, drafts, export, holds, people, retention, tickets, views
from app.workflows.session import Session
from tests.shots.requests import fill as fill_requests
from tests.ui.every_dialog import GROUPS
from tests.ui.hostile import TEXTS, check
from ui.application import PAGES
from ui.main_window import MainWindow
from ui.retention.page import RetentionPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

_WORDS = {
    ("queue", "name"),
    ("category", "name"),
    ("tag", "name"),
    ("device", "manufacturer"),
    ("device", "model"),
    ("licence", "product"),
    ("licence", "vendor"),
}
"""Nobody's, and typed by people all the same."""
_OTHER = {
    ("attachment", "sha256"): "a digest",
    ("draft_file", "sha256"): "a digest",
    ("attachment_chunk", "data"): "the bytes of a file",
    ("draft_file_chunk", "data"): "the bytes of a file",
    ("import_row", "before_image"): "a row as JSON, which no view shows",
    ("audit", "staff_name"): "no row of the audit trail can be changed",
    ("setting", "value"): "counters, and places that the window reads as JSON",
}


def fields() -> set[tuple[str, str]]:
    """Every column that holds what somebody wrote, by table."""
    marked = {
        (table.name, column.name)
        for table in DATA_MAP.tables
        for column in table.columns
        if (column.free_text or (column.personal and column.form is Form.TEXT))
        and not column.copy_of
    }
    return (marked | _WORDS) - set(_OTHER)


def fill(session: Session, folder: Path) -> None:
    """Put a row into every table that has such a column."""
    fill_requests(session)
    person = people.page(session, "").ids[0]
    number = tickets.create(
        session,
        title="x",
        channel=Channel.EMAIL,
        text="x",
        requester_id=person,
        queue="x",
        category="x",
        tags=["x"],
        attachments=[MailAttachment("x.txt", "text/plain", b"x", "x")],
    )[0]
    files = (MailAttachment("x.txt", "text/plain", b"x"),)
    drafts.save(session, number, Draft(DraftKind.FORWARD, "x", "x@example.org", files))
    views.add(session, "x", "tag:x", TicketSort.NEWEST, descending=True)
    canned.add(session, "x", "x")
    holds.add_search(session, "x", "x")
    device = devices.page(session, "").ids[0]
    devices.assign_licence(session, "x", vendor="x", seats=5, device_id=device)
    with session.store.write() as connection:
        device_rows.add_software(connection, [(device, [Software("x", "1", "x")])])
    retention.change(session, "closed_tickets", "x", retention.Change(ground="x"))
    with session.store.write() as connection:
        message = tickets.get(session, number).messages[0].id
        connection.execute(
            "INSERT INTO message_party (message_id, role, name, address, address_key)"
            " VALUES (?, 'cc', 'x', 'x', 'x')",
            (message,),
        )
    export.export(session, person, folder / "package", unsealed=True)


def overwrite(session: Session, text: str) -> set[tuple[str, str]]:
    """Write a text into all these columns of all rows; return those that have none."""
    empty = set()
    with session.store.write() as connection:
        for table, column in fields():
            key = DATA_MAP.by_name[table].key or "rowid"
            # The key keeps apart what must be distinct.
            changed = connection.execute(
                f"UPDATE {table} SET {column} = ? || {key}",  # noqa: S608 - names of our own map
                (text,),
            )
            if not changed.rowcount:
                empty.add((table, column))
    return empty


def test_in_every_text_of_the_store(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    workspace = window.workspace
    assert workspace is not None
    session, jobs = workspace.context.session, workspace.context.jobs
    fill(session, tmp_path)
    text = "".join(TEXTS[name] for name in ("markup", "turning", "ampersands", "long word"))
    text = text.replace("{path}", (tmp_path / "seen.png").as_uri()).replace("\x00", "")
    assert overwrite(session, text) == set()
    jobs.write(workspace, lambda: Changes(everything=True))

    def look() -> None:
        qtbot.wait(1)
        qtbot.waitUntil(lambda: not jobs.is_busy)
        qtbot.wait(1)
        for button in window.findChildren(QPushButton):
            assert "\u202e" not in button.text() + button.accessibleName() + button.toolTip()
        check(window)
        assert window.width() == 1280

    for spec in PAGES:
        workspace.go(spec.id)
        page = workspace.page(spec.id)
        look()
        view = getattr(page, "view", None)
        if view is not None and view.model().rowCount():
            view.choose_row(0)
            look()
        if isinstance(page, RetentionPage):
            for tab in ("rules", "holds", "purges"):
                page.show_tab(tab)
                look()
    for group in GROUPS:
        for dialog in group(window, workspace, workspace.context):
            dialog.open()
            qtbot.waitUntil(lambda: not jobs.is_busy)
            qtbot.wait(1)
            check(dialog)
            assert dialog.width() <= dialog.screen().availableSize().width()
            dialog.done(0)
            dialog.deleteLater()
