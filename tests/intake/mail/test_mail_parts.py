from __future__ import annotations

import pytest

from app.intake.mail import read_mail
from app.model.mail import MailAddress
from app.model.ticket import ticket_id
from tests.intake.mail.builders import mail, multipart, part


def test_a_plain_mail_gives_everything_a_ticket_needs() -> None:
    read = read_mail(
        mail(
            "Hij print niet.\r\n",
            "To: Helpdesk <help@example.nl>, Beheer: piet@example.nl, kees@example.nl;",
            "Date: Mon, 5 Jan 2026 10:00:00 +0100",
            "Message-ID: <a1@example.nl>",
            "In-Reply-To: <q1@example.nl>",
            "References: <q0@example.nl> <q1@example.nl>",
        )
    )
    assert read.sender == MailAddress("Jan Jansen", "jan@example.nl")
    assert (read.subject, read.text, read.html) == ("Printer", "Hij print niet.", None)
    assert [to.address for to in read.to] == [
        "help@example.nl",
        "piet@example.nl",
        "kees@example.nl",
    ]
    assert read.sent_at == 1767603600
    assert (read.message_id, read.in_reply_to) == ("a1@example.nl", ("q1@example.nl",))
    assert read.references == ("q0@example.nl", "q1@example.nl")
    assert not read.automatic
    assert read.warnings == ()


def test_tickets_named_in_the_subject_are_found() -> None:
    read = read_mail(b"Subject: Re: [CNE-2026-000123] en cne-2025-000007\r\n\r\n")
    assert read.ticket_ids == (ticket_id(2026, 123), ticket_id(2025, 7))


@pytest.mark.parametrize(
    ("field", "subject"),
    [
        ("=?utf-8?Q?caf=C3=A9?=", "café"),
        ("=?utf-8?B?Y2Fmw6k?=", "café"),
        ("=?UTF-8?B?Y2Fmww==?= =?UTF-8?B?qQ==?=", "café"),
        ("=?utf-8?Q?een?= =?utf-8?Q?_twee?= drie", "een twee drie"),
        ("a =?utf-8?Q?b?= c", "a b c"),
        ("=?iso-8859-1*nl?Q?caf=E9?=", "café"),
        ("=?iso-8859-1?Q?=80 5?=", "€ 5"),
        ("=?utf-8?Q?wat?? ?=", "wat??"),
        ("=?NONE?B?VEVTVA=?=", "TEST"),
        ("=?iso-2022-jp?B?GyRCJF4bKEI=?=", "ま"),
        ("=?utf-8?Q?a=00b=0Ac?=", "a b c"),
        ("=?utf-8?B?4oCuZXhl?=", "exe"),
        ("caf\udcc3\udca9", "café"),
        ("caf\udce9", "café"),
        ("=?utf-8?Q?niet af", "=?utf-8?Q?niet af"),
    ],
)
def test_a_subject_is_read_however_it_is_encoded(field: str, subject: str) -> None:
    raw = b"Subject: " + field.encode("utf-8", "surrogateescape") + b"\r\n\r\n"
    assert read_mail(raw).subject == subject


@pytest.mark.parametrize(
    ("field", "sender"),
    [
        ("Jan <jan@example.nl>", MailAddress("Jan", "jan@example.nl")),
        ("jan@example.nl (Jan Jansen)", MailAddress("Jan Jansen", "jan@example.nl")),
        ('"Jansen, Jan" <jan@example.nl>', MailAddress("Jansen, Jan", "jan@example.nl")),
        ('"=?utf-8?Q?Ren=C3=A9?=" <r@example.nl>', MailAddress("René", "r@example.nl")),
        ("=?utf-8?Q?Jansen=2C_Jan?= <j@example.nl>", MailAddress("Jansen, Jan", "j@example.nl")),
        ("Jan jan@example.nl", MailAddress("Jan", "jan@example.nl")),
        ('"Jansen (ICT)" <jan@example.nl>', MailAddress("Jansen (ICT)", "jan@example.nl")),
        ("Jansen (ICT) <jan@example.nl>", MailAddress("Jansen", "jan@example.nl")),
        ("<jan@example.nl", MailAddress("", "jan@example.nl")),
        ('"Jan <jan@example.nl>', MailAddress("Jan", "jan@example.nl")),
        ("jan@example.nl, piet@example.nl", MailAddress("", "jan@example.nl")),
        ("Jan <mailto:jan@example.nl>", MailAddress("Jan", "jan@example.nl")),
        ("Jan [mailto:jan@example.nl]", MailAddress("Jan", "jan@example.nl")),
        ("jan@example.nl <jan@example.nl>", MailAddress("", "jan@example.nl")),
        ("Jan <@relay.example.nl:jan@example.nl>", MailAddress("Jan", "jan@example.nl")),
        ("Jöhn <jdöe@exämple.nl>", MailAddress("Jöhn", "jdöe@exämple.nl")),
        ("Jan", MailAddress("Jan", "")),
        ("", None),
    ],
)
def test_a_sender_is_read_however_it_is_written(field: str, sender: MailAddress | None) -> None:
    assert read_mail(f"From: {field}\r\n\r\n".encode()).sender == sender


def test_a_sender_without_address_is_taken_from_the_next_best_field() -> None:
    read = read_mail(b"From: Jan\r\nReply-To: <jan@example.nl>\r\n\r\n")
    assert read.sender == MailAddress("Jan", "jan@example.nl")
    assert read.warnings


@pytest.mark.parametrize(
    ("charset", "body", "text"),
    [
        ("utf-8", "€ é".encode(), "€ é"),
        ("iso-8859-1", "€ “é”".encode("cp1252"), "€ “é”"),
        ("us-ascii", "café".encode("cp1252"), "café"),
        ("iso-8859-1", "café".encode(), "café"),
        ("utf-8", "café crème".encode("cp1252"), "café crème"),
        ("onzin-99", "café".encode(), "café"),
        ("", "café".encode("cp1252"), "café"),
        ("iso-2022-jp", "まみむ①".encode("iso2022_jp_ext", "ignore"), "まみむ"),
        ("", "まみむ".encode("iso2022_jp"), "まみむ"),
        ("shift_jis", "表示①".encode("cp932"), "表示①"),
        ("ks_c_5601-1987", "스티해".encode("cp949"), "스티해"),
        ("gb2312", "鎔中文".encode("gb18030"), "鎔中文"),
        ("utf-7", b"caf+AOk-", "café"),
        ("utf-16", "café".encode("utf-16"), "café"),
        ("windows-1251", "Привет".encode("cp1251"), "Привет"),
        ("", "Съешь ещё этих мягких французских булок, да выпей чаю".encode("cp1251"), "Съешь"),
        ("rot13", b"tekst", "tekst"),
    ],
)
def test_text_is_read_in_the_set_it_is_in_and_not_only_the_one_it_names(
    charset: str, body: bytes, text: str
) -> None:
    header = f"Content-Type: text/plain; charset={charset}" if charset else "MIME-Version: 1.0"
    assert read_mail(mail(body, header)).text.startswith(text)


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        ('<meta charset="windows-1251">', "Привет".encode("cp1251"), "Привет"),
        (
            "<meta http-equiv=Content-Type content='text/html; charset=iso-8859-7'>",
            "Καλημέρα".encode("iso8859-7"),
            "Καλημέρα",
        ),
        ('<meta charset="windows-1251">', "één".encode(), "één"),
        ('<meta charset="utf-16">', b"een", "een"),
        ('<meta charset="onzin">', "één".encode("cp1252"), "één"),
    ],
)
def test_html_whose_part_names_no_set_is_read_in_the_one_it_names_itself(
    head: str, body: bytes, text: str
) -> None:
    html = f"<html><head>{head}</head><body>".encode() + body
    assert read_mail(mail(html, "Content-Type: text/html")).text == text


@pytest.mark.parametrize(
    "name",
    [
        *("utf-16", "UTF16", "utf_16_le", "u16", "utf-16be", "utf-32", "utf32", "u32"),
        *("utf-7", "utf7", "u7", "unicode-1-1-utf-7", "cp037", "unicode:escape"),
    ],
)
@pytest.mark.parametrize("text", ["een +ADw-b+AD4- \\u0041 x", "één +ADw-b+AD4- \\u0041 x"])
def test_a_set_that_html_could_not_name_itself_in_is_not_believed(name: str, text: str) -> None:
    for spaces in range(4):  # in any number of bytes
        html = f'<html><head><meta charset="{name}"></head><body>{" " * spaces}{text}'
        read = read_mail(mail(html, "Content-Type: text/html"))
        assert read.text.strip() == text
        assert read.warnings == ()


def test_half_a_character_does_no_harm_wherever_it_stands() -> None:
    read = read_mail(
        mail(
            b"tekst +2AA- \xff",
            "Content-Type: text/plain; charset=utf-7; name*0=+2AA-; boundary=+2AA-",
            "X-Raw: \xff",
        )
    )
    assert read.text.startswith("tekst")
    assert read_mail(b"Subject: =?utf-7?Q?+2AA-x?=\r\n\r\n").subject.endswith("x")


def test_a_guessed_character_set_is_mentioned() -> None:
    read = read_mail(mail(b"caf\xe9", "Content-Type: text/plain; charset=utf-8"))
    assert read.warnings == ("The character set of the text had to be guessed.",)


@pytest.mark.parametrize(
    ("parameter", "filename"),
    [
        ('filename="nota.pdf"', "nota.pdf"),
        ("filename=mijn nota.pdf", "mijn nota.pdf"),
        ("filename*=utf-8''caf%C3%A9.pdf", "café.pdf"),
        ("filename*0*=utf-8''caf%C3; filename*1*=%A9; filename*2=.pdf", "café.pdf"),
        ('filename="=?utf-8?Q?caf=C3=A9.pdf?="', "café.pdf"),
        ('filename="../../etc/passwd"', "passwd"),
        (r'filename="C:\Users\jan\nota.pdf"', "nota.pdf"),
        ('filename="CON.txt"', "_CON.txt"),
        ('filename="a\u202egpj.exe"', "agpj.exe"),
        ('filename="a<b>:|?*.txt"', "a_b_____.txt"),
        ('filename="..."', "attachment-1.pdf"),
        ('filename=""', "attachment-1.pdf"),
        ("x=y", "attachment-1.pdf"),
        (f'filename="{"a" * 500}.pdf"', "a" * 176 + ".pdf"),
    ],
)
def test_a_file_name_is_read_and_made_safe(parameter: str, filename: str) -> None:
    file = part("application/pdf", b"%PDF", f"Content-Disposition: attachment; {parameter}")
    (attachment,) = read_mail(multipart("mixed", part("text/plain", "x"), file)).attachments
    assert attachment.filename == filename
    assert attachment.content == b"%PDF"


def test_of_two_versions_the_plain_one_is_the_text_and_the_html_is_kept() -> None:
    read = read_mail(
        multipart("alternative", part("text/plain", "plat"), part("text/html", "<p>op<b>maak</b>"))
    )
    assert (read.text, read.html) == ("plat", "<p>op<b>maak</b></p>")


def test_an_empty_plain_version_gives_way_to_the_html() -> None:
    raw = multipart("alternative", part("text/plain", " \r\n"), part("text/html", "<p>wel"))
    assert read_mail(raw).text == "wel"


def test_texts_that_follow_each_other_are_all_shown() -> None:
    raw = multipart("mixed", part("text/plain", "een"), part("text/html", "<i>twee</i>"))
    read = read_mail(raw)
    assert read.text == "een\n\ntwee"
    assert "een" in (read.html or "")


def test_a_text_with_a_name_behind_another_is_a_file() -> None:
    raw = multipart("mixed", part("text/plain", "een"), part("text/plain; name=log.txt", "log"))
    read = read_mail(raw)
    assert read.text == "een"
    assert [a.filename for a in read.attachments] == ["log.txt"]


def test_a_picture_that_the_html_shows_is_inline_and_another_is_not() -> None:
    read = read_mail(
        multipart(
            "related",
            part("text/html", '<img src="cid:a@example">'),
            part("image/png", b"1", "Content-ID: <a@example>"),
            part("image/png", b"2", "Content-ID: <b@example>"),
        )
    )
    assert [a.inline for a in read.attachments] == [True, False]
    assert read.html == '<img src="cid:a@example">'


def test_a_mail_within_the_mail_is_a_file_named_by_its_subject_and_stays_whole() -> None:
    inner = multipart("related", part("text/html", "<img src=cid:x>"), part("image/png", b"1"))
    read = read_mail(multipart("mixed", part("text/plain", "zie"), part("message/rfc822", inner)))
    assert read.text == "zie"
    assert [(a.filename, a.content) for a in read.attachments] == [("Printer.eml", inner)]


def test_an_invitation_alone_is_shown_in_one_line_and_kept() -> None:
    event = (
        "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nDTSTART:19700101T000000\r\nEND:VTIMEZONE\r\n"
        "BEGIN:VEVENT\r\nSUMMARY;LANGUAGE=nl:Overleg\\, print\r\n ers\r\n"
        "DTSTART;TZID=Europe/Amsterdam:20260105T100000\r\nDTEND:20260105T100000Z\r\n"
        "LOCATION:Zaal 1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    read = read_mail(mail(event, "Content-Type: text/calendar; charset=utf-8"))
    assert read.text == (
        "Invitation: Overleg, printers, 2026-01-05 10:00 Europe/Amsterdam"
        " – 2026-01-05 10:00 UTC, Zaal 1"
    )
    assert read.attachments[0].filename == "attachment-1.ics"
    both = read_mail(multipart("mixed", part("text/plain", "Kom"), part("text/calendar", event)))
    assert both.text == "Kom"


@pytest.mark.parametrize(
    ("method", "headline"),
    [
        ("REQUEST", "Invitation: Overleg"),
        ("CANCEL", "Cancelled: Overleg"),
        ("REPLY", "Answer to an invitation: Overleg"),
    ],
)
def test_a_calendar_part_says_what_its_sender_wrote(method: str, headline: str) -> None:
    event = (
        f"BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nSUMMARY:Overleg\r\n"
        'DESCRIPTION;ALTREP="data:text/html,<p>":Neem mee:\\n- de lap\r\n top\\, en de lader\r\n'
        "X-LOCATION:nergens\r\nBEGIN:VALARM\r\nLOCATION:nergens\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    read = read_mail(mail(event, f"Content-Type: text/calendar; method={method}"))
    assert read.text == f"{headline}\n\nNeem mee:\n- de laptop, en de lader"


def test_flowed_lines_are_joined() -> None:
    body = "Een lange \r\nregel.\r\n\r\n>> Oud \r\n>> stuk\r\n> Ander\r\n-- \r\nJan\r\n From here"
    read = read_mail(mail(body, "Content-Type: text/plain; format=flowed"))
    assert read.text == "Een lange regel.\n\n>> Oud stuk\n> Ander\n-- \nJan\nFrom here"
    chinese = read_mail(mail("半 \r\n半", "Content-Type: text/plain; format=flowed; delsp=yes"))
    assert chinese.text == "半半"


def test_a_signed_mail_shows_what_was_signed() -> None:
    armoured = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nDe tekst\n- -- streep\n"
        "-----BEGIN PGP SIGNATURE-----\n\nabc=\n-----END PGP SIGNATURE-----\n"
    )
    assert read_mail(mail(armoured)).text == "De tekst\n-- streep"
    raw = multipart(
        "signed", part("text/plain", "De tekst"), part("application/pgp-signature", "abc")
    )
    read = read_mail(raw)
    assert (read.text, read.attachments[0].filename) == ("De tekst", "attachment-1.asc")


def test_an_encrypted_mail_says_that_it_cannot_be_read() -> None:
    read = read_mail(mail("MIIB", "Content-Type: application/pkcs7-mime; name=smime.p7m"))
    assert [a.filename for a in read.attachments] == ["smime.p7m"]
    assert "encrypted" in read.warnings[0]


@pytest.mark.parametrize(
    "boundary", ['"frontier"', "frontier", '"frontier', "'frontier'", '"frontier "', '"verkeerd"']
)
def test_parts_are_found_though_the_boundary_is_misquoted_or_wrong(boundary: str) -> None:
    body = (
        "preamble\r\n--frontier\r\nContent-Type: text/plain\r\n\r\neen\r\n--frontier_alt\r\n"
        "--frontier\r\nContent-Type: text/x-log\r\n\r\nlog"
    )
    read = read_mail(mail(body, f"Content-Type: multipart/mixed; boundary={boundary}"))
    assert read.text == "een\n--frontier_alt"
    assert [a.content for a in read.attachments] == [b"log"]


@pytest.mark.parametrize("newline", [b"\n", b"\r"])
def test_every_line_end_will_do(newline: bytes) -> None:
    raw = multipart("mixed", part("text/plain", "een"), part("image/png", b"1"))
    read = read_mail(raw.replace(b"\r\n", newline))
    assert (read.subject, read.text, len(read.attachments)) == ("Printer", "een", 1)


@pytest.mark.parametrize(
    "raw",
    [
        b"\r\n\r\nSubject: Printer\r\n\r\nkapot",
        b"From jan Mon Jan  5 10:00:00 2026\nSubject: Printer\n\nkapot",
        b"\xef\xbb\xbfSubject: Printer\n\nkapot",
        b"Subject: Printer\nkapotte regel tussen de velden\nX-Y: z\n\nkapot",
        b"Subject: Printer\nkapot",
        b"een losse regel vooraf\nSubject: Printer\n\nkapot",
        b"Subject:\n Printer\n\nkapot",
        b"Subject: Printer\nSubject: Scanner\n\nkapot",
    ],
)
def test_a_broken_header_still_gives_subject_and_text(raw: bytes) -> None:
    read = read_mail(raw)
    assert (read.subject, read.text) == ("Printer", "kapot")


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated (failure)",
        "Precedence: bulk",
        "X-Autoreply: yes",
        "X-Auto-Response-Suppress: All",
        "List-Id: <lijst.example.nl>",
        "Return-Path: <>",
        "Content-Type: multipart/report; boundary=x",
    ],
)
def test_what_no_person_wrote_is_automatic(header: str) -> None:
    assert read_mail(mail("x", header)).automatic


def test_an_absence_notice_is_automatic_by_its_subject_and_a_question_about_one_is_not() -> None:
    assert read_mail(b"Subject: Automatisch antwoord: Printer\r\n\r\n").automatic
    assert not read_mail(b"Subject: Hoe zet ik een automatisch antwoord aan?\r\n\r\n").automatic
    assert not read_mail(mail("x", "Auto-Submitted: no")).automatic


def test_a_bounce_shows_what_it_says_to_people() -> None:
    report = part("message/delivery-status", "Action: failed")
    read = read_mail(multipart("report", part("text/plain", "Niet bezorgd"), report))
    assert (read.text, read.automatic) == ("Niet bezorgd", True)
    assert read_mail(multipart("report", report)).text == "Action: failed"
