"""What others wrote of the person is read, and given or left out, by keys and clicks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.model.ticket import Channel
from app.workflows import people, tickets
from app.workflows.package_order import Step
from app.workflows.session import Session
from tests.ui.packages.driving import LEFT, cell, choose, go_on, opened
from tests.workflows.packages import everything
from ui.packages.page import PackagesPage
from ui.packages.wizard import Wizard

DROPPED = "Olga Smit liet de laptop vallen, zegt Kees."
LATE = "Olga Smit kwam te laat."


@pytest.fixture
def olga(session: Session) -> int:
    olga, _ = people.add(session, display_name="Olga Smit", email="olga@example.nl")
    kees, _ = people.add(session, display_name="Kees Bos", email="kees@example.org")
    for text in (DROPPED, LATE):
        tickets.create(session, title="Vraag", channel=Channel.EMAIL, text=text, requester_id=kees)
    return olga


def listed(wizard: Wizard) -> dict[str, str]:
    """Return whether each passage is given, by its text."""
    table = wizard.mentions.list
    return {cell(table, row, 1): cell(table, row, 0) for row in range(table.rowCount())}


def test_one_passage_is_given_and_one_is_left_out(
    qtbot: QtBot, page: PackagesPage, olga: int, tmp_path: Path
) -> None:
    wizard = choose(qtbot, page, "olga")
    go_on(qtbot, wizard, Step.CONTENTS)
    qtbot.waitUntil(lambda: "named in 2 texts of others" in wizard.contents.total.text())
    go_on(qtbot, wizard, Step.MENTIONS)
    qtbot.waitUntil(lambda: listed(wizard) == {DROPPED: "Yes", LATE: "Yes"})
    mentions = wizard.mentions
    mentions.list.selectRow(list(listed(wizard)).index(LATE))
    qtbot.waitUntil(lambda: mentions.text.toPlainText() == LATE)
    assert mentions.why.text() == "Messages: Text · Nobody else on record is called so."
    mentions.list.setFocus()
    qtbot.keyClick(mentions.list, Qt.Key.Key_Space)
    assert listed(wizard) == {DROPPED: "Yes", LATE: "No"}
    assert mentions.total.text() == "1 passage is given · 1 is left out"
    assert not mentions.given.isChecked()
    # Others in what is given are proposed for blacking out; of what is left out nothing is.
    go_on(qtbot, wizard, Step.OTHERS)
    others = wizard.others
    qtbot.waitUntil(lambda: others.can_go_on and others.model.rowCount() == 1)
    others.lines.selectRow(0)
    qtbot.waitUntil(lambda: others.text.toPlainText() == DROPPED)
    qtbot.mouseClick(wizard.back, LEFT)
    qtbot.waitUntil(lambda: listed(wizard) == {DROPPED: "Yes", LATE: "No"})
    kept = json.loads(json.dumps(page.remember()))
    assert len(kept["order"]["left"]) == 1
    for step in (Step.OTHERS, Step.DELIVERY):
        go_on(qtbot, wizard, step)
    wizard.delivery.place.setText(str(tmp_path / "p.zip"))
    go_on(qtbot, wizard, Step.RESULT)
    text = everything(opened(tmp_path / "p.zip", wizard.result.passphrase.text()))
    assert "liet de laptop vallen" in text
    assert "te laat" not in text
    assert "Kees" not in text


def test_a_decision_comes_back_after_a_lock(qtbot: QtBot, page: PackagesPage, olga: int) -> None:
    wizard = choose(qtbot, page, "olga")
    for step in (Step.CONTENTS, Step.MENTIONS):
        go_on(qtbot, wizard, step)
    qtbot.waitUntil(lambda: len(listed(wizard)) == 2)
    wizard.mentions.given.click()
    decided = listed(wizard)
    assert sorted(decided.values()) == ["No", "Yes"]
    kept = json.loads(json.dumps(page.remember()))
    wizard.begin()
    page.restore(kept)
    qtbot.waitUntil(lambda: wizard.whose.can_go_on)
    for step in (Step.CONTENTS, Step.MENTIONS):
        go_on(qtbot, wizard, step)
    qtbot.waitUntil(lambda: listed(wizard) == decided)
