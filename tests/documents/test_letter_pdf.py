"""A letter on paper: whatever the name, it is written in a font that travels with the file."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pypdf
import pytest

from app.documents.letters import to_pdf
from app.model.letter import Letter, LetterKind
from app.policy import load_policy


def text_of(letter: Letter) -> str:
    book = pypdf.PdfReader(BytesIO(to_pdf(letter, load_policy(), date(2026, 11, 2))))
    return "\n".join(page.extract_text() for page in book.pages)


def letter(
    name: str = "Anke de Vries", language: str = "nl", text: str = "Beste {name},"
) -> Letter:
    body = text.format(name=name)
    return Letter(LetterKind.COMPLETION, language, name, "a@example.nl", f"Verzoek {name}", body)


@pytest.mark.parametrize(
    "name", ["漢字 太郎", "김민준", "สมชาย", "ሰላም", "तारा", "தமிழ்", "Zoë Ελένη"]
)
def test_a_name_of_any_script_is_written_where_it_stands(name: str) -> None:
    text = re.sub(r"\s+", "", text_of(letter(name)))
    assert text.count(re.sub(r"\s+", "", name)) == 3
    assert "[U+" not in text


@pytest.mark.parametrize(
    ("language", "day"), [("nl", "2 november 2026"), ("en", "2 November 2026")]
)
def test_its_day_is_written_in_the_language_of_the_letter(language: str, day: str) -> None:
    assert day in text_of(letter(language=language))


def test_a_long_letter_goes_on_on_further_pages() -> None:
    lines = "\n".join(f"regel {number}" for number in range(200))
    text = text_of(letter(text=lines))
    assert all(f"regel {number}\n" in f"{text}\n" for number in range(200))
