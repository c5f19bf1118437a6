"""Transfer encodings: what a part holds, whatever blanks, junk and footers came along."""

from __future__ import annotations

import base64
import binascii

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from app.intake.mail import read_mail
from app.intake.mail.list_footer import without_footer
from app.intake.mail.transfer import decode_transfer
from tests.intake.mail.builders import mail, multipart, part

FOOTERS = (
    "\r\n____________________\r\nLijst\r\nlijst@example.org\r\n",
    "\r\n-- \r\nDit bericht is nagekeken op\r\nvirussen.\r\n",
    "\r\nVertrouwelijk:\r\nThis message is for its addressee alone.\r\n",
    "Gescand door een poort.\r\n",
    "\r\nVerzonden vanaf mijn telefoon\r\n",
    "-- \r\nЭто сообщение проверено\r\nLinkedIn\r\nhttps://example.org/Abc/d9Ef\r\n",
)
CONTENT = bytes(range(256)) * 2
WORDS = b"\r\nZie ook onder dit bericht\r\n"


def in_lines(content: bytes, width: int, end: bytes) -> bytes:
    letters = base64.b64encode(content)
    return b"".join(letters[at : at + width] + end for at in range(0, len(letters), width))


@given(
    st.binary(),
    st.integers(1, 100),
    st.sampled_from([b"", b" ", b"\t", b" \t"]),
    st.sampled_from([b"\r\n", b"\n", b"\r\r\n"]),
    st.integers(0, 3),
)
@example(CONTENT, 76, b" ", b"\r\n", 0)
@example(CONTENT, 32, b" ", b"\r\n", 1)
@example(b"\xef\xbe\xfb" * 40, 20, b" ", b"\n\n", 0)
def test_base64_is_read_whole_in_lines_of_any_length_with_blanks_at_their_ends(
    content: bytes, width: int, blank: bytes, newline: bytes, empty_lines: int
) -> None:
    body = in_lines(content, width, blank + newline) + newline * empty_lines
    assume(20 * body.count(b" ") <= len(body))  # with more, it is taken for words
    assert decode_transfer(body, "base64") == (content, True)


@given(
    st.binary(min_size=12),
    st.integers(16, 100),
    st.sampled_from([b"", b" ", b"\t"]),
    st.sampled_from([b"\r\n", b"\n"]),
    st.sampled_from(FOOTERS),
)
@example(CONTENT, 76, b" ", b"\r\n", FOOTERS[3])
@example(CONTENT, 32, b" ", b"\r\n", FOOTERS[0])
def test_a_footer_in_the_open_is_cut_off_behind_base64_in_lines_of_any_length(
    content: bytes, width: int, blank: bytes, newline: bytes, footer: str
) -> None:
    body = in_lines(content, width, blank + newline) + footer.encode()
    assert decode_transfer(body, "base64") == (content, False)


@pytest.mark.parametrize(
    "body",
    [
        in_lines(CONTENT[:510], 76, b"\r\n") + WORDS + in_lines(CONTENT[:510], 76, b"\r\n"),
        in_lines(CONTENT[:30], 40, b"\r\n")[:-3] + b"\r\n" + WORDS,
    ],
    ids=["base64 goes on behind it", "base64 is not whole before it"],
)
def test_what_may_be_no_footer_is_not_cut_off(body: bytes) -> None:
    assert without_footer(body) == body


@pytest.mark.parametrize("place", [1, 9, 70, 600, -3, -20])
def test_a_blank_within_a_line_of_base64_loses_nothing(place: int) -> None:
    body = in_lines(CONTENT, 76, b"\r\n").rstrip()
    body = body[:place] + b" " + body[place:] + b" \r\n"
    assert decode_transfer(body, "base64") == (CONTENT, True)
    file = part(
        "application/pdf",
        body,
        "Content-Transfer-Encoding: base64",
        "Content-Disposition: attachment",
    )
    (attachment,) = read_mail(multipart("mixed", part("text/plain", "x"), file)).attachments
    assert attachment.content == CONTENT


@pytest.mark.parametrize("end", [b"I! Glz", b"--\r\nIGlzAA==", b"--\r\nIGlz\r\nAA=="])
def test_junk_in_the_last_line_is_no_footer(end: bytes) -> None:
    body = b"QmVzdGUgSmFuLCBkZSBwcmludGVy\r\n\r\n" + end
    content, certain = decode_transfer(body, "base64")
    assert content.startswith(b"Beste Jan, de printer is")
    assert not certain


def test_pieces_that_are_padded_apart_are_all_read_before_a_footer() -> None:
    body = b"SGFsbG8=\r\nIEphbg==\r\n\r\nVerzonden vanaf mijn telefoon\r\n"
    assert decode_transfer(body, "base64") == (b"Hallo Jan", False)


@pytest.mark.parametrize("greeting", ["Hallo", "Best", "Hoi Jan,", "HELPDESK", "iPad"])
def test_words_declared_as_base64_are_not_taken_for_a_footer(greeting: str) -> None:
    body = f"{greeting}\r\n\r\nDe printer doet het niet meer.\r\n".encode()
    assert decode_transfer(body, "base64") == (body, False)


@pytest.mark.parametrize("footer", FOOTERS)
@pytest.mark.parametrize("text", ["Hallo Jan", "Hallo Jan, " * 20 + "Piet"])
def test_what_a_list_wrote_in_the_open_behind_an_encoded_text_does_not_spoil_it(
    footer: str, text: str
) -> None:
    body = base64.encodebytes(text.encode()).replace(b"\n", b"\r\n") + footer.encode()
    read = read_mail(mail(body, "Content-Transfer-Encoding: base64"))
    assert read.text == text
    assert read.warnings == ("A part of the mail is damaged or not encoded as it says.",)


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("base64", base64.b64encode(b"Hallo Jan") + b"\r\n"),
        ("BASE64 ", b"SGFs\r\nbG8g!\r\nSmFu\r\n"),
        ("base64", b"SGFsbG8gSmFu"),
        ("base64", b"SGFsbG8=\r\nIEphbg==\r\n"),
        ("base64", b"Hallo Jan "),
        ("quoted-printable", b"Hal=\r\nlo=20Jan"),
        ("quoted-printable (as sent)", b"Hal=\r\nlo=20Jan"),
        ("Quoted-Printable;", b"Hal=  \r\nlo Jan"),
        ("x-uuencode", b"begin 644 x\n" + binascii.b2a_uu(b"Hallo Jan") + b"`\nend\n"),
        ("7-bit", b"Hallo Jan"),
        ("onzin", b"Hallo Jan"),
        ("", b"Hallo Jan"),
    ],
)
def test_a_transfer_encoding_is_undone_through_its_junk(encoding: str, body: bytes) -> None:
    read = read_mail(mail(body, f"Content-Transfer-Encoding: {encoding}"))
    assert read.text.strip() == "Hallo Jan"


def test_a_file_uuencoded_in_the_text_is_taken_out_of_it() -> None:
    lines = binascii.b2a_uu(b"inhoud").decode()
    read = read_mail(mail(f"Zie onder\n\nbegin 644 nota.txt\n{lines}`\nend\nGroet"))
    assert "begin" not in read.text
    assert [(a.filename, a.content) for a in read.attachments] == [("nota.txt", b"inhoud")]
