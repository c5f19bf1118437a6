"""Where things live on this workstation; the only use of appdirs."""

from __future__ import annotations

import os
from pathlib import Path

AUTHOR = "CNE"
APPLICATION = "CNE Helpdesk"

STORE_VARIABLE = "CNE_HELPDESK_STORE"
PASSPHRASE_VARIABLE = "CNE_HELPDESK_PASSPHRASE"  # noqa: S105 - the name of a variable
NEW_PASSPHRASE_VARIABLE = "CNE_HELPDESK_NEW_PASSPHRASE"  # noqa: S105 - the name of a variable


def store_folder(given: str | os.PathLike[str] | None = None) -> Path:
    """Return the encrypted store's folder: as given, else the environment's, else appdirs'."""
    chosen = given or os.environ.get(STORE_VARIABLE)
    if not chosen:
        import appdirs  # noqa: PLC0415 - a store that is named is found without it

        chosen = appdirs.user_data_dir(APPLICATION, AUTHOR)
    return Path(chosen).expanduser().absolute()


def preferences_folder() -> Path:
    """Return where window state and preferences are: never personal data of the people served."""
    import appdirs  # noqa: PLC0415 - a command has no preferences

    return Path(appdirs.user_config_dir(APPLICATION, AUTHOR))
