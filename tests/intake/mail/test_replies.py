from __future__ import annotations

import hashlib
import time

import pytest

from app.intake.mail import read_mail
from app.intake.mail.quotes import reply_text
from tests.intake.mail.builders import SAMPLES, mail, multipart, needs_samples, part

NEW = "De printer doet het weer.\n\nKunnen jullie ook de scanner nakijken?"

QUOTED = {
    "gmail nl": "Op ma 3 jan. 2022 om 10:00 schreef Jan <jan@example.nl>:\n\n> Oud\n> bericht",
    "gmail nl, wrapped": "Op ma 3 jan. 2022 om 10:00 schreef Jan de Lange Naam <\n"
    "jan@example.nl>:\n\n> Oud",
    "gmail en": "On Mon, Jan 3, 2022 at 10:00 AM Jan <jan@example.nl> wrote:\n\n> Oud",
    "gmail de": "Am Mo., 3. Jan. 2022 um 10:00 Uhr schrieb Jan <jan@example.de>:\n\n> Alt",
    "gmail fr": "Le lun. 3 janv. 2022 à 10:00, Jan <jan@example.fr> a écrit :\n\n> Vieux",
    "gmail old": "2022-01-03 10:00 GMT+01:00 Jan <jan@example.nl>:\n\n> Oud",
    "apple nl": "> Op 3 jan. 2022, om 10:00 heeft Jan het volgende geschreven:\n> \n> Oud",
    "apple nl, unmarked": "Op 3 jan. 2022 om 10:00 heeft Jan <jan@example.nl> het volgende "
    "geschreven:\n\nOud",
    "apple de": "Am 03.01.2022 um 10:00 schrieb Jan <jan@example.de>:\n\n> Alt",
    "apple fr": "Le 3 janv. 2022 à 10:00, Jan <jan@example.fr> a écrit :\n\n> Vieux",
    "thunderbird nl": "Jan de Vries schreef op 3-1-2022 om 10:00:\n> Oud",
    "thunderbird nl, newer": "Op 03-01-2022 om 10:00 schreef Jan:\n> Oud",
    "thunderbird de": "Am 03.01.22 um 10:00 schrieb Jan:\n> Alt",
    "thunderbird fr": "Le 03/01/2022 à 10:00, Jan a écrit :\n> Vieux",
    "yahoo": "On Monday, January 3, 2022, 10:00:00 AM GMT+1, Jan <j@example.nl> wrote:\n\nOud",
    "outlook nl": "Van: Jan <jan@example.nl>\nVerzonden: maandag 3 januari 2022 10:00\n"
    "Aan: Helpdesk <help@example.nl>\nOnderwerp: Printer\n\nOud",
    "outlook nl, many addressees": "Van: Jan <jan@example.nl>\nVerzonden: maandag 3 januari\n"
    "Aan: A <a@example.nl>; B <b@example.nl>;\nC <c@example.nl>; D <d@example.nl>\n"
    "CC: E\nOnderwerp: Printer\n\nOud",
    "outlook nl, bold": "*Van:* Jan <jan@example.nl>\n*Verzonden:* maandag\n*Aan:* Helpdesk\n"
    "*Onderwerp:* Printer\n\nOud",
    "outlook web nl": "________________________________\nVan: Jan <jan@example.nl>\n"
    "Verzonden: maandag 3 januari 2022 10:00\nAan: Helpdesk\nOnderwerp: Printer\n\nOud",
    "outlook mobile nl": "Outlook voor iOS downloaden<https://aka.ms/o0ukef>\n"
    "________________________________\nVan: Jan\nVerzonden: maandag\nAan: H\nOnderwerp: P\n\nOud",
    "outlook old nl": "-----Oorspronkelijk bericht-----\nVan: Jan\nOud",
    "outlook old en": "-----Original Message-----\nFrom: Jan\nOud",
    "outlook old de": "-----Ursprüngliche Nachricht-----\nVon: Jan\nAlt",
    "outlook old fr": "-----Message d'origine-----\nDe : Jan\nVieux",
    "outlook en": "From: Jan\nSent: Monday, January 3, 2022 10:00\nTo: H\nSubject: P\n\nOld",
    "outlook de": "Von: Jan\nGesendet: Montag, 3. Januar 2022 10:00\nAn: H\nBetreff: P\n\nAlt",
    "outlook fr": "De : Jan\nEnvoyé : lundi 3 janvier 2022 10:00\nÀ : H\nObjet : P\n\nVieux",
    "samsung nl": "-------- Oorspronkelijk bericht --------\nVan: Jan\nDatum: 03-01-22\nOud",
    "forwarded by gmail": "---------- Forwarded message ---------\nVan: Jan\nOud",
    "forwarded by apple": "Begin doorgestuurd bericht:\n\nVan: Jan\nOud",
}

SIGNED = {
    "dashes": "-- \nJan Jansen\nExample BV",
    "dashes without the blank": "--\nJan Jansen",
    "groet": "Met vriendelijke groet,\n\nJan Jansen\nBeheerder\nTel. 010 1234567",
    "groeten": "Groeten,\nJan",
    "one long line": "Groet,\n\nJan Jansen | Beheerder bij Example B.V. | T. 010 1234567\n\nDit "
    "bericht is uitsluitend bestemd voor de geadresseerde. Ontvangt u het ten onrechte, wis het.",
    "mvg": "Mvg\nJan",
    "regards": "Kind regards,\nJan",
    "grüße": "Mit freundlichen Grüßen\n\nJan Jansen",
    "cordialement": "Cordialement,\nJan",
    "iphone nl": "Verstuurd vanaf mijn iPhone",
    "iphone en": "Sent from my iPhone",
    "iphone de": "Von meinem iPhone gesendet",
    "iphone fr": "Envoyé de mon iPhone",
    "android": "Verzonden vanaf mijn Samsung Galaxy-apparaat",
    "outlook ios": "Outlook voor iOS downloaden",
}


@pytest.mark.parametrize("quoted", QUOTED.values(), ids=QUOTED.keys())
def test_quoted_mail_is_not_new_text(quoted: str) -> None:
    assert reply_text(f"{NEW}\n\n{quoted}") == NEW


@pytest.mark.parametrize("signed", SIGNED.values(), ids=SIGNED.keys())
@pytest.mark.parametrize("quoted", ["", QUOTED["gmail nl"], QUOTED["outlook nl"]])
def test_a_signature_is_not_new_text(signed: str, quoted: str) -> None:
    assert reply_text(f"{NEW}\n\n{signed}\n\n{quoted}") == NEW


@pytest.mark.parametrize(
    "text",
    [
        "On your remote host you can run:\n\n  telnet\n\nThis should work.",
        "Sent from my desk, is much easier than my phone.",
        "Op 3 januari 2026 ging het mis. Daarna:\n\nniets meer.",
        "Van: weet ik niet\nmaar de printer doet niets.",
        "Bedankt voor het antwoord.\n\nGroet u de collega's ook?",
        "Thanks,\nwould you also look at the scanner?",
        "- eerste punt\n- tweede punt",
        "Dit -- is geen handtekening.",
        "Alvast bedankt\n\nDe tweede vraag is of de laptop ook vervangen kan worden.",
    ],
)
def test_what_only_resembles_a_quote_stays(text: str) -> None:
    assert reply_text(text) == text


def test_answers_between_the_lines_stay_in_order() -> None:
    text = "Hoi,\n\nOp 3-1-2022 om 10:00 schreef Jan:\n> Vraag een?\n\nJa.\n\n> Vraag twee?\nNee.\n"
    assert reply_text(text) == "Hoi,\n\nJa.\n\nNee."


def test_an_answer_below_the_quote_stays() -> None:
    assert reply_text("Op 3-1-2022 om 10:00 schreef Jan:\n> Vraag?\n\nAntwoord.") == "Antwoord."


def test_a_mail_of_nothing_new_keeps_its_whole_text() -> None:
    text = "---------- Forwarded message ---------\nVan: Jan\n\nDe vraag"
    assert reply_text(text) == text


def test_a_postscript_below_the_name_stays() -> None:
    text = "Het werkt.\n\nGroet,\nJan\n\nPS: de scanner niet."
    assert reply_text(text) == text


@pytest.mark.parametrize(
    "html",
    [
        "<div>Nieuw</div><div class='gmail_quote'><div class='gmail_attr'>Iemand, ooit:</div>"
        "<blockquote class='gmail_quote'>Oud</blockquote></div>",
        "<p>Nieuw</p><div class='moz-cite-prefix'>x</div><blockquote type='cite'>Oud</blockquote>",
        "<div>Nieuw</div><div id='appendonsend'></div><hr><div id='divRplyFwdMsg'>Oud</div>Ouder",
        "<div>Nieuw</div><div class='yahoo_quoted'>Oud</div>",
        "<div>Nieuw</div><div id='ms-outlook-mobile-signature'>Mobiel</div>"
        "<div id='mail-editor-reference-message-container'>Oud</div>",
    ],
)
def test_the_marks_that_clients_leave_in_html_tell_the_quote(html: str) -> None:
    read = read_mail(mail(html, "Content-Type: text/html; charset=utf-8"))
    assert read.reply_text == "Nieuw"
    assert "Oud" in read.text


def test_an_answer_within_a_gmail_quote_stays() -> None:
    html = (
        "<div class='gmail_quote'><div class='gmail_attr'>Op … schreef Jan:</div>"
        "<blockquote class='gmail_quote'>Vraag een</blockquote><div>Ja</div>"
        "<blockquote class='gmail_quote'>Vraag twee</blockquote><div>Nee</div></div>"
    )
    read = read_mail(mail(html, "Content-Type: text/html; charset=utf-8"))
    assert read.reply_text.split() == ["Ja", "Nee"]


def test_the_markup_tells_a_quote_that_the_plain_part_does_not_show() -> None:
    plain = part("text/plain", "Nieuw\r\n\r\nDe: Ivan\r\nOud")
    html = part("text/html", "<p>Nieuw<blockquote type=cite>De: Ivan<br>Oud</blockquote>")
    assert read_mail(multipart("alternative", plain, html)).reply_text == "Nieuw"


def test_text_made_to_hurt_takes_little_time() -> None:
    started = time.process_time()
    for text in ("On ", "On 1\n", "> ", "Van: a\n", "Groet\n", "-- \n", "wrote 2000: \n", "_"):
        reply_text(text * (600_000 // len(text)))
    assert time.process_time() - started < 20


# What a person calls the new text, by its first and last words and a digest of all its words.
SAMPLE_REPLIES = {
    "correct_sig.txt": ("this is an email", "signature."),
    "email_1_1.txt": ("Hi folks", "HTTP API."),
    "email_1_2.txt": ("Hi,", 'individually."'),
    "email_1_3.txt": ("Oh thanks.", "would be great."),
    "email_1_4.txt": ("Awesome!", "with it."),
    "email_1_5.txt": ("One:", "for a while."),
    "email_1_6.txt": ("I get proper", "as well."),
    "email_1_7.txt": (":+1:", ":+1:"),
    "email_1_8.txt": ("I will reply under this one", "and under this."),
    "email_2_1.txt": ("Outlook with", "a reply"),
    "email_2_2.txt": ("Outlook with", "above line"),
    "email_2_3.txt": ("Outlook with", "unusual format"),
    "email_BlackBerry.txt": ("Here is", "another email"),
    "email_bullets.txt": ("test 2", "- and another"),
    "email_gmail.txt": ("This is a test", "github message."),
    "email_headers_no_delimiter.txt": ("And another reply!", "reply!"),
    "email_iPhone.txt": ("Here is", "another email"),
    "email_multi_word_sent_from_my_mobile_device.txt": ("Here is", "another email"),
    "email_one_is_not_on.txt": ("Thank, this", "when I run..."),
    "email_partial_quote_header.txt": ("On your remote host", "is not working."),
    "email_sent_from_my_not_signature.txt": ("Here is", "my mobile phone."),
    "email_sig_delimiter_in_middle_of_line.txt": ("Hi there!", "kthxbai"),
    "greedy_on.txt": ("On your remote host", "is not working."),
    "pathological.txt": ("I think you're", "to a computer."),
}


@needs_samples
@pytest.mark.parametrize("name", SAMPLE_REPLIES)
def test_the_new_text_of_real_replies_is_found(name: str) -> None:
    text = (SAMPLES / "replies" / name).read_text("utf-8")
    reply = reply_text(text)
    first, last = SAMPLE_REPLIES[name]
    assert reply.startswith(first)
    assert reply.endswith(last)
    assert not any(line.startswith(">") for line in reply.split("\n"))


@needs_samples
def test_an_answer_between_real_quotes_has_all_its_words_and_no_other() -> None:
    text = (SAMPLES / "replies" / "email_1_2.txt").read_text("utf-8")
    words = " ".join(reply_text(text).split())
    assert hashlib.sha256(words.encode()).hexdigest()[:16] == "ceb9a00f2ef8dc83"
