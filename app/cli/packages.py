"""``packages``: the packages that were made, what one would black out, and removing one."""

from __future__ import annotations

from datetime import date

import click

from app.cli.export import first_option, last_option
from app.cli.invocation import Invocation, invocation, json_option
from app.cli.output import moment, note, print_json, print_table, print_text, progress
from app.cli.parameters import NUMBER, limit_option, text
from app.i18n import _
from app.model.date_range import DateRange
from app.model.ticket import format_number
from app.workflows import package_mentions, package_order, people, redaction
from app.workflows import packages as workflow


@click.group(help=_("List the packages that were made, and remove one from this workstation."))
def packages() -> None:
    """Hold the commands below."""


@packages.command("list", help=_("List the packages that were made, the newest first."))
@click.option("--here", is_flag=True, help=_("Only those that still lie on this workstation."))
@limit_option
@json_option
@invocation
def list_(run: Invocation, *, here: bool, limit: int) -> None:
    """List packages."""
    with run.session() as session:
        ids = workflow.page(session, workflow.KEPT if here else "", limit=limit).ids
        rows = workflow.rows(session, ids)
    found = [
        {
            "package": row.id,
            "made_at": moment(row.at),
            "by": row.staff,
            "person": row.person_id,
            "request": row.request_number,
            "records": sum(row.counts.values()),
            "sha256": row.sha256,
            "path": row.path or None,
            "removed_at": moment(row.removed_at),
        }
        for row in (rows[package] for package in ids)
    ]
    if run.json:
        print_json({"packages": found})
        return
    print_table(
        (
            _("Number"),
            _("Made"),
            _("By"),
            _("Person"),
            _("Request"),
            _("Records"),
            _("SHA-256"),
            _("Lies at"),
            _("Removed"),
        ),
        [tuple(row.values()) for row in found],
    )
    if not found:
        note(_("No packages."))


@packages.command(help=_("List what PERSON's package would black out, for 'export --keep'."))
@click.argument("person", type=text)
@first_option
@last_option
@json_option
@invocation
def findings(run: Invocation, person: str, first: date | None, last: date | None) -> None:
    """List findings."""
    with run.session() as session, progress() as count:
        found = redaction.findings(
            session,
            people.resolve(session, person),
            days=DateRange(first, last),
            progress=count,
        )
    if run.json:
        print_json(
            {
                "findings": [
                    {
                        "id": one.id,
                        "place": one.place,
                        "text": one.text,
                        "before": one.before,
                        "after": one.after,
                        "why": one.why.value,
                    }
                    for one in found
                ]
            }
        )
        return
    print_table(
        (_("Text"), _("Why"), _("Where"), _("Id")),
        [(one.text, one.reason, one.place, one.id) for one in found],
    )
    if not found:
        note(_("Nothing about other people was found."))


@packages.command(
    help=_("List what texts of others say of PERSON, for 'export --mention' and '--no-mention'.")
)
@click.argument("person", type=text)
@click.option("--request", type=NUMBER, metavar="N", help=_("The request it answers."))
@first_option
@last_option
@json_option
@invocation
def mentions(
    run: Invocation, *, person: str, request: int | None, first: date | None, last: date | None
) -> None:
    """List passages of others."""
    with run.session() as session:
        named = package_mentions.listed(
            session,
            people.resolve(session, person),
            days=DateRange(first, last),
            request_number=request,
        )
    if run.json:
        print_json(
            {
                "mentions": [
                    {
                        "id": one.passage.id,
                        "place": one.place,
                        "at": moment(one.passage.at),
                        "text": one.passage.text,
                        "certain": one.passage.certain,
                        "given": one.proposed,
                    }
                    for one in named
                ]
            }
        )
        return
    print_table(
        (_("Goes along"), _("Text"), _("Where"), _("Id")),
        [
            (_("Yes") if one.proposed else _("No"), one.passage.text, one.place, one.passage.id)
            for one in named
        ],
    )
    if not named:
        note(_("No text of others names them."))


@packages.command(help=_("List the attachments of PERSON's package, for 'export --withhold'."))
@click.argument("person", type=text)
@first_option
@last_option
@json_option
@invocation
def files(run: Invocation, person: str, first: date | None, last: date | None) -> None:
    """List attachments."""
    with run.session() as session:
        rows = package_order.files(session, people.resolve(session, person), DateRange(first, last))
    found = [
        {
            "id": row.file.id,
            "name": row.file.filename,
            "media_type": row.file.media_type,
            "size": row.file.size,
            "ticket": format_number(row.ticket),
            "at": moment(row.at),
        }
        for row in rows
    ]
    if run.json:
        print_json({"files": found})
        return
    print_table(
        (_("Id"), _("File name"), _("Media type"), _("Size"), _("Ticket"), _("Sent")),
        [tuple(row.values()) for row in found],
    )
    if not found:
        note(_("No attachments."))


@packages.command(help=_("Remove the package NUMBER from this workstation; the register stays."))
@click.argument("number", type=NUMBER)
@json_option
@invocation
def remove(run: Invocation, number: int) -> None:
    """Remove a package."""
    with run.session() as session:
        was_there, _changes = workflow.remove(session, number)
    if run.json:
        print_json({"package": number, "removed": was_there})
    elif was_there:
        print_text(_("The package was removed from this workstation."))
    else:
        print_text(_("The package was not there any more."))


COMMANDS = {"packages": packages}
