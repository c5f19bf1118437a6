"""What is dropped on the page is checked, and the navigation reminds of what lies here."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from app.model.ticket import Channel, Status
from app.workflows import (
    export,
    packages,
    purge,
    tickets,
)
from app.workflows.package_order import Step
from app.workflows.session import Session
from tests.conftest import Clock
from tests.ui.packages.driving import LEFT, choose, go_on
from ui import prompts
from ui.packages.page import PackagesPage


def drop(page: PackagesPage, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPoint(10, 10),
        Qt.DropAction.CopyAction,
        data,
        LEFT,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(event)


def test_what_is_dropped_is_checked(
    qtbot: QtBot, page: PackagesPage, session: Session, mees: int, tmp_path: Path
) -> None:
    made, _ = export.export(session, mees, tmp_path / "p.zip")
    checking = page.checking
    drop(page, tmp_path / "p.zip")
    qtbot.waitUntil(checking.secret.isVisible)
    qtbot.keyClicks(checking.secret, "not the passphrase")
    qtbot.keyClick(checking.secret, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "does not open" in checking.verdict.text())
    checking.secret.selectAll()
    qtbot.keyClicks(checking.secret, made.passphrase)
    qtbot.mouseClick(checking.unseal, LEFT)
    qtbot.waitUntil(lambda: checking.verdict.text() == "p.zip is as it was signed")
    assert "signed by this store" in checking.detail.text()


def test_what_was_changed_or_is_something_else_is_told(  # noqa: PLR0917 - fixtures
    qtbot: QtBot,
    page: PackagesPage,
    session: Session,
    mees: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    export.export(session, mees, tmp_path / "open", unsealed=True)
    (tmp_path / "open" / "index.html").write_text("something else")
    checking = page.checking
    monkeypatch.setattr(prompts, "choose_folder", lambda *_asked: tmp_path / "open")
    qtbot.mouseClick(page.register.verify, LEFT)
    qtbot.mouseClick(checking.choose_folder, LEFT)
    qtbot.waitUntil(lambda: "is not as it was signed" in checking.verdict.text())
    assert "index.html" in checking.detail.text()
    (tmp_path / "letter.txt").write_text("dear all")
    monkeypatch.setattr(prompts, "choose_files", lambda *_asked: [tmp_path / "letter.txt"])
    qtbot.mouseClick(checking.choose, LEFT)
    qtbot.waitUntil(lambda: "did not write this file" in checking.verdict.text())


def test_a_plan_that_somebody_changed_is_told(
    qtbot: QtBot, page: PackagesPage, session: Session, tmp_path: Path, clock: Clock
) -> None:
    ticket, _ = tickets.create(session, title="x", channel=Channel.COUNTER, text="x")
    tickets.set_status(session, ticket, Status.CLOSED, tickets.get(session, ticket).row.version)
    clock.set("2036-01-01T12:00:00")
    plan = tmp_path / "plan.json"
    purge.write(session, purge.plan(session), plan)
    purge.approve(session, plan, "there is no second lead")
    checking = page.checking
    drop(page, plan)
    qtbot.waitUntil(lambda: checking.verdict.text() == "plan.json is as it was signed")
    assert "Approved plan of a purge" in checking.detail.text()
    plan.write_bytes(plan.read_bytes().replace(b"second", b"third"))
    drop(page, plan)
    qtbot.waitUntil(lambda: "is not as it was signed" in checking.verdict.text())


def test_the_navigation_reminds_until_it_is_removed(
    qtbot: QtBot, page: PackagesPage, session: Session, mees: int, tmp_path: Path
) -> None:
    made, changes = export.export(session, mees, tmp_path / "p.zip")
    page.context.jobs.changed.emit(changes)
    page.context.find("packages", "is:here")
    qtbot.waitUntil(lambda: page.register.model.rowCount() == 1)
    _was_there, changes = packages.remove(session, made.id)
    page.context.jobs.changed.emit(changes)
    qtbot.waitUntil(page.register.empty.isVisible)


def test_after_a_check_one_goes_on_with_the_package_that_was_asked_for(
    qtbot: QtBot, page: PackagesPage, session: Session, mees: int, tmp_path: Path
) -> None:
    export.export(session, mees, tmp_path / "open", unsealed=True)
    wizard = choose(qtbot, page)
    go_on(qtbot, wizard, Step.CONTENTS)
    drop(page, tmp_path / "open")
    qtbot.waitUntil(lambda: "is as it was signed" in page.checking.verdict.text())
    qtbot.mouseClick(page.checking.back, LEFT)
    assert wizard.isVisible()
    assert wizard.step is Step.CONTENTS
    qtbot.mouseClick(wizard.cancel, LEFT)
    qtbot.mouseClick(page.register.verify, LEFT)
    qtbot.mouseClick(page.checking.back, LEFT)
    assert page.register.isVisible()
