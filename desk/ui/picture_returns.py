"""Owns the pictures of the returns' workbench: list, selection, groups, preview, run, and a part that failed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

from PySide6.QtWidgets import QMenu, QWidget

from desk.domain.errors import NotAllowed
from desk.domain.return_goods import Disposition, Finding, Grade
from desk.domain.return_states import ReturnState, ReturnStep
from desk.domain.standing import Standing
from desk.domain.values import ReturnId
from desk.services import pusher, return_lists, return_opening, return_steps, saved_views, sync
from desk.services.return_batch import BatchDeed, Plan, Report, Row
from desk.services.return_lists import Filter, Group
from desk.services.wording_deeds import RETURN_REASONS
from desk.ui.background import hub
from desk.ui.picture_stage import Stage, wait
from desk.ui.returns.bulk_dialog import BulkDialog
from desk.ui.returns.calls import ServiceCalls
from desk.ui.returns.label_dialog import LabelDialog

_ROWS_BEFORE_GATE, _NEVER = 9, 60.0
_LOOKED_AT_AGAIN = 3600.0
_VIEWS = {
    "Heute erstatten": Filter(group=Group.INSPECTED),
    "Zu beantworten": Filter(group=Group.ANNOUNCED),
}
"""As an agent calls them."""
State = Iterator[tuple[str, QWidget]]


class _Halting(ServiceCalls):
    """The real services, whose run waits after some rows until it is let go."""

    def __init__(self, on: Stage) -> None:
        super().__init__(on.desk)
        self._on = on
        self.gate = threading.Event()

    def run(self, plan: Plan, tell: Callable[[Row, int], None], stop: threading.Event) -> Report:
        def slowly(row: Row, done: int) -> None:
            self._on.clock.advance(0.4)
            tell(row, done)
            if done == _ROWS_BEFORE_GATE:
                self.gate.wait(_NEVER)

        return super().run(plan, slowly, stop)


def returns_on(on: Stage, count: int) -> list[ReturnId]:
    """Returns at each stage: announced, arrived, inspected; some that buyers opened at their channel."""
    for market in on.others:
        its = [row for row in on.rows() if row.tile.kind == market.kind and row.standings[0] is Standing.SHIPPED]
        for row in its[:3]:
            try:
                on.at(market, "open_return", order=row.remote_id, reason="DEFECTIVE_ITEM", comment="Läuft nicht an.")
            except OSError:
                break  # this channel has no such deed
    on.clock.advance(_LOOKED_AT_AGAIN)
    for account in {row.account for row in on.rows()}:
        sync.fetch(on.desk, account, lambda _: None, threading.Event())
    made: list[ReturnId] = []
    reasons = list(RETURN_REASONS)
    for row in on.rows():
        free = {line: left for line, left in return_opening.free_of(on.desk, row.id).items() if left}
        if row.standings[0] is not Standing.SHIPPED or not free:
            continue
        at = len(made)
        told = return_opening.open_return(on.desk, row.id, free, reason=reasons[at % 7], by_parcel=at % 5 > 0).told
        made.append(told.id)
        if at % 5 > 1:
            inspect(on, told.id)
        elif not at % 5 and at % 2:
            return_steps.step(on.desk, told.id, ReturnStep.APPROVE)
        if len(made) == count:
            break
    return made


def inspect(on: Stage, wanted: ReturnId) -> None:
    """All that came, as new."""
    from desk.services import return_views

    for line in return_views.show(on.desk, wanted).lines:
        finding = Finding(quantity=line.counted.uninspected, grade=Grade.NEW, disposition=Disposition.RESTOCK)
        if finding.quantity:
            return_steps.inspect(on.desk, wanted, line.line, finding)


def scene(on: Stage) -> State:
    returns_on(on, 60)
    for name, wanted in _VIEWS.items():
        saved_views.save(on.desk, "returns", name, {"filter": return_lists.to_plain(wanted)}, shared=True)
    on.stand_still()
    screen = on.window.areas.returns
    on.window.commands.run("go.returns")
    on.settle()
    yield "returns", on.window
    screen.filter_by(Filter(group=Group.INSPECTED))
    on.settle()
    for at in (0, 1, 3):
        screen.model.toggle(at)
    on.settle()
    yield "returns-selected", on.window
    yield from _condition(on)
    screen.model.choose_only(())
    screen.filter_by(Filter())
    screen.group(by_reason=True)
    on.settle()
    yield "returns-grouped", on.window
    screen.group(by_reason=False)
    on.window.resize(1280, 720)
    on.settle()
    yield "returns-1280", on.window
    on.window.resize(1440, 900)
    yield from _bulk(on)
    yield from _decline(on)
    yield from _labels(on)
    yield from _parcel(on)
    screen.filter_by(Filter(text="xylophon"))
    on.settle()
    yield "returns-empty", on.window
    screen.filter_by(Filter())
    on.window.commands.run("go.search")
    on.settle()


def _condition(on: Stage) -> State:
    """The menu of grades, and what is told of those that had nothing to inspect."""
    screen = on.window.areas.returns
    screen.filter_by(Filter())
    on.settle()
    for at in range(6):
        screen.model.toggle(at)
    on.settle()
    screen.bar.condition.click()
    (menu,) = screen.bar.findChildren(QMenu)
    yield "returns-condition", menu
    menu.close()
    screen.give_condition(Grade.OPENED)
    on.settle()
    wait(400)  # the list reads again
    on.settle()
    yield "returns-conditioned", on.window
    on.window.commands.run("edit.undo")
    on.settle()
    on.window.toasts.clear()


def _bulk(on: Stage) -> State:
    screen = on.window.areas.returns
    on.settle()
    screen.select_all()
    on.settle()
    halting = screen.calls = _Halting(on)
    screen.do(BatchDeed.SETTLE)
    on.settle()
    dialog = _dialog(on)
    yield "returns-preview", dialog
    ready = dialog.plan.ready if dialog.plan is not None else ()
    dialog.proof.count.setText(str(len(ready)))
    _spoil(on, ready[4])
    dialog.confirm()
    wait(400)
    yield "returns-running", dialog
    halting.gate.set()
    on.settle()
    on.stand_still()
    on.settle()
    yield "returns-held", dialog
    on.clock.advance(30)
    for account in {row.account for row in on.rows()}:
        hub().changed.emit(pusher.drain(on.desk, account, threading.Event()).changes, None)
    wait(1200)
    on.settle()
    on.stand_still()
    yield "returns-ended", dialog
    dialog.only_wrong.click()
    on.settle()
    yield "returns-errors", dialog
    dialog.reject()
    on.window.toasts.clear()
    on.settle()


def _spoil(on: Stage, row: Row) -> None:
    """Another agent gives the money of one back between preview and run."""
    from desk.services import return_settling

    if row.wanted is not None:
        try:
            return_settling.settle(on.desk, row.wanted, replace(row.terms))
        except NotAllowed as error:
            raise LookupError("this row was not ready") from error


def _decline(on: Stage) -> State:
    screen = on.window.areas.returns
    screen.filter_by(Filter(group=Group.ANNOUNCED))
    on.settle()
    screen.select_all()
    on.settle()
    screen.do(BatchDeed.DECLINE)
    on.settle()
    dialog = _dialog(on)
    yield "returns-decline", dialog
    dialog.reject()
    screen.model.choose_only(())
    on.settle()


def _labels(on: Stage) -> State:
    """Numbers of three approved returns are pasted; one is of a return that is here already."""
    from desk.services import return_views

    screen = on.window.areas.returns
    screen.filter_by(Filter(states=frozenset({ReturnState.APPROVED})))
    on.settle()
    screen.select_all()
    on.settle()
    screen.do(BatchDeed.LABEL)
    on.settle()
    dialog = on.window.areas.returns.dialog
    if not isinstance(dialog, LabelDialog):
        raise LookupError("the dialog of labels did not open")  # noqa: TRY004 - nothing was handed over
    yield "returns-labels-empty", dialog
    chosen = [return_views.show(on.desk, one).number for one in screen.model.chosen[:3]]
    here = return_lists.page(on.desk, Filter(group=Group.INSPECTED), limit=1).rows[0].number
    rows = zip((*chosen[:2], here), ("00340434161094042557", "1Z999AA10123456784", "00340434161094015902"), strict=True)
    dialog.paste_over("\n".join("\t".join(row) for row in rows))
    on.settle()
    on.settle()
    yield "returns-labels", dialog
    dialog.reject()
    screen.model.choose_only(())
    on.settle()


def _parcel(on: Stage) -> State:
    """One is kept already; then a name is looked for."""
    from desk.services import return_parcels

    return_parcels.keep(on.desk, carrier="DHL", number="00340434161094042557", sender="A. Krüger", note="Blauer Karton")
    screen = on.window.areas.returns
    screen.batches.find_parcel()
    dialog = screen.batches.parcels
    on.settle()
    yield "returns-parcel-kept", dialog
    dialog.field.setText(return_lists.page(on.desk, Filter(group=Group.ANNOUNCED), limit=1).rows[0].order_number)
    dialog.field.returnPressed.emit()
    on.settle()
    yield "returns-parcel", dialog
    dialog.reject()
    on.settle()


def _dialog(on: Stage) -> BulkDialog:
    found = on.window.areas.returns.dialog
    if found is None:
        raise LookupError("the dialog of many returns did not open")
    return found
