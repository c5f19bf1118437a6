"""A package is made, reviewed, handed over and removed by keys and clicks alone."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from app.documents.package.passphrase import word_list
from app.model.changes import Changes, Progress
from app.model.mail import MailAttachment
from app.model.ticket import Channel
from app.workflows import (
    package_order,
    packages,
    people,
    tickets,
    verification,
)
from app.workflows.export import ExportResult
from app.workflows.package_order import Order, Step
from app.workflows.session import Session
from tests.ui.packages.driving import (
    LEFT,
    cell,
    choose,
    go_on,
    lines,
    on_line,
    opened,
    to_delivery,
)
from tests.workflows.packages import everything, forms
from ui.packages.page import PackagesPage
from ui.packages.wizard import Wizard
from ui.people.page import PeoplePage

CTRL = Qt.KeyboardModifier.ControlModifier


def test_ctrl_enter_leads_on_from_any_field_once_a_step_may_be_left(
    qtbot: QtBot, page: PackagesPage, mees: int
) -> None:
    wizard = choose(qtbot, page)
    for step in (Step.CONTENTS, Step.OTHERS):
        qtbot.waitUntil(wizard.forth.isEnabled)
        for _twice in range(2):  # the second comes before the next step may be left
            qtbot.keyClick(wizard.window().focusWidget(), Qt.Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda: wizard.step is step)  # noqa: B023 - asked at once


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
    looked = wizard.contents.records
    qtbot.waitUntil(lambda: looked.table is not None and looked.table.rowCount() == 3)
    records = looked.table
    assert records is not None
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
    go_on(qtbot, wizard, Step.FILES)
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
    assert agree == []  # the button says that it was noted: one answer is enough
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
            qtbot.waitUntil(has_begun.is_set)
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
    told: list[str] = []
    window = page.window()
    assert isinstance(window, QMainWindow)
    window.statusBar().messageChanged.connect(told.append)
    result.copy.click()
    assert QGuiApplication.clipboard().text() == longest
    assert "half a minute" in told[-1]
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
    wizard.begin()
    page.restore(kept)
    qtbot.waitUntil(lambda: wizard.whose.can_go_on)
    go_on(qtbot, wizard, Step.CONTENTS)
    go_on(qtbot, wizard, Step.OTHERS)
    qtbot.waitUntil(lambda: "06-12345678" in lines(wizard))
    assert lines(wizard)["06-12345678"][0] == "No"


def test_words_that_were_not_found_are_typed_and_blacked_out(
    qtbot: QtBot, page: PackagesPage, session: Session, tmp_path: Path
) -> None:
    olga, _ = people.add(session, display_name="Olga Smit", email="olga@example.nl")
    tickets.create(
        session,
        title="Van Kareltje",
        channel=Channel.EMAIL,
        text="Vraag het Kareltje maar.",
        requester_id=olga,
        attachments=[MailAttachment("foto van kareltje.txt", "text/plain", b"wit")],
    )
    told: list[str] = []
    wizard = choose(qtbot, page, "olga")
    for step in (Step.CONTENTS, Step.OTHERS):
        go_on(qtbot, wizard, step)
    others = wizard.others
    qtbot.waitUntil(lambda: others.can_go_on)
    assert lines(wizard) == {}
    assert wizard.others.total.text() == "Nothing about other people was found."
    qtbot.keyClicks(others.words, "kareltje")
    qtbot.keyClick(others.words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(lines(wizard)) == 1)
    assert others.words.text() == ""
    assert "3 places" in others.total.text()
    assert page.window().workspace is not None  # type: ignore[attr-defined] # the main window
    page.window().workspace.said.connect(told.append)  # type: ignore[attr-defined] # as above
    qtbot.keyClicks(others.words, "Wim")
    qtbot.keyClick(others.words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: told == ["No text of the package has these words: Wim"])
    for step in (Step.FILES, Step.DELIVERY):
        go_on(qtbot, wizard, step)
    wizard.delivery.place.setText(str(tmp_path / "p.zip"))
    go_on(qtbot, wizard, Step.RESULT)
    held = opened(tmp_path / "p.zip", wizard.result.passphrase.text())
    assert "kareltje" not in everything(held).casefold()


def test_a_technician_seals(
    qtbot: QtBot, page: PackagesPage, mees: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.workflows.package_order.may_unseal", lambda _session: False)
    wizard = Wizard(page.context)
    qtbot.addWidget(wizard)
    assert not wizard.delivery.unsealed.isEnabled()
    assert wizard.delivery.sealed.isChecked()
