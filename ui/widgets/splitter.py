"""Parts beside or above each other, told in the order in which they are seen."""

from __future__ import annotations

from PySide6.QtWidgets import QSplitter, QWidget


class Splitter(QSplitter):
    """A splitter whose parts a screen reader meets in their order.

    Qt puts each part that is added below those before it, and tells what lies lowest first: the
    pane beside a list would come before the list.
    """

    def addWidget(self, widget: QWidget) -> None:  # noqa: N802 - Qt's own name
        """Add a part behind the others."""
        super().addWidget(widget)
        for place in reversed(range(self.count())):
            if (part := self.widget(place)) is not None:
                part.lower()
