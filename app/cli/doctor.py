"""``doctor``: whether the store is sound."""

from __future__ import annotations

from dataclasses import asdict

import click

from app.cli.invocation import Invocation, invocation, json_option
from app.cli.output import print_json, print_table
from app.errors import KnownError
from app.i18n import _
from app.workflows import doctor as workflow
from app.workflows.doctor import Check

_UNSOUND = {"damaged_store", "not_a_store", "disk_error"}


@click.command(help=_("Check pages, rows, index, audit trail, settings and the last backup."))
@json_option
@invocation
def doctor(run: Invocation) -> None:
    """Examine the store."""
    found = _examine(run)
    if run.json:
        print_json({"ok": all(one.ok for one in found), "checks": [asdict(one) for one in found]})
    else:
        print_table(
            (_("Check"), _("Result"), _("Detail")),
            [(_name(one), _("ok") if one.ok else _("WRONG"), one.detail) for one in found],
            last_whole=True,
        )
    wrong = {one.name for one in found if not one.ok}
    if wrong == {"cleanup"}:
        raise KnownError(
            "cleanup_owed",
            _("The store is sound, but not all of what was destroyed is gone from its file yet."),
            _("Make room on the disk, close what else reads the store, then run this again."),
        )
    if wrong:
        raise KnownError(
            "unsound_store",
            _("The store is not sound."),
            _("Nothing was changed. Copy its folder away, then restore the latest backup."),
        )


def _examine(run: Invocation) -> tuple[Check, ...]:
    try:
        with run.session() as session:
            return workflow.examine(session)
    except KnownError as error:
        if error.code not in _UNSOUND:
            raise
        return workflow.unopened(error)


def _name(one: Check) -> str:
    return {
        "pages": _("Pages"),
        "rows": _("Rows"),
        "index": _("Search index"),
        "audit": _("Audit trail"),
        "settings": _("Settings"),
        "cleanup": _("Clean-up"),
        "retention": _("Retention"),
        "backup": _("Last backup"),
    }[one.name]


COMMANDS = {"doctor": doctor}
