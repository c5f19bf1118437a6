"""What starts a clock, what happens and how long something is kept, in words."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from app.i18n import N_, _, current_language, ngettext
from app.policy import ClockStart, Period, RetentionAction, load_policy
from app.workflows.retention import Reached

CLOCK_LABELS = {
    ClockStart.TICKET_CLOSED: N_("the ticket is closed"),
    ClockStart.ACCOUNT_CLOSED: N_("the account is closed"),
    ClockStart.LAST_CONTACT: N_("the last contact"),
    ClockStart.LOG_WRITTEN: N_("the log is written"),
    ClockStart.SESSION_ENDED: N_("the session ends"),
    ClockStart.DEVICE_RETURNED: N_("the device is returned"),
    ClockStart.REQUEST_CLOSED: N_("the request is closed"),
    ClockStart.CONSENT_WITHDRAWN: N_("the consent is withdrawn"),
    ClockStart.IMPORT_DONE: N_("the import"),
    ClockStart.FINANCIAL_YEAR_ENDED: N_("the financial year ends"),
}
ACTION_LABELS = {
    RetentionAction.DELETE: N_("destroy"),
    RetentionAction.ANONYMISE: N_("make anonymous"),
    RetentionAction.BLANK: N_("blank the fields"),
}


DONE_LABELS = {
    RetentionAction.DELETE: N_("destroyed"),
    RetentionAction.ANONYMISE: N_("made anonymous"),
    RetentionAction.BLANK: N_("fields blanked"),
}


def due(one: Reached) -> str:
    """Say how much of what a rule has reached goes, and why the rest does not go by it."""
    number = QLocale().toString
    said = _("{count} due").format(count=number(one.going))
    if one.rows and one.kept == one.rows:
        return _("{count} due, all kept by a hold or a restriction").format(count=number(one.rows))
    if one.kept:
        kept = ngettext(
            "{count} more is kept by a hold or a restriction",
            "{count} more are kept by a hold or a restriction",
            one.kept,
        )
        said += ", " + kept.format(count=number(one.kept))
    if one.unsure:
        said += ", " + _("less what a hold or a restriction keeps: a plan counts that")
    if one.also:
        also = ngettext(
            "{count} more goes by a rule above", "{count} more go by a rule above", one.also
        )
        said += ", " + also.format(count=number(one.also))
    return said


def rule_label(code: str) -> str:
    """Return what a rule is about."""
    return load_policy().retention[code].label(current_language())


def category_label(code: str) -> str:
    """Return the name of a category of P-130."""
    return load_policy().categories[code].label(current_language())


def period(length: Period) -> str:
    """Say how long something is kept: in years, months, weeks or days."""
    years, months = divmod(length.months, 12)
    weeks, days = divmod(length.days, 7) if length.days % 7 == 0 else (0, length.days)
    parts = (
        (years, ngettext("{count} year", "{count} years", years)),
        (months, ngettext("{count} month", "{count} months", months)),
        (weeks, ngettext("{count} week", "{count} weeks", weeks)),
        (days, ngettext("{count} day", "{count} days", days)),
    )
    return ", ".join(text.format(count=count) for count, text in parts if count)
