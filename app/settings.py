"""Where things live on this workstation; the only use of appdirs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import appdirs

AUTHOR = "CNE"
APPLICATION = "CNE Helpdesk"

STORE_VARIABLE = "CNE_HELPDESK_STORE"
PASSPHRASE_VARIABLE = "CNE_HELPDESK_PASSPHRASE"  # noqa: S105 - the name of a variable
NEW_PASSPHRASE_VARIABLE = "CNE_HELPDESK_NEW_PASSPHRASE"  # noqa: S105 - the name of a variable


class Places(NamedTuple):
    """The folders this workstation's user keeps the program's things in."""

    store: Path
    """The encrypted store."""
    preferences: Path
    """Window state and preferences; never personal data of the people served."""


def places(store: str | os.PathLike[str] | None = None) -> Places:
    """Return the folders to use: ``store`` if given, else the environment's, else appdirs'."""
    chosen = store or os.environ.get(STORE_VARIABLE) or appdirs.user_data_dir(APPLICATION, AUTHOR)
    return Places(
        store=Path(chosen).expanduser().absolute(),
        preferences=Path(appdirs.user_config_dir(APPLICATION, AUTHOR)),
    )
