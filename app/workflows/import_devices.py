"""Inventory files become devices: recognised, updated, never doubled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import KnownError
from app.i18n import _
from app.intake.devices import read_device_file
from app.model import moments
from app.model.changes import Progress, no_progress
from app.model.device import DeviceKind, DeviceRecord, DeviceState, RejectedRow, Software
from app.model.identifiers import Identifier, IdentifierKind, former_canonical
from app.store import (
    device_rows,
    devices,
    named,
    people,
    restrictions,
    search_index,
)
from app.store.imports import Recording
from app.store.new_devices import NewDevices
from app.store.people import NewPerson
from app.store.rows import batches
from app.workflows.imports import note_rejected, trial
from app.workflows.session import Session

if TYPE_CHECKING:  # an encrypted connection has the standard library's type
    from sqlite3 import Connection

MOST_REJECTED = 10_000  # rows of one file; beyond it is no inventory, however long it goes on
_TOGETHER = 100
"""Rows that are asked about together."""
_TO_BE_MADE = -1
"""Stands for the id of who or what a row names and is not known yet."""
_TEXT_COLUMNS = (
    "name",
    "manufacturer",
    "model",
    "location",
    "purchased_on",
    "warranty_until",
)


@dataclass(frozen=True, slots=True)
class DeviceResult:
    """What became of one row of an inventory file."""

    file: str
    row: str
    action: str
    """``create``, ``update``, ``unchanged`` or ``rejected``."""
    device: int | None
    record: DeviceRecord | None
    warnings: tuple[str, ...] = ()
    error: str = ""


@dataclass(slots=True)
class _Batch:
    """An import under way."""

    record: Recording
    at: int
    restricted: bool
    """Whether anybody's data is."""
    new: NewDevices
    created: int = 0
    updated: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class _How:
    """What the files of one import have in common."""

    column_map: Mapping[str, str] | None
    at: int


def import_devices(
    session: Session,
    files: Iterable[Path],
    *,
    dry_run: bool = False,
    column_map: Mapping[str, str] | None = None,
    at: int | None = None,
    progress: Progress = no_progress,
) -> Iterator[DeviceResult]:
    """Take devices in from inventory files, one result for each row, in their order.

    A partial report that comes before that of its device waits for the last file. Each file is one
    transaction: a bad row is rejected with its place and reason and the good ones land. A file that
    cannot be read at all is one rejected result; one with ``MOST_REJECTED`` rejected rows is not
    read on, which the last result says. A dry run says what would happen and keeps nothing. ``at``
    is the moment that the files of one import have in common; now, if None.
    """
    done = 0
    how = _How(column_map, moments.now() if at is None else at)
    early: list[Path] = []
    with trial(session, dry_run=dry_run):
        for file in files:
            try:
                results = _import_file(session, file, how, progress, done, may_wait=True)
            except _EarlyError:
                early.append(file)
                continue
            done += len(results)
            yield from results
        for file in early:
            results = _import_file(session, file, how, progress, done, may_wait=False)
            done += len(results)
            yield from results


class _EarlyError(Exception):
    """A partial report is of a device that no file brought yet; nothing of it was kept."""


def _import_file(
    session: Session,
    file: Path,
    how: _How,
    progress: Progress,
    done: int,
    *,
    may_wait: bool,
) -> list[DeviceResult]:
    results: list[DeviceResult] = []
    at = how.at
    try:
        with session.store.write() as connection, search_index.together(connection):
            batch = _Batch(
                Recording(connection, "devices", staff_id=session.staff_id, at=at),
                at,
                restrictions.any_(connection),
                NewDevices(connection, at),
            )
            for record in _expected(batch.new, read_device_file(file, column_map=how.column_map)):
                progress(done + len(results), None)
                if batch.rejected >= MOST_REJECTED:
                    results.append(_not_read_on(batch, str(file), record))
                    break
                if may_wait and _is_early(connection, batch, record):
                    raise _EarlyError
                results.append(_import_row(connection, batch, str(file), record))
            batch.new.write()
            batch.record.finish(
                created=batch.created, updated=batch.updated, rejected=batch.rejected
            )
    except KnownError as error:
        if error.code in {"store_locked", "read_only", "unknown_field", "unknown_column"}:
            raise
        note_rejected(session, "devices", at, 1)
        reason = f"{error.message} {error.hint}".strip()
        return [DeviceResult(str(file), "", "rejected", None, None, (), reason)]
    return results


def _expected(
    new: NewDevices, records: Iterable[DeviceRecord | RejectedRow]
) -> Iterator[DeviceRecord | RejectedRow]:
    """Let it be looked up of some rows at once what is known of them, before they come."""
    for some in batches(records, _TOGETHER):
        new.expect(some)
        yield from some


def _not_read_on(batch: _Batch, file: str, record: DeviceRecord | RejectedRow) -> DeviceResult:
    """Say that the file is not read on from this row, for too much of it was rejected."""
    batch.rejected += 1
    reason = _("{count} rows were rejected; what follows was not read.").format(count=MOST_REJECTED)
    return DeviceResult(file, record.row, "rejected", None, None, (), reason)


def _import_row(
    connection: Connection, batch: _Batch, file: str, record: DeviceRecord | RejectedRow
) -> DeviceResult:
    if isinstance(record, RejectedRow):
        batch.rejected += 1
        return DeviceResult(file, record.row, "rejected", None, None, (), record.reason)
    found = _recognised(connection, batch, record)
    columns, warnings = _columns(connection, record)
    problem = _problem(record, found)
    if batch.restricted and not problem:
        problem = _restriction(connection, found, record, columns)
    if problem:
        batch.rejected += 1
        return DeviceResult(file, record.row, "rejected", None, record, record.warnings, problem)
    _make_what_is_named(connection, batch, record, columns)
    if not found:
        software = record.software or ()
        device = batch.new.add(_complete(columns), record.identifiers, software)
        batch.record.take("device", device)
        batch.created += 1
        action = "create"
    else:
        device = found[0]
        changed = _update(connection, batch, _difference(connection, device, record, columns))
        action = "update" if changed else "unchanged"
    return DeviceResult(file, record.row, action, device, record, (*record.warnings, *warnings))


def _is_early(connection: Connection, batch: _Batch, record: DeviceRecord | RejectedRow) -> bool:
    if isinstance(record, RejectedRow) or not record.partial:
        return False
    return not _recognised(connection, batch, record)


def _recognised(connection: Connection, batch: _Batch, record: DeviceRecord) -> list[int]:
    """Return the known devices that a row may be about."""
    if batch.new.is_unknown(record.identifiers, record.external_id):
        return []
    found = devices.recognise(connection, record.identifiers, record.manufacturer)
    if not found and record.external_id:
        found = devices.by_external_id(connection, record.external_id)
    return found


def _problem(record: DeviceRecord, found: list[int]) -> str:
    """Return why a row cannot land; empty when it can."""
    if len(found) > 1:
        return _("Its identifiers name {count} different devices.").format(count=len(found))
    if not found and record.partial:
        return _("A partial report of a device that is not in the inventory.")
    if not found and not record.external_id and not any(i.matchable for i in record.identifiers):
        return _("No usable identifier.")
    return ""


def _restriction(
    connection: Connection, found: list[int], record: DeviceRecord, columns: Mapping[str, Any]
) -> str:
    """Return why somebody's restriction keeps a row from landing; empty when none does."""
    owner = columns.get("owner_id", _TO_BE_MADE)
    for device in found:
        if not _difference(connection, device, record, columns).says_new:
            return ""
        if restrictions.among(connection, "device", (device,)):
            return _("Data is restricted at the request of whoever has this device.")
    if restrictions.is_restricted(connection, owner):
        return _("Data is restricted at the request of the owner in this row.")
    return ""


def _columns(connection: Connection, record: DeviceRecord) -> tuple[dict[str, Any], list[str]]:
    """Return the columns that a row gives values for, and what there is to say about them.

    It only looks: who or what a row names and is not known yet stands as ``_TO_BE_MADE``.
    """
    columns: dict[str, Any] = {
        name: value for name in _TEXT_COLUMNS if (value := getattr(record, name)) is not None
    }
    if record.kind is not None:
        columns["kind"] = record.kind.value
    if record.state is not None:
        columns["state"] = record.state.value
    if record.external_id:
        columns["external_id"] = record.external_id
    if record.organisation:
        known = named.find_organisation(connection, record.organisation)
        columns["organisation_id"] = _TO_BE_MADE if known is None else known
    warnings = []
    if record.owner:
        owner = people.by_email(connection, record.owner)
        if owner is None:
            owner = people.by_user_name(connection, record.owner)
        if owner is None and "@" in record.owner:  # a new address makes a new person
            owner = _TO_BE_MADE
        if owner is None:
            warnings.append(_("The owner is not known here; the device was left without one."))
        else:
            columns["owner_id"] = owner
    return columns, warnings


def _make_what_is_named(
    connection: Connection, batch: _Batch, record: DeviceRecord, columns: dict[str, Any]
) -> None:
    """Make the owner and the organisation that a row names and that are not known yet."""
    if columns.get("organisation_id") == _TO_BE_MADE:
        columns["organisation_id"] = named.organisation_id(connection, record.organisation or "")
    if columns.get("owner_id") == _TO_BE_MADE:
        address = record.owner or ""
        person = people.add(connection, NewPerson(address, batch.at, email=address))
        batch.record.take("person", person)
        columns["owner_id"] = person


def _complete(columns: dict[str, Any]) -> dict[str, Any]:
    """Give a new device a kind and a state."""
    state = DeviceState.IN_USE if columns.get("owner_id") else DeviceState.IN_STOCK
    return {"kind": DeviceKind.OTHER.value, "state": state.value, **columns}


@dataclass(frozen=True, slots=True)
class _Difference:
    """What a row says of a known device that the inventory does not."""

    device: int
    version: int
    changed: Mapping[str, Any]
    """The columns that become another, with their new values."""
    was: Mapping[str, Any]
    known: tuple[Identifier, ...]
    identifiers: tuple[Identifier, ...]
    software: Sequence[Software] | None
    """None where it says nothing new of the programs."""
    had: Sequence[Software]

    @property
    def says_new(self) -> bool:
        """Whether there is anything to change."""
        return bool(self.changed or self.identifiers != self.known or self.software is not None)


def _difference(
    connection: Connection, device: int, record: DeviceRecord, columns: Mapping[str, Any]
) -> _Difference:
    version, now = devices.image(connection, device, tuple(columns))
    known = device_rows.identifiers(connection, device)
    had = device_rows.software(connection, device)
    same = record.software is None or sorted(record.software) == sorted(had)
    return _Difference(
        device,
        version,
        {name: value for name, value in columns.items() if value != now[name]},
        now,
        known,
        _merged(known, record.identifiers),
        None if same else record.software,
        had,
    )


def _update(connection: Connection, batch: _Batch, new: _Difference) -> bool:
    """Bring a known device up to date; False when the row says nothing new."""
    if not new.says_new:
        return False
    device = new.device
    before: dict[str, Any] = {
        "version": new.version,
        "updated_at": devices.image(connection, device, ("updated_at",))[1]["updated_at"],
        "columns": {name: new.was[name] for name in new.changed},
        "identifiers": [
            [i.kind.value, i.canonical, i.as_given, i.valid, i.matchable] for i in new.known
        ],
    }
    if "owner_id" in new.changed:
        before["custody"] = devices.custody_image(connection, device)
    if new.software is not None:
        before["software"] = [[s.name, s.version, s.publisher] for s in new.had]
    batch.record.take("device", device, before=before)
    with search_index.changing(connection, devices.INDEX, (device,)):
        devices.change(connection, device, new.version, new.changed, batch.at)
        if new.identifiers != new.known:
            devices.set_identifiers(connection, device, new.identifiers)
        if new.software is not None:
            devices.set_software(connection, device, new.software)
    batch.new.note(new.identifiers, new.changed.get("external_id"))
    batch.updated += 1
    return True


def _merged(known: tuple[Identifier, ...], given: tuple[Identifier, ...]) -> tuple[Identifier, ...]:
    """Add what is new.

    A device has one asset tag, so a new one takes the old one's place; so does a serial number
    that is kept in its former form.
    """
    have = {(i.kind, i.canonical) for i in known}
    new = []
    for identifier in given:
        if (identifier.kind, identifier.canonical) not in have:
            have.add((identifier.kind, identifier.canonical))
            new.append(identifier)
    former = {(i.kind, former_canonical(i)) for i in new}
    kept = tuple(i for i in known if (i.kind, i.canonical) not in former)
    if any(i.kind is IdentifierKind.ASSET_TAG for i in new):
        kept = tuple(i for i in kept if i.kind is not IdentifierKind.ASSET_TAG)
    return (*kept, *new)
