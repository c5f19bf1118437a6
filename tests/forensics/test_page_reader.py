"""The reader finds what ordinary deletion leaves behind, and nothing where nothing is left.

Each database is made with sqlcipher3 itself and not with the program.
"""

from __future__ import annotations

import random
import string
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3

from tests.forensics.page_reader import (
    PAGE,
    UnreadablePageError,
    find_in_files,
    find_values,
    read_pages,
    trigram_ends,
)

KEY = bytes(range(32))
COUNT = 60


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "planted.db"


def connect(database: Path, *pragmas: str) -> Any:
    connection = sqlcipher3.connect(str(database), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection


def planted(
    count: int = COUNT, *, seed: int = 1, letters: str = string.ascii_lowercase + string.digits
) -> list[str]:
    chance = random.Random(seed)  # noqa: S311 - example values, not secrets
    return ["".join(chance.choices(letters, k=14)) for _ in range(count)]


def fill(connection: Any, values: list[str]) -> None:
    connection.execute("CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, text TEXT)")
    rows = [(f"{value} " + "gewone woorden " * 20,) for value in values]
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO note (text) VALUES (?)", rows)
    connection.execute("COMMIT")


def test_every_page_opens_and_the_first_begins_as_sqlite_does(database: Path) -> None:
    connection = connect(database)
    fill(connection, planted())
    connection.close()
    pages = list(read_pages(database, KEY))
    assert len(pages) == database.stat().st_size // PAGE
    assert pages[0].content.startswith(b"SQLite format 3\0")
    assert b"CREATE TABLE note" in pages[0].content


def test_values_in_a_table_are_found_and_others_are_not(database: Path) -> None:
    values, absent = planted(), planted(seed=2)
    connection = connect(database)
    fill(connection, values)
    connection.close()
    assert find_in_files(database.parent, values) == {}
    assert set(find_values(database, KEY, [*values, *absent])) == set(values)


def test_values_deleted_without_secure_delete_are_found_on_free_pages(database: Path) -> None:
    values = planted()
    connection = connect(database, "secure_delete=OFF")
    fill(connection, values)
    connection.execute("DELETE FROM note")
    connection.close()
    found = find_values(database, KEY, values)
    assert len(found) > COUNT // 2
    assert any("(free)" in where for places in found.values() for where in places)


def test_values_are_found_in_the_log_until_it_is_cut_off(database: Path) -> None:
    values = planted()
    connection = connect(database, "journal_mode=WAL", "secure_delete=ON")
    fill(connection, values)
    connection.execute("DELETE FROM note")
    connection.execute("PRAGMA wal_checkpoint(FULL)").fetchall()
    found = find_values(database, KEY, values)
    assert set(found) == set(values)
    assert all(where.startswith("log frame") for places in found.values() for where in places)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    assert find_values(database, KEY, values) == {}
    connection.close()


def test_stale_frames_behind_a_restarted_log_are_read(database: Path) -> None:
    values = planted()
    connection = connect(database, "journal_mode=WAL", "secure_delete=ON")
    fill(connection, values)
    connection.execute("DELETE FROM note")
    connection.execute("PRAGMA wal_checkpoint(RESTART)").fetchall()
    connection.execute("INSERT INTO note (text) VALUES ('kort')")  # the log begins anew
    assert len(find_values(database, KEY, values)) > COUNT // 2
    connection.close()


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16le", "UTF-16be"])
def test_values_are_found_in_every_encoding_of_a_database(database: Path, encoding: str) -> None:
    values = planted(letters="абвгдежзиклмнопрст")
    connection = connect(database, f"encoding='{encoding}'")
    fill(connection, values)
    connection.close()
    assert set(find_values(database, KEY, values)) == set(values)


def test_values_cut_in_two_by_overflow_pages_are_found(database: Path) -> None:
    values = planted(3_000)
    connection = connect(database)
    connection.execute("CREATE TABLE note (text TEXT)")
    # Back to back and without a space, some stand across every border there is; the growing
    # beginning of the rows moves the borders to every place in a value.
    for row, start in enumerate(range(0, len(values), 300)):
        text = "-" * row + "".join(values[start : start + 300])
        connection.execute("INSERT INTO note VALUES (?)", (text,))
    connection.close()
    found = find_values(database, KEY, values)
    assert set(found) == set(values)
    only_across = [v for v, places in found.items() if all("across" in p for p in places)]
    assert only_across


def make_index(connection: Any, tokenizer: str = "unicode61") -> None:
    connection.execute(
        "CREATE VIRTUAL TABLE seek USING fts5(text, content='', contentless_delete=1,"
        f" tokenize='{tokenizer}')"
    )


def test_words_in_a_search_index_are_found_folded_and_by_their_ends(database: Path) -> None:
    values = [f"Samengesteld{value.upper()}É" for value in planted()]
    connection = connect(database)
    make_index(connection)
    connection.executemany("INSERT INTO seek (text) VALUES (?)", [(value,) for value in values])
    connection.close()
    assert set(find_values(database, KEY, values)) == set(values)


def test_a_name_of_several_words_is_found_by_one_of_them(database: Path) -> None:
    values = [f"Jan van {value}" for value in planted()]
    connection = connect(database)
    make_index(connection)
    connection.executemany("INSERT INTO seek (text) VALUES (?)", [(value,) for value in values])
    connection.close()
    assert set(find_values(database, KEY, values)) == set(values)


def test_planted_letters_are_found_in_a_trigram_index(database: Path) -> None:
    value = "𐌰𐍂𐌺𐌴𐍄𐌽𐌹"  # Gothic, which no example uses
    connection = connect(database)
    make_index(connection, "trigram")
    connection.execute("INSERT INTO seek (text) VALUES (?)", (f"{value} 490154203237518",))
    connection.close()
    ends = trigram_ends(value)
    assert set(find_values(database, KEY, ends)) == set(ends)


def erase_half(connection: Any, *, safely: bool) -> tuple[list[str], list[str]]:
    """Index and keep values, then erase half; return the erased and the kept."""
    connection.execute(f"PRAGMA secure_delete={'ON' if safely else 'OFF'}").fetchall()
    values = planted(200)
    fill(connection, values)
    make_index(connection)
    if safely:
        connection.execute("INSERT INTO seek (seek, rank) VALUES ('secure-delete', 1)")
    connection.execute("INSERT INTO seek (rowid, text) SELECT id, text FROM note")
    for table, column in (("seek", "rowid"), ("note", "id")):
        connection.execute(f"DELETE FROM {table} WHERE {column} % 2 = 1")  # noqa: S608 - constants
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return values[::2], values[1::2]


def test_erasure_without_the_safeguards_leaves_values_that_are_found(database: Path) -> None:
    connection = connect(database, "journal_mode=WAL")
    erased, kept = erase_half(connection, safely=False)
    assert len(find_values(database, KEY, erased)) > len(erased) * 0.9  # some are overwritten
    assert set(find_values(database, KEY, kept)) == set(kept)
    connection.close()


def test_erasure_with_the_safeguards_leaves_nothing_to_find(database: Path) -> None:
    connection = connect(database, "journal_mode=WAL")
    erased, kept = erase_half(connection, safely=True)
    assert find_values(database, KEY, erased) == {}
    assert set(find_values(database, KEY, kept)) == set(kept)
    connection.close()


def test_a_wrong_key_opens_no_page(database: Path) -> None:
    connection = connect(database)
    fill(connection, planted())
    connection.close()
    with pytest.raises(UnreadablePageError):
        find_values(database, bytes(32), planted())


def test_a_changed_page_and_a_torn_file_are_refused(database: Path) -> None:
    connection = connect(database)
    fill(connection, planted())
    connection.close()
    content = bytearray(database.read_bytes())
    content[PAGE + 100] ^= 1
    database.write_bytes(content)
    with pytest.raises(UnreadablePageError, match="page 2"):
        list(read_pages(database, KEY))
    database.write_bytes(content[: PAGE + 100])
    with pytest.raises(UnreadablePageError, match="whole pages"):
        list(read_pages(database, KEY))


def test_a_rollback_journal_is_not_passed_over(database: Path) -> None:
    connection = connect(database)
    fill(connection, planted())
    connection.close()
    database.with_name(database.name + "-journal").write_bytes(b"something")
    with pytest.raises(UnreadablePageError, match="journal"):
        list(read_pages(database, KEY))


def test_a_value_too_short_to_be_distinctive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="too short"):
        find_in_files(tmp_path, ["Jan"])


def test_plain_values_in_files_are_found_with_the_file_they_stand_in(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "a.log").write_text("x geheimwoord9 y")
    (tmp_path / "b.txt").write_text("niets")
    assert find_in_files(tmp_path, ["geheimwoord9", "anderwoord8"]) == {
        "geheimwoord9": ["logs/a.log"]
    }
