"""Owns `desk bench start`: from the start of the process to the first painted orders, beside a bare Qt window.

Both are child processes without a screen. The child's script is the program itself with one addition: it tells when the
list has painted rows, and ends. Needs a Python to start (not in the frozen program).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from desk.bench.drawing import Drawer
from desk.bench.measuring import BenchResult, Budget, Figure, Tell, load, middle, now, percentile
from desk.bench.stores import A_PAGE, bring_in, made_store, pages
from desk.domain.errors import NotAllowed
from desk.domain.views import AccountState
from desk.store.accounts import change_account
from desk.store.engine import StoreKey
from desk.store.search_documents import tidy

ORDERS = 20_000
_STARTS = 9
_AT_MOST_OF_BARE = 2.2
_CHECKOUT = Path(__file__).parents[2]
_PATIENCE = 60.0

_BARE = """
import os, sys
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        os.write(1, b"painted\\n")
        QApplication.quit()
application = QApplication(["bare"])
window = Window()
window.resize(1440, 900)
window.show()
sys.exit(application.exec())
"""
_DESK = """
import os, signal, sys
import desk.app
begin = desk.app.start_window
def watched(folder, reference):
    import desk.ui.orders.list_view as listed
    before = listed.HitsView.paintEvent
    def painted(view, event):
        before(view, event)
        if view.model().rowCount() and not view.shows_skeleton:
            listed.HitsView.paintEvent = before
            os.write(1, b"painted\\n")
            os.kill(os.getpid(), signal.SIGTERM)
    listed.HitsView.paintEvent = painted
    return begin(folder, reference)
desk.app.start_window = watched
sys.exit(desk.app.main())
"""


def bench(orders: int, kind: str, folder: Path, tell: Tell, *, seed: int = 1) -> BenchResult:
    """Starts in turn, so that what else the machine does meets both alike; the first of each is not counted."""
    if getattr(sys, "frozen", False):
        raise NotAllowed("This bench starts Python itself. Run it from Desk's checkout.", code="bench_frozen")
    begun, before = now(), load()
    store_folder, key = folder / "store", StoreKey.new()
    _fill(store_folder, key, orders, kind, seed)
    told = {name: value for name, value in os.environ.items() if not name.startswith(("DESK_", "PYTHONDONTWRITE"))}
    told |= {
        "QT_QPA_PLATFORM": "offscreen",
        "DESK_DATA": str(store_folder),
        "DESK_STORE_KEY": key.hex,
        "PYTHONPATH": str(_CHECKOUT),
    }
    taken: dict[str, list[float]] = {"desk": [], "bare_window": []}
    for number in range(_STARTS + 1):
        for name, script in (("bare_window", _BARE), ("desk", _DESK)):
            seconds = _started(script, told, folder)
            if number:
                taken[name].append(seconds * 1000)
        tell(f"start {number} of {_STARTS}")
    vs_bare = round(middle(taken["desk"]) / middle(taken["bare_window"]), 3)
    return BenchResult(
        bench="start",
        orders=orders,
        desk={**_told(taken["desk"]), "to": "first painted orders"},
        yardsticks={"bare_window": {**_told(taken["bare_window"]), "to": "first paint of an empty QMainWindow"}},
        ratios={
            "vs_bare_window": vs_bare,
            "fastest_vs_bare_window": round(min(taken["desk"]) / min(taken["bare_window"]), 3),
        },
        budgets=(Budget("vs_bare_window", vs_bare, at_most=_AT_MOST_OF_BARE),),
        seconds=now() - begun,
        load_before=before,
    )


def _fill(folder: Path, key: StoreKey, orders: int, kind: str, seed: int) -> None:
    store, account = made_store(folder, kind, key)
    for page in pages(Drawer(orders, seed=seed).orders(account), A_PAGE):
        bring_in(store, account, page)
    with store.write() as transaction:
        tidy(transaction)
        change_account(transaction, account, state=AccountState.PAUSED)  # no channel is to be asked
    store.close()


def _started(script: str, environment: dict[str, str], folder: Path) -> float:
    """Seconds from the process's start until it says that it has painted."""
    begun = now()
    with subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        said = process.stdout.readline() if process.stdout is not None else ""
        seconds = now() - begun
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
    if said != "painted\n":
        raise NotAllowed(
            "The window of the bench did not come up. Start Desk's window once by itself to see why.",
            code="bench_no_window",
        )
    return seconds


def _told(taken: list[float]) -> dict[str, Figure]:
    return {
        "median_ms": round(middle(taken), 1),
        "p95_ms": round(percentile(taken, 0.95), 1),
        "p99_ms": round(percentile(taken, 0.99), 1),
        "min_ms": round(min(taken), 1),
        "starts": len(taken),
    }
