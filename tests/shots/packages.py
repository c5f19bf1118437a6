"""Pictures of the packages page: each step of the wizard, the register, and a file checked."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.model.mail import MailAttachment
from app.model.package import Withheld
from app.model.ticket import Channel
from app.workflows import export, people, tickets
from app.workflows.session import Session
from tests.shots.tickets import screen
from ui.main_window import MainWindow
from ui.packages.page import PackagesPage

Settle = Callable[[Callable[[], bool]], None]
_TEXT = (
    "Goedemiddag,\n\nMijn collega Pieter Hoekstra zei dat ik jullie kon mailen. Ik bel ook wel"
    " eens met Anouk de Wit op 06-12345678, of mail dan naar anouk.dewit@example.com. De nieuwe"
    " telefoon doet het niet in de kelder.\n\nGroet, Mees\n\nVan: Truus Tuinman"
    " <truus@example.org>\nAan: Mees Jansen\n\nIk was het ook."
)


def pictures(window: MainWindow, settle: Settle) -> Iterator[tuple[str, QWidget]]:
    """Yield the page by name, ready to be photographed."""
    workspace = window.workspace
    assert workspace is not None
    session = workspace.context.session
    person = people.resolve(session, "mees.jansen@example.nl")
    tickets.create(
        session,
        title="Geen bereik",
        channel=Channel.EMAIL,
        text=_TEXT,
        requester_id=person,
        attachments=[MailAttachment("scherm van Pieter.png", "image/png", screen())],
    )
    colleague = people.resolve(session, "pieter@example.org")
    for text in (
        "Mees Jansen zit sinds maandag zonder telefoon. Kunnen jullie hem helpen?\n\nPieter",
        "Mijn laptop is traag.\n\nMees Jansen zei dat een herstart hielp.",
    ):
        tickets.create(
            session, title="Vraag", channel=Channel.EMAIL, text=text, requester_id=colleague
        )
    workspace.go("packages")
    page = workspace.page("packages")
    assert isinstance(page, PackagesPage)
    settle(page.register.empty.isVisible)
    yield "packages-none", window
    yield from _wizard(window, page, person, settle)
    yield from _register(window, page, session, person, settle)


def _wizard(
    window: MainWindow, page: PackagesPage, person: int, settle: Settle
) -> Iterator[tuple[str, QWidget]]:
    wizard = page.wizard
    page.show_item(person)
    settle(lambda: wizard.whose.can_go_on)
    wizard.whose.period.setChecked(True)
    settle(lambda: True)
    yield "package-whose", window
    wizard.whose.everything.setChecked(True)
    wizard.go_on()
    settle(lambda: wizard.contents.records.table is not None)
    yield "package-contents", window
    wizard.go_on()
    settle(lambda: bool(wizard.mentions.text.toPlainText()))
    yield "package-mentions", window
    wizard.go_on()
    settle(lambda: wizard.others.can_go_on and bool(wizard.others.text.toPlainText()))
    wizard.others.lines.selectRow(2)
    settle(lambda: wizard.others.finding is not None)
    yield "package-others", window
    wizard.go_on()
    settle(lambda: wizard.files.list.rowCount() > 0)
    wizard.files.list.selectRow(wizard.files.list.rowCount() - 1)
    settle(lambda: wizard.files.view.currentWidget() is wizard.files.view.canvas)
    wizard.files.choice.picked.emit(Withheld.OTHERS)
    settle(lambda: True)
    yield "package-files", window
    wizard.go_on()
    settle(lambda: True)
    yield "package-delivery", window
    with tempfile.TemporaryDirectory() as folder:
        wizard.delivery.place.setText(str(Path(folder) / "pakket-1.zip"))
        wizard.making.begin()
        wizard._show(wizard.step.MAKING)
        settle(lambda: True)
        yield "package-making", window
        wizard._show(wizard.step.DELIVERY)
        wizard.go_on()
        settle(lambda: wizard.step is wizard.step.RESULT)
        yield "package-result", window
    wizard.leave()


def _register(
    window: MainWindow, page: PackagesPage, session: Session, person: int, settle: Settle
) -> Iterator[tuple[str, QWidget]]:
    with tempfile.TemporaryDirectory() as folder:
        made, _ = export.export(session, person, Path(folder) / "pakket-2", unsealed=True)
        page.register.model.look_again()
        settle(lambda: page.register.model.rowCount() == 2)
        page.register.view.choose(made.id)
        page.register._look(made.id)
        settle(page.register.pane.isVisible)
        yield "packages", window
        page.check()
        settle(lambda: True)
        yield "package-check", window
        page.check(Path(folder) / "pakket-2")
        settle(lambda: "Mees" not in page.checking.detail.text() and page.checking._task is None)
        yield "package-valid", window
        (Path(folder) / "pakket-2" / "index.html").write_text("something else")
        page.check(Path(folder) / "pakket-2")
        settle(lambda: "index.html" in page.checking.detail.text())
        yield "package-not-valid", window
    page.show_register()
