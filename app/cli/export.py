"""``export``: a person's subject-data package."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from app.cli.invocation import Invocation, invocation, json_option
from app.cli.output import note, print_fields, print_json, print_table, print_text, progress
from app.cli.parameters import NUMBER, OUT, day, text
from app.i18n import _
from app.model.date_range import DateRange
from app.model.package import Withheld
from app.workflows import export as workflow
from app.workflows import people
from app.workflows.export import ExportResult
from app.workflows.package_mentions import Choice

first_option = click.option(
    "--from", "first", type=day, metavar="DATE", help=_("Leave out what was before this day.")
)
last_option = click.option(
    "--until", "last", type=day, metavar="DATE", help=_("Leave out what was after this day.")
)


def withheld_file(value: str) -> tuple[int, Withheld]:
    """Read which attachment is withheld and why, ``123=others``."""
    number, _equals, ground = value.partition("=")
    try:
        return int(number), Withheld(ground)
    except ValueError:
        raise click.BadParameter(
            _("write the attachment and its ground as 123=others; grounds are {grounds}.").format(
                grounds=", ".join(Withheld)
            )
        ) from None


@click.command(
    help=_("Write PERSON's sealed package. PERSON is an id, e-mail address or user name.")
)
@click.argument("person", type=text)
@click.option("--out", type=OUT, required=True, metavar="FILE", help=_("The package to write."))
@click.option("--request", type=NUMBER, metavar="N", help=_("The request it answers."))
@first_option
@last_option
@click.option(
    "--keep",
    type=text,
    multiple=True,
    metavar="ID",
    help=_("Let a finding of 'packages findings' stand; may be given often."),
)
@click.option(
    "--also",
    type=text,
    multiple=True,
    metavar="WORDS",
    help=_("Black these words out as well, wherever they stand; may be given often."),
)
@click.option(
    "--mention",
    "taken",
    type=text,
    multiple=True,
    metavar="ID",
    help=_("Take in a passage of 'packages mentions' that means them; may be given often."),
)
@click.option(
    "--no-mention",
    "left",
    type=text,
    multiple=True,
    metavar="ID",
    help=_("Leave out a passage of 'packages mentions'; may be given often."),
)
@click.option(
    "--withhold",
    "withheld",
    type=withheld_file,
    multiple=True,
    metavar="ID=GROUND",
    help=_(
        "Leave out an attachment of 'packages files', saying so with its ground: others,"
        " confidential or harmful; may be given often."
    ),
)
@click.option("--unsealed", is_flag=True, help=_("Write a folder without passphrase; leads only."))
@json_option
@invocation
def export(
    run: Invocation,
    *,
    person: str,
    out: Path,
    request: int | None,
    first: date | None,
    last: date | None,
    keep: tuple[str, ...],
    also: tuple[str, ...],
    taken: tuple[str, ...],
    left: tuple[str, ...],
    withheld: tuple[tuple[int, Withheld], ...],
    unsealed: bool,
) -> None:
    """Write a package."""
    with run.session() as session, progress() as count:
        found = people.resolve(session, person)
        made, _changes = workflow.export(
            session,
            found,
            out,
            request_number=request,
            days=DateRange(first, last),
            keep=keep,
            also=also,
            withheld=dict(withheld),
            choice=Choice(frozenset(taken), frozenset(left)),
            unsealed=unsealed,
            progress=count,
        )
        signed = session.signing_key is not None
    if run.json:
        print_json(
            {
                "package": made.id,
                "file": str(made.file),
                "sha256": made.sha256,
                "counts": made.counts,
                "files": made.files,
                "withheld": made.withheld,
                "signed": signed,
                "passphrase": made.passphrase,
            }
        )
    else:
        _print(made)
    if not signed:
        note(_("The package is not signed: only a team lead's slot holds the signing key."))


def _print(made: ExportResult) -> None:
    print_fields(
        (
            (_("Number"), made.id),
            (_("Package"), made.file),
            (_("SHA-256"), made.sha256),
            (_("Files"), made.files),
            *(((_("Withheld"), made.withheld),) if made.withheld else ()),
            *(((_("Passphrase"), made.passphrase),) if made.passphrase else ()),
        )
    )
    print_text()
    print_table((_("Category"), _("Records")), sorted(made.counts.items()))
    if made.passphrase:
        note(_("The passphrase is shown this once. Send it by another channel than the package."))
    note(
        _("Remove it here once it was handed over: cne-helpdesk packages remove {number}").format(
            number=made.id
        )
    )


COMMANDS = {"export": export}
