"""A letter's subject and text from its template, in the person's language."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from importlib.resources import files

from app.i18n import translator
from app.model.letter import Letter, LetterFacts, LetterKind, PassedOn
from app.model.subject_request import EXTENSION_LABELS, GROUND_LABELS, KIND_LABELS, Decision
from app.policy import Policy

_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}
_UNWRITTEN = {"nl": "[schrijf hier uw vraag]", "en": "[write your question here]"}
_EMPTY_LINES = re.compile(r"\n{3,}")


def compose(kind: LetterKind, language: str, facts: LetterFacts, policy: Policy) -> Letter:
    """Fill in the template of a kind in ``nl`` or ``en``; its first line is the subject."""
    # Imported at first use: only a document needs it.
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415

    # The result is plain text, shown and written as such: there is nothing to escape for.
    environment = Environment(
        autoescape=False,  # noqa: S701 - see above
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    source = files("resources") / "templates" / "letters" / f"{kind.value}.{language}.txt.j2"
    template = environment.from_string(source.read_text("utf-8"))
    filled = template.render(_values(language, facts, policy))
    subject, _line, text = filled.partition("\n")
    text = _EMPTY_LINES.sub("\n\n", text).strip() + "\n"
    to_name, to_address = facts.name, facts.address
    if facts.passed_on is not None:
        to_name = facts.passed_on.recipient
        to_address = to_name if "@" in to_name else ""
    asks = kind is LetterKind.CLARIFICATION and not facts.question
    return Letter(
        kind,
        language,
        _line_of(to_name),
        _line_of(to_address),
        subject,
        text,
        unwritten=_UNWRITTEN[language] if asks else "",
        code=facts.code,
    )


def _values(language: str, facts: LetterFacts, policy: Policy) -> dict[str, object]:
    translate, request = translator(language), facts.request
    reason = request.extension_reason
    return {
        "number": request.number,
        "name": _line_of(facts.name),
        "request_kind": request.kind.value,
        "kind": translate(KIND_LABELS[request.kind]).lower(),
        "received": _day(request.received_on, language),
        "due": _day(request.answer_by, language),
        "due_statutory": _day(request.due_statutory_on, language),
        "extension_reason": translate(EXTENSION_LABELS[reason]).lower() if reason else "",
        "partly": request.decision is Decision.PARTLY,
        "grounds": [translate(GROUND_LABELS[ground]) for ground in request.grounds],
        "kept": [_line_of(item) for item in facts.kept],
        "recipients": [_line_of(recipient) for recipient in facts.recipients],
        "purposes": [_line_of(purpose) for purpose in facts.purposes],
        "address": _line_of(facts.address),
        "question": _line_of(facts.question) or _UNWRITTEN[language],
        **_passed_on(language, facts.passed_on),
        "code": facts.code,
        "valid_days": facts.valid_days,
        "controller": policy.document.controller,
        "contact": policy.contact.privacy,
        "supervisor": policy.supervisor.name,
        "supervisor_website": policy.supervisor.website,
        "supervisor_post": policy.supervisor.post,
    }


def _passed_on(language: str, passed_on: PassedOn | None) -> dict[str, str]:
    if passed_on is None:
        return {}
    return {
        "recipient": _line_of(passed_on.recipient),
        "passed_category": passed_on.category.lower(),
        "passed_on": _day(passed_on.on, language),
    }


def _day(iso: str, language: str) -> str:
    return long_day(date.fromisoformat(iso), language)


def long_day(day: date, language: str) -> str:
    """Write a day as it stands in a letter, ``2 november 2026``."""
    return f"{day.day} {_MONTHS[language].split()[day.month - 1]} {day.year}"


def _line_of(value: str) -> str:
    """Return a value on one line, without characters that control or rearrange text."""
    kept = (c if unicodedata.category(c)[0] != "C" else " " for c in value)
    return " ".join("".join(kept).split())
