"""``erase``: a person, on their granted request."""

from __future__ import annotations

from pathlib import Path

import click

from app.cli.invocation import Invocation, invocation, json_option
from app.cli.output import note, print_json, print_table, print_text, progress
from app.cli.parameters import NUMBER, OUT, approval_reason_option, text
from app.cli.residue import note_copy_owed, print_residue
from app.i18n import _
from app.workflows import destruction, erasure, packages, people


@click.command(
    help=_(
        "Erase PERSON (id, e-mail address or user name) on their granted request, black out"
        " mentions of them, and write the signed report."
    )
)
@click.argument("person", type=text)
@click.option("--request", type=NUMBER, required=True, metavar="N", help=_("Their request."))
@click.option(
    "--report",
    type=OUT,
    metavar="FILE",
    help=_("The report to write; else erasure-N.json in the current folder."),
)
@approval_reason_option
@json_option
@invocation
def erase(run: Invocation, person: str, request: int, report: Path | None, reason: str) -> None:
    """Erase a person."""
    out = report or Path(f"erasure-{request}.json")
    with run.session() as session, progress() as count:
        # Of a person who is gone, a crash may have prevented the report alone.
        gone = erasure.is_unreported(session, request)
        found = 0 if gone else people.resolve(session, person)
        lying = packages.lying_here(session, found)
        _document, result = erasure.erase(session, found, request, reason, out=out, progress=count)
    for path in lying:
        note(_("A package of this person still lies here, remove it: {path}").format(path=path))
    after = destruction.after_counts(result)
    searched = after["residue"]
    note_copy_owed(after)
    if run.json:
        print_json(
            {
                "counts": result.rows,
                "blacked_out": result.blacked_out,
                "residue": searched,
                "size": after["size"],
                "report": str(out),
            }
        )
        destruction.require_none_left(searched)
        return
    print_table((_("Table"), _("Rows destroyed")), sorted(result.rows.items()))
    print_table((_("Table"), _("Rows blacked out")), sorted(result.blacked_out.items()))
    print_residue(searched)
    print_text(_("Report {file}").format(file=out))
    destruction.require_none_left(searched)


COMMANDS = {"erase": erase}
