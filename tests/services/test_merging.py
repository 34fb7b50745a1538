from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from connectors.contract.protocols import Fetched
from connectors.contract.snapshots import OrderSnapshot, RemovedSnapshot, ShipmentSnapshot, ShippedLineSnapshot
from desk.domain.clock import ManualClock
from desk.domain.orders import Address, Buyer, OrderFacet, PaymentFacet, ShippingFacet
from desk.domain.values import AccountId
from desk.services import merging
from desk.services.context import Desk
from desk.services.ingest import content_hash, ingest
from desk.services.search import Searcher
from desk.store.engine import Store
from desk.store.orders import OrderRecord
from desk.system.secrets import MemorySecrets
from tests.services.fakes import FakeRegistry
from tests.support.dump import canonical_dump, differences
from tests.support.orders import START, after, euros, line, many, order, paid, parcel, refunded, totals
from tests.support.stores import add_account, open_new_store

LATER = after(10**7)
"""When everything is fetched: after all that is told happened."""
# Small alphabets, so that equal, changed, partly hidden and contradicting values all meet.
TEXTS = st.sampled_from(["", "a", "b"])
ADDRESSES = st.one_of(
    st.just(Address()),
    st.builds(
        Address,
        name=TEXTS,
        company=st.sampled_from(["", "", "C"]),
        street=st.sampled_from(["", "S 1", "S 2"]),
        postcode=st.sampled_from(["", "1", "2"]),
        town=st.sampled_from(["", "T"]),
        country=st.just("DE"),
        phone=st.sampled_from(["", "", "5", "6"]),
    ),
)
BUYERS = st.builds(Buyer, name=TEXTS, email=st.sampled_from(["", "a@example.org", "b@example.org"]), phone=TEXTS)
PARCELS = st.one_of(
    st.none(), st.lists(st.sampled_from(["p1", "p2"]), unique=True).map(lambda told: tuple(parcel(one) for one in told))
)
LINES = st.lists(st.integers(1, 3), min_size=1, max_size=3).map(
    lambda told: tuple(line(f"l{at}", quantity) for at, quantity in enumerate(told))
)
PAYMENTS = st.sampled_from([(), (paid(100),), (paid(100), refunded(40, after(9)))])
VERSIONS = st.builds(
    lambda **fields: fields,
    billing=ADDRESSES,
    recipient=ADDRESSES,
    buyer=BUYERS,
    shipments=PARCELS,
    lines=LINES,
    payments=PAYMENTS,
    buyer_note=TEXTS,
    invoice_number=TEXTS,
    payment_method_title=TEXTS,
    order=st.sampled_from(OrderFacet),
    payment=st.sampled_from(PaymentFacet),
    shipping=st.sampled_from(ShippingFacet),
    channel_status=st.sampled_from(["processing", "completed"]),
    totals=st.sampled_from([totals(100), totals(200), replace(totals(100), discount=euros(5))]),
)


def versions(remote_id: str, told: Sequence[dict[str, object] | None]) -> list[Fetched]:
    """One order's reports, each newer than the one before; None is the channel no longer listing it."""
    found: list[Fetched] = []
    for at, fields in enumerate(told):
        changed_at = after(10 * at)
        if fields is None:
            ref = order(remote_id).ref
            found.append(RemovedSnapshot(ref=ref, changed_at=changed_at, channel_status="trash"))
        else:
            found.append(replace(order(remote_id), **fields, changed_at=changed_at))  # type: ignore[arg-type]
    return found


HISTORIES = st.lists(st.one_of(VERSIONS, VERSIONS, VERSIONS, st.none()), min_size=1, max_size=5)


def merged(reports: Sequence[Fetched]) -> OrderRecord:
    record: OrderRecord | None = None
    for one in reports:
        if isinstance(one, OrderSnapshot):
            told = content_hash(one)
            record = merging.first(one, told, LATER) if record is None else merging.merge(record, one, told, LATER)
        elif record is not None:
            record = merging.remove(record, one, LATER)
    assert record is not None
    return record


@settings(max_examples=400)
@given(HISTORIES, st.randoms(use_true_random=False), st.integers(0, 3))
def test_any_order_of_arrival_and_any_repetition_gives_the_same_order(
    told: list[dict[str, object] | None], draw: random.Random, repeats: int
) -> None:
    reports = versions("1", [told[0] or {}, *told[1:]])
    # An order is known before the channel may drop it: what was never here is not invented.
    shuffled = reports[1:] + draw.choices(reports[1:], k=repeats) if len(reports) > 1 else []
    draw.shuffle(shuffled)
    first = next((one for one in shuffled if isinstance(one, OrderSnapshot)), reports[0])
    arriving = [first, *shuffled, reports[0]]
    expected, found = merged(reports), merged(arriving)
    assert found.merged == expected.merged
    assert found.kept == expected.kept


@settings(max_examples=300)
@given(HISTORIES)
def test_the_newest_report_decides_except_for_what_it_hides(told: list[dict[str, object] | None]) -> None:
    reports = versions("1", [told[0] or {}, *told[1:]])
    found = merged(reports).merged
    orders = [one for one in reports if isinstance(one, OrderSnapshot)]
    newest = orders[-1]
    for name in ("lines", "totals", "payments", "payment", "number", "placed_at", "paid_at"):
        assert getattr(found, name) == getattr(newest, name), name
    for name in ("buyer_note", "invoice_number", "payment_method_title"):
        shown = [getattr(one, name) for one in orders if getattr(one, name)]
        assert getattr(found, name) == (shown[-1] if shown else ""), name
    for name in ("name", "email", "phone"):
        shown = [getattr(one.buyer, name) for one in orders if getattr(one.buyer, name)]
        assert getattr(found.buyer, name) == (shown[-1] if shown else ""), name
    told_parcels = [one.shipments for one in orders if one.shipments is not None]
    assert found.shipments == (told_parcels[-1] if told_parcels else None)
    if newest.shipments is None and newest.shipping is ShippingFacet.UNSHIPPED and found.shipments:
        assert found.shipping in (ShippingFacet.PARTLY_SHIPPED, ShippingFacet.SHIPPED), "known parcels stay known"
    else:
        assert found.shipping == newest.shipping
    if isinstance(reports[-1], RemovedSnapshot):
        assert (found.order, found.channel_status) == (OrderFacet.REMOVED, "trash")
    else:
        assert (found.order, found.channel_status) == (newest.order, newest.channel_status)


def test_a_note_in_part_never_replaces_a_whole_one_and_the_whole_one_comes_after() -> None:
    whole = replace(order("1"), buyer_note="To the neighbour\nHappy birthday", changed_at=after(1))
    part = replace(whole, buyer_note="Happy birthday", withheld=True, changed_at=after(2))
    changed = replace(whole, buyer_note="To the porter\nHappy birthday", changed_at=after(2))
    held = merged([whole, part])
    assert (held.merged.buyer_note, held.merged.changed_at) == (whole.buyer_note, after(2))
    for reports in ([whole, part, changed], [part, changed], [whole, part, part, changed]):
        assert merged(reports).merged == merged([whole, changed]).merged
    assert merged([part]).merged.buyer_note == "Happy birthday", "better than nothing"


FULL = Address(name="Ada", company="C", street="S 1", postcode="1", town="T", country="DE", phone="5")
MOVED = replace(FULL, street="S 2", company="")
PLACE = Address(postcode="1", town="T", country="DE")
OTHER_PLACE = Address(postcode="9", town="U", country="DE")
NAMED = Address(name="Ada", town="T", country="DE")


@pytest.mark.parametrize(
    "shown,expected",
    [
        ([FULL, Address()], FULL),
        ([FULL, PLACE], FULL),
        ([FULL, NAMED], FULL),
        ([FULL, PLACE, Address()], FULL),
        ([FULL, MOVED], MOVED),  # the company went with the move
        ([FULL, MOVED, PLACE], MOVED),
        ([FULL, OTHER_PLACE], OTHER_PLACE),  # part of an address, but surely not of this one
        ([FULL, OTHER_PLACE, PLACE], FULL),
        ([PLACE, FULL], FULL),
        ([OTHER_PLACE, FULL], FULL),  # newer and whole
        ([PLACE, Address()], PLACE),
        ([Address(), Address()], Address()),
        ([FULL, replace(FULL, extra="c/o")], replace(FULL, extra="c/o")),
        ([replace(FULL, extra="c/o"), FULL], FULL),  # taken out by the buyer
        ([FULL, replace(FULL, phone="")], FULL),  # hidden by itself, before the rest
        ([FULL, replace(FULL, phone=""), PLACE], FULL),
        ([FULL, replace(FULL, phone="6"), replace(FULL, phone="")], replace(FULL, phone="6")),
        ([FULL, replace(MOVED, phone="")], replace(MOVED, phone="")),  # it may be somebody else's by now
    ],
)
def test_a_hidden_address_keeps_what_was_shown_and_a_changed_one_replaces_it(
    shown: list[Address], expected: Address
) -> None:
    found = merged(versions("1", [{"recipient": one, "billing": one} for one in shown])).merged
    assert found.recipient == expected
    assert found.billing == expected


def test_a_report_that_says_nothing_new_is_no_change() -> None:
    (first,) = versions("1", [{}])
    known = merged([first])
    assert merged([first, first]) == known
    assert isinstance(first, OrderSnapshot)
    older = replace(first, changed_at=after(-5))
    assert merging.merge(known, older, content_hash(older), after(99)) is known
    gone = RemovedSnapshot(ref=first.ref, changed_at=after(50), channel_status="trash")
    removed = merging.remove(known, gone, START)
    assert merging.remove(removed, gone, after(99)) is removed
    assert merging.merge(removed, first, content_hash(first), after(99)) is removed


def test_when_the_channel_last_changed_the_order_counts_its_removal() -> None:
    reports = versions("1", [{}, None])
    assert merging.told_at(merged(reports)) == after(10)
    assert merging.told_at(merged(reports[:1])) == START
    assert merging.told_at(merged([*reports, *versions("1", [{}, {}, {}])[2:]])) == after(20)


# --- Whole stores -----------------------------------------------------------------------------------------


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """Two empty Desks."""
    made = [open_new_store(tmp_path / name) for name in ("one", "other")]
    clock = ManualClock(START)
    yield tuple(  # type: ignore[misc]
        Desk(store=one, clock=clock, connectors=FakeRegistry(), secrets=MemorySecrets()) for one in made
    )
    for one in made:
        one.close()


def world(seed: int) -> list[list[OrderSnapshot]]:
    """Orders of many people, each in up to four versions; some versions hide what others show."""
    draw = random.Random(seed)
    return [[first, *_further(draw, first)] for first in many(60, seed=seed)]


def _further(draw: random.Random, first: OrderSnapshot) -> Iterator[OrderSnapshot]:
    now = first
    for at in range(draw.randint(0, 3)):
        kind = draw.choice(["hide", "part", "move", "ship", "cancel", "note", "lines", "parcels_unknown"])
        home = now.recipient
        kinds: dict[str, dict[str, object]] = {
            "hide": {"recipient": Address(), "billing": Address(), "buyer": Buyer()},
            "part": {"recipient": Address(postcode=home.postcode, town=home.town, country="DE")},
            "move": {"recipient": replace(first.recipient, street="Umzugsweg 9", town="Trier", postcode="54290")},
            "ship": {"shipments": (parcel(f"1Z{draw.randint(10**9, 10**10)}"),), "shipping": ShippingFacet.SHIPPED},
            "cancel": {"order": OrderFacet.CANCELLED, "channel_status": "cancelled"},
            "note": {"buyer_note": f"note {at}", "invoice_number": draw.choice(["", f"RE-{at}"])},
            "lines": {"lines": now.lines[:-1] or now.lines},
            "parcels_unknown": {"shipments": None},
        }
        changed_at = after((first.changed_at - START).total_seconds() + 60 * (at + 1))
        now = replace(now, changed_at=changed_at, **kinds[kind])  # type: ignore[arg-type]
        yield now


def arrive(store: Store, account: AccountId, pages: Sequence[Sequence[OrderSnapshot]]) -> None:
    for page in pages:
        with store.write() as transaction:
            done = ingest(transaction, account, page, (), LATER)
            assert done.unreadable == 0


def pages_of(reports: list[OrderSnapshot], draw: random.Random) -> list[list[OrderSnapshot]]:
    """Cut into pages of odd sizes, some of which come twice, now or later."""
    pages = []
    left = list(reports)
    while left:
        size = draw.randint(1, 17)
        pages.append(left[:size])
        left = left[size:]
    repeated = draw.choices(pages, k=len(pages) // 3)
    for page in repeated:
        pages.insert(draw.randint(0, len(pages)), page)
    return pages


def texts(orders: list[list[OrderSnapshot]], draw: random.Random) -> list[str]:
    """200 things an agent might type about these orders: whole, in part, in another order, misspelt."""
    found = []
    for _ in range(200):
        one = draw.choice(draw.choice(orders))
        name = one.buyer.name or one.recipient.name or "Müller"
        whole = draw.choice(
            [name, name.split()[-1], one.number, one.recipient.town, one.recipient.postcode, one.buyer.email,
             one.lines[0].sku, " ".join(reversed(name.split())), "Umzugsweg", "example.org"]
        )  # fmt: skip
        cut = draw.choice([whole, whole[: draw.randint(1, max(1, len(whole)))], whole[2:], whole[:3] + "x" + whole[4:]])
        found.append(cut or "a")
    return found


@settings(
    max_examples=4, phases=[Phase.explicit, Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10**6))
def test_the_same_world_in_any_order_gives_an_equal_store(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    draw = random.Random(seed)
    orders = world(seed)
    folder = tmp_path_factory.mktemp("equal")
    one, other = open_new_store(folder / "one"), open_new_store(folder / "other")
    try:
        account = add_account(one)
        assert add_account(other) == account
        arrive(one, account, orders)
        shuffled = [version for versions_ in orders for version in versions_]
        draw.shuffle(shuffled)
        arrive(other, account, pages_of(shuffled, draw))
        compare(one, other, texts(orders, draw))
    finally:
        one.close()
        other.close()


def compare(one: Store, other: Store, searched: list[str]) -> None:
    first, second = one.raw_connection(), other.raw_connection()
    try:
        assert differences(canonical_dump(first), canonical_dump(second)) == []
        assert len(canonical_dump(first)) == 60
    finally:
        first.close()
        second.close()
    found = [results(store, searched) for store in (one, other)]
    assert found[0] == found[1]
    assert sum(bool(hits) for hits in found[0]) > 100, "most texts find something, or nothing is shown by this"


def results(store: Store, searched: list[str]) -> list[list[tuple[str, str]]]:
    clock = ManualClock(START)
    desk = Desk(store=store, clock=clock, connectors=FakeRegistry(), secrets=MemorySecrets())
    with Searcher(desk) as searcher:
        return [[(row.remote_id, str(row.tier)) for row in searcher.find(text).orders] for text in searched]


def test_two_stores_that_differ_are_found_to_differ(pair: tuple[Desk, Desk]) -> None:
    """The comparison above can fail."""
    for desk, note in zip(pair, ("a", "b"), strict=True):
        account = add_account(desk.store)
        arrive(desk.store, account, [[order("1", buyer_note=note), order("2")]])
    dumps = []
    for desk in pair:
        connection = desk.store.raw_connection()
        dumps.append(canonical_dump(connection))
        connection.close()
    assert differences(*dumps) == ["('Shop', '1') buyer_note: 'a' against 'b'"]
    assert differences(dumps[0], dumps[1][1:]) == ["('Shop', '1'): only in one of the stores"]


def test_a_list_without_parcels_does_not_take_shipping_back() -> None:
    """Both extensions of WooCommerce keep parcels out of the list: what a push saw, the sync forgot."""
    told = order("1", lines=(line("l0", 2),), shipping=ShippingFacet.UNSHIPPED, shipments=None)
    half = ShipmentSnapshot(
        remote_id="p1",
        carrier="DHL",
        number="1",
        shipped_at=None,
        lines=(ShippedLineSnapshot(remote_line_id="l0", quantity=1),),
    )
    seen = replace(told, shipping=ShippingFacet.PARTLY_SHIPPED, shipments=(half,), changed_at=after(10))
    later = replace(told, changed_at=after(20))
    assert merged([told, seen, later]).merged.shipping is ShippingFacet.PARTLY_SHIPPED
    assert merged([told, seen, replace(later, changed_at=after(10))]).merged.shipping is ShippingFacet.PARTLY_SHIPPED
    gone = replace(told, shipments=(), changed_at=after(30))
    assert merged([told, seen, later, gone]).merged.shipping is ShippingFacet.UNSHIPPED, "the channel shows none now"


# --- A channel whose clock is out -------------------------------------------------------------------------


def test_refunds_that_a_channel_tells_apart_from_its_orders_stay_in_whatever_order_they_are_told() -> None:
    plain = order("1", refunds_apart=True, changed_at=after(10))
    (payment,) = plain.payments
    one = replace(plain, payments=(payment, refunded(500, after(20), "a")), changed_at=after(30))
    both = replace(
        plain, payments=(payment, refunded(500, after(20), "a"), refunded(700, after(25), "b")), changed_at=after(30)
    )
    silent = replace(plain, buyer_note="Please hurry", changed_at=after(40))
    for reports in permutations((plain, one, both, silent)):
        found = merged(reports).merged
        assert [(each.remote_id, each.amount.minor) for each in found.payments[1:]] == [("a", 500), ("b", 700)]
        assert (found.payment, found.buyer_note) == (PaymentFacet.PARTLY_REFUNDED, "Please hurry")
    whole = replace(plain, payments=(payment, refunded(plain.totals.total.minor, after(20), "a")))
    assert merged([whole]).merged.payment is PaymentFacet.REFUNDED
    gone = replace(plain, refunds_apart=False, changed_at=after(50))
    assert merged([replace(one, refunds_apart=False), gone]).merged.payments == (payment,), (
        "elsewhere the newest decides"
    )


def told_in_turn(*reports: OrderSnapshot, fetched: list[float], alone: bool = False) -> OrderSnapshot:
    """What is known after these reports, fetched so many seconds after the start."""
    record: OrderRecord | None = None
    for one, seconds in zip(reports, fetched, strict=True):
        at = after(seconds)
        asked_at = at if alone else None
        if record is None:
            record = merging.first(one, content_hash(one), at)
        else:
            record = merging.merge(record, one, content_hash(one), at, asked_at)
    assert record is not None
    return record.merged


def test_what_a_fast_clock_dated_into_our_future_does_not_hide_what_comes_after() -> None:
    skewed = order("1", changed_at=after(100), buyer_note="at 10, dated 90 seconds ahead")
    right = order("1", changed_at=after(30), buyer_note="")
    late = order("1", changed_at=after(30), channel_status="completed", buyer_note="at 30")
    assert told_in_turn(skewed, late, fetched=[12, 32]) == late
    assert (
        told_in_turn(skewed, late, order("1", changed_at=after(40), buyer_note="x"), fetched=[12, 32, 45]).buyer_note
        == "x"
    )
    assert told_in_turn(skewed, right, fetched=[12, 32]).buyer_note == skewed.buyer_note, "hidden is not erased"
    stale = order("1", changed_at=after(5), buyer_note="from a cache")
    assert told_in_turn(skewed, stale, fetched=[12, 32]) == skewed


def test_an_order_asked_for_by_itself_is_as_it_is_shown_though_dated_before_its_last_change() -> None:
    before = order("1", changed_at=after(60))
    shipped = order("1", changed_at=after(-15), channel_status="completed", shipping=ShippingFacet.SHIPPED)
    assert told_in_turn(before, shipped, fetched=[62, 80], alone=True) == shipped
    assert told_in_turn(before, shipped, fetched=[62, 80]) == before, "a list may come from a cache"
    assert told_in_turn(before, shipped, fetched=[90, 80], alone=True) == before, "asked before we knew more"
    old = replace(shipped, changed_at=after(-3600))
    assert told_in_turn(before, old, fetched=[62, 80], alone=True) == before, "no clock is out that far"
