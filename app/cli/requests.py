"""``requests``: subject requests, from receipt to close."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from app.cli import records
from app.cli.invocation import Invocation, invocation, json_option
from app.cli.output import note, print_fields, print_json, print_table, print_text
from app.cli.parameters import NUMBER, day, text
from app.i18n import _
from app.model.subject_request import KIND_LABELS, Decision, RequestKind, SubjectRequest
from app.workflows import people
from app.workflows import requests as workflow


@click.group(help=_("Handle requests of people to see, change or remove their data."))
def requests() -> None:
    """Hold the commands about requests."""


@requests.command(help=_("Take a request in. PERSON is an id, e-mail address or user name."))
@click.argument("kind", type=click.Choice([kind.value for kind in RequestKind]))
@click.argument("person", type=text)
@click.option("--received", type=day, metavar="DATE", help=_("The day it reached us; else today."))
@json_option
@invocation
def new(run: Invocation, kind: str, person: str, received: date | None) -> None:
    """Take a request in."""
    with run.session() as session:
        found = people.resolve(session, person)
        request, _changes = workflow.new(session, RequestKind(kind), found, received)
    _print_request(run, request)


@requests.command("list", help=_("List requests, those not closed first, by what is due first."))
@click.option("--open", "open_only", is_flag=True, help=_("Only those not closed."))
@json_option
@invocation
def list_(run: Invocation, open_only: bool) -> None:
    """List requests."""
    with run.session() as session:
        found = workflow.listed(session, open_only=open_only)
    if run.json:
        print_json({"requests": [records.request(request) for request in found]})
        return
    _print_table(found)


def _print_table(found: Sequence[SubjectRequest]) -> None:
    print_table(
        (_("Request"), _("Kind"), _("Person"), _("State"), _("Due"), _("By law")),
        [
            (
                request.number,
                _(KIND_LABELS[request.kind]),
                request.person or _("(erased)"),
                request.state.value,
                request.due_on,
                request.due_statutory_on,
            )
            for request in found
        ],
    )
    if not found:
        note(_("No requests."))


@requests.command(help=_("Show the request NUMBER."))
@click.argument("number", type=NUMBER)
@json_option
@invocation
def show(run: Invocation, number: int) -> None:
    """Show a request."""
    with run.session() as session:
        _print_request(run, workflow.get(session, number))


@requests.command("verify-identity", help=_("Note how the person's identity was checked."))
@click.argument("number", type=NUMBER)
@click.option("--method", type=click.Choice(workflow.IDENTITY_METHODS), required=True)
@json_option
@invocation
def verify_identity(run: Invocation, number: int, method: str) -> None:
    """Note the identity check."""
    with run.session() as session:
        workflow.verify_identity(session, number, method)
        _print_request(run, workflow.get(session, number))


@requests.command(help=_("Decide on the request NUMBER."))
@click.argument("number", type=NUMBER)
@click.argument("decision", type=click.Choice([decision.value for decision in Decision]))
@json_option
@invocation
def decide(run: Invocation, number: int, decision: str) -> None:
    """Decide on a request."""
    with run.session() as session:
        workflow.decide(session, number, Decision(decision))
        _print_request(run, workflow.get(session, number))


@requests.command(help=_("Close the request NUMBER once it was decided on."))
@click.argument("number", type=NUMBER)
@json_option
@invocation
def close(run: Invocation, number: int) -> None:
    """Close a request."""
    with run.session() as session:
        workflow.close(session, number)
        _print_request(run, workflow.get(session, number))


def _print_request(run: Invocation, request: SubjectRequest) -> None:
    if run.json:
        print_json(records.request(request))
        return
    print_fields(
        (
            (_("Request"), request.number),
            (_("Kind"), _(KIND_LABELS[request.kind])),
            (_("Person"), request.person or _("(erased)")),
            (_("State"), request.state.value),
            (_("Received"), request.received_on),
            (_("Due"), request.due_on),
            (_("Due by law"), request.due_statutory_on),
            (_("Identity"), request.identity_method),
            (_("Decision"), request.decision.value if request.decision else ""),
        )
    )


@requests.command(help=_("Print the day a request received on DATE is due. Needs no store."))
@click.argument("received", metavar="DATE", type=day)
@click.option(
    "--days",
    type=click.IntRange(1, 1000),
    help=_("Working days; the policy's ten unless given."),
)
@json_option
@invocation
def due(run: Invocation, received: date, days: int | None) -> None:
    """Count working days."""
    day = workflow.due(received, days).isoformat()
    if run.json:
        print_json({"date": day})
    else:
        print_text(day)


COMMANDS = {"requests": requests}
