"""The language of the window: our own texts, Qt's, and dates."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from app import i18n

_NAME = "language"


def speak(app: QApplication, language: str) -> None:
    """Use a language from now on; empty follows the system. What is shown already stays."""
    i18n.set_language(language or i18n.system_language())
    spoken = i18n.current_language()
    QLocale.setDefault(QLocale(spoken))
    for before in app.findChildren(QTranslator, _NAME):
        app.removeTranslator(before)
        before.deleteLater()
    translator = QTranslator(app)
    translator.setObjectName(_NAME)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{spoken}", folder):
        app.installTranslator(translator)
