from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.model.ticket import Status
from app.settings import PASSPHRASE_VARIABLE
from app.workflows import retention, tickets
from app.workflows.session import unlock
from tests.cli.conftest import MAIL, PASSPHRASE, SECOND, Cli
from tests.conftest import Clock


def granted(cli: Cli, kind: str) -> str:
    number = str(cli("requests", "new", kind, "sanne@example.nl", "--json").json["number"])
    cli.done("requests", "verify-identity", number, "--method", "code")
    cli.done("requests", "decide", number, "granted")
    return number


def close_ticket(store: Path) -> int:
    """Close the only ticket of a store; return its id."""
    session = unlock(store, PASSPHRASE)
    (ticket,) = tickets.page(session).ids
    version = tickets.rows(session, (ticket,))[ticket].version
    tickets.set_status(session, ticket, Status.CLOSED, version)
    session.close()
    return ticket


def test_a_request_goes_from_receipt_to_close(filled: Cli, clock: Clock) -> None:
    new = filled(
        "requests", "new", "erase", "sanne@example.nl", "--received", "2026-11-20", "--json"
    ).json
    assert (new["number"], new["state"], new["received"]) == (1, "received", "2026-11-20")
    assert (new["due"], new["due_statutory"]) == ("2026-12-04", "2026-12-21")
    assert (new["decision"], new["closed_at"]) == ("", None)
    early = filled("requests", "decide", "1", "granted")
    assert early.err.startswith("error[identity_unchecked]: ")
    seen = filled("requests", "verify-identity", "1", "--method", "in_person", "--json").json
    assert (seen["state"], seen["identity_method"]) == ("identified", "in_person")
    assert filled("requests", "decide", "1", "partly", "--json").json["decision"] == "partly"
    closed = filled("requests", "close", "1", "--json").json
    assert closed["closed_at"] == "2026-11-23T08:00:00Z"
    assert filled("requests", "show", "1", "--json").json == closed
    assert filled("requests", "list", "--json").json == {"requests": [closed]}
    assert filled("requests", "list", "--open", "--json").json == {"requests": []}


def test_requests_are_shown_to_people(filled: Cli) -> None:
    number = granted(filled, "access")
    assert "Sanne Vermeulen" in filled.done("requests", "list")
    shown = filled.done("requests", "show", number)
    assert "Decision       granted" in shown
    assert "Identity       code" in shown


def test_a_deadline_is_counted_without_a_store(bare: Cli) -> None:
    assert bare.done("requests", "due", "2026-12-21") == "2027-01-06\n"
    assert bare("requests", "due", "2026-12-21", "--days", "1", "--json").json == {
        "date": "2026-12-22"
    }


@pytest.mark.parametrize(
    "arguments",
    [
        ("2026-02-30",),
        ("20 mei",),
        ("9999-12-31",),
        ("2026-12-21", "--days", "0"),
    ],
)
def test_a_day_that_is_none_is_wrong_usage(bare: Cli, arguments: tuple[str, ...]) -> None:
    assert bare("requests", "due", *arguments).code == 2


def test_a_package_is_told_to_people_and_never_overwrites(filled: Cli, tmp_path: Path) -> None:
    run = filled("export", "sanne@example.nl", "--out", "pakket.zip")
    assert "communication" in run.out
    assert "another channel" in run.err
    before = (tmp_path / "pakket.zip").read_bytes()
    again = filled("export", "sanne@example.nl", "--out", "pakket.zip", "--json")
    assert (again.code, again.out) == (1, "")
    assert again.err.startswith("error[file_exists]: ")
    assert (tmp_path / "pakket.zip").read_bytes() == before


def test_a_package_is_verified_only_with_its_passphrase(
    filled: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = filled("export", "sanne@example.nl", "--out", "pakket.zip", "--json").json
    keys = ["counts", "file", "files", "package", "passphrase", "sha256", "signed", "withheld"]
    assert sorted(made) == keys
    assert filled("verify", "pakket.zip").err.startswith("error[passphrase_needed]: ")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda *_arguments, **_options: made["passphrase"])
    run = filled("verify", "pakket.zip")
    assert run.code == 0
    assert "signed by this store" in run.out


def test_what_others_say_of_the_person_is_listed_and_left_out(filled: Cli) -> None:
    text = MAIL.replace("Sanne Vermeulen <sanne@example.nl>", "Joost <joost@example.org>")
    text = text.replace("Sinds", "Sanne Vermeulen zegt: sinds").replace("<een@", "<joost@")
    filled.done("import", "mail", filled.file("joost.eml", text))
    (found,) = filled("packages", "mentions", "sanne@example.nl", "--json").json["mentions"]
    assert found["text"].startswith("Sanne Vermeulen zegt")
    assert (found["certain"], found["given"]) == (True, True)
    assert "Sanne Vermeulen zegt" in filled.done("packages", "mentions", "sanne@example.nl")
    arguments = ("export", "sanne@example.nl", "--out", "pakket.zip", "--json")
    assert filled(*arguments, "--mention", "x").err.startswith("error[not_found]: ")
    counts = filled(*arguments, "--no-mention", found["id"]).json["counts"]
    other = filled("export", "sanne@example.nl", "--out", "met.zip", "--json").json["counts"]
    assert other["communication"] == counts["communication"] + 1


def test_an_attachment_is_withheld_with_a_ground(filled: Cli) -> None:
    (file,) = filled("packages", "files", "sanne@example.nl", "--json").json["files"]
    assert (file["name"], file["media_type"], file["size"]) == ("log.txt", "text/plain", 8)
    assert "log.txt" in filled.done("packages", "files", "sanne@example.nl")
    arguments = ("export", "sanne@example.nl", "--out", "pakket.zip", "--withhold")
    assert filled(*arguments, str(file["id"])).code == 2  # no ground
    assert filled(*arguments, f"{file['id']}=others,harmful").code == 2
    assert filled(*arguments, "999999=others").err.startswith("error[not_found]: ")
    made = filled(*arguments, f"{file['id']}=others", "--json").json
    assert (made["files"], made["withheld"]) == (0, 1)


def test_a_package_is_reviewed_listed_and_removed(filled: Cli, tmp_path: Path) -> None:
    text = MAIL.replace("Sinds", "Bel 06-12345678, sinds").replace("<een@", "<bel@")
    filled.done("import", "mail", filled.file("beller.eml", text))
    (found,) = filled("packages", "findings", "sanne@example.nl", "--json").json["findings"]
    assert (found["text"], found["why"]) == ("06-12345678", "phone")
    made = filled(
        "export", "sanne@example.nl", "--out", "pakket.zip", "--keep", found["id"], "--json"
    ).json
    (row,) = filled("packages", "list", "--here", "--json").json["packages"]
    assert (row["package"], row["sha256"]) == (made["package"], made["sha256"])
    assert row["path"] == str(tmp_path / "pakket.zip")
    assert filled("packages", "remove", str(made["package"]), "--json").json["removed"]
    assert not (tmp_path / "pakket.zip").exists()
    assert "No packages." in filled("packages", "list", "--here").err
    (row,) = filled("packages", "list", "--json").json["packages"]
    assert row["path"] is None
    assert row["removed_at"]


def test_another_stores_signature_is_trusted_by_nobody_here(filled: Cli, tmp_path: Path) -> None:
    filled.done("purge", "plan", "--out", "plan.json")
    elsewhere = tmp_path / "elsewhere"
    alone = filled("--store", elsewhere, "verify", "plan.json", "--json").json
    assert (alone["valid"], alone["trusted"]) == (True, None)
    assert "not checked" in filled("--store", elsewhere, "verify", "plan.json").out
    filled.done("--store", elsewhere, "init", "--lead", "Bea")
    foreign = filled("--store", elsewhere, "verify", "plan.json", "--json")
    assert (foreign.code, foreign.document["valid"]) == (1, False)
    assert foreign.err.startswith("error[not_valid]: ")


def test_a_changed_document_is_found_out(filled: Cli, tmp_path: Path) -> None:
    filled.done("purge", "plan", "--out", "plan.json")
    plan = tmp_path / "plan.json"
    plan.write_text(plan.read_text().replace('"as_of":"20', '"as_of":"19'))
    run = filled("verify", "plan.json", "--json")
    assert (run.code, run.document["valid"]) == (1, False)
    assert run.document["problems"]
    assert filled("verify", "nergens.json").err.startswith("error[not_found]: ")
    assert filled("purge", "approve", "plan.json", "--reason", "x").code == 1


def test_holds_are_placed_on_people_tickets_and_devices_and_released(filled: Cli) -> None:
    for thing in ("sanne@example.nl", "CNE-2026-000001", "SN-4411AB"):
        filled.done("hold", "add", thing, "--ground", "Geschil", "--until", "2030-01-01")
    holds = filled("hold", "list", "--json").json["holds"]
    assert [hold["on"] for hold in holds] == ["device", "ticket", "person"]
    assert holds[1]["which"] == "CNE-2026-000001"
    assert (holds[0]["ground"], holds[0]["until"]) == ("Geschil", "2030-01-01")
    released = filled("hold", "release", "3", "--json").json
    assert released["hold"] == 3
    assert released["holds"][0]["released_at"]
    assert filled("hold", "release", "3").err.startswith("error[not_found]: ")
    assert "CNE-2026-000001" in filled.done("hold", "list")
    assert filled("hold", "add", "SN-4411AB", "--ground", " ").code == 1


ERASE = ("erase", "sanne@example.nl", "--reason", "er is geen tweede", "--request")


def test_an_erasure_writes_its_report_or_does_not_happen(filled: Cli, tmp_path: Path) -> None:
    number = granted(filled, "erase")
    taken = filled.file("bezet.json", "{}")
    for report in (taken, tmp_path / "nergens" / "verslag.json"):
        run = filled(*ERASE, number, "--report", report)
        assert run.code == 1
    assert taken.read_text() == "{}"
    assert filled("people", "list", "--json").json["rows"]
    unexplained = filled("erase", "sanne@example.nl", "--request", number)
    assert unexplained.err.startswith("error[reason_needed]: ")
    out = filled.done(*ERASE, number, "--report", "klaar.json")
    assert "person" in out
    body = json.loads((tmp_path / "klaar.json").read_text())
    assert "sanne" not in json.dumps(body).casefold()
    assert "(erased)" in filled.done("requests", "list")


def test_a_decision_with_a_reason_approves_the_erasure_of_the_only_lead(filled: Cli) -> None:
    number = granted(filled, "erase")
    filled.done("requests", "decide", number, "granted", "--reason", "er is geen tweede")
    assert "person" in filled.done("erase", "sanne@example.nl", "--request", number)


def test_a_ticket_closed_long_ago_is_purged_as_planned(
    filled: Cli, clock: Clock, tmp_path: Path
) -> None:
    clock.set("2026-11-23T08:00:00")
    close_ticket(tmp_path / "store")
    early = filled("purge", "plan", "--rule", "closed_tickets", "--out", "a.json", "--json").json
    assert early["counts"] == {"closed_tickets": {"rows": 0, "kept": 0, "exempt": 0}}
    clock.advance(days=366 * 8)
    plan = filled("purge", "plan", "--rule", "closed_tickets", "--out", "b.json")
    assert "closed_tickets  1" in plan.out
    assert filled("purge", "run", "b.json", "--report", "r.json").err.startswith(
        "error[not_approved]: "
    )
    assert not (tmp_path / "r.json").exists()
    assert "digest" in filled.done("purge", "approve", "b.json")
    ran = filled.done("purge", "run", "b.json", "--report", "r.json")
    assert "ticket" in ran
    assert filled("tickets", "list", "--json").json == {"rows": []}
    assert filled("purge", "run", "b.json", "--report", "s.json").code == 1
    assert filled("purge", "plan", "--rule", "geen", "--out", "c.json").code == 1


def test_the_rules_tell_where_a_plan_alone_counts_what_is_kept(
    filled: Cli, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    close_ticket(tmp_path / "store")
    clock.advance(days=366 * 8)
    filled.done("hold", "add", "CNE-2026-000001", "--ground", "geschil")
    for looked_at, due, kept in ((1, 0, 1), (0, 1, None)):
        monkeypatch.setattr(retention, "LOOKED_AT", looked_at)
        (one, *_others) = filled("purge", "rules", "--json").json["rules"]
        assert (one["rule"], one["due"], one["kept"]) == ("closed_tickets", due, kept)
    assert "?" in filled.done("purge", "rules")


def test_a_technician_may_not_what_takes_a_lead(
    filled: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.done("staff", "add", "Bram", "--role", "technician")
    filled.done("hold", "add", "SN-4411AB", "--ground", "Geschil")
    number = granted(filled, "erase")
    monkeypatch.setenv(PASSPHRASE_VARIABLE, SECOND)
    for arguments in (
        ("hold", "release", "1"),
        ("erase", "sanne@example.nl", "--request", number),
        ("staff", "remove", "Anna"),
        ("recovery-code", "new"),
    ):
        run = filled(*arguments)
        assert (run.code, run.out) == (1, "")
        assert "lead" in run.err
    unsigned = filled("export", "sanne@example.nl", "--out", "pakket.zip", "--json")
    assert unsigned.json["signed"] is False
    assert "not signed" in unsigned.err


def test_a_ticket_is_taken_out_of_a_plan_by_its_number_and_with_a_reason(
    filled: Cli, clock: Clock, tmp_path: Path
) -> None:
    clock.set("2026-11-23T08:00:00")
    ticket = close_ticket(tmp_path / "store")
    clock.set("2029-01-08T08:00:00")
    arguments = ("purge", "plan", "--rule", "closed_tickets", "--out", "a.json", "--json")
    without = filled(*arguments, "--except", "ticket:CNE-2026-000001=audit").json
    assert without["counts"] == {"closed_tickets": {"rows": 0, "kept": 0, "exempt": 1}}
    assert without["exempt"] == [{"table": "ticket", "id": ticket, "reason": "audit"}]
    over = filled(*arguments)  # a plan's file, which may be approved, is never written over
    assert over.code == 1
    assert "file_exists" in over.err
    again = filled("purge", "plan", "--renew", "a.json", "--out", "b.json", "--json").json
    assert again["exempt"] == without["exempt"]
    for wrong in ("ticket:CNE-2026-000001", "CNE-2026-000001=audit", "ticket:x=audit"):
        assert filled(*arguments, "--except", wrong).code == 2


def test_a_hold_on_a_search_is_placed_and_listed(filled: Cli) -> None:
    placed = filled(
        "hold", "add", "tag:claim", "--search", "--ground", "x", "--review", "2027-01-04", "--json"
    ).json
    (found,) = placed["holds"]
    assert (found["on"], found["which"], found["review"]) == ("search", "tag:claim", "2027-01-04")


def test_a_purge_is_reported_as_a_signed_file_and_as_a_pdf(
    filled: Cli, clock: Clock, tmp_path: Path
) -> None:
    clock.set("2029-01-08T08:00:00")
    filled.done("purge", "plan", "--rule", "import_undo", "--out", "plan.json")
    filled.done("purge", "approve", "plan.json", "--reason", "the only lead")
    run = ("purge", "run", "plan.json", "--report", "report.json", "--pdf", "report.pdf")
    found = filled(*run, "--json").json["residue"]
    assert found["whole"]
    assert found["found"] == {}
    assert Path("report.pdf").read_bytes().startswith(b"%PDF")
    assert filled("verify", "report.json", "--json").json["valid"]
    filled.done("purge", "print", "report.json", "--out", "again.pdf")
    assert Path("again.pdf").read_bytes() == Path("report.pdf").read_bytes()
    assert filled("purge", "print", "plan.json", "--out", "x.pdf").err.startswith(
        "error[not_a_report]"
    )
    assert not Path("x.pdf").exists()


def test_a_lead_changes_a_rule_and_sees_what_is_due(filled: Cli) -> None:
    rules = {one["rule"]: one for one in filled("purge", "rules", "--json").json["rules"]}
    assert (rules["closed_tickets"]["period"], rules["closed_tickets"]["version"]) == ("P2Y", 0)
    arguments = ("purge", "rule", "closed_tickets", "--reason", "why", "--json")
    changed = filled(*arguments, "--period", "P30M", "--stop").json["rules"]
    one = next(rule for rule in changed if rule["rule"] == "closed_tickets")
    assert (one["period"], one["version"], one["active"]) == ("P2Y6M", 1, False)
    assert filled(*arguments, "--period", "P0D").code == 2
    assert "closed_tickets" in filled.done("purge", "rules")


def test_an_erasure_says_which_packages_still_lie_here(filled: Cli, tmp_path: Path) -> None:
    filled.done("export", "sanne@example.nl", "--out", "pakket.zip")
    number = granted(filled, "erase")
    run = filled("erase", "sanne@example.nl", "--request", number, "--reason", "er is geen tweede")
    assert run.code == 0
    assert str(tmp_path / "pakket.zip") in run.err


def test_what_the_policy_says_on_a_day_needs_no_store(bare: Cli) -> None:
    whole = bare("policy", "--on", "2026-11-23", "--json").json
    assert whole["document"]["number"] == "P-130"
    assert whole["document"]["effective_from"] == "2022-05-19"
    assert whole["deadlines"]["working_days"] == 10
    replaced = {law["code"]: law["replaced_by"] for law in whole["laws"]}
    assert replaced == {"wbp": "avg", "95/46": "avg", "avg": None}
    assert len(whole["articles"]) == 8
    assert "P-130" in bare.done("policy")
