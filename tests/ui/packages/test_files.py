"""Attachments are looked at one by one, and what is withheld is not in the package that is made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.model.mail import MailAttachment
from app.model.package import Withheld
from app.model.ticket import Channel
from app.workflows import people, tickets
from app.workflows.package_order import Step
from app.workflows.session import Session
from tests.ui.packages.driving import cell, choose, go_on, opened
from ui.packages.page import PackagesPage
from ui.packages.wizard import Wizard
from ui.widgets.plain_label import PlainLabel

LEFT = Qt.MouseButton.LeftButton


def png() -> bytes:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # the stubs know only a file's name
    return bytes(content.data())


@pytest.fixture
def attached(mees: int, session: Session) -> int:
    tickets.create(
        session,
        title="Scherm",
        channel=Channel.EMAIL,
        text="Zie de bijlagen.",
        requester_id=mees,
        attachments=[
            MailAttachment("scherm van Joost.png", "image/png", png()),
            MailAttachment("log.txt", "text/plain", b"alles van Mees"),
            MailAttachment("lijst.xlsx", "application/vnd.ms-excel", b"PK"),
        ],
    )
    return mees


def listed(wizard: Wizard) -> dict[str, str]:
    """Return whether each attachment is given, by name."""
    table = wizard.files.list
    return {cell(table, row, 1): cell(table, row, 0) for row in range(table.rowCount())}


def to_files(qtbot: QtBot, wizard: Wizard) -> None:
    for step in (Step.CONTENTS, Step.OTHERS, Step.FILES):
        go_on(qtbot, wizard, step)
    qtbot.waitUntil(lambda: wizard.files.can_go_on)


def on_file(qtbot: QtBot, wizard: Wizard, name: str) -> None:
    table = wizard.files.list
    texts = [cell(table, row, 1) for row in range(table.rowCount())]
    table.selectRow(texts.index(name))
    qtbot.waitUntil(lambda: wizard.files.name.text() == name)


def test_each_is_looked_at_and_one_is_withheld(
    qtbot: QtBot, page: PackagesPage, attached: int, tmp_path: Path
) -> None:
    wizard = choose(qtbot, page)
    to_files(qtbot, wizard)
    files = wizard.files
    assert "attachments are given" in files.total.text()
    on_file(qtbot, wizard, "log.txt")
    qtbot.waitUntil(lambda: files.view.text.toPlainText() == "alles van Mees")
    on_file(qtbot, wizard, "lijst.xlsx")
    qtbot.waitUntil(lambda: files.view.currentWidget() is files.view.nothing)
    on_file(qtbot, wizard, "scherm van Joost.png")
    qtbot.waitUntil(lambda: files.view.currentWidget() is files.view.canvas)
    files.choice.picked.emit(Withheld.OTHERS)
    assert listed(wizard)["scherm van Joost.png"] == "No"
    assert listed(wizard)["log.txt"] == "Yes"
    assert "1 is withheld" in files.total.text()
    assert files.name.text() == "scherm van Joost.png"
    # It stays decided after going back and on.
    qtbot.mouseClick(wizard.back, LEFT)
    assert wizard.step is Step.OTHERS
    go_on(qtbot, wizard, Step.FILES)
    qtbot.waitUntil(lambda: listed(wizard).get("scherm van Joost.png") == "No")
    go_on(qtbot, wizard, Step.DELIVERY)
    wizard.delivery.place.setText(str(tmp_path / "p.zip"))
    go_on(qtbot, wizard, Step.RESULT)
    facts = " ".join(label.text() for label in wizard.result.findChildren(PlainLabel))
    assert "· 1 is withheld" in facts
    held = opened(tmp_path / "p.zip", wizard.result.passphrase.text())
    assert png() not in held.values()
    assert b"alles van Mees" in held.values()
    assert "niet meegegeven" in held["index.html"].decode()


def test_what_is_withheld_comes_back_after_a_lock(
    qtbot: QtBot, page: PackagesPage, attached: int
) -> None:
    wizard = choose(qtbot, page)
    to_files(qtbot, wizard)
    on_file(qtbot, wizard, "log.txt")
    wizard.files.choice.picked.emit(Withheld.HARMFUL)
    kept = json.loads(json.dumps(page.remember()))
    wizard.begin()
    page.restore(kept)
    qtbot.waitUntil(lambda: wizard.whose.can_go_on)
    to_files(qtbot, wizard)
    qtbot.waitUntil(lambda: listed(wizard).get("log.txt") == "No")
    on_file(qtbot, wizard, "log.txt")
    assert wizard.files.choice.value is Withheld.HARMFUL


def test_the_step_is_passed_over_where_there_are_no_attachments(
    qtbot: QtBot, page: PackagesPage, session: Session
) -> None:
    people.add(session, display_name="Olga Smit", email="olga@example.nl")
    wizard = choose(qtbot, page, "olga")
    for step in (Step.CONTENTS, Step.OTHERS, Step.DELIVERY):
        go_on(qtbot, wizard, step)
    qtbot.mouseClick(wizard.back, LEFT)
    assert wizard.step is Step.OTHERS
