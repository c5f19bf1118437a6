"""JSON is read as the standard library reads it, however long its rows are."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents import long_json
from app.documents.signing import canonical_json

ROWS = st.lists(st.lists(st.integers(), min_size=2, max_size=2))
TEXTS = st.text('rows":[]{}\\,x')
BODIES = st.recursive(
    ROWS | TEXTS | st.integers() | st.none(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["rows", "a", 'rows":[[']), inner, max_size=3)
    ),
    max_leaves=12,
)


@pytest.fixture(autouse=True, scope="module")
def short_pieces() -> object:
    """Cut already what a few characters long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(long_json, "_PIECE", 8)
        patch.setattr("app.documents.signing._PIECE", 3)
        yield


@given(BODIES)
def test_it_reads_what_the_standard_library_reads(body: object) -> None:
    text = json.dumps(body, separators=(",", ":"))
    assert long_json.loads(text) == json.loads(text)


@given(BODIES)
def test_the_canonical_form_is_the_same_written_in_pieces(body: object) -> None:
    plain = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert canonical_json(body).decode() == plain


@given(st.text('rows":[]{},12', max_size=60))
def test_it_refuses_what_the_standard_library_refuses(text: str) -> None:
    try:
        expected = json.loads(text)
    except ValueError:
        with pytest.raises(ValueError):  # noqa: PT011 - any of its kind, as the library's own
            long_json.loads(text)
    else:
        assert long_json.loads(text) == expected


def test_rows_of_a_plan_are_read_whole() -> None:
    body = {"rules": [{"code": "a", "rows": [[n, 1] for n in range(500)]}, {"rows": []}]}
    text = json.dumps(body, separators=(",", ":"))
    assert long_json.loads(text) == body
