"""Which worker does which test: whichever is free, but some modules are done by one worker whole.

``xdist_group`` would say so beside the tests, but is passed over where pytest makes its node ids
itself, from 9.2 on.
"""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

WHOLE = frozenset(
    f"tests/{module}.py"
    for module in (
        "documents/test_page_in_browser",  # one browser is enough, and takes its memory
        "intake/devices/test_hostile",
        "test_manual",
        "workflows/example_data/test_example_data",
        "workflows/test_search",
    )
)
"""Modules whose tests share what takes long to make."""


class Scheduling(LoadScopeScheduling):  # type: ignore[misc] # xdist has no types
    """Gives each worker the next test, or the next whole module."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        return module if module in WHOLE else nodeid
