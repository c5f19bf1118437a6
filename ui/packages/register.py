"""The packages that were made, and the one that is looked at: where it lies, and removing it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.i18n import _, current_language, ngettext
from app.model.changes import Changes
from app.policy import load_policy
from app.workflows import packages
from app.workflows.packages import PackageRow
from ui import prompts
from ui.outside import open_folder
from ui.packages.columns import COLUMNS, person_name, where
from ui.pages import Context
from ui.text import long_moment, one_line
from ui.theme.theme import Theme
from ui.widgets.detail_area import DetailArea, sheet
from ui.widgets.facts import head, link, pairs, section
from ui.widgets.flow_layout import row_of
from ui.widgets.list_page import ListPage, ListTexts, TextSource
from ui.widgets.plain_label import PlainLabel


class Register(ListPage):
    """The list on the left, one package on the right."""

    check_asked = Signal(object)
    """A package that lies here is to be checked, by its path."""

    def __init__(self, context: Context) -> None:
        session = context.session
        self.pane = PackagePane(context.theme)
        super().__init__(
            context,
            ListTexts(
                title=_("Packages"),
                icon="export",
                hint=_("Find: a name, a digest, a request's number…"),
                find=_("Find packages"),
                nothing_chosen=(
                    _("No package chosen"),
                    _(
                        "Choose one to see what the register knows of it. Drop a file here to check"
                        " whether it is as it was signed."
                    ),
                ),
                nothing_found=(_("No package found"), _("Try another word, or press Esc.")),
                nothing_yet=(
                    _("No packages yet"),
                    _("A package holds everything that is kept about one person, for them."),
                ),
            ),
            TextSource(
                lambda text, after, limit: packages.page(session, text, after=after, limit=limit),
                lambda ids: packages.rows(session, ids),
            ),
            COLUMNS,
            touched=lambda changes: changes.packages,
            pane=self.pane,
            name="packages",
        )
        self.add = QPushButton(_("Make a package…"))
        self.add.setProperty("role", "primary")
        self.verify = QPushButton(_("Check a file…"))
        self.panel.add_button(self.verify)
        self.panel.add_button(self.add)
        self.pane.remove_asked.connect(self.remove)
        self.pane.check_asked.connect(self.check_asked)
        self.pane.folder_asked.connect(lambda path: open_folder(context, self, Path(path).parent))
        self.pane.person_asked.connect(lambda person: context.go("people", person))

    def look(self, item: int) -> PackageRow:
        """Return a package of the register."""
        return packages.get(self.context.session, item)

    def show_found(self, found: Any) -> None:
        """Show a package of the register."""
        self.pane.show_package(found)

    def count(self, text: str) -> int:
        """Return how many packages a text finds."""
        return packages.count(self.context.session, text)

    def say_count(self, count: int) -> str:
        """Return a number of packages in words."""
        return ngettext("{count} package", "{count} packages", count)

    def remove(self, row: PackageRow) -> None:
        """Ask, then remove a package from this workstation."""
        ask_and_remove(self, self.context, row.id)


def ask_and_remove(
    parent: QWidget, context: Context, package: int, then: Callable[[], None] | None = None
) -> None:
    """Ask, then remove a package of the register from this workstation; ``then`` go on."""
    if not prompts.confirm(
        parent,
        _("Remove the package"),
        _(
            "The file is removed from this workstation for good; it does not go to the wastebasket."
            " The register keeps that it was made. Was it handed over?"
        ),
        _("Remove now"),
    ):
        return
    session = context.session

    def done(result: tuple[bool, Changes]) -> None:
        context.tell(
            _("The package was removed from this workstation.")
            if result[0]
            else _("The package was not there any more.")
        )
        if then is not None:
            then()

    context.jobs.write(
        parent, lambda: packages.remove(session, package), done, failed=context.show_error
    )


class PackagePane(DetailArea):
    """Shows one package of the register. It asks for nothing and changes nothing: its page does."""

    remove_asked = Signal(object)
    check_asked = Signal(object)
    folder_asked = Signal(object)
    person_asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(_("Package"))
        self._theme = theme

    def show_package(self, row: PackageRow) -> None:
        """Show what the register knows of a package."""
        theme = self._theme
        inner, column = sheet(theme)
        column.addWidget(head(theme, _("Package"), person_name(row)))
        if row.path:
            column.addWidget(self._here(row))
        column.addWidget(self._facts(row))
        column.addWidget(section(theme, _("Records by kind"), _counts(row)))
        column.addWidget(
            PlainLabel(
                _("The register does not keep what was in it, and nobody kept its passphrase."),
                tone="muted",
                wrap=True,
            )
        )
        column.addStretch(1)
        self.setWidget(inner)

    def _here(self, row: PackageRow) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.spacing.unit)
        text = _("It still lies on this workstation. Remove it once it was handed over.")
        column.addWidget(PlainLabel(text, role="heading", tone="warning", wrap=True))
        column.addWidget(PlainLabel(row.path, tone="muted", wrap=True, selectable=True))
        buttons = []
        for name, asked, value, primary in (
            (_("Remove now…"), self.remove_asked, row, True),
            (_("Check it"), self.check_asked, row.path, False),
            (_("Open the folder"), self.folder_asked, row.path, False),
        ):
            button = QPushButton(name)
            if primary:
                button.setProperty("role", "primary")
            button.clicked.connect(lambda _checked=False, s=asked, v=value: s.emit(v))
            buttons.append(button)
        column.addWidget(row_of(*buttons))
        return box

    def _facts(self, row: PackageRow) -> QWidget:
        person: str | QWidget = person_name(row)
        if row.person_id is not None:
            shown = link(person_name(row))
            shown.clicked.connect(lambda: self.person_asked.emit(row.person_id))
            person = shown
        gone = "" if row.removed_at is None else long_moment(row.removed_at)
        return pairs(
            [
                (_("Made"), long_moment(row.at)),
                (_("By"), one_line(row.staff)),
                (_("Person"), person),
                (_("Request"), "" if row.request_number is None else str(row.request_number)),
                (_("Where it lies"), where(row)),
                (_("Removed"), gone),
                (_("SHA-256"), row.sha256),
            ]
        )


def _counts(row: PackageRow) -> QWidget:
    categories, language = load_policy().categories, current_language()
    return pairs(
        [
            (
                categories[code].label(language) if code in categories else code,
                QLocale().toString(count),
            )
            for code, count in row.counts.items()
        ]
    )
