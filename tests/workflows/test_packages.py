"""The register of packages, and that removing one removes that one and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.errors import KnownError
from app.model.subject_request import Decision, RequestKind
from app.model.ticket import Channel
from app.store import audit
from app.store import packages as register
from app.workflows import erasure, export, packages, people, redaction, requests, tickets
from app.workflows.export import ExportResult
from app.workflows.redaction import Why
from app.workflows.session import Session
from tests.workflows.conftest import LEAD
from tests.workflows.packages import everything, opened


@pytest.fixture
def sanne(session: Session) -> int:
    return people.add(session, display_name="Sanne de Boer", email="sanne@example.nl")[0]


def make(session: Session, person: int, out: Path, *, unsealed: bool = False) -> ExportResult:
    return export.export(session, person, out, unsealed=unsealed)[0]


def test_the_register_says_when_by_whom_how_much_and_the_digest_and_not_what(
    session: Session, sanne: int, tmp_path: Path
) -> None:
    tickets.create(
        session, title="Geheimpje", channel=Channel.EMAIL, text="Geheimpje", requester_id=sanne
    )
    made = make(session, sanne, tmp_path / "p.zip")
    row = packages.get(session, made.id)
    assert (row.staff, row.person, row.sha256) == (LEAD, "Sanne de Boer", made.sha256)
    assert row.counts == made.counts
    assert row.path == str(tmp_path / "p.zip")
    with session.store.read() as connection:
        noted = connection.execute("SELECT * FROM issued_document").fetchall()
        trail = [entry.detail for entry in audit.entries(connection, limit=5)]
    for text in ("Geheimpje", made.passphrase):
        assert text not in str(noted) + str(trail)


def test_a_text_finds_by_name_digest_and_staff_the_newest_first(
    session: Session, sanne: int, tmp_path: Path
) -> None:
    other = people.add(session, display_name="Joost van Dalen")[0]
    first = make(session, sanne, tmp_path / "1.zip").id
    second = make(session, other, tmp_path / "2.zip").id
    assert packages.page(session).ids == (second, first)
    assert packages.page(session, "SANNE boer").ids == (first,)
    assert packages.page(session, packages.get(session, second).sha256[:12]).ids == (second,)
    assert packages.page(session, LEAD.split()[0]).ids == (second, first)
    page = packages.page(session, limit=1)
    assert page.ids == (second,)
    assert packages.page(session, after=page.next, limit=1).ids == (first,)
    packages.remove(session, first)
    assert packages.page(session, packages.KEPT).ids == (second,)
    assert packages.count(session, packages.KEPT) == 1


@pytest.mark.parametrize("unsealed", [False, True])
def test_removing_a_package_removes_all_of_it(
    session: Session, sanne: int, tmp_path: Path, unsealed: bool
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    made = make(session, sanne, folder / "p", unsealed=unsealed)
    was_there, changes = packages.remove(session, made.id)
    assert was_there
    assert changes.packages == {made.id}
    assert list(folder.iterdir()) == []
    row = packages.get(session, made.id)
    assert row.path == ""
    assert row.removed_at is not None
    with session.store.read() as connection:
        assert audit.entries(connection, limit=1)[0].action == "package_removed"
        assert audit.verify(connection) == []


def test_an_unsealed_one_is_overwritten_before_it_goes(
    session: Session, sanne: int, tmp_path: Path
) -> None:
    made = make(session, sanne, tmp_path / "p", unsealed=True)
    (tmp_path / "kept.html").hardlink_to(tmp_path / "p" / "index.html")
    packages.remove(session, made.id)
    assert not (tmp_path / "kept.html").read_bytes().strip(b"\0")


def test_what_lies_there_now_and_is_something_else_stays(
    session: Session, sanne: int, tmp_path: Path
) -> None:
    made = make(session, sanne, tmp_path / "p.zip")
    (tmp_path / "p.zip").write_bytes(b"a letter to my mother")
    with pytest.raises(KnownError, match="other_file"):
        packages.remove(session, made.id)
    assert (tmp_path / "p.zip").read_bytes() == b"a letter to my mother"
    assert packages.get(session, made.id).path


def test_a_link_in_its_place_is_not_followed(session: Session, sanne: int, tmp_path: Path) -> None:
    made = make(session, sanne, tmp_path / "p.zip")
    (tmp_path / "p.zip").rename(tmp_path / "mine.zip")
    (tmp_path / "p.zip").symlink_to(tmp_path / "mine.zip")
    with pytest.raises(KnownError, match="other_file"):
        packages.remove(session, made.id)
    assert (tmp_path / "mine.zip").exists()


def test_what_somebody_put_into_the_folder_stays(
    session: Session, sanne: int, tmp_path: Path
) -> None:
    made = make(session, sanne, tmp_path / "p", unsealed=True)
    (tmp_path / "p" / "notes.txt").write_text("mine")
    with pytest.raises(KnownError, match="not_removed"):
        packages.remove(session, made.id)
    assert [path.name for path in (tmp_path / "p").iterdir()] == ["notes.txt"]


def test_one_that_was_taken_away_is_forgotten_and_not_called_removed(
    session: Session, sanne: int, tmp_path: Path
) -> None:
    made = make(session, sanne, tmp_path / "p.zip")
    (tmp_path / "p.zip").unlink()
    was_there, _ = packages.remove(session, made.id)
    assert not was_there
    row = packages.get(session, made.id)
    assert (row.path, row.removed_at) == ("", None)


def test_a_package_that_the_register_cannot_note_is_not_left(
    session: Session, sanne: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object, **_named: object) -> None:
        raise KnownError("disk_full", "full", "")

    monkeypatch.setattr(audit, "append", full)
    for name, unsealed in (("p.zip", False), ("p", True)):
        with pytest.raises(KnownError, match="disk_full"):
            make(session, sanne, tmp_path / name, unsealed=unsealed)
        assert not (tmp_path / name).exists()
    with session.store.read() as connection:
        assert register.count(connection, (), kept=False) == 0


def test_what_lies_here_is_known_until_its_person_is_erased(
    session: Session, sanne: int, tmp_path: Path
) -> None:
    make(session, sanne, tmp_path / "p.zip")
    make(session, sanne, tmp_path / "gone.zip")
    (tmp_path / "gone.zip").unlink()
    assert packages.lying_here(session, sanne) == (tmp_path / "p.zip",)
    request, _changes = requests.new(session, RequestKind.ERASE, sanne)
    requests.verify_identity(session, request.number, "callback")
    requests.decide(session, request.number, Decision.GRANTED)
    erasure.erase(session, sanne, request.number, "there is no second lead")
    for row in packages.rows(session, packages.page(session).ids).values():
        assert (row.person_id, row.path) == (None, "")  # the path may have named them


def test_words_of_the_reviewer_are_blacked_out_wherever_they_stand(
    session: Session, sanne: int, tmp_path: Path
) -> None:
    tickets.create(
        session,
        title="Over mijn buurvrouw",
        channel=Channel.EMAIL,
        text="Mijn Buurvrouw Truus van hiernaast, of truus van\nHiernaast, kent Sanne.",
        requester_id=sanne,
    )
    also = ("truus van hiernaast", "buurvrouw")
    found = redaction.findings(session, sanne, also=also)
    assert [f.text for f in found if f.why is Why.REVIEWER] == [
        "buurvrouw",
        "Buurvrouw",
        "Truus van hiernaast",
        "truus van\nHiernaast",
    ]
    for finding in found:
        text = redaction.text_of(session, finding)
        assert text[finding.start : finding.start + len(finding.text)] == finding.text
    made, _ = export.export(session, sanne, tmp_path / "p.zip", also=also)
    text = everything(opened(made)).casefold()
    assert "truus" not in text
    assert "buurvrouw" not in text
    assert "sanne" in text
    assert json.loads(opened(made)["data.json"])
