"""Every text can be read on every background it may meet."""

from __future__ import annotations

import re

import pytest

from ui.theme.tokens import DARK, EDGES, LIGHT, PAIRS, Palette, contrast

PALETTES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


def test_contrast_is_what_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


@PALETTES
@pytest.mark.parametrize(("text", "background"), PAIRS, ids=[f"{t} on {b}" for t, b in PAIRS])
def test_text_can_be_read(palette: Palette, text: str, background: str) -> None:
    assert contrast(getattr(palette, text), getattr(palette, background)) >= 4.5


@PALETTES
@pytest.mark.parametrize(("line", "background"), EDGES, ids=[f"{t} on {b}" for t, b in EDGES])
def test_controls_can_be_seen(palette: Palette, line: str, background: str) -> None:
    assert contrast(getattr(palette, line), getattr(palette, background)) >= 3


@PALETTES
def test_colours_are_written_in_full(palette: Palette) -> None:
    for name, value in palette._asdict().items():
        assert isinstance(value, bool) or re.fullmatch(r"#[0-9a-f]{6}", value), name
