from __future__ import annotations

from datetime import timedelta

import pytest

from connectors.contract.errors import Refused
from desk.domain.changes import Kind
from desk.domain.clock import ManualClock
from desk.domain.errors import NotAllowed, NotFound
from desk.domain.orders import OrderFacet
from desk.domain.pushes import PushState
from desk.domain.values import OrderId, PushId
from desk.services import accounts, orders, outbox, shipments, wording
from desk.services.context import Desk
from desk.store import outbox as outbox_store
from desk.store.accounts import Account
from tests.services.conftest import Synced
from tests.services.fakes import FakeChannel, Fault, unavailable
from tests.services.outbox_deeds import drain, leave_sending, parcel_of, push_of, ship, state_of
from tests.services.say import PlainSay
from tests.support.orders import order

SAY = PlainSay()
STATES = ["held", "waiting", "sending", "confirmed", "failed", "unclear", "conflict", "recalled"]


@pytest.fixture
def one(channel: FakeChannel, synced: Synced) -> OrderId:
    channel.add(order("1"))
    return synced()["1"]


@pytest.fixture
def in_state(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId, request: pytest.FixtureRequest
) -> PushId:
    """A push that came to its state the way pushes do; an unclear one as a channel leaves it that cannot be asked."""
    state = request.param
    if state == "held":
        return shipments.confirm(desk, one, [parcel_of(desk, one, "7")]).pushes[0]
    push = ship(desk, one, "7")
    if state in ("failed", "conflict"):
        if state == "conflict":
            channel.change("1", order=OrderFacet.CANCELLED)
        channel.plan("confirm_shipment", Refused("No.", words="nope"))
        drain(desk, account)
    elif state == "confirmed":
        drain(desk, account)
    elif state == "recalled":
        outbox.recall(desk, [push])
    elif state in ("sending", "unclear"):
        leave_sending(desk, push)
    if state == "unclear":
        with desk.store.write() as transaction:
            row = outbox_store.load_push(transaction, push)
            assert row is not None
            assert outbox_store.move(transaction, row, PushState.UNCLEAR)
    return push


@pytest.mark.parametrize("in_state", STATES, indirect=True, ids=STATES)
@pytest.mark.parametrize("deed", ["recall", "retry", "done", "not done"])
def test_what_an_agent_may_do_in_which_state(desk: Desk, in_state: PushId, deed: str) -> None:
    before = push_of(desk, in_state)
    allowed = {
        "recall": {"held", "waiting", "failed", "conflict"},
        "retry": {"held", "waiting", "failed", "conflict", "unclear"},
        "done": {"unclear", "conflict"},
        "not done": {"unclear", "conflict"},
    }[deed]
    leads_to = {"recall": "recalled", "retry": "waiting", "done": "confirmed", "not done": "recalled"}[deed]

    def act() -> object:
        if deed == "recall":
            return outbox.recall(desk, [in_state])
        if deed == "retry":
            return outbox.retry(desk, [in_state])
        return outbox.resolve(desk, in_state, done=deed == "done")

    if before.state in allowed:
        assert act()
        after = push_of(desk, in_state)
        assert after.state == leads_to
        assert orders.show(desk, before.order).timeline[0].actor == "Ada"
        assert (after.settled_at is None) is (leads_to == "waiting")
        if leads_to == "waiting":
            assert (after.error_code, after.error_text, after.channel_words) == ("", "", "")
            assert after.not_before == desk.clock.now()
    else:
        timeline = orders.show(desk, before.order).timeline
        with pytest.raises(NotAllowed) as refused:
            act()
        assert refused.value.code in {"push_sent", "push_recalled", "push_not_retried", "push_not_resolved"}
        assert push_of(desk, in_state) == before
        assert orders.show(desk, before.order).timeline == timeline


def test_taking_several_back_is_all_or_nothing(desk: Desk, account: Account, one: OrderId) -> None:
    sent = ship(desk, one, "1", _11=1)
    drain(desk, account)
    waiting = ship(desk, one, "2")
    with pytest.raises(NotAllowed, match="sent already"):
        outbox.recall(desk, [waiting, sent])
    assert state_of(desk, waiting) is PushState.WAITING


def test_an_entry_that_does_not_exist_is_told(desk: Desk, one: OrderId) -> None:
    waiting = ship(desk, one, "7")
    with pytest.raises(NotFound, match="no entry 77"):
        outbox.recall(desk, [waiting, PushId(77)])
    assert state_of(desk, waiting) is PushState.WAITING


def test_a_failed_push_is_tried_again_and_goes(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId
) -> None:
    push = ship(desk, one, "7")
    channel.plan("confirm_shipment", Refused("Choose another carrier."))
    drain(desk, account)
    changes = outbox.retry(desk, [push])
    assert changes.touches(Kind.PUSH) == {push}
    assert drain(desk, account).confirmed == 1
    told = push_of(desk, push)
    assert (told.attempts, told.error_text) == (2, "")
    assert [effect.number for effect in channel.journal] == ["7"]


def test_an_unclear_push_that_is_tried_again_looks_before_it_sends(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId
) -> None:
    push = ship(desk, one, "7")
    channel.plan("confirm_shipment", Fault.DONE_NO_ANSWER)
    channel.plan("look_shipment", unavailable())
    drain(desk, account)
    leave_sending(desk, push)
    with desk.store.write() as transaction:
        row = outbox_store.load_push(transaction, push)
        assert row is not None
        outbox_store.move(transaction, row, PushState.UNCLEAR)
    outbox.retry(desk, [push])
    assert drain(desk, account).confirmed == 1
    assert len(channel.journal) == 1


def test_a_waiting_push_is_sent_at_once_when_an_agent_asks(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    push = ship(desk, one, "7")
    channel.plan("confirm_shipment", unavailable(600.0))
    drain(desk, account)
    assert push_of(desk, push).not_before == clock.now() + timedelta(seconds=600)
    outbox.retry(desk, [push])
    assert drain(desk, account).confirmed == 1


def test_a_recalled_failed_push_frees_its_pieces_and_its_number(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId
) -> None:
    push = ship(desk, one, "7")
    channel.plan("confirm_shipment", Refused("No."))
    drain(desk, account)
    outbox.recall(desk, [push])
    assert orders.show(desk, one).shipments == ()
    ship(desk, one, "7")
    assert drain(desk, account).confirmed == 1
    assert [effect.number for effect in channel.journal] == ["7"]


def test_who_acts_on_what_changed_meanwhile_is_told(desk: Desk, one: OrderId, monkeypatch: pytest.MonkeyPatch) -> None:
    push = ship(desk, one, "7")
    load = outbox_store.load_push

    def load_then_somebody_moves_it(transaction: object, which: PushId) -> object:
        row = load(transaction, which)  # type: ignore[arg-type]
        assert row is not None
        outbox_store.move(transaction, row, PushState.RECALLED)  # type: ignore[arg-type]
        return row

    monkeypatch.setattr(outbox_store, "load_push", load_then_somebody_moves_it)
    with pytest.raises(NotAllowed, match="changed just now"):
        outbox.recall(desk, [push])


def test_the_outbox_is_listed_newest_first_and_by_state(desk: Desk, one: OrderId) -> None:
    first, second = ship(desk, one, "1", _11=1), ship(desk, one, "2")
    outbox.recall(desk, [first])
    assert [entry.id for entry in outbox.overview(desk)] == [second, first]
    assert [entry.id for entry in outbox.overview(desk, states=[PushState.RECALLED])] == [first]
    assert [entry.id for entry in outbox.overview(desk, limit=1)] == [second]
    (view,) = accounts.overview(desk)
    assert (view.open_pushes, view.failed_pushes) == (1, 0)


def test_failed_and_unclear_entries_are_counted_for_the_account(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId
) -> None:
    ship(desk, one, "1")
    channel.plan("confirm_shipment", Refused("No."))
    drain(desk, account)
    (view,) = accounts.overview(desk)
    assert (view.open_pushes, view.failed_pushes) == (0, 1)


def test_the_history_tells_what_became_of_a_push_in_words(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    push = ship(desk, one, "7")
    channel.plan("confirm_shipment", Refused("The shop refuses it.", words="Invalid provider"))
    clock.advance(1)
    drain(desk, account)
    clock.advance(1)
    outbox.retry(desk, [push])
    clock.advance(1)
    drain(desk, account)
    told = [wording.timeline(entry, SAY) for entry in orders.show(desk, one).timeline]
    ours = [entry for entry in told if entry[0].startswith("Shipment")]
    assert ours == [
        ("Shipment reported to the channel", "DHL Paket 7 · confirmed"),
        ("Shipment report tried again", "DHL Paket 7"),
        ("Shipment report refused", "DHL Paket 7 · Invalid provider"),
        ("Shipment to be reported", "DHL Paket 7"),
    ]
