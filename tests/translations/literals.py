"""Finds, in the source, texts that a user would read and that nobody marked for translation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

MARKERS = frozenset({"_", "N_", "ngettext"})

# What is called with a text that is shown, and which of its positional arguments are that text.
_ALL = slice(None)
_FIRST = slice(0, 1)
_AFTER_FIRST = slice(1, None)
SHOWN_BY = {
    **dict.fromkeys(
        (
            "setText",
            "setToolTip",
            "setStatusTip",
            "setWhatsThis",
            "setWindowTitle",
            "setTitle",
            "setPlaceholderText",
            "setAccessibleName",
            "setAccessibleDescription",
            "setLabelText",
            "setInformativeText",
            "setDetailedText",
            "setHeaderLabels",
            "setPrefix",
            "setSuffix",
            "showMessage",
            "addAction",
            "addMenu",
            "addTab",
            "addItem",
            "addItems",
            "addRow",
            "retitle",
            "say",
            "QAction",
        ),
        _ALL,
    ),
    **dict.fromkeys(
        (
            "QLabel",
            "QPushButton",
            "QCheckBox",
            "QRadioButton",
            "QGroupBox",
            "PlainLabel",
            "addButton",
            "field",
            "labelled",
            # the command line
            "note",
            "print_text",
            "echo",
            "ask",
            "prompt",
            "fail",
            "BadParameter",
            "UsageError",
            # readers
            "warn",
            "QueryError",
        ),
        _FIRST,
    ),
    **dict.fromkeys(
        ("KnownError", "tell", "RejectedRow", "with_warning", "ChoiceButton"), _AFTER_FIRST
    ),
}
SHOWN_KEYWORDS = frozenset({"help", "short_help", "epilog", "message", "hint"})

# Names are the same in every language, and so is what scripts read; keys are as the keyboard says,
# and a query of fields alone is understood whatever language is shown.
NAMES = frozenset({"CNE Helpdesk", "Fusion", "error["})
_KEYS = re.compile(r"\(?(Ctrl|Alt|Shift|Meta|Esc|Enter|Return|F\d+)(\+\w*)*\)?")
_QUERY = re.compile(r"-?[\w-]+:\S+( -?[\w-]+:\S+)*")
# What Qt writes a date or moment by.
_MOMENT = re.compile(r"(d{1,2}|M{1,2}|yyyy|HH|mm)([-: ](d{1,2}|M{1,2}|yyyy|HH|mm))+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SENTENCE = re.compile(r"^[A-Z][a-zé]+$|[^\W\d_]{2,}[,.:;]? [^\W\d_]{2,}")
_SHAPES = frozenset({"format", "join", "strip", "upper", "lower", "title", "capitalize"})


class Finding(NamedTuple):
    """A text and where it stands."""

    line: int
    text: str


def shown_unmarked(tree: ast.AST) -> Iterator[Finding]:
    """Yield the unmarked texts that are handed to something which shows them."""
    for call in _calls(tree):
        which = SHOWN_BY.get(_name(call))
        handed = call.args[which] if which else []
        keywords = [k.value for k in call.keywords if k.arg in SHOWN_KEYWORDS]
        for argument in (*handed, *keywords):
            for line, text in _texts(argument):
                if _WORD.search(text) and not _is_name(text):
                    yield Finding(line, text)


def sentences_unmarked(tree: ast.AST) -> Iterator[Finding]:
    """Yield every unmarked text that reads like words for people, wherever it stands."""
    spoken = set(_documentation(tree))
    for call in _calls(tree):
        if _name(call) in MARKERS or _raises_a_bug(call):
            spoken.update(part for argument in call.args for part in ast.walk(argument))
        if _name(call) == "connect":  # D-Bus and Qt name their signals in capitals too
            spoken.update(call.args)
    for node in ast.walk(tree):
        if node in spoken or not isinstance(node, ast.Constant):
            continue
        text = node.value
        if isinstance(text, str) and _SENTENCE.search(text) and not _is_name(text):
            yield Finding(node.lineno, text)


def marked_wrongly(tree: ast.AST) -> Iterator[Finding]:
    """Yield what is put together inside a marker, so that the catalogue never has that text.

    A name or attribute may stand there: its text was marked where it was written.
    """
    for call in _calls(tree):
        if _name(call) in MARKERS:
            texts = call.args[:2] if _name(call) == "ngettext" else call.args[:1]
            for argument in texts:
                if isinstance(argument, ast.JoinedStr | ast.BinOp | ast.Call):
                    yield Finding(argument.lineno, ast.unparse(argument))


def translated_too_early(tree: ast.AST) -> Iterator[Finding]:
    """Yield what is translated while its module is read, before a language is chosen."""
    later = {
        part
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for body in (node.body if isinstance(node.body, list) else [node.body])
        for part in ast.walk(body)
    }
    for call in _calls(tree):
        if _name(call) in {"_", "ngettext"} and call not in later:
            yield Finding(call.lineno, ast.unparse(call))


def modules(folder: Path) -> Iterator[tuple[Path, ast.Module]]:
    """Yield each module below ``folder``, parsed."""
    for path in sorted(folder.rglob("*.py")):
        yield path, ast.parse(path.read_text("utf-8"))


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _texts(node: ast.expr) -> Iterator[Finding]:
    """Yield the literals that an expression's value is made of; not what a call is given."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield Finding(node.lineno, node.value)
        return
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr in _SHAPES:
            yield from _texts(node.func.value)
            if node.func.attr == "join":
                yield from (text for argument in node.args for text in _texts(argument))
        return
    if isinstance(node, ast.Compare | ast.Lambda):
        return
    if isinstance(node, ast.FormattedValue):
        yield from _texts(node.value)
        return
    if isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
        return
    if isinstance(node, ast.Subscript):  # a table of texts, of which one is chosen
        if isinstance(node.value, ast.Dict):
            yield from (text for value in node.value.values for text in _texts(value))
        return
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            yield from _texts(child)


def _documentation(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the strings that stand alone: of modules, classes, functions and attributes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def _raises_a_bug(call: ast.Call) -> bool:
    """Whether this makes an exception that no user is shown."""
    name = _name(call)
    return name.endswith(("Error", "Exception")) and name not in {"KnownError", "QueryError"}


def _is_name(text: str) -> bool:
    shown = text.strip()
    return shown in NAMES or any(form.fullmatch(shown) for form in (_KEYS, _QUERY, _MOMENT))
