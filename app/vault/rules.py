"""What a name and a new passphrase must be."""

from __future__ import annotations

import unicodedata

from app.errors import KnownError
from app.i18n import _

MIN_PASSPHRASE_CHARACTERS = 10
MAX_NAME_CHARACTERS = 100
# Controls, formatting and lone surrogates. Characters unknown to this Python's Unicode are let
# through, so that a name taken by a newer one does not make the file unreadable here.
_INVISIBLE = {"Cc", "Cf", "Cs"}


def name_key(name: str) -> str:
    """Return the form in which two spellings of one name are equal."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def is_clean_name(name: str) -> bool:
    """Say whether a name is one plain line, in the form in which it is kept."""
    return (
        0 < len(name) <= MAX_NAME_CHARACTERS
        and name == " ".join(unicodedata.normalize("NFC", name).split())
        and not any(unicodedata.category(character) in _INVISIBLE for character in name)
    )


def clean_name(name: str) -> str:
    """Return a new name as it is kept: NFC, no spaces around it, single ones within it.

    Raises KnownError ``name_invalid``.
    """
    # Only plain spaces are folded: a line break or a tab is refused, not quietly taken away.
    clean = " ".join(part for part in unicodedata.normalize("NFC", name).split(" ") if part)
    if not is_clean_name(clean):
        raise KnownError(
            "name_invalid",
            _("A name has 1 to {count} characters, on one line and all of them visible.").format(
                count=MAX_NAME_CHARACTERS
            ),
            _("Nothing was changed. Choose another name."),
        )
    return clean


def check_new_passphrase(passphrase: str) -> None:
    """Raise KnownError ``passphrase_too_short`` for fewer than ten characters (after NFC)."""
    if len(unicodedata.normalize("NFC", passphrase)) < MIN_PASSPHRASE_CHARACTERS:
        raise KnownError(
            "passphrase_too_short",
            _("A passphrase has at least {count} characters.").format(
                count=MIN_PASSPHRASE_CHARACTERS
            ),
            _("Nothing was changed. A few words that do not belong together make a good one."),
        )
