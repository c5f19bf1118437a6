"""``identify``: what an identifier is. Needs no store."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

import click

from app.cli.invocation import Invocation, invocation, json_option
from app.cli.output import print_json, print_table
from app.i18n import _
from app.model.identifiers import Identification
from app.model.identifiers import identify as recognise


@click.command(help=_("Say what each VALUE is. With - the values are read from stdin, one a line."))
@click.argument("values", nargs=-1, required=True, metavar="VALUE…")
@json_option
@invocation
def identify(run: Invocation, values: tuple[str, ...]) -> None:
    """Recognise each value on its form alone."""
    if run.json:
        for value in _all(values):
            print_json(_record(recognise(value)))
        return
    found = [recognise(value) for value in _all(values)]
    print_table(
        (_("Value"), _("Kind"), _("Valid"), _("Canonical"), _("Warnings")),
        [
            (
                one.value,
                _kind(one),
                _("yes") if one.valid else _("no"),
                one.canonical,
                " ".join(one.warnings),
            )
            for one in found
        ],
    )


def _all(values: Iterable[str]) -> Iterator[str]:
    for value in values:
        if value != "-":
            yield value
            continue
        for line in sys.stdin:
            if line.strip():
                yield line.rstrip("\r\n")


def _kind(found: Identification) -> str:
    return found.kind.value if found.kind else "none"


def _record(found: Identification) -> dict[str, object]:
    return {
        "value": found.value,
        "kind": _kind(found),
        "valid": found.valid,
        "canonical": found.canonical,
        "warnings": list(found.warnings),
    }


COMMANDS = {"identify": identify}
