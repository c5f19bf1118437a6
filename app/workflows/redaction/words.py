"""What is found of other people in a text, and why it is taken for theirs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.documents.package.patterns import Pattern
from app.i18n import N_
from app.model.conversation import BLACKED_OUT


class Why(StrEnum):
    """Why a part of a text is taken for another person's."""

    PERSON = "person"
    USER_NAME = "user_name"
    STAFF = "staff"
    DEVICE = "device"
    MAIL = Pattern.MAIL.value
    PHONE = Pattern.PHONE.value
    IBAN = Pattern.IBAN.value
    CITIZEN_NUMBER = Pattern.CITIZEN_NUMBER.value
    ADDRESS = Pattern.ADDRESS.value
    HEADER = Pattern.HEADER.value
    REVIEWER = "reviewer"


WHY_LABELS = {
    Why.PERSON: N_("Name of another person on record"),
    Why.USER_NAME: N_("User name of another person"),
    Why.STAFF: N_("Name of a member of staff: appears by role"),
    Why.DEVICE: N_("Identifier of another person's device"),
    Why.MAIL: N_("E-mail address"),
    Why.PHONE: N_("Telephone number"),
    Why.IBAN: N_("Bank account number"),
    Why.CITIZEN_NUMBER: N_("Passes the test of a citizen service number"),
    Why.ADDRESS: N_("Postal address"),
    Why.HEADER: N_("Name in a quoted header or beside an e-mail address"),
    Why.REVIEWER: N_("Added by hand"),
}


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text that is another person's."""

    start: int
    end: int
    why: Why
    replacement: str = BLACKED_OUT
