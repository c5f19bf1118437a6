"""The user's language, through the standard library's gettext and without Qt.

Source texts are English. ``resources/translations/<language>/LC_MESSAGES/cne-helpdesk.mo`` holds
the Dutch ones. Translate at the moment of use, ``_("Open")``; a text that must be named earlier,
in a table of constants, is marked ``N_("Open")`` there and translated where it is shown.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable
from pathlib import Path

DOMAIN = "cne-helpdesk"
LANGUAGES = ("nl", "en")

_FOLDER = Path(__file__).resolve().parents[1] / "resources" / "translations"

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def _(text: str) -> str:
    """Return ``text`` in the user's language."""
    return _catalogue.gettext(text)


def translator(language: str) -> Callable[[str], str]:
    """Return what translates into ``language``, whatever language the program shows."""
    return _load(language).gettext


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form of a text that fits ``count``; fill ``{count}`` in yourself."""
    return _catalogue.ngettext(singular, plural, count)


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for a marker
    """Mark ``text`` for translation and return it unchanged."""
    return text


def system_language() -> str:
    """Return the supported language that the environment asks for, English when none fits."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            code = value[:2].lower()
            return code if code in LANGUAGES else "en"
    import locale  # noqa: PLC0415 - only where the environment names no language

    code = (locale.getlocale()[0] or "en")[:2].lower()
    return code if code in LANGUAGES else "en"


def set_language(language: str) -> None:
    """Use ``language`` (``nl`` or ``en``) for every text shown from now on."""
    global _catalogue, _language  # noqa: PLW0603 - one process speaks one language at a time
    _language = language if language in LANGUAGES else "en"
    _catalogue = _load(_language)


def _load(language: str) -> gettext.NullTranslations:
    if language not in LANGUAGES or language == "en":  # source texts are English
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, _FOLDER, [language], fallback=True)


def current_language() -> str:
    """Return the language texts are shown in now."""
    return _language
