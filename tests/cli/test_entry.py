from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.output import json_bytes, many_lines, one_line, width
from app.cli.root import _COMMANDS as COMMANDS
from app.i18n import translator
from tests.cli.conftest import MAIL, PASSPHRASE, Cli

REPOSITORY = Path(__file__).resolve().parents[2]
HEAVY = {"sqlcipher3", "cryptography", "PySide6", "keyring", "holidays"}


def program(
    *arguments: str, cwd: Path, code: str = "", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the program itself, as a shell would; with ``code``, that instead."""
    command = [sys.executable, *(("-c", code) if code else ("-m", "ui")), *arguments]
    return subprocess.run(  # noqa: S603 - our own program
        command,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **environment},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def test_a_script_works_with_the_program_itself(tmp_path: Path) -> None:
    folder = {"CNE_HELPDESK_STORE": str(tmp_path / "winkel")}
    made = program(
        "init",
        "--lead",
        "Anna",
        "--json",
        cwd=tmp_path,
        **folder,
        CNE_HELPDESK_PASSPHRASE=PASSPHRASE,
    )
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["store"] == str(tmp_path / "winkel")
    (tmp_path / "een.eml").write_text(MAIL, encoding="utf-8")
    # An encoding without the accents of the mail.
    narrow = {"PYTHONIOENCODING": "iso8859-5", "CNE_HELPDESK_PASSPHRASE": PASSPHRASE, **folder}
    taken = program("import", "mail", "een.eml", "--json", cwd=tmp_path, **narrow)
    assert "één" in json.loads(taken.stdout.decode())["text"]
    shown = program("tickets", "show", "CNE-2026-000001", cwd=tmp_path, **narrow)
    assert shown.returncode == 0
    assert b"via ??n andere kabel" in shown.stdout
    refused = program("tickets", "list", "--json", cwd=tmp_path, **folder)
    assert (refused.returncode, refused.stdout) == (1, b"")
    assert refused.stderr.startswith(b"error[passphrase_needed]: ")


@pytest.mark.parametrize("arguments", [["--help"], ["identify", "490154203237518", "--json"]])
def test_small_commands_load_nothing_heavy(tmp_path: Path, arguments: list[str]) -> None:
    run = program(
        *arguments,
        cwd=tmp_path,
        code="import sys; from ui.__main__ import main; code = main();"
        " print(*sorted(m for m in sys.modules if '.' not in m), file=sys.stderr);"
        " sys.exit(code)",
    )
    assert run.returncode == 0
    assert set(run.stderr.decode().split()) & HEAVY == set()


def test_help_speaks_dutch_on_a_dutch_system(tmp_path: Path) -> None:
    dutch = translator("nl")
    for arguments, english in (
        ((), "Unlock as this member of staff."),
        (("tickets", "list"), "Show at most so many."),
    ):
        run = program(*arguments, "--help", cwd=tmp_path, LC_ALL="nl_NL.UTF-8")
        shown = " ".join(run.stdout.decode().split())
        assert english not in shown
        assert dutch(english) in shown


def test_a_reader_that_leaves_ends_the_program_quietly(tmp_path: Path) -> None:
    values = tmp_path / "waarden.txt"
    values.write_text("490154203237518\n" * 20_000)
    with values.open("rb") as lines:
        running = subprocess.Popen(
            [sys.executable, "-m", "ui", "identify", "-", "--json"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            stdin=lines,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        told = running.stderr.read()
        running.stderr.close()
        assert (running.wait(), told) == (141, b"")


@pytest.mark.parametrize("command", list(COMMANDS))
def test_every_command_has_help(bare: Cli, command: str) -> None:
    assert f"cne-helpdesk {command}" in bare.done(command, "--help")
    assert command in bare.done("--help")


@pytest.mark.parametrize(
    "arguments",
    [
        ("gibberish",),
        ("tickets", "lsit"),
        ("init",),
        ("identify",),
        ("import", "mail"),
        ("requests", "new", "everything", "x"),
        ("tickets", "list", "--limit", "0"),
        ("erase", "x"),
        ("requests", "show", "9" * 40),
    ],
)
def test_wrong_usage_exits_with_two(bare: Cli, arguments: tuple[str, ...]) -> None:
    run = bare(*arguments)
    assert (run.code, run.out) == (2, "")
    assert run.err


def test_bytes_that_are_no_text_are_refused_as_a_name_and_told_as_a_value(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    for arguments in (
        ("people", "show", "\udcff"),
        ("devices", "find", "\udcff"),
        ("hold", "add", "CNE-2026-000001", "--ground", "\udcff"),
        ("--as", "\udcff", "staff", "list"),
    ):
        assert cli(*arguments).code == 2
    stdin = io.TextIOWrapper(io.BytesIO(b"49\xff\n"), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", stdin)
    assert cli("identify", "-", "--json").json["value"] == "49\udcff"
    monkeypatch.undo()
    stdin.close()


@pytest.mark.parametrize(
    "arguments",
    [
        ("import", "mail", "a" * 300),
        ("verify", "a" * 300),
        ("purge", "approve", "a" * 300),
        ("export", "sanne@example.nl", "--out", "nergens/pakket.zip"),
        ("purge", "plan", "--out", "nergens/plan.json"),
        ("--store", "een.eml/winkel", "init", "--lead", "Anna"),
        ("--store", "a" * 300, "staff", "list"),
    ],
)
def test_a_place_that_cannot_be_used_is_told_plainly(
    filled: Cli, arguments: tuple[str, ...]
) -> None:
    run = filled(*arguments)
    assert (run.code, run.out) == (1, "")
    assert run.err.startswith("error[")


def test_json_is_asked_for_before_or_after_the_command(cli: Cli) -> None:
    assert cli("--json", "staff", "list").json == cli("staff", "list", "--json").json


def test_a_mistake_of_the_program_is_told_without_values(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise ValueError("sanne@example.nl")

    monkeypatch.setattr("app.workflows.members.members", fail)
    run = cli("staff", "list")
    assert (run.code, run.out) == (70, "")
    assert "ValueError" in run.err
    assert "app/cli/staff.py:" in run.err
    assert "sanne" not in run.err


def test_stopping_says_so(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("app.workflows.members.members", stop)
    run = cli("staff", "list")
    assert (run.code, run.out) == (130, "")
    assert "Stopped" in run.err


def test_the_store_is_let_go_when_a_command_fails(cli: Cli) -> None:
    assert cli("requests", "show", "7").code == 1
    cli.done("staff", "list")


def test_json_holds_whatever_text_it_is_given() -> None:
    text = "één \udc80 \x1b \u202e 𝄞"
    assert json.loads(json_bytes({"text": text})) == {"text": text}
    assert "één".encode() in json_bytes(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[2Jb", "a�[2Jb"),
        ("a\u202eb\u2066c", "a�b�c"),
        ("a\x9bb\x00c\x7f", "a�b�c�"),
        ("  één\n twee\t", "één twee"),
        ("👩\u200d🔧", "👩\u200d🔧"),
        ("\udc80", "�"),
    ],
)
def test_a_line_holds_nothing_a_terminal_acts_upon(text: str, shown: str) -> None:
    assert one_line(text) == shown
    assert "\x1b" not in many_lines(text)


def test_columns_line_up_with_wide_and_combining_characters() -> None:
    assert (width("abc"), width("日本"), width("e\u0301")) == (3, 4, 1)
