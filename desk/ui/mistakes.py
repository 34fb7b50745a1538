"""Owns where mistakes of ours go that no seam caught: of slots, threads, dying objects and Qt itself. Into the log.

Whoever works in the window gets a sentence; a mistake never ends it.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from desk.ui.background import Unexpected, hub

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

log = logging.getLogger("ui")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


@contextmanager
def told_and_logged() -> Iterator[None]:
    """While this holds, no mistake goes to a terminal that nobody reads."""
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook
    sys.excepthook, sys.unraisablehook, threading.excepthook = tell_mistake, _of_dying_object, _of_thread
    before = qInstallMessageHandler(_of_qt)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
        sys.excepthook, sys.unraisablehook, threading.excepthook = hooks


def tell_mistake(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Into the log, and a sentence on screen."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    log.error("a mistake reached the window", exc_info=(kind, error, trace))
    hub().failed.emit(
        Unexpected("Something went wrong inside Desk. Try again; the log holds the details.", kind.__name__)
    )


def _of_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None and not issubclass(told.exc_type, SystemExit):
        tell_mistake(told.exc_type, told.exc_value, told.exc_traceback)


def _of_dying_object(told: UnraisableHookArgs) -> None:
    """Nobody waited for it: for the log only."""
    if told.exc_value is not None:
        log.error("a mistake while an object went", exc_info=(told.exc_type, told.exc_value, told.exc_traceback))


def _of_qt(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    log.log(_LEVELS.get(kind, logging.WARNING), "Qt %s: %s", context.category or "default", text)
    if kind is QtMsgType.QtFatalMsg and sys.__stderr__ is not None:  # Qt ends the process after this
        sys.__stderr__.write(f"{text}\n")
