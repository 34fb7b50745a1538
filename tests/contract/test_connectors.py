"""One suite for every connector: what the contract promises, shown against each channel's own simulator.

A new connector's folder is found by itself; nothing here names a channel.
"""

from __future__ import annotations

import dataclasses
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

import pytest
import requests

from connectors import registry
from connectors.contract.capabilities import ConnectorKind
from connectors.contract.errors import ConnectorError, LoginNeeded, Refused, Unavailable
from connectors.contract.protocols import (
    Accepted,
    AccountAccess,
    AlreadyDone,
    AnswersInquiries,
    AnswersReturns,
    CancelsOrders,
    ConfirmsShipments,
    Connector,
    Fetched,
    IssuesRefunds,
    LoginReport,
    MarksPaid,
    NotThere,
    SendsMessages,
    SendsPayLinks,
    SetsStatuses,
    SweepsOrders,
    UnderWay,
)
from connectors.contract.snapshots import Cursor, OrderSnapshot, Page, RemovedSnapshot
from desk.domain.cases import CaseDeed
from desk.domain.clock import Instant, SystemClock
from desk.domain.orders import Buyer, Handling, OrderFacet, PaymentFacet
from desk.domain.pushes import (
    Attempt,
    CancelOrder,
    CancelReason,
    ConfirmShipment,
    RefundOrder,
    RefundReason,
    ShippedLine,
)
from desk.domain.values import AccountId, Money, PushKey, RemoteRef
from tests.support.lately import lately

KINDS = registry.kinds()
ACCOUNT = AccountId(9)
ORDERS = 45
MOST_PAGES = 500
AT_ONCE = {"amazon": {"feed_seconds": 0, "finance_seconds": 0}}
"""What makes a simulated channel do in a moment what takes it minutes."""


@dataclass
class Bench:
    """A simulated channel, and a connector to it."""

    kind: str
    running: Any
    access: AccountAccess
    connector: Connector

    def journal(self) -> list[dict[str, Any]]:
        """What calls from outside changed there, once it has done what is due."""
        self.orders_there()
        entries = requests.get(f"{self.running.url}/_sim/journal", timeout=10).json()["entries"]
        return [one for one in entries if one["actor"] == "client"]

    def orders_there(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = requests.get(f"{self.running.url}/_sim/state", timeout=10).json()["orders"]
        return found


def access_to(kind: str, running: Any, **more: Any) -> AccountAccess:
    settings = {**running.account_settings, "base_url": running.account_settings.get("base_url", running.url)}
    plain = AccountAccess(
        id=ACCOUNT,
        kind=kind,
        settings=settings,
        secrets=dict(running.credentials),
        clock=SystemClock(),
        # Before the world's first order, since a channel may import less of its own accord.
        start_date=Instant(SystemClock().now() - timedelta(days=800)),
        timeout=2.0,
    )
    return dataclasses.replace(plain, **more)


@contextmanager
def bench_of(kind: str, **more: Any) -> Iterator[Bench]:
    options = AT_ONCE.get(kind, {})
    with registry.simulator(kind).start(
        seed=21, orders=ORDERS, port=0, faults=None, now=lately(), **options
    ) as running:
        found = access_to(kind, running, **more)
        connector = registry.connect(found)
        try:
            yield Bench(kind, running, found, connector)
        finally:
            connector.close()


@pytest.fixture(params=KINDS)
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    with bench_of(request.param) as found:
        yield found


def run_of(connector: Connector, since: Cursor | None = None) -> list[Page[Fetched]]:
    """The pages of one run; each cursor goes through JSON, as it does in the store."""
    pages: list[Page[Fetched]] = []
    cursor = since or Cursor()
    for _ in range(MOST_PAGES):
        page = connector.fetch_orders(Cursor(json.loads(json.dumps(cursor.value))))
        pages.append(page)
        cursor = page.cursor
        if page.done:
            return pages
    raise AssertionError("the run never ends")


def items_of(pages: list[Page[Fetched]]) -> dict[str, Fetched]:
    return {item.ref.id: item for page in pages for item in page.items}


# --- what is known before there is an account --------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_describes_itself(kind: str) -> None:
    found = registry.describe(kind)
    assert isinstance(found, ConnectorKind)
    assert found.kind == kind
    assert found.name
    assert len(found.tile) == 2
    names = [setting.name for setting in found.settings]
    assert len(set(names)) == len(names)
    for setting in found.settings:
        assert setting.label
        assert not setting.choices or setting.default in setting.choices
        assert not (setting.secret and setting.default), "a secret has no default"
    assert any(setting.secret for setting in found.settings)


@pytest.mark.parametrize("kind", KINDS)
def test_connecting_asks_nothing_and_shows_no_secret(kind: str) -> None:
    """The simulator is gone already, so a call would fail."""
    with registry.simulator(kind).start(seed=21, orders=1, port=0, faults=None) as running:
        found = access_to(kind, running)
    connector = registry.connect(found)
    assert (connector.account, connector.kind) == (ACCOUNT, registry.describe(kind))
    for secret in found.secrets.values():
        assert secret not in repr(found)
        assert secret not in repr(connector)
    connector.close()


# --- signing in --------------------------------------------------------------------------------------------


def test_the_keys_are_tried_without_changing_anything(bench: Bench) -> None:
    report = bench.connector.check_login()
    assert isinstance(report, LoginReport)
    assert report.identity
    assert report.capabilities == bench.connector.capabilities()
    assert bench.journal() == []


@pytest.mark.parametrize("kind", KINDS)
def test_wrong_secrets_ask_for_a_login_at_a_setting_of_the_kind(kind: str) -> None:
    with bench_of(kind) as good:
        wrong = {name: value[:3] + "0" * 24 for name, value in good.access.secrets.items()}
        connector = registry.connect(dataclasses.replace(good.access, secrets=wrong))
        with pytest.raises(LoginNeeded) as caught:
            connector.check_login()
        connector.close()
    assert caught.value.field in {setting.name for setting in registry.describe(kind).settings}
    assert caught.value.account == ACCOUNT


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_secret_is_told_before_anything_is_asked(kind: str) -> None:
    with bench_of(kind) as good, pytest.raises(LoginNeeded) as caught:
        registry.connect(dataclasses.replace(good.access, secrets={}))
    assert caught.value.field


@pytest.mark.parametrize("kind", KINDS)
def test_a_channel_out_of_reach_is_unavailable(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SystemClock, "wait", lambda _self, stop, _seconds: stop.is_set())
    with registry.simulator(kind).start(seed=21, orders=1, port=0, faults=None) as running:
        found = access_to(kind, running)
    connector = registry.connect(found)
    with pytest.raises(Unavailable) as caught:
        connector.fetch_orders(Cursor())
    connector.close()
    assert caught.value.account == ACCOUNT
    assert caught.value.operation
    assert caught.value.text.endswith(".")


# --- what the data says and what the object can ------------------------------------------------------------


ABILITIES = {
    "confirms_shipments": ConfirmsShipments,
    "cancels_orders": CancelsOrders,
    "issues_refunds": IssuesRefunds,
    "answers_returns": AnswersReturns,
    "answers_inquiries": AnswersInquiries,
    "sends_messages": SendsMessages,
    "marks_paid": MarksPaid,
    "sends_pay_link": SendsPayLinks,
    "sets_status": SetsStatuses,
}


def test_capabilities_and_protocols_agree(bench: Bench) -> None:
    can = bench.connector.capabilities()
    for name, protocol in ABILITIES.items():
        assert (getattr(can, name) is not None) == isinstance(bench.connector, protocol), name
        assert getattr(can, name) is None or name not in can.why_not, name
    if can.confirms_shipments is None:
        assert can.why_not.get("confirms_shipments")
    assert bench.journal() == []


def test_what_a_channel_can_do_is_told_in_the_words_of_the_domain(bench: Bench) -> None:
    can = bench.connector.capabilities()
    if can.cancels_orders is not None:
        assert set(can.cancels_orders.reasons) <= set(CancelReason)
        assert can.cancels_orders.reasons
        until = can.cancels_orders.unpaid_until
        assert until is None or until > can.cancels_orders.unpaid_from
    if can.issues_refunds is not None:
        assert set(can.issues_refunds.reasons) <= set(RefundReason)
        assert can.issues_refunds.reasons
        assert can.issues_refunds.settles > 0
    if can.answers_returns is not None:
        assert set(can.answers_returns.deeds) <= set(CaseDeed) - {CaseDeed.TELL_SHIPMENT}
        assert bool(can.answers_returns.label_files) == (CaseDeed.SEND_LABEL in can.answers_returns.deeds)
        assert bool(can.answers_returns.escalations) == (CaseDeed.ESCALATE in can.answers_returns.deeds)
    if can.answers_inquiries is not None:
        assert set(can.answers_inquiries.deeds) <= {CaseDeed.TELL_SHIPMENT, CaseDeed.REFUND}
    if can.sends_messages is not None:
        assert can.sends_messages.length > 0


# --- deeds with money --------------------------------------------------------------------------------------


def test_a_refund_goes_out_once_and_never_for_more_than_is_left(bench: Bench) -> None:
    connector = bench.connector
    if not isinstance(connector, IssuesRefunds):
        assert connector.capabilities().issues_refunds is None
        return
    one, can = shippable(bench), connector.capabilities().issues_refunds
    assert can is not None
    if can.once_shipped:
        assert isinstance(connector, ConfirmsShipments)
        connector.confirm_shipment(push_for(one), PushKey("0192f0c1-parcel"))
    before = bench.journal()
    paid = one.payments[0].amount
    push = RefundOrder(
        order=one.ref,
        amount=Money(paid.minor // 4, paid.currency),
        lines=(),
        reason=RefundReason.GOODWILL,
        known=tuple(each.remote_id for each in one.payments),
        sends_money=can.sends_money_by is None or one.payment_method in can.sends_money_by,
    )
    now = SystemClock().now()
    attempt = Attempt(key=PushKey("0192f0c1-refund"), queued_at=now)
    assert connector.look_refund(push, attempt) == NotThere()
    assert bench.journal() == before, "looking sends nothing"
    too_much = dataclasses.replace(push, amount=paid + Money(1, paid.currency))
    with pytest.raises(Refused) as caught:
        connector.issue_refund(too_much, Attempt(key=PushKey("0192f0c1-more"), queued_at=now))
    assert caught.value.code == "more_than_left"
    assert bench.journal() == before
    assert isinstance(connector.issue_refund(push, attempt), Accepted)
    sent = bench.journal()
    assert sent != before
    fresh = registry.connect(bench.access)
    assert isinstance(fresh, IssuesRefunds)
    again = dataclasses.replace(attempt, sent_at=now)
    assert isinstance(fresh.look_refund(push, again), AlreadyDone | UnderWay)
    assert isinstance(fresh.issue_refund(push, again), AlreadyDone | Accepted)
    fresh.close()
    assert bench.journal() == sent, "twice changes nothing"


def test_an_order_is_called_off_once(bench: Bench) -> None:
    connector = bench.connector
    if not isinstance(connector, CancelsOrders):
        assert connector.capabilities().cancels_orders is None
        return
    push = CancelOrder(order=shippable(bench).ref, reason=CancelReason.OUT_OF_STOCK, paid=True)
    attempt = Attempt(key=PushKey("0192f0c1-cancel"), queued_at=SystemClock().now())
    assert connector.look_cancellation(push, attempt) == NotThere()
    assert bench.journal() == [], "looking sends nothing"
    assert isinstance(connector.cancel_order(push, attempt), Accepted)
    sent = bench.journal()
    assert sent
    fresh = registry.connect(bench.access)
    assert isinstance(fresh, CancelsOrders)
    assert isinstance(fresh.look_cancellation(push, attempt), AlreadyDone | UnderWay)
    assert isinstance(fresh.cancel_order(push, attempt), AlreadyDone | Accepted)
    assert bench.journal() == sent, "twice changes nothing"
    again = fresh.fetch_order(push.order)
    fresh.close()
    assert isinstance(again, OrderSnapshot)
    assert again.order is OrderFacet.CANCELLED


# --- fetching ----------------------------------------------------------------------------------------------


def test_every_order_comes_once_in_a_run_and_changes_nothing(bench: Bench) -> None:
    pages = run_of(bench.connector)
    every = [item.ref.id for page in pages for item in page.items]
    assert sorted(every) == sorted(str(one["id"]) for one in bench.orders_there() if one["listed"])
    assert [page.unreadable for page in pages if page.unreadable] == []
    assert pages[-1].total in {None, len(every)}
    assert all(not page.done for page in pages[:-1])
    assert bench.journal() == []


def test_a_run_goes_on_from_any_cursor_in_a_new_connector(bench: Bench) -> None:
    pages = run_of(bench.connector)
    whole = items_of(pages)
    for cut in range(len(pages)):
        fresh = registry.connect(bench.access)
        before = items_of(pages[:cut])
        after = items_of(run_of(fresh, pages[cut - 1].cursor if cut else None))
        fresh.close()
        assert {**before, **after} == whole


def test_a_second_run_reports_the_same_or_nothing(bench: Bench) -> None:
    first = run_of(bench.connector)
    second = run_of(bench.connector, first[-1].cursor)
    whole = items_of(first)
    assert all(whole[number] == item for number, item in items_of(second).items())
    assert len(items_of(second)) < len(whole)


def test_snapshots_are_complete_and_sound(bench: Bench) -> None:
    for item in items_of(run_of(bench.connector)).values():
        assert isinstance(item, OrderSnapshot)
        assert item.ref.account == ACCOUNT
        assert item.number
        assert item.channel_status
        assert item.raw
        assert isinstance(hash(item), int), "frozen through and through"
        for moment in (item.placed_at, item.changed_at):
            assert moment.utcoffset() is not None
            assert not moment.utcoffset()
        totals = item.totals
        assert totals.goods + totals.shipping + totals.fees - totals.discount == totals.total
        assert {line.total.currency for line in item.lines} <= {totals.total.currency}
        assert len({line.remote_id for line in item.lines}) == len(item.lines)
        assert all(0 <= line.refunded <= line.quantity for line in item.lines)
        assert len({payment.remote_id for payment in item.payments}) == len(item.payments)
        assert all(payment.amount.minor >= 0 for payment in item.payments)


def test_one_order_by_itself_is_the_order_of_the_list(bench: Bench) -> None:
    whole = items_of(run_of(bench.connector))
    for number in sorted(whole)[:: max(1, len(whole) // 6)]:
        listed, alone = whole[number], bench.connector.fetch_order(RemoteRef(ACCOUNT, number))
        assert isinstance(listed, OrderSnapshot)
        assert isinstance(alone, OrderSnapshot)
        assert alone.shipments is not None, "an order by itself tells of its parcels"
        apart = {"shipments", "shipping", "raw", "buyer"}
        for name in (one.name for one in fields(OrderSnapshot) if one.name not in apart):
            assert getattr(alone, name) == getattr(listed, name), name
        for name in (one.name for one in fields(Buyer)):
            # A list may hide what the order itself shows.
            assert getattr(listed.buyer, name) in ("", getattr(alone.buyer, name)), name
        if listed.shipments is not None:
            assert alone.shipments is not None
            assert [one.number for one in alone.shipments] == [one.number for one in listed.shipments]


def test_an_order_that_is_not_there_is_removed_or_only_listed_no_longer(bench: Bench) -> None:
    """Only a channel that deletes orders may mark one as removed by that; whoever ages them out keeps them."""
    gone = RemoteRef(ACCOUNT, "99999999")
    found: object = None
    refused = ""
    try:
        found = bench.connector.fetch_order(gone)
    except Refused as refusal:
        refused = refusal.code
    if isinstance(bench.connector, SweepsOrders) or not refused:
        assert isinstance(found, RemovedSnapshot)
        assert found.ref == gone
    else:
        assert refused == "no_longer_listed"


def test_a_sweep_names_exactly_what_is_gone(bench: Bench) -> None:
    if not isinstance(bench.connector, SweepsOrders):
        assert bench.connector.capabilities().why_not.get("sweeps_orders")
        return
    present = {str(one["id"]) for one in bench.orders_there()}
    assert bench.connector.missing_orders(present | {"99999999"}) == {"99999999"}
    assert bench.connector.missing_orders(set()) == set()
    assert bench.journal() == []


# --- pushing -----------------------------------------------------------------------------------------------


def shippable(bench: Bench) -> OrderSnapshot:
    for item in items_of(run_of(bench.connector)).values():
        assert isinstance(item, OrderSnapshot)
        ours = item.order is OrderFacet.OPEN and item.handling is Handling.OURS
        if ours and item.payment is PaymentFacet.PAID and not item.shipments and len(item.payments) == 1:
            return item
    raise AssertionError("the world has no order to ship")


def push_for(one: OrderSnapshot, number: str = "00340434161094000001") -> ConfirmShipment:
    return ConfirmShipment(
        order=one.ref,
        carrier="dhl_de",
        carrier_name="DHL Paket",
        number=number,
        tracking_url=f"https://www.dhl.de/verfolgen?piececode={number}",
        lines=tuple(ShippedLine(remote_id=line.remote_id, quantity=line.quantity) for line in one.lines),
        completes=True,
        shipped_at=SystemClock().now(),
        parcel=1,
    )


def test_a_parcel_goes_out_once_and_is_seen_by_everybody(bench: Bench) -> None:
    if not isinstance(bench.connector, ConfirmsShipments):
        assert bench.connector.capabilities().why_not.get("confirms_shipments")
        return
    one = shippable(bench)
    push, key = push_for(one), PushKey("0192f0c1-contract")
    assert bench.connector.look_shipment(push, key) == NotThere()
    assert bench.journal() == [], "looking sends nothing"
    assert isinstance(bench.connector.confirm_shipment(push, key), Accepted)
    sent = bench.journal()
    assert sent
    fresh = registry.connect(bench.access)
    assert isinstance(fresh, ConfirmsShipments)
    assert isinstance(fresh.look_shipment(push, key), AlreadyDone)
    assert isinstance(fresh.confirm_shipment(push, key), AlreadyDone)
    assert bench.journal() == sent, "twice changes nothing"
    again = fresh.fetch_order(one.ref)
    fresh.close()
    assert isinstance(again, OrderSnapshot)
    assert again.shipments is not None
    assert push.number in {shipment.number for shipment in again.shipments}


# --- secrets -----------------------------------------------------------------------------------------------


def test_no_secret_reaches_a_log_or_an_error(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    requests.post(f"{bench.running.url}/_sim/faults", json={"profiles": {"server_html": 0.5}}, timeout=10)
    told: list[str] = []
    with caplog.at_level(logging.DEBUG):
        bench.access.stop.set()
        for call in (bench.connector.check_login, lambda: bench.connector.fetch_orders(Cursor())):
            try:
                call()
            except ConnectorError as error:
                told += [error.text, error.detail, error.words, error.sample, repr(error)]
        bench.access.stop.clear()
        try:
            run_of(bench.connector)
        except ConnectorError as error:
            told += [error.text, error.detail, error.words, error.sample, repr(error)]
    told += [record.getMessage() for record in caplog.records if record.name in {"net", "sync", "auth"}]
    people = {str(told) for one in bench.orders_there() for told in (*one["names"], *one["emails"])} - {""}
    assert people
    assert any("_sim" not in line and "->" in line for line in told), "calls are logged"
    for private in (*bench.access.secrets.values(), *people):
        assert all(private not in line for line in told), private
