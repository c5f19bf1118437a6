"""``people``: reading who is served, consents, and lifting restrictions and objections."""

from __future__ import annotations

import click

from app.cli import people_consents, records
from app.cli.invocation import Invocation, invocation, json_option
from app.cli.output import note, print_fields, print_json, print_table
from app.cli.parameters import limit_option, text
from app.i18n import _
from app.model.person import ACCOUNT_LABELS
from app.workflows import people as workflow
from app.workflows import restriction
from app.workflows.session import Session


@click.group(help=_("List and show people; record consents; lift restrictions and objections."))
def people() -> None:
    """Hold the commands about people."""


@people.command("list", help=_("List people by name, or those whose name or address holds FIND."))
@click.argument("find", default="", type=text)
@limit_option
@json_option
@invocation
def list_(run: Invocation, find: str, limit: int) -> None:
    """List people."""
    with run.session() as session:
        page = workflow.page(session, find, limit=limit)
        rows = workflow.rows(session, page.ids)
    found = [records.person_row(rows[id_]) for id_ in page.ids if id_ in rows]
    if run.json:
        print_json({"rows": found})
        return
    print_table(
        (_("Id"), _("Name"), _("E-mail"), _("Organisation"), _("Last contact")),
        [
            (
                row["id"],
                row["display_name"],
                row["email"],
                row["organisation"],
                row["last_contact_at"],
            )
            for row in found
        ],
    )
    if not found:
        note(_("No people."))
    elif page.next is not None:
        note(_("There are more; show them with --limit."))


@people.command(help=_("Show a person by id, e-mail address or user name."))
@click.argument("person", metavar="ID_OR_EMAIL", type=text)
@json_option
@invocation
def show(run: Invocation, person: str) -> None:
    """Show a person."""
    with run.session() as session:
        found = workflow.get(session, workflow.resolve(session, person))
        marks = restriction.marks(session, found.row.id)
    record = {**records.person(found), "marks": [records.mark(one) for one in marks]}
    if run.json:
        print_json(record)
        return
    print_fields(
        (
            (_("Id"), found.row.id),
            (_("Name"), found.row.display_name),
            (_("User name"), found.row.user_name),
            (_("E-mail"), ", ".join(found.emails)),
            (_("Organisation"), found.row.organisation),
            (_("Language"), found.language),
            (_("Account"), _(ACCOUNT_LABELS[found.row.account_state])),
            (_("Account closed"), record["account_closed_at"]),
            (_("Last contact"), record["last_contact_at"]),
            (_("Created"), record["created_at"]),
            (_("Marks"), ", ".join(" ".join((one.kind, one.purpose)).strip() for one in marks)),
        )
    )


@people.command(
    "lift-restriction", help=_("Lift the restriction of PERSON's data; only a team lead may.")
)
@click.argument("person", type=text)
@click.option(
    "--told", is_flag=True, help=_("The person was told before, as the law wants. Needed.")
)
@json_option
@invocation
def lift_restriction(run: Invocation, person: str, *, told: bool) -> None:
    """Take a restriction off."""
    with run.session() as session:
        found = workflow.resolve(session, person)
        restriction.lift_restriction(session, found, told=told)
        _print_marks(run, session, found)


@people.command(
    "lift-objection", help=_("Lift PERSON's objection to the purpose CODE; only a team lead may.")
)
@click.argument("person", type=text)
@click.argument("purpose", metavar="CODE", type=text)
@json_option
@invocation
def lift_objection(run: Invocation, person: str, purpose: str) -> None:
    """Take an objection off."""
    with run.session() as session:
        found = workflow.resolve(session, person)
        restriction.lift_objection(session, found, purpose)
        _print_marks(run, session, found)


def _print_marks(run: Invocation, session: Session, person: int) -> None:
    """Print what still stands of a person's marks."""
    marks = [records.mark(one) for one in restriction.marks(session, person)]
    if run.json:
        print_json({"person_id": person, "marks": marks})
        return
    print_table(
        (_("Mark"), _("Purpose"), _("Since"), _("Request")), [tuple(one.values()) for one in marks]
    )
    if not marks:
        note(_("No restriction and no objection."))


for _command in people_consents.COMMANDS:
    people.add_command(_command)

COMMANDS = {"people": people}
