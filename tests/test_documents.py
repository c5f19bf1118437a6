"""The documents of the repository lead to what there is, and to each other."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from tests.manual_text import ROOT, links, pictures

DOCUMENTS = ["README.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))]
_NAMED = re.compile(r"`((?:[\w.]+/)*\w+\.(?:py|sql)|(?:app|ui|docs|tests|resources)/[\w./]+)`")
_CODE = ("app", "ui", "tests", "resources")


def read(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


@cache
def files_of_code() -> list[str]:
    found = (path for folder in _CODE for path in (ROOT / folder).rglob("*"))
    return [f"/{path.relative_to(ROOT).as_posix()}" for path in found]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_a_document_leads_to_is_there(document: str) -> None:
    text = read(document)
    led_to = [*links(text), *(path for _said, path in pictures(text))]
    assert not [link for link in led_to if not (ROOT / document).parent.joinpath(link).is_file()]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_a_document_names_is_there(document: str) -> None:
    named = {name.rstrip("/") for name in _NAMED.findall(read(document))}
    gone = {
        name
        for name in named
        if not (ROOT / name).exists()
        and not any(path.endswith(f"/{name}") for path in files_of_code())
        and not (ROOT / f"{name}.py").exists()
    }
    assert gone == set()


def test_one_comes_to_every_document_from_the_readme() -> None:
    known, next_ones = set[Path](), {ROOT / "README.md"}
    while next_ones:
        known |= next_ones
        led_to = {
            (path.parent / link).resolve()
            for path in next_ones
            if path.suffix == ".md"
            for link in links(path.read_text(encoding="utf-8"))
        }
        next_ones = led_to - known
    assert {ROOT / document for document in DOCUMENTS} <= known
