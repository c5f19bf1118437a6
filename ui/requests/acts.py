"""What the buttons of a request do: a dialog where something is asked, then a job."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.model.changes import Changes
from app.model.subject_request import Decision, Ground, PauseReason
from app.policy import policy_on
from app.workflows import requests
from app.workflows.requests import (
    finding,
    identity,
    preview,
    timing,
)
from app.workflows.requests.finding import Finding, Proposal, ticket_of
from ui import prompts
from ui.pages import Context
from ui.requests.carrying_out_acts import CarryingOutActs
from ui.requests.decision import DecideAgainDialog
from ui.requests.dialogs import (
    ActForReasonDialog,
    ExtensionDialog,
    WithdrawalDialog,
)
from ui.requests.letter_acts import LetterActs
from ui.widgets.form_dialog import FormDialog


class Acts(LetterActs, CarryingOutActs):
    """The acts on the request that is shown; the page they belong to shows what came of them."""

    def __init__(
        self, context: Context, page: QWidget, open_dialog: Callable[[FormDialog], None]
    ) -> None:
        super().__init__(context, page, open_dialog)
        self._looked: set[int] = set()

    @property
    def looked(self) -> bool:
        """Whether further records were looked for since the window opened."""
        return self.number in self._looked

    def show_person(self) -> None:
        """Go to the person the request is about."""
        if self.guide is not None and self.guide.standing.request.person_id is not None:
            self._context.go("people", self.guide.standing.request.person_id)

    def show_policy(self) -> None:
        """Show the policy by which the request was promised its answer."""
        from ui.policy_dialog import PolicyDialog  # noqa: PLC0415 - loaded when first shown

        if self.guide is not None:
            received = date.fromisoformat(self.guide.standing.request.received_on)
            self._open(PolicyDialog(self._context, self._page, policy_on(received)))

    def show_proposal(self, proposal: Proposal) -> None:
        """Go to a record that may be the person's; one can come back from it."""
        if proposal.other_id is not None:
            self._context.go("people", proposal.other_id)
        elif proposal.device_id is not None:
            self._context.go("devices", proposal.device_id)
        elif proposal.message_id is not None:
            self._context.go("tickets", ticket_of(proposal.message_id))

    # Identity

    def answer_code(self, code: str) -> None:
        """Check the code that the person gave back."""
        if self.guide is None:
            return
        number, request = self.number, self.guide.standing.request.id

        def right(_changes: Changes) -> None:
            self._context.tell(_("The code is the right one."))

        def wrong(error: Exception) -> None:
            self._context.show_error(error)
            # A wrong one is counted all the same, and what is shown counts with it.
            self._context.jobs.changed.emit(Changes(requests=frozenset({request})))

        self._context.jobs.write(
            self._page,
            lambda: identity.answer(self._session, number, code),
            right,
            failed=wrong,
        )

    def verified(self, method: str) -> None:
        """Note that the identity was checked another way, once it is sure: it is not taken back."""
        number = self.number
        question = {
            "callback": _("Did you call a number that we knew before, and is it this person?"),
            "in_person": _("Did this person stand before you, and are you sure who it is?"),
        }[method]
        if not prompts.confirm(self._page, _("Check who is asking"), question, _("Yes, I am sure")):
            return
        self._write(
            lambda: requests.verify_identity(self._session, number, method),
            _("The check of the identity is noted."),
        )

    def override(self) -> None:
        """Go on without a check, for a reason."""
        number = self.number
        self._open(
            ActForReasonDialog(
                self._context,
                self._page,
                title=_("Go on without a check of the identity"),
                question=_(
                    "Why is it certain who is asking? The audit trail marks that you decided so."
                ),
                action=_("Go on"),
                work=lambda reason: identity.override(self._session, number, reason),
            )
        )

    def refuse_unknown(self) -> None:
        """Refuse what somebody asked who did not show who they are."""
        if not prompts.confirm(
            self._page,
            _("Refuse the request"),
            _("Refuse this request because the person did not show who they are?"),
            _("Refuse"),
        ):
            return
        self.decide(Decision.REFUSED, [Ground.IDENTITY])

    # Finding, preview, decision

    def look(self) -> None:
        """Look for further records of the person."""
        number, session = self.number, self._session

        def work() -> tuple[tuple[Finding, ...], Changes]:
            found = finding.look(session, number)
            return found, Changes(requests=frozenset({request}))

        request = self.guide.standing.request.id if self.guide else 0
        self._looked.add(number)
        self._context.jobs.write(self._page, work, failed=self._context.show_error)

    def answer_finding(self, found: int, *, accepted: bool) -> None:
        """Say of a proposal whether it is the person's."""
        number = self.number
        self._write(
            lambda: finding.answer(self._session, number, found, accepted=accepted),
            _("Your answer is kept."),
        )

    def answer_rest(self, *, accepted: bool) -> None:
        """Say the same of all proposals that have no answer yet."""
        number = self.number
        self._write(
            lambda: finding.answer_rest(self._session, number, accepted=accepted),
            _("Your answers are kept."),
        )

    def confirm(self) -> None:
        """Go on with the records that are the person's."""
        number = self.number
        self._write(
            lambda: finding.confirm(self._session, number), _("The person's records are known.")
        )

    def seen(self) -> None:
        """Go on from the preview to the decision."""
        number = self.number
        self._write(lambda: preview.seen(self._session, number), _("The preview was looked at."))

    def decide(self, decision: Decision, grounds: Iterable[Ground]) -> None:
        """Decide on the request."""
        number, chosen = self.number, tuple(grounds)
        self._write(
            lambda: requests.decide(self._session, number, decision, chosen),
            _("The decision is noted."),
        )

    def decide_again(self) -> None:
        """Take another decision in the place of the one that was taken."""
        if self.guide is None or (now := self.guide.standing.request.decision) is None:
            return
        kind = self.guide.standing.request.kind
        self._open(DecideAgainDialog(self._context, self._page, self.number, kind, now))

    # The clock

    def pause(self) -> None:
        """Stop the clock: the person was asked for a clarification."""
        number = self.number
        self._write(
            lambda: timing.pause(self._session, number, PauseReason.CLARIFICATION),
            _("The clock stands still."),
        )

    def resume(self) -> None:
        """Let the clock run: the answer came."""
        number = self.number
        self._write(lambda: timing.resume(self._session, number), _("The clock runs again."))

    def withdraw(self) -> None:
        """End the request without a decision."""
        self._open(WithdrawalDialog(self._context, self._page, self.number))

    def show_request(self, request: int) -> None:
        """Go to another request."""
        self._context.go("requests", request)

    def extend(self) -> None:
        """Extend the law's month."""
        self._open(ExtensionDialog(self._context, self._page, self.number))
