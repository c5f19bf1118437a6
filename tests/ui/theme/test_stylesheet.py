"""The stylesheet uses tokens alone, and only pairs of them that can be read."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from ui.theme.stylesheet import TEMPLATE, build
from ui.theme.theme import Theme
from ui.theme.tokens import DARK, LIGHT, PAIRS, SPACING, Density, Palette, Scheme, contrast

RULES = re.findall(r"([^{}]+?)\{([^{}]*)\}", re.sub(r"\$\{(\w+)\}", r"$\1", TEMPLATE.template))


def test_no_colour_is_written_by_hand() -> None:
    assert not re.search(r"#[0-9a-fA-F]{3,8}\s*[;\s}]", TEMPLATE.template)


@pytest.mark.parametrize(("selector", "body"), RULES, ids=[s.strip()[:60] for s, _b in RULES])
def test_each_rule_pairs_a_readable_text_with_its_background(selector: str, body: str) -> None:
    text = re.search(r"(?<![-\w])color:\s*\$(\w+)", body)
    back = re.search(r"background(?:-color)?:\s*\$(\w+)", body)
    if text is None:
        return
    backgrounds = [back[1]] if back else ["window", "surface"]
    for background in backgrounds:
        assert (text[1], background) in PAIRS, f"{selector.strip()}: {text[1]} on {background}"


@pytest.mark.parametrize("density", list(Density))
def test_every_token_is_filled_in(density: Density) -> None:
    for palette in (LIGHT, DARK):
        sheet = build(palette, SPACING[density], 10)
        assert "$" not in sheet
        assert palette.accent in sheet


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_a_check_is_drawn_in_the_colour_that_is_read_on_the_accent(palette: Palette) -> None:
    name = "dark" if palette.dark else "light"
    mark = (files("resources") / "marks" / f"checked-{name}.svg").read_text("utf-8")
    assert f'stroke="{palette.on_accent}"' in mark


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_the_edge_of_what_is_ticked_is_seen(qtbot: QtBot, theme: Theme, scheme: Scheme) -> None:
    theme.choose(scheme)
    try:
        box = QCheckBox()
        qtbot.addWidget(box)
        theme.dress(box)
        box.setAutoFillBackground(True)
        box.resize(40, 40)
        picture = box.grab().toImage()
        row = [picture.pixelColor(x, 20).name() for x in range(20)]
        edge = next(colour for colour in row if contrast(colour, row[0]) > 1.5)
        assert contrast(edge, row[0]) >= 3
    finally:
        theme.choose(Scheme.SYSTEM)
