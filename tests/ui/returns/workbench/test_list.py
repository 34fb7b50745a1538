"""The returns' workbench over the real services: list, tabs and filters, selection over pages, groups, one return."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from checks.controls import unnamed
from desk.domain.clock import ManualClock
from desk.domain.errors import StoreError
from desk.domain.values import ReturnId
from desk.services.context import Desk
from desk.services.return_batch import BatchDeed
from desk.services.return_lists import Filter, Group, Page
from desk.ui.returns import screen as screen_module
from desk.ui.returns.calls import ServiceCalls
from desk.ui.returns.list_model import Column
from desk.ui.returns.screen import ReturnsScreen
from desk.ui.theme.look import look
from desk.ui.widgets.button import Chip
from tests.ui.returns.workbench.conftest import ORDERS, Made
from tests.ui.returns.workbench.steps import cells, dialog_of, settled


def test_tabs_and_filters_narrow_the_list_and_escape_widens_it(qtbot: QtBot, screen: ReturnsScreen) -> None:
    tabs = {group: chip.accessibleName() for group, chip in screen.filters.tabs.items()}
    assert tabs[None] == "All 8"
    assert [tabs[one] for one in Group] == ["Announced 2", "Arrived 1", "Inspected 5", "Done 0"]
    QTest.mouseClick(screen.filters.tabs[Group.ANNOUNCED], Qt.MouseButton.LeftButton)
    settled(qtbot)
    assert cells(screen, Column.STATE) == ["Requested", "Requested"]
    screen.filters.field.setFocus()
    QTest.keyClicks(screen.filters.field, "1002")
    qtbot.waitUntil(lambda: screen.model.rowCount() == 1)
    settled(qtbot)
    assert cells(screen, Column.ORDER) == ["1002"]
    assert screen.escape()
    settled(qtbot)
    assert (screen.model.rowCount(), screen.filters.field.text()) == (2, "")


def test_the_selection_has_two_lines_where_one_would_cut_its_deeds(qtbot: QtBot, screen: ReturnsScreen) -> None:
    bar = screen.bar
    every = (*bar.buttons.values(), bar.condition, bar.more, bar.clear)

    def rooms(width: int) -> tuple[list[str], bool]:
        """Which have gone behind "More", and whether the rest stands below the words; none is cut."""
        screen.window().resize(width, 480)
        screen.resize(width, 480)
        qtbot.waitUntil(lambda: bar.width() == width)
        shown = [one for one in every if one.isVisible()]
        assert [one.text() for one in shown if one.width() < one.sizeHint().width()] == []
        assert max(one.geometry().right() for one in shown) < width
        levels = {one.geometry().center().y() for one in shown}
        assert len(levels) == 1
        return [one.text() for one in every if one.isHidden()], levels != {bar.told.geometry().center().y()}

    screen.model.toggle(0)
    assert rooms(1400) == ([], False)
    assert rooms(1072) == (["Receive …", "Label …"], False)
    assert rooms(860) == (["Receive …"], True)
    assert rooms(600) == (["Receive …", "Label …", "Condition"], True)
    more = bar.more_menu()
    assert [one.text() for one in more.actions()][:5] == [
        "Receive …",
        "Label …",
        "Reject after inspection …",
        "Close …",
        "Condition",
    ]
    assert rooms(1400) == ([], False)


def test_tabs_and_what_stands_beside_them_are_level(screen: ReturnsScreen) -> None:
    middles = {one.geometry().center().y() for one in (*screen.filters.tabs.values(), screen.file, screen.views_chip)}
    assert max(middles) - min(middles) <= 1


def test_a_narrow_window_sets_tabs_and_filters_in_lines_and_cuts_none(qtbot: QtBot, screen: ReturnsScreen) -> None:
    look().scale_text(1.5)
    try:
        screen.window().resize(820, 480)
        screen.resize(820, 480)
        qtbot.waitUntil(lambda: screen.list.y() > 0 and len({one.y() for one in screen.filters.tabs.values()}) > 1)
        shown = [one for one in screen.filters.findChildren(Chip) if one.isVisible()]
        assert [one.text() for one in shown if one.width() < one.sizeHint().width()] == []
        edge = screen.filters.mapTo(screen, screen.filters.rect().bottomLeft()).y()
        assert max(one.mapTo(screen, one.rect().bottomLeft()).y() for one in shown) <= edge
    finally:
        look().scale_text(1.0)


def test_a_filter_that_nothing_fits_says_so_and_how_to_go_on(qtbot: QtBot, screen: ReturnsScreen) -> None:
    screen.filter_by(Filter(text="xylophone"))
    settled(qtbot)
    assert screen.nothing.isVisible()
    assert screen.nothing.told.text() == "No return fits these filters."
    screen.nothing.clear.click()
    settled(qtbot)
    assert screen.model.rowCount() == ORDERS


def test_what_cannot_be_read_is_told_in_place_and_tried_again(qtbot: QtBot, made: Made, desk: Desk) -> None:
    class Broken(ServiceCalls):
        trouble = True

        def page(self, wanted: Filter, **asked: object) -> Page:
            if self.trouble:
                raise StoreError("The store is locked. Try again.")
            return super().page(wanted, **asked)  # type: ignore[arg-type]

    calls = Broken(desk)
    screen = made(calls)
    assert screen.nothing.isVisible()
    assert "locked" in screen.nothing.told.text()
    calls.trouble = False
    screen.nothing.again.click()
    settled(qtbot)
    assert screen.nothing.told.text().startswith("There are no returns yet.")


def test_all_of_the_filter_are_selected_loaded_or_not(
    qtbot: QtBot, made: Made, returned: list[ReturnId], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen_module, "PAGE", 3)
    screen = made()
    screen.filter_by(Filter(group=Group.INSPECTED))
    settled(qtbot)
    assert screen.model.rowCount() < 5
    screen.take_focus()
    QTest.keyClick(screen.list, Qt.Key.Key_Space)
    QTest.keyClick(screen.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(screen.model.chosen) == 5)
    qtbot.waitUntil(lambda: screen.bar.told.full_text == "5 selected · €300.00")
    assert set(screen.model.chosen) == set(returned[3:])
    assert screen.escape()
    assert (screen.model.chosen, screen.bar.isVisible()) == ((), False)


def test_groups_stand_under_their_reason_and_are_selected_together(qtbot: QtBot, screen: ReturnsScreen) -> None:
    screen.group(by_reason=True)
    settled(qtbot)
    heads = screen.model.headings()
    assert [str(screen.model.index(at, 0).data()) for at in heads] == ["Defective", "Too small", "Arrived too late"]
    screen.model.toggle(heads[0])
    assert len(screen.model.chosen) == 4
    screen.list.go_to(heads[1] - 1)
    screen.list.step(1)
    assert screen.list.currentIndex().row() == heads[1] + 1, "a heading is passed over"


def test_enter_opens_a_return_its_neighbour_follows_and_escape_leads_back(qtbot: QtBot, screen: ReturnsScreen) -> None:
    screen.take_focus()
    first, second = screen.model.loaded[0].id, screen.model.loaded[1].id
    QTest.keyClick(screen.list, Qt.Key.Key_Return)
    pane = screen.case_shown
    assert pane is not None
    assert pane.shown == first
    screen.step(1)
    assert pane.shown == second
    assert screen.escape()
    assert screen.case_shown is None
    settled(qtbot)


def test_a_deadline_is_told_in_words_and_presses_only_when_near(
    qtbot: QtBot, screen: ReturnsScreen, desk: Desk, clock: ManualClock
) -> None:
    here = next(one for one in screen.model.loaded if one.due is not None)
    assert screen.model.face(here).due.word.endswith("left")
    assert not screen.model.face(here).due.filled
    assert here.due is not None
    clock.advance((here.due - clock.now()).total_seconds() + 3 * 86_400)
    screen.load()
    settled(qtbot)
    screen.model.forget_faces()
    over = screen.model.face(screen.model.loaded[0]).due
    assert (over.word, over.tone, over.filled) == ("3\u00a0d overdue".replace("\u00a0", " "), "err", True)
    assert desk.clock is clock


def test_every_control_has_a_name(qtbot: QtBot, screen: ReturnsScreen) -> None:
    screen.model.toggle(0)
    assert unnamed(screen) == []
    screen.do(BatchDeed.DECLINE)
    dialog = dialog_of(qtbot, screen)
    assert unnamed(dialog) == []
    dialog.reject()
    settled(qtbot)
