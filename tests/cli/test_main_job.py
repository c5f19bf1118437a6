from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import DEVICES, MAIL, REPLY, Cli
from tests.conftest import Clock


def test_the_main_job_is_done_by_the_command_line_alone(
    bare: Cli, clock: Clock, tmp_path: Path
) -> None:
    clock.set("2026-11-02T12:00:00")
    made = bare("init", "--lead", "Anna", "--json").json
    assert Path(made["store"]) == tmp_path / "store"
    assert made["recovery_code"]

    bare.file("een.eml", MAIL)
    bare.file("twee.eml", REPLY)
    first, second = bare("import", "mail", "een.eml", "twee.eml", "--json").lines
    assert (first["action"], second["action"]) == ("ticket", "reply")
    assert first["ticket"] == second["ticket"] == "CNE-2026-000001"
    rows = bare("import", "devices", bare.file("lijst.csv", DEVICES), "--json").lines
    assert [row["action"] for row in rows] == ["create", "create", "rejected"]

    (found,) = bare("tickets", "search", "verbinding", "--json").json["rows"]
    assert found["requester"] == "Sanne Vermeulen"
    (device,) = bare("devices", "find", "001b.4411.3ab7", "--json").json["rows"]
    assert device["owner"] == "Sanne Vermeulen"

    request = bare("requests", "new", "access", "sanne@example.nl", "--json").json
    assert (request["due"], request["due_statutory"]) == ("2026-11-16", "2026-12-02")
    bare.done("requests", "verify-identity", "1", "--method", "callback")
    package = bare(
        "export", "sanne@example.nl", "--request", "1", "--out", "pakket.zip", "--json"
    ).json
    bare.file("sleutel.txt", package["passphrase"] + "\n")
    checked = bare(
        "verify", "pakket.zip", "--package-passphrase-file", "sleutel.txt", "--json"
    ).json
    assert checked["valid"]
    assert checked["trusted"]
    bare.done("requests", "decide", "1", "granted")
    assert bare("requests", "close", "1", "--json").json["state"] == "closed"

    hold = bare("hold", "add", "CNE-2026-000001", "--ground", "Geschil", "--json").json["hold"]
    bare.done("requests", "new", "erase", "sanne@example.nl", "--received", "2026-10-30")
    bare.done("requests", "verify-identity", "2", "--method", "in_person")
    bare.done("requests", "decide", "2", "granted")
    erase = ("erase", "sanne@example.nl", "--request", "2", "--reason", "er is geen tweede")
    held = bare(*erase)
    assert held.code == 1
    assert held.err.startswith("error[held]: ")
    assert not (tmp_path / "erasure-2.json").exists()
    bare.done("hold", "release", str(hold))
    erased = bare(*erase, "--json").json
    assert erased["counts"]["ticket"] == 1
    assert bare("verify", erased["report"], "--json").json["kind"] == "erasure-report"
    assert bare("tickets", "list", "--json").json == {"rows": []}

    clock.advance(days=120)
    plan = bare("purge", "plan", "--rule", "import_undo", "--out", "plan.json", "--json").json
    assert plan["counts"]["import_undo"]["rows"] > 0
    approved = bare("purge", "approve", "plan.json", "--reason", "no other lead", "--json").json
    assert approved["digest"] == plan["digest"]
    run = bare("purge", "run", "plan.json", "--report", "verslag.json", "--json").json
    assert run["digest"] == plan["digest"]
    assert run["counts"]["import_row"] == plan["counts"]["import_undo"]["rows"]
    assert bare("verify", "verslag.json", "--json").json["valid"]

    assert all(check["ok"] for check in bare("doctor", "--json").json["checks"])


def test_the_demo_runs_the_main_job_without_a_window(bare: Cli) -> None:
    said = bare("demo", "--headless", "--tickets", "30")
    assert said.code == 0, said.err
    assert "purge" in said.out
    summary = bare("demo", "--headless", "--tickets", "30", "--json").json
    assert summary["package"]["valid"]
    assert not bare.opened


def test_the_demo_opens_the_window_on_its_own_store(bare: Cli, tmp_path: Path) -> None:
    bare.done("demo", "--tickets", "12")
    ((folder, session),) = bare.opened
    assert session is not None
    assert not folder.exists()
    assert not (tmp_path / "store").exists()


def test_the_demo_tells_the_passphrase_that_opens_it_for_each_of_its_staff(bare: Cli) -> None:
    said = bare("demo", "--tickets", "12")
    assert bare.told
    assert bare.told in said.err


@pytest.mark.parametrize("arguments", [(), ("--json",)])
def test_without_a_command_the_window_opens_on_the_store(
    bare: Cli, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    bare.done(*arguments)
    bare.done("--store", tmp_path / "elsewhere", *arguments)
    assert bare.opened == [(tmp_path / "store", None), (tmp_path / "elsewhere", None)]
