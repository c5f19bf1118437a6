"""Other people in a person's package: found, reviewed and blacked out.

Everything that is found is blacked out unless a reviewer lets it stand; members of staff appear
by their role.
"""

from app.workflows.redaction.finder import Finder
from app.workflows.redaction.findings import Finding, findings, text_of
from app.workflows.redaction.redactor import Redactor, reviewed
from app.workflows.redaction.words import Why

__all__ = ["Finder", "Finding", "Redactor", "Why", "findings", "reviewed", "text_of"]
