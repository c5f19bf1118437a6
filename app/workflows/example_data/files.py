"""The files that a demonstration takes in: mails as they come, and an inventory in CSV."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from app.model.device import KIND_LABELS, DeviceKind
from app.model.moments import office_zone
from app.workflows.example_data.attachments import SCREENSHOTS
from app.workflows.example_data.devices import devices
from app.workflows.example_data.people import organisations, people
from app.workflows.example_data.records import ExamplePerson
from app.workflows.example_data.sentences import Phrases, phrases

HELPDESK = Address("Helpdesk", "helpdesk", "example.nl")
REPLY_EVERY = 3
"""One mail in so many answers the one before it."""

_DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_DUTCH_KINDS = {
    DeviceKind.PHONE: "Telefoon",
    DeviceKind.NETWORK: "Netwerkapparatuur",
    DeviceKind.PERIPHERAL: "Randapparaat",
    DeviceKind.MONITOR: "Beeldscherm",
}
_COLUMNS = (
    "Soort",
    "Naam",
    "Merk",
    "Model",
    "Serienummer",
    "IMEI",
    "MAC-adres",
    "Inventarisnummer",
    "Gebruiker",
    "Organisatie",
    "Locatie",
    "Aanschafdatum",
    "Garantie tot",
)


def example_mail_files(seed: int, n: int, *, now: int) -> Iterator[tuple[str, bytes]]:
    """Give ``n`` mails, oldest first, as file name and bytes.

    Most are plain text beside HTML, some carry a picture, and every third answers the mail
    before it, from the same person and with that mail quoted as Gmail or Outlook does.
    """
    chance = random.Random(f"mails {seed}")  # noqa: S311 - example data is no secret
    senders = people(seed, max(12, n), now)
    sentences = phrases(seed)
    before: tuple[EmailMessage, ExamplePerson, str] | None = None
    for number in range(n):
        sent = datetime.fromtimestamp(now - (n - number) * 1_800, office_zone())
        reply_to = before if number % REPLY_EVERY == REPLY_EVERY - 1 else None
        person = reply_to[1] if reply_to else senders[number]
        language = sentences[person.language]
        mail, text = _mail(chance, number, person, language, sent=sent, reply_to=reply_to)
        before = mail, person, text
        yield f"{number + 1:04d}.eml", mail.as_bytes(policy=SMTP)


def example_device_csv(seed: int, n: int, *, now: int) -> bytes:
    """Return an inventory of ``n`` devices as Excel in Dutch saves it.

    Semicolons, a byte order mark and Dutch column names and days; the serial number of the
    tenth device is a placeholder that a manufacturer forgot to fill in.
    """
    owners = people(seed, max(10, n // 2), now)
    served = organisations()
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for number, device in enumerate(devices(seed, n, owners, now), start=1):
        writer.writerow(
            (
                _DUTCH_KINDS.get(device.kind, KIND_LABELS[device.kind]),
                device.name,
                device.manufacturer,
                device.model,
                "To be filled by O.E.M." if number == 10 else device.serial,
                ",".join(device.imei),
                ",".join(mac.upper() for mac in device.mac),
                device.asset_tag,
                "" if device.owner is None else owners[device.owner].emails[0],
                served[device.organisation].name,
                device.location,
                _dutch_day(device.purchased_on),
                _dutch_day(device.warranty_until),
            )
        )
    return text.getvalue().encode("utf-8-sig")


def _dutch_day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}-{month}-{year}"


def _mail(
    chance: random.Random,
    number: int,
    person: ExamplePerson,
    sentences: Phrases,
    *,
    sent: datetime,
    reply_to: tuple[EmailMessage, ExamplePerson, str] | None,
) -> tuple[EmailMessage, str]:
    """Return a mail and its own text, without what it quotes."""
    local, domain = person.emails[0].split("@")
    mail = EmailMessage()
    mail["From"] = Address(person.display_name, local, domain)
    mail["To"] = HELPDESK
    mail["Date"] = format_datetime(sent)
    mail["Message-ID"] = f"<{number}.{int(sent.timestamp())}@{domain}>"
    quoted = ""
    if reply_to is None:
        case = chance.choice(sentences.cases)
        mail["Subject"] = case.title
        body = f"{case.opening} {chance.choice(sentences.details)}"
    else:
        original = reply_to[0]
        mail["Subject"] = "Re: " + original["Subject"].removeprefix("Re: ")
        mail["In-Reply-To"] = original["Message-ID"]
        mail["References"] = " ".join(
            filter(None, (original["References"], original["Message-ID"]))
        )
        addition = "One more thing." if person.language == "en" else "Nog een aanvulling."
        body = f"{addition} {chance.choice(sentences.details)}"
        quoted = _quoted(chance, original, reply_to[2])
    english = person.language == "en"
    greeting, close = ("Hello,", "Kind regards,") if english else ("Beste helpdesk,", "Groeten,")
    own = f"{greeting}\n\n{body}\n\n{close}\n{person.display_name}\n"
    mail.set_content(own + quoted)
    if chance.random() < 0.7:
        mail.add_alternative(_html(own), subtype="html")
    if chance.random() < 0.25:
        picture = chance.choice(SCREENSHOTS)
        maintype, subtype = picture.media_type.split("/")
        mail.add_attachment(
            picture.content, maintype=maintype, subtype=subtype, filename=picture.filename
        )
    _name_boundaries(mail, number)
    return mail, own


def _quoted(chance: random.Random, original: EmailMessage, text: str) -> str:
    sent = original["Date"].datetime
    day = f"{_DAYS[sent.weekday()]} {sent.day} {_MONTHS[sent.month - 1]} {sent.year}"
    sender = original["From"].addresses[0]
    if chance.random() < 0.5:
        lines = "".join(f"> {line}\n" for line in text.splitlines())
        who = f"{sender.display_name} <{sender.addr_spec}>"
        return f"\nOp {day} om {sent:%H:%M} schreef {who}:\n\n{lines}"
    return (
        f"\n\nVan: {sender.display_name} <{sender.addr_spec}>\nVerzonden: {day} {sent:%H:%M}\n"
        f"Aan: {HELPDESK.display_name} <{HELPDESK.addr_spec}>\n"
        f"Onderwerp: {original['Subject']}\n\n{text}"
    )


def _html(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    paragraphs = "".join(
        f"<p>{part.strip().replace(chr(10), '<br>')}</p>" for part in escaped.split("\n\n")
    )
    return f"<html><body>{paragraphs}</body></html>\n"


def _name_boundaries(mail: EmailMessage, number: int) -> None:
    """Give each multipart the same boundary every time, where the library draws lots."""
    for place, part in enumerate(mail.walk()):
        if part.is_multipart():
            part.set_boundary(f"=-example-{number}-{place}")
