"""Owns what is seen before the window stands while an older Desk's search index is made anew: how far it is, how long
that still takes, and a way to leave it for later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QElapsedTimer, Qt
from PySide6.QtWidgets import QApplication, QProgressBar, QProgressDialog

from desk.domain.errors import NotAllowed
from desk.ui.locale import locale
from desk.ui.settings.kept import Kept
from desk.ui.window import make_application

LEFT = "search_left_for_later"
_UNSEEN_MS = 1_000
_TELLING_MS = 3_000
"""After so long the pace says how long the rest will take."""


@contextmanager
def renewing_seen(folder: Path) -> Iterator[Callable[[int, int], None]]:
    """Gives what the opening store tells its progress. Raises NotAllowed from there when it is left for later."""
    seen: list[_Renewal] = []

    def hear(done: int, total: int) -> None:
        if not seen:
            make_application(["desk"])
            locale().speak(Kept(folder).language)
            seen.append(_Renewal(total))
        seen[0].show_share(done, total)

    try:
        yield hear
    finally:
        for one in seen:
            one.close()
            one.deleteLater()


class _Renewal(QProgressDialog):
    def __init__(self, total: int) -> None:
        super().__init__()
        self.setWindowTitle(self.tr("Desk prepares its search"))
        self.setCancelButtonText(self.tr("Later"))
        bar = QProgressBar()
        bar.setTextVisible(False)  # the words above say it
        self.setBar(bar)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        self.setMinimumWidth(420)
        self.setMinimumDuration(_UNSEEN_MS)
        self.setAutoReset(False)
        self.setMaximum(total)
        self._since = QElapsedTimer()
        self._since.start()
        self._before = -1

    def show_share(self, done: int, total: int) -> None:
        """Raises NotAllowed where the agent leaves the rest for later."""
        if self._before < 0:
            self._before = done
        self.setLabelText(self._words(done, total))
        self.setMaximum(total)
        self.setValue(done)
        QApplication.processEvents()
        if self.wasCanceled() and done < total:
            raise NotAllowed(
                "Desk has not finished preparing its search. It goes on with it at the next start.", code=LEFT
            )

    def _words(self, done: int, total: int) -> str:
        of = self.tr("This version finds more. {done} of {total} orders are prepared.")
        parts = [of.format(done=locale().number(done), total=locale().number(total))]
        spent, new = self._since.elapsed(), done - self._before
        if spent > _TELLING_MS and new > 0 and done < total:
            left = QCoreApplication.translate("SyncPanel", "{duration} left")
            parts.append(left.format(duration=locale().duration(spent / 1000 * (total - done) / new)))
        return "\n".join(parts)
