"""Who opens the measured stores, and with what; they hold made-up data alone."""

from __future__ import annotations

from app.workflows.example_data.names import STAFF

LEAD = STAFF[0]
PASSPHRASE = "meetlat-driehoek-passer-potlood"
