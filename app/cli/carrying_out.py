"""``requests restrict``, ``object``, ``stop-account``, ``rectify``: doing what was granted."""

from __future__ import annotations

import click

from app.cli.invocation import Invocation, invocation, json_option
from app.cli.output import progress
from app.cli.parameters import NUMBER, text
from app.cli.request_output import print_request
from app.cli.residue import note_copy_owed, print_residue
from app.i18n import _
from app.workflows import destruction
from app.workflows.requests import carrying_out
from app.workflows.requests.carrying_out import Correction


@click.command(help=_("Restrict the data of the person behind the granted request NUMBER."))
@click.argument("number", type=NUMBER)
@json_option
@invocation
def restrict(run: Invocation, number: int) -> None:
    """Set the mark of a restriction."""
    with run.session() as session:
        carrying_out.restrict(session, number)
        print_request(run, session, number)


@click.command(
    "object", help=_("Mark the purposes that the person behind the granted request NUMBER names.")
)
@click.argument("number", type=NUMBER)
@click.option(
    "--purpose",
    "purposes",
    type=text,
    multiple=True,
    required=True,
    metavar="CODE",
    help=_("A purpose as 'policy' prints it; may be given more than once."),
)
@json_option
@invocation
def object_(run: Invocation, number: int, purposes: tuple[str, ...]) -> None:
    """Set the marks of an objection."""
    with run.session() as session:
        carrying_out.object_to(session, number, purposes)
        print_request(run, session, number)


@click.command(
    "stop-account", help=_("Close the account of the person behind the granted request NUMBER.")
)
@click.argument("number", type=NUMBER)
@json_option
@invocation
def stop_account(run: Invocation, number: int) -> None:
    """Close an account."""
    with run.session() as session:
        carrying_out.stop_account(session, number)
        print_request(run, session, number)


def _pairs(values: tuple[str, ...]) -> dict[str, str]:
    """Read ``WRONG=RIGHT`` of each address."""
    found = {}
    for value in values:
        wrong, is_pair, right = value.partition("=")
        if not is_pair or not wrong.strip() or not right.strip():
            raise click.BadParameter(
                _("an address is corrected as WRONG=RIGHT."), param_hint="--address"
            )
        found[wrong.strip()] = right.strip()
    return found


@click.command(
    help=_("Correct the values of the person behind the granted request NUMBER, in every place.")
)
@click.argument("number", type=NUMBER)
@click.option("--name", type=text, help=_("The right name."))
@click.option("--user-name", type=text, help=_("The right user name."))
@click.option("--language", type=click.Choice(["nl", "en"]), help=_("The right language."))
@click.option(
    "--address",
    "addresses",
    type=text,
    multiple=True,
    metavar="WRONG=RIGHT",
    help=_("A wrong address with the right one; may be given more than once."),
)
@json_option
@invocation
def rectify(
    run: Invocation,
    number: int,
    *,
    name: str | None,
    user_name: str | None,
    language: str | None,
    addresses: tuple[str, ...],
) -> None:
    """Correct a person's values."""
    correction = Correction(name, user_name, language, _pairs(addresses))
    if correction == Correction():
        raise click.UsageError(_("Say what is corrected: --name, --user-name, --address …"))
    with run.session() as session:
        corrected, _changes = carrying_out.rectify(session, number, correction)
        with progress() as count:
            after = carrying_out.search_corrected(session, number, corrected, count)
        print_request(run, session, number)
    note_copy_owed(after)
    if not run.json:
        print_residue(after["residue"])
    destruction.require_none_left(after["residue"])


COMMANDS = (rectify, restrict, object_, stop_account)
