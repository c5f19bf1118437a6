"""Retention purges: a frozen plan, a lead's approval, and execution of exactly that plan."""

from app.workflows.purge.approval import Approver, approve, approver
from app.workflows.purge.brake import Brake
from app.workflows.purge.frozen import APPROVED, PLAN, Plan, read, write
from app.workflows.purge.known import Known, State
from app.workflows.purge.planning import Exempt, draft, freeze, plan, redraft, renew
from app.workflows.purge.report import REPORT, Report, read_report, to_pdf
from app.workflows.purge.running import Stage, check, run

__all__ = [
    "APPROVED",
    "PLAN",
    "REPORT",
    "Approver",
    "Brake",
    "Exempt",
    "Known",
    "Plan",
    "Report",
    "Stage",
    "State",
    "approve",
    "approver",
    "check",
    "draft",
    "freeze",
    "plan",
    "read",
    "read_report",
    "redraft",
    "renew",
    "run",
    "to_pdf",
    "write",
]
