"""``devices``: reading the inventory."""

from __future__ import annotations

import click

from app.cli import records
from app.cli.invocation import Invocation, invocation, json_option
from app.cli.output import note, print_fields, print_json, print_table, print_text
from app.cli.parameters import NUMBER, limit_option, text
from app.i18n import _
from app.model.device import KIND_LABELS, STATE_LABELS, Device, DeviceRow
from app.workflows import devices as workflow


@click.group(help=_("List, find and show devices."))
def devices() -> None:
    """Hold the commands about devices."""


@devices.command("list", help=_("List devices, the last changed first."))
@limit_option
@json_option
@invocation
def list_(run: Invocation, limit: int) -> None:
    """List devices."""
    _list(run, "", limit)


@devices.command(
    help=_(
        "Find devices by any part of an IDENTIFIER in any notation, or of a name, make, model,"
        " location or owner."
    )
)
@click.argument("identifier", type=text)
@limit_option
@json_option
@invocation
def find(run: Invocation, identifier: str, limit: int) -> None:
    """Find devices."""
    _list(run, identifier, limit)


def _list(run: Invocation, find: str, limit: int) -> None:
    with run.session() as session:
        page = workflow.page(session, find, limit=limit)
        rows = workflow.rows(session, page.ids)
    found: list[DeviceRow] = [rows[id_] for id_ in page.ids if id_ in rows]
    if run.json:
        print_json({"rows": [records.device_row(row) for row in found]})
        return
    print_table(
        (
            _("Id"),
            _("Kind"),
            _("State"),
            _("Serial number"),
            _("Asset tag"),
            _("Make and model"),
            _("Owner"),
        ),
        [
            (
                row.id,
                _(KIND_LABELS[row.kind]),
                _(STATE_LABELS[row.state]),
                row.serial,
                row.asset_tag,
                f"{row.manufacturer} {row.model}".strip() or row.name,
                row.owner,
            )
            for row in found
        ],
    )
    if not found:
        note(_("No devices."))
    elif page.next is not None:
        note(_("There are more; show them with --limit."))


@devices.command(help=_("Show the device ID with its identifiers, software and tickets."))
@click.argument("id_", metavar="ID", type=NUMBER)
@json_option
@invocation
def show(run: Invocation, id_: int) -> None:
    """Show a device."""
    with run.session() as session:
        found = workflow.get(session, id_)
    if run.json:
        print_json(records.device(found))
    else:
        _print_device(found)


def _print_device(found: Device) -> None:
    record = records.device(found)
    print_fields(
        (
            (_("Id"), found.row.id),
            (_("Kind"), _(KIND_LABELS[found.row.kind])),
            (_("Name"), found.row.name),
            (_("Make"), found.row.manufacturer),
            (_("Model"), found.row.model),
            (_("State"), _(STATE_LABELS[found.row.state])),
            (_("Restricted"), _("kept, not changed") if found.restricted else ""),
            (_("Owner"), found.row.owner),
            (_("Organisation"), found.row.organisation),
            (_("Location"), found.row.location),
            (_("Purchased"), found.purchased_on),
            (_("Warranty until"), found.row.warranty_until),
            (_("Tickets"), ", ".join(record["tickets"])),
        )
    )
    _section(
        (_("Identifier"), _("Kind"), _("Remarks")),
        [(one.canonical, one.kind.value, " ".join(one.warnings)) for one in found.identifiers],
    )
    _section(
        (_("Owner"), _("Since"), _("Until")),
        [(one["person"], one["since"], one["until"]) for one in record["custody"]],
    )
    _section(
        (_("Licence"), _("Vendor"), _("Expires")),
        [(one.product, one.vendor, one.expires_on) for one in found.licences],
    )
    _section(
        (_("Software"), _("Version"), _("Publisher")),
        [(one.name, one.version, one.publisher) for one in found.software],
    )


def _section(headings: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    if rows:
        print_text()
        print_table(headings, rows)


COMMANDS = {"devices": devices}
