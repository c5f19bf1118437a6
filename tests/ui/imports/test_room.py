"""Large letters or a small window: an import is still seen whole, without scrolling sideways."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.accessible import fits_its_window, scrolls_sideways
from tests.ui.imports.conftest import looked
from ui.imports.page import ImportsPage


@pytest.mark.usefixtures("eighteen_points")
@pytest.mark.parametrize("eighteen_points", ["en"], indirect=True)
def test_in_large_letters_nothing_of_an_import_scrolls_sideways(
    qtbot: QtBot, page: ImportsPage, inventory: Path
) -> None:
    page.take([inventory])
    looked(qtbot, page)
    assert scrolls_sideways(page) == []
    page.import_now()
    qtbot.waitUntil(lambda: page.preview.back.text() == "Done", timeout=20_000)
    assert scrolls_sideways(page) == []
    page.leave()
    qtbot.waitUntil(lambda: page.past.table.rowCount() == 1)
    assert scrolls_sideways(page) == []


def test_in_a_small_window_only_lists_scroll_and_their_rows_are_seen(
    qtbot: QtBot, page: ImportsPage, inventory: Path
) -> None:
    page.window().resize(900, 600)
    qtbot.waitUntil(lambda: page.window().width() == 900)
    fits_its_window(qtbot, page)
    assert not page.past.undo.isVisible()  # nothing was imported yet
    page.take([inventory])
    looked(qtbot, page)
    fits_its_window(qtbot, page)
    view = page.preview.view
    assert view.viewport().height() // view.rowHeight(0) >= 3


@pytest.mark.usefixtures("eighteen_points")
@pytest.mark.parametrize("eighteen_points", ["en"], indirect=True)
def test_in_large_letters_an_import_is_begun_without_scrolling(
    qtbot: QtBot, page: ImportsPage, inventory: Path
) -> None:
    page.window().resize(900, 600)
    page.take([inventory])
    looked(qtbot, page)
    rows = page.preview.outcome.rows
    page.preview.view.selectRow(next(n for n, row in enumerate(rows) if row.notes))
    assert page.preview.remarks.text()
    fits_its_window(qtbot, page)
    go, columns = page.preview.go, list(page.preview.mapping.choices.values())
    for part in (go, columns[0], page.preview.remarks):
        qtbot.waitUntil(partial(_is_seen_whole, part))
    assert not page.preview.mapping.chips[0].isVisible()  # each column's choice has all fields
    page.window().resize(1400, 1000)
    qtbot.waitUntil(page.preview.mapping.chips[0].isVisible)


def _is_seen_whole(part: QWidget) -> bool:
    return part.visibleRegion().boundingRect() == part.rect()


def test_the_file_is_named_beside_each_row_only_where_there_are_several(
    qtbot: QtBot, page: ImportsPage, inventory: Path
) -> None:
    other = inventory.with_name("meer.csv")
    other.write_text("Serienummer;Merk\nAB12CD34;Dell\n", encoding="utf-8")
    page.take([inventory])
    looked(qtbot, page)
    assert page.preview.view.isColumnHidden(0)
    page.leave()
    page.take([inventory, other])
    looked(qtbot, page)
    assert not page.preview.view.isColumnHidden(0)


def test_a_files_name_is_seen_whole_where_there_is_room(
    qtbot: QtBot, page: ImportsPage, inventory: Path
) -> None:
    other = inventory.with_name("levering-van-november.csv")
    other.write_text("Serienummer;Merk\nAB12CD34;Dell\n", encoding="utf-8")
    page.take([inventory, other])
    looked(qtbot, page)
    view = page.preview.view
    needed = view.fontMetrics().horizontalAdvance(other.name)
    assert needed < view.columnWidth(0) < needed + 100
    assert not scrolls_sideways(page)
