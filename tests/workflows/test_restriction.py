"""A restricted person's data is only kept: no way of writing changes it and nothing destroys it."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import app.workflows
from app.errors import KnownError
from app.model.device import DeviceState
from app.model.identifiers import IdentifierKind
from app.model.subject_request import RequestKind
from app.model.ticket import Channel, LinkKind, Status
from app.model.ticket_edit import Edit
from app.store.data_map import DATA_MAP, SUBJECT
from app.store.subject_data import belongs_to
from app.workflows import (
    bulk_edit,
    devices,
    imports,
    new_ticket,
    people,
    ticket_links,
    tickets,
)
from app.workflows.import_devices import DeviceResult, import_devices
from app.workflows.new_ticket import NewTicket
from app.workflows.requests import carrying_out, finding, third_parties
from app.workflows.requests.carrying_out import Correction
from app.workflows.session import Session
from tests.conftest import Clock
from tests.workflows.importing import last, mail, receive, table, take
from tests.workflows.requests.conftest import granted, request_of
from tests.workflows.residue import identifier

Owned = dict[str, list[tuple[Any, ...]]]


def owned(session: Session, person: int, *, without: tuple[str, ...] = ()) -> Owned:
    """Return every row that is a person's, whole, by table."""
    with session.store.read() as connection:
        return {
            shape.name: connection.execute(
                f"SELECT * FROM {shape.name} WHERE {belongs_to(shape)} ORDER BY 1",  # noqa: S608 - the map's own names
                {"person": person},
            ).fetchall()
            for shape in DATA_MAP.tables
            if (shape.paths or shape.name == SUBJECT) and shape.name not in without
        }


@dataclass
class World:
    """Sanne, whose data is restricted, and what of hers meets what is others'."""

    session: Session
    folder: Path
    sanne: int
    pim: int
    hers: int
    """Her ticket."""
    his: int
    """Pim's ticket, in which she wrote too."""
    other: int
    """A ticket in which she did not."""
    laptop: int
    """Her device."""
    spare: int
    seat: int
    """Of a licence on her device."""
    rectifying: int
    found: int
    """Two requests of hers from before: to correct, and one that found her second record."""
    was: bulk_edit.Outcome
    """An edit of her ticket, and of one that was hers, to be undone."""
    imported: int
    """The import that changed her device and took her mail in."""

    def version(self, ticket: int) -> int:
        return tickets.get(self.session, ticket).row.version

    def her_message(self) -> int:
        messages = tickets.get(self.session, self.his).messages
        return next(message.id for message in messages if message.author_id == self.sanne)

    def inventory(self, *lines: str) -> Path:
        return table(self.folder, "serial,name,owner,organisation,location", *lines)


@pytest.fixture
def world(session: Session, tmp_path: Path, clock: Clock) -> World:
    sanne, _ = people.add(
        session, display_name="Sanne de Boer", email="sanne@example.nl", user_name="sdeboer"
    )
    pim, _ = people.add(session, display_name="Pim Smit", email="pim@example.nl")
    second, _ = people.add(session, display_name="Sanne de Boer", email="sdb@example.org")
    laptop, _ = devices.create(
        session,
        name="laptop",
        identifiers=[identifier(IdentifierKind.SERIAL, "PF3K1XQ7")],
        owner_id=sanne,
    )
    spare, _ = devices.create(
        session, name="spare", identifiers=[identifier(IdentifierKind.SERIAL, "PF3K2XQ7")]
    )
    devices.assign_licence(session, "Suite", device_id=laptop)
    (seat,) = devices.get(session, laptop).licences
    hers, his, other = (
        tickets.create(
            session, title=title, channel=Channel.COUNTER, text=title, requester_id=person
        )[0]
        for title, person in (("Hers", sanne), ("His", pim), ("Another", pim))
    )
    was_hers, _ = tickets.create(session, title="Was hers", channel=Channel.COUNTER)
    bulk_edit.edit(session, {was_hers: None}, Edit(requester=sanne))
    edit, _ = bulk_edit.edit(session, {hers: None, was_hers: None}, Edit(requester=pim))
    hers_again, _ = bulk_edit.edit(session, {hers: None}, Edit(requester=sanne))
    edit = bulk_edit.Outcome(before={**edit.before, **hers_again.before})
    clock.advance(days=1)
    first = mail(tmp_path, "1.eml", From="pim@example.nl", Subject="VPN", Message_ID="<1@x.test>")
    receive(session, first)
    clock.advance(days=1)
    answer = mail(
        tmp_path,
        "2.eml",
        From="sanne@example.nl",
        Subject=f"Re: {tickets.get(session, his).row.number}",
        Date="Wed, 25 Nov 2026 07:00:00 +0000",
    )
    receive(session, answer)
    rectifying = granted(session, RequestKind.RECTIFY, sanne)
    found = request_of(session, RequestKind.ACCESS, sanne)
    for one in finding.look(session, found):
        finding.answer(session, found, one.id, accepted=one.proposal.other_id == second)
    clock.advance(days=1)
    lines = ("PF3K1XQ7,laptop 2,,,kelder", "PF3K3XQ7,new,sanne@example.nl,,")
    take(session, table(tmp_path, "serial,name,owner,organisation,location", *lines))
    imported = last(session)
    carrying_out.restrict(session, granted(session, RequestKind.RESTRICT, sanne))
    return World(
        session,
        tmp_path,
        sanne,
        pim,
        hers,
        his,
        other,
        laptop,
        spare,
        seat.seat_id or 0,
        rectifying,
        found,
        edit,
        imported,
    )


WRITES: dict[str, tuple[Callable[[World], object], ...]] = {
    "bulk_edit.edit": (
        lambda w: bulk_edit.edit(w.session, {w.hers: None}, Edit(title="X", tags=("vpn",))),
        lambda w: bulk_edit.edit(w.session, {w.hers: None}, Edit(requester=w.pim)),
        lambda w: bulk_edit.edit(w.session, {w.other: None}, Edit(requester=w.sanne)),
    ),
    "bulk_edit.undo": (lambda w: bulk_edit.undo(w.session, w.was),),
    "devices.create": (lambda w: devices.create(w.session, name="X", owner_id=w.sanne),),
    "devices.hand_over": (
        lambda w: devices.hand_over(
            w.session, w.laptop, None, devices.get(w.session, w.laptop).row.version
        ),
        lambda w: devices.hand_over(
            w.session, w.laptop, w.pim, devices.get(w.session, w.laptop).row.version
        ),
        lambda w: devices.hand_over(w.session, w.spare, w.sanne, 1),
    ),
    "devices.hand_over_to_new": (
        lambda w: devices.hand_over_to_new(
            w.session, w.laptop, devices.get(w.session, w.laptop).row.version, name="Somebody New"
        ),
    ),
    "devices.undo_hand_over": (
        lambda w: devices.undo_hand_over(
            w.session,
            w.laptop,
            devices.get(w.session, w.laptop).row.version,
            owner_id=w.pim,
            state=DeviceState.IN_USE,
            updated_at=0,
        ),
        lambda w: devices.undo_hand_over(
            w.session, w.spare, 1, owner_id=w.sanne, state=DeviceState.IN_USE, updated_at=0
        ),
    ),
    "devices.change": (
        lambda w: devices.change(
            w.session, w.laptop, devices.get(w.session, w.laptop).row.version, name="X"
        ),
    ),
    "devices.assign_licence": (
        lambda w: devices.assign_licence(w.session, "Other", device_id=w.laptop),
    ),
    "devices.free_seat": (lambda w: devices.free_seat(w.session, w.laptop, w.seat),),
    "import_devices._import_file": (
        lambda w: take(w.session, w.inventory("PF3K1XQ7,X,,,")),
        lambda w: take(w.session, w.inventory("PF3K1XQ7,,pim@example.nl,,")),
        lambda w: take(w.session, w.inventory("PF3K1XQ7,,new@example.org,,")),
        lambda w: take(w.session, w.inventory("PF3K1XQ7,,,Nieuw BV,")),
        lambda w: take(w.session, w.inventory("PF3K2XQ7,,sdeboer,,")),
        lambda w: take(w.session, w.inventory("PF3K9XQ7,X,SANNE@example.nl,,")),
    ),
    "imports._undo_all": (lambda w: imports.undo(w.session, w.imported),),
    "new_ticket.create": (
        lambda w: new_ticket.create(w.session, NewTicket("X", Channel.COUNTER, requester=w.sanne)),
    ),
    "people.change": (
        lambda w: people.change(
            w.session, w.sanne, people.get(w.session, w.sanne).row.version, display_name="X"
        ),
    ),
    "people.put_back": (lambda w: people.put_back(w.session, people.get(w.session, w.sanne)),),
    "people.add_email": (lambda w: people.add_email(w.session, w.sanne, "x@example.nl"),),
    "people.merge": (
        lambda w: people.merge(w.session, w.pim, w.sanne),
        lambda w: people.merge(w.session, w.sanne, w.pim),
    ),
    "carrying_out.rectify": (
        lambda w: carrying_out.rectify(w.session, w.rectifying, Correction(display_name="X")),
    ),
    "finding.confirm": (lambda w: finding.confirm(w.session, w.found),),
    "third_parties.disclose": (
        lambda w: (
            third_parties.consent(w.session, w.sanne, "personalise", "Drukker"),
            third_parties.disclose(w.session, w.sanne, "Drukker", "account"),
        ),
    ),
    "ticket_links.link_device": (
        lambda w: ticket_links.link_device(w.session, w.hers, w.spare),
        lambda w: ticket_links.link_device(w.session, w.other, w.laptop),
    ),
    "ticket_links.set_devices": (
        lambda w: ticket_links.set_devices(w.session, w.hers, [w.spare]),
        lambda w: ticket_links.set_devices(w.session, w.other, [w.laptop]),
    ),
    "ticket_links.link": (
        lambda w: ticket_links.link(w.session, w.hers, w.other, LinkKind.RELATED),
        lambda w: ticket_links.link(w.session, w.other, w.hers, LinkKind.RELATED),
    ),
    "ticket_links.unlink": (
        lambda w: ticket_links.unlink(w.session, w.hers, w.other),
        lambda w: ticket_links.unlink(w.session, w.other, w.hers),
    ),
    "ticket_links.merge": (
        lambda w: ticket_links.merge(w.session, w.hers, w.other),
        lambda w: ticket_links.merge(w.session, w.other, w.hers),
        lambda w: ticket_links.merge(w.session, w.his, w.other),
    ),
    "ticket_links.split": (
        lambda w: ticket_links.split(
            w.session, w.hers, [tickets.get(w.session, w.hers).messages[0].id], "X"
        ),
        lambda w: ticket_links.split(w.session, w.his, [w.her_message()], "X"),
    ),
    "tickets.create": (
        lambda w: tickets.create(
            w.session, title="X", channel=Channel.COUNTER, requester_id=w.sanne
        ),
    ),
    "tickets.set_status": (
        lambda w: tickets.set_status(w.session, w.hers, Status.OPEN, w.version(w.hers)),
    ),
    "tickets.change": (lambda w: tickets.change(w.session, w.hers, w.version(w.hers), title="X"),),
    "tickets.set_tags": (lambda w: tickets.set_tags(w.session, w.hers, ["vpn"]),),
    "tickets._add": (
        lambda w: tickets.add_note(w.session, w.hers, "X"),
        lambda w: tickets.forward(w.session, w.hers, "somebody@example.org", "X"),
    ),
}
"""Every way of writing that could change what is hers, by module and function."""

_LEFT_ALONE = {
    "destruction": "asks the guard of destruction, below",
    "purge": "asks the guard of destruction, below",
    "import_mail": "keeps what she writes, and nothing of her record, below",
    "drafts": "an answer to her may be written",
    **dict.fromkeys(("requests", "erasure"), "a step of a request of hers, which is her own wish"),
    "restriction": "lifts it",
    "holds": "keeps data",
    "people.add": "makes somebody new",
    "carrying_out.search_corrected": "notes what came of a search",
    "devices._change": "is asked through the others",
    "imports.trial": "takes everything back",
    "imports.note_rejected": "counts what was not taken in",
    **dict.fromkeys(("organisations.rename", "vocabularies"), "is of no person"),
    **dict.fromkeys(
        ("canned", "views", "members", "places", "retention", "session", "packages", "export"),
        "writes no data of a person served",
    ),
}
"""The others, by module or function, and why they need not ask."""


def writing() -> set[str]:
    """Return every function of a workflow that opens a transaction, as ``module.function``."""
    found = set()
    root = Path(app.workflows.__file__).parent
    for path in root.rglob("*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and "store.write()" in ast.unparse(node):
                folder = path.parent.name if path.parent != root else ""
                name = f"{path.stem}.{node.name}"
                if name not in WRITES and folder:
                    name = f"{folder}.{name}"
                found.add(name)
    return found


def test_no_way_of_writing_was_forgotten() -> None:
    unnamed = {
        name
        for name in writing() - set(WRITES)
        if name not in _LEFT_ALONE and name.split(".")[0] not in _LEFT_ALONE
    }
    assert unnamed == set(), "say of each whether it asks for a restriction"
    assert set(WRITES) <= writing()


@pytest.mark.parametrize(
    ("name", "place"), [(name, place) for name in WRITES for place in range(len(WRITES[name]))]
)
def test_what_is_hers_stays_as_it_is_and_whoever_tried_is_told(
    world: World, name: str, place: int
) -> None:
    without = ("consent",) if name == "third_parties.disclose" else ()
    before = owned(world.session, world.sanne, without=without)
    told = ""
    try:
        told = "restricted" if says_so(WRITES[name][place](world)) else "nothing"
    except KnownError as error:
        told = error.code
    assert told == "restricted"
    assert owned(world.session, world.sanne, without=without) == before


def says_so(result: object) -> bool:
    """Whether what does many rows at once tells of those that it left alone."""
    match result:
        case [DeviceResult() as row]:
            return row.action == "rejected" and "restricted" in row.error and row.row != ""
        case (bulk_edit.Outcome() | imports.Undone() as outcome, _changes):
            return bool(outcome.restricted)
    return False


# Intake


def test_a_bad_row_is_rejected_with_its_line_and_the_others_land(world: World) -> None:
    lines = ("PF3K5XQ7,one,,,", "PF3K1XQ7,X,x@example.org,Nieuw BV,", "PF3K6XQ7,two,,,")
    path = world.inventory(*lines)
    found_people = people.count(world.session)
    tried = list(import_devices(world.session, [path], dry_run=True))
    done = list(import_devices(world.session, [path]))
    assert [(r.row, r.action) for r in done] == [(r.row, r.action) for r in tried]
    assert [r.action for r in done] == ["create", "rejected", "create"]
    assert done[1].error == tried[1].error
    assert people.count(world.session) == found_people  # the owner of a rejected row is not made


def test_a_row_that_says_nothing_new_of_her_device_is_as_ever(world: World) -> None:
    (row,) = take(world.session, world.inventory("PF3K1XQ7,laptop 2,SANNE@example.nl,,kelder"))
    assert row.action == "unchanged"


def test_she_may_write_to_us_and_her_record_stays_as_it_is(world: World) -> None:
    session = world.session
    account = owned(session, world.sanne)
    new = mail(
        world.folder, "new.eml", "hulp", From="S. Bakker <sanne@example.nl>", Subject="Nieuwe vraag"
    )
    number = tickets.get(session, world.hers).row.number
    reply = mail(world.folder, "re.eml", From="sanne@example.nl", Subject=f"Re: {number}")
    assert [r.action for r in receive(session, new, reply)] == ["ticket", "reply"]
    after = owned(session, world.sanne)
    for name in (SUBJECT, "person_email", "device"):
        assert after[name] == account[name], name
    assert len(after["ticket"]) == len(account["ticket"]) + 1
    assert len(tickets.get(session, world.hers).messages) == 2


def test_an_import_is_taken_back_save_what_is_hers(world: World) -> None:
    done, _ = imports.undo(world.session, world.imported)
    assert (done.removed, done.restored, done.kept, done.restricted) == (0, 0, 0, 2)
    batch = next(b.id for b in imports.listed(world.session) if b.kind == "mail")
    done, _ = imports.undo(world.session, batch)  # her answer on his ticket
    assert done.restricted >= 2
    assert world.her_message()
