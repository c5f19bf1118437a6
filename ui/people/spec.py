"""How the people and organisations pages stand in the navigation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.i18n import N_
from ui.actions import Action
from ui.pages import Context, Page, PageSpec
from ui.people.organisations import OrganisationsPage
from ui.people.page import PeoplePage


def _actions(_context: Context, show: Callable[[], Page]) -> Sequence[Action]:
    def new() -> None:
        page = show()
        assert isinstance(page, PeoplePage)  # noqa: S101 - the spec below makes no other page
        page.new_person()

    return [Action("people.new", N_("New person"), new, icon="plus")]


PEOPLE = PageSpec("people", N_("People"), "person", PeoplePage, actions=_actions)
ORGANISATIONS = PageSpec("organisations", N_("Organisations"), "organisation", OrganisationsPage)
