from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.translations import literals
from tests.translations.catalogue import ROOT
from tests.translations.literals import Finding

_STYLE_SHEET = ROOT / "ui" / "theme" / "stylesheet.py"  # Qt's style language, which nobody reads
_COMMANDS = ROOT / "app" / "cli"


def _found(folder: str, look: Callable[[ast.AST], Iterator[Finding]], *besides: Path) -> list[str]:
    return [
        f"{path.relative_to(ROOT).as_posix()}:{line}: {text}"
        for path, tree in literals.modules(ROOT / folder)
        if not any(path.is_relative_to(other) for other in besides)
        for line, text in look(tree)
    ]


@pytest.mark.parametrize("folder", ["app", "ui"])
def test_no_text_is_shown_that_is_not_marked_for_translation(folder: str) -> None:
    assert _found(folder, literals.shown_unmarked) == []


def test_the_window_has_no_words_for_people_outside_the_catalogue() -> None:
    assert _found("ui", literals.sentences_unmarked, _STYLE_SHEET) == []


@pytest.mark.parametrize("folder", ["app", "ui"])
def test_every_marked_text_is_whole_so_that_the_catalogue_can_hold_it(folder: str) -> None:
    assert _found(folder, literals.marked_wrongly) == []


@pytest.mark.parametrize("folder", ["app", "ui"])
def test_nothing_is_translated_before_a_language_is_chosen(folder: str) -> None:
    # A module of commands is read when one of them runs, and the language is known by then.
    assert _found(folder, literals.translated_too_early, _COMMANDS) == []


@pytest.mark.parametrize(
    "source",
    [
        'label.setText("Foo")',
        'label.setText(f"{count} rows")',
        'label.setText("Foo" if ready else _("Bar"))',
        'label.setText({1: "one", 2: _("two")}[kind])',
        'label.setText(_("Made") + " today")',
        'label.setText("{n} rows".format(n=1))',
        'label.setText(", ".join(["one", name]))',
        'button.setToolTip("copy")',
        'QLabel("Foo…")',
        'window.setWindowTitle("Foo")',
        'menu.addAction(icon, "Foo")',
        'raise KnownError("code", "literal")',
        'raise KnownError("code", _("What."), "Do this.")',
        'raise KnownError("code", _("What."), hint="Do this.")',
        'click.option("--json", help="Print JSON.")',
    ],
)
def test_a_shown_text_without_a_mark_is_found(source: str) -> None:
    assert list(literals.shown_unmarked(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    [
        'label.setText(_("Foo"))',
        'label.setText(_("{n} rows").format(n=1))',
        'label.setText(f"{one} · {other}")',
        'label.setText("–")',
        'label.setText(names["key"])',
        'label.setText(_("Foo") if kind == "foo" else _("Bar"))',
        'button.setToolTip("Ctrl+Enter")',
        'PlainLabel(_("Foo"), role="title")',
        'messages.tell("danger", _("Foo"))',
        'raise KnownError("code", _("What."), _("Do this."))',
        'raise ValueError("no such column")',
    ],
)
def test_a_marked_text_or_one_without_words_is_left_in_peace(source: str) -> None:
    assert not list(literals.shown_unmarked(ast.parse(source)))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('TITLES = {"a": "Open"}', ["Open"]),
        ('text = "Try this again"', ["Try this again"]),
        ('raise KnownError(code, "Try this again")', ["Try this again"]),
        ('TITLES = {"a": N_("Open")}', []),
        ('raise ValueError("Try this again")', []),
        ('"""What it is."""', []),
        ('set_object_name("rail")', []),
        ('Query("assignee:me status:unfinished")', []),
        ('bus.connect("", "Lock", slot)', []),
    ],
)
def test_words_for_people_are_known_from_names_for_the_program(
    source: str, expected: list[str]
) -> None:
    assert [found.text for found in literals.sentences_unmarked(ast.parse(source))] == expected


@pytest.mark.parametrize(
    "source",
    ['_(f"Row {row}")', '_("Row " + row)', '_("Row {row}".format(row=1))', '_("Row %d" % row)'],
)
def test_a_text_put_together_inside_its_mark_is_found(source: str) -> None:
    assert list(literals.marked_wrongly(ast.parse(source)))


def test_a_translation_made_while_a_module_is_read_is_found() -> None:
    early = ast.parse('A = _("Open")\nclass B:\n    c = _("Close")\n')
    late = ast.parse('A = N_("Open")\ndef b():\n    return _("Close")\nc = lambda: _("Stop")\n')
    assert [found.line for found in literals.translated_too_early(early)] == [1, 3]
    assert not list(literals.translated_too_early(late))
