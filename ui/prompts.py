"""The system's own dialogs and questions, behind one door so that a test can answer them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from app.i18n import _


def choose_folder(parent: QWidget, title: str, start: Path) -> Path | None:
    """Let the user choose a folder; None when they choose none."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(start))
    return Path(chosen) if chosen else None


def print_text(parent: QWidget, title: str, text: str) -> bool:
    """Let the user print a plain text; False when they print nothing."""
    # Loaded here: it takes its time to find the printers, and is needed once in a store's life.
    from PySide6.QtGui import QFont, QPainter  # noqa: PLC0415
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415

    printer = QPrinter()
    printer.setDocName(title)
    dialog = QPrintDialog(printer, parent)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    painter = QPainter(printer)
    painter.setFont(QFont("monospace", 12))
    margin = printer.resolution()  # an inch
    painter.drawText(painter.viewport().adjusted(margin, margin, -margin, -margin), 0, text)
    painter.end()
    return True


def choose_files(parent: QWidget, title: str) -> list[Path]:
    """Let the user choose files to read; none when they choose none."""
    chosen, _filter = QFileDialog.getOpenFileNames(parent, title)
    return [Path(path) for path in chosen]


def choose_save(parent: QWidget, title: str, name: str) -> Path | None:
    """Let the user choose where to write a file; None when they choose nothing."""
    chosen, _filter = QFileDialog.getSaveFileName(parent, title, str(Path.home() / name))
    return Path(chosen) if chosen else None


def confirm(parent: QWidget, title: str, question: str, yes: str, no: str = "") -> bool:
    """Ask whether to go on; the answer that does nothing is the one Enter and Escape give.

    ``no`` says it where "Cancel" could be taken for either.
    """
    from ui.widgets.question import Question  # noqa: PLC0415 - loaded when first shown

    asked = Question(parent, title, question, yes, no or _("Cancel"))
    asked.exec()
    asked.deleteLater()
    return asked.result() == Question.DialogCode.Accepted


def open_file(path: Path) -> bool:
    """Open a file with the program that the system has for it; False where it has none."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
