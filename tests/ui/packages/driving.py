"""Keys and clicks through the steps of a package."""

from __future__ import annotations

from pathlib import Path

import pyzipper
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidget
from pytestqt.qtbot import QtBot

from app.workflows.package_order import Step
from ui.packages.page import PackagesPage
from ui.packages.wizard import Wizard

LEFT = Qt.MouseButton.LeftButton
PATIENCE = 30_000
"""Milliseconds: a package is written in six forms, while other tests use the same cores."""


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
    for step in (Step.CONTENTS, Step.OTHERS):
        go_on(qtbot, wizard, step)
    has_files = wizard.contents.counted is not None and wizard.contents.counted.files
    for step in (Step.FILES, Step.DELIVERY) if has_files else (Step.DELIVERY,):
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
