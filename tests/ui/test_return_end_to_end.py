"""A buyer's return in the real window: its deadline, what the channel lets the merchant do, why not, and the deed."""

import json
import threading
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import connectors.registry
from desk.domain.cases import CaseDeed
from desk.domain.pushes import PushState
from desk.domain.views import OrderView
from desk.services import accounts, outbox, pusher, sync
from desk.ui.background import hub
from desk.ui.locale import locale
from desk.ui.orders.cards.cases import CaseBox
from desk.ui.picture_stage import Stage, stage


@pytest.fixture
def on(app: QApplication) -> Iterator[Stage]:
    with stage(app, orders=60, everywhere=True, fetch=False) as made:
        yield made


def state(market: Any) -> dict[str, Any]:
    """What the channel holds, by bare HTTP."""
    with urllib.request.urlopen(f"{market.url}/_sim/state", timeout=5) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def there(market: Any, return_id: str) -> dict[str, Any]:
    return next(dict(one) for one in state(market)["returns"] if one["id"] == return_id)


def sent_lately(market: Any) -> str:
    """An order that a buyer may still return."""
    orders = [one for one in state(market)["orders"] if one["status"] == "FULFILLED" and one["left"] > 0]
    return str(max(orders, key=lambda one: one["created"])["id"])


def box(on: Stage) -> CaseBox:
    card = on.window.orders.detail.page.cases
    assert card is not None, "the return did not arrive"
    return card.boxes[0]


def shown(on: Stage) -> OrderView:
    view = on.window.orders.detail.view
    assert view is not None
    return view


def test_a_return_shows_its_deadline_and_what_the_channel_allows_and_does_it(on: Stage, qtbot: QtBot) -> None:
    market = next(one for one in on.others if connectors.registry.describe(one.kind).signs_in_by_browser)
    order = sent_lately(market)
    on.at(market, "open_return", order=order, reason="DEFECTIVE_ITEM", comment="Der Motor läuft nicht an.")
    account = next(one.id for one in accounts.overview(on.desk) if one.tile.kind == market.kind)
    sync.fetch(on.desk, account, lambda _: None, threading.Event())
    on.stand_still()
    on.window.load_accounts()
    on.show_order(next(row.id for row in on.rows() if row.remote_id == order))
    case = shown(on).cases[0]
    assert there(market, case.remote_id)["state"] == "RETURN_REQUESTED"
    assert locale().moment(case.deadlines[0].at) in box(on).deadlines.text()
    assert case.deadlines[0].at.isoformat()[:19] == there(market, case.remote_id)["due"]["by"][:19]

    approve, decline = box(on).buttons[CaseDeed.APPROVE], box(on).buttons[CaseDeed.DECLINE]
    assert not approve.is_barred
    assert decline.is_barred, "what is defective may not be declined"
    assert decline.toolTip()

    approve.click()
    dialog = on.window.orders.doing.dialog
    assert dialog is not None
    dialog.confirm()
    qtbot.waitUntil(lambda: on.window.orders.doing.dialog is None)
    assert [one.state for one in outbox.overview(on.desk)] == [PushState.HELD]
    assert there(market, case.remote_id)["state"] == "RETURN_REQUESTED", "not before the hold is over"

    on.clock.advance(11)
    report = pusher.drain(on.desk, account, threading.Event())
    hub().changed.emit(report.changes, None)
    assert [one.state for one in outbox.overview(on.desk)] == [PushState.CONFIRMED]
    assert there(market, case.remote_id)["state"] != "RETURN_REQUESTED"
    qtbot.waitUntil(lambda: shown(on).cases[0].channel_state != "RETURN_REQUESTED")
    approve = box(on).buttons[CaseDeed.APPROVE]
    qtbot.waitUntil(lambda: approve.isHidden() or approve.is_barred)
