"""``requests challenge``, ``answer``, ``override``: who is behind a request."""

from __future__ import annotations

from pathlib import Path

import click

from app.cli.invocation import Invocation, invocation, json_option
from app.cli.parameters import NUMBER, OUT, text
from app.cli.request_output import language_option, print_request
from app.i18n import _
from app.model.letter import LetterKind
from app.workflows.requests import identity, letters


@click.command(
    help=_(
        "Make a code for the person behind the request NUMBER and write the letter that carries it"
        " to their known address. A code made before is void, and the clock stands still."
    )
)
@click.argument("number", type=NUMBER)
@click.option(
    "--out", type=OUT, metavar="FILE", required=True, help=_("The letter, as .eml or .pdf.")
)
@language_option
@json_option
@invocation
def challenge(run: Invocation, number: int, out: Path, language: str | None) -> None:
    """Send a code."""
    letters.require_ending(out)
    with run.session() as session:
        code, _changes = identity.challenge(session, number)
        letter = letters.draft(
            session, number, LetterKind.IDENTIFICATION, language or "", code=code
        )
        letters.save(session, number, letter, out)
        print_request(run, session, number)


@click.command(help=_("Check the CODE that the person behind the request NUMBER gave back."))
@click.argument("number", type=NUMBER)
@click.argument("code", type=text)
@json_option
@invocation
def answer(run: Invocation, number: int, code: str) -> None:
    """Check a code."""
    with run.session() as session:
        identity.answer(session, number, code)
        print_request(run, session, number)


@click.command(
    help=_("Let the request NUMBER go on without a check of the identity; only a team lead may.")
)
@click.argument("number", type=NUMBER)
@click.option(
    "--reason", type=text, required=True, help=_("Why it is certain who asks; kept with it.")
)
@json_option
@invocation
def override(run: Invocation, number: int, reason: str) -> None:
    """Go on without a check."""
    with run.session() as session:
        identity.override(session, number, reason)
        print_request(run, session, number)


COMMANDS = (challenge, answer, override)
