from __future__ import annotations

import pytest

from ui.main_window import MainWindow
from ui.workspace import Workspace


@pytest.fixture
def workspace(window: MainWindow) -> Workspace:
    assert window.workspace is not None
    return window.workspace
