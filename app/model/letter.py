"""Letters of a request: to the person behind it, and to those who received their data."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from app.i18n import N_
from app.model.subject_request import SubjectRequest


class LetterKind(StrEnum):
    """What a letter is for."""

    ACKNOWLEDGEMENT = "acknowledgement"
    IDENTIFICATION = "identification"
    CLARIFICATION = "clarification"
    EXTENSION = "extension"
    REFUSAL = "refusal"
    COMPLETION = "completion"
    NOTICE = "notice"
    """To somebody who received data: what changed of it (AVG, article 19)."""


LETTER_LABELS = {
    LetterKind.ACKNOWLEDGEMENT: N_("Acknowledgement"),
    LetterKind.IDENTIFICATION: N_("Request for identification"),
    LetterKind.CLARIFICATION: N_("Request for clarification"),
    LetterKind.EXTENSION: N_("Extension"),
    LetterKind.REFUSAL: N_("Decision with grounds"),
    LetterKind.COMPLETION: N_("Completion"),
    LetterKind.NOTICE: N_("Notice to a recipient"),
}


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it is previewed, edited and saved; ``subject`` and ``text`` may be edited."""

    kind: LetterKind
    language: str
    """``nl`` or ``en``."""
    to_name: str
    to_address: str
    """Empty when no address is known: then it goes by post, as a PDF."""
    subject: str
    text: str
    unwritten: str = ""
    """What stands in the text where the question must be written before the letter goes out."""
    code: str = ""
    """A challenge code that stands in the text and is kept nowhere else."""


@dataclass(frozen=True, slots=True)
class PassedOn:
    """To whom data was given, and which."""

    recipient: str
    category: str
    """In the letter's language."""
    on: str
    """ISO day."""


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What a template may say."""

    request: SubjectRequest
    name: str
    address: str
    code: str = ""
    valid_days: int = 0
    kept: tuple[str, ...] = ()
    """What must stay after a refusal, in the letter's language."""
    recipients: tuple[str, ...] = field(default_factory=tuple)
    """Those who were told of a correction, erasure or restriction."""
    question: str = ""
    """What the person is asked; empty: somebody writes it into the letter."""
    purposes: tuple[str, ...] = ()
    """Those to which an objection was granted, in the letter's language."""
    passed_on: PassedOn | None = None
    """Of a notice: to whom it goes, and what they received."""
