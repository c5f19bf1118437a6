"""A file that was damaged or changed by someone is refused, or means exactly what it meant."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import KnownError
from app.model.staff import Role
from app.vault import SigningPublicKey, crypto
from app.vault.crypto import Owner, Purpose
from app.vault.document import MAX_MEMBERS, Document, State, read_document, write_document
from app.vault.endorsement import new_signing_public_key, signed
from app.vault.keyslot_file import MAX_BYTES
from app.vault.slots import Keys, member_slot, recovery_slot, reseal
from tests.store_copies import CHEAP
from tests.vault.conftest import LEAD, TECHNICIAN, Store
from tests.vault.memory_secrets import MemorySecrets

# The store is only read, by rewriting its file for every example.
fuzz = settings(
    deadline=None,
    max_examples=300,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def outcome(store: Store) -> str:
    """Open the store every way; return what is wrong, or "same" when all is as it was."""
    vault = store.open()
    for opened in (vault.unlock(LEAD, store.lead.name), vault.unlock_with_recovery(store.code)):
        assert opened.signing_key is not None
        assert opened.store_key in KEYS[store.path]
        assert opened.pending_store_key in {None, *KEYS[store.path]}
    technician = vault.unlock(TECHNICIAN, store.technician.name)
    assert technician.member == store.technician
    assert technician.signing_key is None
    return "same"


KEYS: dict[Path, set[bytes]] = {}


@pytest.fixture
def rekeyed(store: Store, device: MemorySecrets) -> Store:
    """Return a store in the middle of a rekey, with every part of the format in use."""
    vault, lead = store.as_lead()
    vault.remember_device(lead, LEAD, device)
    other = vault.add_member(lead, "Chris", Role.LEAD, "passphrase of chris")
    lead = vault.finish_rekey(vault.begin_rekey(lead, remove=other.id))
    pending = vault.begin_rekey(lead)
    assert pending.pending_store_key
    KEYS[store.path] = {pending.store_key, pending.pending_store_key}
    return store


@fuzz
@given(data=st.data())
def test_any_changed_byte_is_refused_or_harmless(rekeyed: Store, data: st.DataObject) -> None:
    original = rekeyed.path.read_bytes()
    place = data.draw(st.integers(0, len(original) - 1))
    byte = data.draw(st.integers(0, 255))
    rekeyed.path.write_bytes(original[:place] + bytes([byte]) + original[place + 1 :])
    try:
        refused_or_same(rekeyed)
    finally:
        rekeyed.path.write_bytes(original)


def refused_or_same(store: Store) -> None:
    try:
        assert outcome(store) == "same"
    except KnownError as error:
        assert error.code in {  # noqa: PT017 - either outcome is right, and both are checked
            "keyslots_damaged",
            "keyslots_newer",
            "wrong_passphrase",
            "recovery_code_wrong",
            "no_such_member",
        }


def paths(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to every value within a JSON value."""
    inner: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [here, *(path for key, one in inner for path in paths(one, (*here, key)))]


def put(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    changed = copy.deepcopy(document)
    if not path:
        return value
    target = changed
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = value
    return changed


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-1, 40)
    | st.floats(allow_nan=True)
    | st.text(max_size=5)
    | st.sampled_from(["lead", "technician", "recovery", "00" * 32, "00" * 12, "00" * 16, 2**70]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


@fuzz
@given(data=st.data())
def test_any_changed_value_is_refused_or_harmless(rekeyed: Store, data: st.DataObject) -> None:
    original = rekeyed.path.read_bytes()
    document = json.loads(original)
    places = paths(document)
    path = data.draw(st.sampled_from(places))
    value = data.draw(json_values)
    if data.draw(st.booleans()):  # another part of the same file in its place: a splice
        value = document
        for key in data.draw(st.sampled_from(places)):
            value = value[key]
    rekeyed.path.write_text(json.dumps(put(document, path, value)))
    try:
        refused_or_same(rekeyed)
    finally:
        rekeyed.path.write_bytes(original)


@settings(deadline=None, max_examples=300, database=None)
@given(st.binary(max_size=200) | json_values.map(lambda value: json.dumps(value).encode()))
def test_what_is_no_key_file_is_refused(data: bytes) -> None:
    with pytest.raises(KnownError, match="keyslots_damaged"):
        read_document(data)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data[:-3],
        lambda data: b"\xff\xfe" + data,
        lambda data: data + b"{}",
        lambda data: data.replace(b"cne-helpdesk-keyslots", b"something-else"),
        lambda data: b"[" * 200_000,
        lambda data: b'{"format": ' * 100_000,
        lambda data: b"9" * 100_000,
        lambda data: data + b" " * (4 * 1024 * 1024),
        lambda data: data.replace(b'"version": 1', b'"version": 1, "version": 1'),
        lambda data: data.replace(b'"version": 1', b'"version": 1.0'),
        lambda data: data.replace(b'"version": 1', b'"version": true'),
        lambda data: data.replace(b'"version": 1', b'"version": 0'),
    ],
)
def test_a_spoilt_file_is_told_and_left_as_it_is(
    store: Store, spoil: Callable[[bytes], bytes]
) -> None:
    spoilt = spoil(store.path.read_bytes())
    store.path.write_bytes(spoilt)
    with pytest.raises(KnownError) as caught:
        store.open()
    assert caught.value.code == "keyslots_damaged"
    assert store.path.read_bytes() == spoilt


def test_a_newer_version_is_told_apart_from_damage(store: Store) -> None:
    document = json.loads(store.path.read_bytes())
    store.path.write_text(json.dumps({"format": document["format"], "version": 2, "new": {}}))
    with pytest.raises(KnownError, match="keyslots_newer"):
        store.open()


def test_a_harmless_change_of_spacing_stays_harmless(store: Store) -> None:
    _vault, lead = store.as_lead()
    KEYS[store.path] = {lead.store_key}
    document = json.loads(store.path.read_bytes())
    store.path.write_text(json.dumps(document, indent=7, sort_keys=True))
    assert outcome(store) == "same"


@pytest.mark.parametrize("number", ["memory_kib", "passes", "lanes"])
def test_a_file_cannot_ask_for_endless_work(store: Store, number: str) -> None:
    document = json.loads(store.path.read_bytes())
    document["current"]["members"][0]["unlock"]["argon2id"][number] = 2**31
    store.path.write_text(json.dumps(document))
    with pytest.raises(KnownError, match="keyslots_damaged"):
        store.open()


def edited(store: Store, edit: Callable[[dict[str, Any]], object]) -> None:
    document = json.loads(store.path.read_bytes())
    edit(document["current"])
    store.path.write_text(json.dumps(document))


def open_every_way(store: Store) -> None:
    for passphrase in (LEAD, TECHNICIAN):
        with pytest.raises(KnownError) as caught:
            store.open().unlock(passphrase)
        assert caught.value.code in {"keyslots_damaged", "wrong_passphrase"}
    with pytest.raises(KnownError, match="keyslots_damaged"):
        store.open().unlock_with_recovery(store.code)


EDITS: dict[str, Callable[[dict[str, Any]], object]] = {
    "a member taken away": lambda state: state["members"].pop(),
    "the order of the members": lambda state: state["members"].reverse(),
    "a name": lambda state: state["members"][1].update(name="Someone Else"),
    "a public key": lambda state: state["members"][1].update(public_key="ab" * 32),
    "the lead made a technician": lambda state: state["members"][0].update(
        role="technician", signing_key=None
    ),
    "the technician made a lead": lambda state: state["members"][1].update(
        role="lead", signing_key=state["members"][0]["signing_key"]
    ),
    "an older signing key": lambda state: state["signing_keys"].insert(
        0, {"public_key": "ab" * 32, "since": 1, "until": 2, "endorsement": None}
    ),
    "when the signing key began": lambda state: state["signing_keys"][0].update(since=1),
}


@pytest.mark.parametrize("what", EDITS)
def test_an_edit_by_hand_shuts_the_store_to_everyone(store: Store, what: str) -> None:
    edited(store, EDITS[what])
    open_every_way(store)


def test_the_right_passphrase_in_a_changed_slot_is_told_as_damage(store: Store) -> None:
    edited(store, EDITS["the technician made a lead"])
    with pytest.raises(KnownError, match="keyslots_damaged"):
        store.open().unlock(TECHNICIAN, store.technician.name)


def test_a_technician_cannot_make_themselves_a_lead(store: Store) -> None:
    """They hold the store key, so the file they write is genuine under it."""
    _vault, technician = store.as_technician()
    state = read_document(store.path.read_bytes()).current
    own = Ed25519PrivateKey.generate()
    owner = Owner(
        state.store_id, store.technician.id, store.technician.name, Role.LEAD, state.anchor
    )
    promoted = member_slot(owner, Keys(technician.store_key, own), TECHNICIAN, CHEAP)
    forged = state.with_slot(promoted).authenticated(technician.store_key)
    store.path.write_bytes(write_document(Document(forged)))
    open_every_way(store)

    # With a signing key of their own in the place of the store's, nobody else would trust it.
    public = new_signing_public_key(state.store_id, own, 1, by=own)
    for keys in ((public,), (state.signing_keys[0], public)):
        plausible = tuple(
            SigningPublicKey(k.public_key, k.since, None if k is public else 1, k.endorsement)
            for k in keys
        )
        given = Keys(technician.store_key, own)
        slots = tuple(reseal(state, slot, given) for slot in state.with_slot(promoted).members)
        usurped = signed(
            State(state.store_id, slots, reseal(state, state.recovery, given), plausible),
            technician.store_key,
            own,
        )
        store.path.write_bytes(write_document(Document(usurped)))
        with pytest.raises(KnownError, match="keyslots_damaged"):
            store.open().unlock(LEAD, store.lead.name)
        with pytest.raises(KnownError, match="keyslots_damaged"):
            store.open().unlock_with_recovery(store.code)


def test_a_technician_cannot_have_a_lead_sign_with_another_key(store: Store) -> None:
    _vault, technician = store.as_technician()
    state = read_document(store.path.read_bytes()).current
    planted = Keys(technician.store_key, Ed25519PrivateKey.generate())
    lead = reseal(state, state.members[0], planted)
    forged = state.with_slot(lead).authenticated(technician.store_key)
    store.path.write_bytes(write_document(Document(forged)))
    with pytest.raises(KnownError, match="keyslots_damaged"):
        store.open().unlock(LEAD, store.lead.name)


def test_an_outsider_cannot_give_everyone_a_store_key_of_their_own(store: Store) -> None:
    """They need no secret to seal to public keys; the signature is what they cannot make."""
    state = read_document(store.path.read_bytes()).current
    own = Keys(b"\x01" * 32, Ed25519PrivateKey.generate())
    assert own.signing_key
    for keys in (
        state.signing_keys,
        (new_signing_public_key(state.store_id, own.signing_key, 1, by=None),),
    ):
        slots = tuple(reseal(state, slot, own) for slot in state.members)
        planted = State(state.store_id, slots, reseal(state, state.recovery, own), keys)
        forged = signed(planted, own.store_key, own.signing_key)
        for document in (Document(forged), Document(state, forged)):
            store.path.write_bytes(write_document(document))
            with pytest.raises(KnownError, match="keyslots_damaged"):
                store.open().unlock(TECHNICIAN, store.technician.name)


def test_the_largest_staff_fits_the_file_twice() -> None:
    key = Ed25519PrivateKey.generate()
    public = new_signing_public_key("00" * 16, key, 1, by=key)
    owner = Owner("00" * 16, 2**52 - 1, "😀" * 100, Role.LEAD, public.public_key)
    keys = Keys(b"k" * 32, key)
    slot = member_slot(owner, keys, LEAD, CHEAP)
    wrapped = crypto.wrap(b"s" * 32, b"p" * 32, owner, Purpose.DEVICE, None)
    slot = slot._replace(device=wrapped)
    _code, recovery = recovery_slot("00" * 16, 1, public.public_key, keys)
    state = State("00" * 16, (slot,) * MAX_MEMBERS, recovery, (public,) * 500)
    assert len(write_document(Document(state, state))) < MAX_BYTES


def test_a_vault_that_was_opened_before_the_damage_writes_nothing_over_it(store: Store) -> None:
    vault, lead = store.as_lead()
    store.path.write_bytes(b"damaged")
    with pytest.raises(KnownError, match="keyslots_changed"):
        vault.new_recovery_code(lead)
    assert store.path.read_bytes() == b"damaged"
