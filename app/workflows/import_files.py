"""Imports as the window does them: looked at beforehand, run with progress."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from app.errors import KnownError
from app.i18n import _
from app.intake.devices import Field
from app.intake.devices.headings import Heading, read_headings
from app.model import moments
from app.model.changes import Changes, Progress, no_progress
from app.model.device import DeviceRecord
from app.workflows import chosen_files, imports
from app.workflows.import_devices import DeviceResult, import_devices
from app.workflows.import_mail import MailResult, import_mail
from app.workflows.session import Session

__all__ = ["Field", "Heading"]

_ALL = 1_000_000_000
_MAIL_ENDINGS = frozenset({".eml", ".mbox", ".box", ".mbx", ".msg", ""})


class ImportKind(StrEnum):
    """What files hold."""

    MAIL = "mail"
    DEVICES = "devices"


@dataclass(frozen=True, slots=True)
class ImportRow:
    """What becomes, or became, of one row or mail."""

    file: str
    """The file's name without its folder."""
    place: str
    """The line, the place in the document or in the mailbox; empty for a whole file."""
    action: str
    """``create``, ``update``, ``unchanged``, ``rejected``, ``ticket``, ``reply``, ``skipped``."""
    what: str
    """The device or mail in a few words."""
    notes: tuple[str, ...]
    """Warnings; for a rejected row its reason."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import does or did."""

    rows: tuple[ImportRow, ...] = ()
    """In the order of the files; of an import that was done those that were rejected first."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many rows there are of each action."""
    batches: tuple[int, ...] = ()
    """What can be undone; empty for one that was only looked at."""
    seen: bytes | None = None
    """How the files were as they were looked at."""

    def count(self, *actions: str) -> int:
        """Return how many rows have one of these actions."""
        return sum(self.counts.get(action, 0) for action in actions)

    @property
    def lands(self) -> int:
        """How many rows make or change something."""
        return self.count("create", "update", "ticket", "reply")


def kind_of(paths: Sequence[Path]) -> ImportKind:
    """Guess from their names what files hold; the user may say otherwise."""
    mail = all(path.is_dir() or path.suffix.lower() in _MAIL_ENDINGS for path in paths)
    return ImportKind.MAIL if mail else ImportKind.DEVICES


def headings(paths: Sequence[Path]) -> tuple[Heading, ...]:
    """Return the columns of the tables among inventory files, each heading once."""
    found: dict[str, Heading] = {}
    for path in paths:
        for heading in read_headings(path):
            found.setdefault(heading.name, heading)
    return tuple(found.values())


def preview(
    session: Session,
    kind: ImportKind,
    paths: Sequence[Path],
    column_map: Mapping[str, str],
    progress: Progress = no_progress,
) -> Outcome:
    """Say what an import would do with each row; nothing of it is kept.

    How many rows there are in all is guessed for ``progress``, after a first look at each file.
    """
    seen = chosen_files.state_of(paths, progress)
    total = _expected(kind, paths, progress)
    with _room_in_memory(session), imports.trial(session, dry_run=True):
        rows = tuple(_rows(session, kind, paths, column_map, _told(progress, total=total)))
    return Outcome(rows, Counter(row.action for row in rows), seen=seen)


def run(
    session: Session,
    kind: ImportKind,
    paths: Sequence[Path],
    column_map: Mapping[str, str],
    progress: Progress = no_progress,
    *,
    looked_at: Outcome | None = None,
) -> tuple[Outcome, Changes]:
    """Import files; each is kept whole or not at all.

    With what was ``looked_at`` nothing lands but that: raises ``KnownError("files_changed")`` where
    the files are others by now.
    """
    if looked_at is not None and chosen_files.state_of(paths, progress) != looked_at.seen:
        raise KnownError(
            "files_changed",
            _("The files changed after you looked at them."),
            _("Nothing was imported. Look at what each row does now."),
        )
    total = len(looked_at.rows) if looked_at else None
    before = {batch.id for batch in imports.listed(session, limit=_ALL)}
    with _room_in_memory(session):
        rows = list(_rows(session, kind, paths, column_map, _told(progress, total=total)))
    rows.sort(key=lambda row: row.action != "rejected")
    counts = Counter(row.action for row in rows)
    made = (batch for batch in imports.listed(session, limit=_ALL) if batch.id not in before)
    landed = tuple(batch.id for batch in made if batch.landed)
    return Outcome(tuple(rows), counts, landed), Changes(everything=True)


@contextmanager
def _room_in_memory(session: Session) -> Iterator[None]:
    """Keep few pages of the store in memory but those that an import changes, and few after it."""
    session.store.give_memory_back()
    try:
        yield
    finally:
        with suppress(KnownError):  # a store that was locked meanwhile keeps none
            session.store.give_memory_back()


def _rows(
    session: Session,
    kind: ImportKind,
    paths: Sequence[Path],
    column_map: Mapping[str, str],
    progress: Progress,
) -> Iterator[ImportRow]:
    if kind is ImportKind.MAIL:
        for mail in import_mail(session, paths, progress=progress):
            yield _mail_row(mail)
        return
    done, at = 0, moments.now()
    for path in paths:
        # A column that only another file has is no mistake.
        names = {heading.name for heading in read_headings(path)} if column_map else set()
        mapped = {name: field for name, field in column_map.items() if name in names}
        report = _told(progress, before=done)
        for device in import_devices(session, [path], column_map=mapped, at=at, progress=report):
            done += 1
            yield _device_row(device)


def _told(progress: Progress, *, before: int = 0, total: int | None = None) -> Progress:
    """Tell of work that is a part of the whole: what came before counts in."""
    return lambda done, _total: progress(before + done, total)


def _expected(kind: ImportKind, paths: Sequence[Path], progress: Progress) -> int:
    """Return about how many rows or mails files hold; a file that is no table counts as one."""
    if kind is ImportKind.MAIL:
        return chosen_files.expected_mails(paths, progress)
    expected = 0
    for path in paths:
        progress(0, None)
        expected += chosen_files.expected_lines(path) if read_headings(path) else 1
    return expected


def _mail_row(result: MailResult) -> ImportRow:
    file, separator, place = result.path.rpartition("#")
    if not (separator and place.isdecimal()):
        file, place = result.path, ""
    mail = result.mail
    parts = [result.ticket, mail.subject if mail else ""]
    if mail is not None and mail.sender is not None:
        parts.append(mail.sender.name or mail.sender.address)
    notes = (result.error,) if result.error else result.warnings
    what = " · ".join(filter(None, parts))
    return ImportRow(Path(file).name, place, result.action, what, notes)


def _device_row(result: DeviceResult) -> ImportRow:
    notes = ((result.error,) if result.error else ()) + result.warnings
    what = _device_text(result.record) if result.record else ""
    return ImportRow(Path(result.file).name, result.row, result.action, what, notes)


def _device_text(record: DeviceRecord) -> str:
    made = " ".join(filter(None, (record.manufacturer, record.model)))
    serials = [identifier.canonical for identifier in record.identifiers]
    return " · ".join(filter(None, (record.name, made, ", ".join(serials[:3]), record.owner)))
