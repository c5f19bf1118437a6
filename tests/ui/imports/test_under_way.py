"""While files are looked at, imported or taken back: what may be done, and how it is stopped."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.model.changes import Progress
from app.store import index_merge
from app.store.store import Store
from app.workflows import devices, import_files, imports
from app.workflows.import_files import Field, ImportKind
from app.workflows.session import Session
from tests.ui.imports.conftest import looked, take_in
from tests.ui.parts import pick
from ui import prompts
from ui.imports.page import ImportsPage
from ui.main_window import MainWindow
from ui.unlock import Unlock

LEFT = Qt.MouseButton.LeftButton


def many_devices(path: Path, count: int) -> Path:
    rows = "".join(f"SERIE{number:06d},Lenovo\n" for number in range(count))
    path.write_text("serial,manufacturer\n" + rows, encoding="utf-8")
    return path


def test_an_import_that_is_stopped_leaves_nothing_of_the_file(
    qtbot: QtBot, page: ImportsPage, session: Session, tmp_path: Path
) -> None:
    page.take([many_devices(tmp_path / "veel.csv", 4_000)])
    looked(qtbot, page)
    page.import_now()
    task = page._task
    assert task is not None
    qtbot.waitUntil(lambda: task.report.done > 0, timeout=20_000)
    with qtbot.waitSignal(page.context.jobs.task_ended, timeout=20_000):
        page.leave()
    assert devices.count(session) == 5
    assert imports.listed(session) == ()


def test_while_files_are_looked_at_others_are_chosen_instead(
    qtbot: QtBot, page: ImportsPage, inventory: Path, tmp_path: Path
) -> None:
    page.take([many_devices(tmp_path / "veel.csv", 4_000)])
    qtbot.waitUntil(lambda: page._looking is not None and page._looking.report.done > 0)
    page.take([inventory])
    looked(qtbot, page)
    assert page.preview.files.text() == inventory.name
    assert len(page.preview.outcome.rows) == 6


def test_files_chosen_right_after_others_were_given_up_stay_chosen(
    qtbot: QtBot, page: ImportsPage, session: Session, inventory: Path, tmp_path: Path
) -> None:
    many = many_devices(tmp_path / "veel.csv", 4_000)
    page.take([many])
    qtbot.waitUntil(lambda: page._looking is not None and page._looking.report.done > 0)
    page.leave()
    page.take([inventory])
    looked(qtbot, page)
    assert page.preview.files.text() == inventory.name
    page.take([many])
    looked(qtbot, page)
    page.import_now()
    importing = page._task
    assert importing is not None
    qtbot.waitUntil(lambda: importing.report.done > 0, timeout=20_000)
    page.leave()
    page.take([inventory])
    looked(qtbot, page)
    assert page.preview.files.text() == inventory.name
    page.import_now()
    qtbot.waitUntil(lambda: page.preview.back.text() == "Done")
    assert devices.count(session) == 7


def test_a_lock_does_not_wait_for_a_look_at_files(
    qtbot: QtBot,
    window: MainWindow,
    page: ImportsPage,
    inventory: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def endless(*asked: object) -> None:
        progress = cast("Progress", asked[-1])
        while True:
            progress(1, None)
            time.sleep(0.001)

    monkeypatch.setattr(import_files, "preview", endless)  # as of files that have no end
    page.take([inventory])
    qtbot.waitUntil(lambda: page._looking is not None and page._looking.has_begun)
    window.lock()
    qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)


def test_while_an_import_is_under_way_it_is_said_why_no_others_are_looked_at(  # noqa: PLR0917 - fixtures
    qtbot: QtBot,
    window: MainWindow,
    page: ImportsPage,
    inventory: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page.take([many_devices(tmp_path / "veel.csv", 4_000)])
    looked(qtbot, page)
    page.import_now()
    monkeypatch.setattr(prompts, "choose_files", lambda *_asked: pytest.fail("asked in vain"))
    with qtbot.waitSignal(page.context.jobs.task_ended, timeout=20_000):
        page.choose_files()
        page.take([inventory])
        assert window.statusBar().currentMessage().startswith("Other files")
        assert page.preview.files.text() == "veel.csv"
        page.leave()


def test_taking_back_is_stopped_by_the_button_where_it_was_asked_and_then_all_stays(  # noqa: PLR0917 - fixtures
    qtbot: QtBot,
    window: MainWindow,
    page: ImportsPage,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page.take([many_devices(tmp_path / "veel.csv", 2_500)])
    looked(qtbot, page)
    take_in(qtbot, page)
    button = page.messages.findChild(QPushButton)
    assert button is not None
    before, while_asked = page.preview.geometry(), list[QRect]()

    def think_better(*_asked: object) -> bool:
        qtbot.wait(1)
        while_asked.append(page.preview.geometry())
        return False

    monkeypatch.setattr(prompts, "confirm", think_better)
    qtbot.mouseClick(button, LEFT)
    assert while_asked == [before]  # the page behind the question stays as it was
    assert button.isVisible()  # who thought better of it may come back to it
    monkeypatch.setattr(prompts, "confirm", lambda *_asked: True)
    qtbot.mouseClick(button, LEFT)
    task = page._task
    assert task is not None
    assert page.preview.back.text() == "Stop"
    qtbot.waitUntil(lambda: task.has_begun)
    with qtbot.waitSignal(page.context.jobs.task_ended, timeout=20_000):
        qtbot.mouseClick(page.preview.back, LEFT)
    qtbot.waitUntil(
        lambda: window.statusBar().currentMessage() == "Stopped. Nothing was taken back."
    )
    assert devices.count(session) == 2_505
    assert imports.listed(session)[0].undone_at is None


def test_taking_back_stands_where_the_merge_after_it_is_stopped_and_that_is_said(
    qtbot: QtBot,
    page: ImportsPage,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page.take([many_devices(tmp_path / "veel.csv", 300)])
    looked(qtbot, page)
    take_in(qtbot, page)
    monkeypatch.setattr(prompts, "confirm", lambda *_asked: True)
    merge = index_merge.merge
    merging = threading.Event()

    def slow(store: Store, name: str, progress: Progress) -> None:
        merging.set()
        while True:  # as an index of a million tickets would
            progress(0, None)
            time.sleep(0.001)

    monkeypatch.setattr(index_merge, "merge", slow)
    page.ask_undo((imports.listed(session)[0].id,))
    task = page._task
    assert task is not None
    qtbot.waitUntil(merging.is_set, timeout=20_000)
    with qtbot.waitSignal(page.context.jobs.task_ended, timeout=20_000):
        task.stop()
    monkeypatch.setattr(index_merge, "merge", merge)
    qtbot.waitUntil(page.messages.isVisible)
    assert page.messages.message.text() == "Taken back: 300 removed, 0 as they were."
    assert "after the next unlock" in page.messages.hint.text()
    assert imports.listed(session)[0].undone_at is not None


def test_files_that_changed_after_the_look_are_looked_at_again(
    qtbot: QtBot, page: ImportsPage, session: Session, tmp_path: Path
) -> None:
    path = many_devices(tmp_path / "lijst.csv", 3)
    page.take([path])
    looked(qtbot, page)
    many_devices(path, 4)
    qtbot.mouseClick(page.preview.go, LEFT)
    qtbot.waitUntil(lambda: page.preview.go.text() == "Import 4 rows")
    assert page.messages.message.text() == "The files changed after you looked at them."
    assert page.messages.isVisible()
    assert devices.count(session) == 5
    path.unlink()
    qtbot.mouseClick(page.preview.go, LEFT)
    qtbot.waitUntil(lambda: page.preview.summary.text() == "Rejected: 1")
    assert not page.preview.go.isEnabled()
    many_devices(path, 2)
    page.take([path])
    looked(qtbot, page)
    assert not page.messages.isVisible()
    take_in(qtbot, page)
    assert devices.count(session) == 7


def test_what_was_said_of_files_holds_after_they_changed_and_more_may_be_said(
    qtbot: QtBot, page: ImportsPage, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "lijst.csv"
    path.write_text("Serienummer,Code van het toestel\nABC12345,CNE-7001\n", encoding="utf-8")
    page.take([path])
    looked(qtbot, page)
    pick(page.preview.mapping.choices["Code van het toestel"], "Asset tag")
    looked(qtbot, page)
    path.write_text("Serienummer,Code van het toestel\nABC12346,CNE-7002\n", encoding="utf-8")
    qtbot.mouseClick(page.preview.go, LEFT)
    qtbot.waitUntil(page.messages.isVisible)
    looked(qtbot, page)
    assert page.preview.mapping.choices["Code van het toestel"].value is Field.ASSET_TAG
    assert page.preview.kind_choice.isEnabled()
    take_in(qtbot, page)
    assert len(devices.page(session, "CNE-7002").ids) == 1


def test_what_landed_meanwhile_leaves_nothing_to_take_back(
    qtbot: QtBot, page: ImportsPage, session: Session, tmp_path: Path
) -> None:
    path = many_devices(tmp_path / "lijst.csv", 3)
    page.take([path])
    looked(qtbot, page)
    import_files.run(session, ImportKind.DEVICES, [path], {})  # by a colleague
    take_in(qtbot, page)
    assert page.messages.message.text() == "0 rows were imported."
    button = page.messages.findChild(QPushButton)
    assert button is not None
    assert not button.isVisible()
    page.leave()  # and nothing here is to be said of the columns
    page.take([path])
    looked(qtbot, page)
    assert page.preview.next_step is page.preview.back
