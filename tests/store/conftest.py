"""The store of the workflows' tests serves here too."""

from tests.workflows.conftest import session, technician

__all__ = ["session", "technician"]
