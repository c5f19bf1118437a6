"""A file that came with a message says what a person would read in it."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from app.workflows.attached_text import Shown, how_shown, readable


def moment(_at: int) -> str:
    return "3 Nov 2026 10:00"


@pytest.mark.parametrize(
    ("filename", "media_type", "shown"),
    [
        ("Oude vraag.eml", "message/rfc822", Shown.MAIL),
        ("doorgestuurd.EML", "application/octet-stream", Shown.MAIL),
        ("uitnodiging.ics", "text/calendar", Shown.EVENT),
        ("router.log", "application/octet-stream", Shown.TEXT),
        ("lijst.csv", "text/csv", Shown.TEXT),
        ("scherm.png", "image/png", None),
        ("log.txt.exe", "application/octet-stream", None),
        ("zonder naam", "", None),
    ],
)
def test_what_is_a_text_is_known_by_its_kind_or_else_by_its_name(
    filename: str, media_type: str, shown: Shown | None
) -> None:
    assert how_shown(filename, media_type) is shown


def test_of_a_mail_that_was_sent_on_one_reads_who_wrote_what_to_whom_and_when() -> None:
    mail = EmailMessage()
    mail["From"], mail["To"] = "Piet Post <piet@example.org>", "support@example.com"
    mail["Subject"], mail["Date"] = "Oude vraag", "Tue, 3 Nov 2026 10:00:00 +0100"
    mail.set_content("Dit stond erin.")
    mail.add_attachment(b"x", maintype="image", subtype="png", filename="scherm.png")
    said = readable(mail.as_bytes(), Shown.MAIL, moment).splitlines()
    assert said[:2] == ["Sender: Piet Post <piet@example.org>", "To: support@example.com"]
    assert said[2:5] == ["Sent: 3 Nov 2026 10:00", "Subject: Oude vraag", "Files: scherm.png"]
    assert said[5:] == ["", "Dit stond erin."]


def test_of_an_invitation_one_reads_what_it_is_and_when_and_where() -> None:
    lines = (
        "BEGIN:VCALENDAR",
        "METHOD:REQUEST",
        "BEGIN:VEVENT",
        "DTSTART:20261203T090000Z",
        "SUMMARY:Overleg",
        "LOCATION:Zaal 2",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    content = "\r\n".join(lines).encode()
    said = readable(content, Shown.EVENT, moment)
    assert said == "Invitation: Overleg, 2026-12-03 09:00 UTC, Zaal 2"
    assert readable(b"BEGIN:VTODO", Shown.EVENT, moment) == "BEGIN:VTODO"


def test_a_text_of_an_older_windows_keeps_its_letters() -> None:
    content = "Café Zoë; één scherm, geïnstalleerd; naïef, reünie".encode("cp1252")
    assert "Café Zoë" in readable(content, Shown.TEXT, moment)


def test_a_mail_that_is_cut_off_is_read_as_far_as_it_goes() -> None:
    mail = b"From: Piet <piet@example.org>\r\nSubject: Half\r\n\r\nTot hier en ni"
    assert readable(mail, Shown.MAIL, moment).endswith("Tot hier en ni")


def test_a_text_that_is_cut_off_amid_a_letter_keeps_all_others() -> None:
    content = "é".encode() * Shown.TEXT.value
    for before in (b"", b"a"):  # the cut is between two letters, or amid one
        said = readable((before + content)[: Shown.TEXT.value], Shown.TEXT, moment)
        assert set(said.removeprefix("a")) == {"é"}


def test_of_a_long_mail_no_more_is_shown_than_of_a_long_text() -> None:
    mail = b"From: Piet <piet@example.org>\r\n\r\n" + b"Regel.\r\n" * 100_000
    assert len(readable(mail, Shown.MAIL, moment)) == Shown.TEXT.value
