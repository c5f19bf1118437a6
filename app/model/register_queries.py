"""The queries of the registers that ask for what somebody still has to do."""

from __future__ import annotations

KEPT = "is:here"
"""What finds the packages that still lie on this workstation."""
PRESSING = "is:pressing"
"""What finds the requests that are due, soon due or overdue."""
