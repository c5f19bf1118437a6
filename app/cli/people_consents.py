"""``people consents`` and the commands that record what was agreed to and passed on."""

from __future__ import annotations

import click

from app.cli import records
from app.cli.invocation import Invocation, invocation, json_option
from app.cli.output import note, print_json, print_table
from app.cli.parameters import NUMBER, text
from app.i18n import _
from app.workflows import people
from app.workflows.requests import third_parties
from app.workflows.session import Session

_recipient = click.option(
    "--recipient",
    type=text,
    default="",
    help=_("To whom it is passed on; none for a use of our own."),
)


@click.command(help=_("List what PERSON agreed to, and what was passed on to whom."))
@click.argument("person", type=text)
@json_option
@invocation
def consents(run: Invocation, person: str) -> None:
    """List consents and disclosures."""
    with run.session() as session:
        _print(run, session, people.resolve(session, person))


@click.command(
    help=_("Record that PERSON agreed to the purpose CODE, or to passing data on for it.")
)
@click.argument("person", type=text)
@click.argument("purpose", metavar="CODE", type=text)
@_recipient
@json_option
@invocation
def consent(run: Invocation, person: str, purpose: str, recipient: str) -> None:
    """Record a consent."""
    with run.session() as session:
        found = people.resolve(session, person)
        third_parties.consent(session, found, purpose, recipient)
        _print(run, session, found)


@click.command(
    "withdraw-consent", help=_("Note that PERSON took back the consent ID, as 'consents' lists it.")
)
@click.argument("person", type=text)
@click.argument("consent_id", metavar="ID", type=NUMBER)
@json_option
@invocation
def withdraw_consent(run: Invocation, person: str, consent_id: int) -> None:
    """Note that a consent was taken back."""
    with run.session() as session:
        found = people.resolve(session, person)
        third_parties.withdraw(session, consent_id, found)
        _print(run, session, found)


@click.command(
    help=_(
        "Record that data of PERSON of the category CODE was passed on to a recipient to whom"
        " they agreed."
    )
)
@click.argument("person", type=text)
@click.argument("category", metavar="CODE", type=text)
@click.option(
    "--recipient", type=text, required=True, help=_("To whom, as it stands in the consent.")
)
@json_option
@invocation
def disclose(run: Invocation, person: str, category: str, recipient: str) -> None:
    """Record what was passed on."""
    with run.session() as session:
        found = people.resolve(session, person)
        third_parties.disclose(session, found, recipient, category)
        _print(run, session, found)


def _print(run: Invocation, session: Session, person: int) -> None:
    """Print a person's consents and disclosures as they stand now."""
    agreed = [records.consent(one) for one in third_parties.consents(session, person)]
    given = [records.disclosure(one) for one in third_parties.disclosures(session, person)]
    if run.json:
        print_json({"person_id": person, "consents": agreed, "disclosures": given})
        return
    print_table(
        (_("Consent"), _("Purpose"), _("Recipient"), _("Given"), _("Withdrawn")),
        [tuple(one.values()) for one in agreed],
    )
    print_table(
        (_("Passed on"), _("Recipient"), _("Which data"), _("Day")),
        [tuple(one.values()) for one in given],
    )
    if not agreed and not given:
        note(_("No consent was recorded, and nothing was passed on."))


COMMANDS = (consents, consent, withdraw_consent, disclose)
