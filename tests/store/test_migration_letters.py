"""The table of letters is made anew without losing one, and takes the two new kinds."""

from __future__ import annotations

from pathlib import Path

from app.store.store import Store
from tests.store.example import KEY, store_before

WIDENED = 9
LETTERS = [
    (3, 11, "acknowledgement", "nl", "Uw verzoek 1", "Beste Sanne", 100),
    (5, 11, "completion", "en", "Your request 1", "Dear Sanne", 200),
]
COLUMNS = "id, request_id, kind, language, subject, text, at"


def test_letters_survive_and_new_kinds_fit(tmp_path: Path) -> None:
    with store_before(WIDENED, tmp_path) as old, old.write() as connection:
        connection.execute(
            "INSERT INTO subject_request (id, number, kind, received_on, due_on,"
            " due_statutory_on) VALUES (11, 1, 'access', '2026-11-02', '2026-11-16',"
            " '2026-12-02')"
        )
        connection.executemany(
            f"INSERT INTO request_letter ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - names above
            LETTERS,
        )
    store = Store(tmp_path, KEY)
    try:
        with store.write() as connection:
            found = connection.execute(f"SELECT {COLUMNS} FROM request_letter ORDER BY id")  # noqa: S608 - as above
            assert found.fetchall() == LETTERS
            for kind in ("clarification", "notice"):
                connection.execute(
                    "INSERT INTO request_letter (request_id, kind, language, subject, text, at)"
                    " VALUES (11, ?, 'nl', '', '', 1)",
                    (kind,),
                )
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    finally:
        store.close()
