"""The options before the command, and where each command is found."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import click

from app.cli.invocation import Invocation, json_option
from app.cli.parameters import text
from app.i18n import N_, _

_COMMANDS = {
    "demo": ("demo", N_("Try the program on a throw-away store with example data.")),
    "init": ("staff", N_("Make a store and its first team lead.")),
    "staff": ("staff", N_("Add, list and remove members of staff.")),
    "passphrase": ("staff", N_("Change your passphrase.")),
    "recovery-code": ("staff", N_("Make a new recovery code.")),
    "import": ("importing", N_("Take mails and inventory files in; list and undo imports.")),
    "tickets": ("tickets", N_("List, search and show tickets.")),
    "devices": ("devices", N_("List, find and show devices.")),
    "people": ("people", N_("List and show people; lift restrictions and objections.")),
    "identify": ("identify", N_("Say what an identifier is.")),
    "requests": ("requests", N_("Handle requests of people about their data.")),
    "export": ("export", N_("Write a person's subject-data package.")),
    "packages": ("packages", N_("List packages, look at what they black out, remove one.")),
    "verify": ("verify", N_("Check a package, purge plan or report.")),
    "hold": ("holds", N_("Place, list and release legal holds.")),
    "purge": ("purge", N_("Plan, approve and run a retention purge.")),
    "erase": ("erase", N_("Erase a person on their granted request.")),
    "policy": ("policy", N_("Print what the privacy policy says on a day.")),
    "doctor": ("doctor", N_("Check the store's integrity.")),
}
"""The module and the one-line help of each command; the module is imported when it runs."""


class ReaderGone(Exception):  # noqa: N818 - not an error: whoever read stdout has had enough
    """Whoever read stdout closed it."""


class LazyGroup(click.Group):
    """Knows its commands by name, and loads the module of the one that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the help."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command; None when there is none of that name."""
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"app.cli.{_COMMANDS[cmd_name][0]}")
        command: click.Command = module.COMMANDS[cmd_name]
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; click would take a closed pipe for a plain failure."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise ReaderGone from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading one."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(short)) for name, (_module, short) in _COMMANDS.items()])


def _version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if not value or context.resilient_parsing:
        return
    from importlib import metadata  # noqa: PLC0415 - costs a fifth of the program's start

    try:
        version = metadata.version("cne-helpdesk")
    except metadata.PackageNotFoundError:
        version = _("not installed")
    click.echo(f"CNE Helpdesk {version}")
    context.exit()


@click.group(
    cls=LazyGroup, invoke_without_command=True, help=_("Without a command the window opens.")
)
@click.option(
    "--store",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help=_("The store's folder; else CNE_HELPDESK_STORE, else your data folder."),
)
@click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path),
    metavar="F",
    help=_("A file whose first line is the passphrase; else CNE_HELPDESK_PASSPHRASE."),
)
@click.option(
    "--as", "member", type=text, metavar="NAME", help=_("Unlock as this member of staff.")
)
@json_option
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help=_("Print the version and stop."),
)
@click.pass_context
def root(
    context: click.Context, folder: Path | None, passphrase_file: Path | None, member: str | None
) -> int | None:
    """Take the options before the command; open the window where there is none."""
    run = context.ensure_object(Invocation)
    run.folder, run.passphrase_file, run.member = folder, passphrase_file, member
    if context.invoked_subcommand is None:
        return run.open_window(run.store, None, None)
    return None
