"""Consents and what was passed on, on the command line: recorded, listed, withdrawn, told."""

from __future__ import annotations

from tests.cli.conftest import MAIL, Cli
from tests.cli.test_privacy import granted

WHO = "sanne@example.nl"
TO = ("--recipient", "Reparateur BV")


def test_data_is_passed_on_only_while_the_person_agrees_to_the_recipient(filled: Cli) -> None:
    early = filled("people", "disclose", WHO, "device", *TO)
    assert early.err.startswith("error[no_consent]: ")
    (agreed,) = filled("people", "consent", WHO, "licences", *TO, "--json").json["consents"]
    assert (agreed["purpose"], agreed["recipient"]) == ("licences", "Reparateur BV")
    assert agreed["withdrawn_at"] is None
    given = filled("people", "disclose", WHO, "device", *TO, "--json").json["disclosures"]
    assert [(one["recipient"], one["category"]) for one in given] == [("Reparateur BV", "device")]
    consent = str(agreed["id"])
    (left,) = filled("people", "withdraw-consent", WHO, consent, "--json").json["consents"]
    assert left["withdrawn_at"]
    late = filled("people", "disclose", WHO, "device", *TO)
    assert late.err.startswith("error[no_consent]: ")
    again = filled("people", "withdraw-consent", WHO, consent)
    assert again.err.startswith("error[not_found]: ")
    listed = filled.done("people", "consents", WHO)
    assert "Reparateur BV" in listed
    assert "licences" in listed


def test_a_consent_of_somebody_else_is_not_withdrawn_by_mistake(filled: Cli) -> None:
    (agreed,) = filled("people", "consent", WHO, "improve", "--json").json["consents"]
    mail = MAIL.replace("sanne@", "pim@").replace("<een@", "<drie@")
    filled.done("import", "mail", filled.file("pim.eml", mail))
    filled.done("people", "show", "pim@example.nl")
    refused = filled("people", "withdraw-consent", "pim@example.nl", str(agreed["id"]))
    assert refused.err.startswith("error[not_found]: ")
    (left,) = filled("people", "consents", WHO, "--json").json["consents"]
    assert left["withdrawn_at"] is None


def test_a_request_asks_to_tell_whom_the_data_was_passed_on_to(filled: Cli) -> None:
    filled.done("people", "consent", WHO, "licences", *TO)
    filled.done("people", "disclose", WHO, "device", *TO)
    number = granted(filled, "restrict")
    filled.done("requests", "restrict", number)
    (told,) = filled("requests", "tell", number, "--json").json["recipients"]
    (given,) = filled("people", "consents", WHO, "--json").json["disclosures"]
    assert told == given
    filled.done("requests", "told", number, str(told["id"]))
    assert filled("requests", "tell", number, "--json").json["recipients"] == []


def test_codes_that_the_policy_does_not_know_are_refused(filled: Cli) -> None:
    wrong = filled("people", "consent", WHO, "sales")
    assert wrong.err.startswith("error[unknown_purpose]: ")
    filled.done("people", "consent", WHO, "licences", *TO)
    wrong = filled("people", "disclose", WHO, "shoes", *TO)
    assert wrong.err.startswith("error[unknown_category]: ")
