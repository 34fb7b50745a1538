"""Cases and conversations: fetched after the orders, linked to them whichever comes first."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import event

from connectors.contract.errors import LoginNeeded, Refused, Unavailable
from connectors.contract.snapshots import OrderSnapshot
from desk.domain.cases import CaseDeed, CaseEvent, CaseKind, CaseLine, CaseState, Deadline
from desk.domain.changes import Kind
from desk.domain.clock import ManualClock
from desk.domain.orders import Buyer
from desk.domain.values import OrderId, RemoteRef
from desk.domain.views import EventKind
from desk.services import accounts, orders, sync
from desk.services.context import Desk
from desk.store import accounts as account_store
from desk.store import repairs
from desk.store.accounts import Account
from desk.store.engine import Store
from tests.services.conftest import Synced
from tests.services.fake_deeds import DeedChannel, DeedRegistry, case, said, talk
from tests.services.fakes import Killed, never
from tests.support.orders import after, line, order
from tests.support.stores import count

BUYER = Buyer(name="Ada B", remote_id="ada_b")


@pytest.fixture
def channel() -> DeedChannel:
    return DeedChannel()


@pytest.fixture
def registry(channel: DeedChannel) -> DeedRegistry:
    return DeedRegistry(channel)


def bought(remote_id: str = "1001", placed: float = 0) -> OrderSnapshot:
    lines = (line("11", 2, listing="77"), line("12", 1))
    return order(remote_id, buyer=BUYER, lines=lines, placed_at=after(placed))


def fetch(desk: Desk, account: Account) -> sync.SyncReport:
    return sync.fetch(desk, account.id, lambda _: None, never())


def test_a_case_is_shown_with_its_order_deadlines_and_what_may_be_done(
    desk: Desk, channel: DeedChannel, synced: Synced
) -> None:
    channel.add(bought())
    due = Deadline(what="SELLER_RESPOND", at=after(200_000))
    later = Deadline(what="CLOSES", at=after(900_000), ours=False)
    told = case(
        reason="DEFECTIVE",
        lines=(CaseLine(remote_line="11", title="Becher", quantity=1),),
        deadlines=(later, due),
        allows=(CaseDeed.APPROVE, CaseDeed.WRITE),
        other_options=("SELLER_PROVIDE_RMA",),
        events=(CaseEvent(at=after(1), actor="BUYER", what="OPENED"), CaseEvent(at=after(2), actor="US", what="SEEN")),
    )
    channel.put_case(told)
    channel.put_case(case("5000", state=CaseState.CLOSED, allows=()))
    view = orders.show(desk, synced()["1001"])
    first, second = view.cases
    assert (first.remote_id, first.deadlines, first.reason) == ("5001", (due, later), "DEFECTIVE")
    assert [one.what for one in first.events] == ["SEEN", "OPENED"]
    assert first.may[CaseDeed.APPROVE].allowed
    assert first.may[CaseDeed.RECEIVE].code == "case_not_now"
    assert CaseDeed.TELL_SHIPMENT not in first.may
    assert second.may[CaseDeed.APPROVE].code == "case_ended"
    assert [one.kind for one in view.timeline].count(EventKind.CASE_OPENED) == 2
    assert view.may_refund.code == "refund_in_return"
    assert view.may_cancel.code == "return_open"


def test_cases_and_texts_from_before_their_order_show_up_with_it(
    desk: Desk, account: Account, channel: DeedChannel
) -> None:
    channel.put_case(case())
    channel.put_texts(talk())
    report = fetch(desk, account)
    assert (report.fetched, report.cases, report.conversations) == (0, 1, 1)
    channel.add(bought())
    (found,) = fetch(desk, account).changes.touches(Kind.ORDER)
    view = orders.show(desk, OrderId(found))
    assert [one.remote_id for one in view.cases] == ["5001"]
    assert [text.text for one in view.conversations for text in one.messages] == ["Where is it?"]


def test_texts_belong_to_the_buyer_and_the_listing_or_the_order_they_name(
    desk: Desk, channel: DeedChannel, synced: Synced
) -> None:
    channel.add(bought(), bought("1002"), order("1003", buyer=replace(BUYER, remote_id="somebody")))
    channel.put_texts(talk())
    channel.put_texts(talk("talk-2", listing="99"))
    channel.put_texts(talk("talk-3", buyer="", order=RemoteRef(1, "1003")))  # type: ignore[arg-type]
    ids = synced()
    shown = {name: [one.remote_id for one in orders.show(desk, ids[name]).conversations] for name in ids}
    assert shown == {"1001": ["talk-1"], "1002": ["talk-1"], "1003": ["talk-3"]}


def test_texts_that_the_channel_drops_stay_and_new_ones_come_to_them(
    desk: Desk, channel: DeedChannel, synced: Synced
) -> None:
    channel.add(bought())
    channel.put_texts(talk("talk-1", said("First", "a", at=10), unread=1))
    found = synced()["1001"]
    channel.put_texts(talk("talk-1", said("Second", "b", at=20, ours=True)))
    synced()
    (conversation,) = orders.show(desk, found).conversations
    assert [(text.text, text.ours) for text in conversation.messages] == [("First", False), ("Second", True)]
    assert conversation.unread == 0
    kinds = [one.kind for one in orders.show(desk, found).timeline]
    assert EventKind.MESSAGE_RECEIVED in kinds
    assert EventKind.MESSAGE_SENT in kinds


def test_a_case_that_names_only_a_purchase_belongs_to_the_order_that_holds_it(
    desk: Desk, channel: DeedChannel, synced: Synced
) -> None:
    """Of several the one with the very line, else the newest from before."""
    channel.add(bought("1001"), bought("1002", 100))
    channel.add(replace(bought("1003", 5000), lines=(line("31", 1, listing="77"),)))
    nameless = case("i1", "77-1", CaseKind.INQUIRY, buyer="ada_b", listing="77")
    channel.put_case(nameless)
    exact = replace(nameless, ref=RemoteRef(1, "i2"), lines=(CaseLine(remote_line="31", title="", quantity=1),))  # type: ignore[arg-type]
    channel.put_case(exact)
    ids = synced()
    shown = {name: [one.remote_id for one in orders.show(desk, ids[name]).cases] for name in ids}
    assert shown == {"1001": [], "1002": ["i1"], "1003": ["i2"]}


def test_a_changed_state_is_told_once_and_an_older_report_changes_nothing(
    desk: Desk, account: Account, channel: DeedChannel, synced: Synced
) -> None:
    channel.add(bought())
    older = channel.put_case(case(events=(CaseEvent(at=after(1), actor="B", what="OPENED"),)))
    found = synced()["1001"]
    channel.put_case(replace(older, state=CaseState.APPROVED, events=None))
    synced()
    channel.cases[older.kind, older.ref.id] = older  # a list that lags behind
    channel.stamps["RETURN/5001"] = channel.tick()
    report = fetch(desk, account)
    view = orders.show(desk, found)
    assert view.cases[0].state is CaseState.APPROVED
    assert view.cases[0].events, "a list without the history takes none away"
    told = [one.facts for one in view.timeline if one.kind is EventKind.CASE_CHANGED]
    assert [(one["old"], one["new"]) for one in told] == [("REQUESTED", "APPROVED")]
    assert not report.changes


def test_one_bad_record_waits_on_the_repair_list_and_leaves_it_when_it_can_be_read(
    desk: Desk, account: Account, channel: DeedChannel, store: Store
) -> None:
    channel.page_size = 10
    channel.put_case(case("5001"))
    channel.put_case(case("5002"))
    channel.put_texts(talk())
    channel.bad["RETURN/5001"] = b"{"
    report = fetch(desk, account)
    assert (report.cases, report.unreadable, count(store, "cases"), count(store, "messages")) == (2, 1, 1, 1)
    with store.read() as transaction:
        (repair,) = repairs.load_repairs(transaction)
    assert repair.remote_id == "case 5001"
    del channel.bad["RETURN/5001"]
    channel.put_case(case("5001"))
    fetch(desk, account)
    with store.read() as transaction:
        assert repairs.load_repairs(transaction) == []
    assert count(store, "cases") == 2


def test_a_record_that_cannot_be_stored_keeps_no_other_from_being_stored(
    desk: Desk, account: Account, channel: DeedChannel, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    channel.page_size = 10
    channel.put_case(case("5001", deadlines=(Deadline(what="X", at=after(1).replace(tzinfo=None)),)))
    channel.put_case(case("5002"))
    report = fetch(desk, account)
    assert (report.unreadable, count(store, "cases")) == (1, 1)
    with store.read() as transaction:
        assert [one.remote_id for one in repairs.load_repairs(transaction)] == ["case 5001"]
    assert f"case not stored: account {account.id}, ValueError" in caplog.messages, "what went wrong is in the log"


def test_trouble_with_one_stream_keeps_no_other_from_being_fetched_and_is_told(
    desk: Desk, account: Account, channel: DeedChannel, store: Store
) -> None:
    channel.add(bought())
    channel.put_case(case())
    channel.put_texts(talk())
    channel.plan("fetch_cases", Unavailable("The returns are out of reach."))
    with pytest.raises(Unavailable, match="returns"):
        fetch(desk, account)
    assert (count(store, "orders"), count(store, "cases"), count(store, "messages")) == (1, 0, 1)
    (view,) = accounts.overview(desk)
    assert (view.trouble_code, view.last_good_sync) == ("unavailable", desk.clock.now())
    assert fetch(desk, account).cases == 1
    assert accounts.overview(desk)[0].trouble_code == ""


def test_orders_in_trouble_do_not_keep_returns_away_but_wrong_keys_stop_all(
    desk: Desk, account: Account, channel: DeedChannel, store: Store
) -> None:
    channel.put_case(case())
    channel.plan("fetch_orders", Refused("No orders today."), LoginNeeded("Sign in again.", field="consumer_key"))
    with pytest.raises(Refused):
        fetch(desk, account)
    assert count(store, "cases") == 1
    channel.calls.clear()
    with pytest.raises(LoginNeeded):
        fetch(desk, account)
    assert channel.calls == ["fetch_orders"]


def test_a_run_that_dies_among_the_cases_goes_on_there(
    desk: Desk, account: Account, channel: DeedChannel, store: Store, clock: ManualClock
) -> None:
    channel.page_size = 2
    for name in range(5):
        channel.put_case(case(f"500{name}"))
    channel.plan("fetch_cases", None, Killed())
    with pytest.raises(Killed):
        fetch(desk, account)
    assert count(store, "cases") == 2
    with store.read() as transaction:
        assert account_store.load_run(transaction, account.id, sync.CASES).fetched == 2
    clock.advance(1800)
    assert fetch(desk, account).cases == 3
    assert count(store, "cases") == 5


def test_an_account_that_goes_takes_its_cases_and_conversations_along(
    desk: Desk, account: Account, channel: DeedChannel, store: Store
) -> None:
    channel.add(bought())
    channel.put_case(case(deadlines=(Deadline(what="X", at=after(9)),)))
    channel.put_texts(talk())
    fetch(desk, account)
    tables = ("cases", "deadlines", "conversations", "messages")
    assert all(count(store, table) for table in tables)
    accounts.remove(desk, account)
    assert [count(store, table) for table in tables] == [0, 0, 0, 0]


def test_a_look_at_one_order_brings_its_cases_and_texts(desk: Desk, channel: DeedChannel, synced: Synced) -> None:
    channel.add(bought())
    opened = channel.put_case(case())
    channel.put_case(case("5000", state=CaseState.CLOSED))
    channel.put_texts(talk())
    found = synced()["1001"]
    channel.put_case(replace(opened, state=CaseState.APPROVED))
    channel.put_texts(talk("talk-1", said("Where is it?"), said("Hello?", "m2", at=5000)))
    channel.calls.clear()
    changes = orders.refresh(desk, found)
    view = orders.show(desk, found)
    assert view.cases[0].state is CaseState.APPROVED
    assert [text.text for text in view.conversations[0].messages] == ["Where is it?", "Hello?"]
    assert channel.calls == ["fetch_order", "fetch_case", "fetch_conversation"]
    assert changes.touches(Kind.CASE)
    assert changes.touches(Kind.MESSAGE)


def test_an_order_that_is_too_old_to_be_listed_stays_and_its_cases_go_on(
    desk: Desk, channel: DeedChannel, synced: Synced
) -> None:
    channel.add(bought())
    opened = channel.put_case(case())
    found = synced()["1001"]
    before = orders.show(desk, found)
    channel.put_case(replace(opened, state=CaseState.APPROVED))
    channel.plan("fetch_order", Refused("Two years are over.", code="no_longer_listed"))
    with pytest.raises(Refused, match="Two years"):
        orders.refresh(desk, found)
    after = orders.show(desk, found)
    assert (after.order, after.payment) == (before.order, before.payment)
    assert after.cases[0].state is CaseState.APPROVED


def test_an_order_with_many_cases_and_texts_asks_the_store_no_more_often(
    desk: Desk, channel: DeedChannel, synced: Synced, store: Store
) -> None:
    channel.page_size = 50
    channel.add(bought(), bought("1002"))
    channel.put_case(case("5001", "1001"))
    channel.put_texts(talk("t0", order=RemoteRef(1, "1001")))  # type: ignore[arg-type]
    for at in range(10):
        channel.put_case(case(f"600{at}", "1002"))
        channel.put_texts(talk(f"t1{at}", order=RemoteRef(1, "1002")))  # type: ignore[arg-type]
    ids = synced()
    asked: list[str] = []
    event.listen(store._engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    counts = []
    for name, cases in (("1001", 1), ("1002", 10)):
        asked.clear()
        assert len(orders.show(desk, ids[name]).cases) == cases
        counts.append(len(asked))
    assert counts[0] == counts[1] < 40
