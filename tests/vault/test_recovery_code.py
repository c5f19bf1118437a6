"""A recovery code survives the way people type, and a typing mistake is found."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import KnownError
from app.vault.recovery_code import (
    ALPHABET,
    GROUPS,
    RANDOM_CHARACTERS,
    new_code,
    print_code,
    read_code,
)

# Bytes are drawn at once, a list of numbers one by one: the same codes in a fifth of the time.
codes = st.binary(min_size=RANDOM_CHARACTERS, max_size=RANDOM_CHARACTERS).map(
    lambda drawn: print_code([byte % len(ALPHABET) for byte in drawn])
)
picks = st.binary(min_size=4 * GROUPS, max_size=4 * GROUPS)
many = settings(deadline=None, max_examples=200, database=None)

LOOKALIKES = {"0": "0oO", "1": "1iIlL"}
BETWEEN = ("", " ", "-", "\u2013", "\u00a0", "\n")


@many
@given(codes, picks, picks)
def test_spaces_case_dashes_and_lookalikes_are_forgiven(
    code: str, between: bytes, looks: bytes
) -> None:
    typed = ""
    for character, gap, look in zip(code.replace("-", ""), between, looks, strict=True):
        forms = LOOKALIKES.get(character, character + character.lower())
        typed += BETWEEN[gap % len(BETWEEN)] + forms[look % len(forms)]
    assert read_code(typed) == read_code(code) == code.replace("-", "").encode()


@many
@given(codes, st.integers(0, 31), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found_and_its_group_named(
    code: str, place: int, character: str
) -> None:
    text = code.replace("-", "")
    wrong = text[:place] + character + text[place + 1 :]
    if wrong == text:
        assert read_code(wrong)
        return
    with pytest.raises(KnownError, match=f"group {place // 4 + 1}") as caught:
        read_code(wrong)
    assert caught.value.code == "recovery_code_mistyped"


@many
@given(codes, st.integers(0, 7), st.tuples(st.integers(0, 3), st.integers(0, 3)))
def test_two_characters_of_a_group_that_changed_places_are_found(
    code: str, group: int, places: tuple[int, int]
) -> None:
    text = list(code.replace("-", ""))
    left, right = (group * 4 + place for place in places)
    same = text[left] == text[right]
    text[left], text[right] = text[right], text[left]
    if same:
        assert read_code("".join(text))
        return
    with pytest.raises(KnownError, match=f"group {group + 1}"):
        read_code("".join(text))


@many
@given(codes, st.integers(0, 7), st.integers(0, 7))
def test_two_groups_that_changed_places_are_found(code: str, left: int, right: int) -> None:
    groups = code.split("-")
    groups[left], groups[right] = groups[right], groups[left]
    if left == right:
        assert read_code("-".join(groups))
        return
    with pytest.raises(KnownError):
        read_code("-".join(groups))


@pytest.mark.parametrize("typed", ["", "ABCD", "é" * 32, "U" * 32, "0" * 31, "0" * 33, "\ud800"])
def test_what_is_no_code_is_told_without_repeating_it(typed: str) -> None:
    with pytest.raises(KnownError) as caught:
        read_code(typed)
    assert caught.value.code == "recovery_code_mistyped"
    assert caught.value.__context__ is None


@many
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(typed: str) -> None:
    with suppress(KnownError):
        assert len(read_code(typed)) == 32


def test_codes_have_the_printed_form_and_differ() -> None:
    made = {new_code() for _ in range(2000)}
    assert len(made) == 2000
    assert all([len(group) for group in code.split("-")] == [4] * GROUPS for code in made)
    assert all(  # every character is used at every random place
        set("".join(column)) == set(ALPHABET)
        for column in zip(*made, strict=True)
        if "-" not in column
    )
