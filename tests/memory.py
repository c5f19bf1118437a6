"""How much memory a piece of work takes at its highest."""

from __future__ import annotations

import ctypes
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MIB = 1 << 20
_CLEAR, _STATUS = Path("/proc/self/clear_refs"), Path("/proc/self/status")
_RESET_PEAK = "5"


@contextmanager
def at_most(mebibytes: int) -> Iterator[None]:
    """Fail work whose Python objects take more at once than this.

    Exact, and makes work that allocates much take some seven times as long.
    """
    tracemalloc.start(1)
    try:
        yield
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < mebibytes * MIB, f"{peak / MIB:.0f} MiB"


@contextmanager
def grows_at_most(mebibytes: int) -> Iterator[None]:
    """Fail work that makes the process larger than it was by more than this, libraries included.

    Only for bounds far above what the process may hold unused. Takes no time where the system
    counts; elsewhere it is as :func:`at_most`.
    """
    before = _shrink()
    if before is None:
        with at_most(mebibytes):
            yield
        return
    yield
    growth = _peak() - before
    assert growth < mebibytes * MIB, f"{growth / MIB:.0f} MiB"


def _shrink() -> int | None:
    """Give unused memory back and forget the process's largest size; return its size in bytes."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
        _CLEAR.write_text(_RESET_PEAK)
        return _peak()
    except (OSError, TypeError, AttributeError):  # another system, or one that does not let us
        return None


def _peak() -> int:
    (line,) = (line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) << 10
