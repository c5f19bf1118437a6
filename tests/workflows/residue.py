"""Somebody whose values stand wherever the store can keep one, to look for after their erasure."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

from app.model.device import DeviceKind
from app.model.identifiers import Identifier, IdentifierKind, make_identifier
from app.model.mail import MailAttachment
from app.model.staff_texts import Draft, DraftKind
from app.model.subject_request import Decision, RequestKind
from app.model.ticket import Channel, LinkKind
from app.model.ticket_edit import Edit
from app.workflows import bulk_edit, devices, drafts, holds, people, requests, ticket_links, tickets
from app.workflows.import_devices import import_devices
from app.workflows.import_mail import import_mail
from app.workflows.requests import approval
from app.workflows.session import Session
from tests.forensics.page_reader import trigram_ends
from tests.workflows.conftest import planted

_GOTHIC = [chr(0x10330 + place) for place in range(27)]
"""Letters that nothing else in a store uses: what a trigram index keeps of them is telling."""


def imei() -> str:
    digits = [3, 5, *(secrets.randbelow(10) for _ in range(12))]
    total = sum(sum(divmod(2 * d, 10)) if place % 2 else d for place, d in enumerate(digits))
    return "".join(map(str, digits)) + str(-total % 10)


def identifier(kind: IdentifierKind, raw: str) -> Identifier:
    made = make_identifier(kind, raw)
    assert made is not None
    return made


@dataclass
class Somebody:
    """A person to be erased, and the words that only they brought into the store."""

    session: Session
    inbox: Path
    """Where the mails and inventory files stand, outside the store."""
    name: str = field(default_factory=lambda: f"{planted()} {planted()} {''.join(_GOTHIC[:8])}")
    address: str = field(default_factory=lambda: f"{planted()}@example.nl")
    user_name: str = field(default_factory=planted)
    private_imei: str = field(default_factory=imei)
    private_name: str = "".join(_GOTHIC[8:16])
    attachment: bytes = field(default_factory=lambda: secrets.token_bytes(30_000))
    first_title: str = field(default_factory=planted)
    """Overwritten before the erasure: a change of title keeps no old one."""
    words: list[str] = field(default_factory=list)
    """Values that stand in the person's own rows alone."""
    person: int = 0
    other: int = 0
    own_ticket: int = 0
    others_ticket: int = 0
    managed: int = 0
    others_device: int = 0
    mails: int = 0

    def word(self) -> str:
        self.words.append(planted())
        return self.words[-1]

    def values(self) -> list[str | bytes]:
        """Return all that must be nowhere after the erasure."""
        texts = [*self.name.split(), self.address.partition("@")[0], self.user_name]
        ends = [*trigram_ends("".join(_GOTHIC[:8])), *trigram_ends(self.private_name)]
        return [
            *texts,
            *self.words,
            self.private_imei,
            self.private_name,
            *ends,
            self.attachment[:16],
            self.attachment[15_000:15_016],
        ]

    def mail(
        self,
        sender: str,
        subject: str,
        text: str,
        *,
        html: str = "",
        answers: str = "",
        cc: str = "",
        files: tuple[tuple[str, bytes], ...] = (),
    ) -> int:
        """Take a mail in from a file and return its ticket."""
        message = EmailMessage()
        self.mails += 1
        message["From"], message["To"], message["Subject"] = sender, "support@example.com", subject
        message["Message-ID"] = f"<{self.mails}@example.com>"
        message["Date"] = "Mon, 02 Nov 2026 09:00:00 +0000"
        if answers:
            message["In-Reply-To"] = answers
        if cc:
            message["Cc"] = cc
        message.set_content(text)
        if html:
            message.add_alternative(html, subtype="html")
        for name, content in files:
            message.add_attachment(
                content, maintype="application", subtype="octet-stream", filename=name
            )
        path = self.inbox / f"{self.mails}.eml"
        path.write_bytes(message.as_bytes())
        (result,) = import_mail(self.session, [path])
        assert result.action in {"ticket", "reply"}, result.error
        return int(result.ticket[4:8]) * 10_000_000 + int(result.ticket[9:])


def plant(session: Session, inbox: Path) -> Somebody:
    """Let somebody leave their values in every table that can hold one."""
    inbox.mkdir(exist_ok=True)
    who = Somebody(session, inbox)
    who.person, _ = people.add(
        session, display_name=who.name, email=who.address, user_name=who.user_name
    )
    who.other, _ = people.add(session, display_name="Piet Ander", email="piet@example.org")
    _correspond(who)
    _equip(who)
    _hold_and_ask(who)
    return who


def _correspond(who: Somebody) -> None:
    session, me = who.session, f'"{who.name}" <{who.address}>'
    quoted = f"{who.word()}\n\nOn Monday Anna wrote:\n> {who.word()}\n\n-- \n{who.word()}"
    who.own_ticket = who.mail(
        me,
        who.first_title,
        quoted,
        html=f"<p>{who.word()} <b>{who.name}</b></p>",
        files=((f"{who.word()}.bin", who.attachment),),
    )
    row = tickets.get(session, who.own_ticket).row
    tickets.change(session, who.own_ticket, row.version, title=who.word())
    tickets.reply(session, who.own_ticket, f"Dag {who.name}, {who.word()}")
    note = [MailAttachment(f"{who.word()}.txt", "text/plain", who.word().encode())]
    tickets.add_note(session, who.own_ticket, who.word(), note)
    scan = MailAttachment(f"{who.word()}.txt", "text/plain", who.word().encode())
    draft = Draft(DraftKind.FORWARD, who.word(), f"{who.word()}@example.nl", (scan,))
    drafts.save(session, who.own_ticket, draft)
    first, second, *_ = who.name.split()
    who.others_ticket = who.mail(
        "Piet Ander <piet@example.org>",
        f"Vraag van {who.name}",
        f"{who.name} zit naast mij ({who.address.upper()}). Printer kapot.",
        html=f"<p>{first}&nbsp;<i>{' '.join(who.name.split()[1:])}</i> en {who.user_name}</p>",
        cc=me,
        files=((f"scan van {who.name}.pdf", b"%PDF no names in here"),),
    )
    answer = f"<{who.mails}@example.com>"
    assert who.mail(me, "Re: printer", who.word(), answers=answer) == who.others_ticket
    about = MailAttachment(f"brief aan {who.name}.txt", "text/plain", b"no names in here")
    draft = Draft(DraftKind.REPLY, f"Over {who.name}", files=(about,))
    drafts.save(session, who.others_ticket, draft)
    queue, category = f"Bij {who.name}", f"Spullen van {who.name}"
    for tags in ((f"vip-{'-'.join(who.name.split())}", "printer"), ("_".join(who.name.split()),)):
        edit = Edit(queue=queue, category=category, tags=tags)
        bulk_edit.edit(session, {who.others_ticket: None}, edit)
    ticket_links.link(session, who.own_ticket, who.others_ticket, LinkKind.RELATED)
    phoned, _ = tickets.create(
        session,
        title=who.word(),
        channel=Channel.TELEPHONE,
        text=who.word(),
        requester_id=who.person,
    )
    ticket_links.merge(session, phoned, who.own_ticket)
    assert second


def _equip(who: Somebody) -> None:
    session = who.session
    private, _ = devices.create(
        session,
        kind=DeviceKind.PHONE,
        name=who.private_name,
        identifiers=[identifier(IdentifierKind.IMEI, who.private_imei)],
        owner_id=who.person,
        private=True,
    )
    serial, others_serial = "PF" + secrets.token_hex(5), "PG" + secrets.token_hex(5)
    who.managed, _ = devices.create(
        session,
        name=who.word(),
        manufacturer="Dell",
        identifiers=[identifier(IdentifierKind.SERIAL, serial)],
        owner_id=who.person,
    )
    who.others_device, _ = devices.create(
        session,
        name=f"scherm van {who.name}",
        identifiers=[identifier(IdentifierKind.SERIAL, others_serial)],
        owner_id=who.other,
    )
    # Imports change all three, and keep how they were before.
    table = who.inbox / "devices.csv"
    lines = (
        "serial,imei,name,manufacturer,location",
        f"{serial},,{who.word()},Dell,{who.word()}",
        f",{who.private_imei},{who.private_name} 2,,{who.word()}",
        f"{others_serial},,bureau van {who.name},,",
    )
    table.write_text("\n".join(lines), "utf-8")
    results = list(import_devices(session, [table]))
    assert [result.action for result in results] == ["update"] * 3, results
    for ticket in (who.own_ticket, who.others_ticket):
        ticket_links.link_device(session, ticket, private)


def _hold_and_ask(who: Somebody) -> None:
    session = who.session
    for table, row in (
        ("person", who.person),
        ("ticket", who.own_ticket),
        ("device", who.managed),
    ):
        number, _ = holds.add(session, table, row, f"{who.word()} against {who.name}")
        holds.release(session, number)
    number, _ = holds.add(session, "device", who.others_device, f"Claim of {who.name}")
    holds.release(session, number)


def granted(session: Session, person: int) -> int:
    """Take a request to be erased through to its granting; return its number."""
    request, _ = requests.new(session, RequestKind.ERASE, person)
    requests.verify_identity(session, request.number, "in_person")
    requests.decide(session, request.number, Decision.GRANTED)
    approval.approve(session, request.number, "the only lead of this store")
    return request.number
