"""``keyslots.json`` on the disk."""

from __future__ import annotations

from pathlib import Path

from app.errors import KnownError
from app.files import make_folder, write_atomically
from app.i18n import _
from app.vault import errors
from app.vault.document import Document, read_document, write_document

FILE_NAME = "keyslots.json"
MAX_BYTES = 4 * 1024 * 1024


class KeyslotFile:
    """The file, and the document that was last read from it or written to it."""

    def __init__(self, path: Path, document: Document, written: bytes) -> None:
        self._path = path
        self._written = written
        self.document = document

    @classmethod
    def check_absent(cls, folder: Path) -> None:
        """Raise KnownError ``store_exists`` when ``folder`` already holds key slots."""
        if _read(folder / FILE_NAME) is not None:
            raise errors.store_exists()

    @classmethod
    def create(cls, folder: Path, document: Document) -> KeyslotFile:
        """Write the first document, making ``folder`` if need be; nothing stays on failure.

        Raises KnownError ``store_exists`` or what ``write_atomically`` raises.
        """
        cls.check_absent(folder)
        make_folder(folder)
        path = folder / FILE_NAME
        data = write_document(document)
        try:
            write_atomically(path, data)
        except KnownError:
            path.unlink(missing_ok=True)  # nobody would ever see its recovery code
            raise
        return cls(path, document, data)

    @classmethod
    def open(cls, folder: Path) -> KeyslotFile:
        """Read the file.

        Raises KnownError ``no_store``, ``keyslots_damaged``, ``keyslots_newer`` or
        ``keyslots_unreadable``.
        """
        path = folder / FILE_NAME
        data = _read(path)
        if data is None:
            raise errors.no_store()
        return cls(path, read_document(data), data)

    def save(self, document: Document) -> None:
        """Write ``document``; the old one stays, here and on the disk, when that fails.

        Raises KnownError ``keyslots_changed`` when another program wrote the file meanwhile,
        ``keyslots_unreadable``, or what ``write_atomically`` raises.
        """
        if _read(self._path) not in {self._written, None}:
            raise errors.keyslots_changed()
        data = write_document(document)
        try:
            write_atomically(self._path, data)
        except KnownError as error:
            if error.code == "not_durable":  # written all the same
                self.document, self._written = document, data
            raise
        self.document, self._written = document, data


def _read(path: Path) -> bytes | None:
    """Return the file's bytes, or None when there is no file."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise KnownError(
            "keyslots_unreadable",
            _("The key file of this store cannot be read."),
            _("The store was left as it is. Check the permissions of its folder and the disk."),
        ) from error
    if len(data) > MAX_BYTES:
        raise errors.damaged()
    return data
