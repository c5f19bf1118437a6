"""Letters to the person behind a request."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from app.i18n import N_
from app.model.subject_request import SubjectRequest


class LetterKind(StrEnum):
    """What a letter is for."""

    ACKNOWLEDGEMENT = "acknowledgement"
    IDENTIFICATION = "identification"
    EXTENSION = "extension"
    REFUSAL = "refusal"
    COMPLETION = "completion"


LETTER_LABELS = {
    LetterKind.ACKNOWLEDGEMENT: N_("Acknowledgement"),
    LetterKind.IDENTIFICATION: N_("Request for identification"),
    LetterKind.EXTENSION: N_("Extension"),
    LetterKind.REFUSAL: N_("Decision with grounds"),
    LetterKind.COMPLETION: N_("Completion"),
}


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it is previewed, edited and saved; ``subject`` and ``text`` may be edited."""

    kind: LetterKind
    language: str
    """``nl`` or ``en``."""
    to_name: str
    to_address: str
    """Empty when no address of the person is known: then it goes by post, as a PDF."""
    subject: str
    text: str
    code: str = ""
    """A challenge code that stands in the text and is kept nowhere else."""


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
