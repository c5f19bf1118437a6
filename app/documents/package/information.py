"""What article 15 of the AVG asks besides the data itself, taken from the policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.documents.package.texts import Texts
from app.model.package import PackageFile, PackageSection
from app.policy import Category, Policy


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """A kind of data that the package holds, and what is done with it."""

    code: str
    label: str
    description: str
    count: int
    purposes: tuple[str, ...]
    retention: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Information:
    """The policy in the words of one person's package."""

    policy: Policy
    texts: Texts

    def document(self) -> dict[str, object]:
        """Return which policy it is."""
        document = self.policy.document
        return {
            "number": document.number,
            "version": document.version,
            "dated_on": document.dated_on.isoformat(),
        }

    def categories(self, counts: Mapping[str, int]) -> list[CategoryLine]:
        """Return the categories that ``counts`` has records of, in the policy's order.

        Raises ``ValueError`` where ``counts`` names a category that the policy does not have.
        """
        if unknown := set(counts) - set(self.policy.categories):
            raise ValueError(f"no categories of the policy: {sorted(unknown)}")
        return [
            self._line(category, counts[category.code])
            for category in self.policy.categories.values()
            if counts.get(category.code)
        ]

    def nothing_in(self, section: PackageSection, tables: Mapping[str, int]) -> str:
        """Say why a section has no records of its own: none are kept, or they hang elsewhere."""
        return self.texts("elsewhere" if tables.get(section.table) else "no_records")

    def withheld(self, count: int) -> str:
        """Say that so many attachments are not given; nothing where there are none."""
        if not count:
            return ""
        privacy = self.policy.contact.privacy
        if count == 1:
            return self.texts("withheld_one", privacy=privacy)
        return self.texts("withheld_many", count=count, privacy=privacy)

    def not_given(self, file: PackageFile) -> str:
        """Say that a file is not given and why; nothing for one that is."""
        if file.withheld is None:
            return ""
        return self.texts("not_given", ground=self.texts(f"ground.{file.withheld}"))

    def paragraphs(self) -> list[tuple[str, str]]:
        """Return the further information as (heading, text)."""
        own = self.policy.information
        language, texts, supervisor = self.texts.language, self.texts, self.policy.supervisor
        return [
            (texts("recipients"), own.recipients(language)),
            (texts("transfers"), own.transfers(language)),
            (texts("source"), own.source(language)),
            (texts("automated_decisions"), own.automated_decisions(language)),
            (texts("rights"), own.rights(language)),
            (
                texts("complaint"),
                f"{own.complaint(language)} {supervisor.post}, {supervisor.website}.",
            ),
            (texts("contact"), f"{self.policy.document.controller}, {self.policy.contact.privacy}"),
        ]

    def policy_lines(self) -> list[str]:
        """Return which policy this follows, and which law stands where it names an older one."""
        document, laws = self.policy.document, self.policy.laws
        lines = [
            self.texts(
                "policy",
                number=document.number,
                version=document.version,
                day=self.texts.day(document.dated_on),
            )
        ]
        for law in laws.values():
            if law.replaced_by and law.replaced_on:
                lines.append(
                    self.texts(
                        "law_replaced",
                        old=law.name(self.texts.language),
                        day=self.texts.day(law.replaced_on),
                        new=laws[law.replaced_by].name(self.texts.language),
                    )
                )
        return lines

    def as_data(self, counts: Mapping[str, int]) -> dict[str, object]:
        """Return all of it for the data file."""
        language, own = self.texts.language, self.policy.information
        return {
            "controller": self.policy.document.controller,
            "contact": self.policy.contact.privacy,
            "categories": [
                {
                    "code": line.code,
                    "label": line.label,
                    "description": line.description,
                    "purposes": list(line.purposes),
                    "retention": list(line.retention),
                }
                for line in self.categories(counts)
            ],
            "recipients": own.recipients(language),
            "transfers": own.transfers(language),
            "source": own.source(language),
            "rights": own.rights(language),
            "complaint": own.complaint(language),
            "automated_decisions": own.automated_decisions(language),
        }

    def _line(self, category: Category, count: int) -> CategoryLine:
        language = self.texts.language
        return CategoryLine(
            code=category.code,
            label=category.label(language),
            description=category.description(language),
            count=count,
            purposes=tuple(self.policy.purposes[p].label(language) for p in category.purposes),
            retention=tuple(
                self.texts.retention(rule) for rule in self.policy.retention_of(category.code)
            ),
        )
