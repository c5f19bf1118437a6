"""``import``: mails and inventory files in, what was imported, and taking it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from app.cli.invocation import Invocation, invocation, json_option
from app.cli.output import moment, note, one_line, print_json, print_table, print_text, progress
from app.cli.parameters import FILE, NUMBER
from app.errors import KnownError
from app.i18n import _
from app.model.device import DeviceRecord
from app.model.identifiers import IdentifierKind
from app.workflows import import_files, imports
from app.workflows.import_devices import DeviceResult, import_devices
from app.workflows.import_mail import MailResult, import_mail
from app.workflows.imports import Batch

dry_run_option = click.option(
    "--dry-run", is_flag=True, help=_("Say what would happen and keep nothing.")
)


@click.group("import", help=_("Take mails and inventory files in; list and undo imports."))
def import_() -> None:
    """Hold the commands that import."""


@import_.command(help=_("Take mails in from .eml and mailbox files, Maildirs and folders of them."))
@click.argument("paths", nargs=-1, required=True, type=FILE, metavar="PATH…")
@dry_run_option
@json_option
@invocation
def mail(run: Invocation, paths: tuple[Path, ...], dry_run: bool) -> None:
    """Turn mails into tickets and replies."""
    _require(paths)
    counts: dict[str, int] = {}
    with run.session() as session, progress(printing=True) as count:
        for result in import_mail(session, paths, dry_run=dry_run, progress=count):
            counts[result.action] = counts.get(result.action, 0) + 1
            if run.json:
                print_json(_mail_record(result))
            else:
                subject = result.mail.subject if result.mail else ""
                _print_line(result.action, result.ticket or "-", subject, result.path, result)
    _print_counts(counts, dry_run=dry_run)


@import_.command(
    help=_("Take devices in from CSV files, inventory agents' JSON and XML, and Apple's JSON.")
)
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE…")
@dry_run_option
@click.option(
    "--map",
    "columns",
    multiple=True,
    metavar="COLUMN=FIELD",
    help=_(
        "What a column holds, where its heading does not say. Of columns with one heading the "
        'second is "COLUMN (2)". FIELD: {fields}.'
    ).format(fields=", ".join(import_files.Field)),
)
@json_option
@invocation
def devices(
    run: Invocation, files: tuple[Path, ...], dry_run: bool, columns: tuple[str, ...]
) -> None:
    """Bring the inventory up to date."""
    mapping = _column_map(columns)
    _require(files)
    counts: dict[str, int] = {}
    with run.session() as session, progress(printing=True) as count:
        results = import_devices(
            session, files, dry_run=dry_run, column_map=mapping, progress=count
        )
        for result in results:
            counts[result.action] = counts.get(result.action, 0) + 1
            if run.json:
                print_json(_device_record(result))
            else:
                name = _device_name(result.record) if result.record else ""
                place = f"{result.file}:{result.row}" if result.row else result.file
                _print_line(result.action, str(result.device or "-"), name, place, result)
    _print_counts(counts, dry_run=dry_run)


def _require(paths: Iterable[Path]) -> None:
    for path in paths:
        if not _is_there(path):
            raise KnownError(
                "no_such_file",
                _("There is no file or folder {path}.").format(path=one_line(str(path))),
                _("Nothing was imported. Check the name."),
            )


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that is too long, or a folder that may not be looked into
        return False


def _column_map(columns: tuple[str, ...]) -> dict[str, str]:
    mapping = {}
    for column in columns:
        heading, sign, field = column.rpartition("=")
        if not sign or not heading or not field:
            raise click.BadParameter(_("a column is mapped as COLUMN=FIELD."), param_hint="'--map'")
        mapping[heading] = field
    return mapping


def _print_line(
    action: str, what: str, title: str, place: str, result: MailResult | DeviceResult
) -> None:
    print_text(f"{_action(action):<10} {what:<16} {one_line(title)}  ({one_line(place)})")
    for text in (result.error, *result.warnings):
        if text:
            print_text(f"{'':<10} {one_line(text)}")


def _action(action: str) -> str:
    return {
        "ticket": _("ticket"),
        "reply": _("reply"),
        "skipped": _("skipped"),
        "rejected": _("rejected"),
        "create": _("create"),
        "update": _("update"),
        "unchanged": _("unchanged"),
    }[action]


def _print_counts(counts: dict[str, int], *, dry_run: bool) -> None:
    parts = ", ".join(f"{_action(action)} {count}" for action, count in sorted(counts.items()))
    note(parts or _("There was nothing to import."))
    if dry_run:
        note(_("This was a dry run: nothing was kept."))


def _mail_record(result: MailResult) -> dict[str, Any]:
    found = result.mail
    sender = found.sender if found else None
    return {
        "path": result.path,
        "action": result.action,
        "ticket": result.ticket,
        "from_email": sender.address if sender else "",
        "from_name": sender.name if sender else "",
        "subject": found.subject if found else "",
        "text": found.text if found else "",
        "reply_text": found.reply_text if found else "",
        "attachments": [file._asdict() for file in found.files] if found else [],
        "warnings": list(result.warnings),
        "error": result.error,
    }


def _device_record(result: DeviceResult) -> dict[str, Any]:
    found = result.record
    serials = _canonical(found, IdentifierKind.SERIAL)
    tags = _canonical(found, IdentifierKind.ASSET_TAG)
    return {
        "file": result.file,
        "row": result.row,
        "action": result.action,
        "device": result.device,
        "kind": found.kind.value if found and found.kind else "",
        "name": (found.name if found else None) or "",
        "serial": serials[0] if serials else "",
        "asset_tag": tags[0] if tags else "",
        "imei": _canonical(found, IdentifierKind.IMEI),
        "mac": _canonical(found, IdentifierKind.MAC),
        "manufacturer": (found.manufacturer if found else None) or "",
        "model": (found.model if found else None) or "",
        "warnings": list(result.warnings),
        "error": result.error,
    }


def _canonical(found: DeviceRecord | None, kind: IdentifierKind) -> list[str]:
    """Return the valid identifiers of a kind; of the others the warnings speak."""
    identifiers = found.identifiers if found else ()
    return [one.canonical for one in identifiers if one.kind is kind and one.valid]


def _device_name(found: DeviceRecord) -> str:
    serials = _canonical(found, IdentifierKind.SERIAL)
    return " ".join(filter(None, (found.name, found.manufacturer, found.model, *serials[:1])))


@import_.command("list", help=_("List the last imports, the newest first."))
@json_option
@invocation
def list_(run: Invocation) -> None:
    """List imports."""
    with run.session() as session:
        found = imports.listed(session)
    if run.json:
        print_json({"rows": [_batch_record(batch) for batch in found]})
        return
    print_table(
        (
            _("Import"),
            _("Kind"),
            _("Staff"),
            _("At"),
            _("Created"),
            _("Updated"),
            _("Rejected"),
            _("Undone"),
        ),
        [tuple(_batch_record(batch).values()) for batch in found],
    )


def _batch_record(batch: Batch) -> dict[str, Any]:
    return {
        "id": batch.id,
        "kind": batch.kind,
        "staff": batch.staff,
        "at": moment(batch.at),
        "created": batch.created,
        "updated": batch.updated,
        "rejected": batch.rejected,
        "undone_at": moment(batch.undone_at),
    }


@import_.command(help=_("Take back what import BATCH made, save what was worked on since."))
@click.argument("batch", type=NUMBER)
@click.option("--whole", is_flag=True, help=_("And all files that were imported with it."))
@json_option
@invocation
def undo(run: Invocation, batch: int, *, whole: bool) -> None:
    """Undo one import."""
    with run.session() as session, progress() as count:
        wanted = imports.whole(session, batch) if whole else (batch,)
        done, _changes = imports.undo(session, *(wanted or (batch,)), progress=count)
    if run.json:
        print_json(asdict(done))
        return
    print_text(
        _("Removed {removed}, restored {restored}, kept {kept}.").format(
            removed=done.removed, restored=done.restored, kept=done.kept
        )
    )
    if done.restricted:
        note(_("Left because the data is restricted: {count}").format(count=done.restricted))


COMMANDS = {"import": import_}
