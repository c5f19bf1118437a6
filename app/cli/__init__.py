"""The command line: a thin skin over the workflows, for people and for scripts.

``main`` is its only way in. A module here is one group of commands and is imported only when one
of them runs, so that ``--help`` and the small commands start at once.
"""

from __future__ import annotations

from app.cli.entry import main

__all__ = ["main"]
