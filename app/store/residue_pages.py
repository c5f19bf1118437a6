"""The decrypted pages of a database file and of its log, read beside the engine.

Free pages and stale frames among them: the engine shows live rows only.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_PAGE, _SALT, _BLOCK, _HMAC = 4096, 16, 16, 64
_USABLE = _PAGE - _BLOCK - _HMAC
_LOG_HEADER, _FRAME_HEADER = 32, 24
_AT_ONCE = 64
"""Pages read and decrypted together: enough to be fast, few enough to let others have a turn."""
_TRIES = 3  # a page may be read while the engine writes it
_UNWRITTEN = bytes(_PAGE)
"""A page by which the engine made the file longer and that it never wrote."""
_NO_CONTENT = bytes(_BLOCK + _HMAC)


@dataclass(slots=True)
class Tally:
    """How far a reading of the pages came."""

    pages: int = 0
    """Pages and frames that were decrypted."""
    total: int = 0
    """Pages and frames there were when it began."""
    unreadable: int = 0
    """Pages whose authentication code was wrong, also when read again."""


def contents(database: FileIO, log: Path, key: bytes, tally: Tally) -> Iterator[bytearray]:
    """Give the decrypted pages, many at a time, and count them; the log's frames come last.

    ``key`` is the store's raw key. What is given holds good until the next is asked for, since
    memory is used again; what is no content in it is zero.

    ``database`` is a handle that the store keeps (:meth:`app.store.store.Store.page_file`).
    """
    frames = max(0, (_size(log) - _LOG_HEADER) // (_FRAME_HEADER + _PAGE))
    pages = database.seek(0, os.SEEK_END) // _PAGE
    tally.total = pages + frames
    if not pages:
        return
    database.seek(0)
    codec = _Codec(key, database.read(_SALT))
    yield from _opened(_Source(database, pages, 0, 0), codec, tally)
    if frames:
        with FileIO(log) as file:
            yield from _opened(_Source(file, frames, _LOG_HEADER, _FRAME_HEADER), codec, tally)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


@dataclass(frozen=True, slots=True)
class _Source:
    """A file of pages."""

    file: FileIO
    count: int
    """Pages that are read of it."""
    header: int
    """Bytes before the first page."""
    page_header: int
    """Bytes before each page, which begin with its number; 0 where pages stand in their order."""

    def read(self, first: int, count: int, into: memoryview) -> list[int]:
        """Read pages and return their numbers, of as many as the file still has."""
        step = self.page_header + _PAGE
        self.file.seek(self.header + first * step)
        if not self.page_header:
            got = self.file.readinto(into[: count * _PAGE])
            return list(range(first + 1, first + 1 + got // _PAGE))
        raw = self.file.read(count * step)
        numbers = []
        for place in range(len(raw) // step):
            start = place * step
            numbers.append(int.from_bytes(raw[start : start + 4]))
            into[place * _PAGE : (place + 1) * _PAGE] = raw[start + self.page_header : start + step]
        return numbers


def _opened(source: _Source, codec: _Codec, tally: Tally) -> Iterator[bytearray]:
    raw = memoryview(bytearray(_AT_ONCE * _PAGE))
    for first in range(0, source.count, _AT_ONCE):
        numbers = source.read(first, min(_AT_ONCE, source.count - first), raw)
        sound = [
            _is_sound(source, codec, first + place, number, raw[place * _PAGE :][:_PAGE])
            for place, number in enumerate(numbers)
        ]
        tally.pages += sum(sound)
        tally.unreadable += len(sound) - sum(sound)
        yield codec.decrypted(raw, numbers, sound)


def _is_sound(source: _Source, codec: _Codec, place: int, number: int, page: memoryview) -> bool:
    for turn in range(_TRIES):
        if codec.is_sound(page, number):
            return True
        if turn < _TRIES - 1:
            time.sleep(0.01)  # the engine was writing it
            number = (source.read(place, 1, page) or [number])[0]
    return False


class _Codec:
    """SQLCipher 4's pages: AES-256 in CBC mode, then an HMAC over content, vector and number."""

    def __init__(self, key: bytes, salt: bytes) -> None:
        self._key = algorithms.AES256(key)
        mac_salt = bytes(byte ^ 0x3A for byte in salt)
        mac_key = hashlib.pbkdf2_hmac("sha512", key, mac_salt, 2, 32).ljust(128, b"\0")
        # Both halves of the HMAC begin with the key; begun once, they are copied for each page.
        self._inner = hashlib.sha512(bytes(byte ^ 0x36 for byte in mac_key))
        self._outer = hashlib.sha512(bytes(byte ^ 0x5C for byte in mac_key))
        self._plain = bytearray(_AT_ONCE * _PAGE + _BLOCK)  # the cipher asks for a block more

    def is_sound(self, page: memoryview, number: int) -> bool:
        """Whether a page's authentication code is right, or nothing was ever written to it."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(page[_start(number) : _USABLE + _BLOCK])
        inner.update(number.to_bytes(4, "little"))
        outer.update(inner.digest())
        return hmac.compare_digest(outer.digest(), page[-_HMAC:]) or page == _UNWRITTEN

    def decrypted(
        self, raw: memoryview, numbers: Sequence[int], sound: Sequence[bool]
    ) -> bytearray:
        """Return the contents of pages; nothing of those that are not sound.

        All are decrypted in one go: in this mode a block depends on the one before it alone, so
        that only the first block of each page, which follows its vector, must be put right.
        """
        plain = self._plain
        decryptor = Cipher(self._key, modes.CBC(bytes(_BLOCK))).decryptor()
        decryptor.update_into(raw[: len(numbers) * _PAGE], plain)
        for place, number in enumerate(numbers):
            page, end = place * _PAGE, place * _PAGE + _USABLE
            if not sound[place] or raw[page : page + _PAGE] == _UNWRITTEN:
                plain[page : page + _PAGE] = _UNWRITTEN
                continue
            first = page + _start(number)
            block = int.from_bytes(plain[first : first + _BLOCK])
            if first:
                block ^= int.from_bytes(raw[first - _BLOCK : first])
            block ^= int.from_bytes(raw[end : end + _BLOCK])
            plain[first : first + _BLOCK] = block.to_bytes(_BLOCK)
            plain[page:first] = bytes(first - page)
            plain[end : page + _PAGE] = _NO_CONTENT
        used = len(numbers) * _PAGE
        plain[used:] = bytes(len(plain) - used)
        return plain


def _start(number: int) -> int:
    """Return where in a page what is encrypted begins."""
    return _SALT if number == 1 else 0
