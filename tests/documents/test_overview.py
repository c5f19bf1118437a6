"""The PDF says what the page says, in text that can be selected, whatever is in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.package import overview
from app.documents.scripts import in_view, joined
from app.model.package import PackageRecord
from tests.documents.people import MADE_AT, account, file, message, section, sections, ticket, write
from tests.documents.test_package import HOSTILE


def volumes(folder: Path) -> list[pypdf.PdfReader]:
    found = sorted(folder.glob("overview*.pdf"), key=lambda path: (len(path.name), path.name))
    return [pypdf.PdfReader(BytesIO(path.read_bytes())) for path in found]


def text_of(folder: Path) -> str:
    return "\n".join(p.extract_text() for v in volumes(folder) for p in v.pages)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def titles(outline: list[object]) -> Iterator[str]:
    for item in outline:
        if isinstance(item, list):
            yield from titles(item)
        else:
            yield str(getattr(item, "title", ""))


@pytest.mark.parametrize(("language", "expected"), [("nl", "Uw rechten"), ("en", "Your rights")])
def test_it_holds_the_records_and_what_article_15_asks(
    tmp_path: Path, language: str, expected: str
) -> None:
    write(tmp_path / "p", sections(files=(file(),)), language=language)
    text = text_of(tmp_path / "p")
    for value in ("Anke de Vries", "CNE-2026-000123", "Het werkt niet.", "verslag.pdf", expected):
        assert value in text


def test_it_has_bookmarks_and_metadata_without_the_person(tmp_path: Path) -> None:
    write(tmp_path / "p")
    [book] = volumes(tmp_path / "p")
    assert {"Samenvatting", "Account", "Tickets", "Bericht 0"} <= set(titles(list(book.outline)))
    assert book.metadata
    assert set(book.metadata) <= {"/Title", "/Author", "/CreationDate", "/Producer"}
    assert "Anke" not in str(book.metadata)
    assert "2026" in str(book.metadata["/CreationDate"])
    assert MADE_AT


def test_its_fonts_travel_with_it(tmp_path: Path) -> None:
    write(tmp_path / "p", sections(["Zoë Ελένη Юрий Łukasz"]))
    [book] = volumes(tmp_path / "p")
    raw: Any = book.pages  # pypdf types no dictionary's contents
    fonts = [font.get_object() for page in raw for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "/FontFile2" in descriptor.get_object()
    assert "Zoë Ελένη Юрий Łukasz" in text_of(tmp_path / "p")


@pytest.mark.parametrize(
    "name",
    [
        "漢字 太郎",
        "김민준",
        "ヤマダ",
        "ሰላም ተስፋይ",
        "สมชาย",
        "Ֆարիդ",
        "გიორგი",
        "Nguyễn Văn",
        "तारा",
        "தமிழ்",
        "ლანა",
        "రాము",
        "ພອນ",
    ],
)
def test_a_name_of_another_script_is_shown_and_can_be_selected(tmp_path: Path, name: str) -> None:
    write(tmp_path / "p", sections([f"naam {name} einde"], title=name))
    text = squeezed(text_of(tmp_path / "p"))
    assert text.count(squeezed(name)) >= 2
    assert "[U+" not in text
    [book] = volumes(tmp_path / "p")
    assert name in set(titles(list(book.outline)))


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("שרה כהן", "ןהכ הרש"),
        ("שרה (כהן) 12", "12 (ןהכ) הרש"),
        ("\u0645\u062d\u0645\u062f", "\ufeaa\ufee4\ufea4\ufee3"),  # joined, from the right
        ("Sara שרה Kok", "Sara הרש Kok"),
    ],
)
def test_a_line_from_right_to_left_is_put_in_the_order_in_which_it_is_seen(
    name: str, seen: str
) -> None:
    assert in_view(joined(name)) == seen


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("\u0628", "\ufe8f"),  # alone
        ("\u0628\u0627\u0628", "\ufe91\ufe8e\ufe8f"),  # alef joins to the right alone
        ("\u0628\u064e\u0628", "\ufe91\u064e\ufe90"),  # a vowel between does not part them
        ("\u0628\u0640\u0628", "\ufe91\u0640\ufe90"),
        ("\u0628 \u0628", "\ufe8f \ufe8f"),
        ("\u067e\u06cc", "\ufb58\ufbfd"),  # Persian
        ("a\u0628b", "a\ufe8fb"),
    ],
)
def test_letters_of_arabic_take_the_form_that_their_neighbours_ask_for(
    word: str, shown: str
) -> None:
    assert joined(word) == shown


@given(st.text())
def test_nothing_is_lost_by_joining_and_turning(text: str) -> None:
    line = text.replace("\n", " ")
    assert unicodedata.normalize("NFKC", joined(line)) == unicodedata.normalize("NFKC", line)
    assert len(joined(line)) == len(line)


def test_what_no_font_has_is_written_out(tmp_path: Path) -> None:
    write(
        tmp_path / "p",
        sections(["naam \U00013000 einde", "om\u202egekeerd\u200b", "\ud800half", "a\u200db"]),
    )
    text = squeezed(text_of(tmp_path / "p"))
    assert "naam[U+13000egyptianhieroglypha001]einde" in text
    assert "a[U+200Dzerowidthjoiner]b" in text
    assert "om[U+202Eright-to-leftoverride]gekeerd[U+200Bzerowidthspace]" in text
    assert "\u202e" not in text


def test_what_is_written_out_many_times_over_is_told_once(tmp_path: Path) -> None:
    write(tmp_path / "p", sections(["begin" + "\u200b" * 100_000 + "eind" + "\t" * 9 + "."]))
    text = squeezed(text_of(tmp_path / "p"))
    assert "begin[U+200Bzerowidthspace×100000]eind" in text
    assert len(volumes(tmp_path / "p")[0].pages) < 5


def test_emoji_are_shown_also_those_made_of_several(tmp_path: Path) -> None:
    simple, tone, flag = "🎉 ✅ 😀 ⭐ 🔟", "👍🏽", "🇳🇱"
    family, rainbow = "👨\u200d👩\u200d👧", "🏳\ufe0f\u200d🌈"
    made_of_signs = "❤\ufe0f\u200d🔥 👩\u200d⚕"
    everything = f"{simple} {tone} {flag} {family} {rainbow} {made_of_signs}"
    write(tmp_path / "p", sections([f"hoera {everything} einde"], title="Feest 🎉"))
    text = squeezed(text_of(tmp_path / "p"))
    assert "[U+" not in text
    shown = text.partition("hoera")[2].partition("einde")[0]
    letters = [char for char in squeezed(everything) if char not in "\u200d\ufe0f"]
    assert [letter for letter in letters if letter not in shown] == []
    [book] = volumes(tmp_path / "p")
    assert "Feest 🎉" in set(titles(list(book.outline)))
    # Each sequence that the font knows is one picture.
    raw: Any = book.pages
    fonts = [font.get_object() for page in raw for font in page["/Resources"]["/Font"].values()]
    font = next(font for font in fonts if "Emoji" in font["/BaseFont"])
    mapped = font["/ToUnicode"].get_object().get_data().decode().replace(" ", "").upper()
    for sequence in (tone, flag, family, rainbow):
        assert sequence.encode("utf-16-be").hex().upper() in mapped


def test_hostile_texts_come_through_as_text(tmp_path: Path) -> None:
    write(tmp_path / "p", sections([*HOSTILE, "(a\\) Tj ET \\051", "/JavaScript << >>"]))
    text = squeezed(text_of(tmp_path / "p"))
    for value in ("<script>alert(1)</script>", "=HYPERLINK(1)", "{{7*7}}", "(a\\)TjET\\051"):
        assert value in text
    assert text.count("a") > 1_000_000
    raw = b"".join(path.read_bytes() for path in (tmp_path / "p").glob("overview*.pdf"))
    for active in (b"/JavaScript", b"/URI", b"/Launch", b"/EmbeddedFile"):
        assert active not in raw


def test_a_long_one_goes_on_in_further_volumes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "PAGES", 2)

    def records() -> Iterator[PackageRecord]:
        yield ticket(children=(message(n, f"regel {n}\n" * 12) for n in range(24)))
        yield account()

    write(tmp_path / "p", [section("Tickets", lambda: [ticket(), *()]), section("X", records)])
    books = volumes(tmp_path / "p")
    assert len(books) > 3
    assert all(len(book.pages) <= 4 for book in books)
    text = text_of(tmp_path / "p")
    assert all(text.count(f"regel {n}\n") >= 11 for n in range(24))


def test_letters_of_an_indian_script_take_the_form_that_their_neighbours_ask_for(
    tmp_path: Path,
) -> None:
    # The sign of the vowel i is written after its consonant and drawn before it, and the three
    # letters of kṣa are drawn as one: a font alone would show neither.
    write(tmp_path / "p", sections(["\u0915\u093f", "\u0915\u094d\u0937"]))
    [book] = volumes(tmp_path / "p")
    raw: Any = book.pages
    fonts = [font.get_object() for page in raw for font in page["/Resources"]["/Font"].values()]
    [shaped] = [font for font in fonts if "Devanagari" in font["/BaseFont"]]
    mapped = shaped["/ToUnicode"].get_object().get_data().decode()
    assert "0915094D0937" in mapped.replace(" ", "").upper()


def test_a_joiner_is_kept_where_it_shapes_a_name_and_written_out_elsewhere(tmp_path: Path) -> None:
    write(tmp_path / "p", sections(["\u0dc1\u0dca\u200d\u0dbb\u0dd3", "Jan\u200d Jansen"]))
    text = squeezed(text_of(tmp_path / "p"))
    assert text.count("[U+200D") == text.count("Jan[U+200Dzerowidthjoiner]Jansen") > 0
