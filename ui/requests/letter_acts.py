"""What the buttons of a request do about letters: each is drafted, previewed, saved and filed."""

from __future__ import annotations

from app.model.changes import Changes
from app.model.letter import Letter, LetterKind
from app.workflows.requests import identity, letters
from app.workflows.requests.letters import FiledLetter
from ui.requests.acting import Acting
from ui.requests.letter_dialog import LetterDialog, ReadDialog


class LetterActs(Acting):
    """The letters of the request that is shown."""

    def send_code(self) -> None:
        """Make a code and open the letter that carries it to the known address."""
        number, session = self.number, self._session

        def made(result: tuple[Letter, Changes]) -> None:
            letter = result[0]

            def redraft(language: str) -> Letter:
                return letters.draft(session, number, letter.kind, language, code=letter.code)

            self._open(LetterDialog(self._context, self._page, number, letter, redraft))

        def work() -> tuple[Letter, Changes]:
            code, changes = identity.challenge(session, number)
            kind = LetterKind.IDENTIFICATION
            return letters.draft(session, number, kind, code=code), changes

        self._context.jobs.write(self._page, work, made, failed=self._context.show_error)

    def acknowledge(self) -> None:
        """Write that the request was received."""
        self._letter(LetterKind.ACKNOWLEDGEMENT)

    def write_extension(self) -> None:
        """Write of the extension."""
        self._letter(LetterKind.EXTENSION)

    def write_closing(self) -> None:
        """Write the letter that ends the request."""
        if self.guide is not None:
            self._letter(letters.closing_kind(self.guide.standing.request))

    def ask_meaning(self) -> None:
        """Write to the person what is not clear; filing the letter stops the clock."""
        self._letter(LetterKind.CLARIFICATION)

    def notify(self, disclosure: int) -> None:
        """Write to somebody who received data what changed of it."""
        self._letter(LetterKind.NOTICE, disclosure)

    def _letter(self, kind: LetterKind, disclosure: int | None = None) -> None:
        session, number = self._session, self.number

        def draft(language: str = "") -> Letter:
            return letters.draft(session, number, kind, language, disclosure=disclosure)

        self._context.jobs.read(
            self._page,
            draft,
            lambda letter: self._open(
                LetterDialog(self._context, self._page, number, letter, draft)
            ),
            failed=self._context.show_error,
        )

    def read(self, letter: FiledLetter) -> None:
        """Show a letter as it was filed."""
        self._open(ReadDialog(self._context, self._page, letter))
