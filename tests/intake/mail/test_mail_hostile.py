"""Mails made to hurt: each is read in seconds, and says what was left out."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from app.intake.mail import read_mail
from app.intake.mail.limits import MAX_DEPTH, MAX_PARTS, MAX_TEXT_CHARS
from app.intake.markup import html_to_text, sanitise_html
from tests.intake.mail.builders import mail
from tests.memory import at_most

SECONDS = 10
"""Far above what each takes (most under one), far below what an unbounded reader takes."""


@pytest.fixture(autouse=True)
def in_time() -> Iterator[None]:
    started = time.process_time()
    yield
    assert time.process_time() - started < SECONDS


def test_an_encoded_text_that_is_padded_a_million_times_takes_little_memory() -> None:
    body = b"QQ==\n" * 4_000_000
    with at_most(90):  # the mail itself, and what is left without its line ends
        read_mail(mail(body, "Content-Transfer-Encoding: base64"))


def nested(levels: int) -> bytes:
    opening = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
        for level in range(levels)
    )
    closing = b"".join(b"--b%d--\n" % level for level in reversed(range(levels)))
    return b"Subject: x\n" + opening + b"Content-Type: text/plain\n\ndiep\n" + closing


def parts(count: int) -> bytes:
    body = "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * count + "--b--"
    return mail(body, "Content-Type: multipart/mixed; boundary=b")


def test_fifty_levels_are_read_to_the_bottom() -> None:
    read = read_mail(nested(50))
    assert (read.text, read.warnings) == (
        "diep",
        ("The mail names no sender that can be answered.",),
    )


def test_levels_beyond_the_limit_are_kept_unopened_and_mentioned() -> None:
    read = read_mail(nested(5_000))
    assert b"diep" in read.attachments[0].content
    assert any(str(MAX_DEPTH) in warning for warning in read.warnings)


def test_parts_beyond_the_limit_are_left_out_and_mentioned() -> None:
    read = read_mail(parts(10_000))
    assert read.text.count("x") == MAX_PARTS
    assert read.warnings == (f"Only the first {MAX_PARTS} parts of the mail were read.",)


@pytest.mark.parametrize(
    "header",
    [
        b"X-A: b\r\n" * 100_000,
        b"X-A: " + b"b" * 10_000_000 + b"\r\n",
        b"X-A: b\r\n" + b" c\r\n" * 2_000_000,
        b"no field\r\n" * 1_000_000 + b"X: y\r\n",
    ],
)
def test_a_header_bomb_leaves_the_mail_readable(header: bytes) -> None:
    read = read_mail(b"Subject: Printer\r\n" + header + b"\r\nkapot")
    assert (read.subject, read.text) == ("Printer", "kapot")
    assert "The mail's header is too long; only its beginning was read." in read.warnings


@pytest.mark.parametrize(
    "field",
    [
        "Subject: " + "=?utf-8?q?a" * 100_000,
        "To: " + "<a" * 100_000,
        "To: " + "((" * 100_000,
        "To: " + '"a\\' * 30_000,
        "To: " + "a@b:" * 30_000,
        "To: " + "a@" * 30_000,
        "To: " + "a," * 30_000,
        "References: " + "<a@b> " * 200_000,
        "Date: " + "(" * 60_000,
        "Content-Type: text/plain; " + "a*0*=" * 12_000,
        "Content-Type: text/plain; " + ";" * 60_000,
        'Content-Type: text/plain; name="' + "\\" * 60_000,
        "Content-Type: text/plain; charset=" + "utf-8" * 10_000,
    ],
)
def test_a_field_made_to_hurt_leaves_the_text_readable(field: str) -> None:
    assert read_mail(mail("kapot", field)).text == "kapot"


@pytest.mark.parametrize(
    "body",
    [
        "x" * 20_000_000,
        "> x\n" * 1_000_000,
        "On 2022 wrote\n" * 150_000,
        "Van: a\n" * 280_000,
        "\n" * 3_000_000 + "x",
        "begin 644 a\n" * 180_000,
        "begin 644 a\n#86%A\n" * 110_000,
        "-----BEGIN PGP SIGNED MESSAGE-----\n" * 60_000,
    ],
)
def test_a_text_made_to_hurt_is_cut_or_kept(body: str) -> None:
    assert len(read_mail(mail(body)).text) <= MAX_TEXT_CHARS


@pytest.mark.parametrize(
    ("header", "body"),
    [
        ("Content-Transfer-Encoding: base64", b"QUJD=" * 2_000_000),
        ("Content-Transfer-Encoding: quoted-printable", b"= " * 5_000_000),
        ("Content-Transfer-Encoding: x-uuencode", b"begin 644 a\n" * 200_000),
        ("Content-Type: text/plain; charset=utf-7", b"+AAA" * 1_000_000),
        ("Content-Type: text/plain; charset=iso-2022-jp", b"\x1b$B" * 1_000_000),
        ("Content-Type: text/plain; charset=punycode", b"a-" * 1_000_000),
        ("Content-Type: text/plain; format=flowed", b"a \n" * 600_000),
        ("Content-Type: text/calendar", b"BEGIN:VEVENT\n" + b"SUMMARY;" * 1_000_000),
        ("Content-Type: multipart/mixed", b"--a\n" * 3_000_000),
        ("Content-Type: multipart/mixed; boundary=b", b"--b " * 3_000_000),
        ("Content-Type: multipart/mixed; boundary=b", b"--b\n" * 3_000_000),
    ],
)
def test_a_body_made_to_hurt_is_read(header: str, body: bytes) -> None:
    assert read_mail(mail(body, header)).subject == "Printer"


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 400_000,
        "</p>" * 400_000,
        "<p>x</p>" * 250_000,
        '<a "' * 400_000,
        "<" * 2_000_000,
        "&" * 2_000_000,
        "<!--" * 400_000,
        "<style>" * 280_000,
        "<a " + "b " * 1_000_000,
        "<table><tr><td>" * 130_000,
        "".join(f"<b x={number}>" for number in range(140)) + "<p>x" * 250_000,
        "<blockquote type=cite>" * 90_000,
        "<ul><li>" * 200_000,
        "<a title='" + "&amp;" * 400_000,
    ],
    ids=lambda html: html[:12],
)
def test_markup_made_to_hurt_is_read(html: str) -> None:
    assert sanitise_html(html) is not None
    assert html_to_text(html) is not None


def test_markup_that_was_cut_is_mentioned() -> None:
    read = read_mail(mail("<p>x</p>" * 100_000, "Content-Type: text/html"))
    assert read.warnings == ("The text is too long; only its beginning was kept.",)
