"""What comes with a message or is put to an answer: shown, kept, and never by itself opened."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.model.mail import MailAttachment
from app.model.staff_texts import Draft, DraftKind
from app.workflows import tickets
from app.workflows.session import Session
from tests.ui.opener import opener
from tests.ui.tickets.conftest import Hands, at_work
from tests.ui.tickets.with_files import picture, show
from ui import prompts
from ui.attached.files import safe_name
from ui.attached.pictures import read_picture
from ui.attached.preview import Preview
from ui.main_window import MainWindow
from ui.tickets.message_card import MessageCard
from ui.tickets.page import TicketsPage
from ui.widgets.plain_label import ElidedLabel, PlainLabel

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
LEFT = Qt.MouseButton.LeftButton


def preview(qtbot: QtBot, page: TicketsPage, card: MessageCard) -> Preview:
    qtbot.mouseClick(card.file_buttons[0], LEFT)
    dialog = page.window().findChild(Preview)
    assert dialog is not None
    return dialog


def test_a_picture_of_the_mail_itself_is_shown_and_nothing_else_is(
    qtbot: QtBot, page: TicketsPage, session: Session
) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
    _number, card = show(
        qtbot,
        page,
        session,
        MailAttachment("logo.png", "image/png", picture(), "logo", inline=True),
        MailAttachment("evil.png", "image/png", svg, "evil", inline=True),
        MailAttachment("los.png", "image/png", picture(), inline=False),
    )
    qtbot.waitUntil(card.pictures[0].isVisible)
    assert card.pictures[0].pixmap().width() == 30
    qtbot.wait(30)
    assert not card.pictures[1].isVisible()
    assert len(card.pictures) == 2
    assert len(card.file_buttons) == 3


def test_a_picture_that_lies_about_its_size_or_kind_is_not_decoded(qapp: object) -> None:
    from PySide6.QtCore import QSize  # noqa: PLC0415 - only here

    bound = QSize(100, 100)
    whole = picture(300, 30)
    small = read_picture(whole, bound)
    assert small is not None
    assert (small.width(), small.height()) == (100, 10)
    bomb = bytearray(whole)
    bomb[16:24] = (60_000).to_bytes(4, "big") + (60_000).to_bytes(4, "big")
    assert read_picture(bytes(bomb), bound) is None
    assert read_picture(b"<svg/>", bound) is None
    assert read_picture(b"", bound) is None


def test_a_text_is_looked_at_inside_and_is_only_text(
    qtbot: QtBot, page: TicketsPage, session: Session
) -> None:
    hostile = "<b>vet</b> \u202e{}\n".format("x" * 5_000)
    _number, card = show(
        qtbot, page, session, MailAttachment("log.txt", "text/plain", hostile.encode())
    )
    dialog = preview(qtbot, page, card)
    qtbot.waitUntil(lambda: dialog.view.currentWidget() is dialog.view.text)
    assert dialog.view.text.toPlainText().startswith("<b>vet</b> x")
    dialog.close()


def test_a_mail_that_was_sent_on_as_a_file_is_read_inside(
    qtbot: QtBot, page: TicketsPage, session: Session
) -> None:
    mail = b"From: Piet <piet@example.org>\r\nSubject: Oude vraag\r\n\r\n<b>Dit</b> stond erin."
    _number, card = show(
        qtbot, page, session, MailAttachment("Oude vraag.eml", "message/rfc822", mail)
    )
    dialog = preview(qtbot, page, card)
    qtbot.waitUntil(lambda: dialog.view.currentWidget() is dialog.view.text)
    said = dialog.view.text.toPlainText()
    assert said == "Sender: Piet <piet@example.org>\nSubject: Oude vraag\n\n<b>Dit</b> stond erin."
    dialog.close()


def test_a_file_is_saved_where_the_user_says(
    qtbot: QtBot,
    page: TicketsPage,
    session: Session,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _number, card = show(
        qtbot, page, session, MailAttachment("../a/brief.pdf", "application/pdf", b"%PDF-1.7 hallo")
    )
    target, asked = tmp_path / "brief.pdf", list[str]()

    def choose(_parent: QWidget, _title: str, name: str) -> Path:
        asked.append(name)
        return target

    monkeypatch.setattr(prompts, "choose_save", choose)
    page.files.save(card.message.attachments[0])
    qtbot.waitUntil(target.exists)
    assert target.read_bytes() == b"%PDF-1.7 hallo"
    assert asked == ["brief.pdf"]


def test_a_file_is_opened_elsewhere_only_after_a_yes_and_gone_after_the_lock(
    qtbot: QtBot,
    page: TicketsPage,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    _number, card = show(
        qtbot, page, session, MailAttachment("brief.pdf", "application/pdf", b"%PDF-1.7 hallo")
    )
    file = card.message.attachments[0]
    opened = opener(monkeypatch, tmp_path)
    monkeypatch.setattr(prompts, "confirm", lambda *_question: False)
    page.files.open(file)
    qtbot.wait(50)
    assert opened() == []
    questions: list[str] = []

    def agree(_parent: QWidget, _title: str, text: str, _yes: str) -> bool:
        questions.append(text)
        return True

    monkeypatch.setattr(prompts, "confirm", agree)
    page.files.open(file)
    qtbot.waitUntil(lambda: len(opened()) == 1)
    assert "not encrypted" in questions[0].replace("\n", " ")
    (path,) = opened()
    assert path.read_bytes() == b"%PDF-1.7 hallo"
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    window = page.window()
    assert isinstance(window, MainWindow)
    window.lock()
    qtbot.waitUntil(lambda: not path.parent.exists())


@pytest.mark.parametrize(
    "name", ["factuur.pdf.exe", "x.DESKTOP", "makro.js", "los.lnk ", f"{'lang ' * 30}.pdf.exe"]
)
def test_what_may_be_a_program_is_never_opened(
    qtbot: QtBot, page: TicketsPage, session: Session, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    _number, card = show(
        qtbot, page, session, MailAttachment(name, "application/octet-stream", b"MZ")
    )
    monkeypatch.setattr(prompts, "confirm", lambda *_question: pytest.fail("asked all the same"))
    page.files.open(card.message.attachments[0])
    assert any("program" in label.text() for label in page.window().findChildren(PlainLabel))


def test_a_file_name_leads_nowhere_else() -> None:
    assert safe_name("../../etc/passwd") == "passwd"
    assert safe_name("C:\\Windows\\calc.exe") == "calc.exe"
    assert safe_name('a<b>:"|?*.txt') == "ab.txt"
    assert safe_name("gnp\u202eexe.txt ") == "gnpexe.txt"
    assert safe_name("..") == "file"
    assert len(safe_name("x" * 900)) <= 120


def draws(part: ElidedLabel | QPushButton, ending: str) -> bool:
    """Whether an ending is seen in the room a text has."""
    part.setFixedWidth(200)
    text, whole = part.text(), part.grab().toImage()
    part.setText(text.replace(ending, ".w"))
    other = part.grab().toImage()
    part.setText(text)
    return whole != other


def test_a_long_file_name_keeps_the_ending_that_says_what_it_is(
    qtbot: QtBot, page: TicketsPage, session: Session
) -> None:
    name = f"{'Verslag ' * 60}.pdf.exe"
    _number, card = show(qtbot, page, session, MailAttachment(name, "text/plain", b"hallo"))
    assert card.file_buttons[0].text().endswith(".pdf.exe  5 bytes")
    assert draws(card.file_buttons[0], ".exe")
    dialog = preview(qtbot, page, card)
    assert dialog.windowTitle().endswith(".pdf.exe")
    (heading,) = dialog.findChildren(ElidedLabel)
    assert heading.text().endswith(".pdf.exe")
    assert draws(heading, ".exe")
    dialog.reject()
    assert safe_name(name).endswith(".pdf.exe")
    page.pane.composer.put(Draft(files=(MailAttachment(name, "text/plain", b"hallo"),)))
    chips = page.pane.composer.findChildren(QPushButton)
    assert any(chip.text().endswith(".pdf.exe (5 bytes)") for chip in chips)


def test_files_are_attached_by_dropping_and_pictures_by_pasting(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands, tmp_path: Path
) -> None:
    number = hands.read(0)
    path = tmp_path / "meting.csv"
    path.write_text("a;b\n1;2\n", "utf-8")
    composer = page.pane.composer
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path)), QUrl("https://example.com/x")])
    composer.editor.insertFromMimeData(dropped)
    qtbot.waitUntil(lambda: len(composer.attached) == 1)
    pasted = QMimeData()
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(0)
    pasted.setImageData(image)
    composer.editor.insertFromMimeData(pasted)
    rich = QMimeData()
    rich.setHtml("<b>vet</b><img src='file:///etc/passwd'>")
    rich.setText("gewoon")
    composer.editor.insertFromMimeData(rich)
    assert composer.text == "gewoon"
    assert [file.media_type for file in composer.attached] == ["text/csv", "image/png"]
    qtbot.mouseClick(composer.submit, LEFT)
    qtbot.waitUntil(lambda: not composer.attached)
    kept = tickets.get(session, number).messages[-1].attachments
    assert [file.filename for file in kept] == ["meting.csv", "picture-2.png"]


def test_the_next_file_has_the_keyboard_when_one_is_taken_away(
    qtbot: QtBot, page: TicketsPage, hands: Hands, tmp_path: Path
) -> None:
    hands.read(0)
    composer = page.pane.composer
    composer.write(DraftKind.REPLY)
    paths = [tmp_path / name for name in ("een.txt", "twee.txt", "drie.txt")]
    for path in paths:
        path.write_text(path.name, "utf-8")
    composer.attach_paths(paths)
    qtbot.waitUntil(lambda: len(composer.attached) == 3)
    chips = [b for b in page.pane.findChildren(QPushButton) if "Remove " in b.accessibleName()]
    chips[1].setFocus()
    for left, wanted in ((["een.txt", "drie.txt"], chips[2]), (["een.txt"], chips[0])):
        hands.press(Qt.Key.Key_Space)
        assert [file.filename for file in composer.attached] == left
        assert at_work() is wanted
    hands.press(Qt.Key.Key_Space)
    assert composer.attached == []
    assert at_work() is composer.attach


def test_a_file_that_cannot_be_read_is_told_and_the_text_stays(
    qtbot: QtBot, window: MainWindow, page: TicketsPage, hands: Hands, tmp_path: Path
) -> None:
    hands.read(0)
    page.pane.composer.insert("Al geschreven")
    page.pane.composer.attach_paths([tmp_path / "weg.txt"])
    assert window.workspace is not None
    qtbot.waitUntil(window.workspace.messages.isVisible)
    assert page.pane.composer.text == "Al geschreven"


@pytest.mark.parametrize("pasted", [False, True], ids=["dropped", "pasted"])
def test_a_folder_that_is_given_is_told(  # noqa: PLR0917 - fixtures
    qtbot: QtBot, window: MainWindow, page: TicketsPage, hands: Hands, tmp_path: Path, pasted: bool
) -> None:
    hands.read(0)
    given = QMimeData()
    given.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    given.setText(str(tmp_path))  # as file managers do
    editor = page.pane.composer.editor
    if pasted:
        hands.press(Qt.Key.Key_R)
        QGuiApplication.clipboard().setMimeData(given)
        hands.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    else:
        assert editor.canInsertFromMimeData(given)
        editor.insertFromMimeData(given)
    assert window.workspace is not None
    qtbot.waitUntil(window.workspace.messages.isVisible)
    assert window.workspace.messages.message.text() == "A folder cannot be attached."
    assert page.pane.composer.text == ""
    QGuiApplication.clipboard().clear()  # before the interpreter ends, which made what it holds


def test_a_file_is_attached_to_no_other_ticket(
    qtbot: QtBot, page: TicketsPage, session: Session, hands: Hands, tmp_path: Path
) -> None:
    other, _first = hands.read(1), hands.read(0)
    (tmp_path / "groot.txt").write_text("x")
    page.pane.composer.attach_paths([tmp_path / "groot.txt"])
    page.pane.show_ticket(tickets.get(session, other))  # before the file is read
    qtbot.waitUntil(lambda: not page.context.jobs.is_busy)
    qtbot.wait(1)
    assert page.pane.composer.attached == []
