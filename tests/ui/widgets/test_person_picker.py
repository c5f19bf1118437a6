"""Who is picked is written whole: no name ends within a word."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.workflows import people
from tests.ui.entering import go_to
from ui.main_window import MainWindow
from ui.people.page import PeoplePage
from ui.widgets.person_picker import PersonPicker, person_line


def test_who_is_picked_is_shown_by_as_much_as_there_is_room_for(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = go_to(window, "people", PeoplePage)
    session = page.context.session
    first = people.page(session, "", limit=1).ids[0]
    row = people.rows(session, [first])[first]._replace(organisation="Gemeente Westerkogge")
    picker = PersonPicker(page.context, "Person")
    qtbot.addWidget(picker)
    picker.resize(1_200, 40)
    picker.show()
    picker.choose(row)
    whole = person_line(row)
    assert picker.line.text() == whole
    assert picker.line.toolTip() == ""
    wide = picker.fontMetrics().horizontalAdvance(whole)
    picker.resize(wide, 40)  # no room for the edges and the cross
    assert picker.line.text() == f"{row.display_name} · {row.email}"
    assert "Gemeente Westerkogge" in picker.line.toolTip()
    assert picker.line.accessibleDescription() == whole
    picker.resize(wide + 200, 40)
    assert picker.line.text() == whole
    assert picker.person == row
