"""A package holds every personal column of the person's rows, in every form, and nobody else's."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from pathlib import Path
from sqlite3 import Connection

import pytest

from app.errors import KnownError
from app.model.ticket import PLACES
from app.store.data_map import DATA_MAP, SUBJECT
from app.store.data_map.types import Column, Form, Table
from app.store.subject_data import exported_tables
from app.workflows import export, people
from app.workflows.package_words import VALUE_LABELS
from app.workflows.requests import third_parties
from app.workflows.session import Session
from tests.workflows.packages import everything, forms, opened, squeezed
from tests.workflows.what_tickets_have import TOLD

_LETTERS = "bcdfghjklmnpqrstvwxz"


def word() -> str:
    """Make a word up that no pattern takes for a number or a name."""
    return "".join(secrets.choice(_LETTERS) for _ in range(14))


def columns_of(connection: Connection, table: str) -> dict[str, tuple[str, bool]]:
    """Return (type, whether it must be given) of each column."""
    rows = connection.execute(f"PRAGMA table_info({table})").fetchall()
    return {row[1]: (row[2], bool(row[3]) and row[4] is None) for row in rows}


_CODES = {
    ("subject_request", "identity_method"): "callback",
    ("staff", "role"): "technician",
    ("person", "language"): "nl",
    ("ticket", "channel"): "email",
    ("message", "direction"): "in",
    ("message_party", "role"): "cc",
    ("device_identifier", "kind"): "serial",
    ("draft", "kind"): "forward",
    ("subject_request", "kind"): "access",
    ("request_letter", "kind"): "completion",
    ("request_letter", "language"): "nl",
    ("person_mark", "kind"): "restricted",
    ("issued_document", "kind"): "package",
    ("issued_document", "counts"): '{"account": 1}',
}


class Planter:
    """Gives one person a row in each table, with a value of its own in each personal column."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: dict[str, int] = {}
        self.values: dict[tuple[str, str], str] = {}

    def plant(self) -> int:
        for table in DATA_MAP.tables:
            if table.label or table.name in ("staff", "licence", "organisation"):
                self._row(table)
        return self._rows[SUBJECT]

    def _row(self, table: Table) -> int:
        if table.name in self._rows:
            return self._rows[table.name]
        known = columns_of(self._connection, table.name)
        row: dict[str, object] = {}
        for reference in table.references:
            if known[reference.column][1] or reference.column in {p.column for p in table.paths}:
                row[reference.column] = self._row(DATA_MAP[reference.table])
        for column in table.columns:
            if column.name != "id" and column.name not in TOLD:
                value = self._value(table, column, *known[column.name])
                if value is not None:
                    row[column.name] = value
        if table.name == "message":
            row["id"] = self._rows["ticket"] * PLACES
        names = ", ".join(row)
        cursor = self._connection.execute(
            f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' * len(row))})",  # noqa: S608 - our own names
            tuple(row.values()),
        )
        self._rows[table.name] = int(cursor.lastrowid or 0)
        return self._rows[table.name]

    def _value(self, table: Table, column: Column, kind: str, needed: bool) -> object:
        code = _CODES.get((table.name, column.name))
        if code is None and column.personal and kind == "TEXT":
            value = word()
            if column.label:
                self.values[table.name, column.name] = value
            return value
        if code is not None or not needed:
            return code
        if kind == "INTEGER":
            return secrets.randbelow(10**9) if column.name == "number" else 1
        if column.name.endswith("_on"):
            return "2026-11-23"
        return word()


@pytest.fixture
def planted(session: Session) -> tuple[int, dict[tuple[str, str], str]]:
    with session.store.write() as connection:
        planter = Planter(connection)
        person = planter.plant()
    return person, planter.values


def test_every_personal_column_is_in_every_form_and_no_other_persons_in_any(
    session: Session,
    planted: tuple[int, dict[tuple[str, str], str]],
    tmp_path: Path,
) -> None:
    person, own = planted
    with session.store.write() as connection:
        other = Planter(connection)
        other.plant()
    wanted = {
        (table.name, column.name)
        for table in exported_tables()
        for column in table.columns
        if column.personal and column.label and column.form is Form.TEXT
    }
    assert set(own) == wanted
    made, _ = export.export(session, person, tmp_path / "p.zip")
    files = opened(made)
    for form, text in forms(files).items():
        plain = squeezed(text)
        assert [place for place, value in own.items() if value not in plain] == [], form
    readable = squeezed(everything(files))
    assert [place for place, value in other.values.items() if value in readable] == []


def test_codes_are_told_in_the_persons_words(
    session: Session, planted: tuple[int, dict[tuple[str, str], str]], tmp_path: Path
) -> None:
    made, _ = export.export(session, planted[0], tmp_path / "p.zip")
    table = {
        name: content.decode("utf-8-sig")
        for name, content in opened(made).items()
        if name.endswith(".csv")
    }
    assert '"Nederlands"' in table["csv/person.csv"]
    assert '"managed"' not in table["csv/device.csv"]
    assert '"serial"' not in table["csv/device_identifier.csv"]
    assert '"cc"' not in table["csv/message_party.csv"]
    assert '"restricted"' not in table["csv/person_mark.csv"]
    assert '"callback"' not in table["csv/subject_request.csv"]


def test_only_a_lead_writes_an_unsealed_package(
    session: Session, technician: Callable[[], Session], tmp_path: Path
) -> None:
    person = people.add(session, display_name="Sanne de Boer")[0]
    made, _ = export.export(session, person, tmp_path / "open", unsealed=True)
    assert made.passphrase == ""
    assert "Sanne de Boer" in (tmp_path / "open" / "index.html").read_text("utf-8")
    bram = technician()
    with pytest.raises(KnownError, match="lead_needed"):
        export.export(bram, person, tmp_path / "refused", unsealed=True)
    bram.close()
    assert not (tmp_path / "refused").exists()


def test_every_form_with_words_has_words_for_each_code() -> None:
    bare = {Form.TEXT, Form.MOMENT, Form.DAY, Form.NUMBER, Form.SIZE, Form.TICKET}
    of_policy = {Form.PURPOSE, Form.CATEGORY, Form.COUNTS}
    assert set(Form) - bare - of_policy == set(VALUE_LABELS)


def test_codes_of_the_policy_are_told_in_the_persons_words(
    session: Session, tmp_path: Path
) -> None:
    sanne, _ = people.add(session, display_name="Sanne de Boer", email="sanne@example.nl")
    third_parties.consent(session, sanne, "software_updates", "Example Ltd")
    third_parties.disclose(session, sanne, "Example Ltd", "communication")
    export.export(session, sanne, tmp_path / "first.zip")
    made, _ = export.export(session, sanne, tmp_path / "second.zip")
    for form, text in forms(opened(made)).items():
        plain = squeezed(text)
        for words in (
            "Software-updates aanbieden",
            "Communicatie",
            "Accountgegevens: 4",
        ):
            assert squeezed(words) in plain, f"{form}: {words}"
        for code in ("{&#34;account", '"account": 4', '""account""'):
            assert code not in text, form


def test_a_record_is_headed_by_what_it_is_about(session: Session, tmp_path: Path) -> None:
    sanne, _ = people.add(session, display_name="Sanne de Boer", email="sanne@example.nl")
    made, _ = export.export(session, sanne, tmp_path / "p.zip")
    data = json.loads(opened(made)["data.json"])
    titles = [record["title"] for section in data["sections"] for record in section["records"]]
    assert titles == ["Sanne de Boer", "sanne@example.nl"]
