"""The policy can be read in the window: all of it, in the window's language, by its version."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.i18n import set_language
from app.policy import load_policy
from ui.main_window import MainWindow
from ui.policy_dialog import PolicyDialog
from ui.widgets.plain_label import PlainLabel


def text_of(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(PlainLabel))


@pytest.fixture
def dialog(qtbot: QtBot, window: MainWindow) -> PolicyDialog:
    assert window.workspace is not None
    assert window.workspace.registry.run("window.policy")
    qtbot.waitUntil(lambda: window.findChild(PolicyDialog) is not None)
    found = window.findChild(PolicyDialog)
    assert found is not None
    return found


def test_all_that_the_policy_file_says_can_be_read(qtbot: QtBot, dialog: PolicyDialog) -> None:
    policy, text = load_policy(), text_of(dialog)
    said = [
        *(article.summary("en") for article in policy.articles.values()),
        *(purpose.label("en") for purpose in policy.purposes.values()),
        *(category.description("en") for category in policy.categories.values()),
        *(rule.label("en") for rule in policy.retention.values()),
        *(law.name("en") for law in policy.laws.values()),
        policy.information.rights("en"),
        policy.contact.privacy,
        policy.supervisor.post,
        policy.document.author,
        policy.document.classification,
    ]
    assert [one for one in said if one not in text] == []
    qtbot.mouseClick(dialog.submit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_it_speaks_the_language_of_the_window(qtbot: QtBot, window: MainWindow) -> None:
    assert window.workspace is not None
    set_language("nl")
    try:
        dialog = PolicyDialog(window.workspace.context, window, load_policy())
        qtbot.addWidget(dialog)
        text = text_of(dialog)
    finally:
        set_language("en")
    assert load_policy().articles[4].summary("nl") in text
    assert "Wat wordt bewaard, waarom en hoe lang" in text
    assert load_policy().articles[4].summary("en") not in text
