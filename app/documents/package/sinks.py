"""Where a package goes: a sealed ZIP or a folder, whole at the end or not there at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol, Self

from app.errors import KnownError
from app.files import sync_folder
from app.i18n import _


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that a package holds."""

    path: str
    """With ``/`` between folders."""
    size: int
    """Bytes."""
    sha256: str


class Sink(Protocol):
    """Takes the files of a package one after the other.

    Used as a context: leaving it after an error, or without ``finish``, leaves nothing behind.
    """

    sealed: bool

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...

    def write(self, path: str, chunks: Iterable[bytes]) -> None:
        """Add a file. The system's refusals come as ``OSError``."""

    def finish(self) -> str:
        """Put the package in its place; return the digest of the ZIP, or nothing for a folder."""


def add(sink: Sink, path: str, chunks: Iterable[bytes]) -> Entry:
    """Add a file to ``sink`` and return what a manifest says of it."""
    digest, size = hashlib.sha256(), 0

    def passing() -> Iterable[bytes]:
        nonlocal size
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            yield chunk

    sink.write(path, passing())
    return Entry(path, size, digest.hexdigest())


def refuse_existing(target: Path) -> None:
    """Raise KnownError ``file_exists`` rather than replace what is there."""
    if os.path.lexists(target):
        raise KnownError(
            "file_exists",
            _("There is already a file or folder of that name."),
            _("Nothing was written. Choose another name, or remove the old one first."),
        )


class FolderSink:
    """An unsealed package: a folder that only its owner may open."""

    sealed = False

    def __init__(self, target: Path) -> None:
        self._target = target
        self._temporary: Path | None = None

    def __enter__(self) -> Self:
        # mkdtemp gives the folder to its owner alone.
        name = tempfile.mkdtemp(prefix=".package-", suffix=".tmp", dir=self._target.parent)
        self._temporary = Path(name)
        return self

    def __exit__(self, *error: object) -> None:
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)  # the first error is the one to tell

    def write(self, path: str, chunks: Iterable[bytes]) -> None:
        """Add a file, synchronised to the disk."""
        file = self._folder() / path
        file.parent.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            for chunk in chunks:
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())

    def finish(self) -> str:
        """Give the folder its name."""
        folder = self._folder()
        for inner in (*filter(Path.is_dir, folder.iterdir()), folder):
            sync_folder(inner)
        refuse_existing(self._target)  # a rename would silently take an empty folder's place
        folder.rename(self._target)
        self._temporary = None
        return ""

    def _folder(self) -> Path:
        if self._temporary is None:
            raise RuntimeError("the package is not open")
        return self._temporary


class SealedSink:
    """A package in one ZIP, each file encrypted with AES-256 (WinZip AE-2).

    What is written to the disk has been encrypted before; pyzipper keeps no file of its own.
    """

    sealed = True

    def __init__(self, target: Path, passphrase: str) -> None:
        self._target = target
        self._passphrase = passphrase
        self._temporary: Path | None = None
        self._out: _ForwardFile | None = None
        self._zip: Any = None

    def __enter__(self) -> Self:
        # Imported at first use: only an export needs it.
        import pyzipper  # noqa: PLC0415

        # mkstemp gives the file to its owner alone.
        descriptor, name = tempfile.mkstemp(
            prefix=".package-", suffix=".tmp", dir=self._target.parent
        )
        self._temporary = Path(name)
        self._out = _ForwardFile(os.fdopen(descriptor, "wb"))
        self._zip = pyzipper.AESZipFile(self._out, "w")
        self._zip.setpassword(self._passphrase.encode("utf-8"))
        # AE-2 leaves out the checksum of the plaintext, which would tell small contents apart.
        self._zip.setencryption(pyzipper.WZ_AES, nbits=256, force_wz_aes_version=2)
        return self

    def __exit__(self, *error: object) -> None:
        if self._temporary is None or self._out is None:
            return
        self._out.abandon()
        self._zip.close()
        with suppress(OSError):  # the first error is the one to tell
            self._out.close()
        with suppress(OSError):
            self._temporary.unlink()

    def write(self, path: str, chunks: Iterable[bytes]) -> None:
        """Add a file."""
        import pyzipper  # noqa: PLC0415 - see above

        out = self._open()
        info = self._zip.zipinfo_cls(path)
        # Attachments are mostly compressed already, and trying again takes most of the time.
        attachment = path.startswith("files/")
        info.compress_type = pyzipper.ZIP_STORED if attachment else pyzipper.ZIP_DEFLATED
        with self._zip.open(info, "w", force_zip64=True) as member:
            try:
                for chunk in chunks:
                    member.write(chunk)
                    out.check()
            except BaseException:
                out.abandon()
                raise
        out.check()

    def finish(self) -> str:
        """Write the ZIP's directory, synchronise and give the file its name."""
        out = self._open()
        self._zip.close()
        out.check()
        out.sync()
        out.close()
        refuse_existing(self._target)
        if self._temporary is not None:
            self._temporary.replace(self._target)
            self._temporary = None
        return out.digest.hexdigest()

    def _open(self) -> _ForwardFile:
        if self._out is None:
            raise RuntimeError("the package is not open")
        return self._out


class _ForwardFile:
    """A file that is only written onwards, so that its digest is known at the end.

    It has no ``seek`` or ``tell``, which makes the ZIP writer put sizes behind each file's data.
    An error of the disk is kept for ``check`` instead of being raised, since the ZIP writer cannot
    be closed after one; from then on nothing more is written.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._error: OSError | None = None
        self._abandoned = False
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        if not (self._abandoned or self._error):
            try:
                self._file.write(data)
            except OSError as error:
                self._error = error
            self.digest.update(data)
        return len(data)

    def flush(self) -> None:
        """Leave it to ``sync``."""

    def check(self) -> None:
        """Raise the error that the disk gave, if any."""
        if self._error:
            raise self._error

    def abandon(self) -> None:
        """Write nothing more: the work has failed."""
        self._abandoned = True

    def sync(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        self._file.close()


_BINARY: int = getattr(os, "O_BINARY", 0)  # Windows alone would translate line ends
