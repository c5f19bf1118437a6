"""The manual is complete, says the same in both languages, and speaks of what there is."""

from __future__ import annotations

import ast
import re
from functools import cache
from itertools import product
from typing import Any

import click
import pytest
from babel.messages.catalog import Message
from PIL import Image

from app.cli.root import root
from app.i18n import set_language
from app.model.device import DeviceKind, DeviceState
from app.model.device_list import DeviceFind, parse_find
from app.model.query_scanner import scan
from app.model.ticket_query import parse
from app.model.ticket_query_words import CHOICES, FIELD_NAMES, shown
from app.policy import load_policy
from tests import manual_text
from tests.manual_text import LANGUAGES, PICTURES, ROOT, bold, chapters, code, links, pictures, read
from tests.shots.manual import LARGEST, MANUAL, file_name
from tests.translations.catalogue import kept

CHAPTERS = [*product(LANGUAGES, chapters("en"))]
_ERROR = re.compile(r"(Error|super\(\)\.__init__)$")
_CODE = re.compile(r"[a-z]+(_[a-z]+)*")
_FEWEST_LETTERS = 4
"""Of a text with a place to fill in, that it may be told by."""


def every_text(language: str) -> str:
    """Return the whole manual in a language."""
    return "\n\n".join(read(language, chapter) for chapter in chapters(language))


def test_both_languages_have_the_same_chapters() -> None:
    assert chapters("nl") == chapters("en")
    assert "index.md" in chapters("en")


@pytest.mark.parametrize("chapter", chapters("en"))
def test_a_chapter_is_made_alike_in_both_languages(chapter: str) -> None:
    dutch, english = (manual_text.skeleton(read(language, chapter)) for language in LANGUAGES)

    assert dutch == english


@pytest.mark.parametrize(("language", "chapter"), CHAPTERS)
def test_the_index_leads_to_every_chapter_and_each_link_to_a_file(
    language: str, chapter: str
) -> None:
    folder = manual_text.MANUAL / language
    led_to = links(read(language, chapter))

    assert not [link for link in led_to if not (folder / link).is_file()]
    if chapter == "index.md":
        assert set(chapters(language)) - {"index.md"} <= set(led_to)


# Pictures


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_is_shown_in_its_language_and_said_in_words(language: str) -> None:
    shown_here = pictures(every_text(language))

    names = {path.rpartition("/")[2] for _said, path in shown_here}
    assert names == {file_name(shot, language) for shot in MANUAL}
    assert all(len(said) >= 10 for said, _path in shown_here)
    assert all(path == f"../../pictures/{path.rpartition('/')[2]}" for _said, path in shown_here)


def test_the_folder_of_pictures_holds_those_of_the_list_and_each_is_small() -> None:
    there = {path.name: path for path in PICTURES.iterdir()}

    assert set(there) == {file_name(*each) for each in product(MANUAL, LANGUAGES)}
    for path in there.values():
        assert path.stat().st_size <= LARGEST, path.name
        with Image.open(path) as image:
            assert image.mode == "P", path.name


# What the window shows


def _texts(message: Message, language: str) -> list[str]:
    found = message.string if language == "nl" else message.id
    return [found] if isinstance(found, str) else list(found or ())


def _catalogue(language: str) -> tuple[set[str], re.Pattern[str]]:
    """Return the texts as they are, and a pattern for those with places to fill in."""
    whole, filled = set(), []
    for message in kept():
        for text in _texts(message, language):
            if "{" not in text:
                whole.add(text)
                continue
            pieces = re.split(r"\{\w+\}", text)
            if sum(map(str.isalpha, "".join(pieces))) >= _FEWEST_LETTERS:
                filled.append(".+?".join(map(re.escape, pieces)))
    policy = load_policy()
    for part in (policy.purposes, policy.categories, policy.retention):
        whole |= {each.label(language) for each in part.values()}
    return whole, re.compile("|".join(filled))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_in_bold_is_what_the_window_shows(language: str) -> None:
    whole, filled = _catalogue(language)

    unknown = {
        f"{chapter}: {text}"
        for chapter in chapters(language)
        for text in bold(read(language, chapter))
        if text not in whole and not filled.fullmatch(text)
    }
    assert not unknown


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_languages_name_the_same_texts_of_the_window(language: str) -> None:
    other = "en" if language == "nl" else "nl"

    for chapter in chapters(language):
        here, there = bold(read(language, chapter)), bold(read(other, chapter))
        assert len(here) == len(there), chapter


# The query language


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_and_value_of_the_query_language_is_explained(language: str) -> None:
    said = set(code(read(language, "03-tickets.md")))

    fields = {f"{shown(name, language)}:" for name in FIELD_NAMES}
    values = {shown(choice, language) for choices in CHOICES.values() for choice in choices}
    assert not (fields | values) - said


@pytest.mark.parametrize(("language", "chapter"), CHAPTERS)
def test_every_example_of_a_query_can_be_read(language: str, chapter: str) -> None:
    set_language(language)

    for text in code(read(language, chapter)):
        terms = scan(text)
        if any(term.name and term.pieces[0].text for term in terms):
            assert _is_about_devices(text) or parse(text, now=1_800_000_000)


def _is_about_devices(text: str) -> bool:
    return parse_find(text) != DeviceFind(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_to_narrow_the_devices_is_explained(language: str) -> None:
    said = set(code(read(language, "04-devices.md")))

    assert {*DeviceState, *DeviceKind} <= said
    ways = [parse_find(text) for text in said if _is_about_devices(text)]
    assert any(way.states for way in ways)
    assert any(way.kinds for way in ways)
    assert any(way.warranty_days for way in ways)


# What may go wrong


@cache  # every module is read for it
def _codes() -> frozenset[str]:
    """Return the code of every error that the program makes for its users."""
    found = set()
    for file in (path for folder in ("app", "ui") for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and _ERROR.search(ast.unparse(node.func)):
                first = ast.literal_eval(node.args[0]) if _is_text(node.args[0]) else ""
                found |= {first} if _CODE.fullmatch(first) else set()
    return frozenset(found)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_is_explained(language: str) -> None:
    explained = {text for text in code(read(language, "13-problems.md")) if _CODE.fullmatch(text)}
    # A word with one part may be something else in the text: a command, a word of a query.
    assert len(_codes()) > 100
    assert not _codes() - explained
    assert not {text for text in explained if "_" in text} - _codes()


# The command line


def _command(words: list[str]) -> click.Command:
    command: Any = root
    for word in words:
        if not isinstance(command, click.Group) or not word.islower():
            break
        found = command.get_command(click.Context(command), word)
        assert found is not None, f"there is no command {words}"
        command = found
    assert isinstance(command, click.Command)
    return command


@pytest.mark.parametrize(("language", "chapter"), CHAPTERS)
def test_every_command_exists_with_its_options(language: str, chapter: str) -> None:
    whole = (manual_text.MANUAL / language / chapter).read_text(encoding="utf-8")
    lines = [line for line in whole.splitlines() if line.startswith("cne-helpdesk ")]

    for text in (*lines, *(c for c in code(read(language, chapter)) if c.startswith("cne-"))):
        words = text.split()[1:]
        command = _command(words)
        known = {option for each in command.params for option in each.opts}
        options = {word.partition("=")[0] for word in words if word.startswith("--")}
        assert options <= known | {"--help", "--store", "--json"}, text
