"""What the buttons of a request do: a dialog where something is asked, then a job."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.model.changes import Changes, Progress
from app.model.letter import Letter, LetterKind
from app.model.staff import Role
from app.model.subject_request import Decision, Ground, PauseReason
from app.policy import policy_on
from app.workflows import destruction, requests
from app.workflows.destruction import Destroyed
from app.workflows.requests import (
    approval,
    carrying_out,
    finding,
    identity,
    letters,
    preview,
    third_parties,
    timing,
)
from app.workflows.requests.finding import Finding, Proposal, ticket_of
from app.workflows.requests.guide import Guide
from app.workflows.requests.letters import FiledLetter
from ui import prompts
from ui.pages import Context
from ui.requests.decision import DecideAgainDialog
from ui.requests.dialogs import (
    ActForReasonDialog,
    CorrectionDialog,
    ExtensionDialog,
    PurposesDialog,
    WithdrawalDialog,
)
from ui.requests.letter_dialog import LetterDialog, ReadDialog
from ui.requests.words import erasure_question
from ui.widgets.form_dialog import FormDialog


class Acts:
    """The acts on the request that is shown; the page they belong to shows what came of them."""

    def __init__(
        self, context: Context, page: QWidget, open_dialog: Callable[[FormDialog], None]
    ) -> None:
        self._context = context
        self._page = page
        self._open = open_dialog
        self._session = context.session
        self._looked: set[int] = set()
        self.guide: Guide | None = None

    @property
    def number(self) -> int:
        """The request's number."""
        if self.guide is None:
            raise RuntimeError("no request is shown")
        return self.guide.standing.request.number

    @property
    def is_lead(self) -> bool:
        """Whether whoever is at work is a team lead."""
        return self._session.member.role is Role.LEAD

    @property
    def looked(self) -> bool:
        """Whether further records were looked for since the window opened."""
        return self.number in self._looked

    def _write(self, work: Callable[[], Changes], said: str) -> None:
        def done(_changes: Changes) -> None:
            self._context.tell(said)

        self._context.jobs.write(self._page, work, done, failed=self._context.show_error)

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

    def send_code(self) -> None:
        """Make a code and open the letter that carries it to the known address."""
        number, session = self.number, self._session

        def made(result: tuple[Letter, Changes]) -> None:
            letter = result[0]

            def redraft(language: str) -> Letter:
                return letters.draft(session, number, letter.kind, language, code=letter.code)

            self._open(LetterDialog(self._context, self._page, number, letter, redraft))

        def work() -> tuple[Letter, Changes]:
            code, changes = identity.challenge(session, number)
            kind = LetterKind.IDENTIFICATION
            return letters.draft(session, number, kind, code=code), changes

        self._context.jobs.write(self._page, work, made, failed=self._context.show_error)

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

    # Letters

    def acknowledge(self) -> None:
        """Write that the request was received."""
        self._letter(LetterKind.ACKNOWLEDGEMENT)

    def write_extension(self) -> None:
        """Write of the extension."""
        self._letter(LetterKind.EXTENSION)

    def write_closing(self) -> None:
        """Write the letter that ends the request."""
        if self.guide is not None:
            self._letter(letters.closing_kind(self.guide.standing.request))

    def ask_meaning(self) -> None:
        """Write to the person what is not clear; filing the letter stops the clock."""
        self._letter(LetterKind.CLARIFICATION)

    def notify(self, disclosure: int) -> None:
        """Write to somebody who received data what changed of it."""
        self._letter(LetterKind.NOTICE, disclosure)

    def _letter(self, kind: LetterKind, disclosure: int | None = None) -> None:
        session, number = self._session, self.number

        def draft(language: str = "") -> Letter:
            return letters.draft(session, number, kind, language, disclosure=disclosure)

        self._context.jobs.read(
            self._page,
            draft,
            lambda letter: self._open(
                LetterDialog(self._context, self._page, number, letter, draft)
            ),
            failed=self._context.show_error,
        )

    def read(self, letter: FiledLetter) -> None:
        """Show a letter as it was filed."""
        self._open(ReadDialog(self._context, self._page, letter))

    # Carrying out

    def approve(self) -> None:
        """Approve the erasure, with a reason where one is demanded."""
        if self.guide is None:
            return
        number, session = self.number, self._session
        if not self.guide.needs_reason:
            self._write(lambda: approval.approve(session, number), _("The erasure is approved."))
            return
        self._open(
            ActForReasonDialog(
                self._context,
                self._page,
                title=_("Approve the erasure"),
                question=_(
                    "Why can nobody else approve it? The audit trail marks that you did alone."
                ),
                action=_("Approve"),
                work=lambda reason: approval.approve(session, number, reason),
            )
        )

    def make_package(self) -> None:
        """Go where packages are made, and begin the one that answers this request."""
        if self.guide is None or (person := self.guide.standing.request.person_id) is None:
            return
        request = self.guide.standing.request.id
        self._context.begin("packages", {"person": person, "request": request})

    def rectify(self) -> None:
        """Correct the person's values."""
        if self.guide is not None:
            self._open(CorrectionDialog(self._context, self._page, self.guide))

    def erase(self) -> None:
        """Erase the person and write the signed report."""
        if self.guide is None or not prompts.confirm(
            self._page,
            _("Erase the person"),
            erasure_question(self.guide),
            _("Choose where to write the report…"),
        ):
            return
        self._write_erasure(_("Erasing the person"))

    def write_report(self) -> None:
        """Write the report of an erasure that was cut off before it had one."""
        self._write_erasure(_("Writing the report"))

    def _write_erasure(self, title: str) -> None:
        if self.guide is None:
            return
        number, session = self.number, self._session
        person = self.guide.standing.request.person_id or 0
        name = _("erasure-{number}.json").format(number=number)
        out = prompts.choose_save(self._page, _("Where to write the signed report"), name)
        if out is None:
            return

        def work(progress: Progress) -> tuple[Destroyed, Changes]:
            _report, result = destruction.erase(session, person, number, out=out, progress=progress)
            return result, destruction.changes()

        def done(result: tuple[Destroyed, Changes]) -> None:
            self._context.tell(_("The person was erased. Keep the report: {file}").format(file=out))
            destruction.require_none_left(destruction.after_counts(result[0])["residue"])

        self._context.jobs.long(
            self._page, title, work, done, writes=True, failed=self._context.show_error
        )

    def restrict(self) -> None:
        """Restrict the person's data."""
        number = self.number
        self._write(
            lambda: carrying_out.restrict(self._session, number), _("The data is restricted.")
        )

    def object_to(self) -> None:
        """Choose the purposes the person objects to."""
        self._open(PurposesDialog(self._context, self._page, self.number))

    def stop_account(self) -> None:
        """Close the person's account."""
        number = self.number
        self._write(
            lambda: carrying_out.stop_account(self._session, number), _("The account is closed.")
        )

    def told(self, disclosure: int) -> None:
        """Note that a recipient was told."""
        number = self.number
        self._write(
            lambda: third_parties.told(self._session, number, disclosure),
            _("It is noted that they were told."),
        )

    def close(self) -> None:
        """Close the request, from which nothing is missing that can still be done."""
        if self.guide is None:
            return
        number, there = self.number, self.guide.standing.request.person_id is not None
        self._write(
            lambda: requests.close(self._session, number, only_whole=there),
            _("The request is closed."),
        )
