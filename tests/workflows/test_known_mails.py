"""A mail is taken in once, however often its file is; another one is never taken for it."""

from __future__ import annotations

import hashlib
import json
from email.message import EmailMessage
from pathlib import Path

import pytest

from app import i18n
from app.intake.mail.reader import read_mail
from app.workflows import erasure, imports, people, ticket_links, tickets
from app.workflows.session import Session
from tests.workflows.importing import last, mail, receive, sound
from tests.workflows.residue import granted


def test_a_mail_without_a_message_id_is_known_again(session: Session, tmp_path: Path) -> None:
    first = mail(tmp_path, "1.eml", "een", From="piet@example.org", Subject="Printer")
    other = mail(tmp_path, "2.eml", "twee", From="piet@example.org", Subject="Printer")
    assert [r.action for r in receive(session, first, other)] == ["ticket", "ticket"]
    assert [r.action for r in receive(session, first, other)] == ["skipped", "skipped"]


def test_mails_without_a_message_id_that_differ_in_their_html_alone_both_land(
    session: Session, tmp_path: Path
) -> None:
    files = [tmp_path / "1.eml", tmp_path / "2.eml"]
    for file, element in zip(files, ("b", "i"), strict=True):
        message = EmailMessage()
        message["From"], message["Subject"] = "piet@example.org", "Printer"
        message.set_content(f"<p><{element}>x</{element}></p>", subtype="html")
        file.write_bytes(message.as_bytes())
    assert [r.action for r in receive(session, *files)] == ["ticket", "ticket"]
    assert [r.action for r in receive(session, *files)] == ["skipped", "skipped"]


DATE = "Mon, 23 Nov 2026 08:00:00 +0000"
FORM = {"From": "formulier@example.org", "Subject": "Bel mij terug", "Date": DATE}
TOLD_APART = {
    "subject": ({**FORM, "Subject": "Printer"}, {**FORM, "Subject": "Scanner"}),
    "end of a long subject": (
        {**FORM, "Subject": "woord " * 200 + "een"},
        {**FORM, "Subject": "woord " * 200 + "twee"},
    ),
    "reply-to": ({**FORM, "Reply_To": "piet@example.org"}, {**FORM, "Reply_To": "els@example.org"}),
    "name in reply-to": (
        {**FORM, "Reply_To": "Piet <balie@example.org>"},
        {**FORM, "Reply_To": "Els <balie@example.org>"},
    ),
    "to": ({**FORM, "To": "ict@example.org"}, {**FORM, "To": "hr@example.org"}),
    "cc": ({**FORM}, {**FORM, "Cc": "hr@example.org"}),
}


@pytest.mark.parametrize("headers", TOLD_APART.values(), ids=TOLD_APART)
def test_mails_without_a_message_id_that_differ_in_one_field_both_land(
    session: Session, tmp_path: Path, headers: tuple[dict[str, str], dict[str, str]]
) -> None:
    one, other = (
        mail(tmp_path, f"{number}.eml", "Graag vandaag.", **each)
        for number, each in enumerate(headers)
    )
    assert [r.action for r in receive(session, one, other)] == ["ticket", "ticket"]
    assert [r.action for r in receive(session, other, one)] == ["skipped", "skipped"]


def kept_by_the_digest_of_before(session: Session, *paths: Path) -> None:
    """Let a store know mails as it did before their digest saw to whom they are answered."""
    with session.store.write() as connection:
        for path in paths:
            found = read_mail(path.read_bytes())
            assert found.sender is not None
            files = [one.sha256 for one in found.attachments]
            said = [found.sender.address, found.subject, found.sent_at, found.text, found.html]
            digest = hashlib.sha256(json.dumps([*said, files]).encode()).hexdigest()
            (ticket,) = connection.execute(
                "SELECT ticket_id FROM message JOIN message_party ON message_id = message.id"
                " WHERE role = 'reply_to' AND address = ?",
                (found.reply_to[0].address,),
            ).fetchone()
            connection.execute(
                "UPDATE message SET mail_id = ? WHERE ticket_id = ? AND mail_id IS NOT NULL",
                (f"sha256:{digest}", ticket),
            )


def test_a_store_that_knows_mails_by_the_digest_of_before_takes_none_in_twice(
    session: Session, tmp_path: Path
) -> None:
    piet, els = (
        mail(tmp_path, f"{name}.eml", "x", **FORM, Reply_To=f"{name}@example.org")
        for name in ("piet", "els")
    )
    receive(session, piet)
    kept_by_the_digest_of_before(session, piet)
    # The other one was taken for it before, and lands now.
    (again, other) = receive(session, piet, els)
    assert (again.action, other.action) == ("skipped", "ticket")
    assert other.warnings == ()
    assert [r.action for r in receive(session, els, piet)] == ["skipped", "skipped"]


def test_a_mail_does_not_come_back_once_whoever_it_is_answered_to_was_erased(
    session: Session, tmp_path: Path
) -> None:
    piet, _ = people.add(session, display_name="Piet Ander", email="piet@example.org")
    file = mail(tmp_path, "1.eml", "x", **FORM, Reply_To="piet@example.org")
    receive(session, file)
    kept_by_the_digest_of_before(session, file)
    erasure.erase(session, piet, granted(session, piet))
    assert [r.action for r in receive(session, file)] == ["skipped"]


def test_a_known_message_id_of_another_sender_or_text_is_another_mail_and_says_so(
    session: Session, tmp_path: Path
) -> None:
    same = {"Message_ID": "<1@x.example>", "Subject": "Printer"}
    mails = [
        mail(tmp_path, "1.eml", "zie bijlage", From="piet@example.org", **same),
        mail(tmp_path, "2.eml", "zie bijlage", From="els@example.org", **same),
        mail(tmp_path, "3.eml", "toch niet", From="piet@example.org", **same),
        mail(tmp_path, "4.eml", "zie bijlage", **same),
    ]
    box = tmp_path / "box.mbox"
    box.write_bytes(
        b"".join(
            b"From a@b.nl Mon Nov 23 08:00:00 2026\n" + file.read_bytes() + b"\n" for file in mails
        )
    )
    results = receive(session, box)
    assert [r.action for r in results] == ["ticket"] * 4
    says = "Another mail with the same Message-ID was taken in before."
    assert [says in r.warnings for r in results] == [False, True, True, True]
    found = [tickets.get(session, ticket) for ticket in reversed(tickets.page(session).ids)]
    assert [t.row.requester for t in found] == [
        "piet@example.org",
        "els@example.org",
        "piet@example.org",
        "",
    ]
    assert [says in t.messages[-1].text for t in found] == [False, True, True, True]
    assert [r.action for r in receive(session, box)] == ["skipped"] * 4
    assert [r.action for r in receive(session, *mails)] == ["skipped"] * 4
    imports.undo(session, last(session))
    assert sound(session)


@pytest.mark.parametrize("together", [True, False])
def test_a_mail_that_takes_the_message_id_of_another_draws_no_answers_to_itself(
    session: Session, tmp_path: Path, *, together: bool
) -> None:
    mails = [
        mail(tmp_path, "1.eml", "vraag", From="piet@example.org", Message_ID="<1@x.example>"),
        mail(tmp_path, "2.eml", "mijn", From="boef@example.org", Message_ID="<1@x.example>"),
        mail(tmp_path, "3.eml", "geheim", From="piet@example.org", In_Reply_To="<1@x.example>"),
    ]
    if together:
        box = tmp_path / "box.mbox"
        head = b"From a@b.nl Mon Nov 23 08:00:00 2026\n"
        box.write_bytes(b"".join(head + file.read_bytes() + b"\n" for file in mails))
        mails = [box]
    first, other, answer = receive(session, *mails)
    assert [r.action for r in (first, other, answer)] == ["ticket", "ticket", "reply"]
    assert answer.ticket == first.ticket != other.ticket


def test_a_known_message_id_that_is_answered_to_somebody_else_is_another_mail(
    session: Session, tmp_path: Path
) -> None:
    same = {**FORM, "Message_ID": "<1@x.example>"}
    one, other = (
        mail(tmp_path, f"{name}.eml", "x", **same, Reply_To=f"{name}@example.org")
        for name in ("piet", "els")
    )
    assert [r.action for r in receive(session, one, other)] == ["ticket", "ticket"]
    assert [r.action for r in receive(session, one, other)] == ["skipped", "skipped"]


def three_subjects(folder: Path) -> list[Path]:
    """Mails of a program that gives each of them the same Message-ID."""
    same = {**FORM, "Message_ID": "<1@x.example>"}
    return [
        mail(folder, f"{number}.eml", "Zie het portaal.", **{**same, "Subject": subject})
        for number, subject in enumerate(("Melding 17", "Melding 18", ""))
    ]


@pytest.mark.parametrize("order", [1, -1])
def test_a_known_message_id_with_another_subject_is_another_mail(
    session: Session, tmp_path: Path, order: int
) -> None:
    mails = three_subjects(tmp_path)[::order]
    assert [r.action for r in receive(session, *mails)] == ["ticket"] * 3
    i18n.set_language("nl")  # in which a mail without a subject gets another title
    assert [r.action for r in receive(session, *mails)] == ["skipped"] * 3


def test_a_mail_is_known_again_though_its_ticket_was_given_another_title(
    session: Session, tmp_path: Path
) -> None:
    one = three_subjects(tmp_path)[0]
    receive(session, one)
    (ticket,) = tickets.page(session).ids
    tickets.change(session, ticket, tickets.get(session, ticket).row.version, title="Portaal")
    assert [r.action for r in receive(session, one)] == ["skipped"]


def test_a_mail_is_known_again_though_it_was_split_off_under_another_title(
    session: Session, tmp_path: Path
) -> None:
    question = mail(tmp_path, "q.eml", "Hoe?", From="piet@example.org", Message_ID="<q@x.example>")
    same = {"Message_ID": "<a@x.example>", "In_Reply_To": "<q@x.example>", "Subject": "Re: Hoe?"}
    answer = mail(tmp_path, "a.eml", "En de scanner?", From="piet@example.org", **same)
    receive(session, question, answer)
    assert [r.action for r in receive(session, question, answer)] == ["skipped"] * 2
    (ticket,) = tickets.page(session).ids
    own = tickets.get(session, ticket).messages[-1].id
    ticket_links.split(session, ticket, [own], "Scanner")
    assert [r.action for r in receive(session, question, answer)] == ["skipped"] * 2


def test_a_mail_is_known_again_though_a_name_in_its_title_was_blacked_out(
    session: Session, tmp_path: Path
) -> None:
    els, _ = people.add(session, display_name="Els de Vries", email="els@example.org")
    file = mail(tmp_path, "1.eml", "x", **{**FORM, "Subject": "Account van els@example.org"})
    receive(session, file)
    erasure.erase(session, els, granted(session, els))
    assert [r.action for r in receive(session, file)] == ["skipped"]
