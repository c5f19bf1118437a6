"""``hold``: legal holds."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from app.cli.invocation import Invocation, invocation, json_option
from app.cli.output import moment, note, print_json, print_table, print_text
from app.cli.parameters import NUMBER, day, text
from app.i18n import _
from app.model.ticket import format_number
from app.workflows import holds as workflow
from app.workflows.holds import Hold
from app.workflows.session import Session


@click.group(help=_("Legal holds: what they name stays, whoever would destroy it."))
def hold() -> None:
    """Hold the commands about holds."""


@hold.command(
    help=_(
        "Place a hold on a person (id, e-mail address or user name), a ticket (number), a device"
        " (id or a whole identifier), an organisation (name), or with --search on the tickets"
        " that a query finds whenever something is to be destroyed."
    )
)
@click.argument("thing", metavar="PERSON|TICKET|DEVICE|ORGANISATION|QUERY", type=text)
@click.option(
    "--ground", type=text, required=True, metavar="TEXT", help=_("Why: the obligation or dispute.")
)
@click.option("--until", type=day, metavar="DATE", help=_("The last day it holds; else for good."))
@click.option("--review", type=day, metavar="DATE", help=_("The day to look at it again."))
@click.option("--search", is_flag=True, help=_("Hold the tickets that a query finds."))
@json_option
@invocation
def add(
    run: Invocation,
    thing: str,
    ground: str,
    until: date | None,
    *,
    review: date | None,
    search: bool,
) -> None:
    """Place a hold."""
    with run.session() as session:
        if search:
            number, _changes = workflow.add_search(session, thing, ground, until, review=review)
        else:
            table, row = workflow.resolve(session, thing)
            number, _changes = workflow.add(session, table, row, ground, until, review=review)
        _print(run, session, number)


@hold.command("list", help=_("List holds, the newest first."))
@json_option
@invocation
def list_(run: Invocation) -> None:
    """List holds."""
    with run.session() as session:
        _print(run, session)


@hold.command(help=_("Release the hold NUMBER; only a team lead may."))
@click.argument("number", type=NUMBER)
@json_option
@invocation
def release(run: Invocation, number: int) -> None:
    """Release a hold."""
    with run.session() as session:
        workflow.release(session, number)
        _print(run, session, number)


def _print(run: Invocation, session: Session, number: int | None = None) -> None:
    """Print every hold; JSON also names the one that was just placed or released."""
    held = workflow.described(session)
    if run.json:
        changed = {} if number is None else {"hold": number}
        print_json({**changed, "holds": [_record(one.hold) for one in held]})
        return
    found = [{**_record(one.hold), "which": one.label} for one in held]
    print_table(
        (
            _("Hold"),
            _("On"),
            _("Which"),
            _("Ground"),
            _("Until"),
            _("Review"),
            _("By"),
            _("Placed"),
            _("Released"),
        ),
        [tuple(one.values()) for one in found],
    )
    if not found:
        note(_("No holds."))
    if number is not None:
        print_text(_("This was hold {number}.").format(number=number))


def _record(one: Hold) -> dict[str, Any]:
    which: str | int | None = one.row
    if one.table == "ticket" and one.row is not None:
        which = format_number(one.row)
    elif one.query:
        which = one.query
    return {
        "number": one.number,
        "on": one.table,
        "which": which,
        "ground": one.ground,
        "until": one.until_on,
        "review": one.review_on,
        "placed_by": one.placed_by,
        "placed_at": moment(one.placed_at),
        "released_at": moment(one.released_at),
    }


COMMANDS = {"hold": hold}
