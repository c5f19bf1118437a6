"""While a package is made one sees how far it is, and may stop it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.model.changes import Changes, Progress
from app.workflows import package_order, packages
from app.workflows.export import ExportResult
from app.workflows.package_order import Order, Step
from app.workflows.session import Session
from tests.ui.packages.driving import LEFT, choose, go_on, to_delivery
from ui.packages.page import PackagesPage


class Held:
    """Makes packages as ever, but waits halfway until it may go on."""

    def __init__(self) -> None:
        self._make = package_order.make
        self.at_half = threading.Event()
        self.may_go_on = threading.Event()

    def __call__(
        self, session: Session, order: Order, target: Path, progress: Progress
    ) -> tuple[ExportResult, Changes]:
        def report(done: int, total: int | None) -> None:
            progress(done, total)
            if total and done >= total // 2 and not self.at_half.is_set():
                self.at_half.set()
                assert self.may_go_on.wait(10)

        return self._make(session, order, target, report)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    """A package that is half made, of which every record is told, with a guess at the rest."""
    held = Held()
    monkeypatch.setattr(package_order, "make", held)
    monkeypatch.setattr("ui.runner.REPORT_EVERY", 0.0)
    monkeypatch.setattr("ui.runner._ESTIMATE_AFTER", 0.0)
    return held


@pytest.fixture
def told(page: PackagesPage) -> list[tuple[str, int]]:
    """What the step said each time that it moved: its text, and how long its bar is."""
    seen: list[tuple[str, int]] = []
    making = page.wizard.making
    page.context.jobs.task_moved.connect(
        lambda _task: seen.append((making.left.text(), making.bar.value()))
    )
    return seen


def percents(told: list[tuple[str, int]]) -> list[int]:
    return [int(text.split(" %")[0]) for text, _long in told if "%" in text]


def test_per_cent_and_remaining_time_move_with_what_is_done(  # noqa: PLR0917 - fixtures
    qtbot: QtBot,
    page: PackagesPage,
    mees: int,
    tmp_path: Path,
    held: Held,
    told: list[tuple[str, int]],
) -> None:
    wizard = choose(qtbot, page)
    to_delivery(qtbot, wizard, tmp_path / "p.zip")
    told.clear()
    qtbot.mouseClick(wizard.forth, LEFT)
    qtbot.waitUntil(held.at_half.is_set)
    qtbot.waitUntil(lambda: percents(told)[-1:] > [40])
    assert wizard.making.left.isVisible()
    assert 40 < percents(told)[-1] < 60
    assert told[-1][0].endswith("% is done · less than a minute left")
    assert 400 < wizard.making.bar.value() < 600
    assert wizard.making.bar.maximum() == 1_000
    held.may_go_on.set()
    qtbot.waitUntil(lambda: wizard.step is Step.RESULT)
    seen = percents(told)
    assert seen == sorted(seen)
    assert len(set(seen)) > 5
    assert seen[-1] > 90
    longer = [long for text, long in told if "%" in text]
    assert longer == sorted(longer)


def test_stopped_when_it_is_half_made_it_leaves_nothing_and_is_not_in_the_register(  # noqa: PLR0917 - fixtures
    qtbot: QtBot,
    page: PackagesPage,
    session: Session,
    mees: int,
    tmp_path: Path,
    held: Held,
) -> None:
    wizard = choose(qtbot, page)
    folder = tmp_path / "out"
    folder.mkdir()
    to_delivery(qtbot, wizard, folder / "p.zip")
    qtbot.mouseClick(wizard.forth, LEFT)
    qtbot.waitUntil(held.at_half.is_set)
    qtbot.waitUntil(lambda: "%" in wizard.making.left.text())
    assert list(folder.iterdir()) != []  # it is being written
    qtbot.mouseClick(wizard.making.stop, LEFT)
    held.may_go_on.set()
    qtbot.waitUntil(lambda: wizard.step is Step.DELIVERY)
    assert list(folder.iterdir()) == []
    assert packages.count(session, "") == 0
    # What the last one had come to is not shown of the next one.
    held.at_half.clear()
    held.may_go_on.clear()
    qtbot.mouseClick(wizard.forth, LEFT)
    assert wizard.making.left.text() == ""
    held.may_go_on.set()
    qtbot.waitUntil(lambda: wizard.step is Step.RESULT)


def test_one_that_is_removed_at_once_is_shown_no_longer(
    qtbot: QtBot, page: PackagesPage, mees: int, tmp_path: Path, agree: list[str]
) -> None:
    wizard = choose(qtbot, page)
    to_delivery(qtbot, wizard, tmp_path / "p.zip")
    go_on(qtbot, wizard, Step.RESULT)
    assert (tmp_path / "p.zip").exists()
    qtbot.mouseClick(wizard.result.remove, LEFT)
    qtbot.waitUntil(page.register.isVisible)
    assert agree == ["Remove the package"]
    assert not (tmp_path / "p.zip").exists()
    assert wizard.result.passphrase.text() == ""
    qtbot.waitUntil(lambda: page.register.model.rowCount() == 1)
    qtbot.waitUntil(lambda: page.register.model.cell(0, 2).text == "Removed")
