"""Asks for a written reason, without which nothing is done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.i18n import _
from ui.pages import Context
from ui.widgets.form_dialog import FormDialog
from ui.widgets.gate_card import labelled
from ui.widgets.plain_label import PlainLabel


class ReasonDialog(FormDialog):
    """One question and a text; the caller does what it is the reason of."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        *,
        title: str,
        question: str,
        action: str,
        given: Callable[[str], None],
    ) -> None:
        super().__init__(context, title, action, parent)
        self.given = given
        self.reason = QPlainTextEdit()
        self.reason.setAccessibleName(_("Reason"))
        self.reason.setTabChangesFocus(True)
        self.form.addWidget(PlainLabel(question, wrap=True))
        self.form.addWidget(labelled(_("Reason"), self.reason))
        self.reason.textChanged.connect(self._allow)
        self._allow()
        self.reason.setFocus()

    @property
    def text(self) -> str:
        """The reason as it is written."""
        return self.reason.toPlainText().strip()

    def _allow(self) -> None:
        self.submit.setEnabled(bool(self.text))

    def send(self) -> None:
        """Give the reason to the caller and close."""
        self.accept()
        self.given(self.text)
