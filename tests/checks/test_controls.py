from collections.abc import Callable

import pytest
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QSpinBox,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from checks.controls import faults, unnamed


def screen(qtbot: QtBot, *parts: QWidget) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    layout = QVBoxLayout(widget)
    for part in parts:
        layout.addWidget(part)
    widget.show()
    return widget


def bare_tool_button() -> QWidget:
    button = QToolButton()
    button.setToolTip("a tip is no name")
    return button


def bare_field() -> QWidget:
    field = QLineEdit()
    field.setPlaceholderText("a placeholder is no name")
    return field


@pytest.mark.parametrize(
    "make", [QPushButton, bare_tool_button, bare_field, QComboBox, QSpinBox, QListView, QTableView]
)
def test_a_control_without_a_name_is_found_and_with_one_is_not(qtbot: QtBot, make: Callable[[], QWidget]) -> None:
    control = make()
    control.setObjectName("culprit")
    inner = QWidget()
    layout = QVBoxLayout(inner)
    layout.addWidget(control)
    widget = screen(qtbot, QPushButton("Ship"), inner)
    assert [fault.endswith(f"{make().metaObject().className()}#culprit") for fault in unnamed(widget)] == [True]
    control.setAccessibleName("Parcel number")
    assert unnamed(widget) == []


def test_a_label_names_its_field_and_hidden_controls_and_rows_need_no_name(qtbot: QtBot) -> None:
    field, label, hidden, rows = QLineEdit(), QLabel("&Number"), QPushButton(), QListView()
    label.setBuddy(field)
    rows.setAccessibleName("Orders")
    model = QStandardItemModel(rows)
    model.appendRow(QStandardItem(""))
    rows.setModel(model)
    widget = screen(qtbot, label, field, hidden, rows)
    hidden.hide()
    assert unnamed(widget) == []


def test_each_screen_is_walked_and_a_fault_is_told_once(qtbot: QtBot) -> None:
    bad, same, good = (
        screen(qtbot, QPushButton()),
        screen(qtbot, QPushButton()),
        screen(qtbot, QPushButton("Undo")),
    )
    count, found = faults(iter([("orders-light", bad), ("orders-dark", same), ("ship", good)]))
    assert count == 3
    assert found == ["orders-light: Button without a name: QWidget > QPushButton"]
