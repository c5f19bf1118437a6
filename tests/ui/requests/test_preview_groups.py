"""What a request comes to is said in words, and nothing is said of what has none."""

from __future__ import annotations

import pytest

from app.model.subject_request import RequestKind
from app.workflows.requests.preview import HELD, Kept, Preview
from ui.requests.preview_groups import groups
from ui.widgets.plain_label import PlainLabel


@pytest.mark.usefixtures("theme")
def test_kept_records_without_words_are_counted_alone() -> None:
    kept = (
        Kept("communication", "Tickets", 1, "CNE-2026-000001", "", HELD),
        Kept("communication", "Tickets", 2, "", "", HELD),
        *(Kept("none", "Changes of tickets", row, "", "", HELD) for row in (3, 4)),
    )
    shown = groups(Preview(RequestKind.ERASE, kept=kept))
    listed = [label.text() for label in shown[-1].findChildren(PlainLabel)]
    below = listed[listed.index("Changes of tickets") + 1 :]
    assert "CNE-2026-000001\n(no name)" in listed
    assert not any("no name" in text for text in below)
    for widget in shown:
        widget.deleteLater()
