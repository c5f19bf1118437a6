"""Restrictions and objections on the command line: set by a request, shown, and lifted."""

from __future__ import annotations

from tests.cli.conftest import DEVICES, Cli
from tests.cli.test_privacy import granted


def marks(cli: Cli) -> list[tuple[str, str]]:
    shown = cli("people", "show", "sanne@example.nl", "--json").json["marks"]
    return [(mark["kind"], mark["purpose"]) for mark in shown]


def test_a_restriction_is_set_shown_and_lifted(filled: Cli) -> None:
    number = granted(filled, "restrict")
    done = filled("requests", "restrict", number, "--json").json
    assert (done["state"], done["missing"]) == ("carried_out", ["closing_letter"])
    assert marks(filled) == [("restricted", "")]
    (ticket,) = filled("tickets", "list", "--json").json["rows"]
    assert filled("tickets", "show", ticket["number"], "--json").json["restricted"] is True
    owned = filled("devices", "find", "4411", "--json").json["rows"][0]["id"]
    assert filled("devices", "show", str(owned), "--json").json["restricted"] is True
    assert "kept, not changed" in filled.done("devices", "show", str(owned))
    assert "kept, not changed" in filled.done("tickets", "show", ticket["number"])
    assert "Marks         restricted" in filled.done("people", "show", "sanne@example.nl")
    again = filled("requests", "restrict", number)
    assert again.err.startswith("error[step_done]: ")
    early = filled("people", "lift-restriction", "sanne@example.nl")
    assert early.err.startswith("error[not_told]: ")
    lifted = filled("people", "lift-restriction", "sanne@example.nl", "--told", "--json").json
    assert lifted["marks"] == []
    assert marks(filled) == []


def test_an_objection_names_purposes_and_is_lifted_one_by_one(filled: Cli) -> None:
    number = granted(filled, "object")
    purposes = ("--purpose", "improve", "--purpose", "software_updates")
    filled.done("requests", "object", number, *purposes)
    assert marks(filled) == [("objected", "improve"), ("objected", "software_updates")]
    left = filled.done("people", "lift-objection", "sanne@example.nl", "improve")
    assert "software_updates" in left
    unknown = filled("people", "lift-objection", "sanne@example.nl", "sales")
    assert unknown.err.startswith("error[unknown_purpose]: ")


def test_a_row_of_a_restricted_person_is_rejected_with_its_line_and_the_rest_lands(
    filled: Cli,
) -> None:
    filled.done("requests", "restrict", granted(filled, "restrict"))
    changed = DEVICES.replace("Latitude 5440", "Latitude 7440").replace(
        ";;;Dell;zonder nummer", "SN-4413AB;;;Dell;nieuw"
    )
    file = filled.file("weer.csv", changed)
    tried = filled("import", "devices", file, "--dry-run", "--json").lines
    done = filled("import", "devices", file, "--json").lines
    for found in (tried, done):
        assert [row["action"] for row in found] == ["rejected", "unchanged", "create"]
        assert "restricted" in found[0]["error"]
        assert found[0]["row"]
