"""Letters are drafted in the person's language, saved as mail and PDF, and filed once."""

from __future__ import annotations

import email
import email.policy
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.documents.letters.compose import long_day
from app.i18n import translator
from app.model.letter import Letter, LetterKind
from app.model.subject_request import (
    GROUND_LABELS,
    Decision,
    ExtensionReason,
    Ground,
    PauseReason,
    RequestKind,
)
from app.policy import load_policy
from app.workflows import erasure, holds, people, requests
from app.workflows.requests import carrying_out, letters, third_parties, timing
from app.workflows.requests.carrying_out import Correction
from app.workflows.session import Session
from tests.conftest import Clock
from tests.workflows.requests.conftest import granted, refused, request_of, sanne


def drafted(session: Session, kind: LetterKind, language: str) -> Letter:
    """Draft a letter of a kind at the moment at which it fits."""
    person = sanne(session)
    number = request_of(session, RequestKind.ERASE, person)
    timing.extend(session, number, ExtensionReason.COMPLEX)
    decision = Decision.REFUSED if kind is LetterKind.REFUSAL else Decision.GRANTED
    requests.decide(session, number, decision, [Ground.LEGAL_DUTY])
    disclosure = passed_on(session, person) if kind is LetterKind.NOTICE else None
    return letters.draft(session, number, kind, language, disclosure=disclosure)


def passed_on(session: Session, person: int, recipient: str = "Reparateur BV") -> int:
    third_parties.consent(session, person, "service", recipient)
    return third_parties.disclose(session, person, recipient, "device")[0]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", list(LetterKind))
def test_every_letter_is_whole_in_both_languages(
    session: Session, kind: LetterKind, language: str
) -> None:
    letter = drafted(session, kind, language)
    assert letter.subject.endswith(letter.subject.strip())
    assert "Sanne de Boer" in letter.text
    assert load_policy().contact.privacy in letter.text
    assert "{" not in letter.text
    assert "\n\n\n" not in letter.text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_refusal_gives_its_grounds_and_the_way_to_complain(
    session: Session, language: str
) -> None:
    person = sanne(session)
    holds.add(session, "person", person, "Geschil")
    number = request_of(session, RequestKind.ERASE, person)
    requests.decide(session, number, Decision.PARTLY, [Ground.HOLD])
    letter = letters.draft(session, number, LetterKind.REFUSAL, language)
    assert "Autoriteit Persoonsgegevens" in letter.text
    assert f"- {translator(language)(GROUND_LABELS[Ground.HOLD])}\n" in letter.text
    assert letters.closing_kind(requests.get(session, number)) is LetterKind.REFUSAL


@pytest.mark.parametrize(
    ("language", "named"), [("nl", "- De dienstverlening verbeteren"), ("en", "- Improving")]
)
def test_who_objected_reads_for_which_purposes_their_data_is_used_no_more(
    session: Session, language: str, named: str
) -> None:
    person = sanne(session)
    number = granted(session, RequestKind.OBJECT, person)
    early = letters.draft(session, number, LetterKind.COMPLETION, language).text
    assert named not in early
    carrying_out.object_to(session, number, ["improve", "software_updates"])
    text = letters.draft(session, number, LetterKind.COMPLETION, language).text
    assert named in text
    assert text.count("\n- ") == 2


def test_a_receipt_written_after_an_extension_promises_the_day_that_counts(
    session: Session,
) -> None:
    request, _ = requests.new(session, RequestKind.ACCESS, sanne(session))
    timing.extend(session, request.number, ExtensionReason.COMPLEX)
    extended = requests.get(session, request.number)
    letter = letters.draft(session, request.number, LetterKind.ACKNOWLEDGEMENT, "nl")
    promised = long_day(date.fromisoformat(extended.due_statutory_on), "nl")
    assert f"Wij antwoorden uiterlijk op {promised}." in letter.text


def test_a_refusal_without_a_ground_is_not_written(session: Session) -> None:
    number = request_of(session, RequestKind.ACCESS, sanne(session))
    requests.decide(session, number, Decision.REFUSED)
    with refused("letter_too_early"):
        letters.draft(session, number, LetterKind.REFUSAL)


def test_a_mail_is_a_draft_to_the_known_address(session: Session, tmp_path: Path) -> None:
    number = granted(session, RequestKind.ACCESS, sanne(session))
    out = tmp_path / "brief.eml"
    letter = letters.draft(session, number, LetterKind.COMPLETION)
    letters.save(session, number, letter, out)
    message = email.message_from_bytes(out.read_bytes(), policy=email.policy.default)
    assert message["To"] == "Sanne de Boer <sanne@example.nl>"
    assert message["From"].addresses[0].addr_spec == load_policy().contact.privacy
    assert message["Subject"] == letter.subject
    assert message["X-Unsent"] == "1"
    assert message.get_content().replace("\r\n", "\n") == letter.text


def test_a_name_cannot_write_headers_into_a_mail(session: Session, tmp_path: Path) -> None:
    person, _ = people.add(
        session, display_name="Sanne\r\nBcc: all@example.com", email="sanne@example.nl"
    )
    number = granted(session, RequestKind.ACCESS, person)
    out = tmp_path / "brief.eml"
    letters.save(session, number, letters.draft(session, number, LetterKind.COMPLETION), out)
    message = email.message_from_bytes(out.read_bytes(), policy=email.policy.default)
    assert message["Bcc"] is None
    assert [a.addr_spec for a in message["To"].addresses] == ["sanne@example.nl"]


def test_a_pdf_holds_the_letter_in_its_own_font(session: Session, tmp_path: Path) -> None:
    person, _ = people.add(session, display_name="Zoë Łukasz Ёлка", email="zoe@example.nl")
    number = granted(session, RequestKind.ACCESS, person)
    out = tmp_path / "brief.pdf"
    letters.save(session, number, letters.draft(session, number, LetterKind.COMPLETION), out)
    reader = PdfReader(io.BytesIO(out.read_bytes()))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "Zoë Łukasz Ёлка" in text
    fonts = reader.pages[0]["/Resources"]["/Font"]  # type: ignore[index] # pypdf types it loosely
    assert all("DejaVu" in fonts[name]["/BaseFont"] for name in fonts)


def test_a_letter_is_filed_once_and_goes_with_the_person(session: Session, tmp_path: Path) -> None:
    person = sanne(session)
    number = granted(session, RequestKind.ERASE, person)
    letter = letters.draft(session, number, LetterKind.COMPLETION)
    for name in ("brief.eml", "brief.pdf", "brief.PDF"):
        letters.save(session, number, letter, tmp_path / name)
    assert len(letters.filed(session, number)) == 1
    erasure.erase(session, person, number, "the only lead")
    assert letters.filed(session, number) == ()
    with refused("person_gone"):
        letters.draft(session, number, LetterKind.COMPLETION)


def test_without_an_address_there_is_no_mail_but_a_pdf(session: Session, tmp_path: Path) -> None:
    person, _ = people.add(session, display_name="Pim Smit")
    number = granted(session, RequestKind.ACCESS, person)
    letter = letters.draft(session, number, LetterKind.COMPLETION)
    with refused("no_address"):
        letters.save(session, number, letter, tmp_path / "brief.eml")
    with refused("letter_ending"):
        letters.save(session, number, letter, tmp_path / "brief.doc")
    assert list(tmp_path.glob("brief*")) == []
    assert letters.filed(session, number) == ()
    letters.save(session, number, letter, tmp_path / "brief.pdf")
    assert len(letters.filed(session, number)) == 1


def test_who_was_told_is_named_in_the_completion(session: Session) -> None:
    person = sanne(session)
    third_parties.consent(session, person, "managed_equipment", "Reparateur BV")
    made, _ = third_parties.disclose(session, person, "Reparateur BV", "device")
    number = granted(session, RequestKind.RESTRICT, person)
    assert "Reparateur BV" not in letters.draft(session, number, LetterKind.COMPLETION).text
    third_parties.told(session, number, made)
    assert "Reparateur BV" in letters.draft(session, number, LetterKind.COMPLETION).text


def test_a_letter_that_asks_what_is_meant_stops_the_clock_when_it_is_filed(
    session: Session, clock: Clock
) -> None:
    number = request_of(session, RequestKind.ACCESS, sanne(session))
    letter = letters.draft(session, number, LetterKind.CLARIFICATION, question="Welke periode?")
    assert "Welke periode?" in letter.text
    assert requests.get(session, number).paused_on == ""
    letters.file(session, number, letter)
    found = requests.get(session, number)
    assert (found.paused_on, found.pause_reason) == ("2026-11-23", PauseReason.CLARIFICATION)
    clock.advance(days=1)
    letters.file(session, number, letter)  # the very same one again: saved once more as a PDF
    assert requests.get(session, number).paused_on == "2026-11-23"
    assert len(letters.filed(session, number)) == 1
    timing.resume(session, number)
    assert requests.get(session, number).due_on == "2026-12-08"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_letter_that_asks_nothing_yet_is_not_saved(
    session: Session, tmp_path: Path, language: str
) -> None:
    number = request_of(session, RequestKind.ACCESS, sanne(session))
    letter = letters.draft(session, number, LetterKind.CLARIFICATION, language)
    with refused("question_needed"):
        letters.save(session, number, letter, tmp_path / "brief.pdf")
    assert list(tmp_path.glob("brief*")) == []
    assert letters.filed(session, number) == ()
    assert requests.get(session, number).paused_on == ""
    edited = replace(letter, text=letter.text.replace(letter.unwritten, "Which period?"))
    letters.save(session, number, edited, tmp_path / "brief.pdf")
    assert requests.get(session, number).paused_on


def test_a_recipient_is_told_what_changed_and_of_whom(session: Session, tmp_path: Path) -> None:
    person = sanne(session)
    by_post = passed_on(session, person)
    by_mail = passed_on(session, person, "klant@repair.example")
    number = request_of(session, RequestKind.RESTRICT, person)
    with refused("letter_too_early"):
        letters.draft(session, number, LetterKind.NOTICE, disclosure=by_post)
    requests.decide(session, number, Decision.GRANTED)
    carrying_out.restrict(session, number)
    letter = letters.draft(session, number, LetterKind.NOTICE, "en", disclosure=by_post)
    for told in ("Reparateur BV", "sanne@example.nl", "article 19", "restricted"):
        assert told in letter.text
    assert (letter.to_name, letter.to_address) == ("Reparateur BV", "")
    with refused("no_address"):
        letters.save(session, number, letter, tmp_path / "brief.eml")
    letters.save(session, number, letter, tmp_path / "brief.pdf")
    other = letters.draft(session, number, LetterKind.NOTICE, disclosure=by_mail)
    letters.save(session, number, other, tmp_path / "brief.eml")
    message = email.message_from_bytes((tmp_path / "brief.eml").read_bytes())
    assert "klant@repair.example" in message["To"]
    assert "sanne" not in message["To"].casefold()
    assert [one.kind for one in letters.filed(session, number)] == ["notice", "notice"]
    with refused("not_found"):
        letters.draft(session, number, LetterKind.NOTICE, disclosure=by_post + 7)


def test_a_notice_of_a_correction_gives_the_right_values(session: Session) -> None:
    person = sanne(session)
    disclosure = passed_on(session, person)
    number = granted(session, RequestKind.RECTIFY, person)
    right = Correction("Sanne Bakker", addresses={"sanne@example.nl": "bakker@example.nl"})
    carrying_out.rectify(session, number, right)
    letter = letters.draft(session, number, LetterKind.NOTICE, disclosure=disclosure)
    assert "Sanne Bakker (bakker@example.nl)" in letter.text
    assert "de Boer" not in letter.text
