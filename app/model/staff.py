"""Members of staff and what each may do."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from app.i18n import N_


class Role(StrEnum):
    """What a member of staff may do: a lead approves and signs, a technician does not."""

    TECHNICIAN = "technician"
    LEAD = "lead"


ROLE_LABELS = {Role.TECHNICIAN: N_("Technician"), Role.LEAD: N_("Team lead")}


class Member(NamedTuple):
    """One member of staff, as their key slot says."""

    id: int
    name: str
    role: Role
