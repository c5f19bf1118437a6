"""``erase``: a person, on their granted request."""

from __future__ import annotations

from pathlib import Path

import click

from app.cli.invocation import Invocation, invocation, json_option
from app.cli.output import print_json, print_table, print_text
from app.cli.parameters import NUMBER, OUT, text
from app.cli.reports import reserved
from app.files import write_atomically
from app.i18n import _
from app.workflows import destruction, people


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
@click.option(
    "--reason",
    type=text,
    default="",
    help=_("Why the only team lead approves a request they took in themselves."),
)
@json_option
@invocation
def erase(run: Invocation, person: str, request: int, report: Path | None, reason: str) -> None:
    """Erase a person."""
    out = report or Path(f"erasure-{request}.json")
    with run.session() as session:
        found = people.resolve(session, person)
        with reserved(out):
            document, result = destruction.erase(session, found, request, reason)
            write_atomically(out, document)
    if run.json:
        print_json({"counts": result.rows, "blacked_out": result.blacked_out, "report": str(out)})
        return
    print_table((_("Table"), _("Rows destroyed")), sorted(result.rows.items()))
    print_table((_("Table"), _("Rows blacked out")), sorted(result.blacked_out.items()))
    print_text(_("Report {file}").format(file=out))


COMMANDS = {"erase": erase}
