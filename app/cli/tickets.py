"""``tickets``: reading them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app.cli import records
from app.cli.invocation import Invocation, invocation, json_option
from app.cli.output import (
    moment,
    note,
    point_at,
    print_fields,
    print_json,
    print_table,
    print_text,
)
from app.cli.parameters import limit_option, ticket
from app.i18n import _
from app.model.ticket import PRIORITY_LABELS, STATUS_LABELS, Direction, TicketRow
from app.model.ticket_list import TicketSort
from app.workflows import ticket_lists

if TYPE_CHECKING:  # a list shows no ticket whole
    from app.model.conversation import Ticket

sort_option = click.option(
    "--sort",
    type=click.Choice([sort.value for sort in TicketSort]),
    default=TicketSort.NEWEST.value,
    show_default=True,
)
reverse_option = click.option("--reverse", is_flag=True, help=_("Turn the order round."))


@click.group(help=_("List, search and show tickets."))
def tickets() -> None:
    """Hold the commands about tickets."""


@tickets.command("list", help=_("List tickets."))
@sort_option
@reverse_option
@limit_option
@json_option
@invocation
def list_(run: Invocation, sort: str, reverse: bool, limit: int) -> None:
    """List tickets."""
    _list(run, "", TicketSort(sort), limit, reverse=reverse)


@tickets.command(
    # -word means "not this word" here
    context_settings={"ignore_unknown_options": True},
    help=_(
        'List the tickets that fit QUERY: words, "exact words", status:open, assignee:me,'
        " tag:vpn, device:35…, before:2026-01-01; a minus sign in front means not."
        " Put the query in quotes. With words the newest come first whatever --sort says."
    ),
)
@click.argument("query", nargs=-1, required=True, type=click.UNPROCESSED)
@sort_option
@reverse_option
@limit_option
@json_option
@invocation
def search(run: Invocation, query: tuple[str, ...], sort: str, reverse: bool, limit: int) -> None:
    """Search tickets."""
    from app.model.ticket_query import QueryError  # noqa: PLC0415 - a list has no query

    text = " ".join(query)
    try:
        _list(run, text, TicketSort(sort), limit, reverse=reverse)
    except QueryError as error:
        point_at(text, error.position, error.length)
        raise


def _list(run: Invocation, query: str, sort: TicketSort, limit: int, *, reverse: bool) -> None:
    descending = (sort is not TicketSort.DUE) is not reverse  # what is due first comes first
    found: list[TicketRow] = []
    with run.session() as session:
        key = None
        while len(found) < limit:
            page = ticket_lists.page(
                session,
                query,
                sort,
                descending=descending,
                after=key,
                limit=min(200, limit - len(found)),
            )
            rows = ticket_lists.rows(session, page.ids)
            found += [rows[id_] for id_ in page.ids if id_ in rows]
            key = page.next
            if key is None:
                break
    if run.json:
        print_json({"rows": [records.ticket_row(row) for row in found]})
        return
    print_table(
        (_("Number"), _("Status"), _("Priority"), _("Updated"), _("Requester"), _("Title")),
        [
            (
                row.number,
                _(STATUS_LABELS[row.status]),
                _(PRIORITY_LABELS[row.priority]),
                moment(row.updated_at),
                row.requester,
                row.title,
            )
            for row in found
        ],
    )
    if not found:
        note(_("No tickets."))
    elif key is not None:
        note(_("There are more; show them with --limit."))


@tickets.command(help=_("Show the ticket NUMBER with its messages."))
@click.argument("number", type=ticket)
@json_option
@invocation
def show(run: Invocation, number: int) -> None:
    """Show a ticket."""
    from app.workflows import tickets as workflow  # noqa: PLC0415 - a list shows no ticket whole

    with run.session() as session:
        found = workflow.get(session, number)
    if run.json:
        print_json(records.ticket(found))
    else:
        _print_ticket(found)


def _print_ticket(found: Ticket) -> None:
    from app.model.device import title  # noqa: PLC0415 - no list needs it

    record = records.ticket(found)
    print_fields(
        (
            (_("Number"), found.row.number),
            (_("Title"), found.row.title),
            (_("Status"), _(STATUS_LABELS[found.row.status])),
            (_("Priority"), _(PRIORITY_LABELS[found.row.priority])),
            (_("Requester"), _who(found.row.requester, found.requester_email)),
            (_("Organisation"), found.row.organisation),
            (_("Assignee"), found.row.assignee),
            (_("Queue"), found.row.queue),
            (_("Category"), found.row.category),
            (_("Tags"), ", ".join(found.tags)),
            (_("Created"), record["created_at"]),
            (_("Due"), record["due_at"]),
            (_("Closed"), record["closed_at"]),
            (_("Merged into"), record["merged_into"]),
            (_("Restricted"), _("kept, not changed") if found.restricted else ""),
            (_("Devices"), ", ".join(title(device) for device in found.devices)),
        )
    )
    for message in found.messages:
        print_text(
            f"\n--- {_direction(message.direction)} · {moment(message.created_at)}"
            f" · {_who(message.author, message.author_address)}"
        )
        print_text(message.text.strip())
        for attachment in message.attachments:
            print_text(
                _("[attachment] {name} ({type}, {size} bytes)").format(
                    name=attachment.filename, type=attachment.media_type, size=attachment.size
                )
            )


def _who(name: str, address: str) -> str:
    return name if not address or name == address else f"{name} <{address}>"


def _direction(direction: Direction) -> str:
    return {
        Direction.IN: _("Received"),
        Direction.OUT: _("Sent"),
        Direction.NOTE: _("Note"),
    }[direction]


COMMANDS = {"tickets": tickets}
