"""An independent reader of SQLCipher 4 files, to look for what should be gone.

It shares no code with the program and opens no connection: it decrypts every page of the file
and every frame of the write-ahead log, stale frames and free pages among them, from the raw key
alone, and checks each page's HMAC.

What is searched for should be random and distinctive from its first letters to its last, since
a search index does not keep a value whole: it keeps its words in lower case and without accents,
each less the beginning it shares with the word stored before it. So of a value are searched:
the whole of it, each of its words of at least six bytes, and the last eight letters of each word
of ten or more, in UTF-8 and both UTF-16, as given, lower, upper and folded.

A trigram index keeps three letters of a value at a time. To look into one, plant letters of a
script that nothing else in the store uses and that takes four bytes a letter (Gothic), each
letter once, and search for their :func:`trigram_ends`.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import struct
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE = 4096
SALT = 16
IV = 16
HMAC = 64
USABLE = PAGE - IV - HMAC
WAL_HEADER = 32
FRAME_HEADER = 24
SHORTEST = 6
"""Bytes below which a find could be chance."""
LONG_WORD = 10
TAIL = 8
PIECE = 64
"""A value longer than twice this is searched in pieces of it besides."""

_MAGIC = b"SQLite format 3\0"
_WAL_MAGIC = (0x377F0682, 0x377F0683)

Value = TypeVar("Value", bound=bytes | str)


class UnreadablePageError(Exception):
    """A page that this key does not open, or that was changed."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page, decrypted; ``content`` is without the part that SQLCipher reserves."""

    where: str
    number: int
    content: bytes


def read_pages(database: Path, key: bytes) -> Iterator[Page]:
    """Give every page of a database file and every frame of its log.

    Raises ``UnreadablePageError`` where an HMAC is wrong or there are not just whole pages.
    """
    journal = database.with_name(database.name + "-journal")
    if journal.exists() and journal.stat().st_size:
        raise UnreadablePageError("there is a rollback journal, which this reader does not read")
    data = database.read_bytes()
    log = database.with_name(database.name + "-wal")
    frames = list(_frames(log.read_bytes())) if log.exists() else []
    first = data[:PAGE] or next((page for _, number, page in frames if number == 1), b"")
    if len(first) < SALT or len(data) % PAGE:
        raise UnreadablePageError("the file does not consist of whole pages")
    codec = _Codec(key, first[:SALT])
    pages = [codec.open(data[at : at + PAGE], at // PAGE + 1) for at in range(0, len(data), PAGE)]
    free = _free_pages(pages)
    for number, content in enumerate(pages, start=1):
        note = " (free)" if number in free else ""
        yield Page(f"database page {number}{note}", number, content)
    for index, number, page in frames:
        yield Page(f"log frame {index} (page {number})", number, codec.open(page, number))


def find_values(database: Path, key: bytes, values: Iterable[Value]) -> dict[Value, list[str]]:
    """Return, for each value that is there, the places where it or a part of it was found."""
    search = _Search(values)
    pages = list(read_pages(database, key))
    for page in pages:
        search.look_in(page.content, page.where)
    search.look_across(pages)
    return search.found


def find_in_files(folder: Path, values: Iterable[Value]) -> dict[Value, list[str]]:
    """Look in every file of a folder, as it is, for values that should be nowhere in plain."""
    search = _Search(values)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            search.look_in(path.read_bytes(), path.relative_to(folder).as_posix())
    return search.found


def trigram_ends(value: str) -> list[str]:
    """Return what a trigram index keeps of a value even where terms share their first letter."""
    folded = _fold(value)
    return [folded[at + 1 : at + 3] for at in range(len(folded) - 2)]


class _Codec:
    def __init__(self, key: bytes, salt: bytes) -> None:
        if len(key) != 32:
            raise ValueError("a raw key is 32 bytes")
        self._key = key
        mac_salt = bytes(byte ^ 0x3A for byte in salt)
        self._mac_key = hashlib.pbkdf2_hmac("sha512", key, mac_salt, 2, 32)

    def open(self, page: bytes, number: int) -> bytes:
        """Return a page's content with the salt of page 1 turned back into SQLite's words."""
        if not any(page):
            return page[:USABLE]  # a hole: SQLite grew the file past it and never wrote it
        skip = SALT if number == 1 else 0
        signed = page[skip : USABLE + IV] + struct.pack("<I", number)
        if not hmac.compare_digest(hmac.digest(self._mac_key, signed, "sha512"), page[-HMAC:]):
            raise UnreadablePageError(f"page {number} has a wrong HMAC")
        iv = page[USABLE : USABLE + IV]
        decryptor = Cipher(algorithms.AES256(self._key), modes.CBC(iv)).decryptor()
        content = decryptor.update(page[skip:USABLE]) + decryptor.finalize()
        return _MAGIC[:skip] + content


def _frames(log: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Give index, page number and page of every frame, whether still valid or left behind."""
    if not log:
        return
    if int.from_bytes(log[:4]) not in _WAL_MAGIC:
        raise UnreadablePageError("the log does not begin as one")
    step = FRAME_HEADER + PAGE
    if (len(log) - WAL_HEADER) % step:
        raise UnreadablePageError("the log does not consist of whole frames")
    for index, at in enumerate(range(WAL_HEADER, len(log), step)):
        yield index, int.from_bytes(log[at : at + 4]), log[at + FRAME_HEADER : at + step]


def _free_pages(pages: list[bytes]) -> set[int]:
    if not pages:
        return set()
    free: set[int] = set()
    trunk = int.from_bytes(pages[0][32:36])
    while 0 < trunk <= len(pages) and trunk not in free:
        free.add(trunk)
        following, count = struct.unpack_from(">II", pages[trunk - 1])
        free.update(struct.unpack_from(f">{min(count, USABLE // 4 - 2)}I", pages[trunk - 1], 8))
        trunk = following
    return free


class _Search(Generic[Value]):
    """Looks for many needles at once, by the first bytes of each."""

    def __init__(self, values: Iterable[Value]) -> None:
        self.found: dict[Value, list[str]] = {}
        self._needles: dict[bytes, set[Value]] = defaultdict(set)
        self._by_start: dict[bytes, list[bytes]] = defaultdict(list)
        for value in values:
            whole = value if isinstance(value, bytes) else value.encode()
            if len(whole) < SHORTEST:
                raise ValueError("a value is too short to be searched for")
            for needle in _needles(value):
                if len(needle) >= SHORTEST:
                    self._needles[needle].add(value)
        for needle in self._needles:
            self._by_start[needle[:SHORTEST]].append(needle)

    def look_in(self, content: bytes, where: str) -> None:
        starts = self._by_start
        for at in range(len(content) - SHORTEST + 1):
            if content[at : at + SHORTEST] in starts:
                for needle in starts[content[at : at + SHORTEST]]:
                    if content.startswith(needle, at):
                        self._note(needle, where)

    def look_across(self, pages: list[Page]) -> None:
        """Look for values cut in two by the end of a page or of a cell's part on its page.

        A value too long for its page goes on in an overflow page, which begins with the number
        of the next one; the part on the first page ends with the number of the first.
        """
        tails: dict[bytes, list[bytes]] = defaultdict(list)
        for needle in self._needles:
            for cut in range(1, len(needle)):
                tails[needle[cut:]].append(needle[:cut])
        lengths = sorted({len(tail) for tail in tails})
        by_next: dict[int, list[Page]] = defaultdict(list)
        for page in pages:
            by_next[int.from_bytes(page.content[:4])].append(page)
        for page in pages:
            starts = (page.content[4 : 4 + length] for length in lengths)
            fitting = [start for start in starts if start in tails]
            if fitting:
                self._look_before(page, fitting, tails, pages, by_next)

    def _look_before(
        self,
        page: Page,
        fitting: list[bytes],
        tails: dict[bytes, list[bytes]],
        pages: list[Page],
        by_next: dict[int, list[Page]],
    ) -> None:
        pointer = page.number.to_bytes(4)
        ends = [(p.content, len(p.content)) for p in by_next[page.number]]
        ends += [(p.content, at) for p in pages for at in _places(pointer, p.content)]
        for tail in fitting:
            for head in tails[tail]:
                if any(content.endswith(head, 0, end) for content, end in ends):
                    self._note(head + tail, f"across into {page.where}")

    def _note(self, needle: bytes, where: str) -> None:
        for value in self._needles[needle]:
            places = self.found.setdefault(value, [])
            if where not in places:
                places.append(where)


def _places(needle: bytes, content: bytes) -> Iterator[int]:
    at = content.find(needle)
    while at >= 0:
        yield at
        at = content.find(needle, at + 1)


def _needles(value: bytes | str) -> Iterator[bytes]:
    if isinstance(value, bytes):
        yield value
        if len(value) > 2 * PIECE:
            yield from (value[at : at + PIECE] for at in range(0, len(value) - PIECE, PIECE))
        return
    for text in _parts(value):
        for form in {text, text.lower(), text.upper(), text.casefold(), _fold(text)}:
            yield form.encode()
            yield form.encode("utf-16-le")
            yield form.encode("utf-16-be")


def _parts(value: str) -> Iterator[str]:
    """Give the value, its pieces if it is long, its words and the ends of long words."""
    for text in {value, unicodedata.normalize("NFC", value), unicodedata.normalize("NFD", value)}:
        yield text
        if len(text) > 2 * PIECE:
            yield from (text[at : at + PIECE] for at in range(0, len(text) - PIECE, PIECE))
        words = {*re.findall(r"[^\W_]+", text), *re.findall(r"[^\W_]+", _fold(text))}
        for word in words:
            if len(word.encode()) >= SHORTEST:
                yield word
            if len(word) >= LONG_WORD:
                yield word[-TAIL:]


def _fold(text: str) -> str:
    """Return a text as the tokeniser unicode61 keeps it: in lower case and without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))
