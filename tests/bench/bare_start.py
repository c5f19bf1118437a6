"""The least that a command must do to show a page of tickets: ``FOLDER`` as argument.

It reads its arguments by click, opens the first key slot with the passphrase in the environment as
``docs/store-format.md`` says, reads the newest tickets and prints them as JSON.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import click
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlcipher3 import dbapi2

_LABEL = b"cne-helpdesk "
_COLUMNS = (  # noqa: SIM905 - words, not a list of quotes
    "id title status priority channel queue category requester organisation assignee created_at"
    " updated_at due_at"
).split()
_QUERY = (
    "SELECT ticket.id, title, status, priority, channel, queue.name, category.name,"
    " person.display_name, organisation.name, staff.name, ticket.created_at,"
    " ticket.updated_at, due_at FROM ticket LEFT JOIN queue ON queue.id = queue_id"
    " LEFT JOIN category ON category.id = category_id"
    " LEFT JOIN person ON person.id = requester_id"
    " LEFT JOIN organisation ON organisation.id = ticket.organisation_id"
    " LEFT JOIN staff ON staff.id = assignee_id ORDER BY ticket.id DESC LIMIT 50"
)


def store_key(state: dict[str, Any], passphrase: str) -> bytes:
    """Open the first slot and return the key of the database."""
    slot = state["members"][0]
    unlock, sealed = slot["unlock"], slot["store_key"]

    def bound(purpose: str) -> bytes:
        owner = [state["store_id"], slot["id"], slot["name"], slot["role"], slot["anchor"]]
        value = ["cne-helpdesk-keyslots", 1, purpose, *owner]
        return json.dumps(value, separators=(",", ":"), ensure_ascii=True).encode()

    def raw(value: str) -> bytes:
        return bytes.fromhex(value)

    kdf = unlock["argon2id"]
    wrapping = Argon2id(
        salt=raw(unlock["salt"]),
        length=32,
        iterations=kdf["passes"],
        lanes=kdf["lanes"],
        memory_cost=kdf["memory_kib"],
    ).derive(passphrase.encode())
    private = X25519PrivateKey.from_private_bytes(
        AESGCM(wrapping).decrypt(
            raw(unlock["nonce"]), raw(unlock["ciphertext"]), bound("passphrase")
        )
    )
    public = private.public_key().public_bytes_raw()
    shared = private.exchange(X25519PublicKey.from_public_bytes(raw(sealed["ephemeral"])))
    sealing = HKDF(
        algorithm=SHA256(),
        length=32,
        salt=raw(sealed["ephemeral"]) + public,
        info=_LABEL + b"seal v1",
    ).derive(shared)
    return AESGCM(sealing).decrypt(
        raw(sealed["nonce"]), raw(sealed["ciphertext"]), bound("store_key")
    )


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def main(folder: Path) -> None:
    """Print the newest tickets."""
    file = (folder / "keyslots.json").read_bytes()
    hashlib.sha256(file)
    key = store_key(json.loads(file)["current"], os.environ["CNE_HELPDESK_PASSPHRASE"])
    connection = dbapi2.connect(str(folder / "helpdesk.db"))
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    rows = connection.execute(_QUERY).fetchall()
    print(json.dumps([dict(zip(_COLUMNS, row, strict=True)) for row in rows]))
    connection.close()


if __name__ == "__main__":
    main()
