"""Real mails that this project did not write: what a good mail reader shows of each."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, NamedTuple

import pytest

from app.intake.mail import read_mail, read_paths
from app.model.mail import IncomingMail
from tests.intake.mail.builders import SAMPLES, needs_samples
from tests.intake.mail.test_mail_fuzz import assert_fit_to_keep

pytestmark = needs_samples

MAILS = SAMPLES / "mail"


class Fact(NamedTuple):
    subject: str
    sender: str
    text: str
    files: tuple[str, ...] = ()


M = "mikel-mail/"
FACTS = {
    M + "attachment_emails/attachment_content_location.eml": Fact(
        "testing", "foo@example.com", "This is the first part.", ("Photo25.jpg",)
    ),
    M + "attachment_emails/attachment_message_rfc822.eml": Fact(
        "testing", "foo@example.com", "This is the first part.", ("ForwardedMessage.eml",)
    ),
    M + "attachment_emails/attachment_message_rfc822_inline_image.eml": Fact(
        "test", "test@example.com", "", ("img.png", "Testmail.eml")
    ),
    M + "attachment_emails/attachment_nonascii_filename.eml": Fact(
        "testing", "foo@example.com", "This is the first part.", ("ciële.txt",)
    ),
    M + "attachment_emails/attachment_only_email.eml": Fact(
        "this message JUST contains an attachment", "rfinnie@domain.dom", "", ("blah.gz",)
    ),
    M + "attachment_emails/attachment_pdf.eml": Fact(
        "Another PDF with 🎉 Unicode chars in it 🍿",
        "xxxx@xxxx.com",
        "Just attaching another PDF, here",
        ("broken.pdf",),
    ),
    M + "attachment_emails/attachment_with_base64_encoded_name.eml": Fact(
        "Fwd: Signed email causes file attachments",
        "xxxxxxxxx.xxxxxxx@gmail.com",
        "We should not include these files",
        ("This is a test.pdf",),
    ),
    M + "attachment_emails/attachment_with_quoted_filename.eml": Fact(
        "Eelanalüüsi päring", "jeff@37signals.com", "", ("Eelanalüüsi päring.jpg",)
    ),
    M + "attachment_emails/attachment_with_unquoted_name.eml": Fact(
        "testing", "foo@example.com", "This is the first part.", ("This is a test.txt",)
    ),
    M + "error_emails/bad_encoded_subject.eml": Fact("TEST", "", "TEST"),
    M + "error_emails/bad_subject.eml": Fact(
        "MySurvey.com: You have a survey waiting! 91123105",
        "carol@mysurvey.com",
        "You have a survey waiting!",
    ),
    M + "error_emails/cant_parse_from.eml": Fact(
        "Meet the new MacBook Pro family. Now includes 13-inch.",
        "News@InsideApple.Apple.com",
        "From one solid piece of aluminum",
    ),
    M + "error_emails/content_transfer_encoding_text-html.eml": Fact(
        "Re: We will help you refinance your home.",
        "abhijit.862153drinnan@datavalet.com",
        "Hello,\n\nYou have qualified",
    ),
    M + "error_emails/content_transfer_encoding_x_uuencode.eml": Fact(
        "PGP Comments on RTO West Release of Dec. 14",
        "lpeters@PACIFIER.COM",
        "Attached are the comments",
        ("PGP_Cmts_on_12-14-01_Pkg.doc",),
    ),
    M + "error_emails/empty_group_lists.eml": Fact(
        "Western Union Swift Money Transfer", "ceciledwards@sbcglobal.net", "Attention Beneficiary:"
    ),
    M + "error_emails/invalid_subject_characters.eml": Fact(
        "Formação FrenetikPolis: Mega Campanha Final Verão | Cursos de Setembro",
        "info@formacaofrenetik.info",
        "TEST",
    ),
    M + "error_emails/missing_body.eml": Fact("REDACTED", "redacted@attglobal.net", ""),
    M + "error_emails/missing_content_disposition.eml": Fact(
        "Redacted", "redacted@example.com", "", ("somefile.jpg",)
    ),
    M + "error_emails/multiple_content_types.eml": Fact(
        "Redacted", "redacted@flashmail.net", "foo"
    ),
    M + "error_emails/multiple_invalid_content_dispositions.eml": Fact(
        "Redacted", "redacted@flashmail.net", "foo"
    ),
    M + "mime_emails/email_with_similar_boundaries.eml": Fact(
        "Xxxxxx", "xxxxxx@xxxxxxxx.xxx", "Test", ("LOGO.png",)
    ),
    M + "mime_emails/raw_email2.eml": Fact(
        "Fwd: Signed email causes file attachments",
        "xxxxxxxxx.xxxxxxx@gmail.com",
        "We should not include these files",
        ("smime.p7s",),
    ),
    M + "mime_emails/raw_email4.eml": Fact("Filth", "xxx@xxxx.xxx", "Some text"),
    M + "mime_emails/raw_email7.eml": Fact(
        "testing",
        "foo@example.com",
        "This is the first part.",
        ("test.rb", "test.pdf", "smime.p7s"),
    ),
    M + "mime_emails/raw_email_with_binary_encoded.eml": Fact(
        "Testing outlook", "email_test@me.nowhere", "", ("2013-08-13_19-08-28-1.jpg",)
    ),
    M + "mime_emails/raw_email_with_illegal_boundary.eml": Fact(
        "Testing outlook", "email_test@me.nowhere", "Hello\nThis is an outlook test"
    ),
    M + "mime_emails/raw_email_with_quoted_illegal_boundary.eml": Fact(
        "Testing outlook", "email_test@me.nowhere", "Hello\nThis is an outlook test"
    ),
    M + "mime_emails/sig_only_email.eml": Fact(
        "Re: Testing multipart/signed",
        "test@test.lindsaar.net",
        "This is random text, not what has been signed",
        ("signature.asc",),
    ),
    M + "mime_emails/two_from_in_message.eml": Fact(
        "Sending messages include last little bit", "tester1@test.com", "When sending email:"
    ),
    M + "multi_charset/japanese.eml": Fact("まみむめも", "raasdnil@gmail.com", "かきくえこ"),
    M + "multi_charset/japanese_attachment.eml": Fact(
        "testing", "raasdnil@gmail.com", "testing", ("てすと.txt",)
    ),
    M + "multi_charset/japanese_attachment_long_name.eml": Fact(
        "まみむめも" * 10, "mikel@test.lindsaar.net", "", ("かきくけこ" * 5 + ".txt",)
    ),
    M + "multi_charset/japanese_iso_2022.eml": Fact(
        "まみむめも", "raasdnil@gmail.com", "すみません。"
    ),
    M + "multi_charset/japanese_shift_jis.eml": Fact(
        "test", "xxxxxxx@docomo.ne.jp", "あいうえお\n\nこのメールは"
    ),
    M + "multi_charset/ks_c_5601-1987.eml": Fact("test", "from@example.com", "스티해"),
    M + "plain_emails/raw_email.eml": Fact(
        "NOTE: 한국말로 하는 것", "jamis@37signals.com", "대부분의 마찬가지로"
    ),
    M + "plain_emails/raw_email_incorrect_header.eml": Fact(
        "Stop adware/spyware once and for all.", "xxx@xxx.xxx", "You are infected with:"
    ),
    M + "plain_emails/raw_email_multiple_from.eml": Fact(
        "/home/svn/public/minebox revision 214", "tim@powerupdev.com", "<p><b>recordkick</b>"
    ),
    M + "plain_emails/raw_email_quoted_with_0d0a.eml": Fact(
        "testing", "foo@example.com", "A fax has arrived from remote ID ''.\n-----"
    ),
    M + "plain_emails/raw_email_with_partially_quoted_subject.eml": Fact(
        'Re: Test: "漢字" mid "漢字" tail', "jamis@37signals.com", "대부분의"
    ),
    M + "rfc2822/example10.eml": Fact("", "pete@silly.test", "Testing."),
    M + "rfc2822/example13.eml": Fact("Saying Hello", "jdoe@machine.example", "This is a message"),
    M + "rfc6532/utf8_headers.eml": Fact("Säying Hello", "jdöe@mächine.example", "body"),
    "chatwoot/attachments_without_filename.eml": Fact(
        "multiple attachments",
        "test@gmail.com",
        "Hi people!",
        ("attachment-1.png", "attachment-2.png"),
    ),
    "chatwoot/bounced_with_no_from.eml": Fact(
        "Undelivered Mail Returned to Sender",
        "",
        "This is the mail system at host",
        ("attachment-1.txt", "attachment-2.eml"),
    ),
    "chatwoot/email_with_inline_pdf.eml": Fact(
        "Sample PDF", "user@icloud.com", "Here is an example mail with inline PDF", ("dummy.pdf",)
    ),
    "chatwoot/html_and_attachments.eml": Fact(
        "attachment with html",
        "tejaswini@example.com",
        "This is html and attachments only mail",
        ("1610894557447.jpg",),
    ),
    "chatwoot/non_utf_encoded_mail.eml": Fact(
        "أهلين عميلنا الكريم", "example@gmail.com", "أنظروا، أنا أحتاجها"
    ),
    "chatwoot/only_html.eml": Fact(
        "test html only mail", "tejaswini@ex.com", "This is html only mail"
    ),
    "chatwoot/support.eml": Fact(
        "Discussion: Let's debate these attachments",
        "sony@aloochat.ai",
        "Let's talk about these images:",
        ("avatar1.jpeg", "avatar2.jpg"),
    ),
}

NEW_TEXT = {
    "chatwoot/mail_with_quote.eml": "Yes, I am providing you step how to reproduce this issue",
    "chatwoot/reply_cc.eml": "Hello,\n\nFind the related inbox.",
    M + "mime_emails/raw_email2.eml": "We should not include these files or vcards as attachments.",
    M + "mime_emails/raw_email4.eml": "Some text",
    M + "mime_emails/raw_email_with_nested_attachment.eml": (
        "Here is a test of an attachment via email."
    ),
    M + "multi_charset/japanese.eml": "かきくえこ",
}

AUTOMATIC = (
    "chatwoot/auto_reply.eml",
    "chatwoot/auto_reply_with_auto_submitted.eml",
    "chatwoot/bounced_with_no_from.eml",
    M + "mime_emails/raw_email_with_mimepart_without_content_type.eml",
    M + "multipart_report_emails/multi_address_bounce1.eml",
    M + "multipart_report_emails/multi_address_bounce2.eml",
    M + "multipart_report_emails/multipart_report_multiple_status.eml",
    M + "multipart_report_emails/report_422.eml",
    M + "multipart_report_emails/report_530.eml",
)

FROM_A_PERSON = (
    "chatwoot/support.eml",
    "chatwoot/reply.eml",
    "chatwoot/mail_with_quote.eml",
    M + "plain_emails/basic_email.eml",
)


@cache
def sample(name: str) -> IncomingMail:
    return read_mail((MAILS / name).read_bytes())


@pytest.mark.parametrize("name", FACTS)
def test_a_sample_shows_what_a_mail_reader_shows(name: str) -> None:
    read, fact = sample(name), FACTS[name]
    assert read.subject == fact.subject
    assert (read.sender.address if read.sender else "") == fact.sender
    assert read.text.startswith(fact.text)
    assert bool(read.text) == bool(fact.text)
    assert tuple(attachment.filename for attachment in read.attachments) == fact.files


@pytest.mark.parametrize("name", NEW_TEXT)
def test_the_new_text_of_a_sample_is_found(name: str) -> None:
    assert sample(name).reply_text == NEW_TEXT[name]


@pytest.mark.parametrize("name", AUTOMATIC)
def test_a_sample_that_no_person_wrote_is_automatic(name: str) -> None:
    assert sample(name).automatic


@pytest.mark.parametrize("name", FROM_A_PERSON)
def test_a_sample_that_a_person_wrote_is_not_automatic(name: str) -> None:
    assert not sample(name).automatic


def test_every_sample_is_read_and_every_other_file_is_rejected() -> None:
    mails = rejected = 0
    for source in read_paths([MAILS]):
        if source.mail is None:
            rejected += 1
            assert source.error in ("This is not a mail.", "The file is empty."), source.path
            assert not source.path.endswith(".eml")
            continue
        mails += 1
        assert_fit_to_keep(source.mail)
        assert source.mail.text or source.mail.attachments or source.mail.subject
    eml = len(list(MAILS.rglob("*.eml")))
    assert mails == eml >= 150
    assert rejected >= 10


def test_a_reply_carries_what_threads_it() -> None:
    assert sample(M + "rfc2822/example06.eml").in_reply_to == ("1234@local.machine.example",)
    assert len(sample("chatwoot/multiple_in_reply_to.eml").in_reply_to) == 2
    assert sample(M + "error_emails/multiple_references_with_one_invalid.eml").references[:2] == (
        "foo@bar.net",
        "baz@bar.net",
    )


def test_a_picture_shown_in_the_text_is_inline() -> None:
    inline = [a.inline for a in sample("chatwoot/mail_with_inline_images.eml").attachments]
    assert inline == [True, True, True]


def _words(text: str) -> str:
    return "".join(text.split())


def _header(part: dict[str, Any], name: str) -> Any:
    values = [header["value"] for header in part["headers"] if header["name"] == name]
    return values[0] if values else None


@pytest.mark.parametrize("number", range(10))
def test_the_mails_of_the_rfcs_are_read_as_their_parse_trees_say(number: int) -> None:
    tree = json.loads((MAILS / f"stalwart-rfc/{number:03}.json").read_text("utf-8"))
    read = sample(f"stalwart-rfc/{number:03}.eml")
    root, parts = tree["parts"][0], tree["parts"]

    subject = _header(root, "subject")
    assert read.subject == (subject["Text"] if subject else "")

    sender = _header(root, "from")
    if sender is None:
        assert read.sender is None
    else:
        first = sender["Address"]["List"][0]
        assert read.sender is not None
        assert (read.sender.name, read.sender.address) == (
            first["name"] or "",
            first["address"] or "",
        )

    texts = [parts[index]["body"] for index in tree["text_body"]]
    for text in (body["Text"] for body in texts if "Text" in body):
        assert _words(text) in _words(read.text)

    assert len(read.attachments) == len(tree["attachments"])
