"""Retention purges: a frozen plan, a lead's approval, and execution of exactly that plan."""

from app.workflows.purge.approval import approve
from app.workflows.purge.frozen import APPROVED, PLAN, Plan, read, write
from app.workflows.purge.planning import Exempt, plan, renew
from app.workflows.purge.report import REPORT, to_pdf
from app.workflows.purge.running import run

__all__ = [
    "APPROVED",
    "PLAN",
    "REPORT",
    "Exempt",
    "Plan",
    "approve",
    "plan",
    "read",
    "renew",
    "run",
    "to_pdf",
    "write",
]
