"""The window fits its screen with what the system draws around it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize

from ui.window_size import usual_size

_TITLE_BAR = 32  # pixels, as most are


@pytest.mark.parametrize("screen", [QSize(1280, 800), QSize(1280, 720), QSize(900, 600)])
def test_the_title_bar_pushes_nothing_off_a_small_screen(screen: QSize) -> None:
    size = usual_size(screen)
    assert size.height() + _TITLE_BAR <= screen.height()
    assert size.width() <= screen.width()


def test_a_large_screen_is_not_filled() -> None:
    assert usual_size(QSize(2560, 1440)) == QSize(1240, 800)
