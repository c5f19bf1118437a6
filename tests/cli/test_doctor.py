from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import KnownError
from app.store import cleanup, engine
from app.workflows.session import unlock
from tests.cli.conftest import PASSPHRASE, Cli, Run

CHECKS = ["pages", "rows", "index", "audit", "settings", "cleanup", "retention", "backup"]


def damage(folder: Path, *statements: str) -> None:
    """Change the store behind the program's back."""
    session = unlock(folder, PASSPHRASE)
    with session.store.maintenance() as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            connection.execute(statement)
    session.close()


def failed(run: Run) -> list[str]:
    assert run.code == 1
    assert run.err.startswith("error[unsound_store]: ")
    assert run.document["ok"] is False
    return [check["name"] for check in run.document["checks"] if not check["ok"]]


def test_a_sound_store_passes_every_check(filled: Cli) -> None:
    checks = filled("doctor", "--json").json["checks"]
    assert [(check["name"], check["ok"]) for check in checks] == [(name, True) for name in CHECKS]
    assert checks[-1]["detail"] == "none yet"
    assert "Audit trail   ok" in filled.done("doctor")


@pytest.mark.parametrize(
    ("check", "statement"),
    [
        ("rows", "UPDATE ticket SET requester_id = 12345"),
        ("index", "DELETE FROM message_text"),
        ("settings", "UPDATE setting SET value = '0' WHERE key LIKE 'ticket_sequence%'"),
        ("settings", "DELETE FROM setting WHERE key LIKE 'ticket_sequence%'"),
        ("settings", "UPDATE setting SET value = 'veel' WHERE key LIKE 'ticket_sequence%'"),
    ],
)
def test_what_was_changed_from_outside_is_found(
    filled: Cli, tmp_path: Path, check: str, statement: str
) -> None:
    damage(tmp_path / "store", statement)
    assert failed(filled("doctor", "--json")) == [check]
    told = filled("doctor")
    assert (told.code, "WRONG" in told.out) == (1, True)


def test_a_broken_audit_trail_is_found(filled: Cli, tmp_path: Path) -> None:
    damage(
        tmp_path / "store",
        "DROP TRIGGER IF EXISTS audit_kept",
        "INSERT INTO audit SELECT seq + 5, at, staff_id, staff_name, action, subject_table,"
        " subject_id, detail, previous, digest FROM audit ORDER BY seq DESC LIMIT 1",
    )
    assert failed(filled("doctor", "--json")) == ["audit"]


def test_a_damaged_page_is_found_and_the_other_checks_are_made(filled: Cli, tmp_path: Path) -> None:
    database = tmp_path / "store" / "helpdesk.db"
    pages = database.stat().st_size // engine.PAGE_BYTES
    content = bytearray(database.read_bytes())
    content[(pages - 1) * engine.PAGE_BYTES + 100] ^= 0xFF
    database.write_bytes(content)
    assert "pages" in failed(filled("doctor", "--json"))


def test_a_database_that_does_not_open_is_a_failed_check(filled: Cli, tmp_path: Path) -> None:
    database = tmp_path / "store" / "helpdesk.db"
    database.write_bytes(b"\0" * database.stat().st_size)
    assert failed(filled("doctor", "--json")) == ["pages"]


def owe_a_copy(folder: Path) -> None:
    session = unlock(folder, PASSPHRASE)
    with session.store.write() as connection:
        cleanup.owe_copy(connection)
    session.close()


def test_a_copy_for_which_there_is_no_room_is_told_and_is_no_damage(
    filled: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owe_a_copy(tmp_path / "store")
    with monkeypatch.context() as patch:
        patch.setattr(cleanup, "_ROOM", 2**60)
        listed = filled("tickets", "list", "--json")
        assert listed.json
        assert "no room on the disk" in listed.err
        doctor = filled("doctor", "--json")
        assert doctor.err.splitlines()[-2].startswith("error[cleanup_owed]: ")
        (wrong,) = [check for check in doctor.document["checks"] if not check["ok"]]
        assert wrong["name"] == "cleanup"
    assert filled("doctor", "--json").json["ok"]


def test_a_clean_up_that_a_damaged_page_prevents_keeps_no_command_from_going(
    filled: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owe_a_copy(tmp_path / "store")

    def damaged(*_given: object, **_named: object) -> None:
        raise KnownError("damaged_store", "A page of the store is damaged.", "Run doctor.")

    monkeypatch.setattr(cleanup, "renew", damaged)
    listed = filled("people", "list", "--json")
    assert listed.json
    assert "A page of the store is damaged. The clean-up is still to be done." in listed.err
