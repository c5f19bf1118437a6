"""Other people's data is found, proposed, and nowhere in the package; one's own stays."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from app.model.conversation import BLACKED_OUT
from app.model.device import DeviceKind
from app.model.identifiers import IdentifierKind
from app.model.ticket import Channel
from app.workflows import devices, export, people, redaction, tickets
from app.workflows.redaction import Why, finder, redactor
from app.workflows.session import Session
from tests.workflows.conftest import LEAD, TECHNICIAN
from tests.workflows.packages import everything, forms, opened
from tests.workflows.residue import identifier, imei

OWN = ("Sanne de Boer", "sanne@example.nl", "sdeboer")


@pytest.fixture
def sanne(session: Session) -> int:
    return people.add(session, display_name=OWN[0], email=OWN[1], user_name=OWN[2])[0]


@pytest.fixture
def pieter(session: Session) -> int:
    return people.add(
        session,
        display_name="Pieter van Dongen",
        email="p.v.dongen@example.com",
        user_name="pvdongen7",
    )[0]


def told(session: Session, person: int, text: str, title: str = "Vraag") -> int:
    """Let a person write a text in a ticket of their own; return it."""
    return tickets.create(
        session, title=title, channel=Channel.EMAIL, text=text, requester_id=person
    )[0]


def found(session: Session, person: int) -> list[tuple[str, Why]]:
    return [(f.text, f.why) for f in redaction.findings(session, person)]


@pytest.mark.parametrize(
    ("text", "value", "why"),
    [
        ("Ik sprak Pieter van Dongen erover", "Pieter van Dongen", Why.PERSON),
        ("ik sprak pieter van dongen erover", "pieter van dongen", Why.PERSON),
        ("PIETER VAN DONGEN", "PIETER VAN DONGEN", Why.PERSON),
        ("met Pieter\nvan Dongen", "Pieter\nvan Dongen", Why.PERSON),
        ("met Pie\u200bter van Dongen.", "Pie\u200bter van Dongen", Why.PERSON),
        ("zijn account pvdongen7 werkt", "pvdongen7", Why.USER_NAME),
        ("DOMEIN\\PVDONGEN7", "PVDONGEN7", Why.USER_NAME),
        ("stuur naar p.v.dongen@example.com.", "p.v.dongen@example.com", Why.MAIL),
        ("?to=p.v.dongen%40example.com&x", "p.v.dongen%40example.com", Why.MAIL),
        ("onbekend\u200b@example.org", "onbekend\u200b@example.org", Why.MAIL),
        ("bel 06-12345678 even", "06-12345678", Why.PHONE),
        ("bel +31 (0)20 123 45 67!", "+31 (0)20 123 45 67", Why.PHONE),
        ("bel 0044 20 7946 0958", "0044 20 7946 0958", Why.PHONE),
        ("op NL91 ABNA 0417 1643 00 graag", "NL91 ABNA 0417 1643 00", Why.IBAN),
        ("bsn 123456782", "123456782", Why.CITIZEN_NUMBER),
        ("Dorpsstraat 12a, 1234 AB", "Dorpsstraat 12a, 1234 AB", Why.ADDRESS),
        ("> Van: Kees Nergens", "Kees Nergens", Why.HEADER),
        ("Op 3 mei schreef Kees Nergens:", "Kees Nergens", Why.HEADER),
        ("On 3 May, Kees Nergens wrote:", "Kees Nergens", Why.HEADER),
        (f"Groeten,\n{TECHNICIAN}", TECHNICIAN, Why.STAFF),
        ("Groeten,\nBram", "Bram", Why.STAFF),
    ],
)
@pytest.mark.usefixtures("pieter")
def test_others_are_found(session: Session, sanne: int, text: str, value: str, why: Why) -> None:
    told(session, sanne, text)
    assert (value, why) in found(session, sanne)


@pytest.mark.parametrize(
    "text",
    [
        "Sanne de Boer, sanne@example.nl, gebruiker sdeboer",
        "Van: Sanne de Boer <sanne@example.nl>",
        "De Boer, Sanne schreef Sanne de Boer",
        "mail support@cne.nl of administratie@cne.nl",
        "op 01-02-2026 09:30 en 2026-11-23T08:00:00 kwam de 1000 GB schijf",
        "bsn 123456789 is er geen, en NL92 ABNA 1417 1643 00 geen rekening",
        "ticket CNE-2026-000123, versie 10.0.19045.3803, MAC 00:11:22:33:44:55",
    ],
)
def test_what_is_ones_own_or_nobodys_stays(
    session: Session, sanne: int, pieter: int, text: str
) -> None:
    told(session, sanne, text)
    assert found(session, sanne) == []


def test_a_namesake_is_not_blacked_out_of_ones_own_package(session: Session, sanne: int) -> None:
    people.add(session, display_name=OWN[0], email="other@example.com")
    told(session, sanne, f"Groeten, {OWN[0]}")
    assert found(session, sanne) == []


def test_an_accent_in_either_form_hides_nobody(session: Session, sanne: int) -> None:
    people.add(session, display_name="Zoë Müller", email="zoe@example.com")
    for form in ("NFC", "NFD"):
        told(session, sanne, unicodedata.normalize(form, "ik vroeg Zoë Müller erom"))
    texts = [unicodedata.normalize("NFC", text) for text, _why in found(session, sanne)]
    assert texts == ["Zoë Müller", "Zoë Müller"]


def test_the_first_name_of_who_is_in_the_ticket_is_found_alone(
    session: Session, sanne: int, pieter: int
) -> None:
    own = told(session, sanne, "Beste Pieter, dank.")
    assert found(session, sanne) == []
    theirs = told(session, pieter, "Kan Sanne meekijken?")
    with session.store.write() as connection:
        connection.execute("UPDATE message SET author_id = ? WHERE ticket_id = ?", (sanne, theirs))
    assert own != theirs
    assert ("Pieter", Why.PERSON) in found(session, sanne)


def test_devices_of_others_are_found_and_ones_own_stay(
    session: Session, sanne: int, pieter: int
) -> None:
    numbers = [imei() for _ in range(3)]
    for number, owner in zip(numbers, (sanne, pieter, None), strict=True):
        devices.create(
            session,
            kind=DeviceKind.PHONE,
            model="Foon",
            identifiers=(identifier(IdentifierKind.IMEI, number),),
            owner_id=owner,
        )
    told(session, sanne, " en ".join(numbers))
    assert found(session, sanne) == [(numbers[1], Why.DEVICE)]
    spaced = " ".join((numbers[1][:2], numbers[1][2:8], numbers[1][8:]))
    told(session, sanne, spaced)
    assert found(session, sanne)[1] == (spaced, Why.DEVICE)


SECRETS = (
    "Pieter van Dongen",
    "Dongen",
    "p.v.dongen@example.com",
    "pvdongen7",
    "06-12345678",
    "NL91 ABNA 0417 1643 00",
    "123456782",
    "Kees Nergens",
    "kees@example.org",
    LEAD,
    TECHNICIAN,
)


def test_nothing_of_it_is_left_in_any_form(
    session: Session, sanne: int, pieter: int, tmp_path: Path
) -> None:
    text = " / ".join(SECRETS) + "\n> Van: Kees Nergens <kees@example.org>\nMIJNTEKST"
    ticket = told(session, sanne, text, title="Over Pieter van Dongen 06-12345678 MIJNTITEL")
    tickets.add_note(session, ticket, f"{text} MIJNNOTITIE")
    with session.store.write() as connection:
        (message,) = connection.execute("SELECT min(id) FROM message").fetchone()
        connection.execute(
            "INSERT INTO attachment (message_id, filename, media_type, size, sha256)"
            " VALUES (?, 'Pieter_van_Dongen kees@example.org.txt', 'text/plain', 0, '')",
            (message,),
        )
    made, _ = export.export(session, sanne, tmp_path / "p.zip")
    files = opened(made)
    readable = everything(files)
    assert [value for value in SECRETS if value.casefold() in readable.casefold()] == []
    for own in (*OWN, "MIJNTEKST", "MIJNTITEL", "MIJNNOTITIE"):
        for form, shown_ in forms(files).items():
            assert own in shown_, (own, form)
    assert BLACKED_OUT in forms(files)["html"]
    assert "[Helpdeskmedewerker]" in forms(files)["html"]
    assert "[Teamleider]" in forms(files)["html"]


def test_what_a_reviewer_lets_stand_stays_and_the_rest_goes(
    session: Session, sanne: int, tmp_path: Path
) -> None:
    told(session, sanne, "Mijn nummer is 06-12345678, het zijne 06-87654321.")
    mine, _his = redaction.findings(session, sanne)
    assert (mine.before, mine.text, mine.reason) == (
        "Mijn nummer is ",
        "06-12345678",
        "Telephone number",
    )
    made, _ = export.export(session, sanne, tmp_path / "p.zip", keep={mine.id})
    readable = everything(opened(made))
    assert "06-12345678" in readable
    assert "06-87654321" not in readable


def test_a_decision_holds_for_the_text_it_was_made_on(
    session: Session, sanne: int, tmp_path: Path
) -> None:
    told(session, sanne, "bel 06-12345678")
    [finding] = redaction.findings(session, sanne)
    with session.store.write() as connection:
        connection.execute("UPDATE message SET text = 'bel 06-87654321'")
    made, _ = export.export(session, sanne, tmp_path / "p.zip", keep={finding.id})
    assert "06-87654321" not in everything(opened(made))


def test_a_text_beyond_memory_s_share_is_blacked_out_all_the_same(
    session: Session, sanne: int, pieter: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redactor, "_REMEMBERED", 2)
    monkeypatch.setattr(finder, "_REMEMBERED", 2)
    for number in range(5):
        told(session, sanne, f"{number} Pieter van Dongen 0612345678")
    made, _ = export.export(session, sanne, tmp_path / "p.zip")
    readable = everything(opened(made))
    assert "Dongen" not in readable
    assert "0612345678" not in readable
