"""Reading a package back, from a folder or a ZIP, without trusting anything in it."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, Self

from app.errors import KnownError
from app.i18n import _

_CHUNK = 64 * 1024
_ENCRYPTED = 0x1  # in a ZIP entry's flags


class Damaged(Exception):  # noqa: N818 - a finding for the reader's report, not a failure
    """A file of the package cannot be read."""


class Source(Protocol):
    """A package to read; used as a context."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...

    def paths(self) -> list[str]:
        """Return the path of each file, as often as it stands there."""

    def read(self, path: str) -> Iterator[bytes]:
        """Yield a file's bytes; raises ``Damaged`` where that fails."""


class FolderSource:
    """An unsealed package."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing is kept open."""

    def paths(self) -> list[str]:
        """Return every file in the folder; links are listed and not followed."""
        found = []
        for folder, folders, names in os.walk(self._folder):
            links = [name for name in folders if (Path(folder) / name).is_symlink()]
            for name in (*names, *links):
                found.append((Path(folder) / name).relative_to(self._folder).as_posix())
        return found

    def read(self, path: str) -> Iterator[bytes]:
        """Yield a file's bytes; a link leads out of the package and is not read."""
        file = self._folder / path
        try:
            if file.is_symlink() or not file.is_file():
                raise Damaged
            with file.open("rb") as opened:
                while chunk := opened.read(_CHUNK):
                    yield chunk
        except (OSError, ValueError) as error:
            raise Damaged from error


class ZipSource:
    """A sealed package, or a folder that someone packed into a ZIP."""

    def __init__(self, file: Path, passphrase: str | None) -> None:
        self._file = file
        self._passphrase = passphrase
        self._zip: Any = None

    def __enter__(self) -> Self:
        """Open the ZIP.

        Raises KnownError ``passphrase_needed`` where it is sealed and there is none,
        ``damaged_package`` where its directory cannot be read.
        """
        # Imported at first use: only an export and its check need it.
        import pyzipper  # noqa: PLC0415

        with _zip_errors():
            self._zip = pyzipper.AESZipFile(self._file)
        if any(info.flag_bits & _ENCRYPTED for info in self._zip.infolist()):
            if not self._passphrase:
                self._zip.close()
                raise KnownError(
                    "passphrase_needed",
                    _("This package is sealed."),
                    _("Give the passphrase that was shown when it was made."),
                )
            self._zip.setpassword(self._passphrase.encode("utf-8"))
        return self

    def __exit__(self, *error: object) -> None:
        self._zip.close()

    def paths(self) -> list[str]:
        """Return every file in the ZIP's directory."""
        return [info.filename for info in self._zip.infolist() if not info.is_dir()]

    def read(self, path: str) -> Iterator[bytes]:
        """Yield a file's bytes; raises KnownError ``wrong_passphrase`` where it does not open."""
        import pyzipper  # noqa: PLC0415 - see above

        try:
            with self._zip.open(path) as member:
                while chunk := member.read(_CHUNK):
                    yield chunk
        except (
            pyzipper.BadZipFile,
            zlib.error,
            EOFError,
            KeyError,
            NotImplementedError,
            OSError,
            ValueError,
            struct.error,  # where less is left of the file than an entry says it has
        ) as error:
            raise Damaged from error
        except RuntimeError as error:  # what pyzipper raises for a passphrase, and for nothing else
            if "password" not in str(error):
                raise
            raise KnownError(
                "wrong_passphrase",
                _("The passphrase does not open this package."),
                _("Check the spelling of each word and the hyphens between them."),
            ) from None


@contextmanager
def _zip_errors() -> Iterator[None]:
    import pyzipper  # noqa: PLC0415 - see above

    try:
        yield
    except (
        pyzipper.BadZipFile,
        EOFError,
        ValueError,
        NotImplementedError,
        struct.error,
    ) as error:
        raise KnownError(
            "damaged_package",
            _("This ZIP file is damaged and cannot be read."),
            _("Ask for the original file and check that it came over whole."),
        ) from error
