"""``python -m app.store.dump_schema`` renews ``schema.sql``, what all migrations lead to."""

from __future__ import annotations

import secrets
import tempfile
from pathlib import Path

from app.store import migrate
from app.store.store import Store

SNAPSHOT = Path(__file__).with_name("schema.sql")


def newest() -> str:
    """Return the schema of a new store."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder), secrets.token_bytes(32), create=True)
        try:
            with store.read() as connection:
                return migrate.dump_schema(connection)
        finally:
            store.close()


if __name__ == "__main__":
    SNAPSHOT.write_text(newest(), "utf-8", newline="\n")
