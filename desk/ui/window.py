"""Owns the window's life: makes the application, opens the main window on a Desk, and ends both cleanly."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desk.system.folders import data_folder
from desk.ui.background import Lane, Unexpected, hub, lanes
from desk.ui.calls import ServiceCalls, ShellCalls
from desk.ui.locale import locale
from desk.ui.main_window import MainWindow
from desk.ui.memory import look_for_garbage_in_pauses
from desk.ui.orders.screen import OrdersScreen
from desk.ui.settings.kept import Kept
from desk.ui.theme import qss
from desk.ui.theme.look import look

if TYPE_CHECKING:
    from desk.services.context import Desk

log = logging.getLogger("ui")


def make_application(argv: Sequence[str]) -> QApplication:
    """The application in Desk's dress; the one that runs already, if any."""
    found = QApplication.instance()
    application = found if isinstance(found, QApplication) else QApplication(list(argv))
    application.setApplicationName("desk")  # not translated: the program's name
    # No display name: Qt would write it behind every title, and Desk's titles begin with it (UX 3).
    QGuiApplication.setDesktopFileName("desk")
    qss.apply(application)
    return application


def build_window(desk: Desk, *, folder: Path | None = None) -> MainWindow:
    """The main window on this Desk, not shown and its schedule not begun. `folder` keeps the window's state."""
    lanes().open()
    desk = desk.with_database(lanes().executor(Lane.DATABASE))
    kept = Kept(folder or data_folder())
    locale().speak(kept.language)
    look().choose(kept.look)
    look().scale_text(kept.text_scale)
    return window_on(desk, ServiceCalls(desk), folder or data_folder())


def window_on(desk: Desk, calls: ShellCalls, folder: Path) -> MainWindow:
    """The main window with the real orders screen."""
    return MainWindow(
        calls,
        folder,
        lambda services, parent: OrdersScreen(desk, services, parent),
        agent=desk.agent,
        demo=desk.demo,
    )


def open_window(desk: Desk, *, argv: Sequence[str] = (), folder: Path | None = None) -> int:
    """Show the window and stay until it is closed; the exit status."""
    application = make_application(argv or sys.argv)
    sys.excepthook = _tell_mistake
    window = build_window(desk, folder=folder)
    window.closed.connect(application.quit)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: window.close_at_once())
    look_for_garbage_in_pauses(window)
    window.show()
    # After the first paint: what the schedule imports and asks may take its time.
    QTimer.singleShot(0, window, window.start)
    QTimer.singleShot(0, window, lambda: _wake_when_online(window))
    return application.exec()


def _wake_when_online(window: MainWindow) -> None:
    """Fetch at once when the network is back, where the system tells; elsewhere the schedule's pauses run out."""
    from PySide6.QtNetwork import QNetworkInformation

    if QNetworkInformation.loadDefaultBackend():
        online = QNetworkInformation.Reachability.Online
        information = QNetworkInformation.instance()
        information.reachabilityChanged.connect(lambda reached: window.loop.wake() if reached is online else None)


def _tell_mistake(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A mistake of ours that no seam caught: into the log, and a sentence on screen."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    log.error("a mistake reached the window", exc_info=(kind, error, trace))
    hub().failed.emit(
        Unexpected("Something went wrong inside Desk. Try again; the log holds the details.", kind.__name__)
    )
