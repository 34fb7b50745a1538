"""Widgets in lines: those that are hidden take no room, and a narrow place makes more lines."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desk.ui.widgets.flow import Flow


def filled(qtbot: QtBot, count: int) -> tuple[QWidget, Flow, list[QWidget]]:
    place = QWidget()
    qtbot.addWidget(place)
    flow = Flow(8, place)
    widgets = [QWidget() for _ in range(count)]
    for one in widgets:
        one.setFixedSize(100, 32)
        flow.addWidget(one)
    place.resize(1000, 400)
    place.show()
    return place, flow, widgets


def test_lines_end_where_the_width_does(qtbot: QtBot, app: QApplication) -> None:
    assert app is not None
    _place, flow, widgets = filled(qtbot, 5)
    flow.setContentsMargins(16, 4, 16, 6)
    flow.setGeometry(QRect(0, 0, 240 + 8, 400))
    assert [(one.x(), one.y()) for one in widgets] == [(16, 4), (124, 4), (16, 44), (124, 44), (16, 84)]
    assert flow.heightForWidth(248) == 4 + 3 * 32 + 2 * 8 + 6
    assert flow.heightForWidth(1000) == 4 + 32 + 6


def test_what_is_hidden_leaves_no_gap(qtbot: QtBot, app: QApplication) -> None:
    assert app is not None
    _place, flow, widgets = filled(qtbot, 4)
    widgets[0].hide()
    widgets[2].hide()
    flow.setGeometry(QRect(0, 0, 1000, 400))
    assert [(one.x(), one.y()) for one in (widgets[1], widgets[3])] == [(0, 0), (108, 0)]
    assert flow.minimumSize().width() == 100


def test_a_place_narrower_than_a_widget_gives_it_a_line_of_its_own(qtbot: QtBot, app: QApplication) -> None:
    assert app is not None
    _place, flow, widgets = filled(qtbot, 2)
    flow.setGeometry(QRect(0, 0, 50, 400))
    assert [(one.x(), one.y()) for one in widgets] == [(0, 0), (0, 40)]
    assert flow.takeAt(5) is None
    assert flow.takeAt(0) is not None
    assert flow.count() == 1
