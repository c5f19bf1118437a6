"""Another program can open the store by following ``docs/store-format.md``.

Nothing of the vault's own code is used to read here: only the document, step by step.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import unicodedata
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlcipher3 import dbapi2 as sqlcipher

from app.model.staff import Role
from app.vault import Vault
from tests.store_copies import CHEAP
from tests.vault.conftest import LEAD, TECHNICIAN, Store
from tests.vault.memory_secrets import MemorySecrets

Json = dict[str, Any]
F = "cne-helpdesk-keyslots"


def hkdf(secret: bytes, salt: bytes, info: str) -> bytes:
    return HKDF(SHA256(), 32, salt or None, b"cne-helpdesk " + info.encode()).derive(secret)


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode("ascii")


def bound_to(state: Json, slot: Json, purpose: str) -> bytes:
    return canonical(
        [F, 1, purpose, state["store_id"], slot["id"], slot["name"], slot["role"], slot["anchor"]]
    )


def unwrap(key: bytes, wrap: Json, state: Json, slot: Json, purpose: str) -> bytes:
    check = hmac.new(key, b"cne-helpdesk check v1", hashlib.sha256).digest()[:16]
    assert wrap["check"] == check.hex()
    return AESGCM(key).decrypt(
        bytes.fromhex(wrap["nonce"]),
        bytes.fromhex(wrap["ciphertext"]),
        bound_to(state, slot, purpose),
    )


def private_key_by_passphrase(state: Json, slot: Json, passphrase: str) -> bytes:
    wrap = slot["unlock"]
    key = Argon2id(
        salt=bytes.fromhex(wrap["salt"]),
        length=32,
        iterations=wrap["argon2id"]["passes"],
        lanes=wrap["argon2id"]["lanes"],
        memory_cost=wrap["argon2id"]["memory_kib"],
    ).derive(unicodedata.normalize("NFC", passphrase).encode("utf-8"))
    return unwrap(key, wrap, state, slot, "passphrase")


def unseal(private: bytes, state: Json, slot: Json, purpose: str) -> bytes:
    sealed = slot[purpose]
    ephemeral = bytes.fromhex(sealed["ephemeral"])
    shared = X25519PrivateKey.from_private_bytes(private).exchange(
        X25519PublicKey.from_public_bytes(ephemeral)
    )
    key = hkdf(shared, ephemeral + bytes.fromhex(slot["public_key"]), "seal v1")
    return AESGCM(key).decrypt(
        bytes.fromhex(sealed["nonce"]),
        bytes.fromhex(sealed["ciphertext"]),
        bound_to(state, slot, purpose),
    )


def check_state(state: Json, slot: Json, store_key: bytes) -> None:
    body = {name: value for name, value in state.items() if name != "mac"}
    mac = hmac.new(hkdf(store_key, b"", "authenticate v1"), canonical(body), hashlib.sha256)
    assert mac.hexdigest() == state["mac"]
    keys = state["signing_keys"]
    start = [key["public_key"] for key in keys].index(slot["anchor"])
    for older, newer in zip(keys[start:], keys[start + 1 :], strict=False):
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(older["public_key"])).verify(
            bytes.fromhex(newer["endorsement"]),
            canonical([F, 1, "succession", state["store_id"], newer["public_key"], newer["since"]]),
        )
    roster = canonical(
        [
            F,
            1,
            "roster",
            state["store_id"],
            hkdf(store_key, b"", "commit v1").hex(),
            [[member["id"], member["name"], member["role"]] for member in state["members"]],
            state["recovery"]["id"],
        ]
    )
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(keys[-1]["public_key"])).verify(
        bytes.fromhex(state["signature"]), roster
    )


def read(store: Store) -> Json:
    document: Json = json.loads(store.path.read_bytes())
    assert document["format"] == F
    assert document["version"] == 1
    return document


def named(state: Json, name: str) -> Json:
    return next(slot for slot in state["members"] if slot["name"] == name)


def test_a_passphrase_opens_the_database(store: Store) -> None:
    database = store.folder / "helpdesk.db"
    _vault, lead = store.as_lead()
    with_key(database, lead.store_key, "CREATE TABLE greeting(text); ").close()
    with_key(database, lead.store_key, "INSERT INTO greeting VALUES ('hello')").close()

    state = read(store)["current"]
    slot = named(state, store.technician.name)
    store_key = unseal(private_key_by_passphrase(state, slot, TECHNICIAN), state, slot, "store_key")
    check_state(state, slot, store_key)
    connection = sqlcipher.connect(str(database))
    connection.execute(f"PRAGMA key = \"x'{store_key.hex()}'\"")
    assert connection.execute("SELECT text FROM greeting").fetchall() == [("hello",)]
    connection.close()


def with_key(database: Path, key: bytes, statement: str) -> Any:
    connection = sqlcipher.connect(str(database))
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute(statement)
    connection.commit()
    return connection


def test_a_leads_slot_holds_the_signing_key_and_a_technicians_does_not(store: Store) -> None:
    state = read(store)["current"]
    slot = named(state, store.lead.name)
    seed = unseal(private_key_by_passphrase(state, slot, LEAD), state, slot, "signing_key")
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    assert public.hex() == state["signing_keys"][-1]["public_key"]
    assert named(state, store.technician.name)["signing_key"] is None


def test_the_recovery_code_opens_its_slot(store: Store) -> None:
    state = read(store)["current"]
    slot = state["recovery"]
    code = store.code.replace("-", "").encode("ascii")
    assert len(code) == 32
    key = hkdf(code, bytes.fromhex(slot["unlock"]["salt"]), "recovery v1")
    private = unwrap(key, slot["unlock"], state, slot, "recovery")
    store_key = unseal(private, state, slot, "store_key")
    check_state(state, slot, store_key)
    assert store_key == store.as_lead()[1].store_key


def test_a_keyring_secret_opens_its_slot(store: Store, device: MemorySecrets) -> None:
    vault, technician = store.as_technician()
    vault.remember_device(technician, TECHNICIAN, device)
    state = read(store)["current"]
    slot = named(state, store.technician.name)
    secret = device.kept[state["store_id"], slot["id"]]
    key = hkdf(secret, bytes.fromhex(slot["device"]["salt"]), "device v1")
    private = unwrap(key, slot["device"], state, slot, "device")
    assert unseal(private, state, slot, "store_key") == technician.store_key


def test_both_states_of_an_unfinished_rekey_open_and_the_signing_keys_follow_on(
    store: Store,
) -> None:
    vault, lead = store.as_lead()
    other = vault.add_member(lead, "Čeněk 😀", Role.LEAD, "řeřicha na zahradě")
    before = lead.store_key
    lead = vault.begin_rekey(lead, remove=store.technician.id)
    lead = vault.finish_rekey(lead)
    lead = vault.begin_rekey(lead, remove=other.id)

    document = read(store)
    current, pending = document["current"], document["pending"]
    found = []
    for state in (current, pending):
        slot = named(state, store.lead.name)
        key = unseal(private_key_by_passphrase(state, slot, LEAD), state, slot, "store_key")
        check_state(state, slot, key)
        found.append(key)
    assert found == [lead.store_key, lead.pending_store_key]
    assert before not in found
    assert len(pending["signing_keys"]) == 2
    assert pending["signing_keys"][0]["until"] == pending["signing_keys"][1]["since"]


def test_a_decomposed_passphrase_is_the_same_passphrase(tmp_path: Path) -> None:
    store_path = tmp_path / "store"
    Vault.create(store_path, "Zoë", "cafe\u0301 cafe\u0301 cafe\u0301", CHEAP)
    state = json.loads((store_path / "keyslots.json").read_bytes())["current"]
    slot = state["members"][0]
    key = unseal(private_key_by_passphrase(state, slot, "café café café"), state, slot, "store_key")
    check_state(state, slot, key)
    assert Vault.open(store_path).unlock("café café café").store_key == key
