"""A purge report as a PDF: what the signed report says, with that report inside."""

from __future__ import annotations

import io
from typing import Any

from pypdf import PdfReader

from app.documents.purge_report import ATTACHED, to_pdf
from app.model.page_search import proves

BODY: dict[str, Any] = {
    "plan": "ab" * 32,
    "as_of": "2026-11-23",
    "made_by": 1,
    "approved_by": 2,
    "approved_at": "2026-11-23T08:00:00Z",
    "own_plan": False,
    "run_by": 2,
    "run_at": "2026-11-23T09:00:00Z",
    "staff": {
        "1": {"name": "Bram Bakker", "role": "technician"},
        "2": {"name": "Sanne Visser", "role": "lead"},
    },
    "rules": {"closed_tickets": {"rows": 3, "kept": 1, "exempt": 0}},
    "rule_versions": {"closed_tickets": 2},
    "categories": {"communication": 3},
    "groups": {
        "destroy": 3,
        "anonymise": 0,
        "kept_by_hold": 1,
        "kept_by_restriction": 4,
        "kept_by_hand": 0,
        "not_done": 0,
    },
    "touched": {"people": 2, "tickets": 3},
    "whole": True,
    "holds": [4],
    "kept_by_holds": {"4": {"closed_tickets": 1}, "5": {}, "restricted": {"closed_tickets": 4}},
    "held_since": {"5": 2, "restricted": 1},
    "rows": {"ticket": 3, "message": 6},
    "blacked_out": {},
    "log_cut": True,
    "residue": {
        "values": 32,
        "shared": 210,
        "pages": 90,
        "pages_total": 90,
        "pages_unreadable": 0,
        "whole": True,
        "found": {},
    },
    "size": {"pages_before": 90, "pages_after": 60, "left": ""},
    "backups_before": {"removed": [], "left": []},
    "audit_entry": 12,
    "audit_digest": "cd" * 32,
}
LABELS = {"ticket": "Tickets", "message": "Messages"}


def read(body: dict[str, Any]) -> tuple[str, dict[str, list[bytes]]]:
    reader = PdfReader(io.BytesIO(to_pdf(body, b"signed", LABELS)))
    return " ".join(page.extract_text() for page in reader.pages), dict(reader.attachments)


def test_it_tells_the_plans_rows_from_those_that_went_along() -> None:
    text, _attached = read(BODY)
    assert "Of the plan's 3 rows destroyed: 3, made anonymous or blank: 0." in text
    assert "What belonged to them went along: 6 rows." in " ".join(text.split())
    held = {"closed_tickets": {"rows": 2, "planned": 3, "kept": 1, "exempt": 0}}
    text, _attached = read(
        {**BODY, "rules": held, "groups": {**BODY["groups"], "destroy": 0, "anonymise": 2}}
    )
    assert "Of the plan's 3 rows destroyed: 0, made anonymous or blank: 2." in text


def test_it_says_what_the_report_says_and_carries_it() -> None:
    text, attached = read(BODY)
    for part in ("ab" * 32, "version 2", "Tickets: 3", "Messages: 6", "None of them was found"):
        assert part in text
    assert "for 32 destroyed values" in text
    assert "also stands where it may stay: 210" in text
    assert "Holds in force: 4" in text
    assert "Hold 4 kept 1 row out of the plan" in text
    assert "Hold 5, placed after the plan was made, kept 2 rows" in text
    assert "Restrictions of people kept 5 rows" in text
    assert "ended before" not in text
    assert "ended before" in read({**BODY, "whole": False})[0]
    assert "none lies beside the store" in text
    assert attached == {ATTACHED: [b"signed"]}


def test_it_names_who_planned_approved_and_ran_as_it_was_signed() -> None:
    text = " ".join(read(BODY)[0].split())
    assert "Planned by Bram Bakker (Technician, staff member 1)" in text
    assert "Approved by Sanne Visser (Team lead, staff member 2), 23 November 2026" in text
    assert "Run by Sanne Visser (Team lead, staff member 2), 23 November 2026" in text
    nameless = {key: value for key, value in BODY.items() if key != "staff"}
    assert "Planned by staff member 1" in read(nameless)[0]


def test_what_was_found_and_a_search_cut_short_are_not_hidden() -> None:
    residue = {**BODY["residue"], "found": {"person.display_name": 2}, "whole": False}
    text, _attached = read({**BODY, "residue": residue, "log_cut": False, "own_plan": True})
    for part in ("ERROR: found 2", "Not every page", "log could not be emptied", "one team lead"):
        assert part in text


def test_a_search_for_no_value_is_not_told_as_if_nothing_was_left() -> None:
    residue = {**BODY["residue"], "values": 0}
    text, _attached = read({**BODY, "residue": residue})
    assert "This proves nothing" in text
    assert "None of them was found" not in text
    assert not proves(residue)
    assert proves(BODY["residue"])


def test_a_report_of_before_the_shared_values_were_counted_is_still_printed() -> None:
    residue = {key: value for key, value in BODY["residue"].items() if key != "shared"}
    text, _attached = read({**BODY, "residue": residue})
    assert "None of them was found" in text
    assert "where it may stay" not in text


def test_copies_that_predate_it_are_named() -> None:
    backups = {"removed": ["helpdesk.db.before-0007"], "left": ["2026-10-01T08:00:00Z"]}
    text, _attached = read({**BODY, "backups_before": backups})
    assert "removed: helpdesk.db.before-0007" in text
    assert "written on 2026-10-01" in text
    assert "none lies beside" not in text


def test_a_report_of_before_copies_were_looked_for_is_still_printed() -> None:
    groups = {name: count for name, count in BODY["groups"].items() if name != "not_done"}
    text, _attached = read({**BODY, "groups": groups, "backups_before": None})
    assert "none known" in text


def test_what_was_planned_and_not_carried_out_is_told() -> None:
    groups = {**BODY["groups"], "not_done": 2}
    assert "not carried out: 2" in read({**BODY, "groups": groups})[0]
    assert "not carried out" not in read(BODY)[0]


def test_the_same_report_gives_the_same_bytes() -> None:
    assert to_pdf(BODY, b"signed", LABELS) == to_pdf(BODY, b"signed", LABELS)
