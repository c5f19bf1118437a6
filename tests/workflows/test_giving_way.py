"""Work of a library reports at its calls, and is never cut short there."""

from __future__ import annotations

import sys
import time

import pytest

from app.errors import Cancelled
from app.workflows.giving_way import at_calls


def _work(seconds: float) -> int:
    """Do what reports nothing by itself."""
    calls, ends = 0, time.perf_counter() + seconds
    while time.perf_counter() < ends:
        calls += 1
    return calls


def test_work_without_steps_reports_again_and_again() -> None:
    reported: list[float] = []
    with at_calls(lambda _done, _total: reported.append(time.perf_counter())):
        assert _work(0.05) > 0
    assert 3 < len(reported) <= 50
    _work(0.005)
    assert sys.getprofile() is None


def test_it_is_not_stopped_where_it_has_no_end_and_fails_as_ever() -> None:
    def stop(_done: int, _total: int | None) -> None:
        raise Cancelled

    with at_calls(stop):
        assert _work(0.01) > 0
    with pytest.raises(ValueError, match="broken"), at_calls(stop):
        raise ValueError("broken")
    assert sys.getprofile() is None


def test_a_profiler_at_work_is_left_alone() -> None:
    def other(*_arguments: object) -> None:
        pass

    reported: list[int] = []
    sys.setprofile(other)
    try:
        with at_calls(lambda done, _total: reported.append(done)):
            _work(0.005)
        assert sys.getprofile() is other
    finally:
        sys.setprofile(None)
    assert reported == []
