"""A letter before it goes out: previewed, edited, and saved as mail or PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from app.i18n import N_, _
from app.model.changes import Changes
from app.model.letter import LETTER_LABELS, Letter, LetterKind
from app.workflows.requests import letters
from app.workflows.requests.letters import FiledLetter
from ui import prompts
from ui.pages import Context
from ui.text import one_line
from ui.widgets.choice_button import ChoiceButton
from ui.widgets.form_dialog import FormDialog
from ui.widgets.gate_card import field, labelled
from ui.widgets.plain_label import PlainLabel

_LINES = 16
_LANGUAGES = {"nl": N_("Dutch"), "en": N_("English")}


class LetterDialog(FormDialog):
    """Shows a letter as it would go out; both buttons save it and file it with its request.

    ``redraft`` drafts it anew in a language.
    """

    WIDTH = 84

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        number: int,
        letter: Letter,
        redraft: Callable[[str], Letter],
    ) -> None:
        title = _(LETTER_LABELS[letter.kind])
        super().__init__(context, title, _("Save as mail…"), parent)
        self._number = number
        self._redraft = redraft
        self._as_pdf = False
        self.letter = letter
        self.language = ChoiceButton(context.theme, _("Language"))
        self.language.set_choices([(code, _(t)) for code, t in _LANGUAGES.items()], letter.language)
        self.to = PlainLabel(tone="muted", wrap=True, selectable=True)
        address, self.address = field(_("E-mail address"))
        self.address.setPlaceholderText(_("Leave empty to send it by post"))
        self.address.textChanged.connect(lambda text: self.submit.setEnabled(bool(text.strip())))
        # Of a person the known address is the one; a recipient may be known by name alone.
        if letter.kind is not LetterKind.NOTICE:
            address.hide()
        subject, self.subject = field(_("Subject"))
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(_("Text of the letter"))
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(self.fontMetrics().lineSpacing() * _LINES)
        self.form.addWidget(self.to)
        how = _(
            "Read it and change what you like. Save it as mail and open the file: your mail program"
            " sends it. Or save it as a PDF to send by post. Both file it with the request."
        )
        self.form.addWidget(PlainLabel(how, tone="muted", wrap=True))
        self.form.addWidget(labelled(_("Language"), self.language))
        self.form.addWidget(address)
        self.form.addWidget(subject)
        self.form.addWidget(labelled(_("Text"), self.text), 1)
        self.pdf = QPushButton(_("Save as PDF…"))
        self.pdf.setAutoDefault(False)
        self.pdf.clicked.connect(lambda: self._save(".pdf"))
        self.buttons.insertWidget(self.buttons.count() - 1, self.pdf)
        self.language.picked.connect(self._translate)
        self._show(letter)

    def _show(self, letter: Letter) -> None:
        self.letter = letter
        to = f"{letter.to_name} <{letter.to_address}>" if letter.to_address else letter.to_name
        self.to.setText(_("To: {person}").format(person=one_line(to) or "–"))
        self.address.setText(letter.to_address)
        self.subject.setText(letter.subject)
        self.text.setPlainText(letter.text)
        self.submit.setEnabled(bool(letter.to_address))

    def _translate(self, language: str) -> None:
        """Draft it anew in another language; what was typed in the other one goes."""
        self.context.jobs.read(
            self, lambda: self._redraft(language), self._show, failed=self.refused
        )

    def send(self) -> None:
        """Save it as a mail that the mail program sends."""
        self._save(".eml")

    def set_busy(self, busy: bool) -> None:
        """Show at the button that was pressed that the work is done, and let none be pressed."""
        wait = _("One moment…")
        self.submit.setText(wait if busy and not self._as_pdf else self._action)
        self.submit.setEnabled(not busy and bool(self.address.text().strip()))
        self.pdf.setText(wait if busy and self._as_pdf else _("Save as PDF…"))
        self.pdf.setEnabled(not busy)

    def _save(self, ending: str) -> None:
        name = f"{self.letter.kind.value}-{self._number}{ending}"
        chosen = prompts.choose_save(self, _("Where to write the letter"), name)
        if chosen is None:
            return
        # The ending decides what is written: a name without one gets it.
        path: Path = chosen if chosen.suffix.lower() == ending else Path(f"{chosen}{ending}")
        session, number = self.context.session, self._number
        letter = replace(
            self.letter,
            to_address=self.address.text().strip(),
            subject=self.subject.text(),
            text=self.text.toPlainText() + "\n",
        )
        self.messages.hide()
        self._as_pdf = ending == ".pdf"
        self.set_busy(True)

        def saved(_changes: Changes) -> None:
            self.context.tell(_("The letter is saved and filed with the request."))
            self.accept()

        self.context.jobs.write(
            self,
            lambda: letters.save(session, number, letter, path),
            saved,
            failed=self.refused,
        )


class ReadDialog(FormDialog):
    """Shows a letter as it was filed."""

    WIDTH = 84

    def __init__(self, context: Context, parent: QWidget, letter: FiledLetter) -> None:
        super().__init__(context, _(LETTER_LABELS[LetterKind(letter.kind)]), _("Close"), parent)
        self.form.addWidget(PlainLabel(one_line(letter.subject), role="heading", wrap=True))
        self.form.addWidget(PlainLabel(letter.text, wrap=True, selectable=True))
        self.form.addStretch(1)
        self.be_read_only()

    def send(self) -> None:
        """Close it."""
        self.accept()
