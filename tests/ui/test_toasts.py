"""Where messages stand: at the bottom right, and above the deeds of a selection while there are any."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desk.ui.widgets.toast import Toast, Toasts


def place(widget: QWidget, host: QWidget) -> QRect:
    return QRect(widget.mapTo(host, QPoint(0, 0)), widget.size())


def test_a_message_never_lies_over_the_deeds_of_a_selection(app: QApplication, qtbot: QtBot) -> None:  # noqa: ARG001
    host = QWidget()
    qtbot.addWidget(host)
    column = QVBoxLayout(host)
    column.addStretch(1)
    bar = QWidget()
    bar.setFixedHeight(60)
    bar.hide()
    column.addWidget(bar)
    host.resize(900, 500)
    host.show()
    toasts = Toasts(host)
    toasts.avoid(bar)
    low = toasts.show(Toast("1 Retoure geprüft", "info"))
    corner = low.geometry()
    assert corner.right() > host.width() - 40
    assert corner.bottom() > host.height() - 40
    bar.show()
    qtbot.waitUntil(lambda: not low.geometry().intersects(place(bar, host)))
    assert low.geometry().bottom() < bar.geometry().top()
    second = toasts.show(Toast("2 Retouren ausgelassen", "warn"))
    assert not second.geometry().intersects(place(bar, host))
    host.resize(900, 420)
    qtbot.waitUntil(lambda: not second.geometry().intersects(place(bar, host)))
    bar.hide()
    qtbot.waitUntil(lambda: second.geometry().bottom() > host.height() - 40)
    toasts.clear()
