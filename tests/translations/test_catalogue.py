from __future__ import annotations

from app import i18n
from tests.translations import catalogue


def test_every_text_of_the_program_is_in_dutch_and_the_compiled_catalogue_is_the_newest() -> None:
    assert list(catalogue.problems()) == []


def test_dutch_is_shown_once_it_is_chosen() -> None:
    i18n.set_language("nl")
    try:
        assert i18n._("Closed") == "Gesloten"
    finally:
        i18n.set_language("en")
    assert i18n._("Closed") == "Closed"
    assert i18n.translator("nl")("Closed") == "Gesloten"
