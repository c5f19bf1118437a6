from __future__ import annotations

import struct
import time

from app.intake.mail import read_mail
from app.intake.mail.notes import Notes
from app.intake.mail.rtf import decompress_rtf, read_rtf
from app.intake.mail.tnef import read_tnef
from tests.intake.mail.builders import (
    literal_rtf,
    multipart,
    part,
    stored_rtf,
    tnef,
    tnef_file,
    tnef_message,
    tnef_object,
    tnef_properties,
    tnef_property,
)

WINMAIL = 'application/ms-tnef; name="winmail.dat"'

# The example of compressed rich text in [MS-OXRTFCP] 4.1.1.
SPECIFIED_COMPRESSED = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c"
    "090020627705b06c647d0a800fa0"
)
SPECIFIED_TEXT = b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


def outlook_mail(stream: bytes, text: str = "") -> bytes:
    return multipart("mixed", part("text/plain", text), part(WINMAIL, stream))


def test_the_files_of_a_winmail_dat_stand_in_its_place() -> None:
    stream = tnef(tnef_message(), tnef_file("Offerte café.txt", b"inhoud"))
    read = read_mail(outlook_mail(stream, "Zie bijlage"))
    assert read.text == "Zie bijlage"
    assert [(a.filename, a.content) for a in read.attachments] == [("Offerte café.txt", b"inhoud")]


def test_a_body_that_is_only_in_the_winmail_dat_is_the_text() -> None:
    plain = tnef_property(0x1000, 0x1F, "Mijn scherm is zwart €\0".encode("utf-16-le"))
    assert read_mail(outlook_mail(tnef(tnef_message(plain)))).text == "Mijn scherm is zwart €"


def test_html_in_a_winmail_dat_is_read_in_the_code_page_it_names() -> None:
    codepage = tnef_property(0x3FDE, 3, struct.pack("<I", 1252))
    html = tnef_property(0x1013, 0x102, b"<p>Caf\xe9<script>1</script></p>")
    read = read_mail(outlook_mail(tnef(tnef_message(codepage, html))))
    assert read.text == "Café"
    assert read.html == "<p>Café</p>"


def test_compressed_rich_text_comes_out_as_the_specification_shows() -> None:
    assert decompress_rtf(SPECIFIED_COMPRESSED) == SPECIFIED_TEXT


def test_rich_text_that_repeats_itself_past_what_is_written_is_unrolled() -> None:
    # [MS-OXRTFCP] 4.1.2: the reference reaches into letters that it is itself writing.
    data = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
    assert decompress_rtf(data) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


def test_a_rich_text_body_is_read_as_text() -> None:
    rtf = (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\f0 Caf\'e9 \u8364?\par"
        rb"{\*\generator x}Tweede \{regel\}\par}"
    )
    for body in (stored_rtf(rtf), literal_rtf(rtf)):
        read = read_mail(outlook_mail(tnef(tnef_message(tnef_property(0x1009, 0x102, body)))))
        assert read.text == "Café €\nTweede {regel}"


def test_a_character_that_rich_text_writes_in_two_halves_is_one() -> None:
    assert read_rtf(rb"{\rtf1 \u-10179?\u-8694? \u-10179?}") == ("\U0001f60a \ufffd", False)


def test_html_wrapped_in_rich_text_comes_out_as_html() -> None:
    rtf = (
        rb"{\rtf1\ansi\fromhtml1{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Hallo "
        rb"{\*\htmltag84 <b>}\htmlrtf {\b\htmlrtf0 Jan{\*\htmltag92 </b>}\htmlrtf }\htmlrtf0"
        rb"{\*\htmltag72 </p>}\htmlrtf\par}\htmlrtf0}"
    )
    assert read_rtf(rtf) == ("<p>Hallo <b>Jan</b></p>", True)


def test_a_picture_in_the_html_of_a_winmail_dat_is_marked_inline() -> None:
    html = tnef_property(0x1013, 0x102, b"<p>Logo <img src='cid:logo@example'></p>")
    content_id = tnef_property(0x3712, 0x1E, b"logo@example\0")
    media_type = tnef_property(0x370E, 0x1E, b"image/png\0")
    stream = tnef(tnef_message(html), tnef_file("logo.png", b"png", content_id, media_type))
    (picture,) = read_mail(outlook_mail(stream)).attachments
    assert (picture.inline, picture.media_type, picture.content_id) == (
        True,
        "image/png",
        "logo@example",
    )


def test_a_mail_within_a_winmail_dat_becomes_an_eml_with_its_subject_as_name() -> None:
    inner = tnef(
        tnef_message(
            tnef_property(0x0037, 0x1F, "Oude vraag\0".encode("utf-16-le")),
            tnef_property(0x1000, 0x1E, b"De tekst van toen\0"),
        ),
        tnef_file("b.txt", b"b"),
    )
    data = tnef_property(0x3701, 0x0D, b"\0" * 16 + inner)
    (attachment,) = read_mail(outlook_mail(tnef(tnef_file("x", b"", data)))).attachments
    assert attachment.filename == "Oude vraag.eml"
    assert attachment.media_type == "message/rfc822"
    within = read_mail(attachment.content)
    assert within.text == "De tekst van toen"
    assert [a.filename for a in within.attachments] == ["b.txt"]


def test_a_winmail_dat_within_a_winmail_dat_is_opened_too() -> None:
    body = tnef_property(0x1000, 0x1E, b"De tekst van toen\0")
    inner = tnef(tnef_message(body), tnef_file("b.txt", b"b"))
    (attachment,) = read_mail(outlook_mail(tnef(tnef_file("winmail.dat", inner)))).attachments
    within = read_mail(attachment.content)
    assert within.text == "De tekst van toen"
    assert [(a.filename, a.content) for a in within.attachments] == [("b.txt", b"b")]


def test_a_winmail_dat_too_deep_within_others_is_not_opened_and_that_is_told() -> None:
    wrapped = tnef(tnef_file("b.txt", b"b"))
    for _ in range(6):
        wrapped = tnef(tnef_file("winmail.dat", wrapped))
    notes = Notes()
    read_tnef(wrapped, notes)
    assert notes.left_out == ("Parts nested more than 5 levels deep were not opened.",)


def test_a_stream_cut_anywhere_is_read_as_far_as_it_goes() -> None:
    stream = tnef(
        tnef_message(tnef_property(0x1000, 0x1E, b"tekst\0")), tnef_file("a.txt", b"inhoud")
    )
    for end in range(4, len(stream)):
        read_mail(outlook_mail(stream[:end]))


def test_streams_made_to_hurt_take_little_time() -> None:
    many = tnef(tnef_object(1, 0x00028009, b"") * 500_000)
    counts = tnef_object(1, 0x00069004, b"\xff" * 64) + tnef_object(1, 0x00069003, b"\xff" * 64)
    values = tnef_object(1, 0x00069003, tnef_properties(struct.pack("<HHI", 0x101F, 1, 2**32 - 1)))
    bomb = struct.pack("<IIII", 99, 2**32 - 1, 0x75465A4C, 0) + b"\xff\x00\x0f" * 2_000_000
    nested = tnef(tnef_message())
    for _ in range(40):
        nested = tnef(tnef_file("x", b"", tnef_property(0x3701, 0x0D, b"\0" * 16 + nested)))
    wrapped = tnef(tnef_message())
    for _ in range(40):
        wrapped = tnef(tnef_file("winmail.dat", wrapped))
    groups = tnef_message(tnef_property(0x1009, 0x102, stored_rtf(b"{" * 3_000_000)))
    started = time.process_time()
    for stream in (
        many,
        tnef(counts),
        tnef(values),
        tnef(tnef_message(tnef_property(0x1009, 0x102, bomb))),
        nested,
        wrapped,
        tnef(groups),
    ):
        read_tnef(stream, Notes())
    assert time.process_time() - started < 15
