"""Keeps the cores from sleeping, by work that gives way to all other.

A core that slept between two key presses wakes up late and with cold caches, that of a virtual
machine by milliseconds. With this it is the program that is measured, and not the machine's sleep.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_TURN_WHILE_NOBODY_ELSE = """
import os
os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
while True:
    pass
"""


def can_be_kept() -> bool:
    """Whether this system has work that runs only where nobody else wants the core."""
    return hasattr(os, "SCHED_IDLE")


@contextmanager
def cores() -> Iterator[None]:
    """Keep each core awake while the block lasts."""
    turning = [
        subprocess.Popen([sys.executable, "-c", _TURN_WHILE_NOBODY_ELSE])  # noqa: S603 - our own
        for _core in range(os.cpu_count() or 1)
    ]
    try:
        yield
    finally:
        for process in turning:
            process.kill()
            process.wait()
