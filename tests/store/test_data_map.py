"""The data map says all there is to say about the schema, once, and nothing besides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from sqlite3 import Connection

import pytest

from app.policy import load_policy
from app.store import fts5
from app.store.data_map import DATA_MAP, FILES, SUBJECT, UNDO_OF
from app.store.data_map.types import RowFate, Table
from app.store.migrate import COPY_PREFIX
from app.store.search_index import COLUMNS
from app.store.subject_data import belongs_to
from app.workflows.session import Session

_SHADOWS = tuple(
    f"{index}_{part}"
    for index in fts5.SEARCH_INDEXES
    for part in ("data", "idx", "content", "docsize", "config")
)
_FREE_WORDS = {"title", "text", "reply_text", "html", "filename", "ground", "location"}


@pytest.fixture
def schema(session: Session) -> Iterator[Connection]:
    with session.store.read() as connection:
        yield connection


def tables(schema: Connection) -> set[str]:
    found = schema.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {row[0] for row in found} - set(fts5.SEARCH_INDEXES) - set(_SHADOWS)


def columns(schema: Connection, table: str) -> list[str]:
    # With those that the engine works out from others.
    return [row[1] for row in schema.execute(f"PRAGMA table_xinfo({table})")]


def test_every_table_is_on_the_map_once_and_none_besides(schema: Connection) -> None:
    names = [table.name for table in DATA_MAP.tables]
    assert Counter(names) == Counter(tables(schema))


@pytest.mark.parametrize("table", DATA_MAP.tables, ids=lambda table: table.name)
def test_every_column_is_on_the_map_once_and_none_besides(schema: Connection, table: Table) -> None:
    mapped = [column.name for column in table.columns] + [r.column for r in table.references]
    assert Counter(mapped) == Counter(columns(schema, table.name))


def test_references_on_the_map_are_the_schemas_foreign_keys(schema: Connection) -> None:
    for table in DATA_MAP.tables:
        keys = {
            (row[3], row[2]) for row in schema.execute(f"PRAGMA foreign_key_list({table.name})")
        }
        assert keys == {(r.column, r.table) for r in table.references}, table.name


def test_every_reference_is_found_by_an_index(schema: Connection) -> None:
    for table in DATA_MAP.tables:
        first = set()
        for index in schema.execute(f"PRAGMA index_list({table.name})").fetchall():
            first.add(schema.execute(f"PRAGMA index_info({index[1]})").fetchone()[2])
        rows = schema.execute(f"PRAGMA table_info({table.name})").fetchall()
        first |= {row[1] for row in rows if row[5] == 1}  # the primary key's first column
        assert {r.column for r in table.references} <= first, table.name


def test_a_keyless_table_refers_only_to_what_it_goes_with(schema: Connection) -> None:
    for table in DATA_MAP.tables:
        if table.key:
            assert table.key in columns(schema, table.name)
        else:
            assert not DATA_MAP.referring_to(table.name)


def test_personal_columns_have_a_category_and_purposes_of_the_policy() -> None:
    policy = load_policy()
    for table in DATA_MAP.tables:
        for column in table.columns:
            where = f"{table.name}.{column.name}"
            assert column.category in policy.categories, where
            assert set(column.purposes) <= set(policy.purposes), where
            if column.personal:
                assert column.category != "none", where
                assert column.purposes, where
                assert set(column.purposes) <= set(policy.categories[column.category].purposes)
            else:
                assert column.category == "none", where
                assert not column.purposes, where


def test_rows_of_a_person_have_a_fate_and_kept_ones_a_ground_of_the_policy() -> None:
    policy = load_policy()
    for table in DATA_MAP.tables:
        if not table.paths:
            continue
        may_stay = table.fate is RowFate.KEEP or table.stays_when
        assert bool(table.ground) == bool(may_stay), table.name
        if table.ground:
            assert table.ground in policy.purposes, table.name


def test_every_path_ends_at_the_person() -> None:
    for table in DATA_MAP.tables:
        references = {r.column for r in table.references}
        assert {path.column for path in table.paths} <= references
        if table.paths:
            assert ":person" in belongs_to(table), table.name
        # Whatever points at the person straight away is the person's.
        straight = {r.column for r in table.references if r.table == SUBJECT}
        assert straight <= {path.column for path in table.paths}, table.name


def test_a_table_with_personal_values_is_somebodys() -> None:
    nobodys = {"staff", "audit", "saved_view", "canned_reply", "retention_rule", UNDO_OF[0]}
    nobodys |= {"organisation", "queue", "category", "tag", "ticket_change", "setting"}
    for table in DATA_MAP.tables:
        if any(column.personal for column in table.columns) and table.name != SUBJECT:
            assert table.paths or table.name in nobodys, table.name


def test_free_texts_are_searched_for_mentions_by_index_or_by_reading() -> None:
    for table in DATA_MAP.tables:
        for column in table.columns:
            if column.name in _FREE_WORDS:
                assert column.free_text, f"{table.name}.{column.name}"
            if column.free_text:
                assert column.personal
                assert column.scanned or table.indexed_as, f"{table.name}.{column.name}"


def test_a_copy_names_the_column_it_is_made_from() -> None:
    for table in DATA_MAP.tables:
        names = {column.name for column in table.columns}
        for column in table.columns:
            assert not column.copy_of or column.copy_of in names


def test_the_indexes_read_only_columns_that_the_map_says_are_indexed(schema: Connection) -> None:
    used = {index: set[tuple[str, str]]() for index in COLUMNS}
    for index in COLUMNS:
        (sql,) = schema.execute(
            "SELECT sql FROM sqlite_master WHERE type = 'view' AND name = ?", (f"{index}_source",)
        ).fetchone()
        words = set(re.findall(r"\w+", sql))
        for table in DATA_MAP.tables:
            if table.name in words:
                used[index] |= {
                    (table.name, column.name)
                    for column in table.columns
                    if column.name in words and (column.personal or column.label)
                }
        tables_used = {table for table, _column in used[index]}
        mapped = {t.name for t in DATA_MAP.tables if t.indexed_as and t.indexed_as.index == index}
        assert {t for t in tables_used if DATA_MAP[t].indexed_as} == mapped
        # Whoever changes a row of these tables is told by the map which documents it touches.
        for table in DATA_MAP.tables:
            reads = {c for t, c in used[index] if t == table.name}
            personal = {c.name for c in table.columns if c.personal and c.name in reads}
            assert not personal or (table.indexed_as and table.indexed_as.index == index)


def test_the_map_and_the_engine_name_the_same_indexes(schema: Connection) -> None:
    virtual = schema.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'")
    assert {row[0] for row in virtual} == set(fts5.SEARCH_INDEXES) == set(COLUMNS)


def test_the_undo_table_and_the_copies_are_what_the_map_says(schema: Connection) -> None:
    table, *named = UNDO_OF
    assert set(named) <= set(columns(schema, table))
    assert [f"{COPY_PREFIX}*"] == list(FILES)
