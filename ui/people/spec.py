"""How the people and organisations pages stand in the navigation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.i18n import N_
from ui.actions import Action
from ui.pages import Context, Page, PageSpec


def _make_people(context: Context) -> Page:
    from ui.people.page import PeoplePage  # noqa: PLC0415 - loaded when first shown

    return PeoplePage(context)


def _make_organisations(context: Context) -> Page:
    from ui.people.organisations import OrganisationsPage  # noqa: PLC0415 - loaded when first shown

    return OrganisationsPage(context)


def _actions(_context: Context, show: Callable[[], Page]) -> Sequence[Action]:
    def new() -> None:
        from ui.people.page import PeoplePage  # noqa: PLC0415

        page = show()
        assert isinstance(page, PeoplePage)  # noqa: S101 - the spec below makes no other page
        page.new_person()

    return [Action("people.new", N_("New person"), new, icon="plus")]


PEOPLE = PageSpec("people", N_("People"), "person", _make_people, actions=_actions)
ORGANISATIONS = PageSpec("organisations", N_("Organisations"), "organisation", _make_organisations)
