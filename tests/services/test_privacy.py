"""When a buyer has to be forgotten, who says so, and what waits; test_privacy_amazon searches for what is left."""

from __future__ import annotations

from dataclasses import replace

import pytest

from connectors.contract.snapshots import OrderSnapshot
from desk.domain.cases import CaseState
from desk.domain.clock import Instant, ManualClock
from desk.domain.errors import NotAllowed
from desk.domain.orders import Buyer, OrderFacet, PaymentFacet, ShippingFacet
from desk.domain.values import AccountId, RemoteRef
from desk.services import accounts, care_daily, messages, orders, outbox, privacy, sync, traces
from desk.services.care import NEVER_RAN, note, notes
from desk.services.context import Desk
from desk.services.privacy import over_since
from desk.store.accounts import Account
from desk.store.orders import OrderRecord
from tests.services.conftest import Synced
from tests.services.fake_deeds import DeedChannel, DeedRegistry, case, said, talk
from tests.services.fakes import never
from tests.support.orders import START, after, line, order, parcel, refunded

SHIPPED_AT = after(3600)
DAY = 86_400.0


def shipped(name: str = "1001", **changes: object) -> OrderSnapshot:
    sent = parcel("00340434161094000001", at=SHIPPED_AT)
    told = order(name, shipping=ShippingFacet.SHIPPED, order=OrderFacet.COMPLETED, shipments=(sent,))
    return replace(told, **changes)  # type: ignore[arg-type]


@pytest.fixture
def channel() -> DeedChannel:
    made = DeedChannel()
    buyer = Buyer(name="Jürgen Müller", remote_id="ada_b")
    made.add(shipped(buyer=buyer, lines=(line("11", 1, listing="77"),)))
    made.add(order("1002"))
    return made


@pytest.fixture
def registry(channel: DeedChannel) -> DeedRegistry:
    return DeedRegistry(channel)


@pytest.fixture
def forgetful(desk: Desk, account: Account) -> Account:
    """The account forgets after ten days."""
    accounts.change(desk, account, {"forget_after": "10"}, {})
    return accounts.load(desk, account.id)


def record(told: OrderSnapshot) -> OrderRecord:
    return OrderRecord(id=None, merged=told, fetched_at=START, kept={}, content_hash=b"")


CANCELLED = order("1", order=OrderFacet.CANCELLED, changed_at=after(90_000))


@pytest.mark.parametrize(
    "told, moves, since",
    [
        (order("1"), (), None),
        (order("1", shipping=ShippingFacet.PARTLY_SHIPPED), (), None),
        (shipped(), (), SHIPPED_AT),
        (shipped(changed_at=after(9e6)), (), SHIPPED_AT),
        (shipped(shipments=(), changed_at=after(50)), (), after(50)),
        (shipped(shipments=(), changed_at=after(9e6)), ((after(70), "SHIPPED"),), after(70)),
        (CANCELLED, (), after(90_000)),
        (CANCELLED, ((after(60_000), "CANCELLED"), (after(80), "OPEN")), after(60_000)),
        (order("1", payment=PaymentFacet.REFUNDED, payments=(refunded(6460, after(99)),)), (), after(99)),
        (order("1", shipping=ShippingFacet.NOTHING_TO_SHIP, paid_at=after(5)), (), after(5)),
    ],
)
def test_an_order_is_over_when_it_was_shipped_or_called_off(
    told: OrderSnapshot, moves: tuple[tuple[Instant, str], ...], since: Instant | None
) -> None:
    assert over_since(record(told), moves) == since


def test_nobody_is_forgotten_where_nobody_asks_for_it(desk: Desk, synced: Synced, clock: ManualClock) -> None:
    ids = synced()
    clock.advance(400 * DAY)
    assert privacy.run(desk).accounts == ()
    assert orders.show(desk, ids["1001"]).buyer.name == "Jürgen Müller"


def test_a_merchants_own_word_counts_from_the_day_of_shipment(
    desk: Desk, forgetful: Account, synced: Synced, clock: ManualClock
) -> None:
    ids = synced()
    clock.advance(SHIPPED_AT.timestamp() + 10 * DAY - clock.now().timestamp())
    assert privacy.run(desk, forgetful.id).orders == 0, "ten days to the second"
    clock.advance(1)
    assert privacy.plan(desk).orders == 1
    assert privacy.run(desk).orders == 1
    assert privacy.plan(desk).orders == 0
    seen = orders.show(desk, ids["1001"])
    assert (seen.forgotten, seen.recipient.town, seen.recipient.postcode) == (True, "Köln", "50")
    assert orders.show(desk, ids["1002"]).buyer.name == "Jürgen Müller", "its goods are not sent yet"


def test_what_waits_in_the_outbox_keeps_its_buyer_until_then(
    desk: Desk, forgetful: Account, synced: Synced, clock: ManualClock
) -> None:
    ids = synced()
    queued = messages.send(desk, ids["1001"], "Hello").pushes
    clock.advance(30 * DAY)
    (told,) = privacy.run(desk, forgetful.id).accounts
    assert (told.orders, told.waiting) == (0, 1)
    outbox.recall(desk, queued)
    assert privacy.run(desk).orders == 1
    assert [row.what["text"] for row in outbox.overview(desk)] == [""]


def test_what_is_told_again_of_cases_and_texts_brings_nobody_back(
    desk: Desk, channel: DeedChannel, forgetful: Account, synced: Synced, clock: ManualClock
) -> None:
    channel.put_case(case("c1", comment="I am Zwetschgenberger", buyer="ada_b"))
    named = RemoteRef(account=AccountId(1), id="1001")
    channel.put_texts(replace(talk("t1", said("I am Zwetschgenberger", at=3000)), order=named))
    ids = synced()
    clock.advance(30 * DAY)
    (told,) = privacy.run(desk, forgetful.id).accounts
    assert (told.cases, told.conversations) == (1, 1)
    ended = replace(case("c1", comment="I am Zwetschgenberger", buyer="ada_b"), state=CaseState.REFUNDED)
    channel.put_case(ended)
    channel.put_texts(replace(talk("t1", said("I am Zwetschgenberger", at=4000)), order=named))
    synced()
    seen = orders.show(desk, ids["1001"])
    assert [(one.comment, one.state) for one in seen.cases] == [("", CaseState.REFUNDED)]
    assert seen.conversations == ()

    # Who writes anew is heard, and only what is new.
    later = (clock.now() - START).total_seconds() + 60
    old, new = said("I am Zwetschgenberger", at=4000), said("It broke.", "m2", at=later)
    channel.put_texts(replace(talk("t1", old, new), order=named))
    opened = replace(case("c2", comment="It broke."), opened_at=after(later))
    channel.put_case(opened)
    clock.advance(3600)
    for _ in range(2):
        synced()
        seen = orders.show(desk, ids["1001"])
        assert [text.text for one in seen.conversations for text in one.messages] == ["It broke."]
        assert sorted(one.comment for one in seen.cases) == ["", "It broke."]

    clock.advance(11 * DAY)
    (planned,) = privacy.plan(desk, forgetful.id).accounts
    assert (planned.orders, planned.cases, planned.conversations) == (0, 1, 1)
    assert privacy.run(desk, forgetful.id).accounts == (planned,)
    channel.put_case(replace(opened, state=CaseState.CLOSED))
    channel.put_texts(replace(talk("t1", old, new), order=named))
    synced()
    seen = orders.show(desk, ids["1001"])
    assert ([one.comment for one in seen.cases], seen.conversations) == (["", ""], ())
    assert privacy.plan(desk, forgetful.id).accounts[0].cases == 0


def test_a_window_forgets_once_a_day_and_goes_on_where_a_run_was_cut_off(
    desk: Desk, forgetful: Account, synced: Synced, clock: ManualClock
) -> None:
    ids = synced()
    clock.advance(30 * DAY)
    assert privacy.is_due(desk)
    care_daily.look_after(desk)
    assert orders.show(desk, ids["1001"]).forgotten
    assert not privacy.is_due(desk)
    traces.expect(desk)
    assert privacy.is_due(desk), "a run was killed before it had wiped everything"
    care_daily.look_after(desk)
    assert not traces.are_left(desk)
    clock.advance(DAY)
    assert privacy.is_due(desk)
    assert notes(desk.store.place.folder)["privacy_ran_at"]
    note(desk.store.place.folder, **NEVER_RAN)
    assert privacy.is_due(desk), "the store comes from a backup"
    assert forgetful.settings["forget_after"] == "10"


def test_a_run_that_is_stopped_says_so_and_forgets_nobody(
    desk: Desk, forgetful: Account, synced: Synced, clock: ManualClock
) -> None:
    synced()
    clock.advance(30 * DAY)
    stopped = never()
    stopped.set()
    with pytest.raises(privacy.ForgettingStopped):
        privacy.run(desk, forgetful.id, stop=stopped)
    assert privacy.plan(desk).orders == 1


@pytest.mark.parametrize("days", ["0", "-3", "soon", "4000", "1.5"])
def test_days_that_are_none_are_refused(desk: Desk, account: Account, days: str) -> None:
    with pytest.raises(NotAllowed, match="number of days"):
        accounts.change(desk, account, {"forget_after": days}, {})


def test_a_channel_that_asks_for_it_can_be_overruled(desk: Desk, account: Account, registry: DeedRegistry) -> None:
    asking = replace(registry.describe("fake"), forget_buyers_after=30)

    class Asking(DeedRegistry):
        def describe(self, kind: str) -> object:  # type: ignore[override]
            return asking

    asked = replace(desk, connectors=Asking(registry.channel))  # type: ignore[arg-type]
    assert privacy.days_of(desk, account) is None
    assert privacy.days_of(asked, account) == 30
    assert privacy.days_of(asked, replace(account, settings={"forget_after": "off"})) is None
    assert privacy.days_of(asked, replace(account, settings={"forget_after": "7"})) == 7


@pytest.mark.usefixtures("forgetful")
def test_many_orders_at_once_may_hold_some_that_are_due(
    desk: Desk, synced: Synced, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.advance(30 * DAY)
    privacy.run(desk)
    assert not privacy.is_due(desk)
    monkeypatch.setattr(sync, "MANY", 2)
    ids = synced()
    assert privacy.is_due(desk), "a first import brings old orders"
    care_daily.look_after(desk)
    assert orders.show(desk, ids["1001"]).forgotten
