"""What the buttons of a request do to carry it out, from the approval to the close."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from app.i18n import _
from app.model.changes import Changes, Progress
from app.workflows import destruction, requests
from app.workflows.requests import approval, carrying_out, third_parties
from app.workflows.requests.carrying_out import Corrected
from ui import prompts
from ui.requests.acting import Acting
from ui.requests.dialogs import ActForReasonDialog, CorrectionDialog, PurposesDialog
from ui.requests.words import erasure_question


class CarryingOutActs(Acting):
    """What was granted, done on the request that is shown."""

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
        """Correct the person's values, then see to it that no old one stays."""
        if self.guide is not None:
            corrected = partial(self._search, self.number)
            self._open(CorrectionDialog(self._context, self._page, self.guide, corrected))

    def _search(self, number: int, result: tuple[Corrected, Changes]) -> None:
        """Search for what was corrected, beside other work."""
        session = self._session

        def work(progress: Progress) -> Mapping[str, Any]:
            return carrying_out.search_corrected_apart(session, number, result[0], progress)

        self._context.jobs.long(
            self._page,
            _("Removing the old values from the store's file"),
            work,
            destruction.require_whole,
            writes=True,
            in_turns=True,
            failed=self._context.show_error,
        )

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

        jobs = self._context.jobs

        def erased() -> None:
            """Let nothing of before be put back, while the pages are still searched."""
            jobs.tell(Changes(destroyed=True))

        def work(progress: Progress) -> tuple[Mapping[str, Any], Changes]:
            return carrying_out.erase(session, number, person, out, progress, erased=erased)

        def done(result: tuple[Mapping[str, Any], Changes]) -> None:
            self._context.tell(_("The person was erased. Keep the report: {file}").format(file=out))
            destruction.require_whole(result[0])

        def failed(error: Exception) -> None:
            jobs.changed.emit(destruction.changes())  # the person may be gone all the same
            self._context.show_error(error)

        jobs.long(
            self._page,
            title,
            work,
            done,
            writes=True,
            in_turns=True,  # the helpdesk goes on while the pages are searched
            failed=failed,
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
