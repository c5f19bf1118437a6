"""``requests letter``, ``letters``, ``tell``, ``told``: what is written about a request."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from app.cli import records
from app.cli.invocation import Invocation, invocation, json_option
from app.cli.output import moment, note, print_fields, print_json, print_table, print_text
from app.cli.parameters import FILE, NUMBER, OUT, text
from app.cli.request_output import language_option, print_request
from app.errors import KnownError
from app.i18n import _
from app.model.letter import LETTER_LABELS, Letter, LetterKind
from app.workflows.requests import letters as workflow
from app.workflows.requests import third_parties

_KINDS = [kind.value for kind in LetterKind if kind is not LetterKind.IDENTIFICATION]


@click.command(
    help=_(
        "Draft the letter KIND about the request NUMBER and print it; with --out it is saved and"
        " filed with the request. The letter with a code is written by 'requests challenge'."
    )
)
@click.argument("number", type=NUMBER)
@click.argument("kind", type=click.Choice(_KINDS))
@language_option
@click.option("--question", type=text, default="", help=_("What a clarification asks."))
@click.option(
    "--recipient",
    "disclosure",
    type=NUMBER,
    metavar="ID",
    help=_("To whom a notice goes: an id that 'requests tell' lists."),
)
@click.option("--to", type=text, metavar="ADDRESS", help=_("Another address than the one known."))
@click.option(
    "--text", "edited", type=FILE, metavar="FILE", help=_("The text as you edited it, in UTF-8.")
)
@click.option("--out", type=OUT, metavar="FILE", help=_("Save it as .eml or .pdf, and file it."))
@json_option
@invocation
def letter(
    run: Invocation,
    number: int,
    kind: str,
    *,
    language: str | None,
    question: str,
    disclosure: int | None,
    to: str | None,
    edited: Path | None,
    out: Path | None,
) -> None:
    """Draft a letter, and save it where a file is named."""
    with run.session() as session:
        drafted = workflow.draft(
            session,
            number,
            LetterKind(kind),
            language or "",
            question=question,
            disclosure=disclosure,
        )
        if to is not None:
            drafted = replace(drafted, to_address=to.strip())
        if edited is not None:
            drafted = replace(drafted, text=_read(edited))
        if out is not None:
            workflow.save(session, number, drafted, out)
    _print(run, drafted, out)


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise KnownError(
            "unreadable",
            _("The text cannot be read."),
            _("Nothing was written. Name a file of text in UTF-8."),
        ) from None


def _print(run: Invocation, drafted: Letter, out: Path | None) -> None:
    if run.json:
        print_json(
            {
                "kind": drafted.kind.value,
                "language": drafted.language,
                "to_name": drafted.to_name,
                "to_address": drafted.to_address,
                "subject": drafted.subject,
                "text": drafted.text,
                "file": "" if out is None else str(out),
            }
        )
        return
    print_fields(
        ((_("To"), drafted.to_address or drafted.to_name), (_("Subject"), drafted.subject))
    )
    print_text()
    print_text(drafted.text)
    if out is None:
        note(_("Nothing was saved. Name a file with --out to save it and file it."))


@click.command(help=_("List the letters that are filed with the request NUMBER."))
@click.argument("number", type=NUMBER)
@json_option
@invocation
def letters(run: Invocation, number: int) -> None:
    """List filed letters."""
    with run.session() as session:
        found = workflow.filed(session, number)
    if run.json:
        print_json({"letters": [{**one._asdict(), "at": moment(one.at)} for one in found]})
        return
    print_table(
        (_("Made"), _("Letter"), _("Subject")),
        [(moment(one.at), _(LETTER_LABELS[LetterKind(one.kind)]), one.subject) for one in found],
    )
    if not found:
        note(_("No letters."))


@click.command(help=_("List those who received data and must be told of the request NUMBER."))
@click.argument("number", type=NUMBER)
@json_option
@invocation
def tell(run: Invocation, number: int) -> None:
    """List whom to tell."""
    with run.session() as session:
        found = third_parties.to_tell(session, number)
    if run.json:
        print_json({"recipients": [records.disclosure(one) for one in found]})
        return
    print_table(
        (_("Id"), _("Recipient"), _("Category"), _("Given")),
        [(one.id, one.recipient, one.category, moment(one.at)) for one in found],
    )
    if not found:
        note(_("Nobody is left to tell."))


@click.command(help=_("Note that the recipient ID was told of the request NUMBER."))
@click.argument("number", type=NUMBER)
@click.argument("disclosure", metavar="ID", type=NUMBER)
@json_option
@invocation
def told(run: Invocation, number: int, disclosure: int) -> None:
    """Note that a recipient was told."""
    with run.session() as session:
        third_parties.told(session, number, disclosure)
        print_request(run, session, number)


COMMANDS = (letter, letters, tell, told)
