"""A bug is reported by where it is, and by nothing that was in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.errors import KnownError
from ui import __main__ as entry
from ui.errors import BugDialog, bug_report
from ui.preferences import FILE, Preferences, load, save
from ui.theme.tokens import Density, Scheme


def fault(person: str) -> ValueError:
    try:
        try:
            int(person)
        except ValueError as error:
            raise ValueError(f"cannot handle {person}") from error
    except ValueError as error:
        return error
    raise AssertionError


def test_a_report_names_places_and_no_values() -> None:
    report = bug_report(fault("joost.vandalen@example.nl"))
    assert "joost" not in report
    assert "cannot handle" not in report
    assert str(Path.home()) not in report
    assert report.count("builtins.ValueError") == 2
    assert "tests/ui/test_errors.py" in report
    assert " fault" in report


def test_the_dialog_copies_that_report(qtbot: QtBot) -> None:
    error = fault("joost.vandalen@example.nl")
    dialog = BugDialog(error)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == bug_report(error)


def test_without_a_display_the_window_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(KnownError) as caught:
        entry.open_window(tmp_path)
    assert caught.value.code == "no_display"
    assert "--headless" in caught.value.hint
    assert not list(tmp_path.iterdir())


def test_preferences_come_back_and_nonsense_is_ignored(tmp_path: Path) -> None:
    folder = tmp_path / "preferences"
    first_day = vars(Preferences())
    assert vars(load(folder)) == first_day
    chosen = Preferences()
    chosen.language, chosen.geometry = "nl", "AAAA"
    chosen.scheme, chosen.density = Scheme.DARK, Density.COMPACT
    save(folder, chosen)
    assert vars(load(folder)) == vars(chosen) != first_day
    for nonsense in ("", "[]", '{"scheme": 3, "language": "xx", "geometry": 7}', "[" * 100_000):
        (folder / FILE).write_text(nonsense)
        assert vars(load(folder)) == first_day
    (folder / FILE).write_text(json.dumps({"density": "compact"}))
    assert load(folder).density is Density.COMPACT
