from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import KnownError
from app.intake.devices import read_device_file


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="the system has no endless files")
def test_a_file_without_an_end_is_no_file_of_devices() -> None:
    with pytest.raises(KnownError) as refused:
        next(read_device_file(Path("/dev/zero")))
    assert refused.value.code == "unknown_device_file"
