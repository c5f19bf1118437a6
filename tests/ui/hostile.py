"""Text made to hurt, and what must hold of every widget that shows it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTextEdit, QWidget

from ui.widgets.plain_label import PlainLabel

_LINK = "<a href='data:text/html,x'>link</a> file:///etc/passwd <img src='{path}'>"
TEXTS = {
    "markup": _LINK,
    "turning": "\u202egnp.exe\u202c \u2066\u2067\u2069 tail",
    "long word": "W" * 10_000,
    "right to left": "שלום עולם " * 300,
    "emoji": "👩‍👩‍👧‍👦😀" * 500,
    "stacked": "Z" + "\u0335\u0353\u034b" * 400,
    "ampersands": "&S &&& \t\v\x07\x1b[31m\x00 a\u2028b",
}


def check(widget: QWidget) -> None:
    """Nothing that shows a text may interpret it, and nothing may push the window wider."""
    for label in widget.findChildren(QLabel):
        if isinstance(label, PlainLabel):
            assert label.textFormat() is Qt.TextFormat.PlainText
        else:
            assert label.text() == "", label.text()  # a picture
    assert not widget.findChildren(QTextEdit)
    for child in widget.findChildren(QWidget):
        assert "<img" not in child.toolTip()
    assert not widget.grab().isNull()
