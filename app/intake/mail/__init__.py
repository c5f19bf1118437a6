"""Mail in files and bytes, read into :class:`app.model.mail.IncomingMail`."""

from app.intake.mail.reader import read_mail
from app.intake.mail.sources import read_paths

__all__ = ["read_mail", "read_paths"]
