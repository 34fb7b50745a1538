"""What becomes of a push when the channel is silent, says no, cannot be reached, or may not be written to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from connectors.contract.capabilities import Filled
from connectors.contract.errors import LoginNeeded, RateLimited, Refused, Unavailable
from desk.domain.changes import Kind
from desk.domain.clock import ManualClock
from desk.domain.orders import OrderFacet
from desk.domain.pushes import ConfirmShipment, PushState
from desk.domain.standing import Standing
from desk.domain.values import OrderId
from desk.domain.views import AccountState
from desk.services import accounts, orders, outbox, pusher
from desk.services.context import Desk
from desk.store import outbox as outbox_store
from desk.store.accounts import Account
from tests.services.fakes import KEY, FakeChannel, FakeRegistry, Fault, Killed, Step, unavailable
from tests.services.outbox_deeds import NUMBER, drain, leave_sending, let_pass, numbers, push_of, ship, state_of
from tests.support.orders import parcel

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


def test_what_is_there_already_is_looked_at_once(
    desk: Desk, account: Account, channel: FakeChannel, one: OrderId
) -> None:
    """Its looks are counted by the channel."""
    push = ship(desk, one, NUMBER)
    channel.change("1", shipments=(parcel(NUMBER),))
    channel.calls.clear()
    drain(desk, account)
    assert state_of(desk, push) is PushState.CONFIRMED
    assert channel.calls == ["confirm_shipment", "fetch_order"]


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
    accounts.check_login(desk, accounts.load(desk, account.id))
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
