"""How errors are shown: a known one as a message, a bug as a report that holds no values."""

from __future__ import annotations

import platform
import sys
import traceback
from pathlib import Path

from PySide6 import __version__ as pyside_version
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from app.i18n import _
from ui.widgets.dialog import Dialog
from ui.widgets.plain_label import PlainLabel

_DEPTH = 40  # calls named in a report
_WIDE, _LOW = 520, 90  # pixels of a report


def bug_report(error: BaseException) -> str:
    """Describe a bug by where it happened: kinds of errors, files, lines and functions.

    What an error says is left out, because it may quote a person or a secret; so is all that
    was in a variable.
    """
    lines = [
        f"Python {platform.python_version()}, PySide {pyside_version}, {sys.platform}",
    ]
    shown: BaseException | None = error
    while shown is not None:
        lines.append(f"{type(shown).__module__}.{type(shown).__qualname__}")
        for frame in traceback.extract_tb(shown.__traceback__)[-_DEPTH:]:
            lines.append(f"  {_short(frame.filename)}:{frame.lineno} {frame.name}")
        shown = shown.__cause__ or (None if shown.__suppress_context__ else shown.__context__)
    return "\n".join(lines)


def _short(filename: str) -> str:
    # Where a file lies names the user's home; its last folders name the code well enough.
    return "/".join(Path(filename).parts[-3:])


class BugDialog(Dialog):
    """Says that the program failed, that the store is safe, and what to send to whom."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("A fault in the program"))
        report = bug_report(error)
        text = QPlainTextEdit(report)
        text.setReadOnly(True)
        text.setAccessibleName(_("Report"))
        text.setMinimumSize(_WIDE, _LOW)  # it takes what a high screen has to spare
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.copy = buttons.addButton(_("Copy report"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.setContentsMargins(20, 20, 20, 16)
        column.addWidget(PlainLabel(_("Something went wrong inside the program."), role="title"))
        column.addWidget(
            PlainLabel(
                _(
                    "What was saved before is safe; the last action may not have been carried"
                    " out. Please send this report to whoever looks after the program: it says"
                    " where the fault is, and holds no names, texts or other data."
                ),
                wrap=True,
            )
        )
        column.addWidget(text, 1)
        column.addWidget(buttons)
