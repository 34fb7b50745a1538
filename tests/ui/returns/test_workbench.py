"""The returns' workbench over the real services: list, filters, selection over pages, groups, and one deed on many."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from checks.controls import unnamed
from desk.domain.clock import ManualClock
from desk.domain.errors import StoreError
from desk.domain.orders import Buyer, ShippingFacet
from desk.domain.return_goods import Disposition, Finding, Grade
from desk.domain.return_states import ReturnState
from desk.domain.values import ReturnId
from desk.services import (
    accounts,
    outbox,
    pusher,
    return_opening,
    return_settling,
    return_steps,
    return_views,
    saved_views,
)
from desk.services.context import Desk
from desk.services.return_batch import BatchDeed, Plan, Report, Row
from desk.services.return_lists import Filter, Group, Page, Sort
from desk.store.accounts import Account
from desk.ui.background import Lane, hub, lanes
from desk.ui.locale import locale
from desk.ui.returns import screen as screen_module
from desk.ui.returns.bulk_dialog import BulkDialog
from desk.ui.returns.bulk_model import Column as Bulk
from desk.ui.returns.bulk_words import Ending
from desk.ui.returns.calls import ServiceCalls
from desk.ui.returns.list_model import Column
from desk.ui.returns.screen import ReturnsScreen
from desk.ui.side_nav import SideNav
from desk.ui.theme.look import look
from desk.ui.widgets.button import Chip
from tests.services.conftest import Synced
from tests.services.fake_deeds import DeedChannel
from tests.support.orders import after, line, order, parcel
from tests.ui.orders.fakes import FakeServices

CONTROL = Qt.KeyboardModifier.ControlModifier
_ORDERS = 8


@pytest.fixture
def channel() -> DeedChannel:
    made = DeedChannel()
    for at in range(_ORDERS):
        made.add(
            order(
                str(1001 + at),
                buyer=Buyer(name=f"Ada {at}", remote_id=f"ada_{at}"),
                lines=(line(f"{at}-1", 1, price=1000 * (at + 1)),),
                shipping=ShippingFacet.SHIPPED,
                shipments=(parcel(f"0034043416109404{at:04d}", at=after(43_200)),),
            )
        )
    return made


@pytest.fixture
def returned(desk: Desk, synced: Synced) -> list[ReturnId]:
    """One of each order: the first two only announced, the third here, the others inspected."""
    made = []
    for at, one in enumerate(synced().values()):
        free = return_opening.free_of(desk, one)
        # The first may be declined at once; what is a withdrawal has its deadline.
        reason = "DEFECTIVE" if at % 2 else "TOO_SMALL" if at else "ARRIVED_LATE"
        told = return_opening.open_return(desk, one, free, reason=reason, by_parcel=at > 1).told
        made.append(told.id)
        for its in told.lines if at > 2 else ():
            finding = Finding(quantity=its.received, grade=Grade.NEW, disposition=Disposition.RESTOCK)
            return_steps.inspect(desk, told.id, its.line, finding)
    return made


Made = Callable[..., ReturnsScreen]


@pytest.fixture
def made(qtbot: QtBot, clean_lanes: None, desk: Desk, services: FakeServices) -> Iterator[Made]:  # noqa: ARG001
    windows: list[QWidget] = []

    def show(calls: ServiceCalls | None = None) -> ReturnsScreen:
        window = QWidget()
        windows.append(window)
        used = calls or ServiceCalls(desk.with_database(lanes().executor(Lane.DATABASE)))
        screen = ReturnsScreen(used, desk.clock, services, window)
        screen.placeChanged.connect(lambda place: screen.show_return(place.goods))
        window.resize(1072, 620)
        screen.resize(1072, 620)
        window.show()
        settled(qtbot)
        return screen

    yield show
    for window in windows:
        window.close()
        window.deleteLater()


@pytest.fixture
def screen(made: Made, returned: list[ReturnId]) -> ReturnsScreen:
    assert len(returned) == _ORDERS
    return made()


def settled(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: lanes().busy == 0)


def cells(screen: ReturnsScreen, column: Column) -> list[str]:
    return [str(screen.model.index(at, column).data()) for at in range(screen.model.rowCount())]


def dialog_of(qtbot: QtBot, screen: ReturnsScreen) -> BulkDialog:
    found = screen.dialog
    assert found is not None
    qtbot.waitUntil(lambda: found.plan is not None)
    return found


def what(dialog: BulkDialog) -> list[str]:
    return [str(dialog.model.index(at, Bulk.WHAT).data()) for at in range(dialog.model.rowCount())]


def ran(qtbot: QtBot, dialog: BulkDialog) -> None:
    qtbot.waitUntil(lambda: dialog.ran and not dialog.running)
    settled(qtbot)


def state(desk: Desk, wanted: ReturnId) -> ReturnState:
    return return_views.show(desk, wanted).state


# --- the list -----------------------------------------------------------------------------------------------


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
    assert rooms(1072) == (["Receive …"], False)
    assert rooms(860) == ([], True)
    assert rooms(600) == (["Receive …", "Condition"], True)
    more = bar.more_menu()
    assert [one.text() for one in more.actions()][:4] == [
        "Receive …",
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
    assert screen.model.rowCount() == _ORDERS


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
    QTest.keyClick(screen.list, Qt.Key.Key_A, CONTROL)
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


# --- one deed on many ---------------------------------------------------------------------------------------


def test_blocked_rows_stand_first_and_are_left_out_and_enter_alone_confirms_nothing(
    qtbot: QtBot, screen: ReturnsScreen, desk: Desk, services: FakeServices, account: Account
) -> None:
    screen.select_all()
    settled(qtbot)
    screen.do(BatchDeed.SETTLE)
    dialog = dialog_of(qtbot, screen)
    assert dialog.counts.text() == "5 ready · 3 blocked and left out"
    assert what(dialog)[0] == "Blocked · It is “Received”: it is refunded after its inspection."
    assert what(dialog)[3] == "Refund · Shop pays on the order"
    assert dialog.totals.text() == "Shop: 5 · €293.60"
    assert dialog.confirm_button.text() == "Refund €293.60"
    assert dialog.cancel.hasFocus()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    dialog.confirm_button.setFocus()
    QTest.keyClick(dialog.confirm_button, Qt.Key.Key_Return)
    assert not dialog.ran
    dialog.confirm()
    ran(qtbot, dialog)
    assert dialog.counts.text() == "5 on the way · 3 blocked and left out"
    assert len(services.told[0][1]) == 5
    clock = desk.clock
    assert isinstance(clock, ManualClock)
    clock.advance(60)
    hub().changed.emit(pusher.drain(desk, account.id, threading.Event()).changes, None)
    qtbot.waitUntil(lambda: dialog.model.endings() == [Ending.DONE] * 5)
    dialog.reject()
    settled(qtbot)
    assert screen.model.chosen == ()


def test_a_batch_that_no_channel_hears_of_is_taken_back_as_well(
    qtbot: QtBot, screen: ReturnsScreen, returned: list[ReturnId], desk: Desk, services: FakeServices
) -> None:
    screen.select_all()
    settled(qtbot)
    screen.do(BatchDeed.RECEIVE)
    dialog = dialog_of(qtbot, screen)
    dialog.confirm()
    ran(qtbot, dialog)
    assert dialog.model.endings() == [Ending.DONE] * 2
    assert services.told[0][:2] == ("Receive returns in full: 2", ())
    assert dialog.undo.isVisible()
    back = services.backs[0]
    assert back is not None
    taken = back()
    hub().changed.emit(taken.changes, None)
    qtbot.waitUntil(lambda: dialog.model.endings() == [Ending.RECALLED] * 2)
    assert (len(taken.done), taken.refused, dialog.undo.isVisible()) == (2, (), False)
    states = [return_views.show(desk, one).state for one in returned[:3]]
    assert states == [ReturnState.REQUESTED, ReturnState.REQUESTED, ReturnState.RECEIVED]


def test_many_rows_are_confirmed_by_typing_how_many(
    qtbot: QtBot, screen: ReturnsScreen, desk: Desk, account: Account
) -> None:
    accounts.change(desk, account, {"count_typed_from_rows": "5"}, {})
    screen.select_all()
    settled(qtbot)
    screen.do(BatchDeed.SETTLE)
    dialog = dialog_of(qtbot, screen)
    QTest.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    dialog.confirm()
    assert not dialog.ran
    assert dialog.problem.text() == "Type how many rows there are: 5."
    dialog.proof.count.setText("8")
    assert not dialog.confirm_button.isEnabled()
    dialog.proof.count.setText("5")
    assert dialog.confirm_button.isEnabled()
    dialog.confirm()
    ran(qtbot, dialog)
    assert len(dialog.model.endings()) == 5
    dialog.reject()


def test_a_reason_is_chosen_before_returns_are_declined(
    qtbot: QtBot, screen: ReturnsScreen, desk: Desk, returned: list[ReturnId]
) -> None:
    screen.model.choose_only(returned[:3])
    screen.do(BatchDeed.DECLINE)
    dialog = dialog_of(qtbot, screen)
    assert dialog.counts.text() == "2 ready · 1 blocked and left out"
    assert dialog.proof.why_not() == "Choose a reason."
    dialog.proof.reason.choose("own")
    assert dialog.proof.own.isVisibleTo(dialog)
    assert not dialog.confirm_button.isEnabled()
    dialog.proof.own.setText("Worn, and washed twice")
    dialog.confirm()
    ran(qtbot, dialog)
    assert dialog.counts.text() == "2 done · 1 blocked and left out"
    assert {state(desk, one) for one in returned[:2]} == {ReturnState.DECLINED}
    assert return_views.show(desk, returned[0]).words == "Worn, and washed twice"
    dialog.reject()


class Halting(ServiceCalls):
    """Waits after the first row until the gate opens."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.gate = threading.Event()

    def run(self, plan: Plan, tell: Callable[[Row, int], None], stop: threading.Event) -> Report:
        def slowly(row: Row, done: int) -> None:
            tell(row, done)
            if done == 1:
                self.gate.wait(5)

        return super().run(plan, slowly, stop)


def test_a_run_shows_its_rows_stops_between_two_and_only_the_rest_is_tried_again(
    qtbot: QtBot, made: Made, desk: Desk, returned: list[ReturnId]
) -> None:
    calls = Halting(desk.with_database(lanes().executor(Lane.DATABASE)))
    screen = made(calls)
    screen.model.choose_only(returned[3:])
    screen.do(BatchDeed.SETTLE)
    dialog = dialog_of(qtbot, screen)
    dialog.confirm()
    qtbot.waitUntil(lambda: len(dialog.model.results) == 1)
    assert [one.partition(" · ")[0] for one in what(dialog)] == ["Queued", "Running", "Waits", "Waits", "Waits"]
    dialog.reject()
    assert dialog.isVisible(), "it stops first"
    calls.gate.set()
    ran(qtbot, dialog)
    assert dialog.counts.text() == "1 on the way, 4 not reached"
    assert len(outbox.overview(desk)) == 1
    dialog.again.click()
    qtbot.waitUntil(lambda: len(outbox.overview(desk)) == 5)
    ran(qtbot, dialog)
    assert dialog.model.endings() == [Ending.ON_THE_WAY] * 5
    dialog.reject()


def test_what_was_settled_meanwhile_fails_alone_and_first(
    qtbot: QtBot, screen: ReturnsScreen, desk: Desk, returned: list[ReturnId]
) -> None:
    screen.model.choose_only(returned[3:])
    screen.do(BatchDeed.SETTLE)
    dialog = dialog_of(qtbot, screen)
    return_settling.settle(desk, returned[5], hold_seconds=0)
    dialog.confirm()
    ran(qtbot, dialog)
    assert dialog.counts.text() == "4 on the way, 1 failed"
    assert what(dialog)[0] == "Failed · The money of this return is on its way already."
    dialog.only_wrong.click()
    assert dialog.model.rowCount() == 1
    dialog.reject()


def test_a_table_is_settled_on_its_own_terms(
    qtbot: QtBot, screen: ReturnsScreen, tmp_path: Path, desk: Desk, returned: list[ReturnId]
) -> None:
    number = return_views.show(desk, returned[4]).number
    file = tmp_path / "returns.csv"
    file.write_text(f"return;loss\n{number};10,00\nRT-1;\n", encoding="utf-8")
    screen.read_file(file)
    qtbot.waitUntil(lambda: screen.dialog is not None)
    dialog = dialog_of(qtbot, screen)
    assert dialog.counts.text() == "1 ready · 1 blocked and left out"
    assert what(dialog)[0] == "Blocked · There is no such return."
    assert dialog.confirm_button.text() == "Refund €44.90"
    dialog.reject()
    settled(qtbot)


def test_the_dialog_speaks_the_other_language_at_once(qtbot: QtBot, screen: ReturnsScreen) -> None:
    screen.select_all()
    settled(qtbot)
    screen.do(BatchDeed.SETTLE)
    dialog = dialog_of(qtbot, screen)
    locale().speak("de")
    qtbot.waitUntil(lambda: dialog.confirm_button.text() == "293,60\u00a0€ erstatten")
    assert dialog.counts.text() == "5 bereit · 3 gesperrt und ausgelassen"
    dialog.reject()
    locale().speak("en")
    settled(qtbot)


def test_the_list_is_written_to_a_file_and_a_view_of_it_is_kept(
    qtbot: QtBot, screen: ReturnsScreen, tmp_path: Path, services: FakeServices, desk: Desk
) -> None:
    screen.exporting.run(tmp_path / "out.csv", Filter(group=Group.INSPECTED), Sort.VALUE, descending=True)
    settled(qtbot)
    lines = (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 6
    assert "1008" in lines[1], "the dearest first"
    assert services.toasts == ["5 returns exported to out.csv"]

    screen.filter_by(Filter(group=Group.ANNOUNCED))
    dialog = screen.views.ask()
    dialog.name.setText("To answer")
    dialog.keep.click()
    settled(qtbot)
    screen.filter_by(Filter())
    (view,) = saved_views.of_list(desk, "returns")
    screen.views.chosen.emit(view.content)
    settled(qtbot)
    assert (screen.filter, screen.model.rowCount()) == (Filter(group=Group.ANNOUNCED), 2)


def test_a_view_is_renamed_and_stands_in_the_side_bar_with_its_count(
    qtbot: QtBot, screen: ReturnsScreen, services: FakeServices, desk: Desk
) -> None:
    nav = SideNav()
    qtbot.addWidget(nav)
    nav.resize(208, 700)
    nav.show()
    screen.views.listed.connect(nav.views.show_views)
    nav.views.chosen.connect(screen.views.open)
    for name, group in (("To answer", Group.ANNOUNCED), ("To pay", Group.INSPECTED)):
        saved_views.save(desk, "returns", name, {"filter": {"group": group.value}})
    screen.count()
    settled(qtbot)
    assert [row.accessibleName() for row in nav.views.rows] == ["To answer 2", "To pay 5"]
    first, other = saved_views.of_list(desk, "returns")
    dialog = screen.views.ask_other_name(first)
    dialog.name.setText("To pay")
    dialog.keep.click()
    settled(qtbot)
    assert services.toasts == ["Another view has this name."]
    dialog = screen.views.ask_other_name(other)
    dialog.name.setText("Soon")
    dialog.keep.click()
    settled(qtbot)
    assert [row.text() for row in nav.views.rows] == ["Soon", "To answer"]
    nav.views.rows[1].click()
    settled(qtbot)
    assert (screen.filter, screen.model.rowCount()) == (Filter(group=Group.ANNOUNCED), 2)
    nav.resize(208, 380)
    assert [row.isVisible() for row in nav.views.rows] == [True, False], "whole rows only"
    screen.views._remove(first.id)
    settled(qtbot)
    assert [row.text() for row in nav.views.rows if row.isVisible()] == ["Soon"]


def test_another_reason_is_given_at_once_and_taken_back(
    qtbot: QtBot, screen: ReturnsScreen, services: FakeServices, desk: Desk, returned: list[ReturnId]
) -> None:
    screen.model.choose_only(returned[:2])
    screen.give_reason("QUALITY")
    settled(qtbot)
    assert {return_views.show(desk, one).lines[0].counted.reason for one in returned[:2]} == {"QUALITY"}
    ((words, back),) = services.undone
    assert words == "2 returns now have the reason “Quality not acceptable”"
    back()
    settled(qtbot)
    assert [return_views.show(desk, one).lines[0].counted.reason for one in returned[:2]] == [
        "ARRIVED_LATE",
        "DEFECTIVE",
    ]


def test_the_condition_of_what_waits_is_given_at_once_by_its_letter_and_taken_back(
    qtbot: QtBot, screen: ReturnsScreen, services: FakeServices, desk: Desk, returned: list[ReturnId]
) -> None:
    screen.model.choose_only(returned[1:4])
    grades = screen.bar.condition_menu(screen.bar).actions()
    assert [one.isEnabled() for one in grades] == [True] * 5 + [False]
    assert [one.text()[:2] for one in grades] == ["&A", "&B", "&C", "&D", "&E", "&X"]
    grades[2].trigger()
    assert not screen.bar.condition.isEnabled(), "a second press is no second deed"
    settled(qtbot)
    line = return_views.show(desk, returned[2]).lines[0].counted
    assert [(one.grade, one.disposition, one.quantity) for one in line.findings] == [
        (Grade.USED, Disposition.RESELL_USED, 1)
    ]
    assert [state(desk, one) for one in returned[1:4]] == [
        ReturnState.REQUESTED,
        ReturnState.INSPECTED,
        ReturnState.INSPECTED,
    ]
    (told,) = services.toasts
    numbers = [return_views.show(desk, returned[at]).number for at in (1, 3)]
    assert told.splitlines() == [
        "2 returns left out",
        f"{numbers[0]} · {numbers[1]}: Nothing of this return waits for inspection.",
    ]
    ((words, back),) = services.undone
    assert words == "1 return inspected: C · Signs of use"
    back()
    settled(qtbot)
    assert state(desk, returned[2]) is ReturnState.RECEIVED
    assert return_views.show(desk, returned[2]).lines[0].counted.uninspected == 1
    assert services.toasts[1:] == ["1 return waits for inspection again"]
    assert screen.bar.condition.isEnabled()


def test_a_condition_where_nothing_waits_offers_no_undo_and_leads_to_what_was_left_out(
    qtbot: QtBot, screen: ReturnsScreen, services: FakeServices, returned: list[ReturnId]
) -> None:
    screen.select_all()
    settled(qtbot)
    screen.give_condition(Grade.NEW)
    settled(qtbot)
    assert len(services.undone) == 1
    assert "and 4 more" in services.toasts[0]
    services.deeds[0]()
    assert set(screen.model.chosen) == set(returned) - {returned[2]}
    screen.give_condition(Grade.NEW)
    settled(qtbot)
    assert len(services.undone) == 1, "nothing was done that could be taken back"


def test_what_was_done_since_with_an_inspected_return_bars_taking_it_back(
    qtbot: QtBot, screen: ReturnsScreen, services: FakeServices, desk: Desk, returned: list[ReturnId]
) -> None:
    screen.model.choose_only(returned[2:3])
    screen.give_condition(Grade.NEW)
    settled(qtbot)
    return_settling.settle(desk, returned[2], hold_seconds=0)
    ((_words, back),) = services.undone
    back()
    settled(qtbot)
    assert services.toasts == ["More was done with this return since. Take that back first."]
    assert state(desk, returned[2]) is ReturnState.REFUND_PENDING
