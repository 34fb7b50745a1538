"""Owns the pictures: every screen and state in both looks and languages, painted without a display.

`python -m desk.ui.pictures [--out build/pictures] [--only NAME]` writes `<name>-<look>-<language>.png`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desk.domain.pushes import PushState
from desk.domain.shipments import Parcel
from desk.domain.standing import Standing
from desk.services import orders as order_service
from desk.services import outbox, shipments
from desk.system import crash, logs
from desk.system.secrets import account_secret
from desk.ui import (
    picture_accounts,
    picture_care,
    picture_deeds,
    picture_density,
    picture_jobs,
    picture_notes,
    picture_outbox,
    picture_return_case,
    picture_returns,
    picture_rules,
    picture_to_ship,
)
from desk.ui.background import hub, lanes
from desk.ui.locale import LANGUAGES, locale
from desk.ui.navigation import Area, Place
from desk.ui.picture_stage import Stage, lay_out, settle, stage, wait
from desk.ui.theme.look import LookChoice, current, look, qcolour
from desk.ui.window import build_window, make_application

if TYPE_CHECKING:
    from desk.services.context import Desk

LOOKS = (LookChoice.LIGHT, LookChoice.DARK)
State = Iterator[tuple[str, QWidget]]
_DHL = ("DHL", "00340434161094042557")
_UPS = ("UPS", "1Z999AA10123456784")


# --- States: each makes one thing visible and yields the widget to look at ---------------------------------


def _search(on: Stage) -> State:
    on.type(_common_name(on))
    on.window.orders.open_first()
    on.settle()
    on.window.top.field.take_focus()
    on.window.top.field.edit.deselect()
    yield "search", on.window


def _common_name(on: Stage) -> str:
    """The surname whose orders differ most in how they stand, and of those the one with most orders."""
    standings: dict[str, list[Standing]] = {}
    for row in on.rows():
        if len(row.name.split()) > 1:
            standings.setdefault(row.name.split()[-1], []).append(row.standings[0])
    return min(standings, key=lambda name: (-len(set(standings[name])), -len(standings[name]), name))


def _latest(on: Stage) -> State:
    on.type("")
    on.window.orders.focus_list()
    on.settle()
    yield "newest", on.window


def _no_hit(on: Stage) -> State:
    on.type("xylophon 4711")
    yield "no-hit", on.window
    on.type("")


def _loading(on: Stage) -> State:
    wait(400)
    yield "loading", on.window
    on.calls.gate.set()
    on.settle()


def _orders(on: Stage) -> State:
    for name, standing in (
        ("order-paid", Standing.TO_SHIP),
        ("order-unpaid", Standing.WAITING_FOR_PAYMENT),
        ("order-partly-shipped", Standing.PARTLY_SHIPPED),
        ("order-shipped", Standing.SHIPPED),
        ("order-cancelled", Standing.CANCELLED),
        ("order-refunded", Standing.REFUNDED),
    ):
        on.show_order(on.order(standing).id)
        yield name, on.window


def _ship(on: Stage) -> State:
    row = on.order(Standing.TO_SHIP)
    on.show_order(row.id)
    on.window.commands.run("order.ship")
    on.settle()
    dialog = on.window.orders.dialog
    if dialog is None:
        raise LookupError("the ship dialog did not open")
    form = dialog.forms[0]
    form.number.setText(_DHL[1])
    on.settle()
    yield "ship-one", dialog
    dialog.add.click()
    on.settle()
    dialog.forms[1].number.setText(_UPS[1])
    on.settle()
    yield "ship-several", dialog
    dialog.forms[1].number.setText(_DHL[1])
    on.settle()
    yield "ship-error", dialog
    dialog.reject()
    on.settle()


def _toast(on: Stage) -> State:
    row = on.order(Standing.TO_SHIP, skip=1)
    on.show_order(row.id)
    on.window.commands.run("order.ship")
    on.settle()
    dialog = on.window.orders.dialog
    if dialog is None:
        raise LookupError("the ship dialog did not open")
    dialog.forms[0].number.setText("00340434161094099999")
    on.settle()
    dialog.confirm()
    on.settle()
    queued = [one.id for one in outbox.overview(on.desk, states=[PushState.HELD])]

    def tell() -> None:
        """A toast keeps the language it was told in; the pictures show it in each."""
        on.window.toasts.clear()
        words = QCoreApplication.translate("OrdersScreen", "%n parcel(s) of {number} will be reported", "", 1)
        on.window.queued(words.format(number=row.number), queued, 10)
        for toast in on.window.toasts.shown:
            toast.stop_counting()

    locale().changed.connect(tell)
    tell()
    yield "toast", on.window
    locale().changed.disconnect(tell)
    on.window.toasts.clear()
    hub().changed.emit(outbox.recall(on.desk, queued), None)
    on.refresh()


def _push_trouble(on: Stage) -> State:
    """The shop cancels an order while its report waits: a conflict."""
    moved = on.order(Standing.TO_SHIP, skip=3)
    shipments.confirm(on.desk, moved.id, [Parcel(carrier=_DHL[0], number="00340434161094011111")], hold_seconds=0)
    on.at_the_shop("cancel", order=moved.number)
    on.drain()
    on.show_order(moved.id)
    yield "order-conflict", on.window


def _refused(on: Stage) -> State:
    """The shop loses the extension that the account reports through, and refuses."""
    on.shop.simulator.shop.options = replace(on.shop.simulator.shop.options, tracking="none")
    refused = on.order(Standing.TO_SHIP, skip=1)
    parcel = Parcel(carrier=_DHL[0], number="00340434161094022222")
    shipments.confirm(on.desk, refused.id, [parcel], hold_seconds=0)
    on.drain()
    on.show_order(refused.id)
    yield "order-failed", on.window


def _outbox(on: Stage) -> State:
    waiting = on.order(Standing.TO_SHIP, skip=5)
    parcel = Parcel(carrier="Hermes", number="H1001234567890120131")
    shipments.confirm(on.desk, waiting.id, [parcel], hold_seconds=10)
    on.refresh()
    on.window.open_outbox()
    on.settle()
    yield "outbox", on.window
    on.window.commands.run("go.search")


def _palette(on: Stage) -> State:
    on.window.activateWindow()
    on.window.palette_box.open("")
    on.settle()
    yield "commands", on.window
    on.window.palette_box.ask("search.days")
    on.window.palette_box.field.setText("10/2026")
    on.settle()
    yield "commands-days", on.window
    on.window.palette_box.ask("sync.one")
    on.settle()
    yield "commands-account", on.window
    on.window.palette_box.close_palette()


def _settings(on: Stage) -> State:
    on.window.commands.run("app.settings")
    on.settle()
    yield "settings", on.window
    on.window.commands.run("go.search")


def _keys(on: Stage) -> State:
    on.window.commands.run("help.keys")
    on.settle()
    dialog = on.window.findChild(QDialog)
    if dialog is None:
        raise LookupError("the help of keys did not open")
    yield "keys", dialog
    dialog.reject()
    dialog.deleteLater()
    on.settle()


def _sizes(on: Stage) -> State:
    on.type(_common_name(on))
    on.window.orders.open_first()
    on.settle()
    on.window.resize(1100, 800)
    on.settle()
    yield "rail-1100", on.window
    on.window.resize(950, 700)
    on.settle()
    on.window.orders.focus_list()
    on.settle()
    yield "small-950-list", on.window
    on.window.orders.open_first()
    on.settle()
    yield "small-950-order", on.window
    on.window.resize(1440, 900)
    look().scale_text(1.5)
    on.settle()
    yield "text-150", on.window
    look().scale_text(1.0)
    on.window.commands.run("window.menu-bar")
    on.settle()
    yield "menu-bar", on.window
    on.window.commands.run("window.menu-bar")
    on.settle()


def _offline(on: Stage) -> State:
    on.show_order(on.order(Standing.TO_SHIP).id)
    on.shop.stop()
    on.fetch()
    yield "offline", on.window


def _crash(on: Stage) -> State:
    """The run before this one ended without a good-bye."""
    with TemporaryDirectory() as made:
        (Path(made) / crash.LAST_MARK).write_text(
            json.dumps({"began": "2026-11-18T07:58:12+00:00", "version": "0.1.0"})
        )
        (Path(made) / logs.FILE_NAME).write_text("2026-11-18 09:41:07,214 INFO sync Werkbank-Shop: 12 orders changed\n")
        offer = on.window.crash
        offer.offer(crash.found(Path(made)), Path(made))
        on.settle()
        yield "crash-offered", on.window
        report = offer.look()
        on.settle()
        yield "crash-report", report
        report.reject()
        on.settle()


def _account_trouble(on: Stage) -> State:
    on.type("")
    on.desk.secrets.set(account_secret(on.account.name, "consumer_secret"), "cs_0000")
    on.fetch()
    yield "account-trouble", on.window


def _first_sync(on: Stage) -> State:
    on.calls.gate.clear()
    on.window.loop.fetch_now(on.account.id)
    for _ in range(100):
        wait(50)
        if on.calls.reached.is_set():
            break
    on.stand_still()
    on.window.loop.beat()
    wait(600)
    yield "first-sync", on.window
    on.calls.gate.set()
    on.settle()


def _demo(on: Stage) -> State:
    on.window.orders.focus_list()
    on.settle()
    yield "demo", on.window


def _read_only(on: Stage) -> State:
    on.show_order(on.order(Standing.TO_SHIP).id)
    yield "read-only", on.window


Stages = Callable[[QApplication], AbstractContextManager[Stage]]
Scenes = tuple[Stages, tuple[Callable[[Stage], State], ...]]
SCENES: tuple[Scenes, ...] = (
    (
        lambda app: stage(app, everywhere=True),
        (
            *(_search, _latest, _no_hit, _orders, _ship, _toast, _push_trouble, _outbox),
            *(_palette, _settings, _keys, _sizes, _offline),
        ),
    ),
    (lambda app: stage(app, everywhere=True), (picture_to_ship.scene,)),
    (lambda app: stage(app, everywhere=True), (picture_returns.scene,)),
    (lambda app: stage(app, orders=200, everywhere=True), (picture_return_case.scene,)),
    (lambda app: stage(app, orders=120, everywhere=True), (picture_deeds.scene, picture_outbox.scene)),
    (lambda app: stage(app, orders=120, everywhere=True), (picture_rules.scene,)),
    (lambda app: stage(app, orders=60), (picture_notes.scene, picture_notes.filters)),
    (lambda app: stage(app, orders=60), (picture_care.scene, picture_jobs.scene, picture_density.scene)),
    (lambda app: stage(app, orders=60), (_crash, _account_trouble)),
    (lambda app: stage(app, orders=60, account_way="shipment-tracking"), (_refused,)),
    (lambda app: stage(app, orders=60), (picture_accounts.wizard,)),
    (lambda app: stage(app, orders=60), (picture_accounts.settings,)),
    (lambda app: stage(app, orders=5, fetch=False), (picture_accounts.first_run,)),
    (lambda app: stage(app, fetch=False), (_first_sync,)),
    (lambda app: stage(app, orders=30, slow=True), (_loading,)),
    (lambda app: stage(app, orders=60, demo=True), (_demo,)),
    (lambda app: stage(app, orders=60, writing=False), (_read_only,)),
)


def screens(application: QApplication, chosen: Sequence[Scenes] = SCENES) -> Iterator[tuple[str, QWidget]]:
    """Every screen and state, one after the other; each is on show until the next is asked for."""
    _dress(application)
    locale().speak("de")
    look().choose(LookChoice.LIGHT)
    for made, scenes in chosen:
        with made(application) as on:
            for scene in scenes:
                yield from scene(on)


# --- Painting -----------------------------------------------------------------------------------------------


def _dress(application: QApplication) -> None:
    make_application([application.applicationName()])


def picture(widget: QWidget) -> QPixmap:
    """The widget as seen; a dialog lies on the window that it belongs to."""
    parent = widget.parentWidget()
    if not isinstance(widget, QDialog) or parent is None:
        return widget.grab()
    below = parent.window()
    made = below.grab()
    painter = QPainter(made)
    painter.fillRect(made.rect(), QColor(0, 0, 0, 70))
    top = widget.grab()
    place = QPoint((below.width() - widget.width()) // 2, max(40, (below.height() - widget.height()) // 2))
    painter.setPen(qcolour(current().field_line))
    painter.drawRect(place.x() - 1, place.y() - 1, widget.width() + 1, widget.height() + 1)
    painter.drawPixmap(place, top)
    painter.end()
    return made


def save(name: str, widget: QWidget, folder: Path) -> list[Path]:
    """One screen in both looks and languages."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for language in LANGUAGES:
        locale().speak(language)
        for choice in LOOKS:
            look().choose(choice)
            lay_out()
            wait(20)
            lay_out()
            file = folder / f"{name}-{choice.value}-{language}.png"
            if not picture(widget).save(str(file)):
                raise OSError(f"The picture {file} cannot be written.")
            files.append(file)
    locale().speak("de")
    look().choose(LookChoice.LIGHT)
    return files


def save_for(desk: Desk, folder: Path) -> list[Path]:
    """Pictures of the window on this store: the newest orders, one of them found by its number, the outbox."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = make_application([])
    application.setCursorFlashTime(0)
    window = build_window(desk, folder=folder)
    locale().speak("de")
    look().choose(LookChoice.LIGHT)
    files: list[Path] = []
    try:
        window.resize(1440, 900)
        window.show()
        window.load_accounts()
        window.orders.focus_list()
        settle()
        files += save("newest", window, folder)
        order = window.orders.current_order()
        if order is not None:
            number = order_service.show(desk, order).number
            window.top.field.edit.setText(number)
            settle()
            window.orders.open_first()
            settle()
            files += save("search", window, folder)
        window.travels.go(Place(Area.OUTBOX))
        settle()
        files += save("outbox", window, folder)
    finally:
        window.close_at_once()
    return files


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="pictures", description="Write a picture of each screen and state.")
    parser.add_argument("--out", type=Path, default=Path("build/pictures"))
    parser.add_argument("--only", default="", help="only screens whose name begins so")
    told = parser.parse_args(words)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication(["pictures"])
    if not isinstance(application, QApplication):
        return 1
    count = 0
    for name, widget in screens(application):
        if name.startswith(told.only):
            count += len(save(name, widget, told.out))
            sys.stderr.write(f"{name}\n")
    lanes().shut_down()
    sys.stderr.write(f"{count} pictures in {told.out}\n")
    return 0 if count else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
