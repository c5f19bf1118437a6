"""``policy``: what P-130 says, in the version that applied on a day. Needs no store."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import click

from app.cli.invocation import Invocation, invocation, json_option
from app.cli.output import print_fields, print_json, print_table
from app.cli.parameters import day
from app.i18n import _, current_language
from app.model import moments
from app.policy import Policy, policy_on


@click.command(help=_("Print what the privacy policy says, as it applied on a day."))
@click.option("--on", type=day, metavar="DATE", help=_("The day; else today."))
@json_option
@invocation
def policy(run: Invocation, on: date | None) -> None:
    """Print the policy of a day."""
    found = policy_on(on or moments.office_day(moments.now()))
    if run.json:
        print_json(_record(found))
        return
    language, document = current_language(), found.document
    print_fields(
        (
            (_("Policy"), f"{document.number}, {document.title(language)}"),
            (_("Version"), document.version),
            (_("In force from"), document.effective_from.isoformat()),
            (_("Author"), document.author),
            (_("Working days"), found.deadlines.working_days),
            (_("Contact"), found.contact.privacy),
        )
    )
    print_table(
        (_("Article"), _("Title"), _("What it says")),
        [(a.number, a.title(language), a.summary(language)) for a in found.articles.values()],
    )


def _record(found: Policy) -> dict[str, object]:
    """Return the policy as JSON knows it: days as ISO texts, texts in both languages."""
    return {
        "document": {
            **asdict(found.document),
            "dated_on": found.document.dated_on.isoformat(),
            "effective_from": found.document.effective_from.isoformat(),
        },
        "contact": asdict(found.contact),
        "supervisor": asdict(found.supervisor),
        "deadlines": asdict(found.deadlines),
        "laws": [
            {
                "code": law.code,
                "name": asdict(law.name),
                "replaced_by": law.replaced_by,
                "replaced_on": law.replaced_on.isoformat() if law.replaced_on else None,
            }
            for law in found.laws.values()
        ],
        "articles": [asdict(article) for article in found.articles.values()],
        "purposes": [asdict(purpose) for purpose in found.purposes.values()],
        "categories": [asdict(category) for category in found.categories.values()],
        "retention": [
            {
                **asdict(rule),
                "starts": rule.starts.value,
                "period": rule.period.iso,
                "action": rule.action.value,
            }
            for rule in found.retention.values()
        ],
    }


COMMANDS = {"policy": policy}
