"""Writes a person's package: every form of it, the manifest and the signature."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from textwrap import fill

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.documents.package.data_file import data_file
from app.documents.package.information import Information
from app.documents.package.manifest import MANIFEST, PUBLIC_KEY, SIGNATURE, manifest
from app.documents.package.overview import volume_name, volumes
from app.documents.package.page import page
from app.documents.package.sinks import (
    Entry,
    FolderSink,
    SealedSink,
    Sink,
    add,
    refuse_existing,
)
from app.documents.package.spreadsheet import spreadsheet
from app.documents.package.texts import Texts, encodable, printable
from app.documents.package.walk import PIECE, Ahead, Tally, Walk, passes_after_first, pieces
from app.documents.signing import public_key_pem, raw_public_key
from app.errors import KnownError
from app.files import known_write_error, sync_folder
from app.i18n import _
from app.model.changes import Progress, no_progress
from app.model.moments import now
from app.model.package import Forecast, PackageFile, PackageSection, PackageSubject
from app.policy import Policy

_README_WIDTH = 95  # characters
_BUFFER = 64 * 1024  # characters gathered before they are compressed and encrypted


@dataclass(frozen=True, slots=True)
class PackageResult:
    """What was written."""

    file: Path
    """The ZIP, or the folder of an unsealed package."""
    sha256: str
    """Of the ZIP; of an unsealed package, of its ``manifest.json``."""
    counts: dict[str, int]
    """Records by category of the policy."""
    files: int
    """Attachments."""
    withheld: int
    """Attachments that are told of and not given."""


def write_package(
    target: Path,
    subject: PackageSubject,
    sections: Sequence[PackageSection],
    *,
    policy: Policy,
    signing_key: Ed25519PrivateKey | None,
    passphrase: str | None,
    made_at: int | None = None,
    forecast: Forecast = Forecast(),  # noqa: B008 - frozen, and a default says so best
    progress: Progress = no_progress,
) -> PackageResult:
    """Write all that ``sections`` hold about ``subject`` to ``target``.

    With a ``passphrase`` the package is one ZIP sealed with AES-256; without, a folder that anyone
    at this workstation who may read it can read. Without a ``signing_key`` it bears no signature.
    Whatever is in the way - ``progress`` raising ``Cancelled``, a full disk, an error in a
    section - leaves nothing at ``target`` or beside it. Memory use does not grow with the number or
    size of the records, only by some 300 bytes for each attachment.

    Raises KnownError ``file_exists``, ``disk_full``, ``read_only`` or ``write_failed``;
    ``not_durable`` where the package is in place but the disk did not confirm it; ``ValueError``
    or ``RuntimeError`` where the sections break their contract (app.model.package).
    """
    ahead = Ahead()
    ahead.foretell(forecast)
    writer = _Writer(
        subject=subject,
        sections=sections,
        information=Information(policy, Texts(subject.language)),
        made_at=now() if made_at is None else made_at,
        progress=progress,
        ahead=ahead,
        tally=Tally(),
    )
    refuse_existing(target)
    sink: Sink = FolderSink(target) if passphrase is None else SealedSink(target, passphrase)
    try:
        with sink:
            manifest_digest = writer.write(sink, signing_key)
            zip_digest = sink.finish()
    except OSError as error:
        raise known_write_error(error) from error
    try:
        sync_folder(target.parent)
    except OSError as error:
        raise KnownError(
            "not_durable",
            _("The package was written, but the disk did not confirm it."),
            _("Check the disk, and verify the package before you hand it over."),
        ) from error
    return PackageResult(
        file=target,
        sha256=zip_digest or manifest_digest,
        counts=dict(writer.tally.categories),
        files=writer.tally.files,
        withheld=writer.tally.withheld,
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    subject: PackageSubject
    sections: Sequence[PackageSection]
    information: Information
    made_at: int
    progress: Progress
    ahead: Ahead
    tally: Tally

    def write(self, sink: Sink, key: Ed25519PrivateKey | None) -> str:
        """Write every file to ``sink``; return the manifest's digest."""
        entries = list(self._entries(sink, signed=key is not None))
        if key is not None:
            pem = public_key_pem(raw_public_key(key))
            entries.append(add(sink, PUBLIC_KEY, [pem]))
        raw = "".join(manifest(entries, self.made_at)).encode("utf-8")
        add(sink, MANIFEST, [raw])
        if key is not None:
            add(sink, SIGNATURE, [key.sign(raw)])
        return sha256(raw).hexdigest()

    def _entries(self, sink: Sink, *, signed: bool) -> Iterator[Entry]:
        sealed, tally, information = sink.sealed, self.tally, self.information
        text = data_file(self.subject, information, self._walk(sealed), tally, self.made_at)
        yield add(sink, "data.json", _encoded(text))
        self.ahead.expect(tally.records * passes_after_first(len(tally.columns)) + tally.pieces)
        yield add(sink, "README.txt", [self._readme(signed=signed)])
        schema = files("resources") / "templates" / "package" / "data.schema.json"
        yield add(sink, "data.schema.json", [schema.read_bytes()])
        for table in tally.columns:
            text = spreadsheet(table, self._counted(sealed), tally, information)
            yield add(sink, f"csv/{table}.csv", _encoded(text))
        for step in self._counted(sealed).steps():
            for attachment in step.attachments:
                if attachment.file.withheld:
                    continue
                yield add(sink, attachment.path, self._content(attachment.file))
        text = page(self.subject, information, self._counted(sealed), tally, self.made_at)
        yield add(sink, "index.html", _encoded(text))
        books = volumes(self.subject, information, self._counted(sealed), tally, self.made_at)
        for number, book in enumerate(books, 1):
            yield add(sink, volume_name(number), [book])

    def _walk(self, sealed: bool) -> Walk:
        return Walk(self.sections, sealed=sealed, progress=self.progress, ahead=self.ahead)

    def _counted(self, sealed: bool) -> Walk:
        """Return a further pass, which must find as many records as the first did."""
        walk = self._walk(sealed)
        walk.expected = self.tally.records
        return walk

    def _content(self, file: PackageFile) -> Iterator[bytes]:
        steps, written, told = pieces(file), 0, 0
        for chunk in file.open():
            written += len(chunk)
            due = min(steps, written // PIECE)
            self.ahead.step(self.progress, due - told)
            told = due
            yield chunk
        self.ahead.step(self.progress, steps - told)

    def _readme(self, *, signed: bool) -> bytes:
        texts, policy = self.information.texts, self.information.policy
        period = texts.days(self.subject.days)
        told = self.information.withheld(self.tally.withheld)
        text = texts(
            "readme",
            title=texts("title", controller=policy.document.controller),
            made_for=texts("made_for"),
            name=printable(" ".join(self.subject.name.split())),
            made_on=texts("made_on"),
            day=texts.moment(self.made_at),
            period=f"\n{texts('period')}: {period}\n\n{texts('period_note')}" if period else "",
            privacy=policy.contact.privacy,
            signature=texts("readme_signature") if signed else "",
            others=texts("others"),
            withheld=f"\n{fill(told, _README_WIDTH)}\n" if told else "",
        )
        return encodable(text).replace("\n", "\r\n").encode("utf-8")  # for Windows' Notepad too


def _encoded(texts: Iterable[str]) -> Iterator[bytes]:
    """Yield many small texts as a few large pieces of UTF-8."""
    gathered: list[str] = []
    length = 0
    for text in texts:
        gathered.append(text)
        length += len(text)
        if length >= _BUFFER:
            yield "".join(gathered).encode("utf-8")
            gathered.clear()
            length = 0
    yield "".join(gathered).encode("utf-8")
