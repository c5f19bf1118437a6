"""The privacy policy to read: what the program knows of it, and does by it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.documents.package.texts import Texts
from app.i18n import _, current_language
from app.policy import Policy
from ui.pages import Context
from ui.text import day
from ui.widgets.facts import pairs, section
from ui.widgets.form_dialog import FormDialog
from ui.widgets.plain_label import PlainLabel


class PolicyDialog(FormDialog):
    """Shows a version of the policy in the language of the window."""

    WIDTH = 84

    def __init__(self, context: Context, parent: QWidget, policy: Policy) -> None:
        document, self._language = policy.document, current_language()
        title = _("{number}: {title}").format(
            number=document.number, title=document.title(self._language)
        )
        super().__init__(context, title, _("Close"), parent)
        self.be_read_only()
        self._policy = policy
        for heading, content in (
            (_("This version"), self._version()),
            (_("What it promises"), self._promises()),
            (_("Articles"), self._articles()),
            (_("What is kept, why and how long"), self._categories()),
            (_("Who gets it, and your rights"), self._information()),
            (_("Addresses"), self._addresses()),
            (_("Laws it names"), self._laws()),
        ):
            self.form.addWidget(section(context.theme, heading, content))
        self.form.addStretch(1)

    def _version(self) -> QWidget:
        document = self._policy.document
        return pairs(
            [
                (_("Version"), str(document.version)),
                (_("Dated"), day(document.dated_on.isoformat())),
                (_("In force from"), day(document.effective_from.isoformat())),
                (_("Author"), document.author),
                (_("Classification"), document.classification),
                (_("Of"), document.controller),
            ]
        )

    def _promises(self) -> QWidget:
        deadlines = self._policy.deadlines
        return pairs(
            [
                (_("Working days to answer a request"), str(deadlines.working_days)),
                (_("Months that the law gives"), str(deadlines.statutory_months)),
                (_("Months by which it may be extended once"), str(deadlines.extension_months)),
            ]
        )

    def _articles(self) -> QWidget:
        language = self._language
        return _texts(
            [
                (f"{article.number}. {article.title(language)}", article.summary(language))
                for article in self._policy.articles.values()
            ]
        )

    def _categories(self) -> QWidget:
        texts, language, told = Texts(self._language), self._language, []
        for category in self._policy.categories.values():
            purposes = [
                " ".join(filter(None, (purpose.numeral, purpose.label(language))))
                for purpose in map(self._policy.purposes.__getitem__, category.purposes)
            ]
            kept = [texts.retention(rule) for rule in self._policy.retention_of(category.code)]
            lines = [category.description(language), "; ".join(purposes), *kept]
            told.append((category.label(language), "\n".join(filter(None, lines))))
        return _texts(told)

    def _information(self) -> QWidget:
        told, language = self._policy.information, self._language
        return _texts(
            [
                (_("Who receives it"), told.recipients(language)),
                (_("Outside Europe"), told.transfers(language)),
                (_("Where it comes from"), told.source(language)),
                (_("Rights"), told.rights(language)),
                (_("Complaint"), told.complaint(language)),
                (_("Automated decisions"), told.automated_decisions(language)),
            ]
        )

    def _addresses(self) -> QWidget:
        contact, supervisor = self._policy.contact, self._policy.supervisor
        return _texts(
            [
                (_("About privacy"), contact.privacy),
                (_("Support"), contact.support),
                (_("Website"), contact.website),
                (supervisor.name, f"{supervisor.website}, {supervisor.post}"),
            ]
        )

    def _laws(self) -> QWidget:
        laws, lines = self._policy.laws, []
        for law in laws.values():
            now = ""
            if law.replaced_by and law.replaced_on:
                now = _("replaced on {day} by: {law}").format(
                    day=day(law.replaced_on.isoformat()),
                    law=laws[law.replaced_by].name(self._language),
                )
            lines.append((law.name(self._language), now))
        return _texts(lines)

    def send(self) -> None:
        """Close it."""
        self.accept()


def _texts(texts: list[tuple[str, str]]) -> QWidget:
    """Lay out headings, each above its text."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    for heading, text in texts:
        column.addWidget(PlainLabel(heading, wrap=True, selectable=True))
        if text:
            column.addWidget(PlainLabel(text, tone="muted", wrap=True, selectable=True))
            column.addSpacing(6)
    return box
