"""What a search of the pages for destroyed values says, in one sentence for every place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.i18n import _


def verdict(searched: Mapping[str, Any]) -> str:
    """Say what was found, of the counts that a report has of its search.

    A search for no value at all proves nothing, and is not told as if nothing was left.
    """
    if found := sum(searched["found"].values()):
        return _("ERROR: found {count} of them").format(count=found)
    if not searched["values"]:
        return _(
            "This proves nothing: no destroyed value is at hand that stands nowhere else and is"
            " long enough to tell. Values are kept in memory alone, until the program ends."
        )
    return _("None of them was found.")


def left_out(searched: Mapping[str, Any]) -> str:
    """Say how many values were not looked for because others have them; empty for none.

    Reports of before that was counted do not say.
    """
    count = searched.get("shared", 0)
    if not count:
        return ""
    return _("Not looked for, because it also stands where it may stay: {count}").format(
        count=count
    )


def verdict_code(searched: Mapping[str, Any]) -> str:
    """Return :func:`verdict` for programs: ``found``, ``nothing_proved`` or ``none_found``."""
    if searched["found"]:
        return "found"
    return "none_found" if proves(searched) else "nothing_proved"


def proves(searched: Mapping[str, Any]) -> bool:
    """Whether values were looked for in every page, and none was found."""
    return bool(searched["values"] and searched["whole"] and not searched["found"])


def renewal_told(size: Mapping[str, Any]) -> str:
    """Say why no fresh copy of the store took its place yet; empty where one did.

    ``size`` is what a report says of it (:class:`app.store.cleanup.Renewed`).
    """
    told = {
        "disk_space": _("there was no room on the disk"),
        "busy": _("another program was reading the store"),
        "stopped": _("it was stopped"),
    }
    if size["left"] not in told:  # reports of before know other reasons, which left nothing out
        return ""
    return _(
        "No fresh copy of the store took its place yet, since {reason}: unused bytes of its pages "
        "may still hold some of it. It is made after a next unlock."
    ).format(reason=told[size["left"]])
