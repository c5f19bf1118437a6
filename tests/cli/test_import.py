from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.cli.conftest import DEVICES, MAIL, REPLY, Cli

MAIL_FIELDS = [
    "path",
    "action",
    "ticket",
    "from_email",
    "from_name",
    "subject",
    "text",
    "reply_text",
    "attachments",
    "warnings",
    "error",
]
DEVICE_FIELDS = [
    "file",
    "row",
    "action",
    "device",
    "kind",
    "name",
    "serial",
    "asset_tag",
    "imei",
    "mac",
    "manufacturer",
    "model",
    "warnings",
    "error",
]


def test_mail_gives_the_fields_of_the_contract_on_a_line_each(cli: Cli) -> None:
    paths = [cli.file("een.eml", MAIL), cli.file("twee.eml", REPLY), cli.file("leeg.eml", "")]
    first, second, third = cli("import", "mail", *paths, "--json").lines
    assert [list(line) for line in (first, second, third)] == [MAIL_FIELDS] * 3
    assert first["path"] == str(paths[0])
    assert (first["from_email"], first["from_name"]) == ("sanne@example.nl", "Sanne Vermeulen")
    assert first["subject"] == "VPN doet het niet"
    assert "één andere kabel" in first["text"]
    assert first["attachments"] == [
        {
            "filename": "log.txt",
            "media_type": "text/plain",
            "size": 8,
            "sha256": hashlib.sha256(b"fout 809").hexdigest(),
        }
    ]
    assert second["action"] == "reply"
    assert second["reply_text"].strip() == "Het werkt weer."
    assert "> Sinds vanmorgen" in second["text"]
    assert (third["action"], third["ticket"], third["subject"]) == ("rejected", "", "")
    assert third["error"]


def test_mail_is_told_to_people_with_the_counts_beside_it(cli: Cli) -> None:
    run = cli("import", "mail", cli.file("een.eml", MAIL))
    assert run.out.startswith("ticket     CNE-2026-000001  VPN doet het niet  (")
    assert run.err == "ticket 1\n"


def test_devices_give_the_fields_of_the_contract_on_a_line_each(cli: Cli) -> None:
    file = cli.file("lijst.csv", DEVICES)
    laptop, phone, nameless = cli("import", "devices", file, "--json").lines
    assert [list(line) for line in (laptop, phone, nameless)] == [DEVICE_FIELDS] * 3
    assert (laptop["file"], laptop["row"], laptop["kind"]) == (str(file), "2", "laptop")
    assert (laptop["serial"], laptop["mac"]) == ("SN-4411AB", ["00:1b:44:11:3a:b7"])
    assert (phone["imei"], phone["manufacturer"]) == (["490154203237518"], "Fairphone")
    assert isinstance(phone["device"], int)
    assert (nameless["action"], nameless["device"], nameless["serial"]) == ("rejected", None, "")
    assert nameless["error"]


def test_an_identifier_with_a_wrong_digit_is_left_to_the_warnings(cli: Cli) -> None:
    file = cli.file("lijst.csv", "Serienummer,IMEI\nSN-4413AB,490154203237519\n")
    (row,) = cli("import", "devices", file, "--json").lines
    assert (row["action"], row["serial"], row["imei"]) == ("create", "SN-4413AB", [])
    assert any("IMEI" in warning for warning in row["warnings"])


def test_a_column_is_mapped_where_its_heading_does_not_say(cli: Cli) -> None:
    file = cli.file("lijst.csv", "plaatje;wat\nCNE-0042;laptop\n")
    (row,) = cli("import", "devices", file, "--map", "plaatje=asset_tag", "--json").lines
    assert (row["action"], row["asset_tag"]) == ("create", "CNE-0042")
    assert cli("import", "devices", file, "--map", "plaatje").code == 2
    unknown = cli("import", "devices", file, "--map", "plaatje=kleur")
    assert (unknown.code, unknown.out) == (1, "")
    assert unknown.err.startswith("error[unknown_field]: ")


def test_each_of_two_columns_with_one_heading_is_mapped(cli: Cli) -> None:
    file = cli.file("lijst.csv", "Code;Code;Soort\nQX-7781;CNE-0042;laptop\n")
    one, two = ("--map", "Code=serial"), ("--map", "Code (2)=asset_tag")
    for dry_run in (["--dry-run"], []):
        (row,) = cli("import", "devices", file, *one, *two, *dry_run, "--json").lines
        assert (row["action"], row["serial"], row["asset_tag"]) == (
            "create",
            "QX-7781",
            "CNE-0042",
        )
    none = cli("import", "devices", file, "--map", "Code (3)=serial")
    assert none.err.startswith("error[unknown_column]: ")
    assert "Code, Code (2), Soort" in none.err


def test_a_dry_run_says_what_would_happen_and_keeps_nothing(cli: Cli) -> None:
    mail, devices = cli.file("een.eml", MAIL), cli.file("lijst.csv", DEVICES)
    (line,) = cli("import", "mail", mail, "--dry-run", "--json").lines
    assert (line["action"], line["ticket"]) == ("ticket", "CNE-2026-000001")
    run = cli("import", "devices", devices, "--dry-run")
    assert "nothing was kept" in run.err
    for what in ("tickets", "devices", "people"):
        assert cli(what, "list", "--json").json == {"rows": []}
    assert cli("import", "list", "--json").json == {"rows": []}


def test_a_path_that_is_not_there_is_refused_before_anything_is_read(cli: Cli) -> None:
    mail = cli.file("een.eml", MAIL)
    for command in ("mail", "devices"):
        run = cli("import", command, mail, Path("nergens.eml"), "--json")
        assert (run.code, run.out) == (1, "")
        assert run.err.startswith("error[no_such_file]: ")
    assert cli("tickets", "list", "--json").json == {"rows": []}


@pytest.mark.parametrize("stdout_too", [False, True])
def test_progress_shows_on_a_terminal_that_shows_no_lines(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, stdout_too: bool
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: stdout_too)
    run = cli("import", "mail", cli.file("een.eml", MAIL), "--json")
    assert run.lines[0]["action"] == "ticket"
    assert ("\r0" in run.err) is not stdout_too


def test_imports_are_listed_and_undone(filled: Cli) -> None:
    batches = filled("import", "list", "--json").json["rows"]
    assert sorted(batch["kind"] for batch in batches) == ["devices", "mail", "mail"]
    assert "Anna" in filled.done("import", "list")
    (devices,) = [batch for batch in batches if batch["kind"] == "devices"]
    assert (devices["created"], devices["rejected"], devices["undone_at"]) == (2, 1, None)
    assert filled("import", "undo", str(devices["id"]), "--json").json["removed"] == 2
    assert filled("devices", "list", "--json").json == {"rows": []}
    again = filled("import", "undo", str(devices["id"]))
    assert (again.code, again.err.split(":")[0]) == (1, "error[undone_already]")


def test_undoing_is_told_to_people(filled: Cli) -> None:
    (devices,) = [
        batch
        for batch in filled("import", "list", "--json").json["rows"]
        if batch["kind"] == "devices"
    ]
    assert filled.done("import", "undo", str(devices["id"])) == ("Removed 2, restored 0, kept 0.\n")
