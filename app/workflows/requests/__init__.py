"""Subject requests, from the first mail to the closing letter (P-130 articles 4 and 5).

The other modules here are imported by name: ``finding``, ``preview``, ``carrying_out``,
``letters``, ``third_parties``, ``register``.
"""

from app.workflows.requests.ending import withdraw
from app.workflows.requests.identity import IDENTITY_METHODS, verify_identity
from app.workflows.requests.steps import (
    close,
    decide,
    due,
    get,
    listed,
    new,
    require_granted,
    require_identified,
)

__all__ = [
    "IDENTITY_METHODS",
    "close",
    "decide",
    "due",
    "get",
    "listed",
    "new",
    "require_granted",
    "require_identified",
    "verify_identity",
    "withdraw",
]
