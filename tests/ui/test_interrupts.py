"""Ctrl-C in the terminal, and a session that ends, close the window."""

from __future__ import annotations

import os
import signal

import pytest
from pytestqt.qtbot import QtBot

from ui.interrupts import Interrupts

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_closes_the_window_and_not_what_happens_to_run(
    qtbot: QtBot, number: signal.Signals
) -> None:
    before = signal.getsignal(number)
    closed: list[bool] = []
    interrupts = Interrupts(lambda: closed.append(True))
    os.kill(os.getpid(), number)
    assert closed == []  # nothing happens amid what runs
    qtbot.waitUntil(lambda: closed == [True])
    interrupts.stop()
    interrupts.stop()
    assert signal.getsignal(number) is before
