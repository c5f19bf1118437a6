"""How a request is printed after each of its steps: where it stands and what it still needs."""

from __future__ import annotations

import click

from app.cli import records
from app.cli.invocation import Invocation
from app.cli.output import print_fields, print_json
from app.i18n import _
from app.model.subject_request import KIND_LABELS
from app.workflows.requests import standing
from app.workflows.session import Session

language_option = click.option(
    "--language",
    type=click.Choice(["nl", "en"]),
    help=_("Of the letter; else the person's."),
)


def print_request(run: Invocation, session: Session, number: int) -> None:
    """Print a request as it stands now."""
    found = standing.of(session, number)
    request = found.request
    if run.json:
        print_json(records.request(found))
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
            (_("Stands still since"), request.paused_on),
            (_("Identity"), request.identity_method),
            (_("Decision"), request.decision.value if request.decision else ""),
            (_("Still needs"), ", ".join(found.missing)),
            (_("To be done by"), _(standing.ACTOR_LABELS[found.actor]) if found.missing else ""),
        )
    )
