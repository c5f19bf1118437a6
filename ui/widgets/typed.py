"""What somebody typed into the fields of a dialog and would have to type again."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from ui.widgets.suggestions import LOOKS_UP

_GIVEN = "given"
"""The property of a field: what the program has put into it."""


def note_given(widget: QWidget) -> None:
    """Take what stands in the fields by now as the program's: nobody has to type that again."""
    for line in widget.findChildren(QLineEdit):
        if not line.isModified() and line.echoMode() is QLineEdit.EchoMode.Normal:
            line.setProperty(_GIVEN, line.text())
    for text in widget.findChildren(QPlainTextEdit):
        if not text.document().isModified():
            text.setProperty(_GIVEN, text.toPlainText())


def mark_typed(*fields: QLineEdit | QPlainTextEdit) -> None:
    """Take what the program has put into fields as typed there: it was typed before a lock."""
    for field in fields:
        field.setProperty(_GIVEN, "")
        if isinstance(field, QLineEdit):
            field.setModified(True)
        else:
            field.document().setModified(True)


def characters_typed(widget: QWidget) -> int:
    """Count the characters that were typed into the fields.

    Passphrases and what finds something do not count, nor does what the program had put there.
    """
    lines = sum(
        _typed_into(line, line.text())
        for line in widget.findChildren(QLineEdit)
        if line.isModified()
        and line.echoMode() is QLineEdit.EchoMode.Normal
        and not line.property(LOOKS_UP)
    )
    texts = sum(
        _typed_into(text, text.toPlainText())
        for text in widget.findChildren(QPlainTextEdit)
        if text.document().isModified()
    )
    return lines + texts


def _typed_into(field: QWidget, text: str) -> int:
    """Count what stands between the beginning and the end that were there already."""
    given = str(field.property(_GIVEN) or "")
    before = _alike(text, given)
    rest, of_given = text[before:], given[before:]
    after = _alike(rest[::-1], of_given[::-1])
    return len(rest[: len(rest) - after].strip())


def _alike(one: str, other: str) -> int:
    """Count the characters with which both begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
