"""Words of lists mean what people at a Dutch office mean by them."""

from __future__ import annotations

import pytest

from app.intake.devices.values import kind_of, kind_of_model, state_of
from app.model.device import DeviceKind, DeviceState


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Notebook", DeviceKind.LAPTOP),
        ("Main Server Chassis", DeviceKind.SERVER),
        ("Mobiele telefoon", DeviceKind.PHONE),
        ("Access Point", DeviceKind.NETWORK),
        ("docking-station", DeviceKind.PERIPHERAL),
        ("broodrooster", None),
    ],
)
def test_words_for_sorts_of_devices(word: str, kind: DeviceKind | None) -> None:
    assert kind_of(word) is kind


def test_words_for_states_and_models() -> None:
    assert state_of("In gebruik") is DeviceState.IN_USE
    assert state_of("Gestolen") is DeviceState.STOLEN
    assert state_of("2") is None
    assert kind_of_model("Apple MacBook Pro 14") is DeviceKind.LAPTOP
    assert kind_of_model("Latitude 7440") is None
