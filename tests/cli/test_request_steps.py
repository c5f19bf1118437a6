"""Every step that the guided request has in the window is a command as well."""

from __future__ import annotations

import re
from pathlib import Path

from app.cli.requests import requests as group
from app.model.subject_request import Missing
from tests.cli.conftest import MAIL, Cli
from tests.cli.test_privacy import granted

STEPS = {
    Missing.IDENTITY: {"challenge", "answer", "verify-identity", "override"},
    Missing.CLARIFICATION: {"pause", "resume", "letter"},
    Missing.FINDING: {"find", "found", "confirm"},
    Missing.PREVIEW: {"preview"},
    Missing.DECISION: {"decide"},
    Missing.EXTENSION_NOTICE: {"extend", "letter"},
    Missing.CLOSING_LETTER: {"letter", "letters"},
    Missing.APPROVAL: {"approve"},
    Missing.CARRYING_OUT: {"rectify", "restrict", "object", "stop-account"},  # export, erase
    Missing.THIRD_PARTIES: {"tell", "told", "letter"},
}


def test_no_step_lacks_its_command() -> None:
    assert set(STEPS) == set(Missing)
    assert set().union(*STEPS.values()) <= set(group.commands)


def test_a_request_is_carried_through_without_the_window(filled: Cli, tmp_path: Path) -> None:
    filled.done("requests", "new", "rectify", "sanne@example.nl")
    out = tmp_path / "code.eml"
    sent = filled("requests", "challenge", "1", "--out", out, "--language", "en", "--json").json
    assert sent["paused_on"] == "2026-11-23" or sent["paused_on"]
    assert sent["actor"] == "person"
    code = re.search(r"\d{4} \d{4}", out.read_text())
    assert code
    wrong = "1111 1111" if code[0] != "1111 1111" else "2222 2222"
    assert filled("requests", "answer", "1", wrong).err.startswith("error[wrong_code]: ")
    assert filled("requests", "answer", "1", code[0], "--json").json["state"] == "identified"
    second = MAIL.replace("sanne@example.nl", "s.vermeulen@example.org").replace("<een", "<drie")
    filled.done("import", "mail", filled.file("drie.eml", second))
    proposals = filled("requests", "find", "1", "--json").json["proposals"]
    assert proposals
    for number, one in enumerate(proposals):
        answer = "--not-theirs" if number else "--theirs"
        filled.done("requests", "found", "1", str(one["id"]), answer)
    assert filled("requests", "confirm", "1", "--json").json["state"] == "found"
    shown = filled("requests", "preview", "1", "--seen", "--json").json
    assert shown["can"]
    assert filled("requests", "decide", "1", "granted", "--json").json["state"] == "decided"
    no_pair = filled("requests", "rectify", "1", "--address", "sanne@example.nl")
    assert no_pair.code == 2
    assert filled("requests", "rectify", "1").code == 2
    filled.done(
        *("requests", "rectify", "1", "--name", "Sanne Bakker"),
        *("--address", "sanne@example.nl=bakker@example.nl"),
    )
    closing = tmp_path / "closing.pdf"
    letter = filled("requests", "letter", "1", "completion", "--out", closing, "--json").json
    assert letter["to_address"] == "bakker@example.nl"
    assert closing.read_bytes().startswith(b"%PDF")
    filed = filled("requests", "letters", "1", "--json").json["letters"]
    assert [one["kind"] for one in filed] == ["identification", "completion"]
    done = filled("requests", "close", "1", "--json").json
    assert (done["state"], done["missing"]) == ("closed", [])


def test_the_clock_is_stopped_by_a_letter_and_started_again(filled: Cli, tmp_path: Path) -> None:
    filled.done("requests", "new", "access", "sanne@example.nl")
    draft = filled("requests", "letter", "1", "clarification", "--language", "en")
    assert "[write your question here]" in draft.out
    out = tmp_path / "ask.eml"
    empty = filled("requests", "letter", "1", "clarification", "--out", out)
    assert empty.err.startswith("error[question_needed]: ")
    asked = ("--question", "Which period do you mean?", "--out", out)
    filled.done("requests", "letter", "1", "clarification", "--language", "en", *asked)
    assert "Which period do you mean?" in out.read_text()
    assert filled("requests", "pause", "1").err.startswith("error[paused]: ")
    assert filled("requests", "resume", "1", "--json").json["paused_on"] == ""
    assert filled("requests", "pause", "1", "--json").json["paused_on"]
    filled.done("requests", "resume", "1")
    extended = filled("requests", "extend", "1", "complex", "--json").json
    assert "extension_notice" in extended["missing"]
    wrong = filled("requests", "challenge", "1", "--out", "code.txt")
    assert wrong.err.startswith("error[letter_ending]: ")


def test_a_letter_is_saved_as_it_was_edited(filled: Cli, tmp_path: Path) -> None:
    filled.done("requests", "new", "access", "sanne@example.nl")
    text, out = filled.file("brief.txt", "Beste Sanne,\n\nZeker.\n"), tmp_path / "brief.eml"
    edited = ("--text", text, "--to", "elders@example.nl", "--out", out)
    filled.done("requests", "letter", "1", "acknowledgement", *edited)
    assert "Zeker." in out.read_text()
    assert "elders@example.nl" in out.read_text()


def test_a_lead_lets_a_request_go_on_and_approves(filled: Cli) -> None:
    filled.done("requests", "new", "erase", "sanne@example.nl")
    on = filled("requests", "override", "1", "--reason", "known for years", "--json").json
    assert on["state"] == "identified"
    filled.done("requests", "decide", "1", "granted")
    assert "approval" in filled("requests", "show", "1", "--json").json["missing"]
    alone = filled("requests", "approve", "1")
    assert alone.code == 1
    reason = ("--reason", "the only lead")
    assert "approval" not in filled("requests", "approve", "1", *reason, "--json").json["missing"]


def test_nobody_is_told_of_what_was_passed_on_to_nobody(filled: Cli) -> None:
    number = granted(filled, "restrict")
    filled.done("requests", "restrict", number)
    assert filled("requests", "tell", number, "--json").json == {"recipients": []}
    assert filled("requests", "told", number, "7").err.startswith("error[not_found]: ")
    notice = filled("requests", "letter", number, "notice", "--recipient", "7")
    assert notice.err.startswith("error[not_found]: ")
