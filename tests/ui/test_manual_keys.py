"""Every key that the manual names does something in the window."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QKeySequence

from app.i18n import translator
from tests.manual_text import LANGUAGES, chapters, code, read
from ui.application import PAGES
from ui.main_window import MainWindow

_KEY = re.compile(r"(?:(?:Ctrl|Alt|Shift)\+)*(?:[A-Z0-9?/,]|F\d{1,2}|[←→]|[A-Z][a-z]+)")
_ARROWS = {"←": "Left", "→": "Right"}
_OF_WIDGETS = {
    "Ctrl": "chooses rows, with the mouse",
    "Shift": "the same",
    "Ctrl+A": "chooses every row of a list",
    "Ctrl+Enter": "hands a text in",
    "Enter": "does what one mostly wants",
    "Esc": "goes back",
    "Home": "the first row",
    "End": "the last row",
    "Tab": "the next field",
    "Shift+Tab": "the field before",
    "Space": "ticks",
    "Spatie": "ticks, in Dutch",
}
"""Keys that a widget hears for itself, and what they do; the registry does not know these."""


def _named(language: str) -> set[str]:
    """Return the keys that the manual names."""
    texts = (text for chapter in chapters(language) for text in code(read(language, chapter)))
    return {text for text in texts if _KEY.fullmatch(text)}


_ROW = re.compile(r"^\| `([^`]+)` \| \*\*([^*]+)\*\*", re.MULTILINE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_does_what_the_table_beside_it_says(window: MainWindow, language: str) -> None:
    assert window.workspace is not None
    for spec in PAGES:
        window.workspace.page(spec.id)
    said = translator(language)
    does = {(key, said(each.title)) for each in window.workspace.registry for key in each.keys}

    rows = {row for chapter in chapters(language) for row in _ROW.findall(read(language, chapter))}
    assert len(rows) > 20
    assert not rows - does


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_of_the_manual_works(window: MainWindow, language: str) -> None:
    assert window.workspace is not None
    for spec in PAGES:
        window.workspace.page(spec.id)  # a page adds its keys as it is made
    heard = {QKeySequence(key) for action in window.workspace.registry for key in action.keys}

    named = _named(language) - set(_OF_WIDGETS)
    unknown = {
        key
        for key in named
        if QKeySequence("".join(_ARROWS.get(character, character) for character in key))
        not in heard
    }
    assert len(named) > 20  # it looked for something
    assert not unknown
