"""Every icon is drawn alike, so that the window can colour and size them alike."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

import pytest
from defusedxml import ElementTree

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {f"{SVG}{name}" for name in ("path", "rect", "circle")}
ICONS = sorted(
    (entry for entry in (files("resources") / "icons").iterdir() if entry.name.endswith(".svg")),
    key=lambda entry: entry.name,
)


def test_there_are_icons() -> None:
    assert len(ICONS) > 50


@pytest.mark.parametrize("icon", ICONS, ids=lambda icon: icon.name)
def test_an_icon_is_a_line_drawing_in_the_colour_of_the_text(icon: Traversable) -> None:
    drawing = ElementTree.fromstring(icon.read_bytes())
    assert drawing.tag == f"{SVG}svg"
    assert drawing.get("viewBox") == "0 0 24 24"
    assert drawing.get("stroke") == "currentColor"
    assert drawing.get("fill") == "none"
    assert drawing.get("stroke-width") == "1.75"
    assert drawing.get("stroke-linecap") == drawing.get("stroke-linejoin") == "round"
    assert len(drawing) > 0
    for shape in drawing:
        assert shape.tag in SHAPES
        assert not set(shape.keys()) & {"stroke", "fill", "style", "class"}
