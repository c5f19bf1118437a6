"""What came into the store stands in no file in the open, whatever becomes of the program."""

from __future__ import annotations

import base64
import functools
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import MAIL, Cli
from tests.conftest import Clock

ROOT = Path(__file__).resolve().parents[2]
WORDS = ("zwaluwnest", "koperdraad", "plavuizen", "haverklap", "mosterdzaad", "vlindernet")
SUBJECT, TEXT, HTML, FILE, NAME, PLACE = WORDS
DEVICES = f"serial;owner;location\nSN-4411AB;{NAME}@example.nl;{PLACE}\n;;{PLACE}\n"
SEVERAL = 40
"""Times that an attachment says its word, as a rule."""
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_written: list[Path] | None = None


def planted(mail_id: str, times: int = SEVERAL) -> str:
    """Return a mail that holds a word in each of its places."""
    return f"""\
From: {NAME} Vermeulen <{NAME}@example.nl>
To: helpdesk@example.com
Subject: {SUBJECT}
Message-ID: <{mail_id}@example.nl>
Content-Type: multipart/mixed; boundary=grens

--grens
Content-Type: text/html; charset=utf-8

<p>{TEXT}</p><b title="{HTML}">{HTML}</b>

--grens
Content-Type: application/octet-stream; name=log.bin
Content-Transfer-Encoding: base64

{base64.encodebytes(FILE.encode() * times).decode()}
--grens--
"""


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if _written is not None and event == "open":
        path, _mode, flags = arguments
        if isinstance(path, str) and isinstance(flags, int) and flags & _WRITING:
            _written.append(Path(path).absolute())


@functools.cache
def _listen() -> None:
    sys.addaudithook(_note)


@pytest.fixture
def written() -> Iterator[list[Path]]:
    """Every file that is opened to be written, those that are gone at the end among them."""
    global _written  # noqa: PLW0603 - a hook stays for the life of the process
    _listen()
    _written = []
    yield _written
    _written = None


def in_the_open(folder: Path) -> list[tuple[str, str]]:
    """Return the files that hold a planted word in some spelling, and the word."""
    found = []
    for path in (path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes().lower()
        for word in WORDS:
            spellings = (word.encode(), word.encode("utf-16-le"), word.encode().hex().encode())
            if any(spelling in content for spelling in spellings):
                found.append((path.name, word))
    return found


def _killed_while_it_imports(cli: Cli, box: Path) -> None:
    """Kill an import once it has written much of a mailbox."""
    running = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "ui", "import", "mail", str(box)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    log = cli.folder / "store" / "helpdesk.db-wal"
    try:
        while running.poll() is None and not (log.exists() and log.stat().st_size > 2**20):
            time.sleep(0.01)
    finally:
        running.kill()
        running.wait()


def test_what_is_taken_in_stands_in_no_file_but_encrypted(
    cli: Cli, clock: Clock, written: list[Path]
) -> None:
    taken = [
        cli.file("drie.eml", planted("drie")),
        cli.file("lijst.csv", DEVICES),
        cli.file("kapot.xml", f"<REQUEST><CONTENT><BIOS><SSN>{NAME}</SSN></BIOS>"),
        cli.file("vreemd.json", f'{{"{NAME}": ["{TEXT}"'),
    ]
    assert in_the_open(cli.folder)  # it is found where it is
    written.clear()
    cli.done("import", "mail", taken[0], "--dry-run")
    cli.done("import", "mail", taken[0])
    for file in taken[1:]:
        cli("import", "devices", file, "--json")
    for file in taken:
        file.unlink()
    assert in_the_open(cli.folder) == []
    # What is searched for and what is refused is said on the terminal alone.
    assert NAME in cli.done("tickets", "search", TEXT)
    assert NAME in cli.done("people", "list")
    assert cli("tickets", "search", f"{TEXT} status:{HTML}").code == 1
    assert cli("requests", "new", "access", f"{PLACE}@example.nl").code == 1
    cli.done("requests", "new", "access", f"{NAME}@example.nl")
    cli.done("requests", "verify-identity", "1", "--method", "callback")
    cli.done("export", f"{NAME}@example.nl", "--request", "1", "--out", "pakket.zip")
    cli.done("staff", "add", "Bram", "--role", "technician")
    cli.done("staff", "remove", "Bram")
    clock.advance(days=120)
    cli.done("purge", "plan", "--rule", "import_undo", "--out", "plan.json")
    cli.done("purge", "approve", "plan.json", "--reason", "no other lead")
    cli.done("purge", "run", "plan.json", "--report", "verslag.json")
    cli.done("requests", "decide", "1", "granted")
    cli.done("requests", "close", "1")
    cli.done("requests", "new", "erase", f"{NAME}@example.nl")
    cli.done("requests", "verify-identity", "2", "--method", "in_person")
    cli.done("requests", "decide", "2", "granted")
    cli.done("erase", f"{NAME}@example.nl", "--request", "2", "--reason", "er is geen tweede")
    assert in_the_open(cli.folder) == []
    outside = {path for path in written if not path.is_relative_to(cli.folder)}
    assert outside <= {Path(os.devnull)}


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed")
def test_a_killed_import_leaves_nothing_in_the_open(cli: Cli) -> None:
    # More than the writer holds in memory, so that much of it is in the log when it is killed.
    large = 500_000 // len(FILE)
    mails = (planted(f"mail{number}", large) for number in range(80))
    head = "From a@b.nl Mon Nov 23 08:00:00 2026\n"
    box = cli.file("bak.mbox", "".join(f"{head}{mail}\n" for mail in mails))
    _killed_while_it_imports(cli, box)
    assert (cli.folder / "store" / "helpdesk.db-wal").stat().st_size > 2**20
    box.unlink()
    assert in_the_open(cli.folder) == []
    assert cli("tickets", "list", "--json").json == {"rows": []}
    cli.done("import", "mail", cli.file("een.eml", MAIL))
