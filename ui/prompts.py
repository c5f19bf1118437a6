"""The system's own dialogs, behind one door so that a test can answer for the user."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


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
