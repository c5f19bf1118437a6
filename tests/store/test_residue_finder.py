"""Many values looked for at once: exactly those that stand in a content are found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.store.residue_finder import Finder

letters = st.binary(min_size=1, max_size=12) | st.text("e nabc", min_size=1, max_size=12).map(
    str.encode
)


@given(st.lists(letters, max_size=40), st.lists(letters, max_size=40))
def test_what_is_found_is_what_stands_there(values: list[bytes], parts: list[bytes]) -> None:
    content = b"".join(parts)
    expected = {value for value in values if value in content}
    assert set(Finder(values).find(content)) == expected
    assert set(Finder(values).find(bytearray(content))) == expected


@given(st.lists(letters, min_size=1, max_size=40), st.data())
def test_each_value_is_found_wherever_it_stands(values: list[bytes], data: st.DataObject) -> None:
    value = data.draw(st.sampled_from(values))
    around = data.draw(st.tuples(st.binary(max_size=200), st.binary(max_size=200)))
    assert value in Finder(values).find(value.join(around))
