from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.contract.capabilities import Filled
from connectors.contract.errors import LoginNeeded, OutcomeUnknown, RateLimited, Refused, Unavailable, Unreadable
from desk.domain.changes import Kind
from desk.domain.clock import ManualClock
from desk.domain.errors import NotAllowed
from desk.domain.orders import OrderFacet, ShippingFacet
from desk.domain.pushes import ConfirmShipment, PushState
from desk.domain.standing import Standing
from desk.domain.values import AccountId, OrderId
from desk.domain.views import AccountState, EventKind
from desk.services import accounts, leases, orders, outbox, pusher, shipments, sync
from desk.services.context import Desk
from desk.services.leases import Task
from desk.store import outbox as outbox_store
from desk.store.accounts import Account
from tests.services.conftest import Synced
from tests.services.fakes import KEY, FakeChannel, FakeRegistry, Fault, Killed, Step, never, unavailable
from tests.services.outbox_deeds import drain, leave_sending, let_pass, parcel_of, push_of, ship, state_of
from tests.support.orders import order, parcel

NUMBER = "00340434161094015902"


@pytest.fixture
def ids(channel: FakeChannel, synced: Synced) -> dict[str, OrderId]:
    """Two orders of two cups (line 11) and one plate (line 12) each."""
    channel.add(order("1"), order("2"))
    return synced()


@pytest.fixture
def one(ids: dict[str, OrderId]) -> OrderId:
    return ids["1"]


def numbers(channel: FakeChannel) -> list[str]:
    return [effect.number for effect in channel.journal]


# --- All goes well ----------------------------------------------------------------------------------------


def test_a_parcel_reaches_the_channel_and_comes_back_as_its_own_word(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId
) -> None:
    push = ship(desk, one, NUMBER)
    done = drain(desk, account)
    assert (done.confirmed, done.failed, done.unclear, done.conflict, done.postponed) == (1, 0, 0, 0, 0)
    assert done.changes.touches(Kind.PUSH) == {push}
    assert done.changes.touches(Kind.ORDER) == {one}
    assert numbers(channel) == [NUMBER]
    told = push_of(desk, push)
    assert (told.state, told.attempts, told.remote_ref) == (PushState.CONFIRMED, 1, f"parcel-{NUMBER}")
    assert (told.sent_at, told.settled_at) == (desk.clock.now(), desk.clock.now())
    view = orders.show(desk, one)
    assert view.shipping is ShippingFacet.SHIPPED
    (shipment,) = view.shipments
    assert (shipment.number, shipment.state, shipment.id is None) == (NUMBER, PushState.CONFIRMED, False)
    assert [entry.kind for entry in view.timeline].count(EventKind.PUSH_CONFIRMED) == 1
    assert Standing.REPORTING not in view.standings
    assert drain(desk, account).confirmed == 0, "there is nothing left to do"
    assert len(channel.journal) == 1


def test_the_row_is_sending_before_the_first_byte_leaves(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId
) -> None:
    push = ship(desk, one, NUMBER)
    seen: list[PushState] = []
    channel.plan("confirm_shipment", lambda: seen.append(state_of(desk, push)))
    drain(desk, account)
    assert seen == [PushState.SENDING]


def test_nothing_is_confirmed_until_a_look_says_so(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    """The channel answers yes and does nothing: that is no confirmation, however often."""
    push = ship(desk, one, NUMBER)
    channel.plan("confirm_shipment", Fault.ACCEPTED_NOT_DONE, Fault.ACCEPTED_NOT_DONE)
    for attempts in (1, 2):
        done = drain(desk, account)
        assert (done.confirmed, done.postponed) == (0, 1)
        assert (state_of(desk, push), push_of(desk, push).attempts) == (PushState.WAITING, attempts)
        assert not orders.show(desk, one).shipments[0].id
        let_pass(clock, desk, push)
    drain(desk, account)
    assert state_of(desk, push) is PushState.CONFIRMED
    assert numbers(channel) == [NUMBER]


def test_what_the_channel_takes_and_never_shows_comes_back_to_the_agent_after_a_day(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    push = ship(desk, one, NUMBER)
    began, failed = clock.now(), 0
    channel.plan("confirm_shipment", *[Fault.ACCEPTED_NOT_DONE] * 200)
    while (told := push_of(desk, push)).state is PushState.WAITING:
        let_pass(clock, desk, push)
        failed = drain(desk, account).failed
        assert told.attempts < 100, "it is tried without end"
    took = clock.now() - began
    assert timedelta(days=1) <= took < timedelta(hours=30)
    assert 12 < told.attempts < 60
    assert (told.state, told.error_code, failed) == (PushState.FAILED, "not_shown", 1)
    assert "does not show it" in told.error_text
    view = orders.show(desk, one)
    assert view.standings[0] is Standing.PUSH_FAILED
    kinds = [entry.kind for entry in view.timeline]
    assert (kinds[0], kinds.count(EventKind.PUSH_SENT)) == (EventKind.PUSH_FAILED, 1)

    outbox.retry(desk, [push])
    drain(desk, account)
    assert state_of(desk, push) is PushState.WAITING, "it begins anew"
    assert push_of(desk, push).not_before - clock.now() <= timedelta(minutes=1)
    channel.plans["confirm_shipment"].clear()
    let_pass(clock, desk, push)
    assert drain(desk, account).confirmed == 1
    assert numbers(channel) == [NUMBER]


def test_a_day_on_which_desk_was_closed_is_no_day_of_looking(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    push = ship(desk, one, NUMBER)
    channel.plan("confirm_shipment", Fault.ACCEPTED_NOT_DONE, Fault.ACCEPTED_NOT_DONE)
    drain(desk, account)
    clock.advance(3 * 86_400)
    drain(desk, account)
    assert state_of(desk, push) is PushState.WAITING
    let_pass(clock, desk, push)
    assert drain(desk, account).confirmed == 1


def test_a_channel_out_of_reach_for_days_has_taken_nothing(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    push = ship(desk, one, NUMBER)
    channel.plan("confirm_shipment", *[unavailable()] * 150, Fault.ACCEPTED_NOT_DONE)
    for _ in range(151):
        drain(desk, account)
        let_pass(clock, desk, push)
    assert (state_of(desk, push), push_of(desk, push).attempts) == (PushState.WAITING, 151)
    assert drain(desk, account).confirmed == 1


def test_each_look_follows_its_own_push(desk: Desk, account: Account, channel: FakeChannel, one: OrderId) -> None:
    ship(desk, one, NUMBER)
    channel.calls.clear()
    drain(desk, account)
    assert channel.calls == ["confirm_shipment", "look_shipment", "fetch_order"]


def test_a_look_that_fails_leaves_the_push_waiting_and_is_not_sent_twice(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    push = ship(desk, one, NUMBER)
    channel.plan("look_shipment", unavailable())
    assert drain(desk, account).confirmed == 0
    assert state_of(desk, push) is PushState.WAITING
    let_pass(clock, desk, push)
    assert drain(desk, account).confirmed == 1
    assert numbers(channel) == [NUMBER]


def test_the_mirror_follows_by_the_next_sync_when_it_cannot_be_read_at_once(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId
) -> None:
    ship(desk, one, NUMBER)
    channel.plan("fetch_order", unavailable())
    assert drain(desk, account).confirmed == 1
    view = orders.show(desk, one)
    assert [(entry.number, entry.state) for entry in view.shipments] == [(NUMBER, PushState.CONFIRMED)]
    assert not view.may_ship.allowed, "our own confirmed push is known to have taken the pieces"
    sync.fetch(desk, account.id, lambda _: None, never())
    assert orders.show(desk, one).shipping is ShippingFacet.SHIPPED


# --- Held -------------------------------------------------------------------------------------------------


def test_a_held_push_stays_until_its_time_for_undoing_is_over(
    desk: Desk, account: Account, clock: ManualClock, one: OrderId
) -> None:
    (push,) = shipments.confirm(desk, one, [parcel_of(desk, one, NUMBER)], hold_seconds=10).pushes
    clock.advance(9.9)
    assert drain(desk, account).confirmed == 0
    assert state_of(desk, push) is PushState.HELD
    clock.advance(0.1)
    assert drain(desk, account).confirmed == 1


def test_a_recalled_push_never_leaves(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    (push,) = shipments.confirm(desk, one, [parcel_of(desk, one, NUMBER)], hold_seconds=10).pushes
    changes = outbox.recall(desk, [push])
    assert changes.touches(Kind.PUSH) == {push}
    assert changes.touches(Kind.ORDER) == {one}
    clock.advance(3600)
    assert drain(desk, account).confirmed == 0
    assert (state_of(desk, push), channel.journal) == (PushState.RECALLED, [])
    view = orders.show(desk, one)
    assert view.timeline[0].kind == "PUSH_RECALLED"
    assert view.shipments == ()
    assert view.may_ship.allowed, "its pieces are open again"


# --- Order is kept ----------------------------------------------------------------------------------------


def test_the_parcels_of_one_order_go_one_after_the_other(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId
) -> None:
    for number in ("1", "2", "3"):
        pieces = {"1": {"_11": 1}, "2": {"_11": 1}, "3": {}}[number]
        ship(desk, one, number, **pieces)
    assert drain(desk, account).confirmed == 3
    assert [(effect.number, effect.completes) for effect in channel.journal] == [
        ("1", False),
        ("2", False),
        ("3", True),
    ]
    assert orders.show(desk, one).order is OrderFacet.COMPLETED


def test_a_push_that_must_wait_holds_back_its_own_order_and_no_other(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, ids: dict[str, OrderId]
) -> None:
    first, second = ship(desk, ids["1"], "1", _11=1), ship(desk, ids["1"], "2")
    other = ship(desk, ids["2"], "9")
    channel.plan("confirm_shipment", Unreadable("The answer is garbled."))
    drain(desk, account)
    assert [state_of(desk, push) for push in (first, second, other)] == [
        PushState.WAITING,
        PushState.WAITING,
        PushState.CONFIRMED,
    ]
    assert numbers(channel) == ["9"]
    let_pass(clock, desk, first)
    drain(desk, account)
    assert numbers(channel) == ["9", "1", "2"]


def test_a_held_push_holds_back_the_ones_behind_it(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    shipments.confirm(desk, one, [parcel_of(desk, one, "1", _11=1)], hold_seconds=60)
    ship(desk, one, "2")
    assert drain(desk, account).confirmed == 0
    clock.advance(60)
    drain(desk, account)
    assert numbers(channel) == ["1", "2"]


def test_an_unclear_push_holds_back_its_order_until_somebody_settles_it(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId
) -> None:
    first, second = ship(desk, one, "1", _11=1), ship(desk, one, "2")
    make_unclear(desk, first)
    drain(desk, account)
    assert (channel.journal, state_of(desk, second)) == ([], PushState.WAITING)
    outbox.resolve(desk, first, done=False)
    drain(desk, account)
    assert numbers(channel) == ["2"]


def make_unclear(desk: Desk, push: object) -> None:
    """As a channel leaves it that cannot be asked."""
    with desk.store.write() as transaction:
        for state in (PushState.SENDING, PushState.UNCLEAR):
            row = outbox_store.load_push(transaction, push)  # type: ignore[arg-type]
            assert row is not None
            assert outbox_store.move(transaction, row, state)


# --- No answer --------------------------------------------------------------------------------------------


def test_a_time_out_after_the_effect_is_confirmed_by_a_look(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId
) -> None:
    push = ship(desk, one, NUMBER)
    channel.plan("confirm_shipment", Fault.DONE_NO_ANSWER)
    done = drain(desk, account)
    assert (done.confirmed, state_of(desk, push)) == (1, PushState.CONFIRMED)
    assert numbers(channel) == [NUMBER]
    assert channel.calls.count("confirm_shipment") == 1


def test_a_time_out_before_the_effect_is_sent_again_after_a_look(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    push = ship(desk, one, NUMBER)
    channel.plan("confirm_shipment", Fault.LOST_ON_THE_WAY)
    assert drain(desk, account).postponed == 1
    told = push_of(desk, push)
    assert (told.state, told.error_code) == (PushState.WAITING, "outcome_unknown")
    let_pass(clock, desk, push)
    assert drain(desk, account).confirmed == 1
    assert numbers(channel) == [NUMBER]
    assert push_of(desk, push).error_code == "", "the trouble is over"


def test_a_time_out_with_nobody_to_ask_waits_and_looks_first_next_time(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    push = ship(desk, one, NUMBER)
    channel.plan("confirm_shipment", Fault.DONE_NO_ANSWER)
    channel.plan("look_shipment", unavailable(30.0))
    done = drain(desk, account)
    assert (state_of(desk, push), done.again_after) == (PushState.WAITING, 30.0)
    let_pass(clock, desk, push)
    assert drain(desk, account).confirmed == 1
    assert numbers(channel) == [NUMBER]


@pytest.mark.parametrize("effect", [True, False], ids=["effect there", "effect not there"])
@pytest.mark.parametrize("owner", ["another process", "own"])
def test_what_a_dead_process_was_sending_is_looked_up_first(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId, effect: bool, owner: str
) -> None:
    """Also when it was this very process, whose earlier run ended by a mistake of ours."""
    push = ship(desk, one, NUMBER)
    leave_sending(desk, push, owner if owner != "own" else f"{desk.owner}/1")
    if effect:
        with desk.store.read() as transaction:
            row = outbox_store.load_push(transaction, push)
        assert row is not None
        assert isinstance(row.push, ConfirmShipment)
        channel.carry_out(row.push, row.key)
    done = drain(desk, account)
    assert (done.confirmed, state_of(desk, push)) == (1, PushState.CONFIRMED)
    assert numbers(channel) == [NUMBER], "once, whoever sent it"
    assert push_of(desk, push).attempts == 2


@pytest.mark.parametrize("planned", [(Killed(),), (Fault.DONE_NO_ANSWER,)], ids=["before", "after"])
def test_a_run_that_is_killed_while_sending_doubles_and_loses_nothing(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId, planned: tuple[Step, ...]
) -> None:
    push = ship(desk, one, NUMBER)
    channel.plan("confirm_shipment", *planned)
    if planned == (Fault.DONE_NO_ANSWER,):
        channel.plan("look_shipment", Killed())
    with pytest.raises(Killed):
        drain(desk, account)
    assert state_of(desk, push) is PushState.SENDING
    assert drain(desk, account).confirmed == 1
    assert numbers(channel) == [NUMBER]


def test_a_row_left_sending_goes_before_what_waits(
    desk: Desk, account: Account, channel: FakeChannel, ids: dict[str, OrderId]
) -> None:
    ship(desk, ids["2"], "later")
    ship_first = ship(desk, ids["1"], "first")
    leave_sending(desk, ship_first)
    drain(desk, account)
    assert numbers(channel) == ["first", "later"]


# --- The channel says no ----------------------------------------------------------------------------------


def test_a_refusal_comes_back_to_the_agent_with_the_channels_words(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    push = ship(desk, one, NUMBER)
    channel.plan("confirm_shipment", Refused("The shop refuses it.", code="invalid_param", words="Invalid provider"))
    done = drain(desk, account)
    assert (done.failed, done.confirmed) == (1, 0)
    told = push_of(desk, push)
    assert (told.state, told.error_code, told.error_text) == (PushState.FAILED, "invalid_param", "The shop refuses it.")
    assert told.channel_words == "Invalid provider"
    view = orders.show(desk, one)
    assert view.standings[0] is Standing.PUSH_FAILED
    assert view.timeline[0].kind == "PUSH_FAILED"
    assert view.timeline[0].facts["channel_words"] == "Invalid provider"
    clock.advance(86_400)
    assert drain(desk, account).failed == 0, "never retried by itself"
    assert channel.calls.count("confirm_shipment") == 1


def test_a_refusal_of_what_is_there_already_is_a_confirmation(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId
) -> None:
    """The shop calls a number it already has an error; a look tells better."""
    push = ship(desk, one, NUMBER)

    def somebody_else_was_faster() -> None:
        channel.change("1", shipments=(parcel(NUMBER),))
        raise Refused("That number is there already.")

    channel.plan("confirm_shipment", somebody_else_was_faster)
    assert drain(desk, account).confirmed == 1
    assert state_of(desk, push) is PushState.CONFIRMED
    assert channel.journal == []


@pytest.mark.parametrize("word", ["cancelled", "deleted"])
def test_an_order_that_moved_elsewhere_meanwhile_is_a_conflict(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId, word: str
) -> None:
    push = ship(desk, one, NUMBER)
    if word == "cancelled":
        channel.change("1", order=OrderFacet.CANCELLED)
    else:
        channel.remove("1")
    done = drain(desk, account)
    assert (done.conflict, state_of(desk, push)) == (1, PushState.CONFLICT)
    told = push_of(desk, push)
    assert (told.error_code, told.channel_words) == ("moved", "The order is cancelled there.")
    assert orders.show(desk, one).standings[0] is Standing.PUSH_CONFLICT
    assert channel.journal == []


def test_words_that_know_their_parts_are_kept_as_plain_text(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId
) -> None:
    push = ship(desk, one, NUMBER)
    words = Filled("Parcel {number} is too heavy.", number=NUMBER)
    channel.plan("confirm_shipment", Refused(Filled("Not this one: {number}.", number=NUMBER), words=words))
    assert drain(desk, account).failed == 1
    told = push_of(desk, push)
    assert (told.channel_words, type(told.channel_words)) == (f"Parcel {NUMBER} is too heavy.", str)
    assert told.error_text == f"Not this one: {NUMBER}."


def test_a_failed_parcel_leaves_its_pieces_open_and_the_next_one_does_not_complete(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId
) -> None:
    """When both were reported, the second was to complete the order."""
    failed, second = ship(desk, one, "1", _11=1), ship(desk, one, "2")
    assert push_of(desk, second).what["completes"] == 1
    channel.plan("confirm_shipment", Refused("No."))
    drain(desk, account)
    assert [(effect.number, effect.completes) for effect in channel.journal] == [("2", False)]
    assert orders.show(desk, one).order is OrderFacet.OPEN
    outbox.retry(desk, [failed])
    drain(desk, account)
    assert [(effect.number, effect.completes) for effect in channel.journal] == [("2", False), ("1", True)]
    assert orders.show(desk, one).order is OrderFacet.COMPLETED


def test_a_channel_that_takes_no_parcels_fails_the_push_in_words(
    desk: Desk, account: Account, registry: FakeRegistry, one: OrderId
) -> None:
    push = ship(desk, one, NUMBER)
    registry.ships = False
    assert drain(desk, account).failed == 1
    assert push_of(desk, push).error_code == "channel_cannot_ship"


# --- The channel cannot be reached ------------------------------------------------------------------------


def test_a_rate_limit_is_honoured_by_the_push_and_by_the_account(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, ids: dict[str, OrderId]
) -> None:
    first, other = ship(desk, ids["1"], "1"), ship(desk, ids["2"], "2")
    channel.plan("confirm_shipment", RateLimited("Too often.", retry_after=120.0))
    done = drain(desk, account)
    assert (done.postponed, done.again_after) == (1, 120.0)
    told = push_of(desk, first)
    assert (told.state, told.error_code) == (PushState.WAITING, "rate_limited")
    assert told.not_before == clock.now() + timedelta(seconds=120)
    assert (state_of(desk, other), push_of(desk, other).attempts) == (PushState.WAITING, 0), "the account waits"
    (view,) = accounts.overview(desk)
    assert (view.trouble_code, view.next_run) == ("rate_limited", clock.now() + timedelta(seconds=120))
    clock.advance(119)
    drain(desk, account)
    assert numbers(channel) == ["2"], "the first one's time has not come"
    clock.advance(1)
    drain(desk, account)
    assert numbers(channel) == ["2", "1"]


def test_a_quota_of_one_kind_of_call_holds_back_that_push_and_no_other(
    desk: Desk, account: Account, channel: FakeChannel, ids: dict[str, OrderId]
) -> None:
    limited = RateLimited("Slow down.", retry_after=120)
    limited.for_this_only = True
    channel.plan("confirm_shipment", limited)
    held, free = ship(desk, ids["1"], "1"), ship(desk, ids["2"], "2")
    done = drain(desk, account)
    assert (state_of(desk, held), state_of(desk, free), done.again_after) == (
        PushState.WAITING,
        PushState.CONFIRMED,
        None,
    )
    assert push_of(desk, held).not_before - desk.clock.now() == timedelta(seconds=120)


def test_waits_grow_with_every_try_up_to_a_bound(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    push = ship(desk, one, NUMBER)
    channel.plan("confirm_shipment", *[unavailable()] * 12)
    waits = []
    for _ in range(12):
        drain(desk, account)
        waits.append((push_of(desk, push).not_before - clock.now()).total_seconds())
        let_pass(clock, desk, push)
    assert waits[:4] == [5.0, 10.0, 20.0, 40.0]
    assert waits == sorted(waits)
    assert waits[-1] == 900.0
    assert drain(desk, account).confirmed == 1


def test_a_key_that_no_longer_fits_pauses_the_account_and_nothing_is_lost(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    push = ship(desk, one, NUMBER)
    channel.key = "another"
    done = drain(desk, account)
    assert done.postponed == 1
    assert done.changes.touches(Kind.ACCOUNT) == {account.id}
    assert accounts.load(desk, account.id).state is AccountState.LOGIN_NEEDED
    clock.advance(3600)
    assert drain(desk, account).postponed == 0, "not tried again before the keys are"
    channel.key = KEY
    accounts.test(desk, accounts.load(desk, account.id))
    assert drain(desk, account).confirmed == 1
    assert state_of(desk, push) is PushState.CONFIRMED


def test_a_key_that_stops_fitting_between_sending_and_looking_pauses_too(
    desk: Desk, account: Account, channel: FakeChannel, ids: dict[str, OrderId]
) -> None:
    first, second = ship(desk, ids["1"], "1"), ship(desk, ids["2"], "2")
    channel.plan("confirm_shipment", Fault.DONE_NO_ANSWER)
    channel.plan("look_shipment", LoginNeeded("The key was taken back."))
    drain(desk, account)
    assert accounts.load(desk, account.id).state is AccountState.LOGIN_NEEDED
    assert [state_of(desk, push) for push in (first, second)] == [PushState.WAITING] * 2
    assert push_of(desk, second).attempts == 0


def test_a_missing_secret_is_asked_for_and_the_push_stays(desk: Desk, account: Account, one: OrderId) -> None:
    push = ship(desk, one, NUMBER)
    desk.secrets.delete("account/Shop/consumer_key")
    with pytest.raises(LoginNeeded, match="not in the keyring"):
        drain(desk, account)
    assert (state_of(desk, push), push_of(desk, push).attempts) == (PushState.WAITING, 0)
    assert accounts.load(desk, account.id).state is AccountState.LOGIN_NEEDED


# --- Switched off -----------------------------------------------------------------------------------------


def test_with_writing_off_nothing_goes(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    push = ship(desk, one, NUMBER)
    accounts.switch_writing(desk, account.id, on=False)
    clock.advance(3600)
    drain(desk, account)
    assert (state_of(desk, push), channel.journal) == (PushState.WAITING, [])
    accounts.switch_writing(desk, account.id, on=True)
    assert drain(desk, account).confirmed == 1


@pytest.mark.parametrize("switch", ["writing", "pause", "stop"])
def test_switching_off_stops_what_is_under_way_after_the_push_at_hand(
    desk: Desk, account: Account, channel: FakeChannel, ids: dict[str, OrderId], switch: str
) -> None:
    first, second = ship(desk, ids["1"], "1"), ship(desk, ids["2"], "2")
    stop = threading.Event()
    off: dict[str, Callable[[], object]] = {
        "writing": lambda: accounts.switch_writing(desk, account.id, on=False),
        "pause": lambda: accounts.pause(desk, account.id, paused=True),
        "stop": stop.set,
    }
    channel.plan("confirm_shipment", off[switch])  # type: ignore[arg-type]
    pusher.drain(desk, account.id, stop)
    assert (state_of(desk, first), state_of(desk, second)) == (PushState.CONFIRMED, PushState.WAITING)
    assert numbers(channel) == ["1"]


def test_stopping_reaches_what_the_connector_waits_for_and_is_no_trouble(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId
) -> None:
    push = ship(desk, one, NUMBER)
    stop = threading.Event()

    def wait_for_a_turn() -> None:
        assert channel.connected[-1].stop is stop
        stop.set()
        raise Unavailable("Stopped before the shop was asked.", code="stopped")

    channel.plan("confirm_shipment", wait_for_a_turn)
    pusher.drain(desk, account.id, stop)
    assert state_of(desk, push) is PushState.WAITING
    assert accounts.overview(desk)[0].trouble_code == ""


# --- Several Desks ----------------------------------------------------------------------------------------


def test_one_desk_at_a_time_drains_an_account(desk: Desk, account: Account, channel: FakeChannel, one: OrderId) -> None:
    push = ship(desk, one, NUMBER)
    refused: list[str] = []

    def others_try() -> None:
        for rival in (replace(desk, owner="another"), desk):  # also a second thread of the same Desk
            with pytest.raises(NotAllowed) as told:
                pusher.drain(rival, account.id, never())
            refused.append(told.value.code)

    channel.plan("confirm_shipment", others_try)
    drain(desk, account)
    assert refused == ["busy_elsewhere"] * 2
    assert (state_of(desk, push), numbers(channel)) == (PushState.CONFIRMED, [NUMBER])


def test_many_desks_that_drain_at_once_send_each_parcel_once(
    desk: Desk, account: Account, channel: FakeChannel, synced: Synced
) -> None:
    channel.add(*[order(str(at)) for at in range(100, 112)])
    ids = synced()
    for remote_id, order_id in ids.items():
        ship(desk, order_id, f"N{remote_id}")

    def work(worker: int) -> None:
        rival = replace(desk, owner=f"process {worker}")
        for _ in range(40):
            try:
                pusher.drain(rival, account.id, never())
            except NotAllowed:
                continue

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert sorted(numbers(channel)) == sorted(f"N{remote_id}" for remote_id in ids)


def test_the_lease_of_pushing_outlasts_the_networks_patience(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    """One push is several calls, each as slow as its time-out: nobody may take it for dead meanwhile."""
    ship(desk, one, NUMBER)
    refused: list[str] = []

    def slow() -> None:
        clock.advance(desk.timeout * 6)
        with pytest.raises(NotAllowed) as told:
            pusher.drain(replace(desk, owner="another"), account.id, never())
        refused.append(told.value.code)

    channel.plan("confirm_shipment", slow)
    drain(desk, account)
    assert (refused, numbers(channel)) == (["busy_elsewhere"], [NUMBER])


def test_a_lease_runs_out_and_whoever_comes_next_takes_over(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    push = ship(desk, one, NUMBER)
    with desk.store.write() as transaction:
        assert leases.renew(desk, transaction, account.id, Task.PUSH, "dead")
    leave_sending(desk, push, "dead")
    with pytest.raises(NotAllowed):
        drain(desk, account)
    clock.advance(max(leases.LEASE.total_seconds(), 10 * desk.timeout) + 1)
    assert drain(desk, account).confirmed == 1
    assert numbers(channel) == [NUMBER]


def test_who_was_overtaken_settles_nothing(
    desk: Desk, account: Account, channel: FakeChannel, clock: ManualClock, one: OrderId
) -> None:
    """Its lease ran out while it sent; the other has looked, found the effect and confirmed."""
    push = ship(desk, one, NUMBER)
    reports: list[pusher.DrainReport] = []

    def overtaken() -> None:
        clock.advance(3600)
        reports.append(pusher.drain(replace(desk, owner="another"), account.id, never()))
        raise OutcomeUnknown("No answer.")

    channel.plan("confirm_shipment", overtaken)
    channel.plan("look_shipment", None, Refused("A late and wrong answer."))
    late = drain(desk, account)
    assert reports[0].confirmed == 1
    assert (late.confirmed, late.failed, late.postponed) == (0, 0, 0)
    assert (state_of(desk, push), numbers(channel)) == (PushState.CONFIRMED, [NUMBER])
    kinds = [entry.kind for entry in orders.show(desk, one).timeline]
    assert kinds.count(EventKind.PUSH_CONFIRMED) == 1
    assert EventKind.PUSH_FAILED not in kinds


def test_two_accounts_run_apart(desk: Desk, account: Account, registry: FakeRegistry, ids: dict[str, OrderId]) -> None:
    elsewhere = FakeChannel()
    registry.others["https://other.example.org"] = elsewhere
    settings = {"base_url": "https://other.example.org", "writing": "on"}
    other = accounts.load(desk, accounts.add(desk, "fake", settings, {"consumer_key": KEY}, name="Other").id)
    elsewhere.add(order("1", account=other.id))
    sync.fetch(desk, other.id, lambda _: None, never())
    theirs = next(row for row in outbox_orders(desk, other.id))
    mine = ship(desk, ids["1"], "mine")
    ship(desk, theirs, "theirs")
    registry.channel.plan("confirm_shipment", unavailable(600.0))
    drain(desk, account)
    assert drain(desk, other).confirmed == 1
    assert numbers(elsewhere) == ["theirs"]
    assert state_of(desk, mine) is PushState.WAITING


def outbox_orders(desk: Desk, account: AccountId) -> list[OrderId]:
    return [one.id for one in orders.everything(desk) if one.order.ref.account == account]


def test_writes_run_where_the_window_wants_them(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId
) -> None:
    """With one thread for all writes, as in the window: nothing waits for itself."""
    with ThreadPoolExecutor(1, thread_name_prefix="database") as database:
        windowed = desk.with_database(database)
        ship(windowed, one, NUMBER)
        channel.change("2", buyer_note="neu")
        assert drain(windowed, account).confirmed == 1
        assert sync.fetch(windowed, account.id, lambda _: None, never()).finished
        channel.key = "another"
        with pytest.raises(LoginNeeded):
            sync.fetch(windowed, account.id, lambda _: None, never())
        assert accounts.overview(windowed)[0].state is AccountState.LOGIN_NEEDED


# --- The parcel's number within its order -----------------------------------------------------------------


def numbers_given(desk: Desk, order_id: OrderId) -> list[int]:
    with desk.store.read() as transaction:
        rows = outbox_store.load_pushes_of(transaction, [order_id])[order_id]
    return [row.push.parcel for row in outbox_store.of_kind(rows, ConfirmShipment)]


def test_each_parcel_of_an_order_gets_a_number_of_its_own_before_it_is_sent(
    desk: Desk, account: Account, channel: FakeChannel, ids: dict[str, OrderId]
) -> None:
    ship(desk, ids["1"], "A-100001", _11=1)
    ship(desk, ids["1"], "A-100002", _11=1)
    ship(desk, ids["2"], "A-100003")
    assert numbers_given(desk, ids["1"]) == [0, 0], "until it is sent it needs none"
    seen: list[list[int]] = []
    channel.plan("confirm_shipment", lambda: seen.append(numbers_given(desk, ids["1"])))
    drain(desk, account)
    assert seen[0][0] == 1
    assert numbers_given(desk, ids["1"]) == [1, 2]
    assert numbers_given(desk, ids["2"]) == [1]


def test_a_parcel_keeps_its_number_however_often_it_is_tried(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId, clock: ManualClock
) -> None:
    push = ship(desk, one, NUMBER, _11=1)
    channel.plan("confirm_shipment", Killed())
    with pytest.raises(Killed):
        drain(desk, account)
    assert numbers_given(desk, one) == [1]
    # Meanwhile the channel's own people have used numbers up to 4.
    channel.change("1", shipments=(replace(parcel("B-200001", {"11": 1}), remote_id="4"),))
    sync.fetch(desk, account.id, lambda _: None, never())
    clock.advance(max(leases.LEASE.total_seconds(), 10 * desk.timeout) + 1)
    drain(desk, account)
    assert state_of(desk, push) is PushState.CONFIRMED
    assert numbers_given(desk, one) == [1]


def test_a_number_that_the_channel_gave_to_another_parcel_is_not_taken(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId
) -> None:
    channel.change("1", shipments=(replace(parcel("B-200001", {"11": 1}), remote_id="2"),))
    sync.fetch(desk, account.id, lambda _: None, never())
    ship(desk, one, NUMBER, _11=1)
    drain(desk, account)
    assert numbers_given(desk, one) == [3]
