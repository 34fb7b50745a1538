"""Owns the window's life: makes the application, opens the main window on a Desk, and ends both cleanly."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desk.domain.errors import DeskError, StoreDamaged
from desk.system.folders import data_folder
from desk.ui.background import Lane, lanes, run_in_background
from desk.ui.calls import ServiceCalls, ShellCalls
from desk.ui.first_picture import FirstPicture
from desk.ui.locale import locale
from desk.ui.main_window import MainWindow
from desk.ui.memory import look_for_garbage_in_pauses
from desk.ui.mistakes import told_and_logged
from desk.ui.orders.screen import OrdersScreen
from desk.ui.settings.kept import DEMO_FOLDER, Kept
from desk.ui.theme import qss
from desk.ui.theme.look import look

if TYPE_CHECKING:
    from desk.services.context import Desk
    from desk.store.engine import Store
    from desk.system.crash import Run


RESTORE = -1
"""In place of an exit status: the store is damaged, and the agent left the window for a backup."""


def make_application(argv: Sequence[str]) -> QApplication:
    """The application in Desk's dress; the one that runs already, if any."""
    found = QApplication.instance()
    application = found if isinstance(found, QApplication) else QApplication(list(argv))
    application.setApplicationName("desk")  # not translated: the program's name
    # No display name: Qt would write it behind every title, and Desk's titles begin with it (UX 3).
    QGuiApplication.setDesktopFileName("org.desk.Desk")  # packaging/linux
    qss.apply(application)
    return application


def build_window(desk: Desk, *, folder: Path | None = None) -> MainWindow:
    """The main window on this Desk, not shown and its schedule not begun. `folder` keeps the window's state."""
    lanes().open()
    desk = desk.with_database(lanes().executor(Lane.DATABASE))
    # What is tried out in the demo stays there: its own language, look and place on the screen.
    folder = folder or (data_folder() / DEMO_FOLDER if desk.demo else data_folder())
    kept = Kept(folder)
    locale().speak(kept.language)
    look().choose(kept.look)
    look().scale_text(kept.text_scale)
    return window_on(desk, ServiceCalls(desk), folder)


def window_on(desk: Desk, calls: ShellCalls, folder: Path) -> MainWindow:
    """The main window with the real orders screen."""
    return MainWindow(
        calls,
        folder,
        lambda services, parent: OrdersScreen(desk, services, parent),
        agent=desk.agent,
        demo=desk.demo,
    )


def open_window(
    desk: Desk, *, argv: Sequence[str] = (), folder: Path | None = None, run: Run | None = None, reference: str = ""
) -> int:
    """Show the window and stay until it is closed; the exit status, or RESTORE.

    With a `run` it listens for second starts and offers the report of a crash. `reference` is opened at once.
    """
    application = make_application(argv or sys.argv)
    with told_and_logged():
        window = build_window(desk, folder=folder)
        window.closed.connect(application.quit)
        # Else Qt asks once more to quit, after the loop has ended, and no dialog behind the window would stay open.
        application.setQuitOnLastWindowClosed(False)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda _number, _frame: window.close_at_once())
        # What the schedule and all else import and ask may take its time; the first picture may not.
        first = FirstPicture(window.orders, window)
        first.stands.connect(lambda: _go_on(window, desk, folder or data_folder(), run, reference))
        window.show()
        restoring: list[bool] = []
        if run is not None:
            window.store_strip.offer_restore(lambda: restoring.append(window.close()))
        status = application.exec()
        return RESTORE if any(restoring) else status


def _go_on(window: MainWindow, desk: Desk, folder: Path, run: Run | None, reference: str) -> None:
    """What follows the first picture, each in a turn of its own."""
    steps: list[Callable[[], object]] = [
        lambda: begin_when_whole(window, desk.store),
        lambda: _wake_when_online(window),
    ]
    if run is not None and run.marked:
        found = run.crashed
        steps += [lambda: _listen(window, desk, folder), lambda: window.crash.offer(found)]
    if reference:
        steps.insert(0, lambda: show_wanted(window, desk, reference))
    steps.append(lambda: look_for_garbage_in_pauses(window))
    for step in steps:
        QTimer.singleShot(0, window, step)


def begin_when_whole(window: MainWindow, store: Store) -> None:
    """Nothing is fetched into a store with damaged pages, and nothing pushed from it: the window only shows it."""

    def failed(error: DeskError) -> None:
        window.store_strip.met(error)
        if not isinstance(error, StoreDamaged):
            window.start()

    reading = run_in_background(store.read_through, parent=window).on(Lane.READING)
    reading.success(lambda _: window.start()).failure(failed).start()


def _listen(window: MainWindow, desk: Desk, folder: Path) -> None:
    """Hear second starts on this store, until the window is closed."""
    from desk.ui.instance import Listening

    listening = Listening(folder, window)
    listening.wanted.connect(lambda told: show_wanted(window, desk, told))
    window.closed.connect(listening.end)
    listening.begin()


def show_wanted(window: MainWindow, desk: Desk, told: str) -> None:
    """Bring the window to the front, at the order that is told; where no one order is meant, search for it."""
    from desk.services import orders
    from desk.ui.instance import bring_to_front

    bring_to_front(window)
    if told:
        run_in_background(lambda: orders.find(desk, told), parent=window).on(Lane.READING).success(
            window.open_order
        ).failure(lambda _: window.search(told)).start()


def _wake_when_online(window: MainWindow) -> None:
    """Fetch at once when the network is back, where the system tells; elsewhere the schedule's pauses run out."""
    from PySide6.QtNetwork import QNetworkInformation

    if QNetworkInformation.loadDefaultBackend():
        online = QNetworkInformation.Reachability.Online
        information = QNetworkInformation.instance()
        information.reachabilityChanged.connect(lambda reached: window.loop.wake() if reached is online else None)
