from __future__ import annotations

import io
import re

import pytest

from tests.cli.conftest import MAIL, Cli

HOSTILE = MAIL.replace("VPN doet het niet", "=?utf-8?q?rood=1b=5b31m=e2=80=aegnp.exe?=").replace(
    "een@example.nl", "drie@example.nl"
)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def test_tickets_are_listed_and_searched(filled: Cli) -> None:
    (row,) = filled("tickets", "list", "--json").json["rows"]
    assert (row["number"], row["status"], row["due_at"]) == ("CNE-2026-000001", "new", None)
    assert MOMENT.fullmatch(row["created_at"])
    assert filled("tickets", "search", "verbinding", "status:new", "--json").json["rows"] == [row]
    assert filled("tickets", "search", "-verbinding", "--json").json["rows"] == []
    table = filled.done("tickets", "list")
    heading, line = table.splitlines()
    assert heading.index("Title") == line.index("VPN doet het niet")


def test_an_empty_list_says_so_beside_the_result(cli: Cli) -> None:
    for what in ("tickets", "devices", "people", "requests", "hold"):
        run = cli(what, "list")
        assert (run.code, run.out) == (0, "")
        assert run.err


def test_a_query_that_cannot_be_read_is_pointed_at(cli: Cli) -> None:
    run = cli("tickets", "search", "vpn status:opne")
    assert (run.code, run.out) == (1, "")
    query, carets, error, *_hint = run.err.splitlines()
    assert query[carets.index("^") : carets.rindex("^") + 1] == "opne"
    assert error.startswith("error[query]: ")


@pytest.mark.parametrize("signs", ["😀", "-😀", '"…" ---'])
def test_signs_alone_find_no_ticket_device_or_person(filled: Cli, signs: str) -> None:
    run = filled("tickets", "search", signs)
    assert (run.code, run.out) == (1, "")
    assert "letter or digit" in run.err
    assert filled("devices", "find", "--json", "--", signs).json["rows"] == []
    assert filled("people", "list", "--json", "--", signs).json["rows"] == []


@pytest.mark.parametrize("sort", ["newest", "updated", "due", "priority"])
def test_a_list_is_ordered_turned_round_and_cut_off(cli: Cli, sort: str) -> None:
    for number in range(3):
        text = MAIL.replace("een@", f"nr{number}@").replace("VPN", f"VPN {number}")
        cli.done("import", "mail", cli.file(f"{number}.eml", text))
    numbers = [
        row["number"] for row in cli("tickets", "list", "--sort", sort, "--json").json["rows"]
    ]
    turned = cli("tickets", "list", "--sort", sort, "--reverse", "--json").json["rows"]
    assert len(numbers) == 3
    assert [row["number"] for row in turned] == numbers[::-1]
    cut = cli("tickets", "list", "--sort", sort, "--limit", "2")
    assert len(cut.out.splitlines()) == 3
    assert "--limit" in cut.err


def test_a_ticket_is_shown_with_its_messages(filled: Cli) -> None:
    ticket = filled("tickets", "show", "cne-2026-000001", "--json").json
    assert ticket["requester_email"] == "sanne@example.nl"
    assert [message["direction"] for message in ticket["messages"]] == ["in", "in"]
    assert ticket["messages"][0]["attachments"][0]["filename"] == "log.txt"
    shown = filled.done("tickets", "show", "CNE-2026-000001")
    assert "Requester  Sanne Vermeulen <sanne@example.nl>" in shown
    assert "[attachment] log.txt (text/plain, 8 bytes)" in shown
    missing = filled("tickets", "show", "CNE-2026-000099")
    assert (missing.code, missing.err.split(":")[0]) == (1, "error[not_found]")
    assert filled("tickets", "show", "99").code == 2


def test_devices_are_listed_found_and_shown(filled: Cli) -> None:
    assert len(filled("devices", "list", "--json").json["rows"]) == 2
    assert len(filled.done("devices", "list").splitlines()) == 3
    (phone,) = filled("devices", "find", "49-015420-323751-8", "--json").json["rows"]
    assert (phone["manufacturer"], phone["serial"]) == ("Fairphone", "SN-4412AB")
    whole = filled("devices", "show", str(phone["id"]), "--json").json
    assert [one["canonical"] for one in whole["identifiers"]] == ["SN-4412AB", "490154203237518"]
    shown = filled.done("devices", "show", str(phone["id"]))
    assert "490154203237518" in shown
    assert filled("devices", "show", "12345").code == 1


def test_people_are_listed_and_shown(filled: Cli) -> None:
    (row,) = filled("people", "list", "--json").json["rows"]
    assert filled("people", "list", "sanne", "--json").json["rows"] == [row]
    assert "sanne@example.nl" in filled.done("people", "list")
    by_address = filled("people", "show", "Sanne@example.nl", "--json").json
    assert by_address == filled("people", "show", str(row["id"]), "--json").json
    assert by_address["emails"] == ["sanne@example.nl"]
    assert "Name          Sanne Vermeulen" in filled.done("people", "show", "sanne@example.nl")


@pytest.mark.parametrize("person", ["9" * 30, "nobody@example.nl", "٣٣", ""])
def test_a_person_who_is_not_there_is_not_found(filled: Cli, person: str) -> None:
    run = filled("people", "show", person)
    assert (run.code, run.err.split(":")[0]) == (1, "error[not_found]")
    hold = filled("hold", "add", person, "--ground", "x")
    assert (hold.code, hold.err.split(":")[0]) == (1, "error[not_found]")


def test_text_from_outside_cannot_steer_the_terminal(cli: Cli) -> None:
    mail = cli.file("drie.eml", HOSTILE)
    for printed in (
        cli.done("import", "mail", mail),
        cli.done("tickets", "list"),
        cli.done("tickets", "show", "CNE-2026-000001"),
    ):
        assert "gnp.exe" in printed
        assert "\x1b" not in printed
        assert "\u202e" not in printed


def test_identifiers_are_recognised_without_a_store(
    bare: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CNE_HELPDESK_PASSPHRASE")
    first, second, third = bare(
        "identify", "49-015420-323751-8", "00-1B-44-11-3A-B7", "hallo", "--json"
    ).lines
    assert first == {
        "value": "49-015420-323751-8",
        "kind": "imei",
        "valid": True,
        "canonical": "490154203237518",
        "warnings": [],
    }
    assert (second["kind"], second["canonical"]) == ("mac", "00:1b:44:11:3a:b7")
    assert (third["kind"], third["valid"], third["canonical"]) == ("none", False, "")
    assert "490154203237518" in bare.done("identify", "490154203237518")


def test_identifiers_are_read_from_stdin(bare: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("490154203237518\n\nhallo\r\n"))
    assert [line["value"] for line in bare("identify", "-", "x", "--json").lines] == [
        "490154203237518",
        "hallo",
        "x",
    ]
