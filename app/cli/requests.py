"""``requests``: subject requests, from receipt to close."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from app.cli import (
    carrying_out,
    records,
    request_clock,
    request_finding,
    request_identity,
    request_letters,
)
from app.cli.invocation import Invocation, invocation, json_option
from app.cli.output import note, print_fields, print_json, print_table, print_text
from app.cli.parameters import NUMBER, OUT, day, text
from app.cli.request_output import print_request
from app.i18n import _
from app.model.subject_request import (
    ENDINGS,
    KIND_LABELS,
    Decision,
    Ground,
    RequestKind,
    SubjectRequest,
)
from app.workflows import people
from app.workflows import requests as workflow
from app.workflows.requests import approval, standing
from app.workflows.requests import register as request_register


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
        print_request(run, session, request.number)


@requests.command("list", help=_("List requests, those not closed first, by what is due first."))
@click.option("--open", "open_only", is_flag=True, help=_("Only those not closed."))
@json_option
@invocation
def list_(run: Invocation, open_only: bool) -> None:
    """List requests."""
    with run.session() as session:
        found = standing.listed(session, open_only=open_only)
    if run.json:
        print_json({"requests": [records.request(one) for one in found]})
        return
    _print_table([one.request for one in found])


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
        print_request(run, session, number)


@requests.command("verify-identity", help=_("Note how the person's identity was checked."))
@click.argument("number", type=NUMBER)
@click.option("--method", type=click.Choice(workflow.IDENTITY_METHODS), required=True)
@json_option
@invocation
def verify_identity(run: Invocation, number: int, method: str) -> None:
    """Note the identity check."""
    with run.session() as session:
        workflow.verify_identity(session, number, method)
        print_request(run, session, number)


@requests.command(help=_("Decide on the request NUMBER."))
@click.argument("number", type=NUMBER)
@click.argument("decision", type=click.Choice([decision.value for decision in Decision]))
@click.option(
    "--ground",
    "grounds",
    type=click.Choice([ground.value for ground in Ground if ground not in ENDINGS]),
    multiple=True,
    help=_("Why it is refused, wholly or in part; may be given more than once."),
)
@click.option(
    "--reason",
    type=text,
    default="",
    help=_("Approve the erasure as well: why, as the only lead, one you took in yourself."),
)
@json_option
@invocation
def decide(
    run: Invocation, number: int, decision: str, grounds: tuple[str, ...], reason: str
) -> None:
    """Decide on a request, and approve an erasure when a reason is given."""
    with run.session() as session:
        workflow.decide(session, number, Decision(decision), map(Ground, grounds))
        if reason.strip():
            approval.approve(session, number, reason)
        print_request(run, session, number)


@requests.command(help=_("Close the request NUMBER once it was decided on."))
@click.argument("number", type=NUMBER)
@json_option
@invocation
def close(run: Invocation, number: int) -> None:
    """Close a request."""
    with run.session() as session:
        lacked = standing.of(session, number).missing
        workflow.close(session, number)
        print_request(run, session, number)
    if lacked:
        note(_("Closed without: {steps}").format(steps=", ".join(lacked)))


@requests.command(
    help=_("End the request NUMBER without a decision: taken back, or taken in by mistake.")
)
@click.argument("number", type=NUMBER)
@click.option("--why", type=click.Choice([ground.value for ground in ENDINGS]), required=True)
@json_option
@invocation
def withdraw(run: Invocation, number: int, why: str) -> None:
    """End a request without a decision."""
    with run.session() as session:
        workflow.withdraw(session, number, Ground(why))
        print_request(run, session, number)


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


@requests.command(help=_("List all requests with their times, naming nobody, and the figures."))
@click.option(
    "--kind",
    "kinds",
    type=click.Choice([kind.value for kind in RequestKind]),
    multiple=True,
    help=_("Only this kind; may be given more than once."),
)
@click.option("--open", "open_only", is_flag=True, help=_("Only those not closed."))
@click.option("--from", "start", type=day, metavar="DATE", help=_("Received on this day or later."))
@click.option("--to", "end", type=day, metavar="DATE", help=_("Received on this day or before."))
@click.option("--out", type=OUT, metavar="FILE", help=_("Write it as .csv or .json as well."))
@json_option
@invocation
def register(
    run: Invocation,
    kinds: tuple[str, ...],
    *,
    open_only: bool,
    start: date | None,
    end: date | None,
    out: Path | None,
) -> None:
    """Print the register."""
    with run.session() as session:
        found = request_register.entries(
            session,
            kinds=map(RequestKind, kinds),
            open_only=open_only,
            received_from=start,
            received_to=end,
        )
    figures = request_register.figures(found)
    if out is not None:
        request_register.save(found, out)
    if run.json:
        print_json({"requests": [asdict(entry) for entry in found], "figures": asdict(figures)})
        return
    print_table(
        (_("Request"), _("Kind"), _("State"), _("Received"), _("Due"), _("Closed"), _("Days")),
        [(e.number, e.kind, e.state, e.received, e.due, e.closed, e.handling_days) for e in found],
    )
    share = figures.share_on_time
    print_fields(
        (
            (_("Requests"), figures.requests),
            (_("Closed"), figures.closed),
            (_("Overdue"), figures.overdue),
            (_("Median working days"), figures.median_handling_days),
            (_("On time"), "" if share is None else f"{share:.0%}"),
        )
    )


for _group in (request_identity, request_finding, request_clock, request_letters, carrying_out):
    for _command in _group.COMMANDS:
        requests.add_command(_command)

COMMANDS = {"requests": requests}
