"""The data map: for every column of every table, whose data it is and what becomes of it.

Packages, erasure, purges, backups, the register and the statistics all walk this map; none of
them keeps a list of its own. A column that is in the schema and not here fails a test.
"""

from __future__ import annotations

from app.store.data_map.devices import DEVICES
from app.store.data_map.people import PEOPLE, SETTINGS
from app.store.data_map.privacy import PRIVACY
from app.store.data_map.requests import REQUESTS
from app.store.data_map.tickets import TICKETS
from app.store.data_map.types import DataMap

SUBJECT = "person"
"""The table whose rows are the people served; every path ends there."""

DATA_MAP = DataMap((*SETTINGS, *PEOPLE, *TICKETS, *DEVICES, *REQUESTS, *PRIVACY))

UNDO_OF = ("import_row", "table_name", "row_id")
"""The table that keeps how rows of any table were before an import, and the two columns that say
which row: what is destroyed takes its entries there along."""

FILES = ("helpdesk.db.before-*",)
"""Patterns of files in the store's folder that hold copies of its rows beside the database: a
destruction removes them. ``helpdesk.db-wal`` is cut by its checkpoint."""
