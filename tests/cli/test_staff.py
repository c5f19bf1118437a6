from __future__ import annotations

from pathlib import Path

import pytest

from app.settings import NEW_PASSPHRASE_VARIABLE, PASSPHRASE_VARIABLE
from app.workflows.session import unlock_with_recovery
from tests.cli.conftest import PASSPHRASE, SECOND, Cli


def answers(monkeypatch: pytest.MonkeyPatch, *given: str) -> list[str]:
    """Let somebody at a terminal type these; return the questions as they come."""
    questions: list[str] = []
    left = iter(given)

    def typed(prompt: str = "", *_rest: object) -> str:
        questions.append(prompt)
        return next(left)

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", typed)
    return questions


def test_a_store_is_made_once_and_its_code_shown_once(bare: Cli, tmp_path: Path) -> None:
    run = bare("init", "--lead", "Anna")
    assert str(tmp_path / "store") in run.out
    code = run.out.split("Recovery code: ")[1].strip()
    unlock_with_recovery(tmp_path / "store", code).close()
    again = bare("init", "--lead", "Bea")
    assert (again.code, again.out, again.err.split(":")[0]) == (1, "", "error[store_exists]")


def test_staff_are_added_listed_and_removed(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    added = cli("staff", "add", "Bram", "--role", "technician", "--json").json["staff"]
    assert [(one["name"], one["role"]) for one in added] == [
        ("Anna", "lead"),
        ("Bram", "technician"),
    ]
    assert cli("staff", "list", "--json").json["staff"] == added
    assert "Bram  Technician" in cli.done("staff", "list")
    monkeypatch.setenv(PASSPHRASE_VARIABLE, SECOND)
    cli.done("tickets", "list")
    monkeypatch.setenv(PASSPHRASE_VARIABLE, PASSPHRASE)
    assert len(cli("staff", "remove", "bram", "--json").json["staff"]) == 1
    monkeypatch.setenv(PASSPHRASE_VARIABLE, SECOND)
    assert cli("tickets", "list").err.startswith("error[wrong_passphrase]: ")


def test_a_forgotten_passphrase_is_replaced(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    cli.done("staff", "add", "Bram", "--role", "technician")
    third = "nog weer een andere zin"
    monkeypatch.setenv(NEW_PASSPHRASE_VARIABLE, third)
    assert cli("staff", "reset", "bram", "--json").json == {"changed": True, "name": "bram"}
    assert cli("staff", "reset", "Anna").err.startswith("error[recovery_needed]: ")
    assert cli("staff", "reset", "Cees").err.startswith("error[no_such_member]: ")
    monkeypatch.setenv(PASSPHRASE_VARIABLE, SECOND)
    assert cli("tickets", "list").err.startswith("error[wrong_passphrase]: ")
    monkeypatch.setenv(PASSPHRASE_VARIABLE, third)
    cli.done("tickets", "list")


def test_a_slot_is_chosen_by_name(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NEW_PASSPHRASE_VARIABLE, PASSPHRASE)
    cli.done("staff", "add", "Bram", "--role", "lead")
    assert cli("tickets", "list").err.startswith("error[passphrase_ambiguous]: ")
    cli.done("--as", "bram", "tickets", "list")
    assert cli("--as", "Cees", "tickets", "list").err.startswith("error[no_such_member]: ")


def test_a_passphrase_is_changed(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cli("passphrase", "change", "--json").json == {"changed": True, "name": "Anna"}
    assert cli("staff", "list").code == 1
    monkeypatch.setenv(PASSPHRASE_VARIABLE, SECOND)
    monkeypatch.setenv(NEW_PASSPHRASE_VARIABLE, "short")
    assert cli("passphrase", "change").err.startswith("error[passphrase_too_short]: ")
    monkeypatch.setenv(NEW_PASSPHRASE_VARIABLE, PASSPHRASE)
    assert cli.done("passphrase", "change") == "The passphrase of Anna was changed.\n"


def test_a_new_recovery_code_ends_the_old_one(cli: Cli, tmp_path: Path) -> None:
    code = cli("recovery-code", "new", "--json").json["recovery_code"]
    unlock_with_recovery(tmp_path / "store", code).close()
    assert "Recovery code: " in cli.done("recovery-code", "new")
    with pytest.raises(Exception, match="recovery_code_wrong"):
        unlock_with_recovery(tmp_path / "store", code)


def test_the_passphrase_file_goes_before_the_environment(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSPHRASE_VARIABLE, "something else")
    file = cli.folder / "wachtwoord.txt"
    for content in (f"{PASSPHRASE}\r\nmore\n".encode(), f"\ufeff{PASSPHRASE}".encode()):
        file.write_bytes(content)
        cli.done("--passphrase-file", file, "staff", "list")
    file.write_bytes(b"\xff\xfe\x00")
    for bad in (file, cli.folder / "nergens"):
        run = cli("--passphrase-file", bad, "staff", "list")
        assert (run.code, run.err.split(":")[0]) == (1, "error[passphrase_file]")


def test_without_a_terminal_the_passphrase_is_not_waited_for(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PASSPHRASE_VARIABLE)
    run = cli("staff", "list")
    assert (run.code, run.out) == (1, "")
    assert run.err.startswith("error[passphrase_needed]: ")
    assert PASSPHRASE_VARIABLE in run.err
    missing = cli("--store", cli.folder / "nergens", "staff", "list")
    assert missing.err.startswith("error[no_store]: ")


def test_at_a_terminal_the_passphrase_is_asked_for_once(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PASSPHRASE_VARIABLE)
    asked = answers(monkeypatch, PASSPHRASE)
    assert len(cli("staff", "list", "--json").json["staff"]) == 1
    assert len(asked) == 1


def test_a_new_passphrase_is_asked_for_until_it_is_typed_twice_alike(
    bare: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PASSPHRASE_VARIABLE)
    monkeypatch.delenv(NEW_PASSPHRASE_VARIABLE)
    asked = answers(monkeypatch, PASSPHRASE, "a slip of it", PASSPHRASE, PASSPHRASE)
    run = bare("init", "--lead", "Anna", "--json")
    assert run.json["recovery_code"]
    assert len(asked) == 4
    answers(monkeypatch, PASSPHRASE, SECOND, SECOND)
    bare.done("staff", "add", "Bram", "--role", "technician")
    again = answers(monkeypatch)
    assert bare("init", "--lead", "Anna").err.startswith("error[store_exists]: ")
    assert again == []


def test_a_passphrase_is_never_repeated(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSPHRASE_VARIABLE, "geheim genoeg dit")
    run = cli("staff", "list")
    assert "geheim" not in run.out + run.err
