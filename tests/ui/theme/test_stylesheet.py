"""The stylesheet uses tokens alone, and only pairs of them that can be read."""

from __future__ import annotations

import re

import pytest

from ui.theme.stylesheet import TEMPLATE, build
from ui.theme.tokens import DARK, LIGHT, PAIRS, SPACING, Density

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
