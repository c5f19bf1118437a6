"""An attachment that the person may not get is told of, with the reason, and is nowhere in it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from app.errors import KnownError
from app.model.date_range import DateRange
from app.model.mail import MailAttachment
from app.model.package import Withheld
from app.model.ticket import Channel
from app.store import audit
from app.workflows import export, package_order, people, tickets, verification
from app.workflows.session import Session
from tests.workflows.packages import everything, forms, opened

SCREEN = b"\x89PNG the screen of somebody else"
NOTES = b"notes of Sanne herself"
GROUNDS = {
    "nl": {
        Withheld.OTHERS: "er staan gegevens van andere mensen in (artikel 15 lid 4 van de AVG)",
        Withheld.CONFIDENTIAL: "er staat een bedrijfsgeheim in",
        Withheld.HARMFUL: "het bestand kan uw apparaat beschadigen",
    },
    "en": {
        Withheld.OTHERS: "it shows data of other people (article 15(4) of the GDPR)",
        Withheld.CONFIDENTIAL: "it gives away a trade secret",
        Withheld.HARMFUL: "the file may damage your device",
    },
}


def person(session: Session, language: str = "nl") -> tuple[int, dict[str, int]]:
    """Add a person with two attachments; return them by name."""
    sanne, _ = people.add(
        session, display_name="Sanne de Boer", email="sanne@example.nl", language=language
    )
    attached = [
        MailAttachment("scherm van Joost.png", "image/png", SCREEN, "", False),
        MailAttachment("notities.txt", "text/plain", NOTES, "", False),
    ]
    tickets.create(
        session,
        title="Scherm",
        channel=Channel.EMAIL,
        text="Zie de bijlagen.",
        requester_id=sanne,
        attachments=attached,
    )
    rows = package_order.files(session, sanne)
    return sanne, {row.file.filename: row.file.id for row in rows}


@pytest.mark.parametrize("ground", list(Withheld))
@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_withheld_is_told_of_in_every_form_and_is_in_none(
    session: Session, tmp_path: Path, language: str, ground: Withheld
) -> None:
    sanne, files = person(session, language)
    withheld = {files["scherm van Joost.png"]: ground}
    made, _ = export.export(session, sanne, tmp_path / "p.zip", withheld=withheld)
    assert (made.files, made.withheld) == (1, 1)
    held = opened(made)
    assert [name for name in held if name.startswith("files/")] == ["files/00001.txt"]
    assert SCREEN not in b"".join(held.values())
    assert NOTES in held.values()
    said = GROUNDS[language][ground]
    for form, text in forms(held).items():
        plain = " ".join(text.split())
        assert said in plain, form
        assert "scherm van Joost.png" in plain, form
    assert "administratie@cne.nl" in held["README.txt"].decode().partition("manifest.json")[2]
    data = json.loads(held["data.json"])
    jsonschema.validate(data, json.loads(held["data.schema.json"]))
    assert f'"code":"{ground}"' in held["data.json"].decode()
    assert verification.verify(session.folder, made.file, passphrase=made.passphrase).valid
    with session.store.read() as connection:
        assert '"withheld":1' in audit.entries(connection, limit=1)[0].detail


def test_an_unsealed_one_holds_it_no_more_than_a_sealed_one(
    session: Session, tmp_path: Path
) -> None:
    sanne, files = person(session)
    withheld = dict.fromkeys(files.values(), Withheld.OTHERS)
    made, _ = export.export(session, sanne, tmp_path / "p", withheld=withheld, unsealed=True)
    assert (made.files, made.withheld) == (0, 2)
    assert not (tmp_path / "p" / "files").exists()
    assert "2 bijlagen zijn niet meegegeven" in (tmp_path / "p" / "index.html").read_text("utf-8")


def test_nothing_is_said_where_nothing_is_withheld(session: Session, tmp_path: Path) -> None:
    sanne, _files = person(session)
    made, _ = export.export(session, sanne, tmp_path / "p.zip")
    assert (made.files, made.withheld) == (2, 0)
    assert "niet meegegeven" not in everything(opened(made))


def test_an_attachment_that_is_not_in_it_cannot_be_withheld(
    session: Session, tmp_path: Path
) -> None:
    sanne, files = person(session)
    other, _ = people.add(session, display_name="Joost van Dalen")
    withheld = dict.fromkeys(files.values(), Withheld.OTHERS)
    long_ago = DateRange(last=date(2020, 1, 1))
    for whose, days, wrong in (
        (sanne, DateRange(), {12345: Withheld.OTHERS}),
        (other, DateRange(), withheld),
        (sanne, long_ago, withheld),
    ):
        with pytest.raises(KnownError, match="not_found"):
            export.export(session, whose, tmp_path / "p.zip", days=days, withheld=wrong)
    assert list(tmp_path.glob("p*")) == []


def test_how_far_it_is_can_be_told_from_the_first_record_on(
    session: Session, tmp_path: Path
) -> None:
    sanne, _files = person(session)
    told: list[tuple[int, int | None]] = []
    export.export(
        session,
        sanne,
        tmp_path / "p.zip",
        progress=lambda done, total: told.append((done, total)),
    )
    totals = {total for _done, total in told}
    assert None not in totals
    assert len(totals) == 1  # what was foretold is what it came to
    assert told[-1][0] == told[-1][1]
