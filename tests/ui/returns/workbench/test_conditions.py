"""A reason or a condition is given to the selected returns at once, and taken back."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from desk.domain.return_goods import Disposition, Grade
from desk.domain.return_states import ReturnState
from desk.domain.values import ReturnId
from desk.services import return_settling, return_views
from desk.services.context import Desk
from desk.ui.returns.screen import ReturnsScreen
from tests.ui.orders.fakes import FakeServices
from tests.ui.returns.workbench.steps import settled, state


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
