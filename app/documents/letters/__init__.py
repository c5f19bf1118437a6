"""Letters to the person behind a request: composed from templates, written as mail and PDF."""

from app.documents.letters.compose import compose
from app.documents.letters.mail import to_mail
from app.documents.letters.pdf import to_pdf

__all__ = ["compose", "to_mail", "to_pdf"]
