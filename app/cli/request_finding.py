"""``requests find``, ``found``, ``confirm``, ``preview``, ``approve``: what it comes to."""

from __future__ import annotations

from dataclasses import asdict

import click

from app.cli.invocation import Invocation, invocation, json_option
from app.cli.output import note, print_json, print_table
from app.cli.parameters import NUMBER, approval_reason_option
from app.cli.request_output import print_request
from app.i18n import _
from app.workflows.requests import approval, finding
from app.workflows.requests import preview as previews
from app.workflows.requests.finding import REASON_LABELS


@click.command(help=_("Look for further records of the person behind the request NUMBER."))
@click.argument("number", type=NUMBER)
@json_option
@invocation
def find(run: Invocation, number: int) -> None:
    """Look for proposals and list them."""
    with run.session() as session:
        found = finding.look(session, number)
    if run.json:
        print_json(
            {
                "proposals": [
                    {
                        "id": one.id,
                        "kind": one.proposal.kind,
                        "reason": one.proposal.reason,
                        "label": one.label,
                        "accepted": one.accepted,
                    }
                    for one in found
                ]
            }
        )
        return
    said = {True: _("Theirs"), False: _("Not theirs"), None: ""}
    print_table(
        (_("Id"), _("Record"), _("Why"), _("Answer")),
        [
            (
                one.id,
                one.label,
                _(REASON_LABELS[one.proposal.kind, one.proposal.reason]),
                said[one.accepted],
            )
            for one in found
        ],
    )
    if not found:
        note(_("Nothing more was found."))


@click.command(
    help=_("Say whether the proposed record ID is of the person behind the request NUMBER.")
)
@click.argument("number", type=NUMBER)
@click.argument("proposal", metavar="ID", type=NUMBER)
@click.option(
    "--theirs/--not-theirs",
    "accepted",
    required=True,
    default=None,
    help=_("What was found: it is theirs, or somebody else's."),
)
@json_option
@invocation
def found(run: Invocation, number: int, proposal: int, *, accepted: bool) -> None:
    """Answer a proposal."""
    with run.session() as session:
        finding.answer(session, number, proposal, accepted=accepted)
        print_request(run, session, number)


@click.command(
    help=_("Make what was found the person's, and go on; every proposal needs its answer.")
)
@click.argument("number", type=NUMBER)
@json_option
@invocation
def confirm(run: Invocation, number: int) -> None:
    """Go on with the records that are the person's."""
    with run.session() as session:
        finding.confirm(session, number)
        print_request(run, session, number)


@click.command(help=_("Show what carrying the request NUMBER out would do; it changes nothing."))
@click.argument("number", type=NUMBER)
@click.option("--seen", is_flag=True, help=_("Note that it was looked at, and go on."))
@json_option
@invocation
def preview(run: Invocation, number: int, *, seen: bool) -> None:
    """Show the three groups."""
    with run.session() as session:
        shown = previews.of(session, number)
        if seen:
            previews.seen(session, number)
    if run.json:
        print_json(asdict(shown))
        return
    for heading, counts in (
        (_("Can be done"), shown.can),
        (_("Will be made anonymous"), shown.anonymous),
    ):
        print_table((heading, _("Rows")), [(_(one.label), one.rows) for one in counts])
    print_table(
        (_("Must stay"), _("Which"), _("Day"), _("Ground")),
        [(_(one.label), one.title, one.day, one.ground) for one in shown.kept],
    )
    if not (shown.can or shown.anonymous or shown.kept):
        note(_("Nothing of the person is kept here."))


@click.command(help=_("Approve the erasure that the request NUMBER asks for; only a lead may."))
@click.argument("number", type=NUMBER)
@approval_reason_option
@json_option
@invocation
def approve(run: Invocation, number: int, reason: str) -> None:
    """Approve an erasure."""
    with run.session() as session:
        approval.approve(session, number, reason)
        print_request(run, session, number)


COMMANDS = (find, found, confirm, preview, approve)
