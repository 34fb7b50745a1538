"""Owns the listening side of a second start: it proves itself, takes one wish, and the window comes to the front.

desk.system.instance is the asking side and owns the words of the talk.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QWidget

from desk.system import instance

log = logging.getLogger("ui")

_PATIENCE_MS = 5000


class Listening(QObject):
    """Listens for second starts on one store while the window lives. Only the holder of the run's mark may begin it."""

    wanted = Signal(str)  # what the second start was told to open; empty when it only asks for the window

    def __init__(self, data: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._data = data
        self._token = ""
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)

    def begin(self) -> bool:
        """False where it cannot be listened: then a second start is told that Desk is open already."""
        try:
            where = instance.address(self._data)
            self._token = instance.make_token(self._data)
        except OSError as error:
            log.info("a second start cannot be heard: %s", error.strerror)
            return False
        # Whoever listened there before has crashed: this run has the mark.
        QLocalServer.removeServer(where)
        if not self._server.listen(where):
            log.info("a second start cannot be heard: %s", self._server.errorString())
            return False
        return True

    def end(self) -> None:
        if self._server.isListening():
            self._server.close()
            (self._data / instance.TOKEN_NAME).unlink(missing_ok=True)

    def _welcome(self) -> None:
        while (line := self._server.nextPendingConnection()) is not None:
            _Talk(line, self._token, self)


class _Talk(QObject):
    """One second start that asks. It goes when the other side has hung up, or has been silent for too long."""

    def __init__(self, line: QLocalSocket, token: str, listening: Listening) -> None:
        super().__init__(listening)
        self._line, self._token, self._listening = line, token, listening
        self._mine = os.urandom(16).hex()
        self._greeted = False
        line.setParent(self)
        line.readyRead.connect(self._hear)
        line.disconnected.connect(self.deleteLater)
        QTimer.singleShot(_PATIENCE_MS, self, self._hang_up)
        self._hear()

    def _hear(self) -> None:
        while self._line.canReadLine():
            word = instance.read_word(bytes(self._line.readLine(instance.LONGEST).data()))
            if not self._answer(word):
                self._hang_up()
                return
        if self._line.bytesAvailable() > instance.LONGEST:
            self._hang_up()

    def _answer(self, word: dict[str, object]) -> bool:
        if not self._greeted:
            self._greeted = True
            proof = instance.proof(self._token, "window", str(word.get("hello", "")))
            return self._say({"proof": proof, "hello": self._mine, "process": os.getpid()})
        told, activation = str(word.get("open", "")), str(word.get("activation", ""))
        if not instance.is_proof(word.get("proof"), self._token, "start", self._mine, told, activation):
            log.warning("somebody who does not know this store's token asked for the window")
            return False
        if activation:
            os.environ["XDG_ACTIVATION_TOKEN"] = activation  # Qt reads and removes it when the window is activated
        self._listening.wanted.emit(told)
        return self._say({"proof": instance.proof(self._token, "done", self._mine)})

    def _say(self, word: dict[str, object]) -> bool:
        self._line.write(json.dumps(word).encode() + b"\n")
        return self._line.flush()

    def _hang_up(self) -> None:
        self._line.disconnectFromServer()


def bring_to_front(window: QWidget) -> None:
    """Show the window above the others, also one that is minimised."""
    state = window.windowState()
    if state & Qt.WindowState.WindowMinimized:
        window.setWindowState(state & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
    if sys.platform == "win32":
        # Where Windows keeps it behind all the same, the task bar at least says so.
        from PySide6.QtWidgets import QApplication

        QApplication.alert(window)
