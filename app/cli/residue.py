"""What is said of the search for what was destroyed."""

from __future__ import annotations

from typing import Any

from app.cli.output import note, print_text
from app.i18n import _
from app.model.page_search import left_out, renewal_told, verdict


def print_residue(body: dict[str, Any]) -> None:
    """Print what a report says of its search, and of a copy that is still owed."""
    if body["size"] and (not_renewed := renewal_told(body["size"])):
        note(not_renewed)
    searched = body["residue"]
    if searched is None:
        note(_("The pages were not searched: a crash came between the erasure and its report."))
        return
    print_text(
        _(
            "Searched for {values} destroyed values: {pages} of {total} pages; found: {found}"
        ).format(
            values=searched["values"],
            pages=searched["pages"],
            total=searched["pages_total"],
            found=sum(searched["found"].values()),
        )
    )
    if others := left_out(searched):
        print_text(others)
    print_text(verdict(searched))
