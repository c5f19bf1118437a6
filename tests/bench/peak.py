"""The most memory this process ever held."""

from __future__ import annotations

import sys


def peak_kib() -> int:
    """Return it in KiB; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    import resource  # noqa: PLC0415 - not there on Windows

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform == "darwin" else peak
