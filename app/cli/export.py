"""``export``: a person's subject-data package."""

from __future__ import annotations

from pathlib import Path

import click

from app.cli.invocation import Invocation, invocation, json_option
from app.cli.output import note, print_fields, print_json, print_table, print_text, progress
from app.cli.parameters import NUMBER, OUT, text
from app.i18n import _
from app.workflows import export as workflow
from app.workflows import people


@click.command(
    help=_("Write PERSON's sealed package. PERSON is an id, e-mail address or user name.")
)
@click.argument("person", type=text)
@click.option("--out", type=OUT, required=True, metavar="FILE", help=_("The package to write."))
@click.option("--request", type=NUMBER, metavar="N", help=_("The request it answers."))
@click.option("--unsealed", is_flag=True, help=_("Write a folder without passphrase; leads only."))
@json_option
@invocation
def export(run: Invocation, person: str, out: Path, request: int | None, *, unsealed: bool) -> None:
    """Write a package."""
    with run.session() as session, progress() as count:
        found = people.resolve(session, person)
        made, _changes = workflow.export(
            session, found, out, request_number=request, unsealed=unsealed, progress=count
        )
        signed = session.signing_key is not None
    if run.json:
        print_json(
            {
                "file": str(made.file),
                "sha256": made.sha256,
                "counts": made.counts,
                "files": made.files,
                "signed": signed,
                "passphrase": made.passphrase,
            }
        )
    else:
        print_fields(
            (
                (_("Package"), made.file),
                (_("SHA-256"), made.sha256),
                (_("Files"), made.files),
                *(((_("Passphrase"), made.passphrase),) if made.passphrase else ()),
            )
        )
        print_text()
        print_table((_("Category"), _("Records")), sorted(made.counts.items()))
        if made.passphrase:
            note(
                _("The passphrase is shown this once. Send it by another channel than the package.")
            )
    if not signed:
        note(_("The package is not signed: only a team lead's slot holds the signing key."))


COMMANDS = {"export": export}
