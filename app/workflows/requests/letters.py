"""Letters of a request: drafted from a template, edited, saved as mail or PDF, and filed with it.

A filed text is the person's: it goes with their erasure and with the record of the request. The
code of a challenge is filed nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from app.documents.letters import compose, to_mail, to_pdf
from app.errors import KnownError
from app.files import write_atomically
from app.i18n import _, translator
from app.model import moments
from app.model.changes import Changes
from app.model.letter import Letter, LetterFacts, LetterKind, PassedOn
from app.model.subject_request import (
    Decision,
    PauseReason,
    RequestKind,
    RequestState,
    SubjectRequest,
)
from app.policy import load_policy
from app.store import people, request_records, requests
from app.store.request_records import Disclosure, FiledLetter
from app.store.rows import not_found
from app.workflows.requests import identity, preview, timing
from app.workflows.requests.course import TOLD_OF
from app.workflows.requests.steps import changed, note, require_open, today
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

__all__ = ["FiledLetter", "closing_kind", "draft", "file", "filed", "save"]

_HIDDEN = "•••• ••••"
_MOST_LISTED = 20
"""Kept items that a refusal names one by one."""


def draft(
    session: Session,
    number: int,
    kind: LetterKind,
    language: str = "",
    *,
    code: str = "",
    question: str = "",
    disclosure: int | None = None,
) -> Letter:
    """Return a letter to preview and edit, in the person's language unless another is given.

    ``question`` is what a letter of clarification asks; without one it says where to write it.
    ``disclosure`` is that of a notice, whose recipient the letter goes to. Raises ``KnownError``:
    ``person_gone`` once the person is erased, ``letter_too_early`` for a letter about a decision
    or extension that was not taken or a change not made yet, ``not_found`` for a notice of a
    disclosure that is none of the person's.
    """
    with session.store.read() as connection:
        request = requests.get(connection, number)
        if request.person_id is None:
            raise KnownError(
                "person_gone",
                _("The person was erased: there is nobody left to write to."),
                _("Nothing was written."),
            )
        _require_time_for(kind, request)
        person = people.get(connection, request.person_id)
        language = language or person.language or "nl"
        told = request_records.told(connection, request.person_id)
        passed_on = request_records.disclosures(connection, request.person_id)
        informed = [one.recipient for one in passed_on if number in told.get(one.id, ())]
        facts = LetterFacts(
            request,
            person.row.display_name,
            person.emails[0] if person.emails else "",
            code,
            identity.VALID_DAYS,
            _kept(session, request, language) if kind is LetterKind.REFUSAL else (),
            tuple(dict.fromkeys(informed)),
            question,
            _objected(connection, request, language),
            _recipient(passed_on, disclosure, language) if kind is LetterKind.NOTICE else None,
        )
    return compose(kind, language, facts, load_policy())


def _objected(connection: Connection, request: SubjectRequest, language: str) -> tuple[str, ...]:
    """Return the purposes that were marked for a request, in words."""
    marks = request_records.marks(connection, request.person_id or 0)
    codes = [mark.purpose for mark in marks if mark.request == request.number and mark.purpose]
    return tuple(load_policy().purposes[code].label(language) for code in codes)


def _recipient(passed_on: Iterable[Disclosure], disclosure: int | None, language: str) -> PassedOn:
    for one in passed_on:
        if one.id == disclosure:
            category = load_policy().categories[one.category].label(language)
            day = moments.office_day(one.at).isoformat()
            return PassedOn(one.recipient, category, day)
    raise not_found(_("Disclosure"))


def _require_time_for(kind: LetterKind, request: SubjectRequest) -> None:
    granted = request.decision in {Decision.GRANTED, Decision.PARTLY}
    refused = request.decision in {Decision.REFUSED, Decision.PARTLY}
    made = request.kind in TOLD_OF and request.state is RequestState.CARRIED_OUT
    fits = {
        LetterKind.EXTENSION: bool(request.extended_on),
        LetterKind.REFUSAL: refused and bool(request.grounds),
        LetterKind.COMPLETION: granted,
        LetterKind.NOTICE: granted and (request.kind is RequestKind.ERASE or made),
    }
    if not fits.get(kind, True):
        raise KnownError(
            "letter_too_early",
            _("This letter tells of what was not decided on this request."),
            _("Nothing was written. Decide first; a refusal needs its grounds."),
        )


def _kept(session: Session, request: SubjectRequest, language: str) -> tuple[str, ...]:
    """Return what stays, in words: each kind of record once, with how many."""
    translate = translator(language)
    counts: dict[str, int] = {}
    for kept in preview.of(session, request.number).kept:
        label = translate(kept.label)
        counts[label] = counts.get(label, 0) + 1
    return tuple(f"{label}: {count}" for label, count in counts.items())[:_MOST_LISTED]


def closing_kind(request: SubjectRequest) -> LetterKind:
    """Return which letter ends a request on which was decided."""
    if request.decision in {Decision.REFUSED, Decision.PARTLY}:
        return LetterKind.REFUSAL
    return LetterKind.COMPLETION


def file(session: Session, number: int, letter: Letter) -> Changes:
    """File a letter with its request, without the code that may stand in it.

    The very same letter is filed once, however often this is asked. One that asks for proof of
    identity or a clarification stops the clock. Raises ``KnownError("question_needed")`` for one
    that asks nothing.
    """
    _require_question(letter)
    text = _without_code(letter)
    with session.store.write() as connection:
        request = requests.get(connection, number)
        require_open(request)
        known = request_records.letters(connection, request.id)
        if any((k.kind, k.subject, k.text) == (letter.kind, letter.subject, text) for k in known):
            return Changes()
        request_records.file_letter(
            connection,
            request.id,
            kind=letter.kind.value,
            language=letter.language,
            subject=letter.subject,
            text=text,
            staff_id=session.staff_id,
            at=moments.now(),
        )
        note(session, connection, "letter_filed", request, kind=letter.kind.value)
        reason = _awaited(request, letter.kind)
        if reason is not None and not request.paused_on:
            timing.pause_in(session, connection, request, reason)
    return changed(request)


def _require_question(letter: Letter) -> None:
    if letter.unwritten and letter.unwritten in letter.text:
        raise KnownError(
            "question_needed",
            _("The letter does not say yet what you want to know."),
            _("Nothing was written. Put your question in the place of the words in brackets."),
        )


def _awaited(request: SubjectRequest, kind: LetterKind) -> PauseReason | None:
    """Return what the clock waits for once a letter goes out: one nobody wrote asks nothing."""
    if kind is LetterKind.CLARIFICATION:
        return PauseReason.CLARIFICATION
    asks = kind is LetterKind.IDENTIFICATION and request.state is RequestState.RECEIVED
    return PauseReason.IDENTITY if asks else None


def _without_code(letter: Letter) -> str:
    digits = [re.escape(character) for character in letter.code if not character.isspace()]
    return re.sub(r"\s*".join(digits), _HIDDEN, letter.text) if digits else letter.text


def filed(session: Session, number: int) -> tuple[FiledLetter, ...]:
    """Return the letters filed with a request, oldest first."""
    with session.store.read() as connection:
        return request_records.letters(connection, requests.get(connection, number).id)


def require_ending(path: Path) -> None:
    """Refuse a name that is neither a mail's nor a PDF's, before anything is done.

    Raises ``KnownError("letter_ending")``.
    """
    if path.suffix.lower() not in {".eml", ".pdf"}:
        raise KnownError(
            "letter_ending",
            _("A letter is saved as .eml or .pdf."),
            _("Nothing was written. Let the name end in one of the two."),
        )


def save(session: Session, number: int, letter: Letter, path: Path) -> Changes:
    """Write a letter as mail or PDF, by the name's ending, and file it with its request.

    Raises ``KnownError``: ``letter_ending`` for a name that ends in neither ``.eml`` nor
    ``.pdf``, ``no_address``, ``question_needed``, or what the system says of the file.
    """
    _require_question(letter)
    require_ending(path)
    policy = load_policy()
    if path.suffix.lower() == ".eml":
        data = to_mail(letter, policy)
    else:
        data = to_pdf(letter, policy, today())
    write_atomically(path, data)
    return file(session, number, letter)
