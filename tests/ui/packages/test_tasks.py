"""A package is made, reviewed, handed over, checked and removed by keys and clicks alone."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
import pyzipper
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from app.documents.package.passphrase import word_list
from app.model.changes import Changes, Progress
from app.model.ticket import Channel
from app.workflows import (
    export,
    package_order,
    packages,
    people,
    purge,
    tickets,
    verification,
)
from app.workflows.export import ExportResult
from app.workflows.package_order import Order, Step
from app.workflows.session import Session
from tests.workflows.packages import everything, forms
from ui import prompts
from ui.main_window import MainWindow
from ui.packages.marked_text import MarkedText, Part
from ui.packages.page import PackagesPage
from ui.packages.wizard import Wizard
from ui.people.page import PeoplePage
from ui.theme.theme import Theme

LEFT = Qt.MouseButton.LeftButton
PATIENCE = 30_000
"""Milliseconds: a package is written in six forms, while other tests use the same cores."""
_TEXT = (
    "Mijn collega Pieter Hoekstra zei dat ik kon mailen. Bel Anouk de Wit op 06-12345678."
    " Mijn buurman Kareltje weet er ook van, en Pieter Hoekstra dus.\r\n\U0001f600 Groet, Mees"
)


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> PackagesPage:
    assert window.workspace is not None
    window.workspace.go("packages")
    page = window.findChild(PackagesPage)
    assert page is not None
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


def go_on(qtbot: QtBot, wizard: Wizard, step: Step) -> None:
    qtbot.waitUntil(wizard.forth.isEnabled, timeout=PATIENCE)
    qtbot.mouseClick(wizard.forth, LEFT)
    qtbot.waitUntil(lambda: wizard.step is step, timeout=PATIENCE)


def choose(qtbot: QtBot, page: PackagesPage, piece: str = "mees") -> Wizard:
    qtbot.mouseClick(page.register.add, LEFT)
    wizard = page.wizard
    qtbot.keyClicks(wizard.whose.person.line, piece)
    qtbot.waitUntil(lambda: wizard.whose.person.found.count() == 1)
    qtbot.keyClick(wizard.whose.person.line, Qt.Key.Key_Return)
    return wizard


def to_delivery(qtbot: QtBot, wizard: Wizard, target: Path) -> None:
    for step in (Step.CONTENTS, Step.OTHERS, Step.DELIVERY):
        go_on(qtbot, wizard, step)
    wizard.delivery.place.selectAll()
    qtbot.keyClicks(wizard.delivery.place, str(target))


def cell(table: QTableWidget, row: int, column: int) -> str:
    item = table.item(row, column)
    return "" if item is None else item.text()


def lines(wizard: Wizard) -> dict[str, list[str]]:
    """Return the lines of the review by their text."""
    model = wizard.others.model
    rows = [
        [str(model.data(model.index(row, column))) for column in range(4)]
        for row in range(model.rowCount())
    ]
    return {row[1]: row for row in rows}


def on_line(wizard: Wizard, text: str) -> None:
    wizard.others.lines.selectRow(list(lines(wizard)).index(text))


def opened(target: Path, passphrase: str) -> dict[str, bytes]:
    with pyzipper.AESZipFile(target) as archive:
        archive.setpassword(passphrase.encode())
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_package_from_the_person_to_its_removal(  # noqa: PLR0917 - fixtures
    qtbot: QtBot,
    page: PackagesPage,
    session: Session,
    mees: int,
    tmp_path: Path,
    agree: list[str],
) -> None:
    wizard = choose(qtbot, page)
    assert wizard.title.text() == "Package for Mees Jansen"
    go_on(qtbot, wizard, Step.CONTENTS)
    qtbot.waitUntil(lambda: wizard.contents.kinds.rowCount() > 4)
    kinds = wizard.contents.kinds
    shown = {cell(kinds, row, 1): cell(kinds, row, 2) for row in range(kinds.rowCount())}
    assert shown["Account"] == "1"
    assert shown["Tickets"] == "3"
    assert "attachments" in wizard.contents.total.text()
    kinds.selectRow(list(shown).index("Tickets"))
    records = wizard.contents.records
    qtbot.waitUntil(lambda: records.rowCount() == 3)
    assert "Geen bereik" in [cell(records, 0, place) for place in range(records.columnCount())]
    go_on(qtbot, wizard, Step.OTHERS)
    others = wizard.others
    qtbot.waitUntil(lambda: "Pieter Hoekstra" in lines(wizard))
    assert lines(wizard)["Pieter Hoekstra"] == [
        "Yes",
        "Pieter Hoekstra",
        "Name of another person on record",
        "2",
    ]
    # One place stands, the other is blacked out; the telephone number stands altogether.
    on_line(wizard, "Pieter Hoekstra")
    qtbot.waitUntil(lambda: "collega Pieter" in others.text.toPlainText())
    qtbot.mouseClick(others.forth, LEFT)
    assert others.where.text().endswith("(2 of 2)")
    others.here.click()
    assert lines(wizard)["Pieter Hoekstra"][0] == "Partly"
    on_line(wizard, "06-12345678")
    others.lines.setFocus()
    qtbot.keyClick(others.lines, Qt.Key.Key_Space)
    assert lines(wizard)["06-12345678"][0] == "No"
    # What was not found is selected in the text and added; what was decided stays decided.
    qtbot.waitUntil(lambda: "Kareltje" in others.text.toPlainText())
    assert others.text.find("Kareltje")
    qtbot.mouseClick(others.add, LEFT)
    qtbot.waitUntil(lambda: "Kareltje" in lines(wizard))
    assert lines(wizard)["06-12345678"][0] == "No"
    assert lines(wizard)["Pieter Hoekstra"][0] == "Partly"
    go_on(qtbot, wizard, Step.DELIVERY)
    target = tmp_path / "mees.zip"
    wizard.delivery.place.selectAll()
    qtbot.keyClicks(wizard.delivery.place, str(target))
    assert wizard.forth.text() == "Make the package"
    go_on(qtbot, wizard, Step.RESULT)
    passphrase = wizard.result.passphrase.text()
    assert passphrase.count("-") == 5
    assert verification.verify(session.folder, target, passphrase=passphrase).valid
    files = opened(target, passphrase)
    for form, text in forms(files).items():
        plain = " ".join(text.split())
        assert "Kareltje" not in plain, form
        assert "Anouk de Wit" not in plain, form
        assert "06-12345678" in plain, form
        assert plain.count("Pieter Hoekstra") == 1, form
    assert "Kareltje" not in everything(files)
    qtbot.mouseClick(wizard.forth, LEFT)
    assert agree == ["Leave the passphrase"]
    assert wizard.result.passphrase.text() == ""
    # The register knows of it until it is removed, and after.
    register = page.register
    qtbot.waitUntil(lambda: register.model.rowCount() == 1)
    register.view.choose_row(0)
    qtbot.waitUntil(register.pane.isVisible)
    button = next(b for b in register.pane.findChildren(QPushButton) if b.text() == "Remove now…")
    qtbot.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: not target.exists())
    (row,) = packages.rows(session, packages.page(session).ids).values()
    assert row.person_id == mees
    qtbot.waitUntil(lambda: register.model.cell(0, 2).text == "Removed")


def test_a_period_is_asked_and_kept_to(
    qtbot: QtBot, page: PackagesPage, mees: int, tmp_path: Path
) -> None:
    wizard = choose(qtbot, page)
    wizard.whose.period.click()
    qtbot.waitUntil(wizard.whose.first.isVisible)
    wizard.whose.first.setText("1-2-2020")
    wizard.whose.last.setText("onzin")
    qtbot.waitUntil(lambda: not wizard.forth.isEnabled())
    wizard.whose.last.setText("1-1-2020")
    qtbot.waitUntil(wizard.forth.isEnabled)
    qtbot.mouseClick(wizard.forth, LEFT)
    assert wizard.step is Step.WHOSE
    assert "ends before it begins" in wizard.messages.message.text()
    wizard.whose.last.setText("1-3-2020")
    target = tmp_path / "p.zip"
    to_delivery(qtbot, wizard, target)
    go_on(qtbot, wizard, Step.RESULT)
    data = json.loads(opened(target, wizard.result.passphrase.text())["data.json"])
    assert data["period"] == {"first": "2020-02-01", "last": "2020-03-01"}
    assert "Geen bereik" not in json.dumps(data)


def test_it_begins_from_the_person_s_page(qtbot: QtBot, page: PackagesPage, mees: int) -> None:
    page.context.go("people", mees)
    there = page.window().findChild(PeoplePage)
    assert there is not None
    qtbot.waitUntil(lambda: there.overview is not None)
    button = next(b for b in there.pane.findChildren(QPushButton) if b.text() == "Make a package…")
    qtbot.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: page.isVisible() and page.wizard.whose.can_go_on)
    assert page.wizard.whose.name == "Mees Jansen"


def test_stopped_halfway_nothing_is_left_and_one_may_go_on(
    qtbot: QtBot,
    page: PackagesPage,
    mees: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wizard = choose(qtbot, page)
    folder = tmp_path / "out"
    folder.mkdir()
    to_delivery(qtbot, wizard, folder / "p.zip")

    has_begun, may_go_on = threading.Event(), threading.Event()
    make = package_order.make

    def slowly(
        session: Session, order: Order, target: Path, progress: Progress
    ) -> tuple[ExportResult, Changes]:
        def report(done: int, total: int | None) -> None:
            if done == 5:
                has_begun.set()
                assert may_go_on.wait(5)
            progress(done, total)

        return make(session, order, target, report)

    monkeypatch.setattr(package_order, "make", slowly)
    for begun in (False, True):
        qtbot.mouseClick(wizard.forth, LEFT)
        assert wizard.step is Step.MAKING
        if begun:
            qtbot.waitUntil(lambda: has_begun.is_set() and wizard._has_begun)
        qtbot.mouseClick(wizard.making.stop, LEFT)
        may_go_on.set()
        qtbot.waitUntil(lambda: wizard.step is Step.DELIVERY)
        assert "Nothing of the package was left" in wizard.messages.message.text()
        qtbot.waitUntil(lambda: list(folder.iterdir()) == [])
        may_go_on.clear()
        has_begun.clear()
    monkeypatch.setattr(package_order, "make", make)
    go_on(qtbot, wizard, Step.RESULT)
    assert [path.name for path in folder.iterdir()] == ["p.zip"]


@pytest.mark.parametrize("place", ["", "p.zip", "/there/is/no/such/folder/p.zip"])
def test_a_place_that_is_none_is_told_before_anything_is_made(
    qtbot: QtBot, page: PackagesPage, mees: int, tmp_path: Path, place: str
) -> None:
    wizard = choose(qtbot, page)
    to_delivery(qtbot, wizard, tmp_path / "x")
    wizard.delivery.place.setText(place)
    if place:
        qtbot.mouseClick(wizard.forth, LEFT)
        assert "no such folder" in wizard.messages.message.text()
    else:
        assert not wizard.forth.isEnabled()
    assert wizard.step is Step.DELIVERY


def test_an_unsealed_package_has_no_passphrase_to_lose(
    qtbot: QtBot, page: PackagesPage, mees: int, tmp_path: Path, agree: list[str]
) -> None:
    wizard = choose(qtbot, page)
    to_delivery(qtbot, wizard, tmp_path / "open.zip")
    wizard.delivery.unsealed.click()
    assert wizard.delivery.place.text() == str(tmp_path / "open")
    go_on(qtbot, wizard, Step.RESULT)
    assert (tmp_path / "open" / "index.html").is_file()
    assert not wizard.result.passphrase.isVisible()
    qtbot.mouseClick(wizard.forth, LEFT)
    assert agree == []


def test_the_longest_passphrase_is_shown_and_copied_as_it_is(
    qtbot: QtBot, page: PackagesPage, tmp_path: Path
) -> None:
    longest = "-".join(sorted(word_list(), key=len)[-6:])
    assert len(longest) > 50
    result = page.wizard.result
    result.show_result(ExportResult(1, tmp_path / "p.zip", "0" * 64, {"account": 1}, 0, 0, longest))
    assert result.passphrase.text() == longest
    result.copy.click()
    assert QGuiApplication.clipboard().text() == longest
    result.leave()


def test_what_was_said_comes_back_after_a_lock(qtbot: QtBot, page: PackagesPage, mees: int) -> None:
    wizard = choose(qtbot, page)
    go_on(qtbot, wizard, Step.CONTENTS)
    go_on(qtbot, wizard, Step.OTHERS)
    qtbot.waitUntil(lambda: "06-12345678" in lines(wizard))
    on_line(wizard, "06-12345678")
    qtbot.keyClick(wizard.others.lines, Qt.Key.Key_Space)
    kept = json.loads(json.dumps(page.remember()))
    assert kept["order"]["person"] == mees
    wizard.leave()
    page.restore(kept)
    qtbot.waitUntil(lambda: wizard.whose.can_go_on)
    go_on(qtbot, wizard, Step.CONTENTS)
    go_on(qtbot, wizard, Step.OTHERS)
    qtbot.waitUntil(lambda: "06-12345678" in lines(wizard))
    assert lines(wizard)["06-12345678"][0] == "No"


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
    qtbot: QtBot, page: PackagesPage, session: Session, tmp_path: Path
) -> None:
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


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("een\r\ntwee drie", "drie"),
        ("\U0001f600\U0001f600 drie", "drie"),
        ("om\u202egekeerd\u2066 drie\x00", "drie"),
        ("half \ud83d drie", "drie"),
        ("a" * 1_000_000 + " drie", "drie"),
    ],
)
def test_the_mark_lies_on_the_value_whatever_stands_before(
    qtbot: QtBot, theme: Theme, text: str, value: str
) -> None:
    view = MarkedText(theme)
    qtbot.addWidget(view)
    start = text.index(value)
    view.show_text(text, [Part(start, start + len(value), False, True)])
    (mark,) = view.extraSelections()
    cursor = getattr(mark, "cursor")  # noqa: B009 - the stubs know none of its fields
    assert cursor.selectedText() == value
    assert len(view.toPlainText()) < 20_000


def test_a_technician_seals(
    qtbot: QtBot, page: PackagesPage, mees: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.workflows.package_order.may_unseal", lambda _session: False)
    wizard = Wizard(page.context)
    qtbot.addWidget(wizard)
    assert not wizard.delivery.unsealed.isEnabled()
    assert wizard.delivery.sealed.isChecked()
