"""``verify``: a package, plan or report against its digests and signature. Needs no store."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from app.cli.invocation import Invocation, ask, invocation, json_option, read_passphrase
from app.cli.output import print_json, print_text
from app.cli.parameters import FILE
from app.errors import KnownError
from app.i18n import _
from app.workflows import verification
from app.workflows.verification import Verification


@click.command(
    help=_(
        "Check a package, purge plan or report. The signature must be by the store at hand, where"
        " there is one. Exit code 1 when anything is wrong."
    )
)
@click.argument("file", type=FILE)
@click.option(
    "--package-passphrase-file",
    type=FILE,
    metavar="F",
    help=_("A file whose first line opens a sealed package; else it is asked for."),
)
@json_option
@invocation
def verify(run: Invocation, file: Path, package_passphrase_file: Path | None) -> None:
    """Verify a file."""
    given = read_passphrase(package_passphrase_file) if package_passphrase_file else None
    found = _verify(run, file, given)
    if run.json:
        print_json(
            {
                "valid": found.valid,
                "problems": list(found.problems),
                "kind": found.kind,
                "trusted": found.trusted,
                "public_key": found.public_key.hex() if found.public_key else "",
            }
        )
    else:
        _print(found)
    if not found.valid:
        raise KnownError(
            "not_valid",
            _("The file is not as it was signed, or not by whom it should be."),
            _("Do not rely on it. Ask for it again where it came from."),
        )


def _verify(run: Invocation, file: Path, passphrase: str | None) -> Verification:
    try:
        return verification.verify(run.store, file, passphrase=passphrase)
    except KnownError as error:
        if error.code != "passphrase_needed" or not sys.stdin.isatty():
            raise
    return verification.verify(run.store, file, passphrase=ask(_("Passphrase of the package")))


def _print(found: Verification) -> None:
    for problem in found.problems:
        print_text(problem)
    if not found.valid:
        return
    print_text(
        _("Valid ({kind}): nothing was changed since it was signed.").format(kind=found.kind)
    )
    if found.trusted:
        print_text(_("It was signed by this store."))
    else:
        print_text(_("Who signed it is not checked: there is no store here to compare with."))


COMMANDS = {"verify": verify}
