"""The list is written to a file, and kept as a view that has a name and a place in the side bar."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from desk.services import saved_views
from desk.services.context import Desk
from desk.services.return_lists import Filter, Group, Sort
from desk.ui.returns.screen import ReturnsScreen
from desk.ui.side_nav import SideNav
from tests.ui.orders.fakes import FakeServices
from tests.ui.returns.workbench.steps import settled


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
