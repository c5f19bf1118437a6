"""What needs a process of its own: memory, and the time from start to the first page.

Such a process finds the program compiled, as an installed one is.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from app.workflows.example_data.files import example_mail_files
from tests.bench.figures import MEMORY_AIM, Figure
from tests.bench.secret import PASSPHRASE
from tests.bench.stores import NOW

REPEATS = 9
_MAILS = (500, 2_500)
_CHECKOUT = Path(__file__).resolve().parents[2]


@functools.cache
def _compiled() -> tempfile.TemporaryDirectory[str]:
    """A folder that keeps what is compiled, while this process runs."""
    return tempfile.TemporaryDirectory(prefix="cne-helpdesk-compiled-")


def run(module: str, *arguments: str) -> tuple[float, str]:
    """Return the seconds that a fresh interpreter took, and what it printed."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - our own interpreter and modules
        [sys.executable, "-m", module, *arguments],
        cwd=_CHECKOUT,
        env={
            **environment,
            "PYTHONPYCACHEPREFIX": _compiled().name,
            "CNE_HELPDESK_PASSPHRASE": PASSPHRASE,
            "QT_QPA_PLATFORM": "offscreen",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2_000:])
    return time.perf_counter() - started, done.stdout


def memory(folder: Path) -> Figure:
    """The most memory that listing and searching took, beside that of an empty process."""
    peaks = [int(run("tests.bench.probe", "browse", str(folder))[1]) for _ in range(3)]
    figure = Figure("memory", "peak while listing and searching", statistics.median(peaks) / 1024)
    figure.unit, figure.note = "MiB", "to be flat within 1.2 from size to size"
    return figure


def import_memory(folder: Path, scratch: Path) -> Iterator[Figure]:
    """The most memory of an import of few and of many mails, as files and as one mailbox."""
    for shape in ("files", "mailbox"):
        peaks = []
        for count in _MAILS:
            source = mails(scratch / f"{shape}-{count}", shape, count)
            peaks.append(
                int(run("tests.bench.probe", "import", str(folder), str(source))[1]) / 1024
            )
        figure = Figure(
            "memory",
            f"import of {_MAILS[1]:,} mails beside {_MAILS[0]:,}, as {shape}",
            peaks[1],
            peaks[0],
            unit="MiB",
            ratio_aim=MEMORY_AIM,
        )
        yield figure


def mails(target: Path, shape: str, count: int) -> Path:
    """Write example mails as files in a folder or as one mailbox, and return where."""
    made = example_mail_files(count, count, now=NOW)
    if shape == "files":
        target.mkdir()
        for name, content in made:
            (target / name).write_bytes(content)
        return target
    with target.open("wb") as box:
        for _name, content in made:
            box.write(b"From someone@example.nl Mon Nov 23 08:00:00 2026\n")
            box.write(content.replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ") + b"\n")
    return target


def start(folder: Path) -> Iterator[Figure]:
    """From the start of the process to the first page of tickets."""
    bare = ("tests.bench.bare_start", str(folder))
    commands: list[tuple[str, Sequence[str]]] = [
        ("unlock and first page", ("tests.bench.probe", "first-page", str(folder)))
    ]
    if importlib.util.find_spec("app.cli") is not None:
        listed = ("--store", str(folder), "tickets", "list", "--json")
        commands.append(("command 'tickets list'", ("ui", *listed)))
    for name, command in commands:
        yield _beside(f"{name} beside bare Python, click, key and SQLCipher", command, bare)


def window_starts(folder: Path, rounds: int) -> dict[str, list[float]]:
    """Return the milliseconds from the start of a process to each kind of first picture."""
    times: dict[str, list[float]] = {"bare": [], "gate": [], "list": []}
    for number in range(rounds + 1):
        for kind, taken in times.items():
            started = time.monotonic()
            printed = run("tests.bench.window_start", kind, str(folder))[1]
            if number:  # the first compiled what it loads
                taken.append((float(printed.split()[0]) - started) * 1000)
    return times


def bare_window_memory() -> float:
    """Return the most memory that a bare Qt window takes, in MiB."""
    peaks = [float(run("tests.bench.window_start", "bare")[1].split()[1]) for _ in range(3)]
    return statistics.median(peaks) / 1024


def window_work(folder: Path, mailbox: Path, repeats: int) -> dict[str, Any]:
    """Return what the window took for each piece of work; see ``window_work``."""
    printed = run("tests.bench.window_start", "work", str(folder), str(mailbox), str(repeats))[1]
    found: dict[str, Any] = json.loads(printed)
    return found


def _beside(name: str, ours: Sequence[str], bare: Sequence[str]) -> Figure:
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(REPEATS + 1):
        for place, command in enumerate((ours, bare)):
            seconds, _printed = run(*command)
            if number:  # the first compiled what it loads
                times[place].append(seconds * 1000)
    return Figure("start", name, statistics.median(times[0]), statistics.median(times[1]))
