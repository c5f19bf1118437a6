"""P-130 as data: the register, its purposes and periods, and the working days it counts in."""

from app.policy.loader import (
    PolicyError,
    load_policy,
    parse_policy,
    policy_on,
    version_on,
    versions,
)
from app.policy.register import (
    Article,
    Category,
    ClockStart,
    Period,
    Policy,
    Purpose,
    RetentionAction,
    RetentionRule,
    Text,
)
from app.policy.working_days import due_date, is_working_day, statutory_due

__all__ = [
    "Article",
    "Category",
    "ClockStart",
    "Period",
    "Policy",
    "PolicyError",
    "Purpose",
    "RetentionAction",
    "RetentionRule",
    "Text",
    "due_date",
    "is_working_day",
    "load_policy",
    "parse_policy",
    "policy_on",
    "statutory_due",
    "version_on",
    "versions",
]
