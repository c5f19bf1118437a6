"""What is typed into the device list's field, taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.device import DeviceKind, DeviceState
from app.model.device_list import DeviceFind, parse_find


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", DeviceFind()),
        ("  237518 ", DeviceFind("237518")),
        ("kind:phone", DeviceFind(kinds=(DeviceKind.PHONE,))),
        (
            "fairphone KIND:phone kind:tablet State:in_stock",
            DeviceFind("fairphone", (DeviceKind.PHONE, DeviceKind.TABLET), (DeviceState.IN_STOCK,)),
        ),
        ("warranty:60 jansen", DeviceFind("jansen", warranty_days=60)),
        ("warranty:soon", DeviceFind("warranty:soon")),
        (
            'organisation:"De  Linde" state:lost dell',
            DeviceFind("dell", states=(DeviceState.LOST,), organisation="De Linde"),
        ),
        ("organisation:linde", DeviceFind(organisation="linde")),
        ('organisation:""', DeviceFind('organisation:""')),
        ("kind:car", DeviceFind("kind:car")),
        ("warranty:٣", DeviceFind("warranty:٣")),
        ("00:1b:63:84:45:e6", DeviceFind("00:1b:63:84:45:e6")),
    ],
)
def test_words_narrow_and_the_rest_is_text(text: str, found: DeviceFind) -> None:
    assert parse_find(text) == found


@settings(deadline=None, max_examples=200, database=None)
@given(st.text(max_size=200))
def test_every_text_is_read_and_none_is_lost(text: str) -> None:
    found = parse_find(text)
    narrowed = found.kinds or found.states or found.organisation
    if not narrowed and found.warranty_days is None:
        assert found.text == " ".join(text.split())
