"""What a record of somebody else says of the person is in their package, and no more of it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from app.errors import KnownError
from app.model import moments
from app.model.conversation import BLACKED_OUT
from app.model.date_range import DateRange
from app.model.mail import MailAttachment
from app.model.subject_request import RequestKind
from app.model.ticket import Channel, Direction
from app.store import messages, passages
from app.store.messages import NewMessage
from app.store.spellings import pattern_of
from app.workflows import export, package_mentions, people, redaction, requests, tickets
from app.workflows.package_mentions import Choice, Mention
from app.workflows.redaction import Why
from app.workflows.requests import finding
from app.workflows.session import Session
from tests.workflows.packages import everything, forms, opened

NAMED = "Sanne de Boer had de laptop laten vallen. Bel Joost op 06-12345678."
UNNAMED = "Verder moet de printer op de derde verdieping worden vervangen."


@pytest.fixture
def sanne(session: Session) -> int:
    return people.add(
        session, display_name="Sanne de Boer", email="sanne@example.nl", user_name="sdeboer"
    )[0]


@pytest.fixture
def joost(session: Session) -> int:
    return people.add(session, display_name="Joost van Dalen", email="joost@example.com")[0]


def written(session: Session, author: int, text: str, title: str = "Vraag") -> int:
    """Let somebody write in a ticket of their own; return it."""
    return tickets.create(
        session, title=title, channel=Channel.EMAIL, text=text, requester_id=author
    )[0]


def mentions(session: Session, person: int) -> list[tuple[str, bool]]:
    found = package_mentions.listed(session, person)
    return [(mention.passage.text, mention.proposed) for mention in found]


def only(session: Session, person: int) -> Mention:
    (mention,) = package_mentions.listed(session, person)
    return mention


def test_the_passage_is_in_every_form_without_others_and_without_the_rest(
    session: Session, sanne: int, joost: int, tmp_path: Path
) -> None:
    written(session, joost, f"{NAMED}\n\n{UNNAMED}")
    made, _ = export.export(session, sanne, tmp_path / "p.zip")
    files = opened(made)
    for form, text in forms(files).items():
        plain = " ".join(text.split())
        assert "Sanne de Boer had de laptop laten vallen." in plain, form
        assert f"Bel {BLACKED_OUT} op {BLACKED_OUT}." in plain, form
    whole = everything(files)
    for other in ("Joost", "06-12345678", "printer"):
        assert other not in whole
    data = json.loads(files["data.json"])
    jsonschema.validate(data, json.loads(files["data.schema.json"]))
    section = data["sections"][-1]
    assert section["title"] == "Genoemd in gegevens van anderen"
    assert len(section["records"]) == 1
    assert made.counts["communication"] == 1


@pytest.mark.parametrize(
    "text",
    ["mail sanne@example.nl maar", "zie het account SDEBOER daar", "met SANNE\nDE BOER erbij"],
)
def test_what_means_nobody_else_is_proposed_however_it_is_written(
    session: Session, sanne: int, joost: int, text: str
) -> None:
    written(session, joost, text)
    assert mentions(session, sanne) == [(text, True)]


def test_a_colleague_in_ones_own_ticket_may_mean_one_by_a_single_name(
    session: Session, sanne: int, joost: int
) -> None:
    ticket = written(session, sanne, "Het werkt niet.")
    with session.store.write() as connection:
        reply = NewMessage(Direction.IN, moments.now(), "Sanne zit vandaag thuis.", author_id=joost)
        messages.add(connection, ticket, reply)
    assert mentions(session, sanne) == [("Sanne zit vandaag thuis.", False)]
    written(session, joost, "Sanne van de receptie belde.")  # another ticket: anybody
    assert len(mentions(session, sanne)) == 1


def test_a_name_that_others_have_too_is_for_somebody_to_judge(
    session: Session, sanne: int, joost: int, tmp_path: Path
) -> None:
    people.add(session, display_name="Sanne de Boer", email="sanne2@example.org")
    written(session, joost, NAMED)
    mention = only(session, sanne)
    assert not mention.proposed
    made, _ = export.export(session, sanne, tmp_path / "without.zip")
    assert "laptop" not in everything(opened(made))
    choice = Choice(taken=frozenset({mention.passage.id}))
    made, _ = export.export(session, sanne, tmp_path / "with.zip", choice=choice)
    assert "laptop" in everything(opened(made))


def test_what_is_left_out_is_in_no_form(
    session: Session, sanne: int, joost: int, tmp_path: Path
) -> None:
    written(session, joost, NAMED)
    choice = Choice(left=frozenset({only(session, sanne).passage.id}))
    made, _ = export.export(session, sanne, tmp_path / "p.zip", choice=choice)
    assert "laptop" not in everything(opened(made))
    with pytest.raises(KnownError, match="not_found"):
        export.export(
            session, sanne, tmp_path / "q.zip", choice=Choice(left=frozenset({"message.text.1.x"}))
        )
    assert not (tmp_path / "q.zip").exists()


def test_a_text_that_changed_is_asked_of_anew(session: Session, sanne: int, joost: int) -> None:
    written(session, joost, NAMED)
    before = only(session, sanne).passage.id
    with session.store.write() as connection:
        connection.execute("UPDATE message SET text = text || ' Spoed.'")
    assert only(session, sanne).passage.id != before


def test_what_finding_the_person_said_holds_for_the_package(
    session: Session, sanne: int, joost: int
) -> None:
    people.add(session, display_name="Sanne de Boer", email="sanne2@example.org")
    written(session, joost, NAMED)
    request, _ = requests.new(session, RequestKind.ACCESS, sanne)
    requests.verify_identity(session, request.number, "callback")
    for proposal in finding.look(session, request.number):
        accepted = proposal.proposal.kind == "mention"
        finding.answer(session, request.number, proposal.id, accepted=accepted)
    found = package_mentions.listed(session, sanne, request_number=request.number)
    assert [mention.proposed for mention in found] == [True]


def test_titles_and_file_names_of_others_count_too(
    session: Session, sanne: int, joost: int
) -> None:
    tickets.create(
        session,
        title="Laptop van Sanne de Boer",
        channel=Channel.EMAIL,
        text="Zie de bijlage.",
        requester_id=joost,
        attachments=[MailAttachment("sdeboer.log", "text/plain", b"x")],
    )
    assert mentions(session, sanne) == [("Laptop van Sanne de Boer", True), ("sdeboer.log", True)]


def test_a_period_holds_for_them_too(session: Session, sanne: int, joost: int) -> None:
    written(session, joost, NAMED)
    assert package_mentions.listed(session, sanne, days=DateRange(last=date(2020, 1, 1))) == ()


def test_others_in_a_passage_are_reviewed_and_may_stand(
    session: Session, sanne: int, joost: int, tmp_path: Path
) -> None:
    written(session, joost, NAMED)
    found = redaction.findings(session, sanne)
    assert [(f.text, f.why) for f in found] == [("Joost", Why.PERSON), ("06-12345678", Why.PHONE)]
    assert redaction.text_of(session, found[0]) == NAMED
    made, _ = export.export(session, sanne, tmp_path / "p.zip", keep={found[1].id})
    text = everything(opened(made))
    assert "06-12345678" in text
    assert "Joost" not in text


def test_ones_own_records_are_no_mentions(session: Session, sanne: int) -> None:
    ticket = written(session, sanne, "Groet, Sanne de Boer, sanne@example.nl", "Sanne de Boer")
    tickets.reply(session, ticket, "Beste Sanne de Boer, het is gemaakt.")
    assert mentions(session, sanne) == []


def test_of_a_long_text_only_what_stands_around_the_name_is_told() -> None:
    long = f"{'voor ' * 400}Sanne de Boer {'na ' * 400}"
    pattern = pattern_of(("Sanne de Boer",))
    found = passages.passages(long, pattern)
    assert found.startswith("… voor")
    assert found.endswith("na …")
    assert 700 < len(found) < 900
    text = "Een.\n\nSanne de Boer.\n\nTwee.\r\n\r\nOok Sanne de Boer hier.\n\nDrie."
    assert passages.passages(text, pattern) == (
        "[…]\n\nSanne de Boer.\n\n[…]\n\nOok Sanne de Boer hier.\n\n[…]"
    )
    assert passages.passages("x" * 1_000_000, pattern) == ""
