"""Owns the pictures of one return and of the figures: asked for, inspected, its dialogs, its order, the charts."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter
from PySide6.QtWidgets import QWidget

from desk.domain.return_goods import Disposition, Finding, Grade
from desk.domain.return_money import LossReason
from desk.domain.return_states import ReturnState, ReturnStep
from desk.domain.values import LineId, OrderId, ReturnId
from desk.services import pusher, return_case, return_lists, return_photos, return_steps, sync
from desk.services.return_case import ReturnCase
from desk.services.return_lists import Filter
from desk.services.returns import LabelFile
from desk.ui.analytics.figures import Question
from desk.ui.picture_returns import returns_on
from desk.ui.picture_stage import Stage
from desk.ui.returns.case.asking import ReturnDialog
from desk.ui.returns.case.inspecting import InspectDialog
from desk.ui.returns.case.pane import CasePane
from desk.ui.returns.case.saying import SayDialog
from desk.ui.returns.case.settling import SettleDialog
from desk.ui.theme.look import current

_HELD = 60.0
State = Iterator[tuple[str, QWidget]]


def scene(on: Stage) -> State:
    """Returns that buyers opened at a channel, then one of our own on its whole way, its order, and the figures."""
    returns_on(on, 40)
    on.stand_still()
    asked = return_lists.page(on.desk, Filter(states=frozenset({ReturnState.REQUESTED}))).rows
    of_channel = next((row for row in asked if return_case.show(on.desk, row.id).view.case), asked[0])
    yield from _shown(on, of_channel.id, "return-case-asked")
    yield from _label(on, of_channel.id)
    case = _settling(on)
    yield from _inspecting(on, case)
    on.window.open_return(case.view.id)
    on.settle()
    yield "return-case-inspected", on.window
    yield from _asked(on, ReturnStep.RESOLVE_REFUND, "return-settle")
    yield from _asked(on, ReturnStep.RESOLVE_EXCHANGE, "return-exchange")
    yield from _asked(on, ReturnStep.REJECT, "return-reject")
    yield from _order(on, case.view.order)
    yield from _figures(on)


def _label(on: Stage, wanted: ReturnId) -> State:
    """The channel takes the approval, and then a label of our own as a file."""
    shown = return_case.show(on.desk, wanted)
    return_steps.step(on.desk, wanted, ReturnStep.APPROVE)
    on.clock.advance(_HELD)
    pusher.drain(on.desk, shown.account, threading.Event())
    sync.fetch(on.desk, shown.account, lambda _: None, threading.Event())
    on.stand_still()
    pane = _pane(on, wanted)
    pane.doing.step(ReturnStep.ISSUE_LABEL)
    on.settle()
    dialog = pane.doing.dialog
    if not isinstance(dialog, SayDialog) or dialog.label is None or dialog.parcel is None:
        raise LookupError(f"no file can be given: {pane.case.label_files if pane.case is not None else None}")
    dialog.label.put(LabelFile("retourenetikett.pdf", b"%PDF-"))
    dialog.parcel.number.setText("00340434161094042557")
    on.settle()
    yield "return-label", dialog
    dialog.reject()
    on.settle()


def _settling(on: Stage) -> ReturnCase:
    """A return whose money may still go back, of several pieces where there is one."""
    rows = return_lists.page(on.desk, Filter(states=frozenset({ReturnState.RECEIVED}))).rows
    cases = [return_case.show(on.desk, row.id) for row in rows]
    able = [one for one in cases if one.claim.left.minor and not one.view.case]
    return max(able or cases, key=lambda one: (len(one.view.lines), one.claim.left.minor))


def _inspecting(on: Stage, case: ReturnCase) -> State:
    """The dialog with a photo; then all of it is inspected, the first piece worn."""
    wanted, lines = case.view.id, case.view.lines
    return_photos.add(on.desk, wanted, _photo(), line=lines[0].line)
    pane = _pane(on, wanted)
    pane.doing.inspect(lines[0].line)
    on.settle()
    dialog = pane.doing.dialog
    if not isinstance(dialog, InspectDialog):
        raise LookupError("the dialog of the inspection did not open")  # noqa: TRY004 - nothing was handed over
    dialog.choose(Grade.USED)
    dialog.note.edit.setPlainText("Kratzer am Gehäuse, Zubehör vollständig")  # an agent's own words
    on.settle()
    yield "return-inspect", dialog
    dialog.reject()
    for place, one in enumerate(lines):
        _look_at(on, wanted, one.line, one.counted.uninspected, worn=not place)
    on.settle()


def _look_at(on: Stage, wanted: ReturnId, line: LineId, pieces: int, *, worn: bool) -> None:
    grade, goes = (Grade.USED, Disposition.RESELL_USED) if worn else (Grade.NEW, Disposition.RESTOCK)
    note, photo = ("Kratzer am Gehäuse", "1.png") if worn else ("", "")
    found = Finding(quantity=pieces, grade=grade, disposition=goes, note=note, photo=photo)
    return_steps.inspect(on.desk, wanted, line, found)


def _photo() -> bytes:
    """A box as a camera might see it."""
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(QColor(current().line_soft))
    painter = QPainter(image)
    painter.fillRect(120, 140, 400, 260, QColor(current().warn.bg))
    painter.setPen(QColor(current().warn.fg))
    painter.drawRect(120, 140, 400, 260)
    painter.drawLine(120, 200, 520, 200)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    return bytes(buffer.data().data())


def _pane(on: Stage, wanted: ReturnId) -> CasePane:
    on.window.open_return(wanted)
    on.settle()
    pane = on.window.areas.returns.case_shown
    if pane is None:
        raise LookupError("the return did not open")
    return pane


def _shown(on: Stage, wanted: ReturnId, name: str) -> State:
    _pane(on, wanted)
    yield name, on.window


def _asked(on: Stage, step: ReturnStep, name: str) -> State:
    pane = on.window.areas.returns.case_shown
    if pane is None:
        raise LookupError("no return is open")
    pane.doing.step(step)
    on.settle()
    dialog = pane.doing.dialog
    if not isinstance(dialog, ReturnDialog):
        why = pane.case.barred.get(step) if pane.case is not None else None
        raise LookupError(f"the dialog {name} did not open: {why}")  # noqa: TRY004 - nothing was handed over
    if isinstance(dialog, SettleDialog):
        dialog.propose.click()
        dialog.held.reason.choose(LossReason.WORN)
        dialog.held.words.edit.setPlainText("Der Deckel ist zerkratzt.")
        on.settle()
    yield name, dialog
    dialog.reject()
    on.settle()


def _order(on: Stage, order: OrderId) -> State:
    on.window.open_order(order)
    on.settle()
    yield "order-with-return", on.window


def _figures(on: Stage) -> State:
    """The chart by month and by reason, the table behind each."""
    on.window.commands.run("go.analytics")
    on.settle()
    screen = on.window.areas.analytics
    on.settle()
    yield "analytics-months", on.window
    for question, name in ((Question.REASONS, "analytics-reasons"), (Question.ARTICLES, "analytics-articles")):
        screen.ask(question)
        on.settle()
        screen.table.setFocus(Qt.FocusReason.TabFocusReason)
        on.settle()
        yield name, on.window
    on.window.commands.run("go.search")
    on.settle()
