"""Reading JSON that may hold the rows of a whole plan, without keeping the interpreter for long.

One call of the standard reader for a hundred thousand rows keeps every other thread, the window's
too, from running until it is over. The rows are cut out of the text, read piece by piece, and put
back in their place.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from app.model.id_rows import IdRows

_BEGIN = '"rows":[['
_PIECE = 64 * 1024
"""Characters read by one call, about."""


def loads(text: str) -> object:
    """Read JSON as the standard library does; raises ``ValueError`` as it does.

    Long lists of ``[id, version]`` come as :class:`~app.model.id_rows.IdRows`.
    """
    cut: list[str] = []
    short = "".join(_without_rows(text, cut))
    loaded: object = json.loads(short)
    return _put_back(loaded, cut) if cut else loaded


def _without_rows(text: str, cut: list[str]) -> Iterator[str]:
    """Give the text with each long list of rows, kept in ``cut``, replaced by a mark."""
    place = 0
    while (begin := text.find(_BEGIN, place)) >= 0:
        begin += len(_BEGIN) - 2
        end = text.find("]]", begin) + 2
        if end < 2:
            break
        if end - begin > _PIECE and _is_flat(text[begin:end]):
            yield text[place:begin]
            yield f'"{_mark(len(cut))}"'
            cut.append(text[begin:end])
        else:
            yield text[place:end]
        place = end
    yield text[place:]


def _is_flat(rows: str) -> bool:
    """Whether these are lists of numbers, with nothing in them that has an end of its own."""
    lists = rows.count("],[") + 2
    return rows.count("[") == rows.count("]") == lists and '"' not in rows and "{" not in rows


def _mark(number: int) -> str:
    """Return what stands in the place of rows.

    A file that holds it by itself is not read back as it was signed.
    """
    return f"rows cut out, {number}"


def _put_back(value: object, cut: list[str]) -> object:
    """Put the rows back, in dictionaries under ``rows`` however deep."""
    marks = {_mark(number): number for number in range(len(cut))}
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += [inner for inner in one if isinstance(inner, dict | list)]
        elif isinstance(one, dict):
            waiting += [inner for inner in one.values() if isinstance(inner, dict | list)]
            rows = one.get("rows")
            if isinstance(rows, str) and rows in marks:
                one["rows"] = _read(cut[marks[rows]])
    return value


def _read(text: str) -> object:
    """Read ``[[…],[…]]``, lists without lists in them, piece by piece."""
    try:
        return IdRows(_pairs(text))
    except (TypeError, ValueError, OverflowError):  # not what a plan's rows are
        return [row for rows in _pieces(text) for row in rows]


def _pairs(text: str) -> Iterator[list[int]]:
    for rows in _pieces(text):
        for row in rows:
            if len(row) != 2 or not all(type(one) is int for one in row):
                raise TypeError
            yield row


def _pieces(text: str) -> Iterator[list[Any]]:
    place, last = 1, len(text) - 1
    while place < last:
        end = text.find("],[", place + _PIECE)
        end = last if end < 0 else end + 1
        yield json.loads(f"[{text[place:end]}]")
        place = end + 1
