from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from connectors.contract.capabilities import Capabilities
from desk.domain.changes import Kind
from desk.domain.errors import NotAllowed, NotFound
from desk.domain.orders import Handling, OrderFacet, PaymentFacet, ShippingFacet
from desk.domain.pushes import PushState
from desk.domain.shipments import LineQuantity, Parcel
from desk.domain.standing import Standing
from desk.domain.values import LineId, OrderId
from desk.services import accounts, orders, outbox, shipments
from desk.services.context import Desk
from desk.store import orders as order_store
from desk.store import outbox as outbox_store
from desk.store.accounts import Account
from tests.services.conftest import Synced
from tests.services.fakes import FakeChannel, Killed
from tests.support.orders import after, line, order, parcel

NUMBER = "00340434161094015902"


@pytest.fixture
def order_id(channel: FakeChannel, synced: Synced) -> OrderId:
    channel.add(order("1001"))
    return synced()["1001"]


def lines_of(desk: Desk, order_id: OrderId, **pieces: int) -> tuple[LineQuantity, ...]:
    ids = {one.remote_id: one.id for one in orders.show(desk, order_id).lines}
    return tuple(LineQuantity(ids[name[1:]], quantity) for name, quantity in pieces.items())


def ship(desk: Desk, order_id: OrderId, number: str = NUMBER, **pieces: int) -> shipments.Queued:
    """Report one parcel: of `_11=2, _12=1`, else of everything open."""
    return shipments.confirm(
        desk, order_id, [Parcel(carrier="dhl_de", number=number, lines=lines_of(desk, order_id, **pieces))]
    )


def whole() -> Parcel:
    return Parcel(carrier="dhl_de", number=NUMBER)


def open_pieces(desk: Desk, order_id: OrderId) -> dict[str, int]:
    return {one.remote_id: one.shippable.open for one in orders.show(desk, order_id).lines}


def test_a_report_queues_a_push_and_tells_the_history_in_one_go(desk: Desk, order_id: OrderId) -> None:
    queued = ship(desk, order_id)
    assert queued.changes.touches(Kind.ORDER) == {order_id}
    assert queued.changes.touches(Kind.PUSH) == set(queued.pushes)
    (push,) = outbox.overview(desk)
    assert (push.id, push.state, push.actor, push.order_number) == (queued.pushes[0], PushState.HELD, "Ada", "1001")
    assert (push.not_before - desk.clock.now()).total_seconds() == 10
    assert push.what == {
        "deed": "confirm_shipment", "carrier": "DHL Paket", "number": NUMBER, "pieces": 3, "completes": 1,
    }  # fmt: skip
    view = orders.show(desk, order_id)
    assert view.timeline[0].kind == "PUSH_QUEUED"
    assert view.timeline[0].actor == "Ada"
    assert view.standings[0] is Standing.REPORTING
    (waiting,) = view.shipments
    assert (waiting.number, waiting.state, waiting.push, waiting.id) == (NUMBER, PushState.HELD, push.id, None)
    assert NUMBER in waiting.url
    assert not view.may_ship.allowed


@pytest.mark.parametrize("part", ["add_events", "queue_push"])
def test_push_and_history_are_written_together_or_not_at_all(
    desk: Desk, order_id: OrderId, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    """The process dies between the two, whichever comes first."""

    def die(*_: object, **__: object) -> None:
        raise Killed

    before = orders.show(desk, order_id)
    owner = shipments if part == "add_events" else outbox_store
    monkeypatch.setattr(owner, part, die)
    with pytest.raises(Killed):
        ship(desk, order_id)
    monkeypatch.undo()
    assert outbox.overview(desk) == ()
    assert orders.show(desk, order_id) == before


def test_a_second_parcel_that_cannot_be_queued_takes_the_first_one_back(
    desk: Desk, order_id: OrderId, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = outbox_store.queue_push
    calls: list[int] = []

    def die_at_the_second(*arguments: object, **more: object) -> object:
        calls.append(1)
        if len(calls) == 2:
            raise Killed
        return queue(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(outbox_store, "queue_push", die_at_the_second)
    parcels = [
        Parcel(carrier="dhl_de", number="1", lines=lines_of(desk, order_id, _11=1)),
        Parcel(carrier="dhl_de", number="2"),
    ]
    with pytest.raises(Killed):
        shipments.confirm(desk, order_id, parcels)
    assert outbox.overview(desk) == ()


def test_one_deed_done_twice_is_one_deed(desk: Desk, order_id: OrderId) -> None:
    """A double click, or a request sent again after a time-out."""
    parcels = [
        Parcel(carrier="dhl_de", number="1", lines=lines_of(desk, order_id, _11=1)),
        Parcel(carrier="ups", number="2"),
    ]
    first = shipments.confirm(desk, order_id, parcels, deed="the-click")
    timeline = orders.show(desk, order_id).timeline
    again = shipments.confirm(desk, order_id, parcels, deed="the-click")
    assert again.pushes == first.pushes
    assert len(first.pushes) == 2
    assert not again.changes
    assert len(outbox.overview(desk)) == 2
    assert orders.show(desk, order_id).timeline == timeline
    assert len({one.key for one in outbox.overview(desk)}) == 2


def test_a_key_that_is_known_queues_nothing_new(desk: Desk, order_id: OrderId) -> None:
    (push,) = ship(desk, order_id).pushes
    with desk.store.write() as transaction:
        row = outbox_store.load_push(transaction, push)
        assert row is not None
        again = outbox_store.queue_push(
            transaction,
            key=row.key,
            account=row.account,
            order=row.order,
            push=row.push,
            state=PushState.WAITING,
            not_before=after(0),
            now=after(0),
            actor="somebody else",
        )
        assert again == push
        assert outbox_store.load_push(transaction, push) == row


def test_parcels_with_parts_of_an_order_add_up(desk: Desk, order_id: OrderId, channel: FakeChannel) -> None:
    ship(desk, order_id, "1", _11=1)
    assert open_pieces(desk, order_id) == {"11": 1, "12": 1}
    ship(desk, order_id, "2", _12=1)
    assert open_pieces(desk, order_id) == {"11": 1, "12": 0}
    ship(desk, order_id, "3")
    assert open_pieces(desk, order_id) == {"11": 0, "12": 0}
    assert [one.what["completes"] for one in reversed(outbox.overview(desk))] == [0, 0, 1]
    with pytest.raises(NotAllowed) as refused:
        ship(desk, order_id, "4")
    assert refused.value.code == "nothing_left_to_ship"
    assert channel.journal == [], "nothing leaves before the outbox is drained"


def test_several_parcels_at_once_complete_with_the_last(desk: Desk, order_id: OrderId) -> None:
    parcels = [
        Parcel(carrier="dhl_de", number="1", lines=lines_of(desk, order_id, _11=2)),
        Parcel(carrier="ups", number="2"),
    ]
    shipments.confirm(desk, order_id, parcels)
    assert [one.what["completes"] for one in reversed(outbox.overview(desk))] == [0, 1]


@pytest.mark.parametrize(
    "parcels,code",
    [
        ([], "no_parcel"),
        ([Parcel(carrier="dhl_de", number=" - ")], "number_missing"),
        ([Parcel(carrier="dhl_de", number="x" * 61)], "number_odd"),
        ([Parcel(carrier="dhl_de", number="12\n34")], "number_odd"),
        ([Parcel(carrier="  ", number="1")], "carrier_missing"),
        ([Parcel(carrier="DHL Paket1Z999AA10123456784", number="1")], "carrier_odd"),
        ([Parcel(carrier="0034 0434 1610 9404 2557", number="1")], "carrier_odd"),
        ([Parcel(carrier="x" * 61, number="1")], "carrier_odd"),
        ([Parcel(carrier="dhl_de", number="1", lines=(LineQuantity(LineId(9999), 1),))], "no_such_line"),
        ([Parcel(carrier="dhl_de", number="12 34"), Parcel(carrier="dhl_de", number="1234")], "number_repeated"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_queued(
    desk: Desk, order_id: OrderId, parcels: Sequence[Parcel], code: str
) -> None:
    for ask in (shipments.confirm, shipments.preview):
        with pytest.raises(NotAllowed) as refused:
            ask(desk, order_id, parcels)
        assert refused.value.code == code
        assert refused.value.text.endswith(".")
    assert outbox.overview(desk) == ()


def test_a_number_told_already_is_refused_until_it_was_taken_back(
    desk: Desk, channel: FakeChannel, synced: Synced
) -> None:
    channel.add(order("1001", shipments=(parcel("55-55", {"11": 1}),)))
    order_id = synced()["1001"]
    with pytest.raises(NotAllowed) as refused:
        ship(desk, order_id, "5555")
    assert refused.value.code == "number_repeated"
    queued = ship(desk, order_id, "77", _12=1)
    with pytest.raises(NotAllowed):
        ship(desk, order_id, "7 7")
    outbox.recall(desk, queued.pushes)
    assert ship(desk, order_id, "7 7").pushes


@pytest.mark.parametrize(
    "changes,code",
    [
        ({"handling": Handling.CHANNEL}, "channel_ships"),
        ({"handling": Handling.NOT_YET, "payment": PaymentFacet.UNPAID}, "channel_keeps_back"),
        ({"order": OrderFacet.CANCELLED}, "order_cancelled"),
        ({"order": OrderFacet.REMOVED}, "order_removed"),
        ({"payment": PaymentFacet.REFUNDED}, "order_refunded"),
        ({"shipping": ShippingFacet.SHIPPED}, "nothing_left_to_ship"),
        ({"lines": (line("11", 2, refunded=2),)}, "nothing_left_to_ship"),
        ({"lines": (line("11", 2, needs_shipping=False),)}, "nothing_left_to_ship"),
        ({"shipments": (parcel("5", {"11": 2, "12": 1}),)}, "nothing_left_to_ship"),
    ],
)
def test_an_order_that_needs_no_parcel_gets_none_and_says_why(
    desk: Desk, channel: FakeChannel, synced: Synced, changes: dict[str, object], code: str
) -> None:
    channel.add(replace(order("1001"), **changes))  # type: ignore[arg-type]
    order_id = synced()["1001"]
    assert orders.show(desk, order_id).may_ship.code == code
    with pytest.raises(NotAllowed) as refused:
        ship(desk, order_id)
    assert refused.value.code == code


def test_a_parcel_told_twice_is_said_to_be_so_also_where_nothing_is_left(desk: Desk, order_id: OrderId) -> None:
    """A file that was stopped half-way is given again, and its first parcels have taken all there is."""
    ship(desk, order_id)
    for again in (lambda: ship(desk, order_id), lambda: shipments.preview(desk, order_id, [whole()])):
        with pytest.raises(NotAllowed) as refused:
            again()
        assert refused.value.code == "number_repeated"


def test_a_read_only_account_refuses_with_the_reason(desk: Desk, order_id: OrderId, account: Account) -> None:
    accounts.switch_writing(desk, account.id, on=False)
    with pytest.raises(NotAllowed, match=r"Shop is read-only\. Switch writing on") as refused:
        ship(desk, order_id)
    assert refused.value.code == "writing_off"
    assert orders.show(desk, order_id).writing is False
    accounts.switch_writing(desk, account.id, on=True)
    accounts.pause(desk, account.id, paused=True)
    with pytest.raises(NotAllowed, match="is paused"):
        ship(desk, order_id)


def test_a_new_account_is_read_only_until_it_is_switched(desk: Desk, channel: FakeChannel) -> None:
    made = accounts.add(desk, "fake", {"base_url": "x"}, {"consumer_key": channel.key}, name="New")
    assert made.writing is False


def test_a_channel_that_takes_no_parcels_says_why_before_anyone_tries(
    desk: Desk, channel: FakeChannel, synced: Synced, account: Account
) -> None:
    channel.add(order("1001"))
    order_id = synced()["1001"]
    channel.capabilities = Capabilities(why_not={"confirms_shipments": "The plan of this shop does not allow it."})
    accounts.check_login(desk, accounts.load(desk, account.id))
    allowed = orders.show(desk, order_id).may_ship
    assert (allowed.code, allowed.text) == ("channel_cannot_ship", "The plan of this shop does not allow it.")


def test_refunded_pieces_need_no_parcel(desk: Desk, channel: FakeChannel, synced: Synced) -> None:
    channel.add(order("1001", lines=(line("11", 3, refunded=1), line("12", 1))))
    order_id = synced()["1001"]
    assert open_pieces(desk, order_id) == {"11": 2, "12": 1}
    ship(desk, order_id)
    (push,) = outbox.overview(desk)
    assert (push.what["pieces"], push.what["completes"]) == (3, 1)


def test_a_preview_tells_what_the_channel_will_be_told_and_nothing_happens(desk: Desk, order_id: OrderId) -> None:
    wished = [
        Parcel(carrier="DHL", number="1 1", lines=lines_of(desk, order_id, _11=1)),
        Parcel(carrier="Radkurier Köln", number="2"),
    ]
    first, second = shipments.preview(desk, order_id, wished)
    assert (first.number, first.lines, first.completes) == ("1 1", (("Becher 11", 1),), False)
    assert (second.carrier_name, second.completes) == ("Radkurier Köln", True)
    assert second.lines == (("Becher 11", 1), ("Becher 12", 1))
    assert outbox.overview(desk) == ()


@pytest.mark.parametrize("typed,name", [("dhl_de", "DHL Paket"), ("DHL PAKET", "DHL Paket"), ("Bote", "Bote")])
def test_a_carrier_is_known_by_code_or_name_or_taken_as_typed(
    desk: Desk, order_id: OrderId, typed: str, name: str
) -> None:
    shipments.confirm(desk, order_id, [Parcel(carrier=typed, number="1")])
    assert outbox.overview(desk)[0].what["carrier"] == name


def test_an_order_that_is_not_there_is_told(desk: Desk) -> None:
    with pytest.raises(NotFound):
        shipments.confirm(desk, OrderId(99), [Parcel(carrier="dhl_de", number="1")])


def test_without_a_hold_the_push_may_go_at_once(desk: Desk, order_id: OrderId) -> None:
    shipments.confirm(desk, order_id, [Parcel(carrier="dhl_de", number="1")], hold_seconds=0)
    (push,) = outbox.overview(desk)
    assert (push.state, push.not_before) == (PushState.WAITING, desk.clock.now())


def test_history_of_the_outbox_is_the_orders_own(desk: Desk, order_id: OrderId) -> None:
    ship(desk, order_id)
    with desk.store.read() as connection:
        records = order_store.load_records(connection, [order_id])
    assert records[order_id].merged.shipments == (), "the mirror itself changes only by what the channel says"
