"""Attachments get names that no system and no reader can be misled by."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.package.names import member_path, safe_name, shown_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("verslag.pdf", "verslag.pdf"),
        ("Zoë's foto 1.jpg", "Zoë_s foto 1.jpg"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\Windows\\win.ini", "win.ini"),
        ("C:\\temp\\a.txt", "a.txt"),
        ("/", "file"),
        ("..", "file"),
        ("", "file"),
        ("   ", "file"),
        ("\u202egnp.exe", "gnp.exe"),
        ("on\u200bzichtbaar\ufeff.txt", "onzichtbaar.txt"),
        ("nul\x00\r\n.txt", "nul.txt"),
        ('a<b>:"|?*.txt', "a_b______.txt"),
        ("punt.", "punt"),
        (".htaccess", "htaccess"),
        ("half\ud800.txt", "half.txt"),
    ],
)
def test_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_long_name_is_cut_and_keeps_its_suffix() -> None:
    name = safe_name("é" * 500 + ".docx")
    assert name == "é" * 75 + ".docx"


def test_the_number_keeps_equal_names_apart_and_reserved_ones_harmless() -> None:
    assert member_path(1, "CON", sealed=False) == "files/00001-CON"
    assert member_path(2, "CON", sealed=False) == "files/00002-CON"


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("Ontslag Jansen.PDF", "files/00007.pdf"),
        ("brief aan piet.jansen", "files/00007"),
        ("zonder", "files/00007"),
    ],
)
def test_a_sealed_package_shows_no_names(name: str, path: str) -> None:
    assert member_path(7, name, sealed=True) == path


def test_a_name_is_shown_whole_but_cannot_turn_about() -> None:
    assert shown_name("../\u202egnp.exe") == "../gnp.exe"


@settings(max_examples=300)
@given(st.text(), st.booleans())
def test_any_name_stays_in_the_folder_and_fits_a_file_system(name: str, sealed: bool) -> None:
    path = member_path(1, name, sealed=sealed)
    folder, base = path.split("/")
    assert folder == "files"
    assert len(base.encode("utf-8")) <= 255
    assert base.isprintable()
    assert not set(base) & set('<>:"|?*\\/')
    assert not base.endswith((" ", "."))
