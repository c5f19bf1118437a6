"""What is said of the search for what was destroyed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.cli.output import note, print_text
from app.i18n import _
from app.model.page_search import left_out, renewal_told, verdict


def note_copy_owed(body: Mapping[str, Any]) -> None:
    """Note where a report says that a fresh copy of the store is still to be made."""
    if body["size"] and (not_renewed := renewal_told(body["size"])):
        note(not_renewed)


def print_residue(searched: Mapping[str, Any] | None) -> None:
    """Print what a report says of its search."""
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
