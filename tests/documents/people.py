"""A made-up person and their records, plain or hostile, for the tests of packages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.documents.package import PackageResult, write_package
from app.model.changes import Progress, no_progress
from app.model.package import (
    FieldKind,
    PackageField,
    PackageFile,
    PackageRecord,
    PackageSection,
    PackageSubject,
)
from app.policy import load_policy

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
PASSPHRASE = "walnoot-trui-kompas-regenboog-lente-fiets"
MADE_AT = 1_795_000_000


def subject(language: str = "nl", name: str = "Anke de Vries") -> PackageSubject:
    return PackageSubject(name, ("anke.devries@example.nl",), language)


def file(name: str = "verslag.pdf", content: bytes = b"%PDF-1.7 verslag") -> PackageFile:
    return PackageFile(name, "application/pdf", len(content), lambda: [content])


def message(
    number: int, text: str = "Het werkt weer.", files: tuple[PackageFile, ...] = ()
) -> PackageRecord:
    fields = (
        PackageField("created_at", "Tijdstip", 1_772_500_000 + number, FieldKind.MOMENT),
        PackageField("text", "Tekst", text),
        PackageField("internal", "Intern", 0, FieldKind.FLAG),
    )
    return PackageRecord("messages", "communication", f"Bericht {number}", fields, (), files)


def ticket(title: str = "CNE-2026-000123", children: Iterable[PackageRecord] = ()) -> PackageRecord:
    fields = (
        PackageField("title", "Titel", title),
        PackageField("due_on", "Uiterlijk", "2026-12-07", FieldKind.DAY),
        PackageField("size", "Omvang", 1_536, FieldKind.SIZE),
        PackageField("score", "Cijfer", None, FieldKind.NUMBER),
    )
    return PackageRecord("tickets", "communication", title, fields, children)


def account(name: str = "Anke de Vries") -> PackageRecord:
    fields = (PackageField("display_name", "Naam", name),)
    return PackageRecord("people", "account", name, fields)


def sections(
    texts: Iterable[str] = ("Het werkt niet.", "Het werkt weer."),
    files: tuple[PackageFile, ...] = (),
    title: str = "CNE-2026-000123",
) -> list[PackageSection]:
    given = list(texts)

    def tickets() -> Iterator[PackageRecord]:
        yield ticket(title, (message(n, text, files) for n, text in enumerate(given)))

    return [
        section("Account", lambda: [account()]),
        section("Tickets", tickets),
        section("Verzoeken", list),
    ]


def section(title: str, records: Callable[[], Iterable[PackageRecord]]) -> PackageSection:
    return PackageSection(title, records)


def write(
    target: Path,
    parts: list[PackageSection] | None = None,
    *,
    language: str = "nl",
    key: Ed25519PrivateKey | None = KEY,
    passphrase: str | None = None,
    progress: Progress = no_progress,
) -> PackageResult:
    return write_package(
        target,
        subject(language),
        sections() if parts is None else parts,
        policy=load_policy(),
        signing_key=key,
        passphrase=passphrase,
        made_at=MADE_AT,
        progress=progress,
    )
