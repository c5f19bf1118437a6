"""What somebody typed into the fields of a dialog and would have to type again."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from ui.widgets.suggestions import LOOKS_UP


def mark_typed(*fields: QLineEdit | QPlainTextEdit) -> None:
    """Take what the program has put into fields as typed there: it was typed before a lock."""
    for field in fields:
        if isinstance(field, QLineEdit):
            field.setModified(True)
        else:
            field.document().setModified(True)


def characters_typed(widget: QWidget) -> int:
    """Count the characters in the fields that were typed into.

    Passphrases and what finds something do not count, nor do fields that only the program filled.
    """
    lines = sum(
        len(line.text().strip())
        for line in widget.findChildren(QLineEdit)
        if line.isModified()
        and line.echoMode() is QLineEdit.EchoMode.Normal
        and not line.property(LOOKS_UP)
    )
    texts = sum(
        len(text.toPlainText().strip())
        for text in widget.findChildren(QPlainTextEdit)
        if text.document().isModified()
    )
    return lines + texts
