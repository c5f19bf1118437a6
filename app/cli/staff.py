"""``init``, ``staff``, ``passphrase`` and ``recovery-code``: who opens the store, and with what."""

from __future__ import annotations

import click

from app.cli import records
from app.cli.invocation import Invocation, invocation, json_option, new_passphrase
from app.cli.output import note, print_json, print_table, print_text
from app.cli.parameters import text
from app.i18n import _
from app.model.staff import ROLE_LABELS, Member, Role
from app.workflows import members, session


@click.command(help=_("Make a store and its first team lead; prints the recovery code once."))
@click.option(
    "--lead", type=text, required=True, metavar="NAME", help=_("The first team lead's name.")
)
@json_option
@invocation
def init(run: Invocation, lead: str) -> None:
    """Make a store."""
    session.refuse_existing(run.store)
    made, code = session.create_store(run.store, lead, run.first_passphrase())
    made.close()
    if run.json:
        print_json({"store": str(run.store), "recovery_code": code})
        return
    print_text(_("Store made in {folder}.").format(folder=run.store))
    _print_code(code)


def _print_code(code: str) -> None:
    print_text(_("Recovery code: {code}").format(code=code))
    note(_("It is shown this once. Print it and keep it where only team leads come."))


@click.group(help=_("Members of staff and their key slots."))
def staff() -> None:
    """Hold the commands about staff."""


@staff.command(
    help=_("Give NAME a key slot. The new passphrase is asked for, or read from the environment.")
)
@click.argument("name", type=text)
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@json_option
@invocation
def add(run: Invocation, name: str, role: str) -> None:
    """Add a member of staff."""
    with run.session() as opened:
        members.add(opened, name, Role(role), new_passphrase())
        _print_staff(run, members.members(opened))


@staff.command("list", help=_("List who can unlock the store."))
@json_option
@invocation
def list_(run: Invocation) -> None:
    """List the staff."""
    with run.session() as opened:
        _print_staff(run, members.members(opened))


@staff.command(help=_("Take NAME's key slot away and re-encrypt the store under a new key."))
@click.argument("name", type=text)
@click.option("--give-to", type=text, default="", help=_("Who gets their unfinished tickets."))
@json_option
@invocation
def remove(run: Invocation, name: str, give_to: str) -> None:
    """Remove a member of staff."""
    with run.session() as opened:
        members.remove(opened, name, give_to)
        _print_staff(run, members.members(opened))


@staff.command(
    help=_(
        "Give NAME, who forgot theirs, a new passphrase. It is asked for, or read from the"
        " environment."
    )
)
@click.argument("name", type=text)
@json_option
@invocation
def reset(run: Invocation, name: str) -> None:
    """Give a member of staff a new passphrase."""
    with run.session() as opened:
        members.reset_passphrase(opened, name, new_passphrase())
    if run.json:
        print_json({"changed": True, "name": name})
    else:
        print_text(_("The passphrase of {name} was changed.").format(name=name))


def _print_staff(run: Invocation, everyone: tuple[Member, ...]) -> None:
    if run.json:
        print_json({"staff": [records.member(one) for one in everyone]})
        return
    print_table((_("Name"), _("Role")), [(one.name, _(ROLE_LABELS[one.role])) for one in everyone])


@click.group(help=_("Your own passphrase."))
def passphrase() -> None:
    """Hold the command about the passphrase."""


@passphrase.command(help=_("Change the passphrase that unlocked the store."))
@json_option
@invocation
def change(run: Invocation) -> None:
    """Change the passphrase of whoever unlocks."""
    with run.session() as opened:
        members.change_passphrase(opened, run.passphrase, new_passphrase())
        name = opened.member.name
    if run.json:
        print_json({"changed": True, "name": name})
    else:
        print_text(_("The passphrase of {name} was changed.").format(name=name))


@click.group("recovery-code", help=_("The code that opens the store when passphrases are lost."))
def recovery_code() -> None:
    """Hold the command about the recovery code."""


@recovery_code.command(help=_("Make a new recovery code; the old one opens nothing any more."))
@json_option
@invocation
def new(run: Invocation) -> None:
    """Replace the recovery code."""
    with run.session() as opened:
        code = members.new_recovery_code(opened)
    if run.json:
        print_json({"recovery_code": code})
    else:
        _print_code(code)


COMMANDS = {
    "init": init,
    "staff": staff,
    "passphrase": passphrase,
    "recovery-code": recovery_code,
}
