"""What an argument may look like, each read once and refused as wrong usage."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from app.i18n import _
from app.model.ticket import parse_number

NUMBER = click.IntRange(min=1, max=2**53)
"""The number of a request or hold, an id, or how many rows."""

OUT = click.Path(path_type=Path, dir_okay=False)
FILE = click.Path(path_type=Path)

_YEARS = range(1990, 2200)


def text(value: str) -> str:
    """Take a text; refuse bytes that are none, which nothing here could be kept under."""
    if any("\ud800" <= char <= "\udfff" for char in value):
        raise click.BadParameter(_("this is no text in the terminal's encoding."))
    return value


def day(value: str) -> date:
    """Read an ISO day, ``2026-11-23``; refuse what is no day of our time."""
    try:
        found = date.fromisoformat(value)
    except ValueError:
        found = None
    if found is None or found.year not in _YEARS:
        raise click.BadParameter(_("a day is written as 2026-11-23."))
    return found


def ticket(number: str) -> int:
    """Read a ticket's number, ``CNE-2026-000123`` in either case, into its id."""
    found = parse_number(number)
    if found is None:
        raise click.BadParameter(_("a ticket's number is written as CNE-2026-000123."))
    return found


limit_option = click.option(
    "--limit", type=NUMBER, default=50, show_default=True, help=_("Show at most so many.")
)

approval_reason_option = click.option(
    "--reason",
    type=text,
    default="",
    help=_("Why the only team lead approves a request they took in themselves."),
)
