"""Points at the field that keeps the work of a form from being done."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from app.i18n import _

_WRONG = "wrong"


def ask_for(*fields: QLineEdit | QPlainTextEdit) -> None:
    """Say of fields, while nothing stands in them, that the work cannot be done without."""
    for field in fields:
        field.setPlaceholderText(_("Needed"))
        if isinstance(field, QPlainTextEdit):  # of which Qt tells no screen reader the placeholder
            field.setAccessibleDescription(_("Needed"))


def point_at(field: QLineEdit | QPlainTextEdit, said: str) -> None:
    """Put the keyboard into a field and mark it, until it is changed.

    A screen reader says what is wrong behind the field's name.
    """
    if not field.property(_WRONG):
        before = field.accessibleDescription()

        def unmark() -> None:
            field.textChanged.disconnect(unmark)
            field.setAccessibleDescription(before)
            _mark(field, False)

        field.textChanged.connect(unmark)
        _mark(field, True)
    field.setAccessibleDescription(said)
    field.setFocus()


def _mark(field: QLineEdit | QPlainTextEdit, wrong: bool) -> None:
    field.setProperty(_WRONG, wrong)
    field.style().unpolish(field)
    field.style().polish(field)
