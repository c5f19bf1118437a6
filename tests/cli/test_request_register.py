"""The register on the command line: every request with its times, and nobody's name."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Cli


def test_the_register_lists_times_and_figures_without_names(filled: Cli, tmp_path: Path) -> None:
    for kind in ("access", "erase"):
        filled.done("requests", "new", kind, "sanne@example.nl", "--received", "2026-11-20")
    filled.done("requests", "verify-identity", "1", "--method", "callback")
    filled.done("requests", "decide", "1", "granted")
    filled.done("requests", "close", "1")
    whole = filled("requests", "register", "--json", "--out", "audit.json").json
    assert [entry["number"] for entry in whole["requests"]] == [1, 2]
    assert whole["figures"]["closed"] == 1
    assert whole["figures"]["share_on_time"] == 1.0
    assert json.loads((tmp_path / "audit.json").read_text()) == whole
    assert "sanne" not in json.dumps(whole).casefold()
    only = filled("requests", "register", "--kind", "erase", "--open", "--json").json
    assert [entry["number"] for entry in only["requests"]] == [2]
    assert "On time" in filled.done("requests", "register")
    assert filled("requests", "register", "--to", "2026-11-19", "--json").json["requests"] == []
    wrong = filled("requests", "register", "--out", "audit.txt")
    assert wrong.err.startswith("error[register_ending]: ")


def test_a_refusal_is_decided_with_its_grounds(filled: Cli) -> None:
    filled.done("requests", "new", "access", "sanne@example.nl")
    filled.done("requests", "verify-identity", "1", "--method", "callback")
    grounds = ("--ground", "excessive", "--ground", "others_rights")
    filled.done("requests", "decide", "1", "refused", *grounds)
    entry = filled("requests", "register", "--json").json["requests"][0]
    assert (entry["decision"], entry["grounds"]) == ("refused", "excessive others_rights")
