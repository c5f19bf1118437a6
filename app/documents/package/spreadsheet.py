"""``csv/*.csv``: one table each, which a spreadsheet opens without running any of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from app.documents.package.information import Information
from app.documents.package.texts import encodable, plain_value
from app.documents.package.walk import Tally, Walk

# Spreadsheets take a cell that begins so for a formula, or skip the first of these and then look.
# The last four are their full-width forms, which some input methods make equal.
_RUNS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def spreadsheet(table: str, walk: Walk, tally: Tally, information: Information) -> Iterator[str]:
    """Yield the text of one table's file, with a byte order mark so that UTF-8 is recognised.

    Dutch spreadsheets expect a semicolon between cells and English ones a comma. Each cell is
    quoted, so that neither takes the other's separator in a text for the end of a cell.
    """
    texts, line = information.texts, io.StringIO()
    writer = csv.writer(
        line, delimiter=";" if texts.language == "nl" else ",", quoting=csv.QUOTE_ALL
    )

    def row(*cells: object) -> str:
        writer.writerow([_harmless(cell) for cell in cells])
        text = line.getvalue()
        line.seek(0)
        line.truncate()
        return text

    labels = tally.labels[table]
    yield "\ufeff" + row(texts("record"), texts("parent"), *labels, texts("attachments"))
    for step in walk.steps():
        if step.record.table == table:
            values = (plain_value(field) for field in step.record.fields)
            paths = ", ".join(a.path or information.not_given(a.file) for a in step.attachments)
            yield row(step.number, step.parent, *values, paths)


def _harmless(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    text = encodable(cell).replace("\x00", "\ufffd")
    return f"'{text}" if text.startswith(_RUNS) else text
