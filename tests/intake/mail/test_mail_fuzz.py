from __future__ import annotations

import re
import unicodedata

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.intake.mail import read_mail
from app.intake.mail.filenames import safe_filename
from app.intake.mail.quotes import reply_text
from app.intake.markup import html_to_text, sanitise_html
from app.model.mail import IncomingMail
from tests.intake.mail.builders import mail, multipart, part, tnef, tnef_file, tnef_message

LOADING = re.compile(r"<[^>]*\s(?:src|background|poster|data|action|style|on\w+)\s*=", re.I)

SEEDS = (
    mail("Hallo =C3=A9\r\n-- \r\nJan", "Content-Transfer-Encoding: quoted-printable"),
    multipart(
        "alternative",
        part("text/plain; charset=iso-8859-1; format=flowed", b"caf\xe9 \r\n> oud\r\nnieuw"),
        part("text/html; charset=utf-8", "<p>nieuw<img src=cid:a@b><blockquote type=cite>oud"),
    ),
    multipart(
        "mixed",
        part("text/plain", "begin 644 a.txt\n#86%A\n`\nend\n"),
        part("image/png; name*0*=utf-8''%e2%82; name*1*=%ac.png", "iVBORw0K"),
        part("application/ms-tnef", tnef(tnef_message(), tnef_file("a.txt", b"abc"))),
        part("message/rfc822", mail("binnen")),
        part("text/calendar", "BEGIN:VEVENT\r\nSUMMARY:Overleg\r\nDTSTART:20260101T100000Z"),
    ),
    b"Subject: =?utf-8?B?w6k=?= =?x?Q?=E9?=\r\nTo: a, b <c@d>, g: h@i;\r\nDate: x\r\n\r\n",
)
WORDS = st.sampled_from(
    [
        *(b"\r\n", b"\n\n", b"--frontier", b"--frontier--", b"Content-Type: ", b"multipart/mixed"),
        *(b"; boundary=", b'"', b"=?utf-8?Q?", b"?=", b"<", b">", b"(", b"\\", b"\0", b"\x1b$B"),
        *(b"Content-Transfer-Encoding: base64\r\n\r\n", b"charset=utf-7", b"charset=utf-16"),
        *(
            b"<div hidden>",
            b"<script>",
            b"<style>",
            b"<!--",
            b"cid:",
            b"From: ",
            b"\x78\x9f\x3e\x22",
        ),
        *(b"\xff\xfe", b"\xe2\x80\xae", b"name=../../CON", b"begin 644 x\n", b"Van: x\n", b"> "),
    ]
)


@st.composite
def mutated_mails(draw: st.DrawFn) -> bytes:
    raw = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(raw)))
        end = min(len(raw), start + draw(st.integers(0, 12)))
        raw[start:end] = draw(st.one_of(WORDS, st.binary(max_size=6)))
    return bytes(raw)


def assert_fit_to_keep(read: IncomingMail) -> None:
    names = [read.sender] if read.sender else []
    one_line = [read.subject, read.message_id, *read.references, *read.in_reply_to]
    for mailbox in (*names, *read.to, *read.cc, *read.reply_to):
        one_line += [mailbox.name, mailbox.address]
    for line in one_line:
        assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in line), line
    for text in (read.text, read.reply_text):
        assert not re.search("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", text)
    assert "<script" not in (read.html or "").lower()
    for tag in re.findall(r"<[^>]*>", read.html or ""):
        without_cid = re.sub(r'src="cid:[^"]*"', "", tag)
        assert not LOADING.search(without_cid), tag
    for attachment in read.attachments:
        name = attachment.filename
        assert name == safe_filename(name)
        assert not {"/", "\\"} & set(name)
        assert name.strip(".")
        assert not any(unicodedata.category(c) in ("Cc", "Cf") for c in name)


@settings(deadline=None, max_examples=400, database=None)
@given(mutated_mails())
def test_a_mail_broken_anywhere_is_read_and_fit_to_keep(raw: bytes) -> None:
    assert_fit_to_keep(read_mail(raw))


@settings(deadline=None, max_examples=200, database=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_and_fit_to_keep(raw: bytes) -> None:
    assert_fit_to_keep(read_mail(raw))


@settings(deadline=None, max_examples=200, database=None)
@given(st.lists(WORDS, max_size=40))
def test_any_order_of_what_mails_are_made_of_is_read(words: list[bytes]) -> None:
    assert_fit_to_keep(read_mail(mail(b"".join(words))))
    assert_fit_to_keep(read_mail(b"".join(words)))


@settings(deadline=None, max_examples=300, database=None)
@given(st.text())
def test_any_file_name_becomes_safe_and_stays_so(name: str) -> None:
    safe = safe_filename(name)
    assert safe == safe_filename(safe)
    assert 0 < len(safe.encode()) <= 200


TAGS = st.sampled_from(
    [
        *("<p>", "</p>", "<b x=1>", "</b>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<li>"),
        *(
            "<a href=javascript:1>",
            "</a>",
            "<a href='",
            "<img src=x>",
            "<img src=cid:a@b>",
            "<svg>",
        ),
        *(
            "</svg>",
            "<style>",
            "</style>",
            "<!--",
            "-->",
            "<ul>",
            "</ul>",
            "<pre>",
            "</pre>",
            "<br>",
        ),
        *(
            "&",
            "&lt;",
            "<",
            ">",
            "<div hidden>",
            "</div>",
            "<title>",
            "<math><mtext>",
            "<noscript>",
        ),
        *("<form>", "<textarea>", "<img alt='<img src=x onerror=1>'>", '<p title="</p><script>">'),
    ]
)


@settings(deadline=None, max_examples=300, database=None)
@given(st.lists(st.one_of(TAGS, st.text(max_size=4)), max_size=40))
@example(["<li>", "<table>", "<li>"])
def test_any_markup_becomes_safe_and_readable(pieces: list[str]) -> None:
    html = "".join(pieces)
    safe = sanitise_html(html)
    assert html_to_text(html) is not None
    for tag in re.findall(r"<[^>]*>", safe):
        assert not LOADING.search(re.sub(r'src="cid:[^"]*"', "", tag)), tag
    assert "javascript:" not in "".join(re.findall(r"<[^>]*>", safe))
    assert sanitise_html(safe) == safe


@settings(deadline=None, max_examples=300, database=None)
@given(
    st.lists(st.sampled_from(["> oud", "nieuw", "", "-- ", "Van: a", "Op 1-1-2026 schreef Jan:"]))
)
def test_the_reply_is_made_of_lines_of_the_text_and_never_empty(lines: list[str]) -> None:
    text = "\n".join(lines)
    reply = reply_text(text)
    assert bool(reply.strip()) == bool(text.strip())
    assert set(reply.split("\n")) <= {*lines, ""}
