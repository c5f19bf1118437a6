"""``requests pause``, ``resume``, ``extend``: the clock of a request."""

from __future__ import annotations

import click

from app.cli.invocation import Invocation, invocation, json_option
from app.cli.parameters import NUMBER
from app.cli.request_output import print_request
from app.i18n import _
from app.model.subject_request import ExtensionReason, PauseReason
from app.workflows.requests import timing


@click.command(help=_("Stop the clock of the request NUMBER: the person was asked what they mean."))
@click.argument("number", type=NUMBER)
@json_option
@invocation
def pause(run: Invocation, number: int) -> None:
    """Stop the clock."""
    with run.session() as session:
        timing.pause(session, number, PauseReason.CLARIFICATION)
        print_request(run, session, number)


@click.command(help=_("Let the clock of the request NUMBER run again: the answer came."))
@click.argument("number", type=NUMBER)
@json_option
@invocation
def resume(run: Invocation, number: int) -> None:
    """Let the clock run."""
    with run.session() as session:
        timing.resume(session, number)
        print_request(run, session, number)


@click.command(help=_("Give the request NUMBER two more months, once, as the law allows."))
@click.argument("number", type=NUMBER)
@click.argument("reason", type=click.Choice([reason.value for reason in ExtensionReason]))
@json_option
@invocation
def extend(run: Invocation, number: int, reason: str) -> None:
    """Extend the month."""
    with run.session() as session:
        timing.extend(session, number, ExtensionReason(reason))
        print_request(run, session, number)


COMMANDS = (pause, resume, extend)
