"""A throw-away store with example data, and the main job run on it from end to end."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.i18n import _
from app.model import moments
from app.model.device import STATE_LABELS, DeviceState
from app.model.staff import Role
from app.model.subject_request import KIND_LABELS, Decision, RequestKind
from app.model.ticket import Status
from app.vault import KdfParameters
from app.workflows import (
    devices,
    erasure,
    export,
    import_devices,
    import_mail,
    members,
    people,
    purge,
    requests,
    tickets,
    verification,
)
from app.workflows.session import Session, create_store

SEED = 130
_CHEAP = KdfParameters(memory_kib=64, passes=1, lanes=1)
"""Enough for a store that is thrown away and holds nobody's data."""
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""What a demo's passphrase is made of: nothing that is read for something else."""
_MAILS = 12
_DEVICES = 15

Say = Callable[[str], None]


def make_demo(folder: Path, ticket_count: int = 200) -> tuple[Session, str]:
    """Make a store of made-up people, devices and tickets in an empty folder.

    Return it unlocked, with the passphrase that opens it for each of its staff: whoever tries the
    program has it locked, approves a purge, and looks at it as a technician.
    """
    from app.workflows.example_data.load import load_world  # noqa: PLC0415 - a demo's alone
    from app.workflows.example_data.world import example_world  # noqa: PLC0415

    at = moments.now()
    world = example_world(SEED, now=at, tickets=ticket_count)
    lead, *others = world.staff
    passphrase = "-".join(
        "".join(secrets.choice(_LETTERS) for _place in range(5)) for _group in range(2)
    )
    session, _code = create_store(folder, lead, passphrase, kdf=_CHEAP)
    for name in others:
        members.add(session, name, Role.TECHNICIAN, passphrase)
    load_world(session, world, at)
    return session, passphrase


@dataclass(slots=True)
class _MainJob:
    """The main job, a step a method; each step says in one line what it did."""

    session: Session
    folder: Path
    say: Say

    def run(self) -> dict[str, Any]:
        """Run every step in its order and return what came of it."""
        mail = self._take_mail_in()
        inventory = self._take_devices_in()
        ticket = self._answer_a_ticket()
        device = self._hand_a_device_over()
        package = self._answer_an_access_request()
        erased = self._erase_on_request()
        purged = self._purge()
        return {
            "mail": mail,
            "devices": inventory,
            "ticket": ticket,
            "handed_over": device,
            "package": package,
            "erased": erased,
            "purged": purged,
        }

    def _take_mail_in(self) -> dict[str, int]:
        from app.workflows.example_data.files import example_mail_files  # noqa: PLC0415

        box = self.folder / "mail"
        box.mkdir()
        for name, raw in example_mail_files(SEED, _MAILS, now=moments.now()):
            (box / name).write_bytes(raw)
        counts = _counted(
            [result.action for result in import_mail.import_mail(self.session, [box])]
        )
        self.say(_("mail: {counts}").format(counts=_spelled(counts)))
        return counts

    def _take_devices_in(self) -> dict[str, int]:
        from app.workflows.example_data.files import example_device_csv  # noqa: PLC0415

        file = self.folder / "inventory.csv"
        file.write_bytes(example_device_csv(SEED, _DEVICES, now=moments.now()))
        found = import_devices.import_devices(self.session, [file])
        counts = _counted([result.action for result in found])
        self.say(_("inventory file: {counts}").format(counts=_spelled(counts)))
        return counts

    def _answer_a_ticket(self) -> str:
        (ticket,) = tickets.page(self.session, "status:new", limit=1).ids
        tickets.reply(self.session, ticket, "We zijn ermee bezig.")
        row = tickets.rows(self.session, (ticket,))[ticket]
        tickets.set_status(self.session, ticket, Status.RESOLVED, row.version)
        self.say(_("ticket: {number} answered and resolved").format(number=row.number))
        return row.number

    def _hand_a_device_over(self) -> int:
        (device,) = devices.page(self.session, limit=1).ids
        (person,) = people.page(self.session, limit=1).ids
        version = devices.rows(self.session, (device,))[device].version
        devices.hand_over(self.session, device, person, version)
        row = devices.rows(self.session, (device,))[device]
        self.say(
            _("device: {make} {model} handed over ({state})").format(
                make=row.manufacturer,
                model=row.model,
                state=_(STATE_LABELS[DeviceState(row.state)]),
            )
        )
        return device

    def _request(self, kind: RequestKind, person: int) -> int:
        request, _changes = requests.new(self.session, kind, person)
        requests.verify_identity(self.session, request.number, "callback")
        requests.decide(self.session, request.number, Decision.GRANTED)
        self.say(
            _("request {number}: {kind}, due {day}").format(
                number=request.number, kind=_(KIND_LABELS[kind]), day=request.due_on
            )
        )
        return request.number

    def _answer_an_access_request(self) -> dict[str, Any]:
        person = self._person_with_tickets(0)
        number = self._request(RequestKind.ACCESS, person)
        out = self.folder / "package.zip"
        made, _changes = export.export(self.session, person, out, request_number=number)
        requests.close(self.session, number)
        checked = verification.verify(self.session.folder, out, passphrase=made.passphrase)
        self.say(
            _("package: {records} records, {files} files, {verdict}").format(
                records=sum(made.counts.values()),
                files=made.files,
                verdict=_verdict(checked.valid),
            )
        )
        return {"records": made.counts, "files": made.files, "valid": checked.valid}

    def _erase_on_request(self) -> dict[str, int]:
        person = self._person_with_tickets(1)
        number = self._request(RequestKind.ERASE, person)
        _report, result = erasure.erase(
            self.session, person, number, "demonstration with a single team lead"
        )
        self.say(_("erasure: {rows} rows destroyed").format(rows=sum(result.rows.values())))
        return dict(result.rows)

    def _person_with_tickets(self, place: int) -> int:
        found: list[int] = []
        for row in tickets.rows(self.session, tickets.page(self.session).ids).values():
            if row.requester_id is not None and row.requester_id not in found:
                found.append(row.requester_id)
        return found[place]

    def _purge(self) -> dict[str, Any]:
        file, report = self.folder / "purge-plan.json", self.folder / "purge-report.json"
        planned = purge.plan(self.session)
        purge.write(self.session, planned, file)
        purge.approve(self.session, file, "demonstration with a single team lead")
        body, _changes = purge.run(self.session, file, report)
        checked = verification.verify(self.session.folder, report)
        self.say(
            _("purge: {planned} rows planned, {destroyed} destroyed, report {verdict}").format(
                planned=planned.total,
                destroyed=sum(body["rows"].values()),
                verdict=_verdict(checked.valid),
            )
        )
        return {"planned": planned.total, "destroyed": body["rows"], "valid": checked.valid}


def run_headless(session: Session, folder: Path, say: Say) -> dict[str, Any]:
    """Run the main job on a demo store: intake, ticket, device, requests, package, purge.

    ``folder`` takes the files it makes; ``say`` is told a line a step.
    """
    return _MainJob(session, folder, say).run()


def _counted(actions: Sequence[str]) -> dict[str, int]:
    return {action: actions.count(action) for action in sorted(set(actions))}


def _verdict(valid: bool) -> str:
    return _("verified") if valid else _("NOT VALID")


def _spelled(counts: dict[str, int]) -> str:
    # The actions are words of the command line's own reports, marked there.
    return ", ".join(f"{count} {_(action)}" for action, count in counts.items())
