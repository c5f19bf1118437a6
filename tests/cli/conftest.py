"""The real command line on a real store, in this process."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.settings import NEW_PASSPHRASE_VARIABLE, PASSPHRASE_VARIABLE, STORE_VARIABLE
from app.workflows.session import Session, create_store, members_of
from tests.store_copies import StoreCopies

PASSPHRASE = "four words of a lead"
SECOND = "four words of another"

MAIL = """\
From: Sanne Vermeulen <sanne@example.nl>
To: helpdesk@example.com
Subject: VPN doet het niet
Date: Mon, 02 Nov 2026 09:00:00 +0100
Message-ID: <een@example.nl>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=grens

--grens
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Sinds vanmorgen krijg ik geen verbinding, ook niet via één andere kabel.

--grens
Content-Type: text/plain; name=log.txt
Content-Disposition: attachment; filename=log.txt
Content-Transfer-Encoding: base64

Zm91dCA4MDk=
--grens--
"""
REPLY = """\
From: Sanne Vermeulen <sanne@example.nl>
To: helpdesk@example.com
Subject: Re: VPN doet het niet
Date: Mon, 02 Nov 2026 10:00:00 +0100
Message-ID: <twee@example.nl>
In-Reply-To: <een@example.nl>
Content-Type: text/plain; charset=utf-8

Het werkt weer.

> Sinds vanmorgen krijg ik geen verbinding
"""
DEVICES = """\
Serienummer;IMEI;MAC;Merk;Model;Soort;Gebruiker
SN-4411AB;;00:1b:44:11:3a:b7;Dell;Latitude 5440;laptop;sanne@example.nl
SN-4412AB;490154203237518;;Fairphone;5;telefoon;
;;;Dell;zonder nummer;laptop;
"""


@dataclass
class Run:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on stdout."""
        assert self.code == 0, self.err
        return self.document

    @property
    def document(self) -> Any:
        """The one JSON document on stdout, however the command ended."""
        (line,) = self.out.splitlines()
        return json.loads(line)

    @property
    def lines(self) -> list[Any]:
        """The JSON object on each line of stdout."""
        assert self.code == 0, self.err
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass
class Cli:
    """Runs commands as ``cne-helpdesk`` would."""

    capsys: pytest.CaptureFixture[str]
    folder: Path
    opened: list[tuple[Path, Session | None]] = field(default_factory=list)
    told: str | None = None
    """The passphrase that the window was to tell."""

    def __call__(self, *arguments: str | Path) -> Run:
        """Run a command and return what became of it."""
        self.capsys.readouterr()
        code = main([str(argument) for argument in arguments], open_window=self._open)
        printed = self.capsys.readouterr()
        return Run(code, printed.out, printed.err)

    def done(self, *arguments: str | Path) -> str:
        """Run a command that must succeed and return what it printed."""
        run = self(*arguments)
        assert run.code == 0, run.err
        return run.out

    def _open(self, folder: Path, session: Session | None, passphrase: str | None) -> int:
        self.opened.append((folder, session))
        self.told = passphrase
        if session is not None:
            if passphrase is not None:
                for member in members_of(folder):
                    session.vault.unlock(passphrase, member.name)
            session.close()
        return 0

    def file(self, name: str, text: str) -> Path:
        """Write a file to import."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path


@pytest.fixture
def bare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Cli:
    """The command line of a workstation without a store, in a folder of its own."""
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "store"))
    monkeypatch.setenv(PASSPHRASE_VARIABLE, PASSPHRASE)
    monkeypatch.setenv(NEW_PASSPHRASE_VARIABLE, SECOND)
    monkeypatch.chdir(tmp_path)
    return Cli(capsys, tmp_path)


@pytest.fixture
def cli(bare: Cli, store_copies: StoreCopies) -> Cli:
    """The command line of a workstation with a store, led by Anna."""
    store_copies.copy(make_store, bare.folder / "store")
    return bare


def make_store(folder: Path) -> None:
    """Make a store as ``init`` does."""
    create_store(folder, "Anna", PASSPHRASE)[0].close()


@pytest.fixture
def filled(cli: Cli) -> Cli:
    """A store with a ticket, a reply, three people's worth of rows and two devices."""
    cli.done("import", "mail", cli.file("een.eml", MAIL), cli.file("twee.eml", REPLY))
    cli.done("import", "devices", cli.file("lijst.csv", DEVICES))
    return cli
