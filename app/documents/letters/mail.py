"""A letter as an ``.eml`` that a mail program opens as a draft and sends."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from app.errors import KnownError
from app.i18n import _
from app.model.letter import Letter
from app.policy import Policy


def to_mail(letter: Letter, policy: Policy) -> bytes:
    """Return the mail's bytes.

    Raises ``KnownError("no_address")`` where no address is known or mail cannot carry it.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(policy.document.controller, addr_spec=policy.contact.privacy)
    message["To"] = _recipient(letter)
    message["Subject"] = " ".join(letter.subject.split())
    message["X-Unsent"] = "1"  # mail programs that know it open the file as a draft
    message["Content-Language"] = letter.language
    message.set_content(letter.text, cte="quoted-printable")
    return message.as_bytes()


def _recipient(letter: Letter) -> Address:
    try:
        letter.to_address.encode("ascii")
        return Address(letter.to_name, addr_spec=letter.to_address)
    except Exception as error:  # the parser of addresses fails in many ways, IndexError among them
        raise KnownError(
            "no_address",
            _("There is no address that mail can be sent to."),
            _("Nothing was written. Save the letter as a PDF and send it by post."),
        ) from error
